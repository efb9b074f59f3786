//! Signals in sentences: what was found, by which rule, and how often that rule is wrong.

use attune_catalog::{AlarmRule, ExpectedCourse};
use attune_stats::Proportion;
use attune_stats::signal::{CourseJudgement, FeedbackReason, Measurement, Reason, Signal};

use super::progress::{ALARM_RATE, Progress};
use crate::caseload::days;

/// A signal in words, as it stands beside a score.
pub fn signal_words(signal: Signal) -> &'static str {
    match signal {
        Signal::TooEarly { .. } => "too early to say",
        Signal::OnTrack => "on track",
        Signal::Watch => "worth watching",
        Signal::NotOnTrack => "not on track",
        Signal::NoReference => "no reference",
    }
}

/// Why the signal is what it is, one sentence a reason, the deciding one first.
pub fn explain(judgement: &CourseJudgement) -> Vec<String> {
    let mut sentences: Vec<String> = judgement.reasons.iter().map(sentence).collect();
    if judgement.signal == Signal::Watch {
        sentences.push("One measurement decides nothing; the next one does.".to_owned());
    }
    sentences
}

/// The same for a whole course, also where there is no signal at all.
pub fn explain_course(progress: &Progress) -> Vec<String> {
    if progress.in_words {
        return vec![
            "This therapy is followed in words. Scores are kept here, and no signal is made of them."
                .to_owned(),
        ];
    }
    let Some(judgement) = &progress.judgement else {
        return vec![
            "No rule with a source says how much change is more than measurement error here, so no signal is given."
                .to_owned(),
        ];
    };
    let mut sentences = explain(judgement);
    // The reference is known, and yet none applied: the scores have outlived it.
    let past_its_end = judgement.reasons.contains(&Reason::NoReference);
    if let Some(expected) = progress.expected.as_ref().filter(|_| past_its_end) {
        sentences.push(format!(
            "The reference \u{201c}{}\u{201d} ends before the last score and says nothing about it.",
            expected.reference.name
        ));
    }
    if alarmed_by_rank(judgement) && within_half_band(progress) {
        sentences.push(
            "Among people of the reference with the same first score, the last one lies in the middle half of what was expected. \
             The signal compares with everybody there, also with those who had more to improve."
                .to_owned(),
        );
    }
    sentences
}

fn alarmed_by_rank(judgement: &CourseJudgement) -> bool {
    let last_in_alarm = judgement.reasons.iter().any(|reason| {
        matches!(
            reason,
            Reason::RankInAlarm {
                at: Measurement::Last,
                ..
            }
        )
    });
    let worse = judgement
        .reasons
        .iter()
        .any(|reason| matches!(reason, Reason::ReliableWorsening { .. }));
    last_in_alarm && !worse
}

/// Whether the last score lies in the inner band of the picture, read between the
/// two days of the expected course around it.
fn within_half_band(progress: &Progress) -> bool {
    let (Some(last), Some(expected)) = (progress.series.points.last(), &progress.expected) else {
        return false;
    };
    expected
        .days
        .windows(2)
        .find(|pair| pair[0].on <= last.on && last.on <= pair[1].on)
        .is_some_and(|pair| {
            let whole = days(pair[0].on, pair[1].on).max(1) as f64;
            let passed = days(pair[0].on, last.on) as f64 / whole;
            let between = |from: f64, to: f64| from + (to - from) * passed;
            let low = between(pair[0].half.0, pair[1].half.0);
            let high = between(pair[0].half.1, pair[1].half.1);
            (low..=high).contains(&last.value)
        })
}

/// Why an answer of session feedback stands out.
pub fn explain_feedback(reason: FeedbackReason) -> String {
    match reason {
        FeedbackReason::BelowUsual {
            usual,
            drop,
            sessions,
        } => {
            let answers = match sessions {
                1 => "one earlier answer".to_owned(),
                more => format!("{more} earlier answers"),
            };
            format!(
                "{} below this person's own usual of {} ({answers})",
                points(drop),
                number(usual)
            )
        }
        FeedbackReason::Low { answer } => format!("{} of 10 is low in itself", number(answer)),
    }
}

/// The one line about the reference that is never hidden: which, how many people, and
/// for whom it was not validated.
pub fn reference_line(progress: &Progress) -> String {
    let Some(expected) = &progress.expected else {
        return "Reference: none is known for this measure. Change is judged, not whether it is as much as could be expected."
            .to_owned();
    };
    let course = &expected.reference;
    let validated = if course.is_own() {
        "people of this practice, checked on those it had not seen"
    } else if course.card.validation.is_some() {
        "checked only within those data, not validated for the people of this practice"
    } else {
        "not validated for anybody: how often its bands hold was never measured"
    };
    format!(
        "Reference: {}, {} people; {validated}.",
        course.name, course.card.people
    )
}

/// The rule behind the signal with the errors it was measured to make.
pub fn explain_rule(course: &ExpectedCourse) -> Vec<String> {
    match &course.alarm {
        Some(alarm) => measured(alarm),
        None => vec![format!(
            "The signal looks closer at the {} of 100 expected to improve least. That share is a choice of this program; \
             how often it is right was never measured on this reference.",
            hundredths(ALARM_RATE)
        )],
    }
}

/// The rule's measured errors in one line, to stand beside the signal and never be hidden.
/// A false alarm is an alarm for somebody who came to no harm: 100 minus specificity.
pub fn rule_line(progress: &Progress) -> String {
    let alarm = progress
        .expected
        .as_ref()
        .and_then(|expected| expected.reference.alarm.as_ref());
    let Some(alarm) = alarm else {
        return "How often the signal is right was not measured for this course.".to_owned();
    };
    let [low, high] = alarm.specificity;
    format!(
        "Alarm rate: {} of 100. Of 100 for whom it came true, found: {}. Of 100 for whom it did not, false alarms: {}.",
        hundredths(alarm.share),
        between(alarm.sensitivity),
        between([1.0 - high, 1.0 - low]),
    )
}

fn measured(alarm: &AlarmRule) -> Vec<String> {
    let mut sentences = vec![
        format!(
            "The rule: {} It points at {} of 100 people.",
            alarm.rule,
            hundredths(alarm.share)
        ),
        format!(
            "What it tries to foresee: {} Without any rule, that came true for {} of 100.",
            alarm.foresees,
            hundredths(alarm.base_rate)
        ),
        format!(
            "Of 100 for whom it came true, it pointed at {} (sensitivity).",
            between(alarm.sensitivity)
        ),
        format!(
            "Of 100 for whom it did not, it left {} alone (specificity).",
            between(alarm.specificity)
        ),
        format!(
            "Of 100 it pointed at, it was right about {} (positive predictive value).",
            between(alarm.positive_predictive_value)
        ),
    ];
    let people = alarm.checks.iter().map(|check| check.people);
    if let (Some(fewest), Some(most)) = (people.clone().min(), people.max()) {
        let people = if fewest == most {
            fewest.to_string()
        } else {
            format!("{fewest} to {most}")
        };
        sentences.push(format!(
            "Measured at {} single points in time in {people} people the model had not seen. \
             \u{201c}Not on track\u{201d} asks for two measurements in a row; how often that is right was not measured.",
            alarm.checks.len()
        ));
    }
    sentences
}

fn sentence(reason: &Reason) -> String {
    match *reason {
        Reason::FewPoints { points, needed } => {
            let found = match points {
                0 => "There is no complete score yet".to_owned(),
                1 => "There is one complete score so far".to_owned(),
                more => format!("There are {more} complete scores so far"),
            };
            format!("{found}; nothing is said about a course before there are {needed}.")
        }
        Reason::ReliableWorsening {
            points: worse,
            threshold,
        } => format!(
            "The last score is {} worse than the first; from {} on that is more than measurement error.",
            points(worse),
            number(threshold)
        ),
        Reason::RankInAlarm {
            at: Measurement::Last,
            rank,
            alarm_rate,
        } => format!(
            "Of 100 people in the reference measured at the same times, {} are expected to improve less. \
             The signal looks closer at the lowest {}.",
            of_hundred(rank, alarm_rate),
            hundredths(alarm_rate.get())
        ),
        Reason::RankAboveAlarm {
            at: Measurement::Last,
            rank,
            alarm_rate,
        } => format!(
            "Of 100 people in the reference measured at the same times, {} are expected to improve less. \
             The signal looks closer only at the lowest {}.",
            of_hundred(rank, alarm_rate),
            hundredths(alarm_rate.get())
        ),
        Reason::RankInAlarm {
            at: Measurement::Previous,
            rank,
            alarm_rate,
        } => format!(
            "At the measurement before it was {}, within the lowest {}.",
            of_hundred(rank, alarm_rate),
            hundredths(alarm_rate.get())
        ),
        Reason::RankAboveAlarm {
            at: Measurement::Previous,
            rank,
            alarm_rate,
        } => format!(
            "At the measurement before it was {}, above the lowest {}.",
            of_hundred(rank, alarm_rate),
            hundredths(alarm_rate.get())
        ),
        Reason::NoReference => {
            "No reference says what could be expected at this point, so only change itself is judged."
                .to_owned()
        }
    }
}

/// "about 23"; with a decimal where rounding would hide on which side of the limit it lies.
fn of_hundred(rank: Proportion, limit: Proportion) -> String {
    let share = rank.get() * 100.0;
    let whole = hundredths(rank.get());
    if share < 0.5 {
        "fewer than 1".to_owned()
    } else if share > 99.5 {
        "more than 99".to_owned()
    } else if whole == hundredths(limit.get()) {
        format!("about {share:.1}")
    } else {
        format!("about {whole}")
    }
}

/// "49 to 62"; one number where both ends are the same.
fn between([low, high]: [f64; 2]) -> String {
    let (low, high) = (hundredths(low), hundredths(high));
    if low == high {
        low
    } else {
        format!("{low} to {high}")
    }
}

fn hundredths(share: f64) -> String {
    format!("{:.0}", share * 100.0)
}

fn points(size: f64) -> String {
    match number(size).as_str() {
        "1" => "1 point".to_owned(),
        text => format!("{text} points"),
    }
}

fn number(value: f64) -> String {
    if (value - value.round()).abs() < 1e-9 {
        format!("{value:.0}")
    } else {
        format!("{value:.1}")
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use attune_stats::signal::{CourseEvidence, Ranks};

    use super::*;

    fn judged(signal: Signal, reasons: Vec<Reason>) -> CourseJudgement {
        CourseJudgement {
            signal,
            reasons,
            evidence: CourseEvidence {
                points: 4,
                change: None,
                ranks: Ranks::NoReference,
            },
        }
    }

    fn share(value: f64) -> Proportion {
        Proportion::new(value).unwrap()
    }

    fn one(reason: Reason) -> String {
        explain(&judged(Signal::OnTrack, vec![reason])).remove(0)
    }

    #[test]
    fn every_reason_is_a_sentence() {
        let few = |points| one(Reason::FewPoints { points, needed: 3 });
        assert_eq!(
            few(0),
            "There is no complete score yet; nothing is said about a course before there are 3."
        );
        assert!(few(1).starts_with("There is one complete score so far;"));
        assert!(few(2).starts_with("There are 2 complete scores so far;"));
        assert_eq!(
            one(Reason::ReliableWorsening {
                points: 7.0,
                threshold: 5.25
            }),
            "The last score is 7 points worse than the first; from 5.2 on that is more than measurement error."
        );
        assert_eq!(
            one(Reason::NoReference),
            "No reference says what could be expected at this point, so only change itself is judged."
        );
        let rank = |at, rank, inside| {
            let (rank, alarm_rate) = (share(rank), share(0.40));
            one(if inside {
                Reason::RankInAlarm {
                    at,
                    rank,
                    alarm_rate,
                }
            } else {
                Reason::RankAboveAlarm {
                    at,
                    rank,
                    alarm_rate,
                }
            })
        };
        assert_eq!(
            rank(Measurement::Last, 0.23, true),
            "Of 100 people in the reference measured at the same times, about 23 are expected to improve less. \
             The signal looks closer at the lowest 40."
        );
        assert_eq!(
            rank(Measurement::Last, 0.61, false),
            "Of 100 people in the reference measured at the same times, about 61 are expected to improve less. \
             The signal looks closer only at the lowest 40."
        );
        assert_eq!(
            rank(Measurement::Previous, 0.31, true),
            "At the measurement before it was about 31, within the lowest 40."
        );
        assert_eq!(
            rank(Measurement::Previous, 0.55, false),
            "At the measurement before it was about 55, above the lowest 40."
        );
    }

    #[test]
    fn rounding_never_hides_the_side_of_the_limit() {
        let limit = share(0.40);
        assert_eq!(of_hundred(share(0.403), limit), "about 40.3");
        assert_eq!(of_hundred(share(0.396), limit), "about 39.6");
        assert_eq!(of_hundred(share(0.001), limit), "fewer than 1");
        assert_eq!(of_hundred(share(0.999), limit), "more than 99");
    }

    #[test]
    fn every_signal_has_a_word_and_watching_says_what_comes_next() {
        for (signal, word) in [
            (Signal::TooEarly { points: 1 }, "too early to say"),
            (Signal::OnTrack, "on track"),
            (Signal::Watch, "worth watching"),
            (Signal::NotOnTrack, "not on track"),
            (Signal::NoReference, "no reference"),
        ] {
            assert_eq!(signal_words(signal), word);
        }
        assert_eq!(
            explain(&judged(Signal::Watch, Vec::new())),
            ["One measurement decides nothing; the next one does."]
        );
    }

    #[test]
    fn feedback_is_held_against_the_persons_own_usual() {
        let below = |drop, sessions| {
            explain_feedback(FeedbackReason::BelowUsual {
                usual: 8.25,
                drop,
                sessions,
            })
        };
        assert_eq!(
            below(3.25, 4),
            "3.2 points below this person's own usual of 8.2 (4 earlier answers)"
        );
        assert!(below(2.0, 1).ends_with("(one earlier answer)"));
        assert_eq!(
            explain_feedback(FeedbackReason::Low { answer: 4.0 }),
            "4 of 10 is low in itself"
        );
    }
}
