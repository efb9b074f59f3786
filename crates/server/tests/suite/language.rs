//! Pages for clients in their language: whose choice counts, what is said, what is written down.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use std::collections::BTreeSet;

use attune_ids::ClientId;
use support::locales::{self, LANGUAGES};
use support::{Browser, Page, Practice};

/// A practice, a clinician, a client, and a questionnaire asked through a link.
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

    /// The link to a questionnaire, without the host.
    async fn ask(&mut self, measure: &str) -> String {
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
        address_on(&asked, "/q/")
    }

    /// A phone that asks for pages in these languages and has just opened the link.
    async fn phone(&self, link: &str, languages: &'static str) -> Browser {
        let mut phone = self.practice.stranger().asking_for(languages);
        assert_eq!(phone.get(link).await.location(), "/portal");
        phone
    }
}

fn address_on(page: &Page, beginning: &str) -> String {
    let from = page.body.find(beginning).unwrap();
    page.body[from..]
        .chars()
        .take_while(|letter| !"\" <".contains(*letter))
        .collect()
}

/// Every page of a questionnaire, in the order one meets them.
async fn walk(scene: &Scene, link: &str, languages: &'static str) -> Vec<(&'static str, Page)> {
    let mut pages = Vec::new();
    let mut stranger = scene.practice.stranger().asking_for(languages);
    pages.push(("a link that opens nothing", stranger.get("/q/none").await));
    pages.push(("no visit", stranger.get("/portal").await));
    pages.push(("no space", stranger.get("/portal/today").await));
    pages.push(("help", stranger.get("/portal/help").await));
    let mut phone = scene.phone(link, languages).await;
    pages.push(("welcome", phone.get("/portal").await));
    pages.push(("the first question", phone.get("/portal/item/1").await));
    let nothing = phone.post("/portal/item/1", &[]).await;
    pages.push(("nothing chosen", nothing));
    phone.post("/portal/item/9", &[("answer", "2")]).await;
    pages.push(("pause", phone.get("/portal/pause").await));
    pages.push(("welcome again", phone.get("/portal").await));
    pages.push(("review", phone.get("/portal/review").await));
    pages.push(("thanks", phone.submit("/portal/send", &[]).await));
    let mut later = scene.phone(link, languages).await;
    pages.push(("sent before", later.get("/portal/thanks").await));
    pages
}

/// The keys of all texts that stand on a page exactly, between two tags.
fn keys_on(page: &Page, language: &str) -> BTreeSet<String> {
    locales::read(language)
        .into_iter()
        .filter_map(|(key, text)| {
            // A decimal mark stands between any two tags.
            let words = text.plain.filter(|words| words.len() > 2)?;
            let escaped = words.replace('\'', "&#39;").replace('"', "&#34;");
            page.body.contains(&format!(">{escaped}<")).then_some(key)
        })
        .collect()
}

#[tokio::test]
async fn every_page_says_the_same_in_every_language() {
    let mut walks = Vec::new();
    for (language, languages) in [("en", "en-GB"), ("de", "de-AT, en;q=0.5"), ("es", "es-MX")] {
        let mut scene = Scene::new().await;
        let link = scene.ask("phq-9").await;
        walks.push((language, walk(&scene, &link, languages).await));
    }
    let english = walks[0].1.iter();
    let english: Vec<_> = english.map(|(_, page)| keys_on(page, "en")).collect();
    for (language, walk) in &walks {
        for ((name, page), english) in walk.iter().zip(&english) {
            assert!(
                page.says(&format!("<html lang=\"{language}\">")),
                "{language}: {name}"
            );
            let here = keys_on(page, language);
            assert!(here.len() >= 3, "{language}: {name} says {here:?}");
            assert_eq!(&here, english, "{language}: {name}");
        }
    }
}

#[tokio::test]
async fn what_was_chosen_counts_before_what_the_browser_asks_for_and_that_before_the_practice() {
    let mut scene = Scene::new().await;
    let link = scene.ask("gad-7").await;
    let german = "<html lang=\"de\">";

    // Nothing chosen, nothing asked for that is here: the practice's.
    "de".clone_into(&mut scene.practice.app.settings.write().await.language);
    let mut phone = scene.phone(&link, "tr").await;
    assert!(phone.get("/portal").await.says(german));
    // What the browser asks for.
    let mut phone = scene.phone(&link, "es").await;
    assert!(phone.get("/portal").await.says("<html lang=\"es\">"));
    // What the clinician chose for this client, on every device.
    let path = format!("/clients/{}/access/contact", scene.client);
    let version = scene.clinician.get(&path).await.field("version");
    let fields = [
        ("version", version.as_str()),
        ("name", "Mira Okafor"),
        ("language", "en"),
    ];
    assert_eq!(scene.clinician.post(&path, &fields).await.status, 303);
    assert!(phone.get("/portal").await.says("<html lang=\"en\">"));
    // What the client chooses themselves, without a script; it leads back to where they were.
    let item = phone.get("/portal/item/2?then=review").await;
    let back = item.field("back");
    assert_eq!(back, "/portal/item/2?then=review");
    let chosen = phone
        .post("/portal/language", &[("language", "de"), ("back", &back)])
        .await;
    assert_eq!((chosen.status, chosen.location()), (303, back));
    assert!(phone.get("/portal/item/2").await.says(german));
    assert!(phone.get("/portal/help").await.says(german), "help as well");
    let mut another = scene.phone(&link, "es").await;
    assert!(
        another.get("/portal").await.says(german),
        "on their other phone too"
    );
    assert!(scene.clinician.get(&path).await.says("\"de\" selected"));
}

#[tokio::test]
async fn choosing_a_language_leads_nowhere_else_and_needs_no_visit() {
    let scene = Scene::new().await;
    let mut stranger = scene.practice.stranger().asking_for("en");
    for back in ["https://example.org", "//example.org", "/caseload", ""] {
        let fields = [("language", "es"), ("back", back)];
        let chosen = stranger.post("/portal/language", &fields).await;
        assert_eq!(chosen.location(), "/portal");
    }
    let help = stranger.get("/portal/help").await;
    assert!(help.says("Samaritans") && help.says("Alguien con quien hablar"));
    let fields = [("language", "xx"), ("back", "/portal/help")];
    assert_eq!(stranger.post("/portal/language", &fields).await.status, 303);
    assert!(
        stranger
            .get("/portal/help")
            .await
            .says("<html lang=\"es\">")
    );
}

#[tokio::test]
async fn a_measure_is_asked_in_the_clients_language_or_says_that_it_is_not() {
    let mut scene = Scene::new().await;
    // One that is here in German.
    let link = scene.ask("session-feedback").await;
    let mut phone = scene.phone(&link, "de").await;
    let welcome = phone.get("/portal").await;
    assert!(!welcome.says("nicht auf Deutsch"));
    assert!(welcome.says("unsere eigenen Fragen"));
    let item = phone.get("/portal/item/1").await;
    assert!(item.says("Wie war diese Sitzung für Sie?") && item.says("fieldset lang=\"de\""));
    phone.post("/portal/item/1", &[("answer", "7")]).await;
    let review = phone.get("/portal/review").await;
    assert!(review.says("7 von 10"));
    phone.submit("/portal/send", &[]).await;
    let record = scene.practice.record(scene.client).await;
    assert_eq!(record.responses[0].item.measure.language, "de");

    // The same in English: the clinician sees that, and where the course changes its language.
    let link = scene.ask("session-feedback").await;
    let mut phone = scene.phone(&link, "en").await;
    phone.post("/portal/item/1", &[("answer", "8")]).await;
    phone.submit("/portal/send", &[]).await;
    let record = scene.practice.record(scene.client).await;
    assert_eq!(record.responses[1].item.measure.language, "en");
    let assess = format!("/clients/{}/assess", scene.client);
    let overview = scene.clinician.get(&assess).await;
    assert!(overview.says("Read in English since") && overview.says("in German before"));
    let first = record.responses[0].entry;
    let response = scene
        .clinician
        .get(&format!("{assess}/responses/{first}"))
        .await;
    assert!(response.says("through a link, in German"));

    // One that is not.
    let link = scene.ask("phq-9").await;
    let mut phone = scene.phone(&link, "de").await;
    let welcome = phone.get("/portal").await;
    assert!(welcome.says("nicht auf Deutsch") && welcome.says("auf Englisch gestellt"));
    let item = phone.get("/portal/item/1").await;
    assert!(item.says("<html lang=\"de\">") && item.says("fieldset lang=\"en\""));
    assert!(item.says("Little interest or pleasure"));
}

#[tokio::test]
async fn staff_pages_stay_english_whatever_the_browser_asks_for() {
    let scene = Scene::new().await;
    let mut clinician = scene.clinician.clone().asking_for("de");
    let path = format!("/clients/{}/assess", scene.client);
    assert!(clinician.get(&path).await.says("<html lang=\"en\">"));
}

#[tokio::test]
async fn every_language_is_offered_on_every_page_by_its_own_name() {
    let scene = Scene::new().await;
    let mut stranger = scene.practice.stranger();
    let help = stranger.get("/portal/help").await;
    for (tag, name) in LANGUAGES.into_iter().zip(["English", "Deutsch", "Español"]) {
        assert!(help.says(&format!("value=\"{tag}\" lang=\"{tag}\"")) && help.says(name));
    }
}
