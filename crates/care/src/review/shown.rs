use attune_catalog::Catalog;
use attune_stats::signal::Signal;

use crate::Record;
use crate::review::{leading_measure, progress};

/// The signal in words.
pub fn signal_words(signal: Signal) -> &'static str {
    match signal {
        Signal::TooEarly { .. } => "too early to say",
        Signal::OnTrack => "on track",
        Signal::Watch => "worth watching",
        Signal::NotOnTrack => "not on track",
        Signal::NoReference => "no reference to compare with",
    }
}

/// What the program shows at a review, in one sentence. It is kept with the
/// decision, so that the decision can be understood later.
pub fn shown(record: &Record, catalog: &Catalog) -> String {
    let progress = leading_measure(record, catalog).and_then(|id| progress(record, catalog, &id));
    let Some(progress) = progress else {
        return "No questionnaire has been answered completely yet.".to_owned();
    };
    let name = catalog
        .measure(&progress.measure)
        .map_or(progress.measure.as_str(), |measure| &measure.name);
    let Some(last) = progress.series.points.last() else {
        return format!("{name}: no complete answers yet.");
    };
    let band = last.band.as_ref().map_or_else(String::new, |band| format!(", {}", band.label));
    let change = progress.change.map_or_else(String::new, |change| format!("; {}", change.words()));
    let signal = progress
        .judgement
        .map_or("no rule for change", |judged| signal_words(judged.signal));
    format!("{name} {} on {}{band}{change}. Signal: {signal}.", last.value, last.on)
}
