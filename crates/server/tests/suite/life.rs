//! The life line and the map of people on the clinician's pages.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use attune_ids::{ClientId, EntryId, IdSource, RandomIds};
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

    async fn get(&mut self, end: &str) -> Page {
        let path = format!("/clients/{}{end}", self.client);
        self.clinician.get(&path).await
    }

    async fn post(&mut self, end: &str, fields: &[(&str, &str)]) -> Page {
        let path = format!("/clients/{}{end}", self.client);
        let entry = fresh();
        let mut all = vec![("entry", entry.as_str())];
        all.extend(fields);
        self.clinician.post(&path, &all).await
    }

    async fn event(&mut self, what: &str, fields: &[(&str, &str)]) -> Page {
        let mut all = vec![
            ("what", what),
            ("sort", "loss"),
            ("domain", "relationships"),
        ];
        all.extend(fields);
        self.post("/life", &all).await
    }

    async fn person(&mut self, name: &str, part: &str, fields: &[(&str, &str)]) -> Page {
        let mut all = vec![("name", name), ("part", part)];
        all.extend(fields);
        self.post("/people", &all).await
    }
}

fn fresh() -> String {
    EntryId::new(&mut RandomIds as &mut dyn IdSource).to_string()
}

#[tokio::test]
async fn a_life_is_drawn_with_roughly_known_times_and_read_from_both_ends() {
    let mut scene = Scene::new().await;
    assert!(scene.get("/life").await.says("Nothing written down yet"));
    let fields = [
        ("text", "I keep to myself"),
        ("domain", "behaviours"),
        ("role", "perpetuating"),
        ("mechanism", ""),
    ];
    scene.post("/formulate/factors", &fields).await;
    let factor = scene
        .practice
        .record(scene.client)
        .await
        .formulation
        .factors[0]
        .id
        .to_string();
    let told = scene
        .event(
            "Grandmother died",
            &[
                ("year", "1994"),
                ("part", "about"),
                ("felt", "hard"),
                ("began_after", &factor),
            ],
        )
        .await;
    assert_eq!(told.status, 303, "{}", told.body);
    assert!(told.location().contains("/life#event-"));
    let page = scene.get("/life").await;
    assert!(page.says("about 1994") && page.body.contains("fig-life-line"));
    // The event leads to the factor's story, and that back to the event.
    assert!(page.body.contains(&format!("href=\"#story-{factor}\"")));
    let event = scene.practice.record(scene.client).await.life_events[0]
        .item
        .id
        .to_string();
    assert!(page.body.contains(&format!("href=\"#event-{event}\"")));
    assert!(
        page.body.contains(&format!("/life#event-{event}\"")),
        "the sign in the picture"
    );
    assert!(page.says("After is not because."));

    // An age needs a birth to count from, and what was typed stays.
    let refused = scene.event("The pool", &[("age", "7")]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("value=\"The pool\"") && refused.says("date of birth"));
    // From a later year on, what lies before is left out of the picture, and stays in the list.
    let later = scene.get("/life?from=2010").await;
    let picture = |page: &Page| {
        let (_, from) = page.body.split_once("<figure").unwrap_or_default();
        from.split("</figure>").next().unwrap().to_owned()
    };
    assert!(picture(&page).contains("Grandmother died"));
    assert!(!picture(&later).contains("Grandmother died"));
    assert!(later.says("1. Grandmother died"));
    assert_eq!(scene.get("/life?from=x").await.status, 200);
}

#[tokio::test]
async fn people_are_put_on_the_map_tied_taken_off_and_put_back() {
    let mut scene = Scene::new().await;
    assert!(scene.get("/people").await.says("Nobody is on the map yet"));
    let mother = [
        ("closeness", "close"),
        ("conflict", "strong"),
        ("since", "about 1960"),
    ];
    let put = scene.person("Adaeze", "parent", &mother).await;
    assert_eq!(put.status, 303, "{}", put.body);
    assert!(!put.location().contains("Adaeze"), "no name in an address");
    scene
        .person(
            "The choir",
            "community",
            &[("sort", "group"), ("support", "gives")],
        )
        .await;
    let page = scene.get("/people").await;
    assert!(page.body.contains("fig-relations") && page.says("since about 1960"));
    assert!(page.says("One is drawn as supporting the client: The choir."));
    assert!(page.says("One of one tie holds conflict. For one nothing is said about conflict."));

    let record = scene.practice.record(scene.client).await;
    let ids: Vec<String> = record
        .people
        .iter()
        .map(|kept| kept.item.id.to_string())
        .collect();
    let tie = [
        ("one", ids[0].as_str()),
        ("other", &ids[1]),
        ("closeness", "very_close"),
    ];
    assert_eq!(scene.post("/ties", &tie).await.status, 303);
    assert_eq!(
        scene.post("/ties", &tie).await.status,
        422,
        "it is drawn already"
    );
    assert!(
        scene
            .get("/people")
            .await
            .says("Adaeze and The choir: very close")
    );

    // Told better, and that taken back.
    let one = format!("/people/{}", ids[0]);
    let better = [
        ("name", "Adaeze"),
        ("part", "parent"),
        ("since", "about 1960"),
        ("broken_off", "yes"),
    ];
    scene.post(&one, &better).await;
    assert!(scene.get("/people").await.says("Broken off: Adaeze."));
    let record = scene.practice.record(scene.client).await;
    let last = record.people[0].set.last().unwrap().to_string();
    scene.post(&format!("{one}/back"), &[("last", &last)]).await;
    assert!(!scene.get("/people").await.says("Broken off: Adaeze."));

    let refused = scene.person("Bode", "", &[("closeness", "close")]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("value=\"Bode\"") && refused.says("who they are to the client"));

    scene
        .post(&format!("{one}/void"), &[("because", "she asked for it")])
        .await;
    let page = scene.get("/people").await;
    assert!(page.says("because: she asked for it") && page.says("Put it back"));
    assert!(
        !page.says("Adaeze and The choir"),
        "a tie goes with its ends"
    );
    scene.post(&format!("{one}/restore"), &[]).await;
    assert!(
        scene
            .get("/people")
            .await
            .says("Adaeze and The choir: very close")
    );

    let file = scene.get("/people/people.svg").await;
    assert!(file.body.starts_with("<svg") && file.body.contains("Adaeze"));
    assert!(!file.body.contains("href="), "a file leads nowhere");
}
