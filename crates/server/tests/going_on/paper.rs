//! Forms on paper: typed in twice, compared, settled.

use attune_care::assess::Way;
use attune_catalog::Answer;
use attune_ids::AssignmentId;

use crate::support::{Browser, Page};
use crate::{Scene, fresh};

impl Scene {
    /// Types the GAD-7 in: this value everywhere but in the first item.
    async fn pass(&mut self, asked: AssignmentId, first: &str, on: &str) -> Page {
        let mut clinician = self.clinician.clone();
        self.pass_by(&mut clinician, asked, first, on).await
    }

    async fn pass_by(
        &mut self,
        browser: &mut Browser,
        asked: AssignmentId,
        first: &str,
        on: &str,
    ) -> Page {
        let entry = fresh();
        let names: Vec<String> = (1..=7).map(|number| format!("item-q{number}")).collect();
        let mut fields = vec![("entry", entry.as_str()), ("on", on)];
        for (place, name) in names.iter().enumerate() {
            fields.push((name, if place == 0 { first } else { "1" }));
        }
        let path = self.path(&format!("/paper/{asked}"));
        browser.post(&path, &fields).await
    }
}

#[tokio::test]
async fn twice_the_same_makes_the_response_with_both_hands_behind_it() {
    let mut scene = Scene::new().await;
    let asked = scene.ask("gad-7", Way::Paper).await;
    let first = scene.pass(asked, "2", "2026-05-12").await;
    assert!(
        first
            .location()
            .ends_with(&format!("/assess/paper/{asked}"))
    );
    let again = scene.get(&format!("/paper/{asked}")).await;
    assert!(again.says("Typed in once"), "{}", again.body);
    assert!(
        !again.body.contains(" checked"),
        "the first time is not shown"
    );
    assert!(
        scene
            .practice
            .record(scene.client)
            .await
            .responses
            .is_empty()
    );
    let second = scene.pass(asked, "2", "2026-05-12").await;
    let page = scene.clinician.get(&second.location()).await;
    assert!(
        page.says("Entered twice, both the same (Jonas Weil"),
        "{}",
        page.body
    );
    let record = scene.practice.record(scene.client).await;
    let given = &record.responses[0].item;
    assert_eq!(
        (given.way, given.on.to_string().as_str()),
        (Way::Paper, "2026-05-12")
    );
    assert_eq!(given.paper.as_ref().unwrap().passes.len(), 2);
}

#[tokio::test]
async fn differences_are_settled_one_by_one() {
    let mut scene = Scene::new().await;
    let asked = scene.ask("gad-7", Way::Paper).await;
    scene.pass(asked, "2", "2026-05-12").await;
    scene.pass(asked, "3", "2026-05-13").await;
    let page = scene.get(&format!("/paper/{asked}")).await;
    assert!(page.says("The two times differ here"), "{}", page.body);
    assert!(page.says("item-q1") && !page.says("item-q2"));
    let entry = fresh();
    let missing = [("entry", entry.as_str()), ("item-q1", "3")];
    let refused = scene
        .post(&format!("/paper/{asked}/settle"), &missing)
        .await;
    assert_eq!(refused.status, 422, "the day differs too: {}", refused.body);
    let all = [
        ("entry", entry.as_str()),
        ("item-q1", "3"),
        ("on", "2026-05-12"),
    ];
    let settled = scene.post(&format!("/paper/{asked}/settle"), &all).await;
    let page = scene.clinician.get(&settled.location()).await;
    assert!(page.says("1 difference settled"), "{}", page.body);
    let record = scene.practice.record(scene.client).await;
    let given = &record.responses[0].item;
    assert_eq!(given.answers[0], Answer::Value(3));
    assert_eq!(given.on.to_string(), "2026-05-12");
    assert_eq!(given.paper.as_ref().unwrap().settled, ["q1"]);
    // Sent again, it is one response.
    scene.post(&format!("/paper/{asked}/settle"), &all).await;
    assert_eq!(scene.practice.record(scene.client).await.responses.len(), 1);
}

#[tokio::test]
async fn once_is_enough_and_says_so() {
    let mut scene = Scene::new().await;
    let asked = scene.ask("gad-7", Way::Paper).await;
    let entry = fresh();
    let bare = [("entry", entry.as_str())];
    let early = scene.post(&format!("/paper/{asked}/once"), &bare).await;
    assert_eq!(early.status, 422);
    scene.pass(asked, "0", "2026-05-12").await;
    let once = scene.post(&format!("/paper/{asked}/once"), &bare).await;
    let page = scene.clinician.get(&once.location()).await;
    assert!(page.says("Entered once (Jonas Weil"), "{}", page.body);
}

#[tokio::test]
async fn a_pass_is_thrown_away_and_a_day_to_come_is_refused() {
    let mut scene = Scene::new().await;
    let asked = scene.ask("gad-7", Way::Paper).await;
    let refused = scene.pass(asked, "1", "2026-05-20").await;
    assert_eq!(refused.status, 422);
    assert!(refused.says("Not saved yet"));
    assert!(
        refused.body.contains(" checked"),
        "what was typed is still there"
    );
    scene.pass(asked, "1", "2026-05-12").await;
    let pass = scene.practice.record(scene.client).await.papers[0].entry;
    let (entry, pass) = (fresh(), pass.to_string());
    let fields = [("entry", entry.as_str()), ("pass", pass.as_str())];
    scene
        .post(&format!("/paper/{asked}/discard"), &fields)
        .await;
    assert!(scene.practice.record(scene.client).await.papers.is_empty());
    assert!(
        !scene
            .get(&format!("/paper/{asked}"))
            .await
            .says("Typed in once")
    );
}

/// Not when both passes agree: when somebody reads it first.
#[tokio::test]
async fn a_risk_answer_on_paper_raises_its_alert_with_the_first_pass() {
    let mut scene = Scene::new().await;
    let asked = scene.ask("phq-9", Way::Paper).await;
    for round in 1..=2 {
        let entry = fresh();
        let names: Vec<String> = (1..=9).map(|number| format!("item-q{number}")).collect();
        let mut fields = vec![("entry", entry.as_str()), ("on", "2026-05-13")];
        fields.extend(names.iter().map(|name| (name.as_str(), "1")));
        let page = scene.post(&format!("/paper/{asked}"), &fields).await;
        assert_eq!(page.status, 303, "{}", page.body);
        let record = scene.practice.record(scene.client).await;
        assert_eq!(record.open_alerts().count(), 1, "round {round}");
        assert_eq!(record.responses.len(), round - 1);
    }
}
