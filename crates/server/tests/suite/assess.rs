//! Step 1 on the clinician's side: asking in the room, reading answers, acting on a risk answer, and saying that a
//! form was a mistake.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use attune_care::Body;
use attune_care::assess::{AlertAction, Problem};
use attune_catalog::ProblemArea;
use attune_ids::{ClientId, EntryId, IdSource, ProblemId, RandomIds};
use attune_record::Relation;
use support::{Browser, Page, Practice};

struct Scene {
    practice: Practice,
    clinician: Browser,
    client: ClientId,
}

impl Scene {
    async fn new() -> Self {
        let practice = Practice::new().await;
        let clinician = practice.clinician("Jonas Weil").await;
        let client = practice.client(&clinician, "Mira Okafor").await;
        Self {
            practice,
            clinician,
            client,
        }
    }

    fn path(&self, end: &str) -> String {
        format!("/clients/{}/assess{end}", self.client)
    }

    async fn page(&mut self) -> Page {
        let path = self.path("");
        self.clinician.get(&path).await
    }

    /// Asks in the room; the address of the form.
    async fn ask(&mut self, measure: &str) -> String {
        let entry = fresh();
        let path = self.path("/assignments");
        let fields = [
            ("entry", entry.as_str()),
            ("measure", measure),
            ("way", "in_room"),
        ];
        let asked = self.clinician.post(&path, &fields).await;
        assert_eq!(asked.status, 303, "{}", asked.body);
        asked.location()
    }

    /// Answers every item with this value, but the named ones with theirs; an empty value leaves one out.
    async fn answer(
        &mut self,
        measure: &str,
        value: &str,
        others: &[(&str, &str)],
        confirmed: bool,
    ) -> Page {
        let form = self.ask(measure).await;
        let entry = self.clinician.get(&form).await.field("entry");
        let items = &self.practice.app.catalog.measure(measure).unwrap().items;
        let mut fields: Vec<(String, String)> = vec![("entry".to_owned(), entry)];
        for item in items.iter().filter(|item| !item.optional) {
            let value = others
                .iter()
                .find(|(id, _)| *id == item.id)
                .map_or(value, |(_, value)| value);
            if !value.is_empty() {
                fields.push((format!("item-{}", item.id), value.to_owned()));
            }
        }
        if confirmed {
            fields.push(("confirmed".to_owned(), "yes".to_owned()));
        }
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        self.clinician.post(&form, &fields).await
    }
}

fn fresh() -> String {
    EntryId::new(&mut RandomIds as &mut dyn IdSource).to_string()
}

#[tokio::test]
async fn an_empty_assessment_teaches_and_offers_every_measure() {
    let mut scene = Scene::new().await;
    let page = scene.page().await;
    assert_eq!(page.status, 200);
    for words in [
        "PHQ-9",
        "GAD-7",
        "Check-in",
        "Not asked yet",
        "our own, not a validated scale",
    ] {
        assert!(page.says(words), "{words}");
    }
    assert!(page.says("Nothing known yet about: thoughts, emotions"));
    assert!(
        !page.says("BDI-II"),
        "its wording is not here, so it cannot be asked"
    );
}

#[tokio::test]
async fn a_form_answered_in_the_room_becomes_a_score_with_its_band() {
    let mut scene = Scene::new().await;
    let form = scene.ask("phq-9").await;
    let page = scene.clinician.get(&form).await;
    assert!(
        page.says("Thoughts that you would be better off dead") && page.says("Nearly every day")
    );
    let saved = scene.answer("phq-9", "1", &[("q9", "0")], false).await;
    let answers = scene.clinician.get(&saved.location()).await;
    assert!(answers.says("PHQ-9 8, mild"));
    assert!(answers.says("Kroenke") && answers.says("No permission required"));
    assert!(answers.says("asked about risk, no risk said"));
    let page = scene.page().await;
    assert!(page.says("one score so far"));
    // The one that was opened first and not answered still waits.
    assert!(page.says("Go on answering"));
}

#[tokio::test]
async fn gaps_are_named_before_a_form_is_saved_without_a_total() {
    let mut scene = Scene::new().await;
    let asked = scene
        .answer("phq-9", "1", &[("q2", ""), ("q4", ""), ("q9", "0")], false)
        .await;
    assert_eq!(asked.status, 200);
    assert!(
        asked.says("2 questions have no answer")
            && asked.says("Feeling down, depressed, or hopeless")
    );
    assert!(asked.says("there is no PHQ-9 total"));
    assert!(
        scene
            .practice
            .record(scene.client)
            .await
            .responses
            .is_empty()
    );
    // Going back shows what was answered.
    let assignment = scene.practice.record(scene.client).await.assignments[0]
        .assignment
        .id;
    let form = scene.path(&format!("/ask/{assignment}"));
    let again = scene.clinician.get(&form).await;
    assert_eq!(again.body.matches(" checked>").count(), 7);

    let saved = scene
        .answer("phq-9", "1", &[("q2", ""), ("q4", ""), ("q9", "0")], true)
        .await;
    let answers = scene.clinician.get(&saved.location()).await;
    assert!(answers.says("PHQ-9: no total, 7 of 9 answered") && answers.says("not answered"));
    assert!(scene.page().await.says("1 form is incomplete"));
}

#[tokio::test]
async fn answers_are_kept_as_they_are_given() {
    let mut scene = Scene::new().await;
    let form = scene.ask("gad-7").await;
    let fields = [("entry_id", "one"), ("version", "0"), ("item-q1", "3")];
    let kept = scene.clinician.post(&format!("{form}/keep"), &fields).await;
    assert_eq!(kept.status, 204);
    assert_eq!(kept.headers.get("attune-version").unwrap(), "1");
    // The same once more, as after a lost connection.
    let again = scene.clinician.post(&format!("{form}/keep"), &fields).await;
    assert_eq!(again.status, 204);
    let page = scene.clinician.get(&form).await;
    assert_eq!(page.body.matches(" checked>").count(), 1);
}

#[tokio::test]
async fn the_same_form_sent_twice_is_one_response() {
    let mut scene = Scene::new().await;
    let form = scene.ask("gad-7").await;
    let entry = fresh();
    let fields = [
        ("entry", entry.as_str()),
        ("confirmed", "yes"),
        ("item-q1", "3"),
    ];
    let first = scene.clinician.post(&form, &fields).await.location();
    let second = scene.clinician.post(&form, &fields).await.location();
    assert_eq!(first, second);
    // Another window with another form leads to the answers that are there.
    let late = fresh();
    let other = [
        ("entry", late.as_str()),
        ("confirmed", "yes"),
        ("item-q1", "0"),
    ];
    assert_eq!(scene.clinician.post(&form, &other).await.location(), first);
    assert_eq!(scene.practice.record(scene.client).await.responses.len(), 1);
}

#[tokio::test]
async fn asking_twice_with_one_form_asks_once() {
    let mut scene = Scene::new().await;
    let (entry, path) = (fresh(), scene.path("/assignments"));
    for way in ["in_room", "in_room"] {
        let fields = [
            ("entry", entry.as_str()),
            ("measure", "gad-7"),
            ("way", way),
        ];
        assert_eq!(scene.clinician.post(&path, &fields).await.status, 303);
    }
    assert_eq!(
        scene.practice.record(scene.client).await.assignments.len(),
        1
    );
}

#[tokio::test]
async fn a_risk_answer_stays_until_somebody_says_what_was_done() {
    let mut scene = Scene::new().await;
    let saved = scene.answer("phq-9", "0", &[("q9", "2")], false).await;
    let next = scene.clinician.get(&saved.location()).await;
    assert!(
        next.says("is this person safe?") && next.says("116 123") && next.says("What was done?")
    );
    let alert = scene.practice.record(scene.client).await.alerts[0].alert.id;
    for page in [scene.path(""), format!("/clients/{}", scene.client)] {
        let page = scene.clinician.get(&page).await;
        assert!(
            page.says("A risk answer nobody has acted on yet")
                && page.says("More than half the days")
        );
    }
    let path = scene.path(&format!("/alerts/{alert}"));
    let entry = fresh();
    let wordless = [
        ("entry", entry.as_str()),
        ("action", "safety_plan"),
        ("words", "   "),
    ];
    let refused = scene.clinician.post(&path, &wordless).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.says("Please fill in") && refused.says("value=\"safety_plan\" required checked")
    );
    let actionless = scene
        .clinician
        .post(&path, &[("entry", &entry), ("words", "We spoke")])
        .await;
    assert_eq!(actionless.status, 422);
    assert!(actionless.says("We spoke"), "what was typed is still there");

    let fields = [
        ("entry", entry.as_str()),
        ("action", "safety_plan"),
        ("words", "We wrote it together"),
    ];
    for _ in 0..2 {
        assert_eq!(scene.clinician.post(&path, &fields).await.status, 303);
    }
    let record = scene.practice.record(scene.client).await;
    let done = record.alerts[0].acknowledged.as_ref().unwrap();
    assert_eq!(
        (done.action, done.words.as_str()),
        (AlertAction::SafetyPlan, "We wrote it together")
    );
    let page = scene.page().await;
    assert!(
        !page.says("nobody has acted on yet") && page.says("One risk answer that was acted on")
    );
    assert!(page.says("We wrote it together") && page.says("Jonas Weil"));
    let late = fresh();
    let other = [
        ("entry", late.as_str()),
        ("action", "involved_others"),
        ("words", "again"),
    ];
    assert_eq!(scene.clinician.post(&path, &other).await.status, 422);
}

#[tokio::test]
async fn a_form_marked_as_a_mistake_counts_no_more_and_its_alert_stays() {
    let mut scene = Scene::new().await;
    let response = scene.answer("phq-9", "2", &[], false).await.location();
    let entry = fresh();
    let wordless = scene
        .clinician
        .post(
            &format!("{response}/void"),
            &[("entry", &entry), ("because", " ")],
        )
        .await;
    assert_eq!(wordless.status, 422);
    let fields = [
        ("entry", entry.as_str()),
        ("because", "answered for somebody else"),
    ];
    for _ in 0..2 {
        assert_eq!(
            scene
                .clinician
                .post(&format!("{response}/void"), &fields)
                .await
                .status,
            303
        );
    }
    let page = scene.clinician.get(&response).await;
    assert_eq!(page.status, 200, "it stays readable");
    assert!(page.says("does not count") && page.says("answered for somebody else"));
    assert!(page.says("Thoughts that you would be better off dead"));
    let overview = scene.page().await;
    assert!(
        overview.says("This form was marked as a mistake")
            && overview.says("nobody has acted on yet")
    );
    let record = scene.practice.record(scene.client).await;
    assert!(record.responses.is_empty());
    assert_eq!(record.open_alerts().count(), 1);
    assert!(scene.practice.headline(scene.client).await.latest.is_none());
}

#[tokio::test]
async fn problems_and_words_are_kept_and_a_slip_loses_nothing() {
    let mut scene = Scene::new().await;
    let path = scene.path("/problems");
    let entry = fresh();
    let arealess = scene
        .clinician
        .post(
            &path,
            &[("entry", &entry), ("words", "I cannot ride the tram")],
        )
        .await;
    assert_eq!(arealess.status, 422);
    assert!(
        arealess.says("I cannot ride the tram") && arealess.says("area the problem belongs to")
    );
    let fields = [
        ("entry", entry.as_str()),
        ("words", "I cannot ride the tram"),
        ("area", "anxiety"),
    ];
    assert_eq!(scene.clinician.post(&path, &fields).await.status, 303);
    let problem = scene.practice.record(scene.client).await.problems[0]
        .problem
        .id;

    let (reword, close, words) = (fresh(), fresh(), fresh());
    let fields = [
        ("entry", reword.as_str()),
        ("words", "Trams bring it back"),
        ("area", "trauma"),
    ];
    scene
        .clinician
        .post(&format!("{path}/{problem}"), &fields)
        .await;
    assert!(scene.page().await.says("Trams bring it back"));
    let fields = [
        ("entry", words.as_str()),
        ("domain", "economic"),
        ("about", "need"),
        ("text", "A month without overtime"),
    ];
    scene.clinician.post(&scene.path("/words"), &fields).await;
    let page = scene.page().await;
    assert!(page.says("A month without overtime") && page.says("what is needed"));
    assert!(!page.says(
        "Nothing known yet about: thoughts, emotions, behaviours, environment, money and work"
    ));
    scene
        .clinician
        .post(
            &format!("{path}/{problem}/close"),
            &[("entry", &close), ("because", "reached")],
        )
        .await;
    assert!(scene.page().await.says("closed because: reached"));
}

#[tokio::test]
async fn a_supervisor_reads_and_finds_no_form() {
    let scene = Scene::new().await;
    let roles = attune_record::Roles {
        supervisor: true,
        ..attune_record::Roles::default()
    };
    let mut supervisor = scene.practice.staff("Ada Lund", roles).await;
    let line = attune_record::AuditLine {
        at: scene.practice.app.now(),
        actor: attune_record::Actor::Program,
        action: attune_record::AuditAction::AccessGrant,
        client: Some(scene.client),
        detail: String::new(),
    };
    let store = &scene.practice.app.store;
    store
        .grant(
            scene.client,
            supervisor.account(),
            Relation::Supervisor,
            &line,
        )
        .await
        .unwrap();
    let page = supervisor.get(&scene.path("")).await;
    assert_eq!(page.status, 200);
    assert!(!page.says("Ask here, now") && !page.says("Write it down"));
    let entry = fresh();
    let fields = [
        ("entry", entry.as_str()),
        ("measure", "gad-7"),
        ("way", "link"),
    ];
    assert_eq!(
        supervisor
            .post(&scene.path("/assignments"), &fields)
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn answers_of_another_record_are_not_there() {
    let mut scene = Scene::new().await;
    let response = scene.answer("gad-7", "1", &[], false).await.location();
    let problem = Problem {
        id: ProblemId::new(&mut RandomIds),
        area: ProblemArea::Anxiety,
        words: "other".to_owned(),
    };
    let other = scene
        .practice
        .client_with(
            &scene.clinician,
            "Tom Berg",
            vec![Body::ProblemSet(problem)],
        )
        .await;
    let borrowed = response.replace(&scene.client.to_string(), &other.to_string());
    assert_eq!(scene.clinician.get(&borrowed).await.status, 404);
    let entry = fresh();
    let fields = [("entry", entry.as_str()), ("because", "not mine")];
    assert_eq!(
        scene
            .clinician
            .post(&format!("{borrowed}/void"), &fields)
            .await
            .status,
        404
    );
}
