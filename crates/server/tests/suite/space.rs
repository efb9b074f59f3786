//! The client's own space: coming in by a link that opens once, what stands there, going out, and being closed.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use attune_care::Body;
use attune_care::assess::{MeasureRef, Response, Way};
use attune_catalog::{Answer, score};
use attune_ids::{AssignmentId, ClientId, RandomIds};
use attune_server::policy::Policy;
use attune_server::routes;
use jiff::SignedDuration;
use jiff::civil::date;
use support::world::{Who, World};
use support::{Browser, Page, Practice};

/// A practice, a clinician and a client.
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

    /// The address in the message to the client, without the host.
    async fn link(&mut self) -> String {
        let path = format!("/clients/{}/space/link", self.client);
        address_on(&self.clinician.post(&path, &[]).await, "/s/")
    }

    /// A phone on which the space has just been opened.
    async fn phone(&mut self) -> Browser {
        let link = self.link().await;
        let mut phone = self.practice.stranger();
        assert_eq!(phone.get(&link).await.status, 200);
        let came = phone.post(&link, &[]).await;
        assert_eq!(
            (came.status, came.location().as_str()),
            (303, "/portal/today")
        );
        phone
    }

    async fn ask(&mut self, measure: &str) {
        let path = format!("/clients/{}/assess", self.client);
        let entry = self.clinician.get(&path).await.field("entry");
        let fields = [
            ("entry", entry.as_str()),
            ("measure", measure),
            ("way", "link"),
        ];
        let asked = self
            .clinician
            .post(&format!("{path}/assignments"), &fields)
            .await;
        assert_eq!(asked.status, 200);
    }
}

fn address_on(page: &Page, beginning: &str) -> String {
    let from = page.body.find(beginning).unwrap();
    page.body[from..]
        .chars()
        .take_while(|letter| !"\" <".contains(*letter))
        .collect()
}

#[tokio::test]
async fn a_link_opens_the_space_once_and_only_when_a_button_is_pressed() {
    let mut scene = Scene::new().await;
    let link = scene.link().await;
    // A program that looks at addresses in messages uses nothing up.
    for _ in 0..3 {
        assert_eq!(scene.practice.stranger().get(&link).await.status, 200);
    }
    let mut phone = scene.practice.stranger();
    assert_eq!(phone.post(&link, &[]).await.location(), "/portal/today");
    let mut other = scene.practice.stranger();
    assert_eq!(other.get(&link).await.status, 404);
    assert_eq!(other.post(&link, &[]).await.status, 404);
    assert_eq!(other.get("/portal/today").await.status, 404);
    assert_eq!(phone.get("/portal/today").await.status, 200);
    // It is no link to a questionnaire.
    let secret = link.trim_start_matches("/s/");
    assert_eq!(other.get(&format!("/q/{secret}")).await.status, 404);
}

#[tokio::test]
async fn an_earlier_link_that_nobody_opened_and_an_old_one_open_nothing() {
    let mut scene = Scene::new().await;
    let first = scene.link().await;
    let second = scene.link().await;
    let mut phone = scene.practice.stranger();
    assert_eq!(phone.post(&first, &[]).await.status, 404);
    scene.practice.wait(SignedDuration::from_hours(24 * 14));
    assert_eq!(phone.post(&second, &[]).await.status, 404);
}

#[tokio::test]
async fn an_empty_space_is_kind() {
    let mut scene = Scene::new().await;
    let mut phone = scene.phone().await;
    let today = phone.get("/portal/today").await;
    assert!(today.says("Nothing is asked of you at the moment."));
    assert!(today.says("Nothing is written down until you meet again. That is all right."));
    assert!(today.says("Nobody watches live."));
    let questions = phone.get("/portal/questions").await;
    assert!(questions.says("No questions wait for you."));
}

#[tokio::test]
async fn a_questionnaire_is_answered_from_the_space_and_leads_back() {
    let mut scene = Scene::new().await;
    scene.ask("gad-7").await;
    let mut phone = scene.phone().await;
    let today = phone.get("/portal/today").await;
    assert!(today.says("Jonas Weil asks you to answer 7 short questions"));
    let open = address_on(&today, "/portal/questions/");
    assert_eq!(phone.post(&open, &[]).await.location(), "/portal");
    for number in 1..=7 {
        phone
            .post(&format!("/portal/item/{number}"), &[("answer", "1")])
            .await;
    }
    let thanks = phone.submit("/portal/send", &[]).await;
    assert!(thanks.says("Sent. Thank you.") && thanks.says("Back to your space"));
    let today = phone.get("/portal/today").await;
    assert!(today.says("Nothing is asked of you at the moment."));
    assert_eq!(scene.practice.record(scene.client).await.responses.len(), 1);
    // Once sent it does not open again.
    assert_eq!(phone.post(&open, &[]).await.status, 404);
}

#[tokio::test]
async fn what_was_answered_is_told_day_by_day_and_in_everyday_words() {
    let practice = Practice::new().await;
    let mut clinician = practice.clinician("Jonas Weil").await;
    let answer = |id: &str, day: i8| {
        let measure = practice.app.catalog.measure(id).unwrap();
        let answers = vec![Answer::Value(1); measure.items.len()];
        Body::ResponseGiven(Response {
            assignment: AssignmentId::new(&mut RandomIds),
            measure: MeasureRef::of(measure),
            scored: score(measure, &answers).unwrap(),
            answers,
            words: None,
            way: Way::Link,
            on: date(2026, 5, day),
            session: None,
            paper: None,
        })
    };
    // One that was on paper on the first day is typed in last.
    let bodies = vec![
        answer("phq-9", 1),
        answer("session-feedback", 5),
        answer("gad-7", 8),
        answer("phq-9", 8),
        answer("gad-7", 1),
    ];
    let client = practice
        .client_with(&clinician, "Mira Okafor", bodies)
        .await;
    let path = format!("/clients/{client}/space/link");
    let link = address_on(&clinician.post(&path, &[]).await, "/s/");
    let mut phone = practice.stranger();
    phone.post(&link, &[]).await;
    let page = phone.get("/portal/questions").await;
    let said: Vec<usize> = [
        "Answers of Fri 8 May <span class=\"quiet\">Worry and fear, Mood and energy</span>",
        "Answers of Tue 5 May</p>",
        "Answers of Fri 1 May <span class=\"quiet\">Mood and energy, Worry and fear</span>",
    ]
    .iter()
    .map(|line| page.body.find(line).expect(line))
    .collect();
    assert!(said.is_sorted());
    assert_eq!(page.body.matches("Answers of").count(), 3);
    assert!(!page.body.contains("PHQ"));
}

#[tokio::test]
async fn it_ends_when_left_after_an_hour_and_when_the_clinician_closes_it() {
    let mut scene = Scene::new().await;
    let mut phone = scene.phone().await;
    assert_eq!(phone.post("/portal/leave", &[]).await.status, 204);
    assert_eq!(phone.get("/portal/today").await.status, 404);

    let mut phone = scene.phone().await;
    let kept = phone.clone();
    assert_eq!(phone.post("/portal/sign-out", &[]).await.status, 200);
    // The cookie alone, kept by somebody, opens nothing either.
    assert_eq!(kept.clone().get("/portal/today").await.status, 404);

    let mut phone = scene.phone().await;
    scene.practice.wait(SignedDuration::from_mins(59));
    assert_eq!(phone.get("/portal/today").await.status, 200);
    scene.practice.wait(SignedDuration::from_mins(61));
    assert_eq!(phone.get("/portal/today").await.status, 404);

    let mut clinician = scene.practice.signed_in(scene.clinician.account()).await;
    scene.clinician = clinician.clone();
    let mut phone = scene.phone().await;
    let unopened = scene.link().await;
    let path = format!("/clients/{}/space", scene.client);
    assert!(clinician.get(&path).await.says("A device since"));
    let closed = clinician.post(&format!("{path}/close"), &[]).await;
    assert_eq!(closed.location(), path);
    assert_eq!(phone.get("/portal/today").await.status, 404);
    assert_eq!(phone.get(&unopened).await.status, 404);
    assert!(clinician.get(&path).await.says("Nobody is in it"));
}

/// Every page of the space, as the list of routes has it.
#[tokio::test]
async fn no_page_of_the_space_names_the_client_or_the_reason() {
    let world = World::new().await;
    let ours = [
        world.ours.id.0.simple().to_string(),
        world.ours.id.0.hyphenated().to_string(),
    ];
    let mut seen = 0;
    for route in routes(&world.practice.app) {
        if route.policy != Policy::ClientSpace || route.method != "GET" {
            continue;
        }
        let path = support::places::address(&route, &world, &world.ours);
        let page = world.browser(Who::OurSpace).get(&path).await;
        assert!([200, 303].contains(&page.status), "{path}: {}", page.status);
        let location = page.headers.get("location");
        let location = location.map_or("", |value| value.to_str().unwrap());
        for id in &ours {
            assert!(!page.body.contains(id) && !location.contains(id), "{path}");
        }
        if page.status == 200 && page.body.starts_with("<!doctype") {
            assert!(page.says("<title>Lindenhof Practice</title>"), "{path}");
            assert!(
                page.says("data-leave") && page.says("/portal/help"),
                "{path}"
            );
        }
        seen += 1;
    }
    assert!(seen >= 3);
}

/// A world whose client has everything in the record, with the clinician and the phone.
async fn told() -> (World, Browser, Browser, String) {
    let world = World::new().await;
    let clinician = world.browser(Who::OwnClinician);
    let phone = world.browser(Who::OurSpace);
    let path = format!("/clients/{}/space", world.ours.id);
    (world, clinician, phone, path)
}

#[tokio::test]
async fn plan_and_map_are_seen_only_when_shared_and_only_as_they_were() {
    let (world, mut clinician, mut phone, path) = told().await;
    let record = &world.ours.record;
    let factor = record.formulation.factors[0].text.clone();
    let reason = record.plan().unwrap().reason.clone();
    let before = phone.get("/portal/plan").await;
    assert!(before.says("Nothing is shared here yet.") && !before.says(&factor));

    let number = record.plan().unwrap().number.to_string();
    for (of, version) in [("plan", number), ("map", record.version.to_string())] {
        let entry = support::fresh();
        let fields = [("entry", entry.as_str()), ("of", of), ("version", &version)];
        let shared = clinician.post(&format!("{path}/share"), &fields).await;
        assert_eq!(shared.status, 303, "{}", shared.body);
    }
    let page = phone.get("/portal/plan").await;
    assert!(page.says(&factor) && page.says("What you agreed on"));
    assert!(!page.says(&reason), "the clinician's reason is not shown");
    assert!(!page.says(&world.ours.id.to_string()));

    let shared = page.field("shared");
    let entry = page.field("entry");
    let fields = [
        ("entry", entry.as_str()),
        ("of", "plan"),
        ("shared", &shared),
        ("agreed", "yes"),
    ];
    let agreed = phone.post("/portal/plan/remark", &fields).await;
    assert_eq!(agreed.location(), "/portal/plan#plan");
    assert_eq!(phone.post("/portal/plan/remark", &fields).await.status, 303);
    let entry = support::fresh();
    let fields = [
        ("entry", entry.as_str()),
        ("of", "plan"),
        ("shared", &shared),
        ("words", "more walking please"),
    ];
    phone.post("/portal/plan/remark", &fields).await;
    assert!(phone.get("/portal/plan").await.says("You agreed on"));
    let seen = clinician.get(&path).await;
    assert!(seen.says("more walking please") && seen.says("agreed"));
    let now = world.practice.record(world.ours.id).await;
    let said = now.space.remarks.len() - record.space.remarks.len();
    assert_eq!(said, 2, "sent twice is kept once");

    let entry = support::fresh();
    let fields = [("entry", entry.as_str()), ("of", "plan")];
    clinician.post(&format!("{path}/unshare"), &fields).await;
    assert!(!phone.get("/portal/plan").await.says("What you agreed on"));
    // Words about what is not shared any more are refused, and what was typed is shown again.
    let entry = support::fresh();
    let fields = [
        ("entry", entry.as_str()),
        ("of", "plan"),
        ("shared", &shared),
        ("words", "too late"),
    ];
    assert_eq!(phone.post("/portal/plan/remark", &fields).await.status, 422);
}

#[tokio::test]
async fn the_course_speaks_plainly_and_is_shown_only_to_who_wants_it() {
    let (_world, mut clinician, mut phone, path) = told().await;
    let page = phone.get("/portal/course").await;
    assert!(page.says("What this cannot say"));
    for jargon in [
        "PHQ",
        "GAD",
        "severe",
        "cut-off",
        "clinical",
        "measurement error",
    ] {
        assert!(!page.says(jargon), "{jargon}");
    }
    let entry = support::fresh();
    let off = [("entry", entry.as_str()), ("shown", "false")];
    assert_eq!(
        phone.post("/portal/course", &off).await.location(),
        "/portal/course"
    );
    assert!(phone.get("/portal/course").await.says("is not shown here"));
    assert!(
        clinician
            .get(&path)
            .await
            .says("They do not see how their answers add up.")
    );
    let entry = support::fresh();
    let on = [("entry", entry.as_str()), ("shown", "true")];
    clinician.post(&format!("{path}/scores"), &on).await;
    assert!(
        phone
            .get("/portal/course")
            .await
            .says("What this cannot say")
    );
}

#[tokio::test]
async fn a_client_takes_everything_along_but_not_what_is_the_clinicians() {
    let (world, mut clinician, mut phone, _) = told().await;
    let record = &world.ours.record;
    let note = record.sessions.iter().find_map(|state| state.note.as_ref());
    let note = note.unwrap().item.text.clone();
    let task = record.tasks[0].task.words.clone();
    let page = phone.post("/portal/data/page", &[]).await;
    assert_eq!(page.status, 200);
    assert!(page.says(&task) && page.says("Questionnaires you answered"));
    let event = &record.life_events[0].item;
    assert!(page.says("What happened in your life") && page.says(&event.what));
    let person = &record.people[0].item;
    assert!(page.says("The people in your life") && page.says(&person.name));
    assert!(
        !page.says(&note),
        "notes only if the practice hands them out"
    );
    assert!(!page.says(&world.ours.id.to_string()) && !page.says(world.theirs.mark));
    let json = phone.post("/portal/data/json", &[]).await;
    let json: serde_json::Value = serde_json::from_str(&json.body).unwrap();
    assert!(json["sections"].as_array().unwrap().len() >= 4);

    let mut office = world.browser(Who::Administrator);
    let version = office.get("/practice/space").await.field("version");
    let fields = [("version", version.as_str()), ("notes_in_file", "yes")];
    let kept = office.post("/practice/space", &fields).await;
    assert_eq!(kept.location(), "/practice/space?kept=yes");
    assert!(phone.post("/portal/data/page", &[]).await.says(&note));

    // It stands in the audit, for both to see; names only if the practice tells them.
    let access = format!("/clients/{}/access", world.ours.id);
    assert!(clinician.get(&access).await.says("took data out as a file"));
    let data = phone.get("/portal/data").await;
    assert!(
        data.says("took data out as a file") && data.says("Your therapist, opened your record")
    );
    assert!(!data.says("Jonas Weil"));
    let version = office.get("/practice/space").await.field("version");
    let fields = [("version", version.as_str()), ("names_in_trail", "yes")];
    office.post("/practice/space", &fields).await;
    assert!(
        phone
            .get("/portal/data")
            .await
            .says("Jonas Weil (Your therapist), opened your record")
    );
}

#[tokio::test]
async fn a_client_ends_another_device_of_theirs_and_nobody_elses() {
    let mut scene = Scene::new().await;
    let mut lost = scene.phone().await;
    let mut phone = scene.phone().await;
    let devices = phone.get("/portal/devices").await;
    assert!(devices.says("This device") && devices.says("Another device"));
    let visit = devices.field("visit");

    // Somebody else of the same practice who came to know the number of that visit.
    let own = scene.client;
    scene.client = scene.practice.client(&scene.clinician, "Tariq Bell").await;
    let mut other = scene.phone().await;
    scene.client = own;
    let fields = [("visit", visit.as_str())];
    let elsewhere = other.post("/portal/devices/end", &fields).await;
    assert_eq!(elsewhere.location(), "/portal/devices");
    assert_eq!(lost.get("/portal/today").await.status, 200);
    phone
        .post("/portal/devices/end", &[("visit", &visit)])
        .await;
    assert_eq!(lost.get("/portal/today").await.status, 404);
    assert_eq!(phone.get("/portal/today").await.status, 200);
}
