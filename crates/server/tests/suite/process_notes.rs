//! Process notes open for their author alone: not for another clinician of the same client, a supervisor or an
//! administrator, not on another page, and not with the keys of the practice.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use attune_care::Body;
use attune_care::session::{Meeting, MeetingKind};
use attune_ids::{AccountId, ClientId, RandomIds, SessionId};
use attune_record::{Account, AuditAction, Relation, Roles, place};
use attune_server::policy::Policy;
use attune_server::routes;
use attune_server::sign_in::{current_code, hash_password, new_secret, prepare_setup};
use jiff::SignedDuration;
use support::places::address;
use support::world::World;
use support::{Browser, Practice};

const PASSWORD: &str = "quiet river at dawn";
const TEXT: &str = "zarathu: her silence made me want to leave";

struct Person {
    id: AccountId,
    email: String,
    secret: Vec<u8>,
}

/// Somebody who signs in with a password, as people do: only that opens a key.
async fn person(practice: &Practice, name: &str, roles: Roles) -> Person {
    let id = practice.staff(name, roles).await.account();
    let secret = new_secret().unwrap();
    let found = practice.app.store.account(id).await.unwrap();
    let account = Account {
        password_hash: Some(hash_password(PASSWORD).unwrap()),
        totp_secret: Some(secret.clone()),
        ..found.value
    };
    let line = practice.line(AuditAction::AccountChange);
    let store = &practice.app.store;
    store
        .update_account(&account, found.version, &line)
        .await
        .unwrap();
    Person {
        id,
        email: account.email,
        secret,
    }
}

async fn enter(practice: &Practice, person: &Person, password: &str) -> Browser {
    practice.wait(SignedDuration::from_secs(30));
    let code = current_code(&person.secret, practice.app.now()).unwrap();
    let mut browser = practice.stranger().of(person.id);
    let email = person.email.as_str();
    let given = [("email", email), ("password", password), ("code", &code)];
    let entered = browser.post("/sign-in", &given).await;
    assert_eq!(entered.status, 303, "{}", entered.body);
    browser
}

fn clinician() -> Roles {
    Roles {
        clinician: true,
        ..Roles::default()
    }
}

/// One client with a session, in the hands of this person.
async fn client_of(practice: &Practice, browser: &Browser) -> (ClientId, SessionId) {
    let id = SessionId::new(&mut RandomIds);
    let on = practice.today().await;
    let how = MeetingKind::InPerson;
    let held = Body::SessionHeld(Meeting { id, on, how });
    let client = practice
        .client_with(browser, "Mira Okafor", vec![held])
        .await;
    (client, id)
}

async fn write(browser: &mut Browser, address: &str) {
    let typed = [("version", "0"), ("text", TEXT)];
    let kept = browser.post(&format!("{address}/autosave"), &typed).await;
    assert_eq!(kept.status, 204, "{}", kept.body);
}

#[tokio::test]
async fn the_author_writes_changes_finds_and_throws_away() {
    let practice = Practice::new().await;
    let jonas = person(&practice, "Jonas Weil", clinician()).await;
    let mut browser = enter(&practice, &jonas, PASSWORD).await;
    let (client, session) = client_of(&practice, &browser).await;
    let address = format!("/clients/{client}/session/{session}/process");
    assert!(browser.get(&address).await.says("What moved you"));
    write(&mut browser, &address).await;
    // The answer was lost on its way, and the same text comes again; then another window.
    write(&mut browser, &address).await;
    let other = [("version", "0"), ("text", "another window")];
    let both = browser.post(&address, &other).await;
    assert_eq!(both.status, 409);
    assert!(both.says(TEXT) && both.says("another window"));

    // Another browser, after signing in there.
    let mut later = enter(&practice, &jonas, PASSWORD).await;
    assert!(later.get(&address).await.says(TEXT));
    let search = format!("/clients/{client}/search");
    let everywhere = later.post("/search", &[("words", "zarathu")]).await;
    assert!(
        everywhere.says("<mark>"),
        "one's own are found: {}",
        everywhere.body
    );
    let found = later.post(&search, &[("words", "zarathu")]).await;
    assert!(found.says("1 place") && found.says("process note, for you alone"));

    let discard = format!("{address}/discard");
    later.submit(&discard, &[]).await;
    assert!(
        later.get(&address).await.says(TEXT),
        "not without being sure"
    );
    let page = later.submit(&discard, &[("sure", "yes")]).await;
    assert!(!page.says(TEXT));
}

#[tokio::test]
async fn nobody_else_finds_it_on_any_page() {
    let world = World::new().await;
    let practice = &world.practice;
    let client = world.ours.id;
    let state = world.ours.record.sessions.last().unwrap();
    let session = state.meeting.id;

    // The author, and everybody else who has a way into this record, all signed in with a password.
    let author = person(practice, "Judith Amsel", clinician()).await;
    let colleague = person(practice, "Clara Nagel", clinician()).await;
    let supervisor = person(
        practice,
        "Omar Said",
        Roles {
            supervisor: true,
            ..Roles::default()
        },
    )
    .await;
    // Everything at once, and a clinician of this client too: still not the author.
    let everything = Roles {
        clinician: true,
        supervisor: true,
        administrator: true,
    };
    let administrator = person(practice, "Ines Kraft", everything).await;
    for (who, relation) in [
        (&author, Relation::Clinician),
        (&colleague, Relation::Clinician),
        (&supervisor, Relation::Supervisor),
        (&administrator, Relation::Clinician),
    ] {
        let line = practice.line(AuditAction::AccessGrant);
        practice
            .app
            .store
            .grant(client, who.id, relation, &line)
            .await
            .unwrap();
    }
    let mut judith = enter(practice, &author, PASSWORD).await;
    let address_of_note = format!("/clients/{client}/session/{session}/process");
    write(&mut judith, &address_of_note).await;
    assert!(judith.get(&address_of_note).await.says(TEXT));

    let routes = routes(&practice.app);
    let mut pages = 0;
    for who in [&colleague, &supervisor, &administrator] {
        let mut browser = enter(practice, who, PASSWORD).await;
        for route in routes.iter().filter(|route| route.method == "GET") {
            if route.policy == Policy::ClientLink || route.path == "/welcome/{token}" {
                continue;
            }
            let path = address(route, &world, &world.ours)
                .replace(&value_of_open_session(&world), &session.to_string());
            let page = browser.get(&path).await;
            assert!(!page.says("zarathu"), "{path}");
            pages += 1;
        }
        let search = format!("/clients/{client}/search");
        let found = browser.post(&search, &[("words", "zarathu")]).await;
        assert!(!found.says("<mark>"), "{}", found.body);
        let found = browser.post("/search", &[("words", "zarathu")]).await;
        assert!(!found.says("<mark>"), "{}", found.body);
    }
    assert!(pages > 60, "only {pages} pages were looked at");

    // The author's own other pages do not show it either.
    for (path, page) in every_other_page(&world, &mut judith, &routes, &address_of_note).await {
        assert!(!page.contains("zarathu"), "{path}");
    }

    // And with the supervisor's leave to read, the page itself is not there.
    let mut omar = enter(practice, &supervisor, PASSWORD).await;
    assert_eq!(omar.get(&address_of_note).await.status, 404);
}

fn value_of_open_session(world: &World) -> String {
    let sessions = &world.ours.record.sessions;
    let open = sessions.iter().find(|state| state.note.is_none()).unwrap();
    open.meeting.id.to_string()
}

async fn every_other_page(
    world: &World,
    browser: &mut Browser,
    routes: &[attune_server::Route],
    note: &str,
) -> Vec<(String, String)> {
    let mut pages = Vec::new();
    for route in routes.iter().filter(|route| route.method == "GET") {
        let path = address(route, world, &world.ours);
        if path != note && route.policy == Policy::ReadRecord {
            let page = browser.get(&path).await;
            pages.push((path, page.body));
        }
    }
    pages
}

#[tokio::test]
async fn the_keys_of_the_practice_do_not_open_it() {
    let practice = Practice::new().await;
    let jonas = person(&practice, "Jonas Weil", clinician()).await;
    let mut browser = enter(&practice, &jonas, PASSWORD).await;
    let (client, session) = client_of(&practice, &browser).await;
    let address = format!("/clients/{client}/session/{session}/process");
    write(&mut browser, &address).await;

    // Whoever has keyring, passphrase and database opens the outer seal, and finds another one.
    let drafts = practice.app.store.drafts_of(client).await.unwrap();
    assert_eq!(drafts.len(), 1);
    let (key, place) = place::draft(client, drafts[0].id, drafts[0].version);
    let plain = practice
        .vault()
        .open(key, &place, &drafts[0].sealed)
        .unwrap();
    let plain = String::from_utf8(plain.to_vec()).unwrap();
    assert!(plain.starts_with("{\"process_note\":{\"key\":"), "{plain}");
    assert!(!plain.contains("zarathu"));
    // The same word as the bytes of the inner seal are written.
    let hexadecimal = "7a617261746875";
    assert!(!plain.contains(hexadecimal));

    // A session that somebody made without the password has no key with it.
    let mut without = practice.signed_in(jonas.id).await;
    let page = without.get(&address).await;
    assert!(page.says("Sign in once more to open it") && !page.says(TEXT));
    let typed = [("version", "1"), ("text", "in its place")];
    assert_eq!(without.post(&address, &typed).await.status, 422);
}

#[tokio::test]
async fn a_changed_password_keeps_the_notes_and_a_reset_one_does_not_open_them() {
    let practice = Practice::new().await;
    let jonas = person(&practice, "Jonas Weil", clinician()).await;
    let mut browser = enter(&practice, &jonas, PASSWORD).await;
    let (client, session) = client_of(&practice, &browser).await;
    let address = format!("/clients/{client}/session/{session}/process");
    write(&mut browser, &address).await;

    let second = "slow cloud over hills";
    let changed = browser
        .post("/account/password", &[("old", PASSWORD), ("new", second)])
        .await;
    assert_eq!(changed.status, 303);
    assert!(browser.get(&address).await.says(TEXT));
    let mut again = enter(&practice, &jonas, second).await;
    assert!(again.get(&address).await.says(TEXT));

    // An administrator gives out a set-up link, and whoever uses it signs in as this person.
    let third = "bright window in march";
    let secret = reset(&practice, &jonas, third).await;
    let intruder = Person { secret, ..jonas };
    let mut browser = enter(&practice, &intruder, third).await;
    let page = browser.get(&address).await;
    assert!(!page.says(TEXT));
    assert!(page.says("There is an older one"));
    // What is written now does not touch what was written then.
    write_other(&mut browser, &address).await;

    let drafts = practice.app.store.drafts_of(client).await.unwrap();
    assert_eq!(drafts.len(), 2);
}

/// The code that a page shows.
fn code_on(page: &support::Page) -> String {
    let (_, rest) = page.body.split_once("<code>").unwrap();
    rest.split_once("</code>").unwrap().0.to_owned()
}

#[tokio::test]
async fn a_code_opens_what_a_forgotten_password_sealed() {
    let practice = Practice::new().await;
    let jonas = person(&practice, "Jonas Weil", clinician()).await;
    let mut browser = enter(&practice, &jonas, PASSWORD).await;
    let (client, session) = client_of(&practice, &browser).await;
    let address = format!("/clients/{client}/session/{session}/process");
    write(&mut browser, &address).await;
    let make = "/account/notes-code";
    let guessed = browser.post(make, &[("password", "not my password")]).await;
    assert_eq!(guessed.status, 422);
    assert!(guessed.says("No code was made"));
    let first = browser.post(make, &[("password", PASSWORD)]).await;
    let former = code_on(&first);
    let code = code_on(&browser.post(make, &[("password", PASSWORD)]).await);
    assert!(
        !browser.get("/account").await.body.contains(&code),
        "shown once"
    );
    // A changed password leaves the code as good as it was.
    let second = "slow cloud over hills";
    let changed = [("old", PASSWORD), ("new", second)];
    assert_eq!(
        browser.post("/account/password", &changed).await.status,
        303
    );

    let third = "bright window in march";
    let secret = reset(&practice, &jonas, third).await;
    let jonas = Person { secret, ..jonas };
    let mut browser = enter(&practice, &jonas, third).await;
    write_other(&mut browser, &address).await;
    assert!(!browser.get(&address).await.says(TEXT));
    let open = "/account/notes-open";
    for (code, password) in [
        (former.as_str(), third),
        (code.as_str(), "not my password"),
        ("ABCD-ABCD", third),
    ] {
        let given = [("code", code), ("password", password)];
        let refused = browser.post(open, &given).await;
        assert_eq!(refused.status, 422, "{}", refused.body);
        assert!(refused.says("The notes stay locked"));
    }
    assert!(!browser.get(&address).await.says(TEXT));

    let typed = code.to_lowercase().replace('-', " ");
    let given = [("code", typed.as_str()), ("password", third)];
    assert_eq!(browser.post(open, &given).await.status, 303);
    let page = browser.get(&address).await;
    assert!(page.says(TEXT) && page.says("a new beginning"));
    assert!(!page.says("There is an older one"));
    let search = format!("/clients/{client}/search");
    let found = browser.post(&search, &[("words", "zarathu")]).await;
    assert!(found.says("1 place"));

    // Forgotten once more: the newer code opens both, one through the other.
    let newer = code_on(&browser.post(make, &[("password", third)]).await);
    let fourth = "seven kites at noon";
    let secret = reset(&practice, &jonas, fourth).await;
    let jonas = Person { secret, ..jonas };
    let mut browser = enter(&practice, &jonas, fourth).await;
    assert!(!browser.get(&address).await.says(TEXT));
    let given = [("code", newer.as_str()), ("password", fourth)];
    assert_eq!(browser.post(open, &given).await.status, 303);
    let page = browser.get(&address).await;
    assert!(page.says(TEXT) && page.says("a new beginning"));

    // Thrown away, it is all gone.
    let discard = format!("{address}/discard");
    browser.post(&discard, &[("sure", "yes")]).await;
    let page = browser.get(&address).await;
    assert!(!page.says(TEXT) && !page.says("a new beginning"));
    assert!(
        practice
            .app
            .store
            .drafts_of(client)
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn a_code_is_of_no_use_to_somebody_else() {
    let practice = Practice::new().await;
    let jonas = person(&practice, "Jonas Weil", clinician()).await;
    let mut browser = enter(&practice, &jonas, PASSWORD).await;
    let (client, session) = client_of(&practice, &browser).await;
    let address = format!("/clients/{client}/session/{session}/process");
    write(&mut browser, &address).await;
    let made = browser
        .post("/account/notes-code", &[("password", PASSWORD)])
        .await;
    let code = code_on(&made);
    let clara = person(&practice, "Clara Nagel", clinician()).await;
    let mut other = enter(&practice, &clara, PASSWORD).await;
    let given = [("code", code.as_str()), ("password", PASSWORD)];
    let refused = other.post("/account/notes-open", &given).await;
    assert!(refused.says("This code opens none of them"));
    // Nor is there one for who writes none.
    let head = person(
        &practice,
        "Ada Head",
        Roles {
            administrator: true,
            ..Roles::default()
        },
    )
    .await;
    let mut head = enter(&practice, &head, PASSWORD).await;
    assert!(!head.get("/account").await.says("process notes"));
    let refused = head
        .post("/account/notes-code", &[("password", PASSWORD)])
        .await;
    assert_eq!(refused.status, 422);
}

async fn write_other(browser: &mut Browser, address: &str) {
    let typed = [("version", "0"), ("text", "a new beginning")];
    assert_eq!(browser.post(address, &typed).await.status, 303);
}

async fn reset(practice: &Practice, person: &Person, password: &str) -> Vec<u8> {
    let store = &practice.app.store;
    let found = store.account(person.id).await.unwrap();
    let mut account = found.value;
    let invitation = prepare_setup(&mut account, practice.app.now());
    let invitation = invitation.unwrap_or_else(|error| panic!("no link for a test: {error:?}"));
    let line = practice.line(AuditAction::AccountChange);
    store
        .update_account(&account, found.version, &line)
        .await
        .unwrap();
    let secret = account.totp_secret.unwrap();
    practice.wait(SignedDuration::from_secs(30));
    let code = current_code(&secret, practice.app.now()).unwrap();
    let chosen = [("password", password), ("code", code.as_str())];
    let done = practice
        .stranger()
        .post(&format!("/welcome/{invitation}"), &chosen)
        .await;
    assert_eq!(done.status, 303, "{}", done.body);
    secret
}
