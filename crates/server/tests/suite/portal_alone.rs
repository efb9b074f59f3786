//! The door of a portal that runs alone, and what the practice brings there and takes away.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use std::path::Path;
use std::sync::Arc;

use attune_catalog::Catalog;
use attune_ids::ClientId;
use attune_record::TokenHash;
use attune_server::clock::{Clock, HandClock};
use attune_server::mail::{MailConfig, MailSecurity};
use attune_server::{
    Entrance, Outpost, OutpostConfig, PortalConfig, ServerConfig, portal_routes, rounds,
};
use attune_testkit::smtp::SmtpCatcher;
use attune_vault::SubmissionKey;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request};
use jiff::SignedDuration;
use support::{Browser, Practice, START};
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
    say(outpost, method, path, headers, "").await
}

/// The same with a form.
async fn say(
    outpost: &Outpost,
    method: &Method,
    path: &str,
    headers: &[(&str, &str)],
    form: &'static str,
) -> (u16, String, bool) {
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header("host", "answers.example.org")
        .header("content-type", "application/x-www-form-urlencoded");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::from(form)).unwrap();
    let answer = outpost.service().oneshot(request).await.unwrap();
    let secure = answer.headers().contains_key("content-security-policy")
        && answer.headers()["cache-control"] == "no-store";
    let status = answer.status().as_u16();
    let body = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
    (status, String::from_utf8_lossy(&body).into_owned(), secure)
}

/// A practice with a client and a portal that listens.
struct Scene {
    practice: Practice,
    outpost: Outpost,
    folder: tempfile::TempDir,
    address: String,
    clinician: Browser,
    client: ClientId,
}

impl Scene {
    async fn new(mail: Option<MailConfig>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let address = format!("http://localhost:{port}");
        let practice = Practice::with_config(ServerConfig {
            portal: Some(PortalConfig {
                address: address.clone(),
                access_key: KEY.to_owned().into(),
            }),
            mail,
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
        let clinician = practice.clinician("Jonas Weil").await;
        let client = practice.client(&clinician, "Mira Okafor").await;
        Self {
            practice,
            outpost,
            folder,
            address,
            clinician,
            client,
        }
    }

    /// Asks by link; the secret of its address, which is the portal's.
    async fn link(&mut self, measure: &str) -> String {
        let entry = support::fresh();
        let fields = [
            ("entry", entry.as_str()),
            ("measure", measure),
            ("way", "link"),
        ];
        let path = format!("/clients/{}/assess/assignments", self.client);
        let page = self.clinician.post(&path, &fields).await;
        self.secret_in(&page.body)
    }

    fn secret_in(&self, text: &str) -> String {
        let (_, rest) = text.split_once(&format!("{}/q/", self.address)).unwrap();
        rest[..64].to_owned()
    }

    /// One call of the practice at its portal.
    async fn call(&self) {
        let faults = rounds::once(&self.practice.app).await;
        assert!(faults.is_empty(), "{faults:?}");
    }

    /// Everything that lies at the portal.
    fn lying_there(&self) -> Vec<u8> {
        let folders = std::fs::read_dir(self.folder.path()).unwrap();
        let files = folders.flat_map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap());
        files
            .flat_map(|file| std::fs::read(file.unwrap().path()).unwrap())
            .collect()
    }
}

/// What a browser sends along that was let in with this secret.
fn cookie_of(secret: &str) -> String {
    format!("__Host-attune-link={secret}")
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
    let mut scene = Scene::new(None).await;
    let secret = scene.link("phq-4").await;
    let cookie = cookie_of(&secret);
    let cookie = [("cookie", cookie.as_str())];
    let (practice, outpost, folder) = (&scene.practice, &scene.outpost, &scene.folder);

    assert_eq!(ask(outpost, &Method::GET, "/portal", &cookie).await.0, 404);
    scene.call().await;
    let (status, welcome, _) = ask(outpost, &Method::GET, "/portal", &cookie).await;
    assert_eq!(status, 200);
    assert!(
        welcome.contains("Jonas Weil") && welcome.contains("<title>Lindenhof Practice</title>")
    );
    assert!(!welcome.contains("Mira"));
    // In the language of whoever reads.
    let german = [cookie[0], ("accept-language", "de")];
    let (_, german, _) = ask(outpost, &Method::GET, "/portal", &german).await;
    assert!(german.contains("lang=\"de\""));

    // A portal that lost its disk gets it again.
    std::fs::remove_dir_all(folder.path().join("packets")).unwrap();
    std::fs::create_dir(folder.path().join("packets")).unwrap();
    scene.call().await;
    assert_eq!(ask(outpost, &Method::GET, "/portal", &cookie).await.0, 200);

    let assignment = practice.record(scene.client).await.assignments[0]
        .assignment
        .id;
    let entry = support::fresh();
    let back = format!(
        "/clients/{}/assess/assignments/{assignment}/withdraw",
        scene.client
    );
    let mut clinician = scene.clinician.clone();
    let taken = clinician.post(&back, &[("entry", &entry)]).await;
    assert_eq!(taken.status, 303, "{}", taken.body);
    scene.call().await;
    assert_eq!(ask(outpost, &Method::GET, "/portal", &cookie).await.0, 404);
    let left = std::fs::read_dir(folder.path().join("packets")).unwrap();
    assert_eq!(left.count(), 0);
}

#[tokio::test]
async fn the_clients_own_words_are_asked_there_and_nobody_reads_them_in_its_folder() {
    let mut scene = Scene::new(None).await;
    let written = support::fresh();
    let fields = [
        ("entry", written.as_str()),
        ("from", "written"),
        ("text", "The knot in my stomach"),
    ];
    let path = format!("/clients/{}/assess/personal", scene.client);
    assert_eq!(scene.clinician.post(&path, &fields).await.status, 303);
    let id = uuid::Uuid::parse_str(&written).unwrap().simple();
    let secret = scene.link(&format!("personal-{id}")).await;
    let cookie = cookie_of(&secret);
    let cookie = [("cookie", cookie.as_str())];
    scene.call().await;

    let (_, item, _) = ask(&scene.outpost, &Method::GET, "/portal/item/1", &cookie).await;
    assert!(item.contains("The knot in my stomach"), "{item}");
    let given = say(
        &scene.outpost,
        &Method::POST,
        "/portal/item/1",
        &cookie,
        "answer=4",
    )
    .await;
    assert_eq!(given.0, 303);
    assert_eq!(
        ask(&scene.outpost, &Method::POST, "/portal/send", &cookie)
            .await
            .0,
        303
    );
    let lying = scene.lying_there();
    assert!(lying.len() > 200, "packet and answers lie there");
    let lying = String::from_utf8_lossy(&lying);
    for word in ["knot", "personal-", "Jonas", "answers"] {
        assert!(!lying.contains(word), "{word} can be read");
    }
    scene.call().await;
    let record = scene.practice.record(scene.client).await;
    assert_eq!(record.responses.len(), 1);
    assert_eq!(
        record.responses[0].item.measure.id,
        format!("personal-{id}")
    );
}

#[tokio::test]
async fn a_reminder_leads_to_the_portal_too() {
    let catcher = SmtpCatcher::start();
    let mut scene = Scene::new(Some(MailConfig {
        host: "127.0.0.1".to_owned(),
        port: catcher.port(),
        security: MailSecurity::None,
        sign_in: None,
        from: "attune@practice.example".to_owned(),
    }))
    .await;
    let contact = format!("/clients/{}/access/contact", scene.client);
    let version = scene.clinician.get(&contact).await.field("version");
    let fields = [
        ("version", version.as_str()),
        ("name", "Mira Okafor"),
        ("email", "mira@example.org"),
        ("reminders", "yes"),
    ];
    assert_eq!(scene.clinician.post(&contact, &fields).await.status, 303);
    let first = scene.link("gad-7").await;
    for _ in 0..8 * 24 {
        scene.practice.wait(SignedDuration::from_hours(1));
        scene.call().await;
    }
    let mails = catcher.caught();
    // Quoted-printable may break a long line.
    let text = mails.first().unwrap().text.replace("=\n", "");
    let secret = scene.secret_in(&text);
    assert_ne!(secret, first);
    scene.call().await;
    let cookie = cookie_of(&secret);
    let opened = ask(
        &scene.outpost,
        &Method::GET,
        "/portal",
        &[("cookie", &cookie)],
    )
    .await;
    assert_eq!(opened.0, 200, "{}", opened.1);
}
