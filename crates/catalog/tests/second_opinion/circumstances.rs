//! B-IPF, VA social needs, CFPB financial well-being, ONS loneliness.

use crate::forms::{Given, rounded, sum};
use crate::{Said, Says, agree};

pub(crate) const MEASURES: &[&str] = &[
    "b-ipf",
    "va-wbb-social-needs",
    "cfpb-fwb-10",
    "ons-loneliness",
];

#[test]
fn b_ipf() {
    agree("b-ipf", |form| {
        // Completed items only.
        let given: Vec<i32> = form.iter().filter_map(|given| given.value()).collect();
        let points = f64::from(given.iter().sum::<i32>());
        let score =
            (!given.is_empty()).then(|| rounded(100.0 * points / (6.0 * given.len() as f64), 2));
        Said::default()
            .score("score", score)
            .score("n_scored", Some(given.len() as f64))
    });
}

#[test]
fn va_social_needs() {
    const NAMES: [&str; 7] = [
        "food",
        "housing",
        "safety",
        "expenses",
        "transport",
        "health_care",
        "legal",
    ];
    agree("va-wbb-social-needs", |form| {
        // True means met, except for legal help.
        let unmet: Vec<&str> = (0..7)
            .filter(|at| form[*at] == Given::Value(i32::from(*at == 6)))
            .map(|at| NAMES[at])
            .collect();
        let open = form
            .iter()
            .filter(|given| **given == Given::Missing)
            .count();
        Said::default()
            .score("n_unmet", Some(unmet.len() as f64))
            .score("n_unanswered", Some(open as f64))
            .says("unmet_items", Says::Items(unmet))
            .flag("unsafe_at_home", form[2].value().map(|value| value == 0))
    });
}

/// The agency's tables, by raw sum from 0 to 40.
#[rustfmt::skip]
const SELF_YOUNGER: [i32; 41] = [
    14, 19, 22, 25, 27, 29, 31, 32, 34, 35, 37, 38, 40, 41, 42, 44, 45, 46, 47, 49, 50,
    51, 52, 54, 55, 56, 58, 59, 60, 62, 63, 65, 66, 68, 69, 71, 73, 75, 78, 81, 86,
];
#[rustfmt::skip]
const SELF_OLDER: [i32; 41] = [
    14, 20, 24, 26, 29, 31, 33, 35, 36, 38, 39, 41, 42, 44, 45, 46, 48, 49, 50, 52, 53,
    54, 56, 57, 58, 60, 61, 63, 64, 66, 67, 69, 71, 73, 75, 77, 79, 82, 84, 88, 95,
];
#[rustfmt::skip]
const OTHER_YOUNGER: [i32; 41] = [
    16, 21, 24, 27, 29, 31, 33, 34, 36, 38, 39, 40, 42, 43, 44, 45, 47, 48, 49, 50, 52,
    53, 54, 55, 57, 58, 59, 60, 62, 63, 65, 66, 68, 70, 71, 73, 76, 78, 81, 85, 91,
];
#[rustfmt::skip]
const OTHER_OLDER: [i32; 41] = [
    18, 23, 26, 28, 30, 32, 33, 35, 36, 38, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 50,
    52, 53, 54, 55, 56, 57, 58, 60, 61, 62, 64, 65, 67, 68, 70, 72, 75, 77, 81, 87,
];

#[test]
fn cfpb_financial_well_being() {
    agree("cfpb-fwb-10", |form| {
        let raw = sum(&form[..10]);
        let table = match (form[10].value(), form[11].value()) {
            (Some(0), Some(0)) => Some(SELF_YOUNGER),
            (Some(1), Some(0)) => Some(SELF_OLDER),
            (Some(0), Some(1)) => Some(OTHER_YOUNGER),
            (Some(1), Some(1)) => Some(OTHER_OLDER),
            _ => None,
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a sum of ten answers from 0 to 4"
        )]
        let score = raw
            .zip(table)
            .map(|(raw, table)| f64::from(table[raw as usize]));
        Said::default().score("raw", raw).score("score", score)
    });
}

#[test]
fn ons_loneliness() {
    agree("ons-loneliness", |form| {
        let total = sum(&form[..3]);
        let direct = match form[3].value() {
            Some(1) => Says::Code("never"),
            Some(2) => Says::Code("hardly_ever"),
            Some(3) => Says::Code("occasionally"),
            Some(4) => Says::Code("some_of_the_time"),
            Some(5) => Says::Code("often_always"),
            _ => Says::Unknown,
        };
        Said::default()
            .score("ucla3_total", total)
            .from("ucla3_ge_6", total, 6.0)
            .says("direct", direct)
    });
}
