//! The page as a table for a spreadsheet: the groups that are shown, and their sum.

use std::fmt::Write as _;

use attune_care::outcomes::Tally;
use attune_stats::funnel::Counted as Rate;
use attune_stats::{Proportion, StatsError};

use super::Counted;
use crate::AppError;

const HEAD: &str = "clinician,measure,year,least_pairs_shown,began,ended_with_this_measure,ended_without_score,pairs,\
better,better_rate,better_95_lower,better_95_upper,worse,worse_rate,worse_95_lower,worse_95_upper,\
cases_at_start,recovered,recovered_rate,recovered_95_lower,recovered_95_upper,\
limit_99_8_lower,limit_95_lower,limit_95_upper,limit_99_8_upper\n";

/// Cells that are not shown are empty.
pub(super) fn table(counted: &Counted) -> Result<String, AppError> {
    write(counted).map_err(|error| AppError::Broken(error.to_string()))
}

fn write(counted: &Counted) -> Result<String, StatsError> {
    let mut text = HEAD.to_owned();
    for shown in &counted.found.groups {
        let limits = shown.limits.map_or_else(
            || ",,,".to_owned(),
            |(at, _)| {
                let (outer, inner) = (at.outer, at.inner);
                format!(
                    "{:.4},{:.4},{:.4},{:.4}",
                    outer.lower, inner.lower, inner.upper, outer.upper
                )
            },
        );
        line(
            &mut text,
            counted,
            &counted.name(shown.group),
            &shown.tally,
            &limits,
        )?;
    }
    if !counted.found.groups.is_empty() {
        line(
            &mut text,
            counted,
            "all that are shown",
            &counted.found.total,
            ",,,",
        )?;
    }
    Ok(text)
}

fn line(
    text: &mut String,
    counted: &Counted,
    name: &str,
    tally: &Tally,
    limits: &str,
) -> Result<(), StatsError> {
    let recovery = match tally.recovery() {
        Some(found) => format!("{},{}", found.cases(), rate(found)?),
        None => ",,,,".to_owned(),
    };
    // Writing into a String cannot fail.
    let _ = writeln!(
        text,
        "{},{},{},{},{},{},{},{},{},{},{recovery},{limits}",
        quoted(name),
        quoted(&counted.measure.id),
        counted.year,
        counted.found.smallest.get(),
        tally.began,
        tally.ended,
        tally.unscored,
        tally.paired,
        rate(tally.improved()?)?,
        rate(tally.deteriorated()?)?,
    );
    Ok(())
}

/// Events, rate and the ends of its interval.
fn rate(rate: Rate) -> Result<String, StatsError> {
    let interval = rate.interval(Proportion::new(0.95)?)?;
    Ok(format!(
        "{},{:.4},{:.4},{:.4}",
        rate.events(),
        rate.rate(),
        interval.lower,
        interval.upper
    ))
}

/// A spreadsheet takes a cell that begins with one of these for a formula, also in quotation
/// marks; a name is never meant as one.
fn quoted(words: &str) -> String {
    let formula = words.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let mark = if formula { "'" } else { "" };
    format!("\"{mark}{}\"", words.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_name_is_no_formula_and_keeps_its_marks() {
        assert_eq!(
            quoted("Ingrid \"Inga\" Dahl"),
            "\"Ingrid \"\"Inga\"\" Dahl\""
        );
        assert_eq!(quoted("=1+1"), "\"'=1+1\"");
    }
}
