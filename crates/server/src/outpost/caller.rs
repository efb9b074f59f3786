//! The practice's telephone to its portal: one request, one connection.

use std::sync::Arc;
use std::time::Duration;

use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use axum::http::{Method, Request, StatusCode, Uri};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use zeroize::Zeroizing;

use crate::AppError;

/// A portal that says nothing for so long is called again in the next round.
const PATIENCE: Duration = Duration::from_secs(20);
/// No answer of a portal is longer.
const LONGEST: usize = 16 * 1024 * 1024;

/// Where the practice's portal is, if it runs alone.
#[derive(Clone)]
pub struct PortalConfig {
    /// What clients open: `https://answers.example.org`.
    pub address: String,
    /// With what the practice calls it.
    pub access_key: Zeroizing<String>,
}

impl std::fmt::Debug for PortalConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PortalConfig({}, ***)", self.address)
    }
}

impl PortalConfig {
    pub(super) async fn get(&self, path: &str) -> Result<Option<Vec<u8>>, AppError> {
        self.call(Method::GET, path, "application/json", Vec::new())
            .await
    }

    pub(super) async fn post(
        &self,
        path: &str,
        content: &'static str,
        body: Vec<u8>,
    ) -> Result<(), AppError> {
        let answer = self.call(Method::POST, path, content, body).await?;
        answer.map(drop).ok_or_else(unknown_to_portal)
    }

    /// The answer's body; nothing if the portal says that there is nothing.
    async fn call(
        &self,
        method: Method,
        path: &str,
        content: &'static str,
        body: Vec<u8>,
    ) -> Result<Option<Vec<u8>>, AppError> {
        let address = self.address.trim_end_matches('/');
        let uri: Uri = address
            .parse()
            .map_err(|_| trouble("its address is none"))?;
        let host = uri.host().ok_or_else(|| trouble("its address is none"))?;
        let encrypted = uri.scheme_str() == Some("https");
        let port = uri.port_u16().unwrap_or(if encrypted { 443 } else { 80 });
        let authority = uri.authority().map_or(host, |authority| authority.as_str());
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(HOST, authority)
            .header(
                AUTHORIZATION,
                format!("Bearer {}", self.access_key.as_str()),
            )
            .header(CONTENT_TYPE, content)
            .body(Full::new(Bytes::from(body)))
            .map_err(|_| trouble("a request could not be made"))?;
        let called = async {
            let host = host.trim_matches(['[', ']']);
            let stream = TcpStream::connect((host, port)).await;
            let stream = stream.map_err(|_| trouble("nobody answers"))?;
            if encrypted {
                let name = ServerName::try_from(host.to_owned())
                    .map_err(|_| trouble("its address is none"))?;
                let stream = TlsConnector::from(trust()?).connect(name, stream).await;
                send(
                    stream.map_err(|_| trouble("no encrypted connection"))?,
                    request,
                )
                .await
            } else {
                send(stream, request).await
            }
        };
        tokio::time::timeout(PATIENCE, called)
            .await
            .map_err(|_| trouble("it does not answer in time"))?
    }
}

async fn send(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    request: Request<Full<Bytes>>,
) -> Result<Option<Vec<u8>>, AppError> {
    let broken = |_| trouble("the connection broke off");
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .map_err(broken)?;
    let connection = tokio::spawn(connection);
    let answer = async {
        let answer = sender.send_request(request).await.map_err(broken)?;
        let status = answer.status();
        let body = Limited::new(answer.into_body(), LONGEST).collect().await;
        let body = body.map_err(|_| trouble("the connection broke off"))?;
        match status {
            StatusCode::NOT_FOUND => Ok(None),
            status if status.is_success() => Ok(Some(body.to_bytes().to_vec())),
            status => Err(trouble(&format!("it answered {}", status.as_u16()))),
        }
    };
    let answer = answer.await;
    connection.abort();
    answer
}

/// Whom this machine trusts.
fn trust() -> Result<Arc<ClientConfig>, AppError> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| trouble("no encrypted connection"))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Arc::new(config))
}

/// To whoever has not the access key there is nothing at the portal.
pub(super) fn unknown_to_portal() -> AppError {
    trouble("it does not know us; is the access key the one it was set up with?")
}

fn trouble(what: &str) -> AppError {
    AppError::Broken(format!("the portal: {what}"))
}
