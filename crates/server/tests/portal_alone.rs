//! The door of a portal that runs alone, and what the practice brings there and takes away.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod support;

use std::path::Path;
use std::sync::Arc;

use attune_catalog::Catalog;
use attune_record::TokenHash;
use attune_server::clock::{Clock, HandClock};
use attune_server::{
    Entrance, Outpost, OutpostConfig, PortalConfig, ServerConfig, portal_routes, rounds,
};
use attune_vault::SubmissionKey;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request};
use support::{Practice, START};
use tokio::net::TcpListener;
use tower::ServiceExt;

const KEY: &str = "the key of the practice";

fn outpost(folder: &Path, key: SubmissionKey) -> Outpost {
    let config = OutpostConfig {
        key,
        access: TokenHash::of(KEY.as_bytes()),
        urgent: None,
    };
    let clock: Arc<dyn Clock> = Arc::new(HandClock::at(START.parse().unwrap()));
    let catalog = Catalog::shipped().unwrap();
    Outpost::open(folder, &config, catalog, clock).unwrap_or_else(|error| unreachable!("{error:?}"))
}

/// An answer: status, page, and whether the security headers are there.
async fn ask(
    outpost: &Outpost,
    method: &Method,
    path: &str,
    headers: &[(&str, &str)],
) -> (u16, String, bool) {
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header("host", "answers.example.org")
        .header("content-type", "application/x-www-form-urlencoded");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::empty()).unwrap();
    let answer = outpost.service().oneshot(request).await.unwrap();
    let secure = answer.headers().contains_key("content-security-policy")
        && answer.headers()["cache-control"] == "no-store";
    let status = answer.status().as_u16();
    let body = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
    (status, String::from_utf8_lossy(&body).into_owned(), secure)
}

#[tokio::test]
async fn every_address_has_a_door() {
    let folder = tempfile::tempdir().unwrap();
    let outpost = outpost(
        folder.path(),
        SubmissionKey::from_text(&"09".repeat(32)).unwrap(),
    );
    let routes = portal_routes(&outpost);
    assert!(routes.len() >= 20);
    for route in routes {
        let path = route
            .path
            .replace("{number}", "1")
            .replace("{name}", &"a".repeat(64));
        let path = path.replace("{token}", &"b".repeat(64));
        let practice = route.path.starts_with("/exchange");
        assert_eq!(practice, route.entrance == Entrance::PracticeOnly, "{path}");
        let bearers = ["Bearer wrong", KEY, "Bearer "].map(|bearer| [("authorization", bearer)]);
        let cookie = format!("__Host-attune-link={}", "c".repeat(64));
        let mut strangers: Vec<Vec<(&str, &str)>> = vec![vec![], vec![("cookie", &cookie)]];
        strangers.extend(bearers.map(Vec::from));
        for stranger in strangers {
            let (status, page, secure) = ask(&outpost, &route.method, &path, &stranger).await;
            assert!(secure || path.starts_with("/assets"), "{path}");
            match route.entrance {
                Entrance::PracticeOnly => assert_eq!((status, page.as_str()), (404, ""), "{path}"),
                Entrance::Visitor => {
                    assert_eq!(status, 404, "{path}");
                    assert!(
                        page.contains("help-banner"),
                        "{path}: no help for whoever is lost"
                    );
                }
                Entrance::Public => assert_ne!(status, 500, "{path}"),
            }
        }
    }
    let bearer = format!("Bearer {KEY}");
    let known = ask(
        &outpost,
        &Method::GET,
        "/exchange",
        &[("authorization", &bearer)],
    )
    .await;
    assert_eq!(known.0, 200);
    assert_eq!(known.1, r#"{"packets":[],"waiting":[]}"#);
}

#[tokio::test]
async fn what_is_taken_back_in_the_practice_is_gone_from_the_portal() {
    let folder = tempfile::tempdir().unwrap();
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let practice = Practice::with_config(ServerConfig {
        portal: Some(PortalConfig {
            address: format!("http://localhost:{port}"),
            access_key: KEY.to_owned().into(),
        }),
        ..ServerConfig::default()
    })
    .await;
    let outpost = outpost(folder.path(), practice.vault().submission_key().unwrap());
    let served = outpost.clone();
    tokio::spawn(attune_server::serve_outpost(
        listener,
        served,
        std::future::pending(),
    ));

    let mut clinician = practice.clinician("Jonas Weil").await;
    let client = practice.client(&clinician, "Mira Okafor").await;
    let path = format!("/clients/{client}/assess");
    let entry = support::fresh();
    let fields = [
        ("entry", entry.as_str()),
        ("measure", "phq-4"),
        ("way", "link"),
    ];
    let page = clinician
        .post(&format!("{path}/assignments"), &fields)
        .await;
    let start = format!("http://localhost:{port}/q/");
    let (_, rest) = page.body.split_once(&start).unwrap();
    let secret = &rest[..64];
    let cookie = format!("__Host-attune-link={secret}");
    let cookie = [("cookie", cookie.as_str())];

    assert_eq!(ask(&outpost, &Method::GET, "/portal", &cookie).await.0, 404);
    assert!(rounds::once(&practice.app).await.is_empty());
    let (status, welcome, _) = ask(&outpost, &Method::GET, "/portal", &cookie).await;
    assert_eq!(status, 200);
    assert!(
        welcome.contains("Jonas Weil") && welcome.contains("<title>Lindenhof Practice</title>")
    );
    assert!(!welcome.contains("Mira"));
    // In the language of whoever reads.
    let german = [cookie[0], ("accept-language", "de")];
    let (_, german, _) = ask(&outpost, &Method::GET, "/portal", &german).await;
    assert!(german.contains("lang=\"de\""));

    // A portal that lost its disk gets it again.
    std::fs::remove_dir_all(folder.path().join("packets")).unwrap();
    std::fs::create_dir(folder.path().join("packets")).unwrap();
    assert!(rounds::once(&practice.app).await.is_empty());
    assert_eq!(ask(&outpost, &Method::GET, "/portal", &cookie).await.0, 200);

    let assignment = practice.record(client).await.assignments[0].assignment.id;
    let entry = support::fresh();
    let back = format!("{path}/assignments/{assignment}/withdraw");
    let taken = clinician.post(&back, &[("entry", &entry)]).await;
    assert_eq!(taken.status, 303, "{}", taken.body);
    assert!(rounds::once(&practice.app).await.is_empty());
    assert_eq!(ask(&outpost, &Method::GET, "/portal", &cookie).await.0, 404);
    let left = std::fs::read_dir(folder.path().join("packets")).unwrap();
    assert_eq!(left.count(), 0);
}
