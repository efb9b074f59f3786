//! The practice's outcomes: who may see them, what is shown, and that small groups are in nothing.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use attune_care::Body;
use attune_care::assess::{ImportedTotal, MeasureRef};
use attune_catalog::score_from_total;
use attune_record::Roles;
use jiff::SignedDuration;
use support::{Browser, Page, Practice};

const ADMINISTRATOR: Roles = Roles {
    clinician: false,
    supervisor: false,
    administrator: true,
};

const PAGE: &str = "/practice/outcomes?measure=phq-9&year=2026";
const TABLE: &str = "/practice/outcomes/table?measure=phq-9&year=2026";

/// People of one clinician who all went from one PHQ-9 total to another.
async fn people(practice: &Practice, whose: &Browser, number: usize, from: f64, to: f64) {
    let today = practice.today().await;
    let measure = practice.app.catalog.measure("phq-9").unwrap();
    let total = |value, on| {
        Body::TotalImported(ImportedTotal {
            measure: MeasureRef::of(measure),
            outcome: score_from_total(measure, value).unwrap(),
            on,
            source: "a file".to_owned(),
        })
    };
    for index in 0..number {
        let bodies = vec![total(from, today.yesterday().unwrap()), total(to, today)];
        let name = format!("Somebody {index}");
        practice.client_with(whose, &name, bodies).await;
    }
}

/// Three clinicians with enough people, one with nine of whom nothing may be seen; a year later.
async fn practice() -> (Practice, Browser) {
    let practice = Practice::new().await;
    let many = [
        ("Ada Winter", 12, 3),
        ("Ben Sommer", 10, 10),
        ("Cleo Herbst", 11, 4),
    ];
    for (name, better, same) in many {
        let whose = practice.clinician(name).await;
        people(&practice, &whose, better, 18.0, 5.0).await;
        people(&practice, &whose, same, 18.0, 17.0).await;
    }
    let small = practice.clinician("Dora Lenz").await;
    people(&practice, &small, 9, 10.0, 25.0).await;
    practice.wait(SignedDuration::from_hours(24 * 400));
    let administrator = practice.staff("Eva Brandt", ADMINISTRATOR).await;
    (practice, administrator)
}

fn nobody_of_the_small_group(page: &Page) {
    assert_eq!(page.status, 200);
    assert!(!page.body.contains("Dora"), "a group of nine is named");
    assert!(!page.body.contains("Somebody"), "a client is named");
}

#[tokio::test]
async fn completeness_change_and_the_funnel_are_shown_without_the_small_group() {
    let (_practice, mut eva) = practice().await;
    let page = eva.get(PAGE).await;
    nobody_of_the_small_group(&page);
    assert!(page.says("A first and a last score: 50 of 50, 100 % (95 % interval 93 to 100 %)"));
    assert!(page.says("Better by more than measurement error: 33 of 50, 66 %"));
    // All nine of the small group became worse.
    assert!(page.says("Worse by more than measurement error: 0 of 50, 0 %"));
    assert!(page.says("Recovered, of those who counted as a case at the start: 33 of 50"));
    assert!(page.body.contains("fig-funnel"));
    assert!(page.says("None of the 3 can be told apart"));
    assert!(page.says("not adjusted for how hard it was"));
}

#[tokio::test]
async fn the_table_holds_what_the_page_holds() {
    let (_practice, mut eva) = practice().await;
    let table = eva.get(TABLE).await;
    nobody_of_the_small_group(&table);
    let lines: Vec<&str> = table.body.lines().collect();
    assert_eq!(lines.len(), 1 + 3 + 1);
    let cells = lines[0].split(',').count();
    assert!(lines.iter().all(|line| line.split(',').count() == cells));
    assert!(lines[4].starts_with("\"all that are shown\",\"phq-9\",2026,10,50,50,0,50,33,0.6600,"));
    // A look and a file have their lines in the audit.
    let audit = eva.get("/practice/audit").await;
    assert!(audit.says("took data out as a file: outcomes of the practice"));
}

#[tokio::test]
async fn a_practice_may_ask_for_larger_groups_and_not_for_smaller() {
    let (_practice, mut eva) = practice().await;
    let version = eva.get(PAGE).await.field("version");
    let form = [("version", version.as_str()), ("smallest", "20")];
    eva.submit("/practice/outcomes", &form).await;
    let page = eva.get(PAGE).await;
    assert!(page.says("Ben Sommer") && !page.says("Ada Winter"));
    assert!(page.says("A funnel compares at least 3 groups"));
    let version = page.field("version");
    let form = [("version", version.as_str()), ("smallest", "1")];
    eva.submit("/practice/outcomes", &form).await;
    nobody_of_the_small_group(&eva.get(PAGE).await);
}

#[tokio::test]
async fn a_year_that_is_not_over_is_not_counted() {
    let practice = Practice::new().await;
    let ada = practice.clinician("Ada Winter").await;
    people(&practice, &ada, 12, 18.0, 5.0).await;
    let mut eva = practice.staff("Eva Brandt", ADMINISTRATOR).await;
    let page = eva.get(PAGE).await;
    assert!(page.says("so nothing is shown") && !page.says("Ada Winter"));
    let mut clinician = practice.signed_in(ada.account()).await;
    assert_eq!(clinician.get(PAGE).await.status, 404);
}
