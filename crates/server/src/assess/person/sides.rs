//! The six sides of a life, ready for the page and for the sheet.

use attune_care::Record;
use attune_care::assess::{
    self, Aspect, AspectSort, Kept, Met, WholePerson, WordsKind, aspects_of, domain_scores,
    without_score, wording_before,
};
use attune_catalog::{Domain, ScaleFound};
use attune_ids::{AspectId, ClientId, EntryId};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::aspects::Tried;
use crate::App;
use crate::assess::measures::is_own;
use crate::format::{day, number};
use crate::gate::Opened;
use crate::page::form_id;

/// Words shown at once; earlier ones open with a click.
const LATEST_WORDS: usize = 3;

/// One side of a life.
pub(super) struct SideView {
    pub(super) code: &'static str,
    pub(super) label: &'static str,
    /// The check-in in a sentence; none before the first.
    pub(super) check_in: Option<String>,
    pub(super) scores: Vec<ScoreLine>,
    /// Answered, and without a score by design.
    pub(super) without: Vec<FormLine>,
    /// Whether a good free scale exists, in plain words.
    pub(super) scale: &'static str,
    pub(super) lacks_scale: bool,
    pub(super) says: String,
    pub(super) ask: Vec<String>,
    pub(super) needs: Vec<AspectView>,
    pub(super) strengths: Vec<AspectView>,
    pub(super) said: Vec<SaidView>,
    pub(super) said_before: Vec<SaidView>,
    pub(super) add: AspectForm,
    pub(super) add_problem: String,
}

impl SideView {
    /// Nothing was asked, said or named yet.
    pub(super) fn is_empty(&self) -> bool {
        self.check_in.is_none()
            && self.scores.is_empty()
            && self.without.is_empty()
            && self.needs.is_empty()
            && self.strengths.is_empty()
            && self.said.is_empty()
    }
}

/// One score with all that belongs to it.
pub(super) struct ScoreLine {
    pub(super) measure: String,
    /// "PHQ-9 14".
    pub(super) value: String,
    /// "moderate; 6 points lower than on ...", as far as known.
    pub(super) words: String,
    pub(super) doubt: String,
    pub(super) on: String,
    /// The form behind it; empty for a total from elsewhere.
    pub(super) href: String,
}

/// A form to open.
pub(super) struct FormLine {
    pub(super) name: String,
    pub(super) on: String,
    pub(super) href: String,
}

/// Something the client said.
pub(super) struct SaidView {
    pub(super) text: String,
    pub(super) about: &'static str,
    pub(super) on: String,
    /// Words about a need or a strength that nobody has taken up yet.
    pub(super) take_up: Option<(&'static str, EntryId)>,
}

/// A need or a strength.
pub(super) struct AspectView {
    pub(super) id: AspectId,
    pub(super) words: String,
    pub(super) shape: &'static str,
    pub(super) state: &'static str,
    pub(super) said_by: &'static str,
    pub(super) on: String,
    pub(super) form: AspectForm,
    pub(super) problem: String,
    /// What stood before the last change, and the change.
    pub(super) before: Option<(String, EntryId)>,
    pub(super) back_entry: EntryId,
    pub(super) void_entry: EntryId,
}

/// The fields of a form about a need or a strength.
pub(super) struct AspectForm {
    pub(super) entry: EntryId,
    pub(super) domain: &'static str,
    pub(super) words: String,
    pub(super) sort: &'static str,
    pub(super) said_by: &'static str,
}

/// What the sides are made from.
pub(super) struct Ground<'a> {
    pub(super) app: &'a App,
    pub(super) opened: &'a Opened,
    pub(super) whole: &'a WholePerson,
    pub(super) against: assess::Against,
    pub(super) zone: TimeZone,
    pub(super) today: Date,
}

pub(super) fn sides(ground: &Ground<'_>, tried: &Tried) -> Vec<SideView> {
    Domain::ALL
        .into_iter()
        .map(|domain| side(ground, domain, tried))
        .collect()
}

fn side(ground: &Ground<'_>, domain: Domain, tried: &Tried) -> SideView {
    let record = &ground.opened.record;
    let note = ground.app.catalog.domain_note(domain);
    let aspects = aspects_of(record, domain);
    let (strengths, needs): (Vec<_>, Vec<_>) = aspects
        .into_iter()
        .partition(|kept| kept.item.sort == AspectSort::Strength);
    let view = |kept: &Kept<Aspect>| aspect(ground, kept, tried);
    let mut said = said(ground, domain);
    let said_before = said.split_off(said.len().min(LATEST_WORDS));
    let mine = tried.id.is_none() && tried.domain == Some(domain);
    SideView {
        code: domain.code(),
        label: domain.label(),
        check_in: check_in(ground, domain),
        scores: scores(ground, domain),
        without: without(ground, domain),
        scale: note.map_or("", |note| note.scale.label()),
        lacks_scale: note.is_some_and(|note| note.scale != ScaleFound::Good),
        says: note.map_or_else(String::new, |note| note.says.clone()),
        ask: note.map_or_else(Vec::new, |note| note.ask.clone()),
        needs: needs.into_iter().map(view).collect(),
        strengths: strengths.into_iter().map(view).collect(),
        said,
        said_before,
        add: form(domain, mine.then_some(tried)),
        add_problem: if mine {
            tried.problem.clone()
        } else {
            String::new()
        },
    }
}

/// "6 of 10 now (Tue 14 May), 4 then (Tue 5 Mar)".
fn check_in(ground: &Ground<'_>, domain: Domain) -> Option<String> {
    let view = ground
        .whole
        .domains
        .iter()
        .find(|view| view.domain == domain)?;
    let now_on = day(ground.whole.now_on?, ground.today);
    let now = view.now.map_or_else(
        || format!("not answered on {now_on}"),
        |value| format!("{} of 10 on {now_on}", number(value)),
    );
    Some(match (ground.whole.then_on, view.then) {
        (Some(on), Some(then)) => {
            format!("{now}; {} of 10 on {}", number(then), day(on, ground.today))
        }
        (Some(on), None) => format!("{now}; not answered on {}", day(on, ground.today)),
        (None, _) => now,
    })
}

fn scores(ground: &Ground<'_>, domain: Domain) -> Vec<ScoreLine> {
    let Ground { app, opened, .. } = ground;
    let found = domain_scores(&opened.record, &app.catalog, domain, ground.against);
    found
        .into_iter()
        .filter_map(|score| {
            let measure = app.catalog.measure(&score.measure)?;
            let band = score.now.band.as_ref();
            let mut words = band.map_or_else(String::new, |band| band.label.to_lowercase());
            if let (Some(change), Some(then)) = (&score.change, &score.then) {
                let since = format!("on {} ({})", day(then.on, ground.today), number(then.value));
                if !words.is_empty() {
                    words.push_str("; ");
                }
                words.push_str(&change.words_since(&since));
            }
            let doubt = if is_own(measure) {
                "our own questions, not a validated scale".to_owned()
            } else {
                score.doubt.words()
            };
            Some(ScoreLine {
                measure: measure.id.clone(),
                value: format!("{} {}", measure.name, number(score.now.value)),
                words,
                doubt,
                on: day(score.now.on, ground.today),
                href: form_address(opened.client, &opened.record, score.now.entry),
            })
        })
        .collect()
}

fn without(ground: &Ground<'_>, domain: Domain) -> Vec<FormLine> {
    let Ground { app, opened, .. } = ground;
    without_score(&opened.record, &app.catalog, domain)
        .into_iter()
        .filter_map(|answered| {
            Some(FormLine {
                name: app.catalog.measure(&answered.measure)?.name.clone(),
                on: day(answered.on, ground.today),
                href: form_address(opened.client, &opened.record, answered.entry),
            })
        })
        .collect()
}

/// Empty for a total that came without a form.
fn form_address(client: ClientId, record: &Record, entry: EntryId) -> String {
    record.response(entry).map_or_else(String::new, |_| {
        format!("/clients/{client}/assess/responses/{entry}")
    })
}

fn said(ground: &Ground<'_>, domain: Domain) -> Vec<SaidView> {
    let aspects = aspects_of(&ground.opened.record, domain);
    let taken_up = |text: &str| aspects.iter().any(|kept| kept.item.words == text.trim());
    let words = ground
        .whole
        .domains
        .iter()
        .filter(|view| view.domain == domain)
        .flat_map(|view| &view.words);
    words
        .map(|words| SaidView {
            text: words.item.text.clone(),
            about: words.item.about.label(),
            on: day(words.at.to_zoned(ground.zone.clone()).date(), ground.today),
            take_up: match words.item.about {
                _ if taken_up(&words.item.text) => None,
                WordsKind::Need => Some((AspectSort::Need(Met::NotYet).code(), form_id())),
                WordsKind::Strength => Some((AspectSort::Strength.code(), form_id())),
                WordsKind::Said => None,
            },
        })
        .collect()
}

fn aspect(ground: &Ground<'_>, kept: &Kept<Aspect>, tried: &Tried) -> AspectView {
    let item = &kept.item;
    let (shape, state) = match item.sort {
        AspectSort::Need(Met::NotYet) => ("signal-unknown", Met::NotYet.label()),
        AspectSort::Need(Met::Partly) => ("signal-steady", Met::Partly.label()),
        AspectSort::Need(Met::Yes) => ("signal-done", Met::Yes.label()),
        AspectSort::Strength => ("signal-better", "strength"),
    };
    let mine = tried.id == Some(item.id);
    let before = wording_before(&ground.opened.entries, kept);
    let last = kept.set.last().copied();
    AspectView {
        id: item.id,
        words: item.words.clone(),
        shape,
        state,
        said_by: item.said_by.label(),
        on: day(kept.at.to_zoned(ground.zone.clone()).date(), ground.today),
        form: if mine {
            form(item.domain, Some(tried))
        } else {
            AspectForm {
                entry: form_id(),
                domain: item.domain.code(),
                words: item.words.clone(),
                sort: item.sort.code(),
                said_by: item.said_by.code(),
            }
        },
        problem: if mine {
            tried.problem.clone()
        } else {
            String::new()
        },
        before: before.zip(last).map(|(before, last)| {
            let label = before.sort.label();
            (
                format!("{} ({label}, {})", before.words, before.domain.label()),
                last,
            )
        }),
        back_entry: form_id(),
        void_entry: form_id(),
    }
}

fn form(domain: Domain, tried: Option<&Tried>) -> AspectForm {
    AspectForm {
        entry: form_id(),
        domain: tried
            .and_then(|tried| tried.domain)
            .unwrap_or(domain)
            .code(),
        words: tried.map_or_else(String::new, |tried| tried.words.clone()),
        sort: tried
            .and_then(|tried| tried.sort)
            .map_or("", AspectSort::code),
        said_by: tried
            .and_then(|tried| tried.said_by)
            .map_or("", assess::SaidBy::code),
    }
}
