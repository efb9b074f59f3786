//! VA Well-Being Signs, ONS4, SWLS, SPANE, WHO-5.

use crate::forms::{Given, sum};
use crate::{Said, Says, agree};

pub(crate) const MEASURES: &[&str] = &["va-wbs-3", "ons4", "swls", "spane", "who-5"];

#[test]
fn va_wbs_3() {
    agree("va-wbs-3", |form| {
        Said::default().score("mean", sum(form).map(|sum| sum / 3.0))
    });
}

#[test]
fn ons4() {
    fn band(given: Given) -> Says {
        given.value().map_or(Says::Unknown, |value| {
            Says::Code(match value {
                0..=4 => "low",
                5..=6 => "medium",
                7..=8 => "high",
                _ => "very_high",
            })
        })
    }
    agree("ons4", |form| {
        let anxious = form[3].value().map_or(Says::Unknown, |value| {
            Says::Code(match value {
                0..=1 => "very_low",
                2..=3 => "low",
                4..=5 => "medium",
                _ => "high",
            })
        });
        let own = |at: usize| form[at].value().map(f64::from);
        Said::default()
            .score("q1", own(0))
            .score("q2", own(1))
            .score("q3", own(2))
            .score("q4", own(3))
            .says("satisfied", band(form[0]))
            .says("worthwhile", band(form[1]))
            .says("happy", band(form[2]))
            .says("anxious", anxious)
    });
}

#[test]
fn swls() {
    agree("swls", |form| {
        let total = sum(form);
        let band = total.map(|total| match total {
            ..10.0 => "extremely_dissatisfied",
            ..15.0 => "dissatisfied",
            ..20.0 => "slightly_dissatisfied",
            ..21.0 => "neutral",
            ..26.0 => "slightly_satisfied",
            ..31.0 => "satisfied",
            _ => "extremely_satisfied",
        });
        Said::default().score("total", total).band("total", band)
    });
}

#[test]
fn spane() {
    agree("spane", |form| {
        let pick = |numbers: [usize; 6]| sum(&numbers.map(|number| form[number - 1]));
        let positive = pick([1, 3, 5, 7, 10, 12]);
        let negative = pick([2, 4, 6, 8, 9, 11]);
        Said::default()
            .score("P", positive)
            .score("N", negative)
            .score("B", positive.zip(negative).map(|(p, n)| p - n))
    });
}

#[test]
fn who_5() {
    agree("who-5", |form| {
        let raw = sum(form);
        let percent = raw.map(|raw| raw * 4.0);
        Said::default()
            .score("raw", raw)
            .score("percent", percent)
            .up_to("le_50", percent, 50.0)
            .up_to("le_28", percent, 28.0)
    });
}
