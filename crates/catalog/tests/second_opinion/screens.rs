//! PC-PTSD-5, AUDIT-C, NIMH ASQ.

use crate::forms::{Given, sum};
use crate::{Said, Says, agree};

pub(crate) const MEASURES: &[&str] = &["pc-ptsd-5", "audit-c", "nimh-asq"];

#[test]
fn pc_ptsd_5() {
    agree("pc-ptsd-5", |form| {
        // The gate comes first: without such an event the score is 0, whatever stands behind it.
        let total = match form[0] {
            Given::Value(0) => Some(0.0),
            Given::Value(_) => sum(&form[1..]),
            _ => None,
        };
        Said::default()
            .score("total", total)
            .from("positive_ge_3", total, 3.0)
            .from("positive_ge_4", total, 4.0)
    });
}

#[test]
fn audit_c() {
    agree("audit-c", |form| {
        let total = match form[0] {
            Given::Value(0) => Some(0.0),
            _ => sum(form),
        };
        Said::default()
            .score("total", total)
            .from("at_risk_female_ge_3", total, 3.0)
            .from("at_risk_male_ge_4", total, 4.0)
    });
}

#[test]
fn nimh_asq() {
    agree("nimh-asq", |form| {
        // Yes is 1, a refusal 2 and as good as yes.
        let positive = |given: Given| given.value().map(|value| value >= 1);
        let any = form[..4].iter().any(|given| positive(*given) == Some(true));
        let open = form[..4].contains(&Given::Missing);
        let result = match form[4] {
            Given::Value(1) if any => "acute_positive",
            Given::Value(0) if any => "non_acute_positive",
            _ if any => "positive_acuity_unknown",
            _ if open => "incomplete",
            _ => "negative",
        };
        Said::default()
            .says("result", Says::Code(result))
            .says("ask_item5", Says::Met(any))
            .flag("item1", positive(form[0]))
            .flag("item2", positive(form[1]))
            .flag("item3", positive(form[2]))
            .flag("item4", positive(form[3]))
            .flag("item5", positive(form[4]))
    });
}
