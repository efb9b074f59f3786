//! A client with a link and a phone: nothing that was answered is lost, nothing is sent twice, and a risk answer
//! brings help on the very next screen.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use attune_ids::{AssignmentId, ClientId};
use jiff::SignedDuration;
use support::{Browser, Page, Practice};

/// A practice, a clinician, a client, and a questionnaire asked through a link.
struct Scene {
    practice: Practice,
    clinician: Browser,
    client: ClientId,
    /// The address in the message to the client, without the host.
    link: String,
}

impl Scene {
    async fn with(measure: &str) -> Self {
        let practice = Practice::new().await;
        let mut clinician = practice.clinician("Jonas Weil").await;
        let client = practice.client(&clinician, "Mira Okafor").await;
        let path = format!("/clients/{client}/assess");
        let entry = clinician.get(&path).await.field("entry");
        let fields = [
            ("entry", entry.as_str()),
            ("measure", measure),
            ("way", "link"),
        ];
        let page = clinician
            .post(&format!("{path}/assignments"), &fields)
            .await;
        assert_eq!(page.status, 200, "{}", page.body);
        Self {
            link: link_on(&page),
            practice,
            clinician,
            client,
        }
    }

    /// A phone that has just opened the link.
    async fn phone(&self) -> Browser {
        let mut phone = self.practice.stranger();
        let came = phone.get(&self.link).await;
        assert_eq!((came.status, came.location().as_str()), (303, "/portal"));
        phone
    }

    async fn assignment(&self) -> AssignmentId {
        self.practice.record(self.client).await.assignments[0]
            .assignment
            .id
    }

    async fn responses(&self) -> usize {
        self.practice.record(self.client).await.responses.len()
    }
}

fn link_on(page: &Page) -> String {
    let from = page.body.find("/q/").unwrap();
    page.body[from..]
        .chars()
        .take_while(|letter| !"\" <".contains(*letter))
        .collect()
}

async fn answer(phone: &mut Browser, number: usize, value: &str) -> Page {
    phone
        .post(&format!("/portal/item/{number}"), &[("answer", value)])
        .await
}

/// Answers all ten screens of the PHQ-9 and stops before sending.
async fn answer_phq(phone: &mut Browser, nine: &str) {
    for number in 1..=8 {
        answer(phone, number, "1").await;
    }
    answer(phone, 9, nine).await;
    answer(phone, 10, "1").await;
}

#[tokio::test]
async fn a_client_answers_one_question_a_screen_and_sends() {
    let scene = Scene::with("phq-9").await;
    let mut phone = scene.phone().await;
    let welcome = phone.get("/portal").await;
    assert!(welcome.says("Jonas Weil asks you to answer 10 short questions"));
    assert!(welcome.says("about 2 minutes"));
    assert!(welcome.says("<title>Lindenhof Practice</title>"));
    for page in ["/portal", "/portal/item/1", "/portal/item/9"] {
        let page = phone.get(page).await;
        assert!(!page.says("Mira") && !page.says(&scene.client.to_string()) && !page.says("PHQ"));
        assert!(page.says("/portal/help") && page.says("data-leave"));
    }
    let item = phone.get("/portal/item/3").await;
    assert!(item.says("3 of 10") && item.says("Trouble falling or staying asleep"));
    answer_phq(&mut phone, "0").await;
    let review = phone.get("/portal/review").await;
    assert!(review.says("Several days") && review.says("Not at all"));
    let thanks = phone.submit("/portal/send", &[]).await;
    assert!(thanks.says("Sent. Thank you."));
    assert!(!thanks.says("help-banner"), "no risk was said");

    let record = scene.practice.record(scene.client).await;
    let response = &record.responses[0].item;
    assert_eq!(response.scored.outcome("total").unwrap().value(), Some(8.0));
    assert!(
        scene
            .practice
            .headline(scene.client)
            .await
            .waiting_since
            .is_empty()
    );
}

#[tokio::test]
async fn it_goes_on_where_it_stopped_after_every_single_answer() {
    let scene = Scene::with("gad-7").await;
    for number in 1..=7 {
        // Another phone each time: the answers are kept with the questionnaire, not with the browser.
        let mut phone = scene.phone().await;
        let onward = phone.get("/portal/item").await.location();
        assert_eq!(onward, format!("/portal/item/{number}"));
        let value = (number % 4).to_string();
        answer(&mut phone, number, &value).await;
        let again = phone.get(&format!("/portal/item/{number}")).await;
        assert!(again.says(&format!(
            "value=\"{value}\" data-key=\"{}\" checked",
            number % 4 + 1
        )));
        let welcome = scene.phone().await.get("/portal").await;
        assert!(welcome.says(&format!("You have been through {number} of 7")));
        assert_eq!(scene.responses().await, 0);
    }
    let mut phone = scene.phone().await;
    assert_eq!(phone.get("/portal/item").await.location(), "/portal/review");
    phone.post("/portal/send", &[]).await;
    let record = scene.practice.record(scene.client).await;
    assert_eq!(
        record.responses[0]
            .item
            .scored
            .outcome("total")
            .unwrap()
            .value(),
        Some(12.0)
    );
}

#[tokio::test]
async fn the_same_answer_twice_and_a_changed_one_are_one_answer() {
    let scene = Scene::with("gad-7").await;
    let mut phone = scene.phone().await;
    let mut other = scene.phone().await;
    assert_eq!(
        phone.get("/portal").await.status,
        404,
        "the link was opened on another phone"
    );
    for value in ["3", "3", "1"] {
        assert_eq!(
            answer(&mut other, 1, value).await.location(),
            "/portal/item/2"
        );
    }
    let back = other
        .post("/portal/item/1", &[("answer", "2"), ("then", "review")])
        .await;
    assert_eq!(back.location(), "/portal/review");
    let review = other.get("/portal/review").await;
    assert!(review.says("More than half the days") && review.says("6 questions have no answer"));
}

#[tokio::test]
async fn two_answers_at_once_are_both_kept() {
    let scene = Scene::with("gad-7").await;
    let phone = scene.phone().await;
    let (mut one, mut two) = (phone.clone(), phone.clone());
    let (first, second) = tokio::join!(answer(&mut one, 1, "1"), answer(&mut two, 2, "2"));
    assert_eq!((first.status, second.status), (303, 303));
    let onward = phone.clone().get("/portal/item").await.location();
    assert_eq!(onward, "/portal/item/3");
}

#[tokio::test]
async fn only_answers_on_the_page_are_taken() {
    let scene = Scene::with("gad-7").await;
    let mut phone = scene.phone().await;
    let nothing = phone.post("/portal/item/1", &[]).await;
    assert_eq!(nothing.status, 422);
    assert!(nothing.says("Pick an answer"));
    for value in ["4", "-1", "na"] {
        let refused = answer(&mut phone, 1, value).await;
        assert_eq!(refused.status, 422, "{value}");
        assert!(
            refused.says("/portal/help"),
            "help stands on every page, also on this one"
        );
    }
    assert_eq!(
        phone.get("/portal/item/99").await.location(),
        "/portal/item"
    );
    assert_eq!(
        phone.get("/portal/review").await.location(),
        "/portal",
        "nothing was answered"
    );
    assert_eq!(phone.post("/portal/send", &[]).await.location(), "/portal");
    assert_eq!(scene.responses().await, 0);
}

#[tokio::test]
async fn a_left_out_answer_is_named_and_never_a_zero() {
    let scene = Scene::with("phq-9").await;
    let mut phone = scene.phone().await;
    answer_phq(&mut phone, "0").await;
    phone
        .post("/portal/item/4", &[("skip", "yes"), ("then", "review")])
        .await;
    assert!(
        phone
            .get("/portal/review")
            .await
            .says("One question has no answer")
    );
    phone.post("/portal/send", &[]).await;
    let record = scene.practice.record(scene.client).await;
    assert_eq!(
        record.responses[0]
            .item
            .scored
            .outcome("total")
            .unwrap()
            .value(),
        None
    );
}

#[tokio::test]
async fn sending_again_changes_nothing() {
    let scene = Scene::with("phq-9").await;
    let mut phone = scene.phone().await;
    answer_phq(&mut phone, "2").await;
    for _ in 0..3 {
        assert_eq!(
            phone.post("/portal/send", &[]).await.location(),
            "/portal/thanks"
        );
    }
    assert_eq!(scene.responses().await, 1);
    assert_eq!(scene.practice.record(scene.client).await.alerts.len(), 1);
    // A late answer from a page that was still open changes nothing either.
    assert_eq!(
        answer(&mut phone, 1, "3").await.location(),
        "/portal/thanks"
    );

    scene.practice.wait(SignedDuration::from_hours(2));
    let mut later = scene.phone().await;
    let seen = later.get("/portal").await;
    assert_eq!(seen.location(), "/portal/thanks");
    let seen = later.get("/portal/thanks").await;
    assert!(seen.says("Already sent. Thank you."));
    assert!(
        !seen.says("help-banner"),
        "whoever holds the phone later learns nothing of the answers"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sends_at_the_same_moment_give_exactly_one_response() {
    let scene = Scene::with("phq-9").await;
    let mut phone = scene.phone().await;
    answer_phq(&mut phone, "1").await;
    let mut windows: Vec<Browser> = (0..4).map(|_| phone.clone()).collect();
    let sends: Vec<_> = windows
        .drain(..)
        .map(|mut window| {
            tokio::spawn(async move { window.post("/portal/send", &[]).await.status })
        })
        .collect();
    for send in sends {
        assert_eq!(send.await.unwrap(), 303);
    }
    let record = scene.practice.record(scene.client).await;
    assert_eq!((record.responses.len(), record.alerts.len()), (1, 1));
}

#[tokio::test]
async fn a_risk_answer_brings_help_and_an_alert_at_once() {
    let mut scene = Scene::with("phq-9").await;
    let mut phone = scene.phone().await;
    for number in 1..=8 {
        answer(&mut phone, number, "0").await;
    }
    let next = answer(&mut phone, 9, "1").await;
    assert_eq!(next.location(), "/portal/pause");
    let pause = phone.get("/portal/pause").await;
    assert!(
        pause.says("help-banner")
            && pause.says("href=\"tel:999\"")
            && pause.says("href=\"tel:116123\"")
    );
    assert!(pause.says("/portal/item"), "and the way on");
    assert_eq!(
        open_alerts(&scene).await,
        1,
        "a phone that is put away here hides nothing"
    );
    let place = format!("/clients/{}/assess", scene.client);
    let page = scene.clinician.get(&place).await;
    assert!(
        page.says("better off dead")
            && page.says("Several days")
            && page.says("The form has not been sent")
            && !page.says("All answers of this form")
    );
    assert_eq!(
        phone.get("/portal/item").await.location(),
        "/portal/item/10"
    );
    phone.post("/portal/item/10", &[("skip", "yes")]).await;
    let thanks = phone.submit("/portal/send", &[]).await;
    assert!(thanks.says("help-banner") && thanks.says("116 123"));

    assert_eq!(open_alerts(&scene).await, 1, "sending raises no second one");
    let caseload = scene.clinician.get("/caseload").await;
    assert!(caseload.says("risk answer of"));
    let page = scene.clinician.get(&place).await;
    assert!(
        page.says("id=\"alerts\"")
            && page.says("better off dead")
            && page.says("Several days")
            && page.says("All answers of this form")
            && !page.says("The form has not been sent")
    );
}

#[tokio::test]
async fn a_risk_answer_that_is_taken_back_before_sending_stays_an_alert() {
    let mut scene = Scene::with("phq-9").await;
    let mut phone = scene.phone().await;
    for number in 1..=8 {
        answer(&mut phone, number, "0").await;
    }
    for given in ["2", "2", "0"] {
        answer(&mut phone, 9, given).await;
    }
    phone.post("/portal/item/10", &[("skip", "yes")]).await;
    let thanks = phone.submit("/portal/send", &[]).await;
    assert!(!thanks.says("help-banner"), "what was sent asks for none");
    assert_eq!(open_alerts(&scene).await, 1);
    let place = format!("/clients/{}/assess", scene.client);
    let page = scene.clinician.get(&place).await;
    assert!(
        page.says("More than half the days")
            && page.says("Changed before the form was sent, to")
            && page.says("Not at all")
    );
}

async fn open_alerts(scene: &Scene) -> usize {
    let headline = scene.practice.headline(scene.client).await;
    headline.open_alerts.len()
}

#[tokio::test]
async fn the_practices_own_words_stand_above_the_numbers() {
    let scene = Scene::with("phq-9").await;
    "Our telephone: 0170 5550100"
        .clone_into(&mut scene.practice.app.settings.write().await.crisis_words);
    let mut stranger = scene.practice.stranger();
    let help = stranger.get("/portal/help").await;
    assert_eq!(help.status, 200);
    let (own, number) = (
        help.body.find("0170 5550100").unwrap(),
        help.body.find("116 123").unwrap(),
    );
    assert!(own < number);
    // A region that is not in the catalogue shows what to do and no number at all.
    "nowhere".clone_into(&mut scene.practice.app.settings.write().await.crisis_region);
    let help = stranger.get("/portal/help").await;
    assert!(help.says("emergency number of the country") && !help.says("tel:"));
}

#[tokio::test]
async fn a_link_that_opens_nothing_shows_one_kind_page() {
    let scene = Scene::with("gad-7").await;
    let mut stranger = scene.practice.stranger();
    let unknown = stranger.get("/q/0123456789abcdef").await;
    let no_visit = stranger.get("/portal/item/1").await;
    let mut phone = scene.phone().await;

    // Left alone for more than an hour: the link itself still opens.
    scene.practice.wait(SignedDuration::from_mins(61));
    let idle = phone.get("/portal").await;
    let mut phone = scene.phone().await;
    assert_eq!(phone.get("/portal").await.status, 200);

    scene.practice.wait(SignedDuration::from_hours(24 * 15));
    let expired = phone.get("/portal").await;
    let expired_link = stranger.get(&scene.link).await;
    for page in [&unknown, &no_visit, &idle, &expired, &expired_link] {
        assert_eq!(page.status, 404);
        assert_eq!(
            page.body, unknown.body,
            "the page does not tell one case from another"
        );
        assert!(page.says("ask your therapist for a new one") && page.says("116 123"));
    }
}

#[tokio::test]
async fn a_questionnaire_that_is_taken_back_closes_at_once() {
    let mut scene = Scene::with("gad-7").await;
    let mut phone = scene.phone().await;
    answer(&mut phone, 1, "2").await;
    let assignment = scene.assignment().await;
    let path = format!("/clients/{}/assess", scene.client);
    let entry = scene.clinician.get(&path).await.field("entry");
    let taken = scene
        .clinician
        .post(
            &format!("{path}/assignments/{assignment}/withdraw"),
            &[("entry", &entry)],
        )
        .await;
    assert_eq!(taken.status, 303);
    for path in [
        "/portal",
        "/portal/item/2",
        "/portal/review",
        scene.link.as_str(),
    ] {
        let page = phone.get(path).await;
        assert_eq!(page.status, 404, "{path}");
        assert!(page.says("ask your therapist for a new one"));
    }
    assert_eq!(phone.post("/portal/send", &[]).await.status, 404);
    let drafts = scene.practice.app.store.drafts_of(scene.client).await;
    assert!(drafts.unwrap().is_empty(), "unsent answers go with it");
    assert_eq!(scene.responses().await, 0);
}

#[tokio::test]
async fn a_new_link_takes_the_old_one_back_and_keeps_the_answers() {
    let mut scene = Scene::with("gad-7").await;
    let mut phone = scene.phone().await;
    answer(&mut phone, 1, "2").await;
    let assignment = scene.assignment().await;
    let path = format!(
        "/clients/{}/assess/assignments/{assignment}/link",
        scene.client
    );
    let page = scene.clinician.post(&path, &[]).await;
    let fresh = link_on(&page);
    assert_ne!(fresh, scene.link);
    assert_eq!(phone.get("/portal").await.status, 404);
    assert_eq!(phone.get(&scene.link).await.status, 404);
    scene.link = fresh;
    let mut phone = scene.phone().await;
    assert_eq!(phone.get("/portal/item").await.location(), "/portal/item/2");
}

#[tokio::test]
async fn leaving_quickly_closes_the_visit_and_keeps_the_answers() {
    let scene = Scene::with("gad-7").await;
    let mut phone = scene.phone().await;
    answer(&mut phone, 1, "2").await;
    let held_on = phone.clone();
    let left = phone.post("/portal/leave", &[]).await;
    assert_eq!(left.status, 204);
    assert_eq!(phone.get("/portal").await.status, 404);
    assert_eq!(
        held_on.clone().get("/portal").await.status,
        404,
        "the cookie alone opens nothing any more"
    );
    assert_eq!(
        scene
            .practice
            .stranger()
            .post("/portal/leave", &[])
            .await
            .status,
        204
    );
    let mut phone = scene.phone().await;
    assert_eq!(phone.get("/portal/item").await.location(), "/portal/item/2");
}

#[tokio::test]
async fn an_open_question_is_the_last_screen_and_its_words_stay_whole() {
    let scene = Scene::with("session-feedback").await;
    let mut phone = scene.phone().await;
    for number in 1..=5 {
        answer(&mut phone, number, "8").await;
    }
    let screen = phone.get("/portal/item/6").await;
    assert!(screen.says("6 of 6") && screen.says("What should we do differently next time?"));
    let words = "More silence, please. <Really> & truly\r\nTime to think";
    let kept = phone
        .post("/portal/item/6/words", &[("words", words)])
        .await;
    assert_eq!(kept.status, 204);
    let again = phone.get("/portal/item/6").await;
    assert!(again.says("More silence, please."), "{}", again.body);
    assert!(!again.says("<Really>"), "words are never markup");
    let onward = phone.post("/portal/item/6", &[("words", words)]).await;
    assert_eq!(onward.location(), "/portal/review");
    phone.post("/portal/send", &[]).await;
    let record = scene.practice.record(scene.client).await;
    assert_eq!(record.responses[0].item.words.as_deref(), Some(words));
}

#[tokio::test]
async fn a_link_opens_nothing_but_its_questionnaire() {
    let scene = Scene::with("gad-7").await;
    let mut phone = scene.phone().await;
    for path in [
        "/caseload",
        &format!("/clients/{}", scene.client),
        &format!("/clients/{}/assess", scene.client),
    ] {
        let page = phone.get(path).await;
        assert_eq!(page.status, 303, "{path}");
        assert!(page.location().starts_with("/sign-in"));
    }
}
