//! The person as a whole: needs and strengths, life events, courses and a measure item by item, on the clinician's
//! pages.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use attune_care::assess::{AspectSort, KnownTo, Met};
use attune_ids::{ClientId, EntryId, IdSource, RandomIds};
use attune_record::{AuditAction, Relation, Roles};
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
        if end.starts_with("/life") {
            format!("/clients/{}{end}", self.client)
        } else {
            format!("/clients/{}/assess{end}", self.client)
        }
    }

    async fn get(&mut self, end: &str) -> Page {
        let path = self.path(end);
        self.clinician.get(&path).await
    }

    async fn post(&mut self, end: &str, fields: &[(&str, &str)]) -> Page {
        let path = self.path(end);
        self.clinician.post(&path, fields).await
    }

    /// Names a need or a strength; where that leads.
    async fn aspect(&mut self, end: &str, words: &str, sort: &str) -> Page {
        let entry = fresh();
        let fields = [
            ("entry", entry.as_str()),
            ("domain", "environment"),
            ("sort", sort),
            ("said_by", "both"),
            ("words", words),
        ];
        self.post(end, &fields).await
    }

    /// Asks a measure in the room and gives every item this value, save the named ones.
    async fn answer(&mut self, measure: &str, value: &str, others: &[(&str, &str)]) {
        let entry = fresh();
        let asked = self
            .post(
                "/assignments",
                &[("entry", &entry), ("measure", measure), ("way", "in_room")],
            )
            .await;
        let form = asked.location();
        let entry = self.clinician.get(&form).await.field("entry");
        let items = self
            .practice
            .app
            .catalog
            .measure(measure)
            .unwrap()
            .items
            .clone();
        let mut fields = vec![
            ("entry".to_owned(), entry),
            ("confirmed".to_owned(), "yes".to_owned()),
        ];
        for item in items.iter().filter(|item| !item.optional) {
            let other = others.iter().find(|(id, _)| *id == item.id);
            let value = other.map_or(value, |(_, value)| value);
            if !value.is_empty() {
                fields.push((format!("item-{}", item.id), value.to_owned()));
            }
        }
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let saved = self.clinician.post(&form, &fields).await;
        assert_eq!(saved.status, 303, "{}", saved.body);
    }
}

fn fresh() -> String {
    EntryId::new(&mut RandomIds as &mut dyn IdSource).to_string()
}

#[tokio::test]
async fn a_need_is_named_changed_undone_taken_out_and_put_back() {
    let mut scene = Scene::new().await;
    let empty = scene.get("/person").await;
    assert_eq!(empty.status, 200);
    assert!(
        empty
            .body
            .contains("No good free scale for the places of a life was found")
    );
    assert!(
        empty
            .body
            .contains("Nothing is known yet about this side of life")
    );

    let named = scene
        .aspect("/person/aspects", "a quiet room", "need")
        .await;
    assert_eq!(named.status, 303, "{}", named.body);
    assert!(named.location().ends_with("/assess/person#environment"));
    let record = scene.practice.record(scene.client).await;
    let id = record.aspects[0].item.id;
    let one = format!("/person/aspects/{id}");
    scene.aspect(&one, "a quiet room", "need-met").await;
    let page = scene.get("/person").await;
    assert!(
        page.body
            .contains("Before: a quiet room (a need, not met, Environment)")
    );

    let record = scene.practice.record(scene.client).await;
    let last = record.aspects[0].set[1].to_string();
    let entry = fresh();
    let undone = scene
        .post(
            &format!("{one}/back"),
            &[("entry", &entry), ("last", &last)],
        )
        .await;
    assert_eq!(undone.status, 303);
    let record = scene.practice.record(scene.client).await;
    assert_eq!(record.aspects[0].item.sort, AspectSort::Need(Met::NotYet));

    let entry = fresh();
    scene
        .post(
            &format!("{one}/void"),
            &[("entry", &entry), ("because", "the neighbour's, not hers")],
        )
        .await;
    let page = scene.get("/person").await;
    assert!(page.says("not hers") && page.says("because: the neighbour"));
    assert!(page.body.contains("Put it back"));
    let entry = fresh();
    for _ in 0..2 {
        let back = scene
            .post(&format!("{one}/restore"), &[("entry", &entry)])
            .await;
        assert_eq!(back.status, 303, "sent twice, saved once");
    }
    let record = scene.practice.record(scene.client).await;
    assert_eq!(record.aspects.len(), 1);
}

#[tokio::test]
async fn what_was_typed_stays_when_something_is_missing() {
    let mut scene = Scene::new().await;
    let refused = scene.aspect("/person/aspects", "a quiet room", "").await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("value=\"a quiet room\""));
    assert!(refused.body.contains("whether it is a need or a strength"));

    let entry = fresh();
    let refused = scene
        .post(
            "/life",
            &[
                ("entry", &entry),
                ("what", "a move"),
                ("year", "19"),
                ("sort", "move"),
            ],
        )
        .await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("value=\"a move\""));
    assert!(refused.body.contains("four digits, such as 2019"));
    let record = scene.practice.record(scene.client).await;
    assert_eq!(record.life_events.len(), 0);
}

#[tokio::test]
async fn an_event_stands_beside_the_scores_and_every_point_opens() {
    let mut scene = Scene::new().await;
    scene.answer("phq-9", "2", &[("q9", "0")]).await;
    let today = scene.practice.today().await;
    let (entry, year, month) = (fresh(), today.year().to_string(), today.month().to_string());
    let written = scene
        .post(
            "/life",
            &[
                ("entry", &entry),
                ("what", "Moved to the city"),
                ("year", &year),
                ("part", &month),
                ("sort", "move"),
                ("domain", "environment"),
                ("felt", "mixed"),
                ("words", "At last"),
            ],
        )
        .await;
    assert_eq!(written.status, 303, "{}", written.body);
    let record = scene.practice.record(scene.client).await;
    let event = &record.life_events[0].item;
    assert_eq!(event.when.known_to, KnownTo::Month);
    assert!(
        written
            .location()
            .ends_with(&format!("#event-{}", event.id))
    );

    let page = scene.get("/courses").await;
    let response = record.responses[0].entry;
    let form = format!("/clients/{}/assess/responses/{response}", scene.client);
    // In the wide drawing, the narrow one and the table.
    assert_eq!(page.body.matches(&format!("href=\"{form}\"")).count(), 3);
    let event = format!("/life#event-{}", event.id);
    assert_eq!(page.body.matches(&event).count(), 3);
    assert!(page.body.contains("Moved to the city ("));
    assert_eq!(scene.clinician.get(&form).await.status, 200);
    // The same on the page of the person.
    let person = scene.get("/person").await;
    assert!(person.body.contains(&form));
    assert!(
        person
            .body
            .contains("a change of less than 6 points can be measurement error")
    );
}

#[tokio::test]
async fn item_by_item_tells_three_ways_of_having_no_answer_apart() {
    let mut scene = Scene::new().await;
    scene.answer("phq-9", "3", &[("q9", "0")]).await;
    scene.answer("phq-9", "1", &[("q9", "0"), ("q2", "")]).await;
    let page = scene.get("/items/phq-9").await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("item-shade-4"));
    // The second question once, and the one about difficulty, which nobody must answer, twice.
    let left_out = "item-cell item-skipped\">left out</td>";
    assert_eq!(page.body.matches(left_out).count(), 3);
    assert!(
        page.body.contains(">24</td>"),
        "the total of the first form"
    );
    assert!(
        page.body.contains(">no total</td>"),
        "and none for the second"
    );
    assert_eq!(scene.get("/items/no-such-measure").await.status, 404);
}

#[tokio::test]
async fn the_sheet_has_no_name_unless_the_practice_says_so() {
    let mut scene = Scene::new().await;
    scene.answer("six-domain-check-in", "4", &[]).await;
    let line = "left blank, to write on";
    assert!(scene.get("/person/sheet").await.body.contains(line));
    scene.practice.app.settings.write().await.names_on_paper = true;
    let named = scene.get("/person/sheet").await.body;
    assert!(!named.contains(line));
    assert!(named.contains("<strong>Mira Okafor</strong>"));
    assert!(named.contains("fig-whole-person"));
}

#[tokio::test]
async fn who_may_only_read_sees_no_forms() {
    let scene = Scene::new().await;
    let roles = Roles {
        supervisor: true,
        ..Roles::default()
    };
    let mut leila = scene.practice.staff("Leila Haddad", roles).await;
    let line = scene.practice.line(AuditAction::AccessGrant);
    scene
        .practice
        .app
        .store
        .grant(scene.client, leila.account(), Relation::Supervisor, &line)
        .await
        .unwrap();
    for end in ["/person", "/life", "/courses", "/items/phq-9"] {
        let page = leila.get(&scene.path(end)).await;
        assert_eq!(page.status, 200, "{end}");
        assert!(!page.body.contains("name=\"entry\""), "{end}");
    }
}
