use attune_catalog::{Answer, Catalog, ChangeRule, Measure, Outcome, Purpose, Standing, score};
use attune_ids::{EntryId, SessionId};
use attune_stats::Positive;
use attune_stats::signal::{
    AllianceRule, AllianceState, SlowDecline, alliance_reading, individuals_lower_limit,
    slow_decline,
};
use jiff::civil::Date;

use super::rupture::{RuptureState, Stand};
use crate::{Dated, Record};

/// Where no source says which fall is more than error: this share of the scale. It is two points of our own ten, the
/// convention that session feedback is read by.
pub const LEAST_DROP_SHARE: f64 = 0.2;
/// At or above this share of the scale an answer is taken to be at its top.
pub const TOP_SHARE: f64 = 0.95;
/// The ceiling is looked for in so many of the latest forms.
pub const CEILING_FORMS: usize = 6;
/// Fewer forms than this say nothing about a ceiling.
const FEWEST_FORMS: usize = 3;
/// A rupture counts as over on the line if it is back within this many standard deviations of the usual before it ...
const BACK_WITHIN: f64 = 0.5;
/// ... within so many forms.
const BACK_SOON: usize = 3;

/// The alliance by one measure, with what it says about itself.
#[derive(Debug, Clone, PartialEq)]
pub struct AllianceLine {
    /// Catalogue id of the measure.
    pub measure: String,
    /// Its name.
    pub name: String,
    /// A published scale; else our own questions, which nobody has validated.
    pub published: bool,
    /// Lowest and highest possible score.
    pub range: [f64; 2],
    /// A smaller fall is not looked at, in points.
    pub least_drop: f64,
    /// Whether that comes from a source; else it is [`LEAST_DROP_SHARE`].
    pub drop_from_source: bool,
    /// Oldest first; complete scores only.
    pub points: Vec<AlliancePoint>,
    /// The line through the last six; none for fewer.
    pub decline: Option<SlowDecline>,
    /// Most of the last forms are at the top of the scale.
    pub ceiling: Option<Ceiling>,
}

/// One form.
#[derive(Debug, Clone, PartialEq)]
pub struct AlliancePoint {
    /// The entry it is in.
    pub form: EntryId,
    /// The session it is about, if it was asked for one.
    pub session: Option<SessionId>,
    /// The day it was filled in.
    pub on: Date,
    /// Points.
    pub value: f64,
    /// The client's own usual before it; none for fewer than two earlier forms.
    pub usual: Option<Usual>,
    /// What it amounts to against that; none where nothing can be said.
    pub state: Option<AllianceState>,
    /// The clinician's score of the same session, if there is one and it is complete.
    pub clinician: Option<f64>,
}

/// A person's own usual.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Usual {
    /// Mean of the earlier forms.
    pub mean: f64,
    /// Band of routine variation: 2.66 mean moving ranges to both sides, within the scale.
    pub band: [f64; 2],
    /// On how many forms it rests.
    pub forms: usize,
}

/// How many of the latest forms are at the top.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ceiling {
    /// At the top.
    pub at_top: usize,
    /// Of so many.
    pub of: usize,
}

/// A fall that nobody has written down as an episode yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Suspicion {
    /// The form.
    pub form: EntryId,
    /// The session it is about, if any.
    pub session: Option<SessionId>,
    /// The day.
    pub on: Date,
    /// Name of the measure.
    pub name: String,
    /// The score, and what it usually was.
    pub value: f64,
    /// The usual it was held against.
    pub usual: f64,
    /// Two standard deviations or more below.
    pub strong: bool,
}

/// One line for every measure of the alliance that was answered, our own session feedback first.
pub fn alliance_lines(record: &Record, catalog: &Catalog) -> Vec<AllianceLine> {
    let concerns = |measure: &Measure| {
        matches!(
            measure.purpose,
            Purpose::SessionFeedback | Purpose::Alliance
        )
    };
    let mut lines: Vec<AllianceLine> = Vec::new();
    for given in &record.responses {
        let response = &given.item;
        let Some(measure) = catalog
            .measure_version(&response.measure.id, &response.measure.version)
            .filter(|measure| concerns(measure))
        else {
            continue;
        };
        let Some(total) = &measure.total else {
            continue;
        };
        let Some(Outcome::Complete { value, .. }) = response.scored.outcome(total) else {
            continue;
        };
        let place = lines.iter().position(|line| line.measure == measure.id);
        let line = match place {
            Some(place) => lines.get_mut(place),
            None => begun(measure).and_then(|line| {
                lines.push(line);
                lines.last_mut()
            }),
        };
        if let Some(line) = line {
            let clinician = response
                .session
                .and_then(|session| clinicians(record, catalog, session, &measure.id));
            line.add(
                given.entry,
                response.session,
                response.on,
                *value,
                clinician,
            );
        }
    }
    for line in &mut lines {
        line.finish();
    }
    lines.sort_by_key(|line| line.published);
    lines
}

fn begun(measure: &Measure) -> Option<AllianceLine> {
    let total = measure.total.as_ref()?;
    let rule = measure.scores.iter().find(|rule| rule.id == *total)?;
    let range = [f64::from(rule.range.0), f64::from(rule.range.1)];
    let from_source = measure
        .norms
        .iter()
        .find(|norm| norm.score == *total && norm.default)
        .map(|norm| match norm.rule {
            ChangeRule::Published { least_change } => least_change,
            // 1.96 sqrt(2) SEM (Jacobson & Truax 1991).
            ChangeRule::JacobsonTruax {
                sd, reliability, ..
            } => 1.96 * sd * (2.0 * (1.0 - reliability)).sqrt(),
        });
    Some(AllianceLine {
        measure: measure.id.clone(),
        name: measure.name.clone(),
        published: measure.standing == Standing::Published,
        range,
        least_drop: from_source.unwrap_or(LEAST_DROP_SHARE * (range[1] - range[0])),
        drop_from_source: from_source.is_some(),
        points: Vec::new(),
        decline: None,
        ceiling: None,
    })
}

/// The clinician's score of a session by the same form.
fn clinicians(
    record: &Record,
    catalog: &Catalog,
    session: SessionId,
    measure: &str,
) -> Option<f64> {
    let rated = record
        .session_ratings
        .iter()
        .rfind(|rated| rated.item.session == session && rated.item.measure.id == measure)?;
    score_of(
        catalog,
        &rated.item.measure.id,
        &rated.item.measure.version,
        &rated.item.answers,
    )
}

fn score_of(catalog: &Catalog, id: &str, version: &str, answers: &[Answer]) -> Option<f64> {
    let measure = catalog.measure_version(id, version)?;
    let scored = score(measure, answers).ok()?;
    match scored.outcome(measure.total.as_ref()?)? {
        Outcome::Complete { value, .. } => Some(*value),
        Outcome::Prorated { .. } | Outcome::Insufficient { .. } => None,
    }
}

impl AllianceLine {
    fn add(
        &mut self,
        form: EntryId,
        session: Option<SessionId>,
        on: Date,
        value: f64,
        clinician: Option<f64>,
    ) {
        let earlier: Vec<f64> = self.points.iter().map(|point| point.value).collect();
        let usual = usual(&earlier, self.range);
        // Without any spread before it, a fall of the least size is told against the band alone.
        let state = AllianceRule::new(self.least_drop, None)
            .and_then(|rule| alliance_reading(&earlier, value, &rule))
            .map_or_else(
                |_| {
                    usual.map(|usual| {
                        if usual.mean - value >= self.least_drop {
                            AllianceState::Strong
                        } else {
                            AllianceState::Usual
                        }
                    })
                },
                |reading| Some(reading.state),
            );
        self.points.push(AlliancePoint {
            form,
            session,
            on,
            value,
            usual,
            state,
            clinician,
        });
    }

    fn finish(&mut self) {
        let values: Vec<f64> = self.points.iter().map(|point| point.value).collect();
        self.decline = Positive::new(self.least_drop)
            .and_then(|least| slow_decline(&values, least))
            .ok();
        let [low, high] = self.range;
        let top = low + TOP_SHARE * (high - low);
        let latest = &values[values.len().saturating_sub(CEILING_FORMS)..];
        let at_top = latest.iter().filter(|value| **value >= top).count();
        self.ceiling =
            (latest.len() >= FEWEST_FORMS && 2 * at_top > latest.len()).then_some(Ceiling {
                at_top,
                of: latest.len(),
            });
    }

    /// After how many forms the alliance was back near its usual after the fall in this form; none if it was not
    /// within three.
    pub fn back_after(&self, form: EntryId) -> Option<usize> {
        let fell = self.points.iter().position(|point| point.form == form)?;
        let usual = self.points.get(fell)?.usual?.mean;
        let before: Vec<f64> = self.points[..fell]
            .iter()
            .map(|point| point.value)
            .collect();
        let count = before.len() as f64;
        let variance = before
            .iter()
            .map(|value| (value - usual).powi(2))
            .sum::<f64>()
            / (count - 1.0);
        let near = usual - BACK_WITHIN * variance.sqrt();
        self.points[fell + 1..]
            .iter()
            .take(BACK_SOON)
            .position(|point| point.value >= near)
            .map(|place| place + 1)
    }
}

fn usual(earlier: &[f64], [low, high]: [f64; 2]) -> Option<Usual> {
    let limit = individuals_lower_limit(earlier).ok()?;
    let mean = earlier.iter().sum::<f64>() / earlier.len() as f64;
    let half = mean - limit;
    Some(Usual {
        mean,
        band: [limit.max(low), (mean + half).min(high)],
        forms: earlier.len(),
    })
}

/// Falls on any line that are no episode yet, latest first. One that was followed by a form within the usual is past and
/// is shown on the line alone.
pub fn suspicions(record: &Record, lines: &[AllianceLine]) -> Vec<Suspicion> {
    let known = |form: EntryId| {
        let of_it = |state: &RuptureState| state.noted.item.form == Some(form);
        record.ruptures.iter().any(of_it)
    };
    let mut found: Vec<Suspicion> = lines
        .iter()
        .filter_map(|line| {
            let point = line.points.last()?;
            let usual = point.usual?;
            let strong = match point.state? {
                AllianceState::Usual => return None,
                AllianceState::Suspected => false,
                AllianceState::Strong => true,
            };
            (!known(point.form)).then(|| Suspicion {
                form: point.form,
                session: point.session,
                on: point.on,
                name: line.name.clone(),
                value: point.value,
                usual: usual.mean,
                strong,
            })
        })
        .collect();
    found.sort_by_key(|suspicion| std::cmp::Reverse(suspicion.on));
    found
}

/// Episodes as they stand: what is open first, the latest first among equals.
pub fn episodes(record: &Record) -> Vec<&RuptureState> {
    let mut all: Vec<&RuptureState> = record.ruptures.iter().collect();
    all.sort_by_key(|state| {
        (
            matches!(state.stand(), Stand::Repaired | Stand::NotOne),
            std::cmp::Reverse(state.noted.item.on),
        )
    });
    all
}

/// The clinician's latest rating of a session.
pub fn rating_of(
    record: &Record,
    session: SessionId,
) -> Option<&Dated<super::rating::SessionRated>> {
    record
        .session_ratings
        .iter()
        .rfind(|rated| rated.item.session == session)
}
