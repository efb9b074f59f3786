//! The practice's own expected course: a growth model of all finished therapies.

use attune_catalog::{
    AlarmCheck, AlarmRule, BandCheck, ExpectedCourse, ModelCard, ModelCheck, OWN_COURSE, TimeUnit,
    Transform,
};
use attune_stats::StatsError;
use attune_stats::growth::{
    self, Estimation, Evaluation, Fit, FitOptions, GrowthRows, Levels, Observation, Question,
    TimeFunction, cross_validate,
};

use super::{Closed, FOLDS, SEED, Subject, rounded, share, whole};
use crate::review::ALARM_RATE;

/// The course reaches to where so many people still had a score. Beyond, it would tell of few; and the day on which
/// the last of them was asked is nobody's business.
const LEAST_AT_END: usize = 30;

/// Ends that the alarm may look ahead to, in weeks.
const ENDS: [f64; 10] = [4.0, 6.0, 8.0, 10.0, 12.0, 16.0, 20.0, 26.0, 39.0, 52.0];

/// The alarm is measured where so many people have a score about the end.
const LEAST_JUDGED: usize = 40;

/// A share of fewer people than this, who improved or did not, is not stated: it would be the story of a few.
const LEAST_OF_EACH: usize = 10;

/// The least horizon worth drawing, in weeks.
const LEAST_HORIZON: f64 = 4.0;

const OPTIONS: FitOptions = FitOptions {
    time_function: TimeFunction::LogOnePlus,
    estimation: Estimation::Restricted,
};

/// The course with what was checked of it; no course where none can be fitted.
pub(super) fn course(
    closed: &[Closed],
    subject: &Subject<'_>,
) -> (Option<ExpectedCourse>, Vec<ModelCheck>) {
    match fitted(closed, subject) {
        Ok((course, checks)) => (Some(course), checks),
        Err(why) => (
            None,
            vec![ModelCheck {
                asked: "A course can be fitted.".to_owned(),
                found: format!("It cannot: {why}."),
                passed: false,
            }],
        ),
    }
}

fn fitted(
    closed: &[Closed],
    subject: &Subject<'_>,
) -> Result<(ExpectedCourse, Vec<ModelCheck>), StatsError> {
    let horizon = horizon(closed);
    if horizon < LEAST_HORIZON {
        return Err(StatsError::TooFew {
            what: "people with a score four weeks or more after the first",
            needed: LEAST_AT_END,
            given: closed
                .iter()
                .filter(|one| last_week(one) >= LEAST_HORIZON)
                .count(),
        });
    }
    let courses = observations(closed, horizon)?;
    let fit = fit(&courses)?;
    let question = question(&courses, subject, horizon)?;
    let unit = growth::TimeUnit::Weeks;
    let evaluation = cross_validate(&courses, OPTIONS, unit, FOLDS, SEED, &question)?;
    let checks = checks(&fit, &evaluation);
    Ok((
        written(&fit, &evaluation, &question, subject, horizon),
        checks,
    ))
}

fn last_week(closed: &Closed) -> f64 {
    closed
        .scores
        .last()
        .map_or(0.0, |(day, _)| f64::from(*day) / 7.0)
}

/// The last whole week in which enough people still had a score.
fn horizon(closed: &[Closed]) -> f64 {
    let mut last: Vec<f64> = closed.iter().map(last_week).collect();
    last.sort_by(|one, other| other.total_cmp(one));
    last.get(LEAST_AT_END - 1).copied().unwrap_or(0.0).floor()
}

fn observations(closed: &[Closed], horizon: f64) -> Result<Vec<Vec<Observation>>, StatsError> {
    let within = |closed: &Closed| {
        let weeks = closed
            .scores
            .iter()
            .map(|(day, score)| (f64::from(*day) / 7.0, *score));
        weeks
            .filter(|(week, _)| *week <= horizon)
            .map(|(week, score)| Observation::new(week, score))
            .collect()
    };
    closed.iter().map(within).collect()
}

fn fit(courses: &[Vec<Observation>]) -> Result<Fit, StatsError> {
    let (mut time, mut outcome, mut person) = (Vec::new(), Vec::new(), Vec::new());
    for (index, course) in courses.iter().enumerate() {
        for one in course {
            time.push(one.time.get());
            outcome.push(one.score.get());
            person.push(index);
        }
    }
    growth::fit(
        &GrowthRows {
            outcome: &outcome,
            time: &time,
            group: &Levels::of(&person),
            covariates: &[],
            crossed: None,
        },
        OPTIONS,
    )
}

/// How far from the end a score may lie to count as one at the end, in weeks.
fn window(end: f64) -> f64 {
    (end / 8.0).max(1.0)
}

fn question(
    courses: &[Vec<Observation>],
    subject: &Subject<'_>,
    horizon: f64,
) -> Result<Question, StatsError> {
    let has_score_at = |end: f64, course: &[Observation]| {
        course
            .iter()
            .any(|one| (one.time.get() - end).abs() <= window(end))
    };
    let judged = |end: f64| {
        courses
            .iter()
            .filter(|course| has_score_at(end, course))
            .count()
    };
    let end = ENDS
        .into_iter()
        .rfind(|end| *end <= horizon && judged(*end) >= LEAST_JUDGED);
    Ok(Question {
        coverages: vec![share(0.5)?, share(0.8)?, share(0.95)?],
        rule: subject.rule,
        whole_points: subject
            .measure
            .rule_for(subject.score)
            .is_some_and(attune_catalog::ScoreRule::whole),
        planned_end: end.unwrap_or(horizon),
        window: end.map_or(0.0, window),
        given: end.map_or_else(Vec::new, |end| vec![end / 4.0, end / 2.0]),
        alarm_rate: share(ALARM_RATE)?,
    })
}

fn checks(fit: &Fit, found: &Evaluation) -> Vec<ModelCheck> {
    let of_hundred = |share: f64| share * 100.0;
    let most = found
        .next
        .coverage
        .iter()
        .find(|it| (it.stated.get() - 0.8).abs() < 1e-9);
    let held = most.map_or(0.0, |it| it.observed);
    let next = &found.next;
    vec![
        ModelCheck {
            asked: "The fit comes to an answer that the data support.".to_owned(),
            found: match (fit.converged, fit.singular) {
                (true, false) => "It does.".to_owned(),
                (true, true) => {
                    "No: people differ too little, in where they begin or in how they change, to tell.".to_owned()
                }
                (false, _) => "No: the search found no end.".to_owned(),
            },
            passed: fit.converged && !fit.singular,
        },
        ModelCheck {
            asked: "Of 100 next scores of people it has not seen, the band that promises 80 holds 75 to 85.".to_owned(),
            found: format!(
                "{:.1}, over {} scores of {} people.",
                of_hundred(held),
                next.predictions,
                found.courses
            ),
            passed: (0.75..=0.85).contains(&held),
        },
        ModelCheck {
            asked: "It foretells the next score better than saying that nothing will change.".to_owned(),
            found: format!(
                "It is off by {:.2} points on average, that by {:.2}.",
                next.mae, next.mae_last_value
            ),
            passed: next.mae < next.mae_last_value,
        },
    ]
}

fn written(
    fit: &Fit,
    found: &Evaluation,
    question: &Question,
    subject: &Subject<'_>,
    horizon: f64,
) -> ExpectedCourse {
    let fixed = |term: usize| {
        fit.fixed
            .get(term)
            .map(|effect| (effect.estimate, effect.se))
    };
    let (intercept, slope) = (fixed(0).unwrap_or_default(), fixed(1).unwrap_or_default());
    let next = &found.next;
    ExpectedCourse {
        id: format!("{OWN_COURSE}{}-{}", subject.measure.id, subject.number),
        name: subject.name(),
        measure: subject.measure.id.clone(),
        score: subject.score.to_owned(),
        time_unit: TimeUnit::Weeks,
        transform: Transform::LogOnePlus,
        horizon,
        intercept: rounded(intercept.0),
        slope: rounded(slope.0),
        intercept_se: Some(rounded(intercept.1)),
        slope_se: Some(rounded(slope.1)),
        var_intercept: rounded(fit.variance.intercept),
        var_slope: rounded(fit.variance.slope),
        covariance: rounded(fit.variance.covariance),
        var_residual: rounded(fit.variance.residual),
        card: card(fit, subject),
        band_checks: next
            .coverage
            .iter()
            .map(|it| BandCheck {
                promised: it.stated.get(),
                held: rounded(it.observed),
                predictions: whole(next.predictions),
            })
            .collect(),
        alarm: alarm(found, question, subject),
    }
}

fn card(fit: &Fit, subject: &Subject<'_>) -> ModelCard {
    ModelCard {
        population: subject.population(),
        people: whole(fit.groups),
        observations: whole(fit.rows),
        design: "Routine care: scores as they were asked and answered, no comparison group.".to_owned(),
        fitted_with:
            "Linear mixed model of the total on ln(1 + weeks since the first score), random intercept and slope, restricted maximum likelihood."
                .to_owned(),
        validation: Some(format!(
            "{FOLDS}-fold cross-validation over people: every prediction below is for people the model had not seen. The parameters above are fitted to everybody."
        )),
        limits: vec![
            "The course of those who stayed to be asked again; those who left after one score are missing.".to_owned(),
            "It says what was usual here, not what is good, and not what therapy did.".to_owned(),
            "It mixes all problems, therapies and clinicians that were led by this questionnaire.".to_owned(),
            "Those who come next may be others than those who came before.".to_owned(),
        ],
        source: "This practice's own finished therapies.".to_owned(),
        licence: "Sealed within this practice.".to_owned(),
    }
}

fn alarm(found: &Evaluation, question: &Question, subject: &Subject<'_>) -> Option<AlarmRule> {
    let enough = found.by_time.iter().filter(|it| {
        it.people >= LEAST_JUDGED
            && it.not_improved >= LEAST_OF_EACH
            && it.people - it.not_improved >= LEAST_OF_EACH
    });
    let checks: Vec<(AlarmCheck, [f64; 3], f64)> = enough
        .filter_map(|it| {
            let check = AlarmCheck {
                time: rounded(it.given),
                people: whole(it.people),
                auc_first_score: rounded(it.intake.auc?.estimate),
                auc_change: rounded(it.change_so_far.auc?.estimate),
                auc_model: rounded(it.model.auc?.estimate),
                brier_model: rounded(it.brier?),
                brier_base: rounded(it.brier_base?),
            };
            let of = &it.model.alarm;
            let rates = [
                of.sensitivity?.estimate,
                of.specificity?.estimate,
                of.ppv?.estimate,
            ];
            Some((check, rates, it.not_improved as f64 / it.people as f64))
        })
        .collect();
    let last = checks.last()?;
    let range = |which: usize| {
        let values = checks.iter().map(|(_, rates, _)| rounded(rates[which]));
        let (low, high) = (values.clone(), values);
        [low.fold(f64::INFINITY, f64::min), high.fold(0.0, f64::max)]
    };
    let points = subject.rule.threshold_points();
    let aim = format!(
        "improving by {points:.1} points or more by week {:.0}",
        question.planned_end
    );
    Some(AlarmRule {
        rule: format!(
            "Ask about the {:.0} % with the lowest probability, by this model, of {aim}.",
            ALARM_RATE * 100.0
        ),
        share: ALARM_RATE,
        foresees: format!("Not {aim}."),
        by: question.planned_end,
        base_rate: rounded(last.2),
        sensitivity: range(0),
        specificity: range(1),
        positive_predictive_value: range(2),
        checks: checks.iter().map(|(check, ..)| *check).collect(),
    })
}
