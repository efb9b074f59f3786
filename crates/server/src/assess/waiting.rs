//! Questionnaires that wait for an answer, with what can be done about each.

use attune_care::assess::{AssignmentState, Way, is_overdue};
use attune_care::headline::WaitingRequest;
use attune_ids::{AssignmentId, ClientId, EntryId};
use jiff::civil::Date;

use super::{measure_name, name_here};
use crate::App;
use crate::format::day;
use crate::gate::Opened;
use crate::page::form_id;

/// One line.
pub(crate) struct WaitingRow {
    /// Whose.
    pub(crate) client: ClientId,
    pub(crate) id: AssignmentId,
    pub(crate) name: String,
    pub(crate) way: &'static str,
    asked: Way,
    pub(crate) since: String,
    pub(crate) overdue: bool,
    /// When the client was reminded of it last.
    pub(crate) reminded: Option<String>,
    pub(crate) may_write: bool,
    pub(crate) entry: EntryId,
    pub(crate) way_entry: EntryId,
}

impl WaitingRow {
    /// Asked through a link.
    pub(crate) fn link(&self) -> bool {
        self.asked == Way::Link
    }

    /// Asked on paper.
    pub(crate) fn paper(&self) -> bool {
        self.asked == Way::Paper
    }

    fn of(app: &App, client: ClientId, asked: &Asked<'_>, may_write: bool, today: Date) -> Self {
        Self {
            client,
            id: asked.id,
            name: measure_name(app, asked.measure),
            way: asked.way.label(),
            asked: asked.way,
            since: day(asked.on, today),
            overdue: is_overdue(asked.on, today),
            reminded: asked.reminded.last().map(|on| day(*on, today)),
            may_write,
            entry: form_id(),
            way_entry: form_id(),
        }
    }
}

/// What record and headline both know of a request.
struct Asked<'a> {
    id: AssignmentId,
    measure: &'a str,
    way: Way,
    on: Date,
    reminded: &'a [Date],
}

impl<'a> From<&'a AssignmentState> for Asked<'a> {
    fn from(state: &'a AssignmentState) -> Self {
        let asked = &state.assignment;
        Self {
            id: asked.id,
            measure: &asked.measure.id,
            way: asked.way,
            on: asked.on,
            reminded: &state.reminded,
        }
    }
}

impl<'a> From<&'a WaitingRequest> for Asked<'a> {
    fn from(asked: &'a WaitingRequest) -> Self {
        Self {
            id: asked.assignment,
            measure: &asked.measure,
            way: asked.way,
            on: asked.on,
            reminded: &asked.reminded,
        }
    }
}

/// Everything that waits in this record, the oldest first.
pub(crate) fn waiting_rows(
    app: &App,
    opened: &Opened,
    may_write: bool,
    today: Date,
) -> Vec<WaitingRow> {
    opened
        .record
        .assignments
        .iter()
        .filter(|state| state.is_open())
        .map(|state| {
            let asked = Asked::from(state);
            WaitingRow {
                name: name_here(app, &opened.record, asked.measure),
                ..WaitingRow::of(app, opened.client, &asked, may_write, today)
            }
        })
        .collect()
}

/// What is overdue in one headline.
pub(crate) fn overdue_rows(
    app: &App,
    client: ClientId,
    waiting: &[WaitingRequest],
    may_write: bool,
    today: Date,
) -> Vec<WaitingRow> {
    waiting
        .iter()
        .filter(|request| is_overdue(request.on, today))
        .map(|request| waiting_row(app, client, request, may_write, today))
        .collect()
}

/// One request that waits, as a headline has it.
pub(crate) fn waiting_row(
    app: &App,
    client: ClientId,
    request: &WaitingRequest,
    may_write: bool,
    today: Date,
) -> WaitingRow {
    WaitingRow::of(app, client, &Asked::from(request), may_write, today)
}
