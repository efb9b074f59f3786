//! The line of the alliance and the episodes, ready for the page.

use attune_care::Record;
use attune_care::relationship::{
    AllianceLine, AlliancePoint, Judged, RuptureState, Stand, Suspicion, episodes,
};
use attune_catalog::{Catalog, RepairWhen};
use attune_ids::{EntryId, SessionId};
use attune_stats::signal::{AllianceState, DECLINE_SESSIONS};
use jiff::civil::Date;

use crate::format::{count, day, number};
use crate::page::form_id;

/// So many sessions are seen at once.
const ROWS: usize = 10;

/// One measure of the alliance.
pub(super) struct LineView {
    pub(super) name: String,
    pub(super) picture: Option<String>,
    /// The latest sessions, the latest first.
    pub(super) latest: Vec<Row>,
    /// Those before, folded.
    pub(super) earlier: Vec<Row>,
    /// What stands out over the whole line, a sentence each.
    pub(super) warnings: Vec<String>,
    /// How it is judged.
    pub(super) rule: Vec<String>,
}

/// One session on one line: what the client said, what the clinician said, what was done, what came between them.
pub(super) struct Row {
    pub(super) on: String,
    pub(super) session: Option<SessionId>,
    pub(super) value: String,
    pub(super) usual: String,
    pub(super) fell: Option<&'static str>,
    pub(super) clinician: String,
    pub(super) done: Vec<String>,
    pub(super) notes: Vec<String>,
}

pub(super) fn line(
    line: &AllianceLine,
    picture: Option<String>,
    record: &Record,
    catalog: &Catalog,
    today: Date,
) -> LineView {
    let points = line.points.iter().enumerate().rev();
    let mut latest: Vec<Row> = points
        .map(|(place, point)| {
            let before = place
                .checked_sub(1)
                .and_then(|place| line.points.get(place))
                .map(|point| point.on);
            row(line, point, before, record, catalog, today)
        })
        .collect();
    let earlier = latest.split_off(latest.len().min(ROWS));
    LineView {
        name: line.name.clone(),
        picture,
        latest,
        earlier,
        warnings: warnings(line),
        rule: rule(line),
    }
}

fn row(
    line: &AllianceLine,
    point: &AlliancePoint,
    before: Option<Date>,
    record: &Record,
    catalog: &Catalog,
    today: Date,
) -> Row {
    let session = point.session.and_then(|id| record.session(id));
    let fell = match point.state {
        Some(AllianceState::Strong) => Some("far below their usual"),
        Some(AllianceState::Suspected) => Some("below their usual"),
        Some(AllianceState::Usual) | None => None,
    };
    let mut notes = notes(point, before, record, catalog);
    if fell.is_some()
        && let Some(forms) = line.back_after(point.form)
    {
        notes.push(format!(
            "near the usual again after {}",
            count(forms, "form", "forms")
        ));
    }
    Row {
        on: day(point.on, today),
        session: point.session,
        value: number(point.value),
        usual: point.usual.map_or_else(
            || "not known yet".to_owned(),
            |usual| {
                format!(
                    "{}, routinely {} to {}",
                    number(usual.mean),
                    number(usual.band[0]),
                    number(usual.band[1])
                )
            },
        ),
        fell,
        clinician: point.clinician.map_or_else(
            || "you: not rated".to_owned(),
            |score| format!("you: {}", number(score)),
        ),
        done: session.map_or_else(Vec::new, |session| {
            session
                .work
                .iter()
                .map(|work| technique_name(catalog, &work.item.technique))
                .collect()
        }),
        notes,
    }
}

/// What was noted, tried and judged since the form before this one.
fn notes(
    point: &AlliancePoint,
    before: Option<Date>,
    record: &Record,
    catalog: &Catalog,
) -> Vec<String> {
    let here = |on: Date| on <= point.on && before.is_none_or(|before| on > before);
    let mut notes = Vec::new();
    for state in &record.ruptures {
        let first = &state.noted.item;
        if first.form == Some(point.form) || (first.form.is_none() && here(first.on)) {
            notes.push(format!("noticed: {}", first.what));
        }
        for tried in state.tried.iter().filter(|tried| here(tried.item.on)) {
            notes.push(format!(
                "tried: {}",
                approach_name(catalog, &tried.item.approach)
            ));
        }
        for judged in state.judged.iter().filter(|judged| here(judged.item.on)) {
            notes.push(judged_label(judged.item.judged).to_owned());
        }
    }
    notes
}

fn warnings(line: &AllianceLine) -> Vec<String> {
    let mut warnings = Vec::new();
    if let Some(decline) = line.decline.filter(|decline| decline.declines) {
        warnings.push(format!(
            "It went down little by little: {} points over the last {DECLINE_SESSIONS} forms ({} to {} a session, 95 % interval). No single session shows it. Ask how it is to come here.",
            number(decline.fall),
            number(decline.interval[0]),
            number(decline.interval[1]),
        ));
    }
    if let Some(ceiling) = line.ceiling {
        warnings.push(format!(
            "{} of the last {} forms are at the top of the scale. So high a line cannot show much: the absence of low answers is no evidence of a good alliance. Ask what would be hard to say here.",
            ceiling.at_top, ceiling.of
        ));
    }
    warnings
}

fn rule(line: &AllianceLine) -> Vec<String> {
    let mut lines = vec![
        format!(
            "A form is called below their usual when it is one standard deviation or more under the mean of all earlier forms and at least {} points ({}); far below from two standard deviations on. These limits are ad hoc in the literature (Strauss and others 2006; Stiles and others 2004) and nobody has tested them against what clients say. With few forms before it, it says so too often.",
            number(line.least_drop),
            if line.drop_from_source {
                "the reliable change of this measure"
            } else {
                "a fifth of the scale, a convention of this program"
            }
        ),
        "Routine variation: mean of the earlier forms and 2.66 times the mean difference between neighbours to both sides (Shewhart's chart of single values), within the scale.".to_owned(),
        "Going down little by little: the 95 % interval of a straight line through the last six forms lies below nothing, and it falls by at least as much as the limit above.".to_owned(),
    ];
    if !line.published {
        lines.push("Our own five questions are not a validated scale. They are held only against this person's own usual.".to_owned());
    }
    lines
}

/// A fall that nobody has written down yet.
pub(super) struct SuspicionView {
    pub(super) form: EntryId,
    pub(super) session: Option<SessionId>,
    pub(super) on: Date,
    pub(super) sentence: String,
    pub(super) entry: EntryId,
}

pub(super) fn suspicion(found: &Suspicion, today: Date) -> SuspicionView {
    SuspicionView {
        form: found.form,
        session: found.session,
        on: found.on,
        sentence: format!(
            "{} of {}: {}, {} the {} it usually was.",
            found.name,
            day(found.on, today),
            number(found.value),
            if found.strong { "far below" } else { "below" },
            number(found.usual)
        ),
        entry: form_id(),
    }
}

/// An episode.
pub(super) struct EpisodeView {
    pub(super) id: EntryId,
    pub(super) on: String,
    pub(super) session: Option<SessionId>,
    pub(super) from_form: bool,
    pub(super) what: String,
    pub(super) stand: &'static str,
    pub(super) open: bool,
    /// What was judged and tried, oldest first.
    pub(super) steps: Vec<String>,
    /// What may be said next: code, words.
    pub(super) next: Vec<(&'static str, &'static str)>,
    /// Among them "it was something else", which needs a word why.
    pub(super) judge_entry: EntryId,
    pub(super) none_entry: EntryId,
    pub(super) may_be_none: bool,
    pub(super) tried_entry: EntryId,
}

pub(super) fn episode_views(record: &Record, catalog: &Catalog, today: Date) -> Vec<EpisodeView> {
    episodes(record)
        .into_iter()
        .map(|state| episode(state, catalog, today))
        .collect()
}

fn episode(state: &RuptureState, catalog: &Catalog, today: Date) -> EpisodeView {
    let mut steps: Vec<(jiff::Timestamp, String)> = state
        .judged
        .iter()
        .map(|judged| {
            let words = match judged.item.words.as_str() {
                "" => String::new(),
                words => format!(": {words}"),
            };
            let label = judged_label(judged.item.judged);
            (
                judged.at,
                format!("{}, {label}{words}", day(judged.item.on, today)),
            )
        })
        .collect();
    steps.extend(state.tried.iter().map(|tried| {
        (
            tried.at,
            format!(
                "{}, tried: {}. {}",
                day(tried.item.on, today),
                approach_name(catalog, &tried.item.approach),
                tried.item.how_it_went
            ),
        )
    }));
    steps.sort_by_key(|(at, _)| *at);
    let may = state.next();
    EpisodeView {
        id: state.noted.entry,
        on: day(state.noted.item.on, today),
        session: state.noted.item.session,
        from_form: state.noted.item.form.is_some(),
        what: state.noted.item.what.clone(),
        stand: state.stand().label(),
        open: state.is_open(),
        steps: steps.into_iter().map(|(_, words)| words).collect(),
        next: may
            .iter()
            .filter(|judged| **judged != Judged::NotOne)
            .map(|judged| (judged.code(), button(*judged, state.stand())))
            .collect(),
        may_be_none: may.contains(&Judged::NotOne),
        judge_entry: form_id(),
        none_entry: form_id(),
        tried_entry: form_id(),
    }
}

fn judged_label(judged: Judged) -> &'static str {
    match judged {
        Judged::Confirmed => "talked about: something did come between you",
        Judged::NotOne => "it was something else",
        Judged::Repaired => "repaired",
        Judged::Unrepaired => "stands between you still",
    }
}

fn button(judged: Judged, stand: Stand) -> &'static str {
    match (judged, stand) {
        (Judged::Confirmed, Stand::Suspected) => "Yes, something came between us",
        (Judged::Confirmed, _) => "It is open again",
        (Judged::Repaired, _) => "We are well again",
        (Judged::Unrepaired, _) => "It stands between us still",
        (Judged::NotOne, _) => "It was something else",
    }
}

/// Something to try, with its source.
pub(super) struct ApproachView {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) what: String,
    pub(super) source: String,
    pub(super) doi: Option<String>,
    pub(super) later: bool,
}

pub(super) fn approaches(catalog: &Catalog) -> Vec<ApproachView> {
    catalog
        .repairs
        .iter()
        .map(|approach| ApproachView {
            id: approach.id.clone(),
            name: approach.name.clone(),
            what: approach.what.clone(),
            source: approach.source.clone(),
            doi: approach.doi.clone(),
            later: approach.when == RepairWhen::Later,
        })
        .collect()
}

fn technique_name(catalog: &Catalog, id: &str) -> String {
    catalog
        .technique(id)
        .map_or_else(|| id.to_owned(), |technique| technique.name.clone())
}

fn approach_name(catalog: &Catalog, id: &str) -> String {
    catalog
        .repair(id)
        .map_or_else(|| id.to_owned(), |approach| approach.name.clone())
}
