//! A schedule from its page to the assignments that come by themselves.

use attune_care::assess::Way;
use attune_server::rounds;
use jiff::SignedDuration;

use crate::{Scene, fresh};

impl Scene {
    async fn set(&mut self, fields: &[(&str, &str)]) -> u16 {
        let entry = fresh();
        let mut all = vec![
            ("entry", entry.as_str()),
            ("way", "link"),
            ("from", "2026-05-14"),
        ];
        all.extend_from_slice(fields);
        self.post("/schedule", &all).await.status
    }

    async fn asked(&self) -> usize {
        self.practice.record(self.client).await.assignments.len()
    }
}

#[tokio::test]
async fn a_weekly_schedule_asks_every_week_by_itself_and_never_twice() {
    let mut scene = Scene::new().await;
    let set = [
        ("measure", "phq-9"),
        ("measure", "gad-7"),
        ("rhythm", "weeks"),
        ("each", "1"),
    ];
    assert_eq!(scene.set(&set).await, 303);
    assert_eq!(scene.asked().await, 2, "the first day is today");
    for _ in 0..3 {
        assert!(rounds::once(&scene.practice.app).await.is_empty());
    }
    assert_eq!(scene.asked().await, 2);
    for (assignment, ..) in scene.waiting().await {
        let entry = fresh();
        let end = format!("/assignments/{assignment}/withdraw");
        scene.post(&end, &[("entry", entry.as_str())]).await;
    }
    scene.practice.wait(SignedDuration::from_hours(24 * 6));
    rounds::once(&scene.practice.app).await;
    assert_eq!(scene.asked().await, 2);
    scene.practice.wait(SignedDuration::from_hours(24));
    // Two servers go their rounds at the same time.
    let (one, other) = (scene.practice.app.clone(), scene.practice.app.clone());
    let (one, other) = tokio::join!(rounds::once(&one), rounds::once(&other));
    assert!(one.is_empty() && other.is_empty());
    assert_eq!(scene.asked().await, 4);
    // Somebody who was signed in a week ago is not any more.
    let mut clinician = scene.practice.signed_in(scene.clinician.account()).await;
    let page = clinician.get(&scene.path("/schedule")).await;
    assert!(page.says("PHQ-9, GAD-7"), "{}", page.body);
    assert!(page.says("Every week"));
}

#[tokio::test]
async fn nothing_is_asked_at_night() {
    let mut scene = Scene::new().await;
    let set = [
        ("measure", "phq-9"),
        ("rhythm", "days"),
        ("each", "1"),
        ("from", "2026-05-15"),
    ];
    // The later of two fields with one name is not the one that is read.
    assert_eq!(scene.set(&set[..3]).await, 303);
    let first = scene.waiting().await[0].0;
    let entry = fresh();
    let end = format!("/assignments/{first}/withdraw");
    scene.post(&end, &[("entry", entry.as_str())]).await;
    // From nine in the morning to two at night, and on to seven.
    scene.practice.wait(SignedDuration::from_hours(17));
    rounds::once(&scene.practice.app).await;
    assert_eq!(scene.asked().await, 1);
    scene.practice.wait(SignedDuration::from_hours(5));
    rounds::once(&scene.practice.app).await;
    assert_eq!(scene.asked().await, 2);
}

#[tokio::test]
async fn the_page_before_the_session_asks_what_belongs_to_it() {
    let mut scene = Scene::new().await;
    let set = [("measure", "phq-9"), ("rhythm", "sessions"), ("each", "1")];
    scene.set(&set).await;
    assert_eq!(scene.asked().await, 1, "before the first session");
    let (first, ..) = scene.waiting().await.remove(0);
    let entry = fresh();
    let end = format!("/assignments/{first}/withdraw");
    scene.post(&end, &[("entry", entry.as_str())]).await;
    let client = scene.client;
    let entry = fresh();
    let held = [
        ("entry", entry.as_str()),
        ("on", "2026-05-14"),
        ("how", "in_person"),
    ];
    let session = format!("/clients/{client}/session");
    assert_eq!(scene.clinician.post(&session, &held).await.status, 303);
    scene.practice.wait(SignedDuration::from_hours(24 * 3));
    rounds::once(&scene.practice.app).await;
    assert_eq!(
        scene.asked().await,
        1,
        "the next one is expected in four days"
    );
    let mut clinician = scene.practice.signed_in(scene.clinician.account()).await;
    let brief = clinician
        .get(&format!("/clients/{client}/session/brief"))
        .await;
    assert!(brief.says("Asked, not answered yet"), "{}", brief.body);
    assert_eq!(scene.asked().await, 2);
    clinician
        .get(&format!("/clients/{client}/session/brief"))
        .await;
    assert_eq!(scene.asked().await, 2);
}

#[tokio::test]
async fn it_is_changed_paused_ended_and_taken_back_on_its_page() {
    let mut scene = Scene::new().await;
    let entry = fresh();
    let problem = [
        ("entry", entry.as_str()),
        ("words", "The bus"),
        ("area", "anxiety"),
    ];
    scene.post("/problems", &problem).await;
    let page = scene.get("/schedule").await;
    assert!(page.says("GAD-7 with each session"), "{}", page.body);

    assert_eq!(
        scene
            .set(&[("measure", "gad-7"), ("rhythm", "nonsense")])
            .await,
        422
    );
    assert_eq!(scene.set(&[("rhythm", "once")]).await, 422);
    scene
        .set(&[("measure", "gad-7"), ("rhythm", "months"), ("each", "2")])
        .await;
    let record = scene.practice.record(scene.client).await;
    let id = record.schedules[0].schedule.id;
    let page = scene.get("/schedule").await;
    assert!(page.says("Every 2 months"), "{}", page.body);

    let entry = fresh();
    let pause = [("entry", entry.as_str()), ("paused", "true")];
    scene.post(&format!("/schedule/{id}/pause"), &pause).await;
    assert!(scene.get("/schedule").await.says("paused"));
    let seen = scene.practice.record(scene.client).await.schedules[0].changed_by;
    let (entry, seen) = (fresh(), seen.to_string());
    let undo = [("entry", entry.as_str()), ("seen", seen.as_str())];
    scene.post(&format!("/schedule/{id}/undo"), &undo).await;
    assert!(
        !scene.practice.record(scene.client).await.schedules[0]
            .schedule
            .paused
    );

    let entry = fresh();
    let end = [
        ("entry", entry.as_str()),
        ("because", "Too much"),
        ("take_back", "yes"),
    ];
    scene.post(&format!("/schedule/{id}/end"), &end).await;
    assert!(scene.get("/schedule").await.says("Too much"));
    assert!(scene.waiting().await.is_empty());
}

#[tokio::test]
async fn what_is_overdue_stands_on_the_caseload_and_is_asked_otherwise_with_one_press() {
    let mut scene = Scene::new().await;
    let asked = scene.ask("phq-9", Way::Link).await;
    assert!(
        !scene
            .clinician
            .get("/caseload")
            .await
            .says("week ago or more")
    );
    scene.practice.wait(SignedDuration::from_hours(24 * 8));
    let mut clinician = scene.practice.signed_in(scene.clinician.account()).await;
    for path in ["/caseload".to_owned(), format!("/clients/{}", scene.client)] {
        let page = clinician.get(&path).await;
        assert!(page.says("week ago or more"), "{}", page.body);
        assert!(
            page.says(&format!("/assess/assignments/{asked}/way")),
            "{}",
            page.body
        );
    }
    let entry = fresh();
    let path = scene.path(&format!("/assignments/{asked}/way"));
    let fields = [("entry", entry.as_str()), ("way", "in_room")];
    let led = clinician.post(&path, &fields).await;
    assert!(led.location().contains("/assess/ask/"));
    // Sent twice, it is asked once.
    let again = clinician.post(&path, &fields).await;
    assert_eq!(led.location(), again.location());
    let waiting = scene.waiting().await;
    assert_eq!(waiting.len(), 1);
    assert_eq!(
        (waiting[0].1.as_str(), waiting[0].2),
        ("phq-9", Way::InRoom)
    );
    assert!(!clinician.get("/caseload").await.says("week ago or more"));
}
