//! Giving a worksheet from a session's page, and what a workspace names beside its worksheets.

use crate::support;

use attune_care::Body;
use attune_care::formulate::Factor;
use attune_care::session::{Meeting, MeetingKind};
use attune_care::worksheets::{Asked, Links, Sheet};
use attune_catalog::Domain;
use attune_ids::{FactorId, RandomIds, SessionId, SheetId};
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

#[tokio::test]
async fn a_factor_names_each_worksheet_about_it_once() {
    let practice = Practice::new().await;
    let mut ada = practice.clinician("Ada Winter").await;
    let on = practice.today().await;
    let factor = FactorId::new(&mut RandomIds);
    let about_it = |worksheet: &str, name: &str| {
        Body::SheetFilled(Sheet {
            id: SheetId::new(&mut RandomIds),
            asked: Asked {
                worksheet: worksheet.to_owned(),
                version: 1,
                name: name.to_owned(),
            },
            on,
            parts: Vec::new(),
            links: Links {
                factors: vec![factor],
                ..Links::default()
            },
        })
    };
    let bodies = vec![
        Body::FactorSet(Factor {
            id: factor,
            text: "Up at night".to_owned(),
            domain: Domain::Behaviours,
            role: None,
            mechanism: None,
        }),
        about_it("thought-record", "Thought record"),
        about_it("thought-record", "Thought record"),
        about_it("felt-sense", "How it feels inside"),
        about_it("of-a-file-that-is-gone", "Our own sheet"),
        about_it("of-a-file-that-is-gone", "Our own sheet"),
    ];
    let client = practice.client_with(&ada, "Mira Okafor", bodies).await;
    let page = ada.get(&format!("/clients/{client}/formulate")).await;
    for name in [
        "Thought record (2 sheets)",
        "How it feels inside",
        "Our own sheet (2 sheets)",
    ] {
        let (before, _) = page.body.split_once(&format!(">{name}</a>")).expect(name);
        let (_, there) = before.rsplit_once("href=\"").expect("a link");
        let there = there.trim_end_matches('"');
        assert_eq!(ada.get(there).await.status, 200, "{there}");
    }
}
