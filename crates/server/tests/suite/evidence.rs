//! The evidence pages: what was found, how sure, and what nobody knows.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use attune_catalog::Catalog;
use support::world::{Who, World};

#[tokio::test]
async fn every_problem_has_a_page_with_its_findings_and_what_is_not_known() {
    let world = World::new().await;
    let mut clinician = world.browser(Who::OwnClinician);
    let list = clinician.get("/evidence").await;
    let catalog = Catalog::shipped().unwrap();
    for problem in &catalog.problems {
        let address = format!("/evidence/{}", problem.id);
        assert!(list.body.contains(&address), "{address} is not in the list");
        let page = clinician.get(&address).await;
        assert_eq!(page.status, 200, "{address}");
        assert!(page.body.contains("What is not known"), "{address}");
        for row in catalog
            .evidence
            .iter()
            .filter(|row| row.problem == problem.id)
        {
            // No finding without its source, on the page as in the table.
            let doi = row.doi.as_deref().unwrap_or_default();
            assert!(page.body.contains(doi), "{}: {doi}", row.id);
        }
    }
    assert_eq!(clinician.get("/evidence/nothing").await.status, 404);
}

#[tokio::test]
async fn one_small_trial_in_front_is_said_and_responses_are_told_in_people() {
    let world = World::new().await;
    let page = world
        .browser(Who::OwnClinician)
        .get("/evidence/depression")
        .await
        .body;
    assert!(
        page.contains("it rests on one trial with 34 people"),
        "the lead of one trial is not said"
    );
    assert!(page.contains("cannot be told apart"));
    assert!(
        page.contains("Of 100 people 19 (16 to 22) respond without"),
        "no rate without therapy"
    );
    assert!(
        page.contains("attune stats nma nma_linde2016.csv"),
        "no command to compute it again"
    );
}
