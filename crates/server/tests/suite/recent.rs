//! Records that were opened a moment ago: what is new in them is there at once, and every look is told.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use attune_care::assess::{Words, WordsKind};
use attune_care::{Author, Body, NewEntry};
use attune_catalog::Domain;
use attune_ids::{ClientId, RandomIds};
use attune_record::{AuditAction, AuditFilter, AuditLine};
use attune_server::gate::Addition;
use jiff::SignedDuration;
use support::{Browser, Practice};

/// Words nobody else says.
const SAID: &str = "the cellar light was on again";

fn words_from(browser: &Browser, practice: &Practice, client: ClientId) -> Addition {
    let body = Body::WordsHeard(Words {
        domain: Domain::Emotions,
        about: WordsKind::Need,
        text: SAID.to_owned(),
    });
    let author = Author::Staff(browser.account());
    Addition {
        client,
        entries: vec![NewEntry::new(body, &mut RandomIds).sign(author, practice.app.now())],
    }
}

async fn looks(practice: &Practice, client: ClientId) -> usize {
    let lines = practice
        .app
        .store
        .audit_lines(AuditFilter::Client(client), None, 100)
        .await
        .unwrap();
    let read = |action| action == AuditAction::RecordRead;
    lines.iter().filter(|it| read(it.line.action)).count()
}

#[tokio::test]
async fn what_another_server_wrote_is_there_at_the_next_look() {
    let practice = Practice::new().await;
    let mut jonas = practice.clinician("Jonas Weil").await;
    let client = practice.client(&jonas, "Mira Okafor").await;
    let page = format!("/clients/{client}/search");
    assert_eq!(jonas.get(&page).await.status, 200);
    let before = practice.record(client).await;
    assert!(before.words.is_empty());

    let other = practice.another_server().await;
    let addition = words_from(&jonas, &practice, client);
    other.add_many(&[addition]).await.unwrap();

    let after = practice.record(client).await;
    assert_eq!(after.version, before.version + 1);
    assert_eq!(after.words[0].item.text, SAID);
    let there = other.open_for_import(client).await.unwrap().unwrap();
    assert_eq!(*there.record, after, "both servers see the same");
}

#[tokio::test]
async fn a_moment_is_a_day_by_the_clock_of_the_practice_also_in_a_record_that_is_open() {
    let practice = Practice::new().await;
    let mut jonas = practice.clinician("Jonas Weil").await;
    let client = practice.client(&jonas, "Mira Okafor").await;
    // Eleven in the evening of a Thursday in London is eight in the morning of Friday in Tokyo.
    practice.wait(SignedDuration::from_hours(14));
    jonas = practice.signed_in(jonas.account()).await;
    let heard = words_from(&jonas, &practice, client);
    practice.app.add_many(&[heard]).await.unwrap();
    let page = format!("/clients/{client}");
    for (zone, day) in [
        ("UTC", "Thu 14 May"),
        ("Asia/Tokyo", "Fri 15 May"),
        ("UTC", "Thu 14 May"),
    ] {
        zone.clone_into(&mut practice.app.settings.write().await.time_zone);
        let page = jonas.get(&page).await;
        let (_, after) = page.body.split_once(SAID).unwrap();
        let said: String = after.chars().take(400).collect();
        assert!(said.contains(day), "{zone}: {said}");
    }
}

#[tokio::test]
async fn every_look_is_told_also_when_the_record_is_open_already() {
    let practice = Practice::new().await;
    let mut jonas = practice.clinician("Jonas Weil").await;
    let client = practice.client(&jonas, "Mira Okafor").await;
    let before = looks(&practice, client).await;
    for _ in 0..3 {
        assert_eq!(jonas.get(&format!("/clients/{client}")).await.status, 200);
    }
    assert_eq!(looks(&practice, client).await, before + 3);
}

#[tokio::test]
async fn what_is_open_helps_nobody_who_may_not_look() {
    let practice = Practice::new().await;
    let mut jonas = practice.clinician("Jonas Weil").await;
    let mut sabine = practice.clinician("Sabine Roth").await;
    let client = practice.client(&jonas, "Mira Okafor").await;
    let page = format!("/clients/{client}");
    assert_eq!(jonas.get(&page).await.status, 200);
    assert_eq!(sabine.get(&page).await.status, 404);
}

#[tokio::test]
async fn a_record_erased_by_another_server_is_gone_here_too() {
    let practice = Practice::new().await;
    let mut jonas = practice.clinician("Jonas Weil").await;
    let client = practice.client(&jonas, "Mira Okafor").await;
    let page = format!("/clients/{client}");
    assert_eq!(jonas.get(&page).await.status, 200);

    let other = practice.another_server().await;
    let line = AuditLine {
        client: Some(client),
        ..practice.line(AuditAction::Erase)
    };
    other.store.erase(client, &line).await.unwrap();
    assert_eq!(jonas.get(&page).await.status, 404);
    assert!(practice.app.open_for_import(client).await.is_err());
}

#[tokio::test]
async fn after_a_while_it_is_opened_from_the_database_again() {
    let practice = Practice::new().await;
    let jonas = practice.clinician("Jonas Weil").await;
    let client = practice.client(&jonas, "Mira Okafor").await;
    let first = practice.app.open_for_import(client).await.unwrap().unwrap();
    let second = practice.app.open_for_import(client).await.unwrap().unwrap();
    assert!(std::sync::Arc::ptr_eq(&first.record, &second.record));
    practice.wait(SignedDuration::from_mins(5));
    let third = practice.app.open_for_import(client).await.unwrap().unwrap();
    assert!(!std::sync::Arc::ptr_eq(&first.record, &third.record));
    assert_eq!(first.record, third.record);
}
