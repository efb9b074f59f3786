//! On track, alliance and session feedback.
#![expect(clippy::unwrap_used, reason = "tests")]

use crate::support;

use attune_stats::change::{Direction, MeasurementError, ReliableChangeRule};
use attune_stats::growth::{Observation, ReferenceCourse, TimeFunction, TimeUnit};
use attune_stats::signal::{
    AllianceRule, AllianceState, CourseEvidence, FeedbackReason, FeedbackRule, Measurement, Ranks,
    Reason, Signal, alliance_reading, course_signal, individuals_lower_limit, judge_course,
    series_scores, worth_asking_about,
};
use attune_stats::{Proportion, StatsError};
use support::close;

/// Alliance after ten sessions on a scale from 1 to 7; worked in R.
const ALLIANCE: [f64; 10] = [5.8, 6.0, 6.0, 6.2, 4.6, 5.4, 6.2, 6.4, 6.2, 6.4];

fn share(value: f64) -> Proportion {
    Proportion::new(value).unwrap()
}

fn rule() -> ReliableChangeRule {
    ReliableChangeRule::published(6.0, Direction::LowerIsBetter).unwrap()
}

fn with_ranks(last: f64, previous: Option<f64>) -> Signal {
    let change = Some(rule().judge(15.0, 14.0).unwrap());
    let ranks = Ranks::Known {
        last: share(last),
        previous: previous.map(share),
    };
    course_signal(
        CourseEvidence {
            points: 4,
            change,
            ranks,
        },
        share(0.40),
    )
    .signal
}

fn scores(values: &[f64]) -> Vec<Observation> {
    values
        .iter()
        .enumerate()
        .map(|(time, score)| Observation::new(time as f64, *score).unwrap())
        .collect()
}

fn reference() -> ReferenceCourse {
    let (fixed, covariance) = ([18.8313, -1.9408], [18.5972, -0.0695, 4.1699]);
    ReferenceCourse::new(
        fixed,
        covariance,
        11.7418,
        TimeFunction::LogOnePlus,
        TimeUnit::Months,
    )
    .unwrap()
}

#[test]
fn amber_turns_red_only_twice_in_a_row() {
    assert_eq!(with_ranks(0.40, Some(0.40)), Signal::NotOnTrack);
    assert_eq!(with_ranks(0.40, Some(0.41)), Signal::Watch);
    assert_eq!(with_ranks(0.40, None), Signal::Watch);
    assert_eq!(with_ranks(0.41, Some(0.10)), Signal::OnTrack);
}

#[test]
fn reliable_worsening_needs_no_reference() {
    let judged = judge_course(&scores(&[10.0, 12.0, 16.0]), &rule(), None, share(0.4)).unwrap();
    assert_eq!(judged.signal, Signal::NotOnTrack);
    assert_eq!(
        judged.reasons,
        [
            Reason::ReliableWorsening {
                points: 6.0,
                threshold: 6.0
            },
            Reason::NoReference
        ]
    );
    let steady = judge_course(&scores(&[10.0, 12.0, 12.0]), &rule(), None, share(0.4)).unwrap();
    assert_eq!(steady.signal, Signal::NoReference);
}

#[test]
fn two_scores_are_too_early_even_when_much_worse() {
    let judged = judge_course(
        &scores(&[10.0, 20.0]),
        &rule(),
        Some((&reference(), 12.0)),
        share(0.4),
    )
    .unwrap();
    assert_eq!(judged.signal, Signal::TooEarly { points: 2 });
    assert!(
        judged
            .reasons
            .iter()
            .any(|reason| matches!(reason, Reason::ReliableWorsening { .. }))
    );
    let none = judge_course(&[], &rule(), None, share(0.4)).unwrap();
    assert_eq!(none.signal, Signal::TooEarly { points: 0 });
    assert_eq!(none.evidence.change, None);
    let one = judge_course(
        &scores(&[10.0]),
        &rule(),
        Some((&reference(), 12.0)),
        share(0.4),
    )
    .unwrap();
    assert_eq!(one.evidence.ranks, Ranks::NotYet);
    assert_eq!(
        one.reasons,
        [Reason::FewPoints {
            points: 1,
            needed: 3
        }]
    );
}

#[test]
fn courses_against_a_reference() {
    let signal = |values: &[f64]| {
        judge_course(
            &scores(values),
            &rule(),
            Some((&reference(), 12.0)),
            share(0.4),
        )
        .unwrap()
    };
    assert_eq!(signal(&[20.0, 16.0, 13.0, 11.0]).signal, Signal::OnTrack);
    let stuck = signal(&[20.0, 21.0, 22.0, 23.0]);
    assert_eq!(stuck.signal, Signal::NotOnTrack);
    assert!(matches!(
        stuck.reasons[..],
        [
            Reason::RankInAlarm {
                at: Measurement::Last,
                ..
            },
            Reason::RankInAlarm {
                at: Measurement::Previous,
                ..
            },
        ]
    ));
    assert_eq!(signal(&[15.0, 13.0, 12.0, 18.0]).signal, Signal::Watch);
}

#[test]
fn a_plan_that_has_ended_gives_no_rank() {
    let refused = judge_course(
        &scores(&[20.0, 16.0, 13.0]),
        &rule(),
        Some((&reference(), 1.0)),
        share(0.4),
    );
    assert_eq!(refused, Err(StatsError::BeforeLastObservation));
    let mut turned = scores(&[20.0, 16.0, 13.0]);
    turned.reverse();
    assert_eq!(
        judge_course(&turned, &rule(), None, share(0.4)),
        Err(StatsError::TimesOutOfOrder)
    );
}

#[test]
fn alliance_example() {
    close(individuals_lower_limit(&ALLIANCE).unwrap(), 4.678_667, 1e-6);
    let below: Vec<usize> = (0..10)
        .filter(|index| ALLIANCE[*index] < 4.678_667)
        .collect();
    assert_eq!(below, [4]);
    close(series_scores(&ALLIANCE).unwrap()[4], -2.394, 5e-4);
    // Limits from the first four sessions over-signal: session 6 falls below too.
    let short = individuals_lower_limit(&ALLIANCE[..4]).unwrap();
    close(short, 5.645_333, 1e-6);
    assert_eq!(ALLIANCE.iter().filter(|score| **score < short).count(), 2);
    close(
        MeasurementError::new(0.9, 0.80).unwrap().reliable_points(),
        1.116,
        5e-4,
    );
    close(
        MeasurementError::new(0.9, 0.89).unwrap().reliable_points(),
        0.827,
        5e-4,
    );
}

#[test]
fn alliance_against_the_own_usual() {
    let rule = AllianceRule::new(1.116, Some(0.9)).unwrap();
    let states: Vec<AllianceState> = (2..10)
        .map(|session| {
            alliance_reading(&ALLIANCE[..session], ALLIANCE[session], &rule)
                .unwrap()
                .state
        })
        .collect();
    let raised: Vec<usize> = (2..10)
        .filter(|session| states[session - 2] != AllianceState::Usual)
        .collect();
    assert_eq!(raised, [4]);
    let reading = alliance_reading(&ALLIANCE[..4], 4.6, &rule).unwrap();
    close(reading.z, -1.4 / 0.9, 1e-12);
    assert_eq!(reading.state, AllianceState::Suspected);
    // Without the norm the even start makes any dip look enormous.
    let own = AllianceRule::new(1.116, None).unwrap();
    assert_eq!(
        alliance_reading(&ALLIANCE[..4], 4.6, &own).unwrap().state,
        AllianceState::Strong
    );
    // A fall of many own deviations but within measurement error stays quiet.
    assert_eq!(
        alliance_reading(&ALLIANCE[..4], 5.5, &own).unwrap().state,
        AllianceState::Usual
    );
}

#[test]
fn alliance_refusals() {
    let own = AllianceRule::new(1.0, None).unwrap();
    assert!(matches!(
        alliance_reading(&[6.0], 5.0, &own),
        Err(StatsError::TooFew { needed: 2, .. })
    ));
    assert!(matches!(
        alliance_reading(&[0.1, 0.1, 0.1], 5.0, &own),
        Err(StatsError::NoSpread { .. })
    ));
    assert!(alliance_reading(&[6.0, f64::NAN], 5.0, &own).is_err());
    assert!(AllianceRule::new(0.0, None).is_err());
    assert!(individuals_lower_limit(&[6.0]).is_err());
    assert!(series_scores(&[6.0, 6.0]).is_err());
}

#[test]
fn session_feedback() {
    let rule = FeedbackRule::new(2.0, 5.0).unwrap();
    assert_eq!(
        worth_asking_about(&[9.0, 8.0, 10.0], 7.0, &rule).unwrap(),
        [FeedbackReason::BelowUsual {
            usual: 9.0,
            drop: 2.0,
            sessions: 3
        }]
    );
    assert_eq!(
        worth_asking_about(&[9.0, 8.0, 10.0], 4.0, &rule)
            .unwrap()
            .len(),
        2
    );
    assert!(worth_asking_about(&[6.0], 6.0, &rule).unwrap().is_empty());
    assert!(worth_asking_about(&[6.0], f64::INFINITY, &rule).is_err());
}
