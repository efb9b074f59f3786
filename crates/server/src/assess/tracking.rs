//! How a therapy is followed: by scores, or in what the client tells.

use attune_care::Record;
use attune_care::assess::schedule::ScheduleState;
use attune_care::assess::{
    SaidBy, TELLING, Told, Tracking, TrackingInput, WEEKS, choose_tracking, in_words, told,
    tracking,
};
use attune_care::worksheets::{Sheet, Value};
use attune_catalog::Catalog;
use attune_ids::{EntryId, ScheduleId, SheetId};
use attune_record::AuditAction;
use axum::Form;
use axum::extract::State;
use axum::response::Redirect;
use jiff::civil::Date;

use super::measure_name;
use crate::format::{count, day};
use crate::page::form_id;
use crate::policy::Writer;
use crate::{App, AppError};

/// What was told is shown back to so many times; the rest is one page further.
const LATEST: usize = 6;

/// How it is followed now, and the form to choose otherwise.
pub(super) struct TrackingView {
    pub(super) sentence: String,
    pub(super) because: String,
    pub(super) in_words: Option<u8>,
    pub(super) entry: EntryId,
    pub(super) weeks: Vec<u8>,
    pub(super) wishes: [(SaidBy, &'static str); 3],
    pub(super) schedules: Vec<Running>,
}

/// A schedule that would end.
pub(super) struct Running {
    pub(super) id: ScheduleId,
    pub(super) words: String,
    /// It asks about danger, so it is kept unless somebody says otherwise.
    pub(super) danger: bool,
}

/// What the client told, for those who are followed in words; the latest first.
pub(crate) struct InWordsView {
    pub(crate) sentence: String,
    pub(crate) quiet: bool,
    pub(crate) lines: Vec<ToldLine>,
    pub(crate) more: bool,
    /// Id of the worksheet to tell on; empty where it is not given out.
    pub(crate) worksheet: &'static str,
}

/// One thing that was told.
pub(crate) struct ToldLine {
    pub(crate) on: String,
    pub(crate) sheet: Option<SheetId>,
    /// What was asked, and the words.
    pub(crate) said: Vec<(String, String)>,
}

pub(super) fn view(app: &App, record: &Record, today: Date) -> TrackingView {
    let chosen = tracking(record).map(|chosen| &chosen.item);
    let present = in_words(record);
    let sentence = match (&present, chosen) {
        (Some(words), Some(chosen)) => format!(
            "In words, about every {}, since {}: {}.",
            count(usize::from(words.every_weeks), "week", "weeks"),
            day(words.since, today),
            wanted(chosen.wanted_by)
        ),
        (_, Some(chosen)) => format!(
            "By scores, since {}: {}.",
            day(chosen.on, today),
            wanted(chosen.wanted_by)
        ),
        (_, None) => "By scores: questionnaires, their changes and signals.".to_owned(),
    };
    TrackingView {
        sentence,
        because: chosen.map_or_else(String::new, |chosen| chosen.because.clone()),
        in_words: present.map(|words| words.every_weeks),
        entry: form_id(),
        weeks: WEEKS
            .filter(|weeks| weeks % 2 == 0 || *weeks == 3)
            .collect(),
        wishes: [SaidBy::Client, SaidBy::Both, SaidBy::Clinician].map(|by| (by, wanted(by))),
        schedules: record
            .schedules
            .iter()
            .filter(|state| state.ended.is_none())
            .map(|state| running(app, state))
            .collect(),
    }
}

fn wanted(by: SaidBy) -> &'static str {
    match by {
        SaidBy::Client => "the client wanted it so",
        SaidBy::Both => "both wanted it so",
        SaidBy::Clinician => "the clinician's choice",
        SaidBy::Others => "others wanted it so",
    }
}

fn running(app: &App, state: &ScheduleState) -> Running {
    let schedule = &state.schedule;
    let names = schedule.measures.iter().map(|id| measure_name(app, id));
    let asks = |id: &String| {
        let measure = app.catalog.measure(id);
        measure.is_some_and(|measure| !measure.flags.is_empty())
    };
    Running {
        id: schedule.id,
        words: format!(
            "{} {}",
            names.collect::<Vec<_>>().join(", "),
            schedule.rhythm.words()
        ),
        danger: schedule.measures.iter().any(asks),
    }
}

/// None where the therapy is followed by scores.
pub(crate) fn in_words_view(
    record: &Record,
    catalog: &Catalog,
    today: Date,
) -> Option<InWordsView> {
    let words = in_words(record)?;
    let all = told(record);
    let sentence = match words.told {
        Some(on) => format!("Followed in words. Last told: {}.", day(on, today)),
        None => "Followed in words. Nothing was told yet.".to_owned(),
    };
    let lines = all.iter().rev().take(LATEST);
    Some(InWordsView {
        sentence: format!(
            "{sentence} Something is to be heard about every {}.",
            count(usize::from(words.every_weeks), "week", "weeks")
        ),
        quiet: words.is_quiet(today),
        lines: lines.map(|(on, told)| line(*on, told, today)).collect(),
        more: all.len() > LATEST,
        worksheet: catalog.worksheet(TELLING).map_or("", |_| TELLING),
    })
}

fn line(on: Date, told: &Told<'_>, today: Date) -> ToldLine {
    match told {
        Told::Sheet(sheet) => ToldLine {
            on: day(on, today),
            sheet: Some(sheet.id),
            said: said(sheet),
        },
        Told::Heard(words) => ToldLine {
            on: day(on, today),
            sheet: None,
            said: vec![(words.domain.label().to_owned(), words.text.clone())],
        },
    }
}

fn said(sheet: &Sheet) -> Vec<(String, String)> {
    let rows = sheet.parts.iter().flat_map(|part| &part.rows);
    rows.flat_map(|row| &row.cells)
        .filter_map(|cell| match &cell.value {
            Value::Words(words) => Some((cell.label.clone(), words.clone())),
            _ => None,
        })
        .collect()
}

/// The form. A list of pairs, since a schedule comes once for each that was ticked.
type Fields = Vec<(String, String)>;

fn read(fields: &Fields) -> Result<(EntryId, TrackingInput), AppError> {
    let one = |name: &str| {
        let mut found = fields.iter().filter(|(known, _)| known == name);
        found.next().map_or("", |(_, value)| value.trim())
    };
    let by = SaidBy::ALL
        .into_iter()
        .find(|by| by.code() == one("wanted_by"));
    let wanted_by = by.ok_or_else(|| {
        AppError::Refused("Who wants it so: one of the answers on the page.".to_owned())
    })?;
    let tracking = if one("how") == "words" {
        let weeks = one("weeks").parse();
        let every_weeks = weeks.map_err(|_| {
            AppError::Refused("Every so many weeks: a whole number from 2 to 12.".to_owned())
        })?;
        Tracking::InWords { every_weeks }
    } else {
        Tracking::WithScores
    };
    let kept = fields.iter().filter(|(name, _)| name == "keep");
    let input = TrackingInput {
        tracking,
        wanted_by,
        because: one("because").to_owned(),
        keep: kept.filter_map(|(_, id)| id.parse().ok()).collect(),
    };
    Ok((one("entry").parse().map_err(|_| AppError::NotFound)?, input))
}

/// Chooses how it is followed from now on.
pub(super) async fn choose(
    State(app): State<App>,
    writer: Writer,
    Form(fields): Form<Fields>,
) -> Result<Redirect, AppError> {
    let (entry, wanted) = read(&fields)?;
    app.change(
        &writer,
        AuditAction::RecordWrite,
        entry,
        &[],
        |record, today, ids| choose_tracking(record, &app.catalog, &wanted, today, entry, ids),
    )
    .await?;
    Ok(Redirect::to(&format!(
        "/clients/{}/assess#tracking",
        writer.reader.client
    )))
}
