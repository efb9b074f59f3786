//! Two maps, one story: the client draws theirs in their space, the clinician lays both side by side, both agree.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use attune_care::Author;
use attune_ids::ClientId;
use support::{Browser, Page, Practice};

struct Scene {
    practice: Practice,
    clinician: Browser,
    client: ClientId,
    phone: Browser,
}

impl Scene {
    async fn new() -> Self {
        let practice = Practice::new().await;
        let mut clinician = practice.clinician("Jonas Weil").await;
        let client = practice.client(&clinician, "Mira Okafor").await;
        let page = clinician
            .post(&format!("/clients/{client}/space/link"), &[])
            .await;
        let from = page.body.find("/s/").unwrap();
        let link: String = page.body[from..]
            .chars()
            .take_while(|letter| !"\" <".contains(*letter))
            .collect();
        let mut phone = practice.stranger();
        assert_eq!(phone.post(&link, &[]).await.location(), "/portal/today");
        Self {
            practice,
            clinician,
            client,
            phone,
        }
    }

    fn maps(&self) -> String {
        format!("/clients/{}/formulate/maps", self.client)
    }

    /// Answers one question of the map as it stands there.
    async fn answer(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let page = self.phone.get("/portal/map").await;
        let entry = page.field("entry");
        let mut all = vec![("entry", entry.as_str())];
        all.extend(fields);
        self.phone.post(path, &all).await
    }

    async fn things(&mut self) -> Page {
        let fields = [
            ("text1", "worry"),
            ("about1", "thoughts"),
            ("text2", "poor sleep"),
            ("about2", "behaviours"),
        ];
        self.answer("/portal/map/things", &fields).await
    }

    /// The id of a thing, by its words.
    async fn thing(&self, words: &str) -> String {
        let record = self.practice.record(self.client).await;
        let own = record.maps.own.unwrap().item;
        let found = own.things.iter().find(|thing| thing.text == words);
        found.unwrap().id.to_string()
    }

    /// The whole map, shown.
    async fn told() -> Self {
        let mut scene = Self::new().await;
        scene.things().await;
        let (worry, sleep) = (scene.thing("worry").await, scene.thing("poor sleep").await);
        scene
            .answer("/portal/map/causes", &[("thing", &worry)])
            .await;
        let marked = [("thing", sleep.as_str()), ("led_by", &worry)];
        scene.answer("/portal/map/causes", &marked).await;
        let much = [
            ("cause", worry.as_str()),
            ("effect", &sleep),
            ("how_much", "a_lot"),
            ("sign", "more"),
        ];
        scene.answer("/portal/map/how-much", &much).await;
        scene.answer("/portal/map/show", &[]).await;
        scene
    }

    async fn factor(&mut self, text: &str) {
        let entry = uuid::Uuid::new_v4().to_string();
        let fields = [
            ("entry", entry.as_str()),
            ("text", text),
            ("domain", "thoughts"),
            ("role", ""),
            ("mechanism", ""),
        ];
        let path = format!("/clients/{}/formulate/factors", self.client);
        assert_eq!(self.clinician.post(&path, &fields).await.status, 303);
    }
}

#[tokio::test]
async fn the_client_draws_a_map_question_by_question_and_goes_on_where_they_stopped() {
    let mut scene = Scene::new().await;
    let begin = scene.phone.get("/portal/map").await;
    assert!(begin.says("What troubles you?") && begin.says("not shown your map until you choose"));
    assert!(scene.phone.get("/portal/more").await.says("/portal/map"));
    // Nothing typed is lost when something is missing.
    let refused = scene
        .answer(
            "/portal/map/things",
            &[("text1", "worry"), ("about1", "thoughts")],
        )
        .await;
    assert_eq!(refused.status, 422);
    assert!(refused.says("at least two things") && refused.says("value=\"worry\""));

    assert_eq!(scene.things().await.location(), "/portal/map#question");
    let (worry, sleep) = (scene.thing("worry").await, scene.thing("poor sleep").await);
    let first = scene.phone.get("/portal/map").await;
    assert!(first.says("What leads to “worry”?") && first.says("0 of 2 answered"));
    scene
        .answer("/portal/map/causes", &[("thing", &worry)])
        .await;
    let marked = [("thing", sleep.as_str()), ("led_by", &worry)];
    scene.answer("/portal/map/causes", &marked).await;
    // On another day, the question that was open comes first.
    let pair = scene.phone.get("/portal/map").await;
    assert!(
        pair.says("How much does “worry” lead to “poor sleep”?") && pair.says("2 of 3 answered")
    );
    let half = [
        ("cause", worry.as_str()),
        ("effect", &sleep),
        ("how_much", "a_lot"),
    ];
    let asked = scene.answer("/portal/map/how-much", &half).await;
    assert_eq!(asked.status, 422);
    assert!(asked.says("choose how much, and which way"));
    let mut whole = half.to_vec();
    whole.push(("sign", "more"));
    scene.answer("/portal/map/how-much", &whole).await;
    let done = scene.phone.get("/portal/map").await;
    assert!(done.says("“worry” leads to more “poor sleep”: a lot.") && done.says("<svg"));

    // Not shown yet: the clinician's page has none of it.
    let maps = scene.maps();
    let page = scene.clinician.get(&maps).await;
    assert!(page.says("have not shown it") && !page.body.contains("poor sleep"));
    scene.answer("/portal/map/show", &[]).await;
    assert!(
        scene
            .phone
            .get("/portal/map")
            .await
            .says("You showed this map")
    );
    let page = scene.clinician.get(&maps).await;
    assert!(page.says("The client showed their map on") && page.says("poor sleep"));
    let record = scene.practice.record(scene.client).await;
    assert_eq!(record.maps.shown().unwrap().by, Author::Client);
}

#[tokio::test]
async fn it_is_asked_in_the_language_of_the_client() {
    let mut scene = Scene::new().await;
    for (language, words) in [("de", "Was belastet Sie?"), ("es", "¿Qué le preocupa?")] {
        let chosen = [("language", language), ("back", "/portal/map")];
        scene.phone.post("/portal/language", &chosen).await;
        assert!(
            scene.phone.get("/portal/map").await.says(words),
            "{language}"
        );
    }
}

#[tokio::test]
async fn both_maps_lie_side_by_side_and_become_one_that_both_agree_to() {
    let mut scene = Scene::told().await;
    scene.factor("Worry").await;
    scene.factor("lies awake").await;
    let maps = scene.maps();
    let page = scene.clinician.get(&maps).await;
    assert!(page.says("Only the client has “poor sleep”: “worry” leads to more of it."));
    assert!(page.says("Only the clinician has “lies awake”: no arrow touches it."));

    let own = scene.thing("poor sleep").await;
    let record = scene.practice.record(scene.client).await;
    let awake = record.formulation.factors[1].id.to_string();
    let same = [("own", own.as_str()), ("drawn", &awake)];
    let entry = uuid::Uuid::new_v4().to_string();
    let fields: Vec<(&str, &str)> = [("entry", entry.as_str())]
        .into_iter()
        .chain(same)
        .collect();
    let said = scene.clinician.post(&format!("{maps}/same"), &fields).await;
    assert_eq!(said.location(), format!("{maps}#same"));
    let page = scene.clinician.get(&maps).await;
    assert!(
        page.says("The client thinks that “worry” leads to more “poor sleep”, a lot (8 of 10)")
    );

    let worry = record.formulation.factors[0].id.to_string();
    let shown = record.maps.shown().unwrap().entry.to_string();
    let (entry, arrow) = (
        uuid::Uuid::new_v4().to_string(),
        format!("{worry}:{awake}:own"),
    );
    let joint = [
        ("entry", entry.as_str()),
        ("own", &shown),
        ("keep", &worry),
        ("keep", &awake),
        ("arrow", &arrow),
    ];
    let put = scene.clinician.post(&format!("{maps}/joint"), &joint).await;
    assert_eq!(put.location(), format!("{maps}#joint"));
    assert!(
        scene
            .clinician
            .get(&maps)
            .await
            .says("The client has not agreed yet")
    );

    let seen = scene.phone.get("/portal/map").await;
    assert!(seen.says("Jonas Weil made this out of your map and theirs"));
    assert!(seen.says("“Worry” leads to more “lies awake”: a lot."));
    let record = scene.practice.record(scene.client).await;
    let proposal = record
        .maps
        .newest_joint()
        .unwrap()
        .proposed
        .entry
        .to_string();
    let entry = uuid::Uuid::new_v4().to_string();
    let agree = [
        ("entry", entry.as_str()),
        ("proposal", &proposal),
        ("agreed", "yes"),
    ];
    let agreed = scene.phone.post("/portal/map/joint", &agree).await;
    assert_eq!(agreed.location(), "/portal/map#joint");
    assert!(scene.phone.get("/portal/map").await.says("You agreed on"));
    let page = scene.clinician.get(&maps).await;
    assert!(page.says("The client agreed,") && page.says("Proposed by Jonas Weil"));

    // What both agreed to becomes the drawing in one press, and goes back in one.
    assert!(page.says("Taking it over into the drawing would do this"));
    let before = scene.practice.record(scene.client).await.formulation;
    let entry = uuid::Uuid::new_v4().to_string();
    let take = [("entry", entry.as_str()), ("proposal", &proposal)];
    for _ in 0..2 {
        let taken = scene
            .clinician
            .post(&format!("{maps}/take-over"), &take)
            .await;
        assert!(taken.location().ends_with("/formulate#drawing"));
    }
    let record = scene.practice.record(scene.client).await;
    let joint = &record.maps.newest_joint().unwrap().proposed.item;
    assert_eq!(record.formulation.influences, joint.influences);
    let page = scene.clinician.get(&maps).await;
    assert!(page.says("The drawing is this version."));
    let drawing = format!("/clients/{}/formulate", scene.client);
    let page = scene.clinician.get(&drawing).await;
    assert!(page.says("took the joint version over"));
    let action = format!("{drawing}/undo");
    let form = page.body.split(&action).nth(1).unwrap();
    let value = |name: &str| {
        let rest = form
            .split(&format!("name=\"{name}\" value=\""))
            .nth(1)
            .unwrap();
        rest.split('"').next().unwrap().to_owned()
    };
    let (entry, change) = (value("entry"), value("change"));
    let fields = [("entry", entry.as_str()), ("change", &change)];
    let undone = scene.clinician.post(&action, &fields).await;
    assert_eq!(undone.status, 303);
    let record = scene.practice.record(scene.client).await;
    assert_eq!(record.formulation.factors, before.factors);
    assert_eq!(record.formulation.influences, before.influences);

    // Every version stays, and any two can be compared.
    let left = format!("own-{shown}");
    let right = format!("joint-{proposal}");
    let compared = scene
        .clinician
        .get(&format!("{maps}/compare?left={left}&right={right}"))
        .await;
    assert_eq!(compared.status, 200);
    assert!(compared.says("To talk about") && compared.says("The joint map of"));
    let nothing = scene.clinician.get(&format!("{maps}/compare?left=x")).await;
    assert!(nothing.says("Choose two versions."));
}

#[tokio::test]
async fn a_factor_says_after_what_it_began_and_the_diary_how_much_it_needs() {
    let practice = Practice::new().await;
    let mut clinician = practice.clinician("Jonas Weil").await;
    let client = practice.client_with_story(&clinician, "own").await;
    let formulate = format!("/clients/{client}/formulate");
    let page = clinician.get(&formulate).await;
    assert!(page.says("began after “own "));
    let diary = clinician.get(&format!("{formulate}/diary")).await;
    assert_eq!(diary.status, 200);
    assert!(diary.says("No diary asks about two factors") || diary.says("of the"));
}
