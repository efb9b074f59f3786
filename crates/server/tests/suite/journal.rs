//! The client's journal: for me alone, for us, for the next session; back and forth; who has read it; and that nobody
//! but the client opens what is for them alone.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use attune_ids::ClientId;
use attune_record::{AuditAction, AuditFilter, Relation, Roles, place};
use attune_server::policy::Policy;
use attune_server::routes;
use attune_vault::PersonalKey;
use support::places::address;
use support::world::World;
use support::{Browser, Page, Practice};

const PHRASE: &str = "copper spoon under rain";
const SECRET: &str = "zarathu: I never told anybody";
/// The same word as the bytes inside of a seal are written.
const SECRET_IN_HEXADECIMAL: &str = "7a617261746875";

/// A phone on which the space of this client was just opened.
async fn phone(practice: &Practice, clinician: &mut Browser, client: ClientId) -> Browser {
    let path = format!("/clients/{client}/space/link");
    let page = clinician.post(&path, &[]).await;
    let from = page.body.find("/s/").unwrap();
    let link: String = page.body[from..]
        .chars()
        .take_while(|letter| !"\" <".contains(*letter))
        .collect();
    let mut phone = practice.stranger();
    assert_eq!(phone.post(&link, &[]).await.status, 303);
    phone
}

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
        let phone = phone(&practice, &mut clinician, client).await;
        Self {
            practice,
            clinician,
            client,
            phone,
        }
    }

    async fn shared(&mut self) -> Page {
        let path = format!("/clients/{}/journal", self.client);
        self.clinician.get(&path).await
    }
}

async fn choose_phrase(phone: &mut Browser) -> String {
    let begin = [("phrase", PHRASE), ("again", PHRASE)];
    let page = phone.post("/portal/journal/private/begin", &begin).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let from = page.body.find("<strong>").unwrap() + "<strong>".len();
    page.body[from..]
        .chars()
        .take_while(|letter| *letter != '<')
        .collect()
}

/// Writes a page and returns its id.
async fn write(phone: &mut Browser, words: &str, with: &str) -> String {
    let page = phone.get("/portal/journal").await;
    let entry = page.field("entry");
    let fields = [
        ("entry", entry.as_str()),
        ("version", "0"),
        ("words", words),
        ("with", with),
    ];
    // The answer is lost, and the form is sent again.
    for _ in 0..2 {
        let kept = phone.post("/portal/journal", &fields).await;
        assert_eq!(kept.status, 303, "{}", kept.body);
    }
    entry
}

async fn set(phone: &mut Browser, page: &str, with: &str) {
    let entry = uuid::Uuid::new_v4().to_string();
    let fields = [("entry", entry.as_str()), ("with", with)];
    let path = format!("/portal/journal/pages/{page}");
    assert_eq!(phone.post(&path, &fields).await.status, 303);
}

#[tokio::test]
async fn a_shared_page_is_read_with_a_receipt_and_can_be_taken_back() {
    let mut scene = Scene::new().await;
    let empty = scene.phone.get("/portal/journal").await;
    assert!(empty.says("What you write stands here"));
    assert!(scene.shared().await.says("Nothing is shared at the moment"));
    let page = write(&mut scene.phone, "the quarrel on Sunday", "us").await;
    let mine = scene.phone.get("/portal/journal").await;
    assert_eq!(
        mine.body.matches("the quarrel on Sunday").count(),
        1,
        "sent twice, kept once"
    );
    assert!(mine.says("Nobody has read it yet."));
    let person = format!("/clients/{}", scene.client);
    assert!(scene.clinician.get(&person).await.says("Journal, 1 new"));
    assert!(scene.shared().await.says("the quarrel on Sunday"));
    assert!(!scene.clinician.get(&person).await.says("1 new"));
    assert!(
        scene
            .phone
            .get("/portal/journal")
            .await
            .says("Read by Jonas Weil on")
    );
    // Read again: one receipt is enough.
    scene.shared().await;
    let record = scene.practice.record(scene.client).await;
    assert_eq!(record.journal[0].receipts.len(), 1);

    set(&mut scene.phone, &page, "nobody").await;
    assert!(!scene.shared().await.says("the quarrel on Sunday"));
    let mine = scene.phone.get("/portal/journal").await;
    assert!(mine.says("Taken back.") && mine.says("It may have been read before"));
    assert!(mine.says("the quarrel on Sunday"));
    set(&mut scene.phone, &page, "next_session").await;
    let brief = format!("/clients/{}/session/brief", scene.client);
    let brief = scene.clinician.get(&brief).await;
    assert!(brief.says("From their journal") && brief.says("wants to talk about it this time"));
}

#[tokio::test]
async fn the_brief_before_the_session_leaves_the_receipt_too_and_so_does_a_supervisor() {
    let mut scene = Scene::new().await;
    write(&mut scene.phone, "ask me about Sunday", "next_session").await;
    let supervisor = Roles {
        supervisor: true,
        ..Roles::default()
    };
    let mut ada = scene.practice.staff("Ada Obi", supervisor).await;
    let line = scene.practice.line(AuditAction::AccessGrant);
    let store = &scene.practice.app.store;
    let granted = store.grant(scene.client, ada.account(), Relation::Supervisor, &line);
    granted.await.unwrap();
    let brief = format!("/clients/{}/session/brief", scene.client);
    for browser in [&mut scene.clinician, &mut ada] {
        assert!(browser.get(&brief).await.says("ask me about Sunday"));
    }
    let mine = scene.phone.get("/portal/journal").await;
    assert!(mine.says("Read by Jonas Weil") && mine.says("Read by Ada Obi"));
}

#[tokio::test]
async fn a_page_moves_between_me_and_us() {
    let mut scene = Scene::new().await;
    choose_phrase(&mut scene.phone).await;
    let page = write(&mut scene.phone, SECRET, "me").await;
    assert!(scene.phone.get("/portal/journal").await.says("Only me."));
    assert!(scene.practice.record(scene.client).await.journal.is_empty());
    set(&mut scene.phone, &page, "us").await;
    assert!(scene.shared().await.says(SECRET));
    let mine = scene.phone.get("/portal/journal").await;
    assert_eq!(mine.body.matches("zarathu").count(), 1);
    let drafts = scene
        .practice
        .app
        .store
        .drafts_of(scene.client)
        .await
        .unwrap();
    assert_eq!(
        drafts.len(),
        1,
        "the locks of the key, and no private copy any more"
    );

    set(&mut scene.phone, &page, "me").await;
    assert!(!scene.shared().await.says("zarathu"));
    let mine = scene.phone.get("/portal/journal").await;
    assert_eq!(mine.body.matches("zarathu").count(), 1);
    assert!(mine.says("You shared this page before."));
    // Closed, it is not shown on the phone either.
    scene
        .phone
        .submit("/portal/journal/private/close", &[])
        .await;
    let closed = scene.phone.get("/portal/journal").await;
    assert!(!closed.says("zarathu") && closed.says("Your private pages are closed."));
    // And shared again after all.
    let open = [("phrase", PHRASE)];
    scene
        .phone
        .submit("/portal/journal/private/open", &open)
        .await;
    set(&mut scene.phone, &page, "next_session").await;
    assert!(scene.shared().await.says(SECRET));
}

#[tokio::test]
async fn with_closed_pages_a_page_for_me_asks_for_the_phrase_and_loses_nothing() {
    let mut scene = Scene::new().await;
    choose_phrase(&mut scene.phone).await;
    scene
        .phone
        .submit("/portal/journal/private/close", &[])
        .await;
    // Nothing is kept while it is typed: it might be meant for the client alone.
    let typed = [("version", "0"), ("words", SECRET)];
    let kept = scene.phone.post("/portal/journal/unfinished", &typed).await;
    assert_eq!(kept.status, 422);
    let entry = scene.phone.get("/portal/journal").await.field("entry");
    for (phrase, status) in [("", 422), ("not the phrase at all", 422), (PHRASE, 303)] {
        let fields = [
            ("entry", entry.as_str()),
            ("version", "0"),
            ("words", SECRET),
            ("with", "me"),
            ("phrase", phrase),
        ];
        let answer = scene.phone.post("/portal/journal", &fields).await;
        assert_eq!(answer.status, status);
        if status == 422 {
            assert!(answer.says(SECRET), "what was typed is still there");
        }
    }
    assert!(scene.phone.get("/portal/journal").await.says(SECRET));
}

#[tokio::test]
async fn a_forgotten_phrase_is_opened_with_the_code_and_without_both_it_is_lost() {
    let mut scene = Scene::new().await;
    let code = choose_phrase(&mut scene.phone).await;
    write(&mut scene.phone, SECRET, "me").await;
    // Another visit, on another phone.
    let mut other = phone(&scene.practice, &mut scene.clinician, scene.client).await;
    assert!(!other.get("/portal/journal").await.says("zarathu"));
    let wrong = other
        .post(
            "/portal/journal/private/open",
            &[("phrase", "copper spoon")],
        )
        .await;
    assert_eq!(wrong.status, 422);
    let second = "seven green lanterns";
    let typed = code.to_lowercase().replace('-', " ");
    let fields = [
        ("code", typed.as_str()),
        ("phrase", second),
        ("again", second),
    ];
    let opened = other
        .post("/portal/journal/private/forgotten", &fields)
        .await;
    assert_eq!(opened.status, 303, "{}", opened.body);
    assert!(other.get("/portal/journal").await.says(SECRET));
    // The old phrase opens nothing, the new one does, on a third phone.
    let mut third = phone(&scene.practice, &mut scene.clinician, scene.client).await;
    for (phrase, status) in [(PHRASE, 422), (second, 303)] {
        let answer = third
            .post("/portal/journal/private/open", &[("phrase", phrase)])
            .await;
        assert_eq!(answer.status, status);
    }
    // A new code takes the place of the first.
    let page = third.post("/portal/journal/private/code", &[]).await;
    assert!(page.says("Your code, for paper"));
    let old = other
        .post("/portal/journal/private/forgotten", &fields)
        .await;
    assert_eq!(old.status, 422);
    // Beginning anew is asked for in so many words.
    let anew = [("phrase", PHRASE), ("again", PHRASE)];
    assert_eq!(
        other
            .post("/portal/journal/private/begin", &anew)
            .await
            .status,
        422
    );
    let anew = [("phrase", PHRASE), ("again", PHRASE), ("anew", "yes")];
    assert_eq!(
        other
            .post("/portal/journal/private/begin", &anew)
            .await
            .status,
        200
    );
    assert!(!other.get("/portal/journal").await.says("zarathu"));
}

#[tokio::test]
async fn who_guesses_the_phrase_has_to_wait() {
    let mut scene = Scene::new().await;
    choose_phrase(&mut scene.phone).await;
    scene
        .phone
        .submit("/portal/journal/private/close", &[])
        .await;
    let mut statuses = Vec::new();
    for guess in 0..7 {
        let phrase = format!("a guess of somebody {guess}");
        let fields = [("phrase", phrase.as_str())];
        statuses.push(
            scene
                .phone
                .post("/portal/journal/private/open", &fields)
                .await
                .status,
        );
    }
    assert_eq!(statuses[0], 422);
    assert_eq!(statuses[6], 429);
}

#[tokio::test]
async fn what_is_typed_is_kept_and_two_windows_overwrite_nothing() {
    let mut scene = Scene::new().await;
    let typed = [("version", "0"), ("words", "half a sen")];
    let kept = scene.phone.post("/portal/journal/unfinished", &typed).await;
    assert_eq!(kept.status, 204);
    assert!(scene.phone.get("/portal/journal").await.says("half a sen"));
    let other = [("version", "0"), ("words", "another window")];
    let both = scene.phone.post("/portal/journal/unfinished", &other).await;
    assert_eq!(both.status, 409);
    assert!(both.says("half a sen"));
    // No page of the practice shows it, and it is gone once the page is kept.
    assert!(!scene.shared().await.says("half a sen"));
    write(&mut scene.phone, "half a sentence and the rest", "us").await;
    let page = scene.phone.get("/portal/journal").await;
    assert_eq!(page.body.matches("half a sen").count(), 1);
    // Sealed to the client once they have a phrase.
    choose_phrase(&mut scene.phone).await;
    let typed = [("version", "0"), ("words", SECRET)];
    assert_eq!(
        scene
            .phone
            .post("/portal/journal/unfinished", &typed)
            .await
            .status,
        204
    );
    assert!(scene.phone.get("/portal/journal").await.says(SECRET));
    assert_nothing_opens(&scene).await;
}

/// Everything the unlocked vault of the practice opens, in the whole database, without the secret in it.
async fn assert_nothing_opens(scene: &Scene) {
    let (store, vault) = (&scene.practice.app.store, scene.practice.vault());
    let mut plain = Vec::new();
    for client in store.headlines_since(0).await.unwrap().clients {
        let (key, place) = place::headline(client.id, client.seq);
        plain.push(vault.open(key, &place, &client.headline).unwrap());
        for entry in store.entries(client.id).await.unwrap() {
            let (key, place) = place::entry(client.id, entry.id, entry.seq);
            plain.push(vault.open(key, &place, &entry.sealed).unwrap());
        }
        for draft in store.drafts_of(client.id).await.unwrap() {
            let (key, place) = place::draft(client.id, draft.id, draft.version);
            plain.push(vault.open(key, &place, &draft.sealed).unwrap());
        }
    }
    assert!(plain.len() > 2);
    for bytes in &plain {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("zarathu"));
        assert!(!text.contains(SECRET_IN_HEXADECIMAL));
    }
    for line in store
        .audit_lines(AuditFilter::All, None, 1000)
        .await
        .unwrap()
    {
        assert!(!line.line.detail.contains("zarathu"));
    }
}

#[tokio::test]
async fn the_database_with_all_keys_of_the_practice_does_not_open_what_is_for_me_alone() {
    let mut scene = Scene::new().await;
    choose_phrase(&mut scene.phone).await;
    write(&mut scene.phone, SECRET, "me").await;
    assert_nothing_opens(&scene).await;
    // The inner seal refuses every key but the client's own.
    let (store, vault) = (&scene.practice.app.store, scene.practice.vault());
    let mut sealed = 0;
    for draft in store.drafts_of(scene.client).await.unwrap() {
        let (key, place) = place::draft(scene.client, draft.id, draft.version);
        let outer = vault.open(key, &place, &draft.sealed).unwrap();
        let value: serde_json::Value = serde_json::from_slice(&outer).unwrap();
        if let Some(inner) = value.get("private_page") {
            let inner = serde_json::from_value(inner.clone()).unwrap();
            let other = PersonalKey::random().unwrap();
            assert!(other.open(vault.install(), &place, &inner).is_err());
            sealed += 1;
        }
    }
    assert_eq!(sealed, 1);
    // A backup is the same rows; in its bytes there is nothing to be found.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("backup.sqlite");
    let line = scene.practice.line(AuditAction::Backup);
    store.backup(&path, &line).await.unwrap();
    let bytes = std::fs::read(&path).unwrap();
    for needle in ["zarathu", SECRET_IN_HEXADECIMAL, PHRASE] {
        assert!(
            !bytes
                .windows(needle.len())
                .any(|part| part == needle.as_bytes())
        );
    }
}

#[tokio::test]
async fn no_page_shows_what_is_for_me_alone() {
    let world = World::new().await;
    let practice = &world.practice;
    let client = world.ours.id;
    let mut own = world.browser(support::world::Who::OwnClinician);
    let mut mine = phone(practice, &mut own, client).await;
    choose_phrase(&mut mine).await;
    write(&mut mine, SECRET, "me").await;
    let administrator = Roles {
        clinician: true,
        supervisor: true,
        administrator: true,
    };
    // Everything at once, and a clinician of this client.
    let mut ines = practice.staff("Ines Kraft", administrator).await;
    let line = practice.line(AuditAction::AccessGrant);
    let store = &practice.app.store;
    let granted = store.grant(client, ines.account(), Relation::Clinician, &line);
    granted.await.unwrap();
    let mut pages = 0;
    for route in routes(&practice.app)
        .iter()
        .filter(|route| route.method == "GET")
    {
        if [Policy::ClientLink, Policy::ClientSpace].contains(&route.policy)
            || route.path == "/welcome/{token}"
        {
            continue;
        }
        let path = address(route, &world, &world.ours);
        for browser in [&mut own, &mut ines] {
            let page = browser.get(&path).await;
            assert!(!page.says("zarathu"), "{path}");
            pages += 1;
        }
    }
    assert!(pages > 60, "only {pages} pages were looked at");
    let search = format!("/clients/{client}/search");
    let found = ines.post(&search, &[("words", "zarathu")]).await;
    assert!(!found.says("<mark>"));
    let found = ines.post("/search", &[("words", "zarathu")]).await;
    assert!(!found.says("<mark>"));
    // Another visit of the same client, without the phrase, and the other client.
    let mut again = phone(practice, &mut own, client).await;
    assert!(!again.get("/portal/journal").await.says("zarathu"));
    // The key of one visit opens nothing in another one.
    let cookie = mine.cookie("__Host-attune-private").unwrap();
    let mut stolen = again.with_cookie("__Host-attune-private", &cookie);
    assert!(!stolen.get("/portal/journal").await.says("zarathu"));
    let mut theirs = world.browser(support::world::Who::TheirSpace);
    assert!(!theirs.get("/portal/journal").await.says("zarathu"));
    let record = practice.record(client).await;
    assert!(!format!("{record:?}").contains("zarathu"));
}

#[tokio::test]
async fn nothing_written_and_nobody_chosen_are_said_at_the_form() {
    let mut scene = Scene::new().await;
    let entry = scene.phone.get("/portal/journal").await.field("entry");
    for (words, with, says) in [
        ("  ", "us", "There is nothing written yet."),
        ("words", "", "Please say who this page is for."),
    ] {
        let fields = [
            ("entry", entry.as_str()),
            ("version", "0"),
            ("words", words),
            ("with", with),
        ];
        let answer = scene.phone.post("/portal/journal", &fields).await;
        assert_eq!(answer.status, 422);
        assert!(answer.says(says));
    }
    let record = scene.practice.record(scene.client).await;
    assert!(record.journal.is_empty());
}
