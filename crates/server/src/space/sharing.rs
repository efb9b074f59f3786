//! The clinician's side: what of the plan and the map the client sees, and what they say to it.

use attune_care::Dated;
use attune_care::space::{self, Kind, Remark, Shareable, SpaceState};
use attune_ids::EntryId;
use attune_record::AuditAction;
use axum::Form;
use axum::extract::State;
use axum::response::Redirect;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;

use crate::format::{count, moment};
use crate::gate::Opened;
use crate::page::form_id;
use crate::policy::Writer;
use crate::{App, AppError};

/// What is shared, for the page about the space.
pub(super) struct SharingView {
    /// Number of the newest plan version; none without a plan.
    pub(super) plan: Option<u32>,
    /// "Version 2 since Tue 14 May, 09:30".
    pub(super) plan_shared: Option<String>,
    /// The newest version is the one that is shared.
    pub(super) plan_is_newest: bool,
    /// "12 factors"; none without a drawing.
    pub(super) map: Option<String>,
    /// The drawing as this page was made from it.
    pub(super) map_version: u64,
    /// Since when a drawing is shared.
    pub(super) map_shared: Option<String>,
    /// What the client said to either, the newest first.
    pub(super) remarks: Vec<Said>,
    /// Scores are shown.
    pub(super) scores: bool,
    /// A form's own id, for each form.
    pub(super) entries: [EntryId; 5],
}

/// Something the client said about what was shared.
pub(super) struct Said {
    pub(super) about: &'static str,
    pub(super) when: String,
    pub(super) agreed: bool,
    pub(super) words: Option<String>,
}

impl SharingView {
    pub(super) async fn of(app: &App, opened: &Opened) -> Self {
        let (today, zone) = (app.today().await, app.zone().await);
        let record = &opened.record;
        let state = &record.space;
        let newest = record.plan().map(|plan| plan.number);
        let shared_number = state.plan.as_ref().and_then(|shared| number(shared.item));
        let factors = record.formulation.factors.len();
        Self {
            plan: newest,
            plan_shared: state.plan.as_ref().map(|shared| {
                let version = shared_number.unwrap_or_default();
                let since = moment(shared.at, &zone, today);
                format!("Version {version} since {since}")
            }),
            plan_is_newest: newest.is_some() && newest == shared_number,
            map: (factors > 0).then(|| count(factors, "factor", "factors")),
            map_version: record.version,
            map_shared: state
                .map
                .as_ref()
                .map(|shared| moment(shared.at, &zone, today)),
            remarks: said(state, &zone, today),
            scores: state.shows_scores(),
            entries: std::array::from_fn(|_| form_id()),
        }
    }
}

fn number(sharing: space::Sharing) -> Option<u32> {
    match sharing.shared {
        Shareable::Plan { number } => Some(number),
        Shareable::Map { .. } => None,
    }
}

fn said(state: &SpaceState, zone: &TimeZone, today: Date) -> Vec<Said> {
    let about = |remark: &Dated<Remark>| {
        let is = |kind| {
            state
                .shared(kind)
                .is_some_and(|shared| shared.entry == remark.item.shared)
        };
        match (is(Kind::Plan), is(Kind::Map)) {
            (true, _) => "on the plan",
            (_, true) => "on the map",
            _ => "on something shared earlier",
        }
    };
    let remarks = state.remarks.iter().rev();
    remarks
        .map(|remark| Said {
            about: about(remark),
            when: moment(remark.at, zone, today),
            agreed: remark.item.agreed,
            words: remark.item.words.clone(),
        })
        .collect()
}

/// What a form shares.
#[derive(Deserialize)]
pub(super) struct Share {
    entry: EntryId,
    of: Kind,
    /// Number of the plan version, or version of the record the drawing was seen in.
    version: u64,
}

/// Shows it to the client from now on.
pub(super) async fn share(
    State(app): State<App>,
    writer: Writer,
    Form(input): Form<Share>,
) -> Result<Redirect, AppError> {
    let what = match input.of {
        Kind::Plan => Shareable::Plan {
            number: u32::try_from(input.version).map_err(|_| AppError::NotFound)?,
        },
        Kind::Map => Shareable::Map {
            version: input.version,
        },
    };
    let action = AuditAction::RecordWrite;
    app.change(&writer, action, input.entry, &[], |record, _, _| {
        space::share(record, what, input.entry)
    })
    .await?;
    Ok(back(&writer))
}

#[derive(Deserialize)]
pub(super) struct Unshare {
    entry: EntryId,
    of: Kind,
}

/// Takes it out of the client's space.
pub(super) async fn unshare(
    State(app): State<App>,
    writer: Writer,
    Form(input): Form<Unshare>,
) -> Result<Redirect, AppError> {
    let action = AuditAction::RecordWrite;
    app.change(&writer, action, input.entry, &[], |record, _, _| {
        space::unshare(record, input.of, input.entry)
    })
    .await?;
    Ok(back(&writer))
}

#[derive(Deserialize)]
pub(super) struct Scores {
    entry: EntryId,
    shown: bool,
}

/// Shows scores in the space, or shows them no more.
pub(super) async fn scores(
    State(app): State<App>,
    writer: Writer,
    Form(input): Form<Scores>,
) -> Result<Redirect, AppError> {
    let action = AuditAction::RecordWrite;
    app.change(&writer, action, input.entry, &[], |record, _, _| {
        space::show_scores(record, input.shown, input.entry)
    })
    .await?;
    Ok(back(&writer))
}

fn back(writer: &Writer) -> Redirect {
    Redirect::to(&format!("/clients/{}/space#shared", writer.reader.client))
}
