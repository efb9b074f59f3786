//! Assessment that keeps itself going: schedules, the intake, forms on paper, and a device in a client's hands.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod handed_over;
mod intake;
mod paper;
mod reminders;
mod schedule;
#[path = "../support/mod.rs"]
mod support;

use attune_care::assess::Way;
use attune_ids::{AssignmentId, ClientId, IdSource, RandomIds};

use crate::support::{Browser, Page, Practice};

/// One client and their clinician.
struct Scene {
    practice: Practice,
    clinician: Browser,
    client: ClientId,
}

impl Scene {
    async fn new() -> Self {
        let practice = Practice::new().await;
        let clinician = practice.clinician("Jonas Weil").await;
        let client = practice.client(&clinician, "Mira Okafor").await;
        Self {
            practice,
            clinician,
            client,
        }
    }

    fn path(&self, end: &str) -> String {
        format!("/clients/{}/assess{end}", self.client)
    }

    async fn get(&mut self, end: &str) -> Page {
        let path = self.path(end);
        self.clinician.get(&path).await
    }

    async fn post(&mut self, end: &str, fields: &[(&str, &str)]) -> Page {
        let path = self.path(end);
        self.clinician.post(&path, fields).await
    }

    /// Asks by hand; the request it made.
    async fn ask(&mut self, measure: &str, way: Way) -> AssignmentId {
        let entry = fresh();
        let fields = [
            ("entry", entry.as_str()),
            ("measure", measure),
            ("way", way.code()),
        ];
        let page = self.post("/assignments", &fields).await;
        assert!([200, 303].contains(&page.status), "{}", page.body);
        self.waiting().await.last().unwrap().0
    }

    /// What waits, with its measure and how it was asked.
    async fn waiting(&self) -> Vec<(AssignmentId, String, Way)> {
        let record = self.practice.record(self.client).await;
        let open = record.assignments.iter().filter(|state| state.is_open());
        open.map(|state| {
            let asked = &state.assignment;
            (asked.id, asked.measure.id.clone(), asked.way)
        })
        .collect()
    }
}

fn fresh() -> String {
    RandomIds.next_id().to_string()
}

/// Answers the questionnaire a visit is at, with the first answer everywhere, and sends it.
async fn answer_visit(browser: &mut Browser, items: usize, words: usize) -> Page {
    for number in 1..=items + words {
        let path = format!("/portal/item/{number}");
        let fields: &[(&str, &str)] = if number > items {
            &[("words", "")]
        } else {
            &[("answer", "0")]
        };
        let kept = browser.post(&path, fields).await;
        assert_eq!(kept.status, 303, "{}", kept.body);
    }
    browser.submit("/portal/send", &[]).await
}
