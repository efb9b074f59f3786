//! A device in a client's hands opens the chosen questionnaires and nothing else.

use attune_care::assess::Way;
use attune_record::Account;
use attune_server::policy::Policy;
use attune_server::routes;
use attune_server::sign_in::hash_password;
use jiff::SignedDuration;

use crate::support::Browser;
use crate::{Scene, answer_visit};

const PASSWORD: &str = "quiet river at dawn";

impl Scene {
    /// The clinician has a password to come back with.
    async fn with_password(self) -> Self {
        let id = self.clinician.account();
        let found = self.practice.app.store.account(id).await.unwrap();
        let account = Account {
            password_hash: Some(hash_password(PASSWORD).unwrap()),
            ..found.value
        };
        let line = self
            .practice
            .line(attune_record::AuditAction::PasswordChange);
        let store = &self.practice.app.store;
        store
            .update_account(&account, found.version, &line)
            .await
            .unwrap();
        self
    }

    /// Hands the device over with these; the device.
    async fn hand_over(&mut self, measures: &[&str]) -> Browser {
        let mut chosen = Vec::new();
        for measure in measures {
            chosen.push(self.ask(measure, Way::InRoom).await.to_string());
        }
        let fields: Vec<(&str, &str)> = chosen
            .iter()
            .map(|id| ("assignment", id.as_str()))
            .collect();
        let mut device = self.clinician.clone();
        let led = device.post(&self.path("/hand-over"), &fields).await;
        assert_eq!(
            (led.status, led.location().as_str()),
            (303, "/portal"),
            "{}",
            led.body
        );
        device
    }
}

/// An address of this route, with the client's own id where it names one.
fn address(path: &str, scene: &Scene) -> String {
    path.split('/')
        .map(|part| match part {
            "{client}" => scene.client.to_string(),
            "{number}" => "1".to_owned(),
            part if part.starts_with('{') => "0123456789abcdef0123456789abcdef".to_owned(),
            part => part.to_owned(),
        })
        .collect::<Vec<_>>()
        .join("/")
}

/// From the program's own list, so that a new route is closed on the day it is added.
#[tokio::test]
async fn every_other_route_answers_with_the_page_to_hand_it_back() {
    let mut scene = Scene::new().await.with_password().await;
    let device = scene.hand_over(&["gad-7"]).await;
    let version = scene.practice.record(scene.client).await.version;
    let open = [
        "/assets/{name}",
        "/health",
        "/hand-back",
        "/portal/help",
        "/portal/leave",
    ];
    let (mut closed, mut left) = (0, Vec::new());
    for route in routes(&scene.practice.app) {
        let address = address(route.path, &scene);
        // Each in a window of its own: what one leaves behind helps no other.
        let mut window = device.clone();
        let page = if route.method == "GET" {
            window.get(&address).await
        } else {
            window
                .post(&address, &[("entry", "0123456789abcdef0123456789abcdef")])
                .await
        };
        if route.policy == Policy::ClientLink || open.contains(&route.path) {
            left.push(route.path);
            assert!(!page.says("Please hand the device back") || route.path == "/hand-back");
            continue;
        }
        closed += 1;
        assert_eq!(page.status, 403, "{} {address}", route.method);
        assert!(
            page.says("Please hand the device back"),
            "{} {address}",
            route.method
        );
        assert!(!page.says("Mira"), "{} {address}", route.method);
    }
    assert!(closed > 100, "{closed} routes closed, {} left", left.len());
    assert_eq!(scene.practice.record(scene.client).await.version, version);
}

#[tokio::test]
async fn its_pages_promise_no_link_that_brings_anybody_back() {
    let mut scene = Scene::new().await.with_password().await;
    let mut device = scene.hand_over(&["gad-7"]).await;
    for path in ["/portal", "/portal/item/1"] {
        let page = device.get(path).await;
        assert!(page.says("give the device back"), "{}", page.body);
        assert!(!page.says("same link"), "{path}");
    }
}

#[tokio::test]
async fn the_sign_in_it_was_handed_over_from_is_over_everywhere() {
    let mut scene = Scene::new().await.with_password().await;
    let before = scene.clinician.clone();
    let mut device = scene.hand_over(&["gad-7"]).await;
    // Another tab that still held the old cookie: it opens nothing any more.
    let mut old = before;
    assert_eq!(
        old.get("/caseload").await.location(),
        "/sign-in?next=/caseload"
    );
    assert_eq!(device.get("/portal").await.status, 200);
    // A link to somebody else's questionnaire does not open here either.
    let page = device.get("/q/0123456789abcdef").await;
    assert!(page.says("Please hand the device back"));
}

#[tokio::test]
async fn the_chosen_ones_come_one_after_the_other_and_the_password_leads_back() {
    let mut scene = Scene::new().await.with_password().await;
    let mut device = scene.hand_over(&["gad-7", "phq-4"]).await;
    let sent = answer_visit(&mut device, 7, 0).await;
    assert!(sent.says("Go on: 2 of 2"), "{}", sent.body);
    device.post("/portal/next", &[]).await;
    let sent = answer_visit(&mut device, 4, 0).await;
    assert!(sent.says("Give the device back"), "{}", sent.body);
    let record = scene.practice.record(scene.client).await;
    assert_eq!(record.responses.len(), 2);
    assert!(
        record
            .responses
            .iter()
            .all(|given| given.item.way == Way::InRoom)
    );

    let wrong = device
        .post("/hand-back", &[("password", "noisy pond at noon")])
        .await;
    assert_eq!(wrong.status, 422);
    assert_eq!(device.get("/caseload").await.status, 403);
    let visit = device.clone();
    let back = device.post("/hand-back", &[("password", PASSWORD)]).await;
    assert_eq!(back.location(), format!("/clients/{}/assess", scene.client));
    assert_eq!(device.get(&back.location()).await.status, 200);
    assert_eq!(device.get("/caseload").await.status, 200);
    // The client's visit is over; a window that still held it opens nothing.
    let mut visit = visit;
    assert!(
        visit
            .get("/portal")
            .await
            .says("Please hand the device back")
    );
    assert!(!device.get("/portal").await.says("Go on"));
}

#[tokio::test]
async fn guessing_is_slowed_down_and_locks_nobody_out_elsewhere() {
    let mut scene = Scene::new().await.with_password().await;
    let mut device = scene.hand_over(&["gad-7"]).await;
    let mut last = 0;
    for _ in 0..7 {
        last = device
            .post("/hand-back", &[("password", "guess")])
            .await
            .status;
    }
    assert_eq!(last, 429);
    let email = "jonas.weil@example.org";
    let fields = [
        ("email", email),
        ("password", "x"),
        ("code", "1"),
        ("next", ""),
    ];
    let elsewhere = scene.practice.stranger().post("/sign-in", &fields).await;
    assert_eq!(elsewhere.status, 422, "not throttled");
}

#[tokio::test]
async fn after_the_end_of_the_sign_in_everything_is_asked_for_again() {
    let mut scene = Scene::new().await.with_password().await;
    let mut device = scene.hand_over(&["gad-7"]).await;
    scene.practice.wait(SignedDuration::from_hours(13));
    assert_eq!(device.get("/caseload").await.status, 403);
    let back = device.post("/hand-back", &[("password", PASSWORD)]).await;
    assert_eq!(back.location(), "/sign-in");
    assert_eq!(
        device.get("/caseload").await.location(),
        "/sign-in?next=/caseload"
    );
}

#[tokio::test]
async fn only_what_is_asked_in_the_room_can_be_handed_over() {
    let mut scene = Scene::new().await;
    let by_link = scene.ask("phq-9", Way::Link).await.to_string();
    let in_person = scene.ask("nimh-asq", Way::InRoom).await.to_string();
    for id in [by_link, in_person, "not an id".to_owned()] {
        let page = scene
            .post("/hand-over", &[("assignment", id.as_str())])
            .await;
        assert_eq!(page.status, 422, "{}", page.body);
        assert_eq!(scene.get("").await.status, 200, "still signed in");
    }
}
