//! Predictions for people the model has not seen, on open monthly PHQ-9 scores.
#![expect(clippy::unwrap_used, reason = "tests")]
#![expect(clippy::print_stdout, reason = "says what was found")]

use crate::courses;
use crate::support;
use crate::table;

use std::collections::BTreeMap;

use attune_stats::change::{Direction, ReliableChangeRule};
use attune_stats::growth::{
    Estimation, Evaluation, FitOptions, Observation, Question, ReferenceCourse, TimeFunction,
    TimeUnit, cross_validate, evaluate,
};
use attune_stats::{Proportion, StatsError};
use courses::normals;
use support::close;
use table::Table;

const LOGARITHMIC: FitOptions = FitOptions {
    time_function: TimeFunction::LogOnePlus,
    estimation: Estimation::Restricted,
};

fn question() -> Question {
    Question {
        coverages: [0.50, 0.80, 0.95]
            .map(|one| Proportion::new(one).unwrap())
            .to_vec(),
        rule: ReliableChangeRule::published(6.0, Direction::LowerIsBetter).unwrap(),
        whole_points: true,
        planned_end: 12.0,
        window: 0.0,
        given: vec![1.0, 2.0, 3.0, 6.0],
        alarm_rate: Proportion::new(0.40).unwrap(),
    }
}

fn open_courses() -> Option<Vec<Vec<Observation>>> {
    let table = Table::open("reframed_phq9_dev.csv")?;
    let mut people: BTreeMap<&str, Vec<Observation>> = BTreeMap::new();
    let (months, scores) = (table.numbers("month"), table.numbers("phq9"));
    for ((person, month), score) in table.text("patient").into_iter().zip(months).zip(scores) {
        if let (Some(month), Some(score)) = (month, score) {
            people
                .entry(person)
                .or_default()
                .push(Observation::new(month, score).unwrap());
        }
    }
    let mut courses: Vec<Vec<Observation>> = people.into_values().collect();
    for course in &mut courses {
        course.sort_by(|one, two| one.time.get().total_cmp(&two.time.get()));
    }
    Some(courses)
}

fn cross_validated(courses: &[Vec<Observation>], seed: u64) -> Evaluation {
    cross_validate(courses, LOGARITHMIC, TimeUnit::Months, 5, seed, &question()).unwrap()
}

#[test]
fn bands_hold_and_beat_the_last_value() {
    let Some(courses) = open_courses() else {
        return;
    };
    let found = cross_validated(&courses, 7);
    let [_, eighty, _] = &found.next.coverage[..] else {
        panic!("three coverages")
    };
    assert!(
        (0.75..=0.85).contains(&eighty.observed),
        "{}",
        eighty.observed
    );
    assert!(found.next.mae < found.next.mae_last_value);
    println!(
        "{} predictions, {:?}",
        found.next.predictions, found.next.coverage
    );
    println!(
        "error {:.3}, last value {:.3}",
        found.next.mae, found.next.mae_last_value
    );
    for (one, published) in found.by_time.iter().zip([0.671, 0.661, 0.704, 0.794]) {
        let areas = [one.intake, one.change_so_far, one.model].map(|one| one.auc.unwrap());
        println!(
            "month {}: {} people, {} not improved, areas {:.3?}, Brier {:.3} v {:.3}",
            one.given,
            one.people,
            one.not_improved,
            areas.map(|area| area.estimate),
            one.brier.unwrap(),
            one.brier_base.unwrap()
        );
        let alarm = one.model.alarm;
        for (name, share) in [
            ("alarmed", alarm.alarmed),
            ("sensitivity", alarm.sensitivity),
            ("specificity", alarm.specificity),
            ("PPV", alarm.ppv),
        ] {
            let share = share.unwrap();
            println!(
                "  {name} {:.2} [{:.2}, {:.2}]",
                share.estimate, share.lower, share.upper
            );
        }
        // The figures printed for all 250 people, of whom these are two thirds, lie
        // inside the intervals.
        let [lower, upper] = areas[2].interval.unwrap();
        assert!((lower..upper).contains(&published));
        assert!(one.brier.unwrap() < one.brier_base.unwrap() + 0.01);
    }
    // With scores of half a year both beat chance, and the intake score does not.
    let late = found.by_time[3];
    assert!(late.model.auc.unwrap().interval.unwrap()[0] > 0.5);
    assert!(late.brier.unwrap() < late.brier_base.unwrap());
}

/// Courses that follow a known reference.
fn simulated(reference: &ReferenceCourse, people: usize, seed: u64) -> Vec<Vec<Observation>> {
    let mut normal = normals(seed);
    let [[intercept, between], [_, slope]] = reference.covariance.matrix();
    (0..people)
        .map(|_| {
            let own = intercept.sqrt() * normal();
            let rest = (slope - between * between / intercept).sqrt();
            let own_slope = between / intercept * own + rest * normal();
            (0..=12)
                .map(|month| {
                    let month = f64::from(month);
                    let mean = reference.intercept.get()
                        + own
                        + (reference.slope.get() + own_slope) * month.ln_1p();
                    let noise = reference.residual_variance.get().sqrt() * normal();
                    Observation::new(month, mean + noise).unwrap()
                })
                .collect()
        })
        .collect()
}

fn reference() -> ReferenceCourse {
    ReferenceCourse::new(
        [18.8313, -1.9408],
        [18.5972, -0.0695, 4.1699],
        11.7418,
        TimeFunction::LogOnePlus,
        TimeUnit::Months,
    )
    .unwrap()
}

/// Under the model's own assumptions coverage is what is stated, and its probabilities are
/// calibrated: the Brier score is the mean of `p (1 - p)`, below that of the base rate.
#[test]
fn a_true_model_keeps_its_promises() {
    let courses = simulated(&reference(), 600, 4);
    let continuous = Question {
        whole_points: false,
        ..question()
    };
    let found = evaluate(&reference(), &courses, &continuous).unwrap();
    for coverage in &found.next.coverage {
        // 7200 predictions of 600 people; errors of one person share little.
        close(coverage.observed, coverage.stated.get(), 0.015);
    }
    for one in &found.by_time {
        assert_eq!(one.people, 600);
        let model = one.model.auc.unwrap();
        // The true model ranks best, but for chance.
        for other in [one.intake, one.change_so_far] {
            assert!(model.estimate > other.auc.unwrap().estimate - 0.02);
        }
        assert!(one.brier.unwrap() < one.brier_base.unwrap());
        close(one.model.alarm.alarmed.unwrap().estimate, 0.40, 0.005);
    }
    let late = found.by_time[3];
    assert!(late.model.auc.unwrap().estimate > late.intake.auc.unwrap().estimate + 0.1);
    // More scores tell more.
    let areas: Vec<f64> = found
        .by_time
        .iter()
        .map(|one| one.model.auc.unwrap().estimate)
        .collect();
    assert!(areas.windows(2).all(|pair| pair[1] > pair[0]), "{areas:?}");
}

#[test]
fn the_same_seed_gives_the_same_result() {
    let courses = simulated(&reference(), 60, 9);
    let one = cross_validated(&courses, 1);
    assert_eq!(one, cross_validated(&courses, 1));
    assert_ne!(one, cross_validated(&courses, 2));
    assert_eq!((one.seed, one.folds), (Some(1), Some(5)));
    let stored = serde_json::to_value(&one).unwrap();
    assert!(stored["coverage"].is_array() && stored["mae_last_value"].is_number());
    assert_eq!(stored["by_time"][0]["people"], 60);
}

/// A scale turned round asks the same question.
#[test]
fn direction_mirrors() {
    let courses = simulated(&reference(), 80, 2);
    let turned: Vec<Vec<Observation>> = courses
        .iter()
        .map(|course| {
            let turn = |one: &Observation| Observation::new(one.time.get(), -one.score.get());
            course.iter().map(turn).collect::<Result<_, _>>().unwrap()
        })
        .collect();
    let other = Question {
        rule: ReliableChangeRule::published(6.0, Direction::HigherIsBetter).unwrap(),
        ..question()
    };
    let run = |courses: &[Vec<Observation>], question: &Question| {
        cross_validate(courses, LOGARITHMIC, TimeUnit::Months, 4, 3, question).unwrap()
    };
    let (one, two) = (run(&courses, &question()), run(&turned, &other));
    close(one.next.mae, two.next.mae, 1e-5);
    for (one, two) in one.by_time.iter().zip(&two.by_time) {
        assert_eq!(one.not_improved, two.not_improved);
        close(one.brier.unwrap(), two.brier.unwrap(), 1e-5);
        let areas = [one, two].map(|one| one.intake.auc.unwrap().estimate);
        close(areas[0], areas[1], 1e-12);
    }
}

#[test]
fn a_window_finds_the_planned_end_and_those_without_are_left_out() {
    let course = |scores: &[(f64, f64)]| -> Vec<Observation> {
        scores
            .iter()
            .map(|(time, score)| Observation::new(*time, *score).unwrap())
            .collect()
    };
    let courses = [
        course(&[(0.0, 20.0), (1.0, 18.0), (11.6, 10.0), (12.3, 19.0)]),
        course(&[(0.0, 20.0), (1.0, 18.0), (14.0, 10.0)]),
        course(&[(0.0, 20.0), (12.0, 10.0)]),
    ];
    let wide = Question {
        window: 0.5,
        given: vec![1.0],
        ..question()
    };
    let found = evaluate(&reference(), &courses, &wide).unwrap();
    // Of the first person the nearer score counts: not improved.
    assert_eq!(
        (found.by_time[0].people, found.by_time[0].not_improved),
        (1, 1)
    );
    assert!(found.by_time[0].model.auc.is_none());
    let exact = Question {
        given: vec![1.0],
        ..question()
    };
    let found = evaluate(&reference(), &courses, &exact).unwrap();
    assert_eq!((found.by_time[0].people, found.by_time[0].brier), (0, None));
}

#[test]
fn refusals() {
    let courses = simulated(&reference(), 10, 2);
    let late = Question {
        given: vec![12.0],
        ..question()
    };
    assert!(matches!(
        evaluate(&reference(), &courses, &late),
        Err(StatsError::OutOfRange {
            what: "a time to predict at",
            ..
        })
    ));
    assert!(matches!(
        cross_validate(&courses, LOGARITHMIC, TimeUnit::Months, 11, 1, &question()),
        Err(StatsError::TooFew { what: "people", .. })
    ));
    let single: Vec<Vec<Observation>> = courses.iter().map(|one| one[..1].to_vec()).collect();
    assert!(matches!(
        evaluate(&reference(), &single, &question()),
        Err(StatsError::TooFew { .. })
    ));
    let all = Question {
        coverages: vec![Proportion::ONE],
        ..question()
    };
    assert!(evaluate(&reference(), &courses, &all).is_err());
}
