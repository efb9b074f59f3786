//! Erasing a client for good: who may, what is asked for first, and that no page gives a word of it afterwards, also
//! when the machine stopped in the middle.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use attune_ids::ClientId;
use attune_record::{AuditAction, AuditFilter, AuditLine, Roles};
use attune_server::routes;
use attune_vault::VaultError;
use support::places::pages;
use support::world::{Who, World};
use support::{Browser, Practice};

const BOTH: Roles = Roles {
    clinician: true,
    supervisor: false,
    administrator: true,
};

fn path(client: ClientId) -> String {
    format!("/clients/{client}/access/erase")
}

async fn erase(browser: &mut Browser, client: ClientId, reason: &str, name: &str) -> support::Page {
    browser
        .post(&path(client), &[("reason", reason), ("name", name)])
        .await
}

/// Gives our client's clinician the second part that erasing needs.
async fn made_administrator(world: &World) -> Browser {
    let store = &world.practice.app.store;
    let account = world.accounts[&Who::OwnClinician];
    let mut found = store.account(account).await.unwrap();
    found.value.roles = BOTH;
    let line = world.practice.line(AuditAction::AccountChange);
    store
        .update_account(&found.value, found.version, &line)
        .await
        .unwrap();
    world.browser(Who::OwnClinician)
}

#[tokio::test]
async fn both_parts_a_reason_and_the_name_are_needed() {
    let practice = Practice::new().await;
    let mut jonas = practice.clinician("Jonas Weil").await;
    let theirs = practice.client(&jonas, "Mira Okafor").await;
    assert_eq!(jonas.get(&path(theirs)).await.status, 404);
    let refused = erase(&mut jonas, theirs, "asked", "Mira Okafor").await;
    assert_eq!(refused.status, 404);
    let access = jonas.get(&format!("/clients/{theirs}/access")).await;
    assert!(!access.says("Erase this record for good"));

    let mut eva = practice.staff("Eva Brandt", BOTH).await;
    assert_eq!(eva.get(&path(theirs)).await.status, 404, "not her client");
    let client = practice.client(&eva, "Tomas Lind").await;
    let access = eva.get(&format!("/clients/{client}/access")).await;
    assert!(access.says("Erase this record for good"));
    for (reason, name, problem) in [
        ("asked", "Mira Okafor", "is another one"),
        ("asked", "", "is another one"),
        ("because he drinks", "Tomas Lind", "Say why"),
    ] {
        let refused = erase(&mut eva, client, reason, name).await;
        assert_eq!(refused.status, 422);
        assert!(refused.says(problem), "{problem}");
    }
    assert_eq!(eva.get(&path(client)).await.status, 200, "still there");
    let erased = erase(&mut eva, client, "asked", "Tomas Lind").await;
    assert_eq!(erased.status, 303);
    assert!(
        eva.get("/caseload?erased=yes")
            .await
            .says("erased for good")
    );
    assert!(!eva.get("/caseload").await.says("erased for good"));
    assert_eq!(eva.get(&path(client)).await.status, 404);
    assert_eq!(
        erase(&mut eva, client, "asked", "Tomas Lind").await.status,
        404,
        "sent twice"
    );

    let lines = practice
        .app
        .store
        .audit_lines(AuditFilter::Client(client), None, 50)
        .await
        .unwrap();
    let told: Vec<&str> = lines
        .iter()
        .filter(|stored| stored.line.action == AuditAction::Erase)
        .map(|stored| stored.line.detail.as_str())
        .collect();
    assert_eq!(told.len(), 2);
    assert!(told[0].starts_with("keys destroyed"), "{told:?}");
    assert_eq!(told[1], "the client asked for it");
}

#[tokio::test]
async fn no_page_gives_a_word_of_it_to_anybody() {
    let world = World::new().await;
    let mut jonas = made_administrator(&world).await;
    let (client, mark) = (world.ours.id, world.ours.mark);
    let routes = routes(&world.practice.app);
    let form = jonas.get(&path(client)).await;
    assert!(form.says(mark), "the name has to be typed");
    let name = world
        .practice
        .app
        .open_for_import(client)
        .await
        .unwrap()
        .unwrap()
        .person
        .name;
    assert_eq!(erase(&mut jonas, client, "time", &name).await.status, 303);

    // Everybody's pages, the client's own among them, in this server and in one that starts now.
    for (address, page) in pages(&world, &routes).await {
        assert!(!page.body.contains(mark), "{address} has a word of it");
    }
    let found = jonas.post("/search", &[("words", mark), ("q", mark)]).await;
    assert!(
        !found
            .body
            .replace(&format!("value=\"{mark}\""), "")
            .contains(mark)
    );
    assert_eq!(jonas.get(&format!("/clients/{client}")).await.status, 404);
    for who in [Who::OurLink, Who::OurSpace] {
        let mut browser = world.browser(who);
        for door in ["/portal", "/portal/today"] {
            assert!(!browser.get(door).await.body.contains(mark));
        }
    }
    let keys = world.practice.vault().erase_client(client);
    assert!(matches!(keys, Err(VaultError::UnknownClient(_))));
    let report = world.practice.app.store.verify(&[]).await.unwrap();
    assert_eq!((report.findings, report.counted.erased), (Vec::new(), 1));
}

/// The machine stops after the database was told, before the keys were destroyed: nobody finds the record, and the next
/// start destroys them.
#[tokio::test]
async fn cut_off_in_the_middle_it_is_finished_at_the_next_start() {
    let practice = Practice::new().await;
    let mut eva = practice.staff("Eva Brandt", BOTH).await;
    let client = practice.client(&eva, "Tomas Lind").await;
    let other = practice.client(&eva, "Mira Okafor").await;
    let line = AuditLine {
        client: Some(client),
        ..practice.line(AuditAction::Erase)
    };
    practice.app.store.erase(client, &line).await.unwrap();

    assert_eq!(eva.get(&format!("/clients/{client}")).await.status, 404);
    let caseload = eva.get("/caseload").await;
    assert!(!caseload.says("Tomas Lind") && caseload.says("Mira Okafor"));

    let started = practice.another_server().await;
    let keys = practice.vault().erase_client(client);
    assert!(matches!(keys, Err(VaultError::UnknownClient(_))));
    assert_eq!(
        started.finish_erasures().await.unwrap(),
        0,
        "once is enough"
    );
    assert!(started.open_for_import(other).await.unwrap().is_some());
    let report = started.store.verify(&[]).await.unwrap();
    assert_eq!((report.findings, report.counted.erased), (Vec::new(), 1));
}
