//! One measure's course: the signal with its reasons, the picture, and everything
//! that stands behind them.

use attune_care::Record;
use attune_care::review::{
    Progress, explain_course, explain_rule, reference_line, rule_line, signal_words,
};
use attune_catalog::{BandCheck, Catalog, ExpectedCourse, Measure, ModelCard};
use attune_ids::ClientId;
use attune_stats::signal::Signal;
use jiff::civil::Date;

use crate::format::{count, number};
use crate::{AppError, pictures};

/// A course as the page shows it.
pub(super) struct CourseView {
    pub(super) name: String,
    pub(super) signal: &'static str,
    pub(super) shape: &'static str,
    pub(super) reasons: Vec<String>,
    pub(super) picture: Option<String>,
    pub(super) incomplete: Option<String>,
    pub(super) change_rule: Option<String>,
    pub(super) reference_line: String,
    /// How often the rule behind the signal is right and wrong.
    pub(super) rule_line: String,
    pub(super) reference: Option<ReferenceView>,
}

/// The reference behind a course.
pub(super) struct ReferenceView {
    pub(super) name: String,
    pub(super) rule: Vec<String>,
    pub(super) bands: Option<String>,
    pub(super) size: String,
    pub(super) card: ModelCard,
}

pub(super) fn view(
    client: ClientId,
    record: &Record,
    catalog: &Catalog,
    progress: &Progress,
    today: Date,
) -> Result<Option<CourseView>, AppError> {
    let Some(measure) = catalog.measure(&progress.measure) else {
        return Ok(None);
    };
    let signal = progress.judgement.as_ref().map(|judged| judged.signal);
    let picture = if progress.series.points.is_empty() {
        None
    } else {
        pictures::trajectory(client, record, measure, progress, today)?
    };
    Ok(Some(CourseView {
        name: measure.name.clone(),
        signal: signal.map_or("no signal", signal_words),
        shape: signal.map_or("signal-unknown", shape),
        reasons: explain_course(progress),
        picture,
        incomplete: incomplete(progress.series.incomplete),
        change_rule: change_rule(measure, progress),
        reference_line: reference_line(progress),
        rule_line: rule_line(progress),
        reference: progress
            .expected
            .as_ref()
            .map(|expected| reference(&expected.reference)),
    }))
}

fn shape(signal: Signal) -> &'static str {
    match signal {
        Signal::NotOnTrack | Signal::Watch => "signal-look",
        Signal::OnTrack => "signal-steady",
        Signal::TooEarly { .. } | Signal::NoReference => "signal-unknown",
    }
}

fn incomplete(forms: usize) -> Option<String> {
    let left_out = match forms {
        0 => return None,
        1 => "has no total because answers are missing; it is left out, not counted as zero",
        _ => "have no total because answers are missing; they are left out, not counted as zero",
    };
    Some(format!("{} {left_out}.", count(forms, "form", "forms")))
}

fn change_rule(measure: &Measure, progress: &Progress) -> Option<String> {
    let norm = measure.default_norm(measure.total.as_deref()?)?;
    let from = progress
        .change
        .and_then(|change| change.threshold)
        .map_or_else(String::new, |points| {
            format!("from {} points on ", number(points))
        });
    let mut words = format!(
        "Change counts as more than measurement error {from}by this rule: {} Read for: {}",
        norm.source, norm.population
    );
    if let Some(note) = &norm.note {
        words.push(' ');
        words.push_str(note);
    }
    Some(words)
}

fn reference(course: &ExpectedCourse) -> ReferenceView {
    ReferenceView {
        name: course.name.clone(),
        rule: explain_rule(course),
        bands: bands(&course.band_checks),
        size: format!(
            "{} people, {} scores",
            course.card.people, course.card.observations
        ),
        card: course.card.clone(),
    }
}

/// "The band that promised 50 of 100 next scores held 56; ... (2163 predictions)."
fn bands(checks: &[BandCheck]) -> Option<String> {
    let predictions = checks.first()?.predictions;
    let hundred = |share: f64| format!("{:.0}", share * 100.0);
    let held = checks
        .iter()
        .map(|check| {
            format!(
                "the one that promised {} of 100 held {}",
                hundred(check.promised),
                hundred(check.held)
            )
        })
        .collect::<Vec<_>>()
        .join(", ");
    Some(format!(
        "How often a band held the next score: {held} ({predictions} predictions)."
    ))
}
