//! The practice that the other tests are made of stands up.

use crate::support;

use support::Practice;

#[tokio::test]
async fn a_clinician_sees_the_own_client_and_nobody_elses() {
    let practice = Practice::new().await;
    let mut jonas = practice.clinician("Jonas Weil").await;
    let mut sabine = practice.clinician("Sabine Roth").await;
    let mira = practice.client(&jonas, "Mira Okafor").await;
    let page = jonas.get(&format!("/clients/{mira}")).await;
    assert_eq!(page.status, 200);
    assert!(page.says("Mira Okafor"));
    let refused = sabine.get(&format!("/clients/{mira}")).await;
    assert_eq!(refused.status, 404);
    assert!(!refused.says("Mira"));
    let asked = practice.stranger().get(&format!("/clients/{mira}")).await;
    assert_eq!(asked.status, 303);
    assert!(asked.location().starts_with("/sign-in"));
}
