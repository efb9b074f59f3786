//! Rates of invented clinicians.

use attune_figures::{Funnel, FunnelGroup, FunnelLimits};

use super::frame;

/// Four clinicians, one of them beyond the inner limits.
pub(crate) fn funnel() -> Funnel {
    let limits = (1..=12).map(|step| {
        let cases = f64::from(step) * 10.0;
        let reach = |z: f64| {
            (
                52.0 - z * 500.0 / cases.sqrt() / 10.0,
                52.0 + z * 500.0 / cases.sqrt() / 10.0,
            )
        };
        FunnelLimits {
            cases,
            bands: [reach(3.09), reach(1.96)],
        }
    });
    let group = |name: &str, cases, rate, place: &str| FunnelGroup {
        name: name.to_owned(),
        cases,
        rate,
        text: format!("{rate:.0} %"),
        place: place.to_owned(),
    };
    Funnel {
        frame: frame(
            "funnel",
            "Reliable improvement",
            "Three of four cannot be told apart.",
        ),
        rate: "Reliably better, per cent".to_owned(),
        cases: "Therapies with a pair of scores".to_owned(),
        middle: "All together, 52 %".to_owned(),
        target: 52.0,
        bands: ["99.8 % limits".to_owned(), "95 % limits".to_owned()],
        limits: limits.collect(),
        groups: vec![
            group("Ingrid Dahl", 30.0, 47.0, "within"),
            group("Daniel Roth", 90.0, 63.0, "above the 95 % limit"),
            group("Leila Haddad", 60.0, 50.0, "within"),
            group("Piotr Nowak", 110.0, 49.0, "within"),
        ],
        columns: ["Clinician".to_owned(), "How it lies".to_owned()],
    }
}
