//! An encrypted door in front of a port of this machine, as a practice has one in front of its portal.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio_rustls::TlsAcceptor;

/// The door. It closes when this is dropped.
pub struct EncryptedDoor {
    port: u16,
    root: String,
    _running: Runtime,
}

impl EncryptedDoor {
    /// Opens a door for `localhost` on a free port, with a certificate of an authority that nobody knows yet.
    ///
    /// # Panics
    /// If this machine has no free port or no randomness.
    pub fn before(inner: u16) -> Self {
        let (root, config) = certified().unwrap_or_else(|error| panic!("no certificate: {error}"));
        let running = Runtime::new().unwrap_or_else(|error| panic!("no runtime: {error}"));
        let listener = running
            .block_on(TcpListener::bind(("127.0.0.1", 0)))
            .unwrap_or_else(|error| panic!("no free port: {error}"));
        let port = listener.local_addr().map_or(0, |address| address.port());
        running.spawn(pass_on(
            listener,
            TlsAcceptor::from(Arc::new(config)),
            inner,
        ));
        Self {
            port,
            root,
            _running: running,
        }
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The authority's certificate in PEM, for whoever is to trust it.
    pub fn root(&self) -> &str {
        &self.root
    }
}

fn certified() -> Result<(String, ServerConfig), Box<dyn std::error::Error>> {
    let mut authority = CertificateParams::new(Vec::new())?;
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate()?)?;
    let key = KeyPair::generate()?;
    let own = CertificateParams::new(vec!["localhost".to_owned()])?.signed_by(&key, &authority)?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(
            vec![own.der().clone()],
            PrivateKeyDer::try_from(key.serialize_der())?,
        )?;
    Ok((authority.pem(), config))
}

async fn pass_on(listener: TcpListener, acceptor: TlsAcceptor, inner: u16) {
    while let Ok((outside, _)) = listener.accept().await {
        let acceptor = acceptor.clone();
        tokio::spawn(async move {
            // Whoever does not trust the certificate hangs up; that is theirs to tell.
            let Ok(mut outside) = acceptor.accept(outside).await else {
                return;
            };
            if let Ok(mut inside) = TcpStream::connect(("127.0.0.1", inner)).await {
                let _ = copy_bidirectional(&mut outside, &mut inside).await;
            }
        });
    }
}
