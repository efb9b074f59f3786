//! Where people ended who began like this, and whether therapies differed.

use std::collections::BTreeMap;

use attune_catalog::{ModelCard, ModelCheck, Outlook, TherapyDifference};
use attune_stats::StatsError;
use attune_stats::prognosis::{EndedRows, Held, Prognosis, check, fit};

use super::{Closed, FOLDS, LEAST_CLOSED, SEED, Subject, rounded, whole};

/// A therapy is looked at where so many had it and so many had not: fewer tell of persons, and nothing of therapies.
const LEAST_WITH: usize = 30;

/// So many people for each thing a model looks at.
const PEOPLE_EACH: usize = 20;

/// None where no line can be drawn at all, as when everybody began with the same score.
pub(super) fn outlook(closed: &[Closed], subject: &Subject<'_>) -> Option<Outlook> {
    let everybody = Rows::of(closed.iter(), &[]);
    let (alone, held) = everybody.learn().ok()?;
    let (therapy_checks, therapies) = therapies(closed);
    Some(Outlook {
        intercept: rounded(alone.intercept),
        first: rounded(alone.first),
        residual_sd: rounded(alone.residual_sd),
        mean_first: rounded(alone.mean_first),
        sd_first: rounded(alone.sd_first),
        card: card(closed, subject),
        checks: checks(&held.first_alone, "saying the same of everybody"),
        therapy_checks,
        therapies,
    })
}

/// First and last scores as columns, with a column for each therapy.
struct Rows {
    first: Vec<f64>,
    last: Vec<f64>,
    worked_with: Vec<Vec<bool>>,
}

impl Rows {
    fn of<'a>(closed: impl Iterator<Item = &'a Closed>, therapies: &[&str]) -> Self {
        let mut rows = Self {
            first: Vec::new(),
            last: Vec::new(),
            worked_with: vec![Vec::new(); therapies.len()],
        };
        for one in closed {
            let (first, last) = one.ends();
            rows.first.push(first);
            rows.last.push(last);
            for (column, therapy) in rows.worked_with.iter_mut().zip(therapies) {
                column.push(one.begun_with.iter().any(|begun| begun == therapy));
            }
        }
        rows
    }

    fn learn(&self) -> Learnt {
        let columns: Vec<&[bool]> = self.worked_with.iter().map(Vec::as_slice).collect();
        let rows = EndedRows {
            first: &self.first,
            last: &self.last,
            worked_with: &columns,
        };
        Ok((fit(&rows)?, check(&rows, FOLDS, SEED)?))
    }
}

/// What is asked of a model and what was found, in sentences.
fn checks(held: &Held, plainer: &str) -> Vec<ModelCheck> {
    let hundred = |share: f64| share * 100.0;
    let gain = held.gain;
    let [lower, upper] = held.calibration_interval;
    let [least, most] = held.within_interval;
    vec![
        ModelCheck {
            asked: format!(
                "For people it has not seen it is nearer than {plainer}, and chance does not explain it."
            ),
            found: format!(
                "It takes away {:.0} % of the squared error (95 % interval {:.0} to {:.0}); it is off by {:.1} points (root mean square).",
                hundred(gain.share),
                hundred(gain.interval[0]),
                hundred(gain.interval[1]),
                held.error
            ),
            passed: gain.interval[0] > 0.0,
        },
        ModelCheck {
            asked: "Where it foretells one point more, one point more comes true.".to_owned(),
            found: format!(
                "{:.2} points (95 % interval {lower:.2} to {upper:.2}).",
                held.calibration
            ),
            passed: lower <= 1.0 && 1.0 <= upper,
        },
        ModelCheck {
            asked: "Of 100 people it has not seen, 80 end within its band.".to_owned(),
            found: format!(
                "{:.0} (95 % interval {:.0} to {:.0}).",
                hundred(held.within),
                hundred(least),
                hundred(most)
            ),
            passed: least <= 0.8 && 0.8 <= most,
        },
    ]
}

/// Of those whose first plan is known.
fn therapies(closed: &[Closed]) -> (Vec<ModelCheck>, Vec<TherapyDifference>) {
    let planned = || closed.iter().filter(|one| !one.begun_with.is_empty());
    let number = planned().count();
    let enough = ModelCheck {
        asked: format!("{LEAST_CLOSED} finished therapies began with a plan."),
        found: match number {
            0 => "None did.".to_owned(),
            some => format!("{some} did."),
        },
        passed: number >= LEAST_CLOSED,
    };
    if !enough.passed {
        return (vec![enough], Vec::new());
    }
    let compared = compared(planned(), number);
    let some = ModelCheck {
        asked: format!(
            "There is a therapy that {LEAST_WITH} or more began with and {LEAST_WITH} or more did not."
        ),
        found: match compared.len() {
            0 => "There is none.".to_owned(),
            1 => "There is one.".to_owned(),
            more => format!("There are {more}."),
        },
        passed: !compared.is_empty(),
    };
    if !some.passed {
        return (vec![enough, some], Vec::new());
    }
    let (compared, learnt) = told_apart(planned, compared);
    let (found, held) = match learnt {
        Ok((found, held)) => (found, held.with_therapies),
        Err(why) => {
            let failed = ModelCheck {
                asked: "The therapies can be told apart at all.".to_owned(),
                found: format!("They cannot: {why}."),
                passed: false,
            };
            return (vec![enough, some, failed], Vec::new());
        }
    };
    let differences = compared.iter().zip(&found.worked_with);
    let differences = differences.map(|((name, people), difference)| TherapyDifference {
        modality: (*name).to_owned(),
        people: whole(*people),
        difference: rounded(difference.estimate),
        interval: difference.interval.map(rounded),
    });
    let told = held.map_or_else(Vec::new, |held| {
        checks(&held, "looking at the first score alone")
    });
    (
        [enough, some].into_iter().chain(told).collect(),
        differences.collect(),
    )
}

type Learnt = Result<(Prognosis, attune_stats::prognosis::Checked), StatsError>;

/// Learns with as many therapies as can be told apart: one that stands where another does not, in everybody, says
/// nothing that the other does not say, and is left out.
fn told_apart<'a, Closeds: Iterator<Item = &'a Closed>>(
    planned: impl Fn() -> Closeds,
    mut therapies: Vec<(&'a str, usize)>,
) -> (Vec<(&'a str, usize)>, Learnt) {
    loop {
        let names: Vec<&str> = therapies.iter().map(|(name, _)| *name).collect();
        let learnt = Rows::of(planned(), &names).learn();
        match learnt {
            // The first score comes before the therapies.
            Err(StatsError::CollinearCovariate { covariate }) if covariate > 0 => {
                therapies.remove(covariate - 1);
            }
            other => return (therapies, other),
        }
    }
}

/// Therapies with enough people on both sides, the commonest first, as many as the number of people carries.
fn compared<'a>(closed: impl Iterator<Item = &'a Closed>, people: usize) -> Vec<(&'a str, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for one in closed {
        for therapy in &one.begun_with {
            *counts.entry(therapy).or_default() += 1;
        }
    }
    let mut found: Vec<(&str, usize)> = counts
        .into_iter()
        .filter(|(_, with)| *with >= LEAST_WITH && people - with >= LEAST_WITH)
        .collect();
    found.sort_by_key(|(name, with)| (std::cmp::Reverse(*with), *name));
    // The first score is one of the things looked at.
    found.truncate((people / PEOPLE_EACH).saturating_sub(1));
    found
}

fn card(closed: &[Closed], subject: &Subject<'_>) -> ModelCard {
    ModelCard {
        population: subject.population(),
        people: whole(closed.len()),
        observations: whole(closed.len() * 2),
        design: "Routine care: the first and the last score of each. Nobody was allotted to a therapy by chance.".to_owned(),
        fitted_with:
            "Least squares of the last score on the first; for the differences, also on the therapies of the first plan."
                .to_owned(),
        validation: Some(format!(
            "{FOLDS}-fold cross-validation over people: everything that was checked is about people the model had not seen."
        )),
        limits: vec![
            "Whoever was given a therapy may have been another kind of person: a difference is no effect.".to_owned(),
            "A therapy counts as soon as one strand of the first plan belongs to it; what was done may have been other."
                .to_owned(),
            "Those who left without a second score are missing, and may have fared otherwise.".to_owned(),
            "The last score is that of the day they left, early or late.".to_owned(),
        ],
        source: "This practice's own finished therapies.".to_owned(),
        licence: "Sealed within this practice.".to_owned(),
    }
}
