//! Followed in words: chosen on the assessment, told on a sheet, seen in review, brief and caseload without a number.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use attune_care::assess::{ImportedTotal, MeasureRef, SaidBy, TELLING, Words, WordsKind};
use attune_care::worksheets::{Asked, Cell, FilledPart, FilledRow, Links, Sheet, Value};
use attune_care::{Author, Body, NewEntry};
use attune_catalog::{Domain, score_from_total};
use attune_ids::{RandomIds, RowId, SheetId};
use attune_server::gate::Addition;
use jiff::{SignedDuration, ToSpan};
use support::{Browser, Practice, fresh};

/// Somebody whose scores get worse, asked again every second week.
async fn worse(practice: &Practice, ada: &mut Browser) -> String {
    let measure = practice.app.catalog.measure("phq-9").unwrap();
    let today = practice.today().await;
    let totals = [(8, 10.0), (6, 14.0), (4, 20.0), (2, 22.0)].map(|(ago, total): (i64, f64)| {
        Body::TotalImported(ImportedTotal {
            measure: MeasureRef::of(measure),
            outcome: score_from_total(measure, total).unwrap(),
            on: today.checked_sub(ago.weeks()).unwrap(),
            source: "a file".to_owned(),
        })
    });
    let client = practice
        .client_with(ada, "Cleo Herbst", totals.into())
        .await;
    let base = format!("/clients/{client}");
    for measure in ["phq-9", "gad-7"] {
        let entry = fresh();
        let from = today.to_string();
        let form = [
            ("entry", entry.as_str()),
            ("measure", measure),
            ("rhythm", "weeks"),
            ("each", "2"),
            ("way", "link"),
            ("from", from.as_str()),
        ];
        ada.submit(&format!("{base}/assess/schedule"), &form).await;
    }
    base
}

#[tokio::test]
async fn words_take_the_place_of_numbers() {
    let practice = Practice::new().await;
    let mut ada = practice.clinician("Ada Winter").await;
    let base = worse(&practice, &mut ada).await;
    assert!(
        ada.get("/caseload")
            .await
            .says("not on track: a review is worth while")
    );
    let page = ada.get(&format!("{base}/assess")).await;
    // What asks about danger is kept unless somebody takes the tick away.
    assert_eq!(page.body.matches("name=\"keep\"").count(), 2);
    assert_eq!(page.body.matches("asks about danger").count(), 1);

    let entry = fresh();
    let form = [
        ("entry", entry.as_str()),
        ("how", "words"),
        ("weeks", "4"),
        ("wanted_by", SaidBy::Client.code()),
        ("because", "Numbers make me feel examined."),
    ];
    ada.submit(&format!("{base}/assess/tracking"), &form).await;
    let page = ada.get(&format!("{base}/assess")).await;
    assert!(page.says("In words, about every 4 weeks") && page.says("the client wanted it so"));
    assert!(page.says("Numbers make me feel examined."));
    let schedule = ada.get(&format!("{base}/assess/schedule")).await;
    assert_eq!(
        schedule
            .body
            .matches("followed in words from now on")
            .count(),
        2
    );

    let list = ada.get("/caseload").await;
    assert!(!list.says("not on track") && list.says("Followed in words"));
    assert!(!list.body.contains("PHQ-9 22"), "a number in the list");
    let review = ada.get(&format!("{base}/review")).await;
    assert!(review.says("no signal is made of them") && review.says("Nothing was told yet"));
    assert!(
        ada.get(&format!("{base}/worksheets"))
            .await
            .says("How I have changed, in my words")
    );

    // Five weeks of silence are noticed, and a sheet ends them.
    practice.wait(SignedDuration::from_hours(24 * 35));
    let mut ada = practice.signed_in(ada.account()).await;
    assert!(
        ada.get("/caseload")
            .await
            .says("followed in words: nothing was told since")
    );
    let on = practice.today().await;
    told(&practice, &base, on).await;
    assert!(!ada.get("/caseload").await.says("nothing was told since"));
    let review = ada.get(&format!("{base}/review")).await;
    assert!(
        review.says("I sing again in the kitchen."),
        "{}",
        review.body
    );
    let brief = ada.get(&format!("{base}/session/brief")).await;
    assert!(brief.says("I sing again in the kitchen.") && brief.says("What is different"));

    // Back to scores: the signal is there again, and what was told stays.
    let entry = fresh();
    let form = [
        ("entry", entry.as_str()),
        ("how", "scores"),
        ("wanted_by", "both"),
    ];
    ada.submit(&format!("{base}/assess/tracking"), &form).await;
    assert!(
        ada.get("/caseload")
            .await
            .says("not on track: a review is worth while")
    );
}

/// A sheet and a word that was heard, past the pages.
async fn told(practice: &Practice, base: &str, on: jiff::civil::Date) {
    let client = base.rsplit('/').next().unwrap().parse().unwrap();
    let sheet = Sheet {
        id: SheetId::new(&mut RandomIds),
        asked: Asked {
            worksheet: TELLING.to_owned(),
            version: 1,
            name: "How I have changed, in my words".to_owned(),
        },
        on,
        parts: vec![FilledPart {
            id: "since".to_owned(),
            title: "Since last time".to_owned(),
            rows: vec![FilledRow {
                id: RowId::new(&mut RandomIds),
                cells: vec![Cell {
                    field: "different".to_owned(),
                    label: "What is different, better or worse?".to_owned(),
                    value: Value::Words("I sing again in the kitchen.".to_owned()),
                }],
            }],
        }],
        links: Links::default(),
    };
    let heard = Words {
        domain: Domain::Emotions,
        about: WordsKind::Said,
        text: "Lighter.".to_owned(),
    };
    let entries = [Body::SheetFilled(sheet), Body::WordsHeard(heard)]
        .map(|body| NewEntry::new(body, &mut RandomIds).sign(Author::Client, practice.app.now()));
    let addition = Addition {
        client,
        entries: entries.into(),
    };
    practice.app.add_many(&[addition]).await.unwrap();
}

#[tokio::test]
async fn what_cannot_be_is_said_and_nothing_is_kept() {
    let practice = Practice::new().await;
    let mut ada = practice.clinician("Ada Winter").await;
    let base = worse(&practice, &mut ada).await;
    let page = format!("{base}/assess/tracking");
    for weeks in ["1", "99", "", "four"] {
        let entry = fresh();
        let form = [
            ("entry", entry.as_str()),
            ("how", "words"),
            ("weeks", weeks),
            ("wanted_by", "client"),
        ];
        let answer = ada.post(&page, &form).await;
        assert!(answer.says("2 to 12"), "{weeks}: {}", answer.body);
    }
    assert!(
        ada.get(&format!("{base}/assess"))
            .await
            .says("By scores: questionnaires")
    );
}
