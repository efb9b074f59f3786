//! What is checked before anything is served. Each refusal says how to mend it.

use std::net::IpAddr;

use anyhow::bail;
use jiff::Timestamp;

use crate::configuration::Web;

/// When this program was built, in seconds since 1970.
const BUILT: &str = env!("ATTUNE_BUILT");

/// Refuses to be reached from elsewhere without encryption.
pub(crate) fn check_address(web: &Web) -> anyhow::Result<()> {
    let encrypted = web
        .public_url
        .as_deref()
        .is_some_and(|url| url.starts_with("https://"));
    if !web.listen.is_loopback() && !encrypted {
        bail!(
            "listening on {} would let others on the network read everything that is typed; put a web server with \
             https in front of it and set public_url = \"https://...\" in attune.toml, or listen on 127.0.0.1",
            web.listen
        );
    }
    if let Some(url) = &web.public_url {
        check_public_url(url)?;
    }
    Ok(())
}

/// Browsers keep the cookies of an unencrypted page only if it is on the same machine.
pub(crate) fn check_public_url(url: &str) -> anyhow::Result<()> {
    let host = |rest: &str| {
        let end = rest.find('/').unwrap_or(rest.len());
        let authority = &rest[..end];
        let port = authority
            .rfind(':')
            .filter(|at| !authority[*at..].contains(']'));
        authority[..port.unwrap_or(authority.len())].to_owned()
    };
    let fine = match url.split_once("://") {
        Some(("https", rest)) => !host(rest).is_empty(),
        Some(("http", rest)) => {
            let host = host(rest);
            let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
            host == "localhost" || address.is_ok_and(|address| address.is_loopback())
        }
        _ => false,
    };
    if !fine {
        bail!(
            "public_url is \"{url}\"; it has to begin with https://, or with http://localhost to try things out"
        );
    }
    Ok(())
}

/// Refuses a clock that is older than the program: notes, links and sessions would carry wrong dates.
pub(crate) fn check_clock(now: Timestamp) -> anyhow::Result<()> {
    let built = BUILT
        .parse()
        .ok()
        .and_then(|seconds| Timestamp::from_second(seconds).ok());
    check_clock_against(now, built.unwrap_or(Timestamp::UNIX_EPOCH))
}

fn check_clock_against(now: Timestamp, built: Timestamp) -> anyhow::Result<()> {
    // A machine that was built on and the one it runs on may disagree by a little.
    if now < built.saturating_sub(jiff::SignedDuration::from_hours(24))? {
        bail!(
            "the clock of this machine says {now:.0}, but this program was built on {built:.0}; set the clock first"
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    fn web(listen: &str, public_url: Option<&str>) -> Web {
        Web {
            listen: listen.parse().unwrap(),
            port: 7878,
            public_url: public_url.map(str::to_owned),
        }
    }

    #[test]
    fn the_network_is_reached_only_with_https() {
        for listen in ["127.0.0.1", "::1"] {
            check_address(&web(listen, None)).unwrap();
        }
        for listen in ["0.0.0.0", "192.168.1.4", "::"] {
            let error = check_address(&web(listen, None)).unwrap_err().to_string();
            assert!(error.contains("public_url"), "{error}");
            assert!(check_address(&web(listen, Some("http://attune.local"))).is_err());
            check_address(&web(listen, Some("https://attune.example.org"))).unwrap();
        }
    }

    #[test]
    fn a_public_url_is_encrypted_or_on_this_machine() {
        for url in [
            "https://a.example",
            "https://a.example/attune/",
            "http://localhost:80",
            "http://127.0.0.1",
            "http://[::1]:7878/",
        ] {
            check_public_url(url).unwrap();
        }
        for url in [
            "a.example",
            "http://a.example",
            "ftp://localhost",
            "https://",
            "http://localhost.example",
        ] {
            assert!(check_public_url(url).is_err(), "{url}");
        }
    }

    #[test]
    fn a_clock_behind_the_program_is_refused() {
        let built: Timestamp = "2026-05-01T00:00:00Z".parse().unwrap();
        check_clock_against("2026-05-01T00:00:00Z".parse().unwrap(), built).unwrap();
        check_clock_against("2026-04-30T12:00:00Z".parse().unwrap(), built).unwrap();
        let error = check_clock_against("1970-01-01T00:10:00Z".parse().unwrap(), built)
            .unwrap_err()
            .to_string();
        assert!(error.contains("set the clock"), "{error}");
    }
}
