//! What the program showed when a decision was made.

use attune_catalog::Catalog;
use jiff::civil::Date;

use super::explain::signal_words;
use super::progress::{Progress, courses};
use crate::Record;
use crate::session::alliance;

/// One sentence for [`Review::shown`](super::Review::shown): the latest score of
/// every measure with its change and signal, and what session feedback said.
pub fn shown(record: &Record, catalog: &Catalog) -> String {
    let mut parts: Vec<String> = courses(record, catalog)
        .iter()
        .filter_map(|progress| course(catalog, progress))
        .collect();
    if parts.is_empty() {
        parts.push("there was no score yet".to_owned());
    }
    let alliance = alliance(record, catalog);
    if let Some(latest) = alliance.feedback.last() {
        parts.push(match latest.outstanding.len() {
            0 => format!(
                "nothing stood out in the session feedback of {}",
                day(latest.on)
            ),
            1 => format!(
                "one answer stood out in the session feedback of {}",
                day(latest.on)
            ),
            more => format!(
                "{more} answers stood out in the session feedback of {}",
                day(latest.on)
            ),
        });
    }
    let sentence = parts.join("; ");
    let mut letters = sentence.chars();
    match letters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), letters.as_str()),
        None => sentence,
    }
}

fn course(catalog: &Catalog, progress: &Progress) -> Option<String> {
    let last = progress.series.points.last()?;
    let name = catalog
        .measure(&progress.measure)
        .map_or(progress.measure.as_str(), |measure| measure.name.as_str());
    let value = if last.value.fract() == 0.0 {
        format!("{:.0}", last.value)
    } else {
        format!("{:.1}", last.value)
    };
    let band = last.band.as_ref().map_or_else(String::new, |band| {
        format!(" ({})", band.label.to_lowercase())
    });
    let change = progress
        .change
        .map_or_else(String::new, |change| format!(", {}", change.words()));
    let signal = progress
        .judgement
        .as_ref()
        .map_or("no signal", |judged| signal_words(judged.signal));
    Some(format!(
        "{name} {value}{band} on {}{change}: {signal}",
        day(last.on)
    ))
}

/// With the year, since this is read long after.
fn day(date: Date) -> String {
    date.strftime("%-d %b %Y").to_string()
}
