//! Change by the slope of a growth model, in percent, and without an anchor.
#![expect(clippy::unwrap_used, reason = "tests")]

use crate::support;
use crate::table;

use std::collections::HashSet;

use attune_stats::StatsError;
use attune_stats::change::{
    ChangeClass, ClassCounts, Direction, MeasurementError, MinimalChange, PercentageRule,
};
use attune_stats::growth::{
    Estimation, Fit, FitOptions, FitWarning, GrowthRows, Levels, TimeFunction, fit,
};
use support::close;
use table::Table;

fn straight_lines(group: &[&str], time: &[f64], outcome: &[f64]) -> Fit {
    fit(
        &GrowthRows {
            outcome,
            time,
            group: &Levels::of(group),
            covariates: &[],
            crossed: None,
        },
        FitOptions {
            time_function: TimeFunction::Linear,
            estimation: Estimation::Restricted,
        },
    )
    .unwrap()
}

/// HAM-D of the 40 inpatients of Claus et al. 2020 with first and last score. lme4 gives
/// the same singular fit (correlation -1); a package that tests the deviation from the
/// mean slope counts 11/20/9.
#[test]
fn slopes_of_the_inpatients() {
    let Some(table) = Table::open("claus_2020.csv") else {
        return;
    };
    let (ids, times, scores) = (
        table.text("id"),
        table.numbers("time"),
        table.numbers("hamd"),
    );
    let seen_at = |when: f64| -> HashSet<&str> {
        (0..ids.len())
            .filter(|row| times[*row] == Some(when) && scores[*row].is_some())
            .map(|row| ids[row])
            .collect()
    };
    let (first, last) = (seen_at(1.0), seen_at(4.0));
    let (mut group, mut time, mut outcome) = (Vec::new(), Vec::new(), Vec::new());
    for (row, id) in ids.iter().enumerate() {
        if let (Some(when), Some(score)) = (times[row], scores[row])
            && first.contains(id)
            && last.contains(id)
        {
            group.push(*id);
            time.push(when);
            outcome.push(score);
        }
    }
    let fitted = straight_lines(&group, &time, &outcome);
    assert!(fitted.singular && fitted.warnings.contains(&FitWarning::Singular));
    // lme4 1.1-31 on the same rows.
    close(fitted.criterion, 934.3942, 1e-3);
    close(fitted.fixed[0].estimate, 26.7125, 1e-3);
    close(fitted.fixed[1].estimate, -3.2400, 1e-3);
    close(fitted.variance.slope.sqrt(), 1.83772, 1e-3);
    let changes = fitted.slope_changes(Direction::LowerIsBetter).unwrap();
    close(changes[0].slope, -3.852_56, 1e-3);
    close(changes[0].sd, 0.613_12, 1e-3);
    let counts: ClassCounts = changes.iter().map(|change| change.class).collect();
    assert_eq!(
        (counts.improved, counts.unchanged, counts.deteriorated),
        (33, 7, 0)
    );
}

/// Everyone improves, some less than the average: nobody has deteriorated.
#[test]
fn improving_less_than_the_average_is_no_deterioration() {
    let (mut group, mut time, mut outcome) = (Vec::new(), Vec::new(), Vec::new());
    let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];
    for (client, name) in names.iter().enumerate() {
        for visit in 0..6 {
            let noise = 0.4 * ((client * 7 + visit * 5) as f64).sin();
            group.push(*name);
            time.push(visit as f64);
            outcome.push(30.0 + noise - (1.0 + client as f64 / 4.0) * visit as f64);
        }
    }
    let fitted = straight_lines(&group, &time, &outcome);
    let changes = fitted.slope_changes(Direction::LowerIsBetter).unwrap();
    assert!(
        changes
            .iter()
            .all(|change| change.class == ChangeClass::Improved)
    );
    let turned = fitted.slope_changes(Direction::HigherIsBetter).unwrap();
    assert!(
        turned
            .iter()
            .all(|change| change.class == ChangeClass::Deteriorated)
    );
    // Whereas some deviate from the mean slope towards worse by more than 1.96 of it.
    assert!(fitted.group_effects[0].slope > 1.96 * changes[0].sd);
}

#[test]
fn slopes_that_do_not_vary_are_refused() {
    let mut fitted = straight_lines(
        &["a", "a", "a", "b", "b", "b", "c", "c"],
        &[0.0, 1.0, 2.0, 0.0, 1.0, 2.0, 0.0, 1.0],
        &[9.0, 8.0, 6.0, 12.0, 9.5, 9.0, 7.0, 6.5],
    );
    for effect in &mut fitted.group_effects {
        effect.slope_variance = 0.0;
    }
    assert!(matches!(
        fitted.slope_changes(Direction::LowerIsBetter),
        Err(StatsError::NoReliableVariance { .. })
    ));
}

#[test]
fn percentages_follow_the_direction_and_need_a_baseline() {
    let lower = PercentageRule::new(0.5, 0.25, Direction::LowerIsBetter).unwrap();
    let higher = PercentageRule {
        direction: Direction::HigherIsBetter,
        ..lower
    };
    let class = |rule: PercentageRule, first, last| rule.judge(first, last).unwrap().class;
    assert_eq!(class(lower, 20.0, 10.0), ChangeClass::Improved);
    assert_eq!(class(lower, 20.0, 10.1), ChangeClass::Unchanged);
    assert_eq!(class(lower, 20.0, 25.0), ChangeClass::Deteriorated);
    assert_eq!(class(higher, 20.0, 30.0), ChangeClass::Improved);
    assert_eq!(class(higher, 20.0, 15.0), ChangeClass::Deteriorated);
    close(lower.judge(20.0, 5.0).unwrap().share, -0.75, 1e-15);
    for baseline in [0.0, -3.0] {
        assert_eq!(lower.judge(baseline, 5.0), Err(StatsError::NoBaseline));
    }
    assert!(lower.judge(f64::NAN, 5.0).is_err() && lower.judge(5.0, f64::INFINITY).is_err());
    assert!(PercentageRule::new(0.0, 0.5, Direction::LowerIsBetter).is_err());
}

#[test]
fn minimal_changes_of_the_classic_example() {
    let error = MeasurementError::new(7.5, 0.80).unwrap();
    let least = MinimalChange::of(error);
    close(least.half_sd, 3.75, 1e-12);
    close(least.one_sem, 3.354_102, 1e-6);
    close(least.detectable, 1.96 * 4.743_416, 1e-5);
}
