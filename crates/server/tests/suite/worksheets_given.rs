//! Giving a worksheet from a session's page, and what a workspace names beside its worksheets.

use crate::support;

use attune_care::Body;
use attune_care::session::{Meeting, MeetingKind};
use attune_ids::{RandomIds, SessionId};
use support::Practice;

#[tokio::test]
async fn what_is_given_from_a_session_belongs_to_it() {
    let practice = Practice::new().await;
    let mut ada = practice.clinician("Ada Winter").await;
    let on = practice.today().await;
    let held = |id| {
        Body::SessionHeld(Meeting {
            id,
            on,
            how: MeetingKind::InPerson,
        })
    };
    let (here, elsewhere) = (
        SessionId::new(&mut RandomIds),
        SessionId::new(&mut RandomIds),
    );
    let client = practice
        .client_with(&ada, "Mira Okafor", vec![held(here)])
        .await;
    practice
        .client_with(&ada, "Tom Hale", vec![held(elsewhere)])
        .await;
    let address = format!("/clients/{client}/worksheets/thought-record");

    // A session of somebody else's is as if nothing had been said.
    let page = ada.get(&format!("{address}?session={elsewhere}")).await;
    assert!(!page.says("Given in the session of") && !page.body.contains(&elsewhere.to_string()));

    let page = ada.get(&format!("{address}?session={here}")).await;
    assert!(page.says("Given in the session of"), "{}", page.body);
    let (entry, session) = (page.field("entry"), page.field("session"));
    let form = [("entry", entry.as_str()), ("session", session.as_str())];
    ada.submit(&format!("{address}/give"), &form).await;
    let record = practice.record(client).await;
    assert_eq!(record.given_worksheets[0].given.item.session, Some(here));
}

#[tokio::test]
async fn a_workspace_leads_to_the_pages_that_are_its_tools() {
    let practice = Practice::new().await;
    let mut ada = practice.clinician("Ada Winter").await;
    let client = practice.client(&ada, "Mira Okafor").await;
    let page = ada.get(&format!("/clients/{client}/worksheets")).await;
    for workspace in &practice.app.catalog.workspaces {
        for tool in &workspace.elsewhere {
            let address = format!("/clients/{client}/{}", tool.page.code());
            assert!(
                page.body.contains(&address) && page.says(&tool.name),
                "{address}"
            );
            assert_eq!(ada.get(&address).await.status, 200, "{address}");
        }
    }
}
