//! What a practice learns from its finished therapies: who may, when, and that it is gone by everywhere once chosen.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use attune_care::Body;
use attune_care::assess::{ImportedTotal, MeasureRef, Problem};
use attune_catalog::{ProblemArea, score_from_total};
use attune_ids::{ClientId, ProblemId, RandomIds};
use attune_record::Roles;
use jiff::{SignedDuration, ToSpan};
use support::{Browser, Page, Practice};

const PAGE: &str = "/practice/learning";
const NOT_ON_TRACK: &str = "not on track: a review is worth while";

const ADMINISTRATOR: Roles = Roles {
    clinician: false,
    supervisor: false,
    administrator: true,
};

/// Numbers without a pattern, the same each time (splitmix64).
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn uniform(state: &mut u64) -> f64 {
    next(state) as f64 / u64::MAX as f64
}

fn normal(state: &mut u64) -> f64 {
    (0..12).map(|_| uniform(state)).sum::<f64>() - 6.0
}

/// PHQ-9 totals every second week, the last one today.
async fn somebody(practice: &Practice, whose: &Browser, name: &str, totals: &[f64]) -> ClientId {
    let today = practice.today().await;
    let measure = practice.app.catalog.measure("phq-9").unwrap();
    let mut bodies = vec![Body::ProblemSet(Problem {
        id: ProblemId::new(&mut RandomIds),
        area: ProblemArea::Depression,
        words: "no evenings left".to_owned(),
    })];
    bodies.extend((0_i64..).zip(totals.iter().rev()).map(|(before, total)| {
        Body::TotalImported(ImportedTotal {
            measure: MeasureRef::of(measure),
            outcome: score_from_total(measure, *total).unwrap(),
            on: today.checked_sub((2 * before).weeks()).unwrap(),
            source: "a file".to_owned(),
        })
    }));
    practice.client_with(whose, name, bodies).await
}

/// So many whose therapies get better as therapies do, from 5 to 14 scores each.
async fn many(practice: &Practice, whose: &Browser, number: usize, seed: u64) {
    let mut state = seed;
    for index in 0..number {
        let (level, slope) = (17.0 + 3.0 * normal(&mut state), -3.5 + normal(&mut state));
        let scores = 5 + next(&mut state) % 10;
        let totals: Vec<f64> = (0..scores)
            .map(|place| {
                let score = level + slope * (2.0 * place as f64).ln_1p() + 2.0 * normal(&mut state);
                score.round().clamp(0.0, 27.0)
            })
            .collect();
        somebody(
            practice,
            whose,
            &format!("Somebody {seed} {index}"),
            &totals,
        )
        .await;
    }
}

async fn learn(eva: &mut Browser) -> Page {
    let seen = eva.get(PAGE).await.field("seen");
    eva.submit(PAGE, &[("seen", &seen), ("measure", "phq-9")])
        .await;
    eva.get(PAGE).await
}

async fn go_by(eva: &mut Browser, course: &str, outlook: &str) -> Page {
    let seen = eva.get(PAGE).await.field("seen");
    let form = [
        ("seen", seen.as_str()),
        ("measure", "phq-9"),
        ("course", course),
        ("outlook", outlook),
    ];
    eva.submit("/practice/learning/use", &form).await;
    eva.get(PAGE).await
}

#[tokio::test]
async fn a_hundred_finished_therapies_teach_a_course_that_people_choose() {
    let practice = Practice::new().await;
    let ada = practice.clinician("Ada Winter").await;
    many(&practice, &ada, 99, 1).await;
    practice.wait(SignedDuration::from_hours(24 * 120));
    let mut eva = practice.staff("Eva Brandt", ADMINISTRATOR).await;
    let page = learn(&mut eva).await;
    assert!(page.says("99 of 100 finished therapies"), "{}", page.body);
    assert!(!page.says("Version 1") && !page.says("Learn from them"));

    many(&practice, &ada, 61, 3).await;
    practice.wait(SignedDuration::from_hours(24 * 120));
    let mut eva = practice.signed_in(eva.account()).await;
    let mut ada = practice.signed_in(ada.account()).await;
    let client = somebody(&practice, &ada, "Cleo Herbst", &[16.0, 15.0, 14.0, 13.0]).await;
    let page = learn(&mut eva).await;
    assert!(
        page.says("Version 1") && page.says("160 people") && page.says("Eva Brandt"),
        "{}",
        page.body
    );
    assert!(page.says("passed its checks") && !page.body.contains("Somebody"));
    // Two versions never differ by one person.
    assert!(page.says("0 of 25 more finished therapies"));
    assert!(!learn(&mut eva).await.says("Version 2"));

    // Learning alone changes nothing.
    let review = format!("/clients/{client}/review");
    assert!(
        ada.get(&review)
            .await
            .says("PHQ-9 over a year in depression")
    );
    let matching = format!("/clients/{client}/match");
    assert!(
        ada.get(&matching)
            .await
            .says("nothing foretold: no model of this practice")
    );

    assert!(!listed(&mut ada).await.contains(NOT_ON_TRACK));
    let page = go_by(&mut eva, "own-phq-9-1", "1").await;
    assert!(page.says("Chosen by Eva Brandt"));
    let shown = ada.get(&review).await;
    assert!(
        shown.says("PHQ-9 in this practice, version 1"),
        "{}",
        shown.body
    );
    assert!(shown.says("people of this practice, checked on those it had not seen"));
    let matched = ada.get(&matching).await;
    assert!(
        matched.says("People of this practice who began at 16"),
        "{}",
        matched.body
    );
    assert!(matched.says("the same for every therapy"));
    // Three points in six weeks: little among people who mostly got better. The list knows it without a save.
    assert!(listed(&mut ada).await.contains(NOT_ON_TRACK));

    // No reference is an answer, too; and what is not there cannot be gone by.
    go_by(&mut eva, "", "").await;
    assert!(ada.get(&review).await.says("Reference: none is known"));
    go_by(&mut eva, "own-phq-9-7", "9").await;
    assert!(ada.get(&review).await.says("Reference: none is known"));
    assert!(
        eva.get("/practice/audit")
            .await
            .says("finished therapies of the practice")
    );
    assert_eq!(ada.get(PAGE).await.status, 404);
}

/// What the caseload says of the one who is in therapy now.
async fn listed(ada: &mut Browser) -> String {
    let page = ada.get("/caseload").await;
    let (_, after) = page.body.split_once("Cleo Herbst").unwrap();
    after.split("Somebody").next().unwrap().to_owned()
}

#[tokio::test]
async fn another_server_goes_by_it_a_moment_later() {
    let practice = Practice::new().await;
    let ada = practice.clinician("Ada Winter").await;
    many(&practice, &ada, 110, 5).await;
    practice.wait(SignedDuration::from_hours(24 * 120));
    let mut eva = practice.staff("Eva Brandt", ADMINISTRATOR).await;
    learn(&mut eva).await;
    go_by(&mut eva, "own-phq-9-1", "").await;
    let other = practice.another_server().await;
    let course = other.catalog.course_for("phq-9", "total").unwrap();
    assert_eq!(
        (course.id.as_str(), course.card.people),
        ("own-phq-9-1", 110)
    );
}
