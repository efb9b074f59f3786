//! Measures whose wording does not ship: CORE-10, ITQ, ORS, SRS, WAI-SR, ARM-5, SEQ, WSAS, DASS-21, CSI-16, RDAS,
//! C-NIP.

use crate::forms::{Given, complete, rounded, sum};
use crate::{Said, Says, agree};

pub(crate) const MEASURES: &[&str] = &[
    "core-10", "itq", "ors", "srs", "wai-sr", "arm-5", "seq", "wsas", "dass-21", "csi-16", "rdas",
    "c-nip",
];

#[test]
fn core_10() {
    agree("core-10", |form| {
        // Ten times the mean of what was answered, 2 and 3 turned round, with at most one missing.
        let keyed: Vec<i32> = form
            .iter()
            .enumerate()
            .filter_map(|(at, given)| {
                let value = given.value()?;
                Some(if at == 1 || at == 2 { 4 - value } else { value })
            })
            .collect();
        let score = (keyed.len() >= 9).then(|| {
            rounded(
                10.0 * f64::from(keyed.iter().sum::<i32>()) / keyed.len() as f64,
                1,
            )
        });
        let band = score.map(|score| match score {
            ..6.0 => "healthy",
            ..11.0 => "low",
            ..15.0 => "mild",
            ..20.0 => "moderate",
            ..25.0 => "moderate_severe",
            _ => "severe",
        });
        Said::default()
            .score("clinical_score", score)
            .band("clinical_score", band)
            .flag("item6", form[5].value().map(|value| value >= 1))
    });
}

#[test]
fn itq() {
    fn criteria(form: &[Given]) -> Option<bool> {
        let endorsed: Vec<bool> = complete(form)?.iter().map(|value| *value >= 2).collect();
        let pair = |at: usize| endorsed[at] || endorsed[at + 1];
        let impaired = endorsed[6] || endorsed[7] || endorsed[8];
        Some(pair(0) && pair(2) && pair(4) && impaired)
    }
    agree("itq", |form| {
        let (ptsd, dso) = (criteria(&form[..9]), criteria(&form[9..]));
        let diagnosis = match (ptsd, dso) {
            (Some(true), Some(true)) => Says::Code("CPTSD"),
            (Some(true), Some(false)) => Says::Code("PTSD"),
            (Some(false), Some(_)) => Says::Code("none"),
            _ => Says::Unknown,
        };
        Said::default()
            .score("ptsd_sum", sum(&form[..6]))
            .score("dso_sum", sum(&form[9..15]))
            .says("ptsd_criteria", ptsd.map_or(Says::Unknown, Says::Met))
            .says("dso_criteria", dso.map_or(Says::Unknown, Says::Met))
            .says("diagnosis", diagnosis)
    });
}

#[test]
fn outcome_and_session_rating() {
    agree("ors", |form| {
        let total = sum(form).map(|millimetres| rounded(millimetres / 10.0, 1));
        Said::default()
            .score("total", total)
            .up_to("le_25", total, 25.0)
    });
    agree("srs", |form| {
        let total = sum(form).map(|millimetres| rounded(millimetres / 10.0, 1));
        Said::default()
            .score("total", total)
            .up_to("le_36", total, 36.0)
    });
}

#[test]
fn alliance() {
    agree("wai-sr", |form| {
        let mean =
            |numbers: [usize; 4]| sum(&numbers.map(|number| form[number - 1])).map(|sum| sum / 4.0);
        Said::default()
            .score("goal", mean([4, 6, 8, 11]))
            .score("task", mean([1, 2, 10, 12]))
            .score("bond", mean([3, 5, 7, 9]))
            .score("overall", sum(form).map(|sum| sum / 12.0))
    });
    agree("arm-5", |form| {
        let mean = complete(form).map(|q| f64::from(q[0] + q[1] + 8 - q[2] + q[3] + q[4]) / 5.0);
        Said::default().score("mean", mean)
    });
    agree("seq", |form| {
        const NAMES: [&str; 21] = [
            "q1", "q2", "q3", "q4", "q5", "q6", "q7", "q8", "q9", "q10", "q11", "q12", "q13",
            "q14", "q15", "q16", "q17", "q18", "q19", "q20", "q21",
        ];
        let own = |given: &Given| given.value().map(f64::from);
        (NAMES.into_iter().zip(form)).fold(Said::default(), |said, (name, given)| {
            said.score(name, own(given))
        })
    });
}

#[test]
fn wsas() {
    agree("wsas", |form| {
        let total = sum(form);
        let band = total.map(|total| match total {
            ..10.0 => "subclinical",
            ..21.0 => "significant",
            _ => "moderately_severe",
        });
        Said::default().score("total", total).band("total", band)
    });
}

#[test]
fn dass_21() {
    fn named(value: f64, ends: [f64; 4]) -> &'static str {
        let names = ["normal", "mild", "moderate", "severe"];
        let place = ends.iter().position(|end| value <= *end);
        place.map_or("extremely_severe", |place| names[place])
    }
    agree("dass-21", |form| {
        let scale =
            |numbers: [usize; 7]| sum(&numbers.map(|number| form[number - 1])).map(|sum| 2.0 * sum);
        let depression = scale([3, 5, 10, 13, 16, 17, 21]);
        let anxiety = scale([2, 4, 7, 9, 15, 19, 20]);
        let stress = scale([1, 6, 8, 11, 12, 14, 18]);
        Said::default()
            .score("depression", depression)
            .band(
                "depression",
                depression.map(|value| named(value, [9.0, 13.0, 20.0, 27.0])),
            )
            .score("anxiety", anxiety)
            .band(
                "anxiety",
                anxiety.map(|value| named(value, [7.0, 9.0, 14.0, 19.0])),
            )
            .score("stress", stress)
            .band(
                "stress",
                stress.map(|value| named(value, [14.0, 18.0, 25.0, 33.0])),
            )
    });
}

#[test]
fn couples() {
    agree("csi-16", |form| {
        let total = sum(form);
        Said::default()
            .score("total", total)
            .up_to("below_51_5", total, 51.5)
    });
    agree("rdas", |form| {
        let total = sum(form);
        Said::default()
            .score("consensus", sum(&form[..6]))
            .score("satisfaction", sum(&form[6..10]))
            .score("cohesion", sum(&form[10..]))
            .score("total", total)
            .up_to("below_48", total, 47.0)
    });
}

#[test]
fn preferences() {
    agree("c-nip", |form| {
        // Printed numbers added up: five, five, three and five questions.
        let mut rest = form;
        let mut next = |many: usize| {
            let (scale, others) = rest.split_at(many);
            rest = others;
            sum(scale)
        };
        let (lead, feeling, past, warm) = (next(5), next(5), next(3), next(5));
        Said::default()
            .score("directiveness", lead)
            .score("emotional_intensity", feeling)
            .score("past_orientation", past)
            .score("warm_support", warm)
    });
}
