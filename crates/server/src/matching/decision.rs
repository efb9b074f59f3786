//! A yes, a no, or a second look at a suggestion.

use attune_care::matching::{self, CandidateDecision, Choice, SituationCheck};
use attune_ids::{EntryId, ProblemId};
use attune_record::AuditAction;
use axum::Form;
use axum::extract::State;
use axum::response::Redirect;

use crate::policy::Writer;
use crate::{App, AppError};

struct Sent {
    entry: EntryId,
    problem: ProblemId,
    decision: CandidateDecision,
}

pub(crate) async fn submit(
    State(app): State<App>,
    writer: Writer,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Redirect, AppError> {
    let sent = read(&fields).ok_or(AppError::NotFound)?;
    let anchor = sent.decision.technique.clone();
    app.change(
        &writer,
        AuditAction::RecordWrite,
        sent.entry,
        &[],
        |record, _, _| matching::decide(record, &app.catalog, sent.decision.clone(), sent.entry),
    )
    .await?;
    // The rule knows the technique, so its id is safe in an address.
    Ok(Redirect::to(&format!(
        "/clients/{}/match/{}#{anchor}",
        writer.reader.client, sent.problem
    )))
}

/// A situation is sent as often as there are boxes, so the fields are read one by one.
fn read(fields: &[(String, String)]) -> Option<Sent> {
    let one = |name: &str| {
        fields
            .iter()
            .find(|(found, _)| found == name)
            .map(|(_, value)| value.as_str())
    };
    let situations = |name: &'static str, holds| {
        fields
            .iter()
            .filter(move |(found, _)| found == name)
            .map(move |(_, situation)| SituationCheck {
                situation: situation.clone(),
                holds,
            })
    };
    let problem = one("problem")?.parse().ok()?;
    Some(Sent {
        entry: one("entry")?.parse().ok()?,
        problem,
        decision: CandidateDecision {
            problem,
            technique: one("technique")?.to_owned(),
            choice: Choice::from_code(one("choice")?)?,
            because: one("because").unwrap_or_default().to_owned(),
            checked: situations("ruled-out", false)
                .chain(situations("holds", true))
                .collect(),
        },
    })
}
