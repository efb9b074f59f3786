//! Taking changes of the drawing back, one after the other, and doing them again.

use attune_care::formulate::{self, Step, Steps};
use attune_care::{NewEntry, Record, Refusal};
use attune_ids::{EntryId, IdSource};
use attune_record::AuditAction;
use axum::Form;
use axum::extract::State;
use axum::response::Redirect;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;

use crate::authors::Authors;
use crate::format::moment;
use crate::page::form_id;
use crate::policy::Writer;
use crate::{App, AppError};

/// How many changes are listed; older ones can still be taken back one by one.
const LISTED: usize = 12;

/// The buttons and the list, ready for the page.
pub(crate) struct StepsView {
    pub(crate) undo: Option<StepForm>,
    pub(crate) redo: Option<StepForm>,
    /// The latest first.
    pub(crate) listed: Vec<StepLine>,
    pub(crate) older: usize,
}

/// One button.
pub(crate) struct StepForm {
    pub(crate) what: String,
    pub(crate) change: EntryId,
    pub(crate) entry: EntryId,
}

/// One line of the list.
pub(crate) struct StepLine {
    pub(crate) what: String,
    pub(crate) when: String,
    pub(crate) who: String,
    pub(crate) undone: bool,
}

impl StepsView {
    pub(crate) fn of(steps: &Steps, authors: &Authors, zone: &TimeZone, today: Date) -> Self {
        let form = |step: &Step| StepForm {
            what: step.what.clone(),
            change: step.id,
            entry: form_id(),
        };
        let line = |step: &Step, undone| StepLine {
            what: step.what.clone(),
            when: moment(step.at, zone, today),
            who: authors.name(step.by),
            undone,
        };
        let undone = steps.undone.iter().map(|step| line(step, true));
        let done = steps.done.iter().rev().map(|step| line(step, false));
        let all = steps.undone.len() + steps.done.len();
        Self {
            undo: steps.to_undo().map(form),
            redo: steps.to_redo().map(form),
            listed: undone.chain(done).take(LISTED).collect(),
            older: all.saturating_sub(LISTED),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }
}

#[derive(Deserialize)]
pub(crate) struct UndoForm {
    entry: EntryId,
    /// The change the person saw when they pressed the button.
    change: EntryId,
}

pub(crate) async fn undo(
    State(app): State<App>,
    writer: Writer,
    Form(form): Form<UndoForm>,
) -> Result<Redirect, AppError> {
    follow(&app, &writer, &form, Steps::to_undo, formulate::undo).await
}

pub(crate) async fn redo(
    State(app): State<App>,
    writer: Writer,
    Form(form): Form<UndoForm>,
) -> Result<Redirect, AppError> {
    follow(&app, &writer, &form, Steps::to_redo, formulate::redo).await
}

type Rule = fn(&Record, &Step, EntryId, &mut dyn IdSource) -> Result<Vec<NewEntry>, Refusal>;

async fn follow(
    app: &App,
    writer: &Writer,
    form: &UndoForm,
    next: fn(&Steps) -> Option<&Step>,
    rule: Rule,
) -> Result<Redirect, AppError> {
    let opened = app.open(&writer.reader).await?;
    let sent_before = opened.entries.iter().any(|entry| entry.id == form.entry);
    if !sent_before {
        let steps = formulate::steps(&opened.entries);
        let step = next(&steps)
            .filter(|step| step.id == form.change)
            .ok_or(Refusal::NotThere {
                what: "last change",
            })?;
        app.change(
            writer,
            AuditAction::RecordWrite,
            form.entry,
            &[],
            |record, _, ids| rule(record, step, form.entry, ids),
        )
        .await?;
    }
    Ok(Redirect::to(&format!(
        "/clients/{}/formulate#drawing",
        writer.reader.client
    )))
}
