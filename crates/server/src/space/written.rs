//! What the client has written or made themselves, for the file they take along: diary, journal, worksheets, safety plan
//! and relapse plan.

use std::collections::HashSet;

use attune_care::diary::DiaryState;
use attune_care::journal::{JournalState, SharedWith, Shown};
use attune_care::review::RelapsePart;
use attune_care::risk::SafetyStep;
use attune_care::worksheets::open_to_client;
use attune_ids::{JournalId, SheetId};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::mine::{Thing, said};
use crate::beside::OwnBeside;
use crate::gate::{Opened, PrivatePage};
use crate::language::{Here, key};
use crate::worksheets::told::said as answer;
use crate::{App, ending, safety};

/// Every answer of every diary, oldest first. What was left out is said to be missing and is no zero.
pub(super) fn diary(opened: &Opened, zone: &TimeZone) -> Vec<Thing> {
    let diaries = opened.record.diaries.iter();
    diaries.flat_map(|state| answers(state, zone)).collect()
}

fn answers<'a>(state: &'a DiaryState, zone: &'a TimeZone) -> impl Iterator<Item = Thing> + 'a {
    let agreed = &state.agreement.item;
    let highest = agreed.highest.value();
    let language = Here::now().language;
    state.answers.iter().map(move |given| {
        let values = agreed.variables.iter().zip(&given.item.values);
        let mut lines: Vec<(String, String)> = values
            .map(|(variable, value)| {
                let scale = language
                    .say("diary-number-from")
                    .with("low", &variable.low)
                    .with("highest", highest.to_string())
                    .with("high", &variable.high);
                let answer = value.map_or_else(
                    || said(key("not-answered")),
                    |value| format!("{value} ({scale})"),
                );
                (variable.words.clone(), answer)
            })
            .collect();
        if !given.item.words.is_empty() {
            lines.push((said(key("diary-else")), given.item.words.clone()));
        }
        Thing {
            on: Some(given.item.beep.on),
            title: given
                .at
                .to_zoned(zone.clone())
                .strftime("%H:%M")
                .to_string(),
            lines,
        }
    })
}

/// The pages of the journal, oldest first. `private` are those for the client alone, which are here only because their
/// own key came with this very request.
pub(super) fn journal(
    opened: &Opened,
    private: Option<&[(JournalId, PrivatePage)]>,
    zone: &TimeZone,
) -> Vec<Thing> {
    let alone = private.unwrap_or_default();
    let shared = opened.record.journal.iter();
    let mut pages: Vec<(Timestamp, &'static str, &str)> = shared
        .clone()
        .filter(|state| stands_as_shared(state, private))
        .map(|state| (state.written, for_whom(state), state.words_for_client()))
        .collect();
    // One that is shared as well was just being moved when something went wrong: it is shared.
    let shown: HashSet<JournalId> = shared
        .filter(|state| state.shared_with().is_some())
        .map(|state| state.id)
        .collect();
    let alone = alone.iter().filter(|(id, _)| !shown.contains(id));
    pages.extend(alone.map(|(_, page)| (page.written, key("journal-me"), page.words.as_str())));
    pages.sort_by_key(|(written, ..)| *written);
    let things = pages.into_iter().map(|(written, whom, words)| Thing {
        on: Some(written.to_zoned(zone.clone()).date()),
        title: said(whom),
        lines: vec![(said(key("your-words")), words.to_owned())],
    });
    things.collect()
}

/// A page that was taken back to be kept privately stands among the private ones: in the file if those are open.
fn stands_as_shared(state: &JournalState, private: Option<&[(JournalId, PrivatePage)]>) -> bool {
    match state.shown {
        Shown::Nobody {
            kept_privately: true,
            ..
        } => private.is_some_and(|pages| !pages.iter().any(|(id, _)| *id == state.id)),
        Shown::To(_) | Shown::Nobody { .. } => true,
    }
}

fn for_whom(state: &JournalState) -> &'static str {
    match state.shared_with() {
        Some(SharedWith::Us) => key("journal-us"),
        Some(SharedWith::NextSession) => key("journal-next"),
        None => key("journal-taken-back"),
    }
}

/// The worksheets that were given, with what for.
pub(super) fn given_sheets(app: &App, opened: &Opened, zone: &TimeZone) -> Vec<Thing> {
    let language = Here::now().language;
    let given = opened.record.given_worksheets.iter();
    given
        .map(|state| {
            let giving = &state.given;
            let id = &giving.item.worksheet;
            let name = app.catalog.worksheet(id).map_or_else(
                || id.clone(),
                |worksheet| worksheet.in_language(language.tag()).name,
            );
            let words = Some(&giving.item.words).filter(|words| !words.is_empty());
            Thing {
                on: Some(giving.at.to_zoned(zone.clone()).date()),
                title: name,
                lines: words
                    .map(|words| (said(key("what-for")), words.clone()))
                    .into_iter()
                    .collect(),
            }
        })
        .collect()
}

/// Filled worksheets: the client's own and those given to them. The others are what a clinician wrote, and go the way of
/// their notes.
pub(super) async fn sheets(app: &App, opened: &Opened, with_notes: bool) -> Vec<Thing> {
    let language = Here::now().language;
    let today = app.today().await;
    let record = &opened.record;
    let open: HashSet<SheetId> = open_to_client(record).map(|kept| kept.item.id).collect();
    let shown = record
        .sheets
        .iter()
        .filter(|kept| with_notes || open.contains(&kept.item.id));
    shown
        .map(|kept| {
            let rows = kept.item.parts.iter().flat_map(|part| &part.rows);
            let cells = rows.flat_map(|row| &row.cells);
            let beside = OwnBeside::of(app, record, kept, language, today);
            let beside = beside.filter(|it| !it.standing.is_empty());
            Thing {
                on: Some(kept.item.on),
                title: kept.item.asked.name.clone(),
                lines: cells
                    .map(|cell| (cell.label.clone(), answer(&cell.value, language, today)))
                    .chain(beside.map(|it| (said(key("beside-title")), it.standing)))
                    .collect(),
            }
        })
        .collect()
}

/// The safety plan agreed last, step by step.
pub(super) fn safety_plan(opened: &Opened) -> Vec<Thing> {
    let Some(plan) = opened.record.safety_plan() else {
        return Vec::new();
    };
    let part = |step| numbered(plan.on, safety::title(step), plan.lines(step));
    SafetyStep::ALL.into_iter().filter_map(part).collect()
}

/// The relapse plan as it was written last, part by part.
pub(super) fn relapse_plan(opened: &Opened) -> Vec<Thing> {
    let Some(plan) = opened.record.relapse_plan() else {
        return Vec::new();
    };
    let part = |part| numbered(plan.on, ending::relapse_title(part), plan.lines(part));
    RelapsePart::ALL.into_iter().filter_map(part).collect()
}

/// Lines under a heading; nothing if there are none.
fn numbered(on: Date, title: &'static str, lines: &[String]) -> Option<Thing> {
    let lines: Vec<(String, String)> = (1..)
        .zip(lines)
        .map(|(place, line): (usize, _)| (place.to_string(), line.clone()))
        .collect();
    (!lines.is_empty()).then(|| Thing {
        on: Some(on),
        title: said(title),
        lines,
    })
}
