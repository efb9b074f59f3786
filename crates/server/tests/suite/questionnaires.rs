//! Questionnaires of the practice's own: designed, completed with licensed wording, asked, answered, changed.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use attune_ids::{ClientId, IdSource, RandomIds};
use attune_record::Roles;
use attune_server::service;
use jiff::SignedDuration;
use support::{Browser, Page, Practice};

const LIST: &str = "/practice/questionnaires";
const NEW: &str = "/practice/questionnaires/new";

/// The id of a form.
fn fresh() -> String {
    RandomIds.next_id().simple().to_string()
}

async fn administrator(practice: &Practice) -> Browser {
    let roles = Roles {
        administrator: true,
        ..Roles::default()
    };
    practice.staff("Ada Winter", roles).await
}

/// Two questions about rest, as they are typed.
fn rest<'a>(id: &'a str, seen: &'a str, action: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("id", id),
        ("seen", seen),
        ("title", "Rest"),
        ("instruction", "In the past week"),
        (
            "items",
            "I fell asleep without trouble.\r\nI woke up too early.",
        ),
        ("reverse", "2"),
        ("choices", "0 = Never\r\n1 = Often\r\n2 = Always"),
        ("scoring", "sum"),
        ("better", "higher"),
        ("subscales", "Evening: 1"),
        ("bands", "0-2 little rest\r\n3-4 rested"),
        ("bands_source", "Our own judgement."),
        ("purpose", "well_being"),
        ("holder", "Lindenhof Practice"),
        ("action", action),
    ]
}

fn with<'a>(
    mut fields: Vec<(&'a str, &'a str)>,
    name: &str,
    value: &'a str,
) -> Vec<(&'a str, &'a str)> {
    for field in &mut fields {
        if field.0 == name {
            field.1 = value;
        }
    }
    fields
}

/// Designs the questionnaire and returns its id.
async fn designed(ada: &mut Browser) -> String {
    let form = ada.get(NEW).await;
    let (id, seen) = (form.field("id"), form.field("seen"));
    let list = ada.submit(NEW, &rest(&id, &seen, "save")).await;
    assert!(list.says("Rest") && list.says("1 version"), "{}", list.body);
    id
}

/// Asks for it in the room and answers it.
async fn answered(
    jonas: &mut Browser,
    client: ClientId,
    measure: &str,
    answers: &[(&str, &str)],
) -> Page {
    let assess = format!("/clients/{client}/assess");
    let entry = fresh();
    let fields = [
        ("entry", entry.as_str()),
        ("measure", measure),
        ("way", "in_room"),
    ];
    let asked = jonas.post(&format!("{assess}/assignments"), &fields).await;
    let room = asked.location();
    let page = jonas.get(&room).await;
    let entry = page.field("entry");
    let mut fields = vec![("entry", entry.as_str())];
    fields.extend(answers);
    jonas.submit(&room, &fields).await
}

#[tokio::test]
async fn a_designed_questionnaire_is_asked_scored_and_shown() {
    let practice = Practice::new().await;
    let mut ada = administrator(&practice).await;
    let id = designed(&mut ada).await;
    let shown = ada.get(&format!("{LIST}/{id}")).await;
    assert!(shown.says("not a validated scale") && shown.says("I woke up too early."));

    let mut jonas = practice.clinician("Jonas Weil").await;
    let mira = practice.client(&jonas, "Mira Okafor").await;
    let assess = jonas.get(&format!("/clients/{mira}/assess")).await;
    assert!(assess.says("Rest"), "offered like any other");
    let response = answered(&mut jonas, mira, &id, &[("item-q1", "2"), ("item-q2", "0")]).await;
    assert!(response.says("4, rested"), "{}", response.body);
    assert!(response.says("Evening"), "a part with its own score");
    assert!(response.says("Our own judgement."));
}

#[tokio::test]
async fn what_is_wrong_is_said_and_what_was_typed_stays() {
    let practice = Practice::new().await;
    let mut ada = administrator(&practice).await;
    let form = ada.get(NEW).await;
    let (id, seen) = (form.field("id"), form.field("seen"));
    let fields = with(
        rest(&id, &seen, "save"),
        "bands",
        "0-1 little rest\r\n3-4 rested",
    );
    let refused = ada.post(NEW, &fields).await;
    assert_eq!(refused.status, 422);
    assert!(refused.says("No band holds 2 to 2"), "{}", refused.body);
    assert!(refused.says("I woke up too early."));
    let looked = ada.post(NEW, &rest(&id, &seen, "check")).await;
    assert!(looked.status == 200 && looked.says("As the client sees it"));
    assert!(
        !ada.get(LIST).await.says("1 version"),
        "looking saves nothing"
    );
    assert_eq!(
        ada.post(NEW, &rest("phq-9", &seen, "save")).await.status,
        404
    );
}

#[tokio::test]
async fn a_change_is_a_new_version_and_old_answers_keep_theirs() {
    let practice = Practice::new().await;
    let mut ada = administrator(&practice).await;
    let id = designed(&mut ada).await;
    let mut jonas = practice.clinician("Jonas Weil").await;
    let mira = practice.client(&jonas, "Mira Okafor").await;
    answered(&mut jonas, mira, &id, &[("item-q1", "2"), ("item-q2", "0")]).await;

    let form = ada.get(&format!("{LIST}/{id}/edit")).await;
    let seen = form.field("seen");
    let reworded = with(
        rest(&id, &seen, "save"),
        "items",
        "Sleep came by itself.\r\nI woke up too early.",
    );
    ada.submit(NEW, &reworded).await;
    // The window of before knows nothing of it, and saves nothing.
    let late = with(rest(&id, &seen, "save"), "items", "Late.\r\nLate too.");
    assert_eq!(ada.post(NEW, &late).await.status, 409);
    answered(&mut jonas, mira, &id, &[("item-q1", "1"), ("item-q2", "1")]).await;

    let record = practice.record(mira).await;
    let versions: Vec<&str> = record
        .responses
        .iter()
        .map(|given| given.item.measure.version.as_str())
        .collect();
    assert_eq!(versions, ["1.0.0", "1.1.0"]);
    let first = format!(
        "/clients/{mira}/assess/responses/{}",
        record.responses[0].entry
    );
    assert!(
        jonas
            .get(&first)
            .await
            .says("I fell asleep without trouble.")
    );
    let series = attune_care::assess::Series::of(&record, &id, "total");
    assert_eq!(series.points.len(), 2, "new words, one line");

    // Counted otherwise, a new line begins.
    let seen = ada.get(&format!("{LIST}/{id}/edit")).await.field("seen");
    let turned = with(rest(&id, &seen, "check"), "reverse", "");
    assert!(ada.post(NEW, &turned).await.says("This starts a new line"));
    ada.submit(
        NEW,
        &with(
            with(rest(&id, &seen, "save"), "reverse", ""),
            "action",
            "save",
        ),
    )
    .await;
    answered(&mut jonas, mira, &id, &[("item-q1", "1"), ("item-q2", "1")]).await;
    let record = practice.record(mira).await;
    assert_eq!(record.responses[2].item.measure.version, "2.0.0");
    let series = attune_care::assess::Series::of(&record, &id, "total");
    assert_eq!(series.points.len(), 1);
    assert_eq!(series.other_versions, 2);
}

#[tokio::test]
async fn a_skeleton_is_completed_with_a_licence_and_scores_as_published() {
    let practice = Practice::new().await;
    let mut ada = administrator(&practice).await;
    let address = format!("{LIST}/core-10/complete");
    let seen = ada.get(&address).await.field("seen");
    let items = (1..=10)
        .map(|number| format!("invented item {number}"))
        .collect::<Vec<_>>()
        .join("\n");
    let without = vec![
        ("seen", seen.as_str()),
        ("instruction", "Over the last week"),
        ("items", items.as_str()),
        ("answers-frequency", "never\nalways"),
        ("open", ""),
        ("holder", "Lindenhof Practice"),
        ("basis", ""),
        ("action", "save"),
    ];
    let refused = ada.post(&address, &without).await;
    assert!(refused.status == 422 && refused.says("what permits the use"));
    assert!(refused.says("invented item 7"), "what was pasted stays");
    let whole = with(without, "basis", "licence 4711");
    let looked = ada
        .post(&address, &with(whole.clone(), "action", "check"))
        .await;
    assert!(looked.says("As the client sees it") && looked.says("Save this version"));
    ada.submit(&address, &whole).await;
    let shown = ada.get(&format!("{LIST}/core-10")).await;
    assert!(shown.says("licence 4711") && shown.says("invented item 7"));
    assert!(
        shown.says("not yet compared"),
        "its wording carries its mark"
    );

    let mut jonas = practice.clinician("Jonas Weil").await;
    let mira = practice.client(&jonas, "Mira Okafor").await;
    let fields: Vec<(String, &str)> = (1..=10)
        .map(|number| (format!("item-q{number}"), "4"))
        .collect();
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), *value))
        .collect();
    let response = answered(&mut jonas, mira, "core-10", &fields).await;
    assert!(response.says("32, severe"), "{}", response.body);
    assert!(response.says("risk answer"), "its flags fire");
    let record = practice.record(mira).await;
    assert_eq!(record.responses[0].item.scored.measure_version, "1.0.0+1");
    assert_eq!(record.open_alerts().count(), 1);
}

#[tokio::test]
async fn what_is_out_of_use_is_not_asked_and_stays_readable() {
    let practice = Practice::new().await;
    let mut ada = administrator(&practice).await;
    let id = designed(&mut ada).await;
    let mut jonas = practice.clinician("Jonas Weil").await;
    let mira = practice.client(&jonas, "Mira Okafor").await;
    answered(&mut jonas, mira, &id, &[("item-q1", "2"), ("item-q2", "0")]).await;
    let seen = ada.get(LIST).await.field("seen");
    let address = format!("{LIST}/{id}/use");
    let list = ada
        .submit(&address, &[("seen", &seen), ("used", "no")])
        .await;
    assert!(list.says("not asked any more"));
    let entry = fresh();
    let fields = [
        ("entry", entry.as_str()),
        ("measure", id.as_str()),
        ("way", "in_room"),
    ];
    let refused = jonas
        .post(&format!("/clients/{mira}/assess/assignments"), &fields)
        .await;
    assert_eq!(refused.status, 422);
    let record = practice.record(mira).await;
    let response = format!(
        "/clients/{mira}/assess/responses/{}",
        record.responses[0].entry
    );
    assert!(jonas.get(&response).await.says("I woke up too early."));
    let seen = ada.get(LIST).await.field("seen");
    let list = ada
        .submit(&address, &[("seen", &seen), ("used", "yes")])
        .await;
    assert!(!list.says("not asked any more"));
}

#[tokio::test]
async fn a_second_server_knows_it_a_second_later_and_after_a_start() {
    let practice = Practice::new().await;
    let other = service(practice.another_server().await);
    let mut ada = administrator(&practice).await;
    let id = designed(&mut ada).await;
    practice.wait(SignedDuration::from_secs(2));
    let mut elsewhere = ada.clone().speaking_to(other);
    let shown = elsewhere.get(&format!("{LIST}/{id}")).await;
    assert!(shown.status == 200 && shown.says("I woke up too early."));
    let started = service(practice.another_server().await);
    let shown = ada.speaking_to(started).get(&format!("{LIST}/{id}")).await;
    assert_eq!(shown.status, 200);
}

/// Requests that read questionnaires from the database: none, but for the one after a change.
#[tokio::test]
async fn questionnaires_are_not_read_on_every_request() {
    let practice = Practice::new().await;
    let mut ada = administrator(&practice).await;
    let id = designed(&mut ada).await;
    let before = practice.app.catalog.measures.len();
    let now = practice.app.current();
    assert_eq!(now.catalog.measures.len(), before + 1);
    assert!(std::sync::Arc::ptr_eq(
        &now.catalog,
        &practice.app.current().catalog
    ));
    practice.wait(SignedDuration::from_secs(5));
    ada.get(&format!("{LIST}/{id}")).await;
    assert!(
        std::sync::Arc::ptr_eq(&now.catalog, &practice.app.current().catalog),
        "the counter has not moved: nothing was read"
    );
}

#[tokio::test]
async fn one_press_makes_a_measure_of_a_sentence() {
    let practice = Practice::new().await;
    let mut jonas = practice.clinician("Jonas Weil").await;
    let mira = practice.client(&jonas, "Mira Okafor").await;
    let assess = format!("/clients/{mira}/assess");
    let (entry, made) = (fresh(), fresh());
    let said = [
        ("entry", entry.as_str()),
        ("domain", "emotions"),
        ("about", "said"),
        ("text", "I cannot get up"),
    ];
    let page = jonas.submit(&format!("{assess}/words"), &said).await;
    assert!(page.says("Ask about this"));
    let press = [
        ("entry", made.as_str()),
        ("from", "words"),
        ("id", entry.as_str()),
    ];
    let address = format!("{assess}/personal");
    jonas.submit(&address, &press).await;
    let page = jonas.submit(&address, &press).await;
    assert!(
        page.says("<h3 class=\"own-words\">\u{201c}I cannot get up\u{201d}</h3>"),
        "{}",
        page.body
    );
    let measure = format!("personal-{made}");
    let response = answered(&mut jonas, mira, &measure, &[("item-now", "7")]).await;
    assert!(response.says("\u{201c}I cannot get up\u{201d}") && response.says("7"));
    let record = practice.record(mira).await;
    assert_eq!(record.personal.len(), 1, "pressed twice, made once");
    assert_eq!(record.responses[0].item.measure.id, measure);
    let ended = fresh();
    let end = format!("{address}/{made}/end");
    let page = jonas.submit(&end, &[("entry", ended.as_str())]).await;
    assert!(!page.says("<h3 class=\"own-words\">"));

    // Through a link, on a phone, in the same words.
    let (written, asked) = (fresh(), fresh());
    let write = [
        ("entry", written.as_str()),
        ("from", "written"),
        ("text", "The knot"),
    ];
    jonas.submit(&address, &write).await;
    let measure = format!("personal-{written}");
    let fields = [
        ("entry", asked.as_str()),
        ("measure", measure.as_str()),
        ("way", "link"),
    ];
    let link = jonas.post(&format!("{assess}/assignments"), &fields).await;
    let from = link.body.find("/q/").unwrap();
    let link: String = link.body[from..]
        .chars()
        .take_while(|letter| !"\" <".contains(*letter))
        .collect();
    let mut phone = practice.stranger();
    phone.get(&link).await;
    let item = phone.get("/portal/item/1").await;
    assert!(
        item.says("\u{201c}The knot\u{201d}: How strong was this"),
        "{}",
        item.body
    );
    let review = phone.submit("/portal/item/1", &[("answer", "4")]).await;
    assert!(review.says("\u{201c}The knot\u{201d}"));
    phone.submit("/portal/send", &[]).await;
    let record = practice.record(mira).await;
    assert_eq!(record.responses[1].item.measure.id, measure);
}

/// The ASQ is asked by a clinician, in person, and its last question only after a yes.
#[tokio::test]
async fn a_form_for_clinicians_is_asked_in_the_room_alone() {
    let practice = Practice::new().await;
    let mut jonas = practice.clinician("Jonas Weil").await;
    let mira = practice.client(&jonas, "Mira Okafor").await;
    let assess = format!("/clients/{mira}/assess");
    let page = jonas.get(&assess).await;
    assert!(page.says("you ask this yourself, in person"));
    let entry = fresh();
    let by_link = [
        ("entry", entry.as_str()),
        ("measure", "nimh-asq"),
        ("way", "link"),
    ];
    assert_eq!(
        jonas
            .post(&format!("{assess}/assignments"), &by_link)
            .await
            .status,
        422
    );
    let here = [
        ("entry", entry.as_str()),
        ("measure", "nimh-asq"),
        ("way", "in_room"),
    ];
    let room = jonas
        .post(&format!("{assess}/assignments"), &here)
        .await
        .location();
    let form = jonas.get(&room).await;
    assert!(
        form.says("item-item4") && !form.says("item-item5"),
        "only after a yes"
    );
    let entry = form.field("entry");
    let mut fields = vec![
        ("entry", entry.as_str()),
        ("item-item1", "0"),
        ("item-item2", "1"),
        ("item-item3", "0"),
        ("item-item4", "0"),
    ];
    let more = jonas.submit(&room, &fields).await;
    assert!(more.says("item-item5") && more.says("one more question"));
    assert!(
        practice.record(mira).await.responses.is_empty(),
        "nothing is saved before it was asked"
    );
    fields.extend([("shown", "item5"), ("item-item5", "0")]);
    let response = jonas.submit(&room, &fields).await;
    assert_eq!(response.status, 200);
    let record = practice.record(mira).await;
    assert_eq!(record.responses.len(), 1);
    assert!(record.open_alerts().count() > 0, "a yes raises the alert");
}

/// On the phone, what another answer rules out is passed over, forwards and backwards.
#[tokio::test]
async fn the_portal_passes_over_what_is_not_asked() {
    let practice = Practice::new().await;
    let mut jonas = practice.clinician("Jonas Weil").await;
    let mira = practice.client(&jonas, "Mira Okafor").await;
    let assess = format!("/clients/{mira}/assess");
    let entry = fresh();
    let fields = [
        ("entry", entry.as_str()),
        ("measure", "pc-ptsd-5"),
        ("way", "link"),
    ];
    let link = jonas.post(&format!("{assess}/assignments"), &fields).await;
    let from = link.body.find("/q/").unwrap();
    let link: String = link.body[from..]
        .chars()
        .take_while(|letter| !"\" <".contains(*letter))
        .collect();
    let mut phone = practice.stranger();
    phone.get(&link).await;
    let kept = phone.post("/portal/item/1", &[("answer", "0")]).await;
    assert_eq!(
        kept.location(),
        "/portal/review",
        "no event, nothing further"
    );
    assert_eq!(
        phone.get("/portal/item/3").await.location(),
        "/portal/review"
    );
    let review = phone.get("/portal/review").await;
    assert!(
        !review.says("have no answer") && !review.says("has no answer"),
        "{}",
        review.body
    );
    // Changed from the review: now the others are asked.
    let kept = phone
        .post("/portal/item/1", &[("answer", "1"), ("then", "review")])
        .await;
    assert_eq!(kept.location(), "/portal/item/2");
    for number in 2..=6 {
        phone
            .post(&format!("/portal/item/{number}"), &[("answer", "1")])
            .await;
    }
    phone
        .post("/portal/item/1", &[("answer", "0"), ("then", "review")])
        .await;
    phone.submit("/portal/send", &[]).await;
    let record = practice.record(mira).await;
    let answers = &record.responses[0].item.answers;
    assert_eq!(answers[1..], [attune_catalog::Answer::NotAsked; 5]);
}

/// Handed on by one practice, taken in by another: the same words, the same scores, the licence with it.
#[tokio::test]
async fn a_questionnaire_travels_as_a_file() {
    let (here, there) = (Practice::new().await, Practice::new().await);
    let mut ada = administrator(&here).await;
    let id = designed(&mut ada).await;
    let file = ada.get(&format!("{LIST}/{id}/fhir")).await;
    assert_eq!(file.status, 200);
    assert!(
        file.headers["content-disposition"]
            .to_str()
            .unwrap()
            .contains("attachment")
    );
    let json: serde_json::Value = serde_json::from_str(&file.body).unwrap();
    assert!(
        json["copyright"]
            .as_str()
            .unwrap()
            .contains("Lindenhof Practice")
    );

    let mut bea = administrator(&there).await;
    let address = format!("{LIST}/import");
    let form = bea.get(&address).await;
    let (fresh_id, seen) = (form.field("id"), form.field("seen"));
    let fields = vec![
        ("id", fresh_id.as_str()),
        ("seen", seen.as_str()),
        ("json", file.body.as_str()),
        ("holder", "Harbour Practice"),
        ("basis", "with their permission"),
        ("better", "higher"),
        ("action", "check"),
    ];
    let looked = bea.post(&address, &fields).await;
    assert!(
        looked.says("As the client sees it") && looked.says("I woke up too early."),
        "{}",
        looked.body
    );
    bea.submit(&address, &with(fields.clone(), "action", "save"))
        .await;
    let again = bea
        .post(&address, &with(fields.clone(), "action", "save"))
        .await;
    assert!(again.status == 422 && again.says("is here already"));
    let mut jonas = there.clinician("Jonas Weil").await;
    let mira = there.client(&jonas, "Mira Okafor").await;
    let response = answered(&mut jonas, mira, &id, &[("item-q1", "2"), ("item-q2", "0")]).await;
    assert!(response.says("4, rested"), "{}", response.body);

    // A file that is none, one of ours that ships, and one without a permission.
    for (field, value, words) in [
        ("json", "{", "this is not JSON"),
        (
            "json",
            r#"{"resourceType":"Patient"}"#,
            "not a Questionnaire",
        ),
        ("basis", " ", "what permits the use"),
        ("better", "", "better or worse"),
    ] {
        let refused = bea
            .post(&address, &with(fields.clone(), field, value))
            .await;
        assert_eq!(refused.status, 422);
        assert!(refused.says(words), "{words}: {}", refused.body);
    }
    let shipped = ada.get(&format!("{LIST}/phq-9/fhir")).await.body;
    let refused = bea.post(&address, &with(fields, "json", &shipped)).await;
    assert!(refused.says("part of the program already"));
    assert_eq!(
        ada.get(&format!("{LIST}/ors/fhir")).await.status,
        422,
        "no words, no file"
    );
}
