//! Bands as somebody types them: one a line, covering every total exactly once.

use super::draft::{Draft, DraftBand, Scoring};
use super::typed::{Problem, TypedDraft, lines, problem};

impl TypedDraft {
    /// Bands that cover every total exactly once.
    pub(super) fn bands(&self, draft: &Draft) -> Result<Vec<DraftBand>, Problem> {
        let mut bands = Vec::new();
        for (number, line) in lines(&self.bands) {
            let Some(band) = band(line) else {
                return problem(
                    "bands",
                    format!(
                        "Line {number}: from, to and a name, for example \u{201c}0-4 quiet\u{201d}."
                    ),
                );
            };
            bands.push(band);
        }
        let (Some(first), Some(last)) = (bands.first(), bands.last()) else {
            return Ok(bands);
        };
        if draft.scoring != Scoring::Sum {
            return problem(
                "bands",
                "Bands need a sum. A mean falls between whole numbers, and single answers have no total to sort.",
            );
        }
        if draft.bands_source.is_empty() {
            return problem(
                "bands_source",
                "Please say where these bands come from, even if it is \u{201c}our own judgement\u{201d}. It is shown beside them.",
            );
        }
        let (low, high) = draft.range(draft.items.len());
        if first.from != low {
            return problem(
                "bands",
                format!(
                    "The lowest total is {low}, and the first band starts at {}.",
                    first.from
                ),
            );
        }
        if last.to != high {
            return problem(
                "bands",
                format!(
                    "The highest total is {high}, and the last band ends at {}.",
                    last.to
                ),
            );
        }
        for (one, next) in bands.iter().zip(bands.iter().skip(1)) {
            if next.from > one.to + 1 {
                return problem(
                    "bands",
                    format!(
                        "No band holds {} to {}: one ends at {}, the next starts at {}.",
                        one.to + 1,
                        next.from - 1,
                        one.to,
                        next.from
                    ),
                );
            }
            if next.from <= one.to {
                return problem(
                    "bands",
                    format!(
                        "\u{201c}{}\u{201d} starts at {}, inside the band before it.",
                        next.label, next.from
                    ),
                );
            }
        }
        match bands.iter().find(|band| band.to < band.from) {
            Some(band) => problem(
                "bands",
                format!("\u{201c}{}\u{201d} ends before it starts.", band.label),
            ),
            None => Ok(bands),
        }
    }
}

/// `0-4 quiet`; numbers below zero are written as `-4--1 low`.
fn band(line: &str) -> Option<DraftBand> {
    let (numbers, label) = line.split_once(char::is_whitespace)?;
    let label = label.trim();
    let split = numbers.get(1..)?.find('-')? + 1;
    let (from, to) = (numbers.get(..split)?, numbers.get(split + 1..)?);
    (!label.is_empty()).then_some(DraftBand {
        from: from.parse().ok()?,
        to: to.parse().ok()?,
        label: label.to_owned(),
    })
}
