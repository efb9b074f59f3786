use serde::{Deserialize, Serialize};

use super::{
    ChangeClass, ChangeMethod, Direction, Reliabilities, SampleStatistics, change_index, classify,
};
use crate::StatsError;

/// What each method makes of one person's change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MethodAgreement {
    /// The class by the default method, Jacobson-Truax.
    pub class: ChangeClass,
    /// How many of the methods give that class, the default one included.
    pub agreeing: usize,
    /// Method, index with the sign of the scale, and class; methods that the
    /// sample cannot support are absent, so the length is the "of how many".
    pub methods: Vec<(ChangeMethod, f64, ChangeClass)>,
}

/// Judges one person by every method ("4 of 5 methods agree: improved").
///
/// [`ChangeMethod::HsuLinnLord`] is left out: it answers a different question
/// (compared with the sample's change). A method the sample cannot support is
/// left out too, which `methods` shows.
///
/// Errors: scores that are not finite.
pub fn agreement(
    sample: &SampleStatistics,
    reliabilities: Reliabilities,
    direction: Direction,
    first: f64,
    last: f64,
) -> Result<MethodAgreement, StatsError> {
    let mut methods = Vec::new();
    for method in ChangeMethod::ALL
        .into_iter()
        .filter(|method| !method.relative_to_sample_change())
    {
        match change_index(method, sample, reliabilities, first, last) {
            Ok(index) => methods.push((method, index, classify(method, index, direction))),
            Err(StatsError::NoReliableVariance { .. }) => {}
            Err(other) => return Err(other),
        }
    }
    let default = change_index(
        ChangeMethod::JacobsonTruax,
        sample,
        reliabilities,
        first,
        last,
    )?;
    let class = classify(ChangeMethod::JacobsonTruax, default, direction);
    let agreeing = methods.iter().filter(|(.., other)| *other == class).count();
    Ok(MethodAgreement {
        class,
        agreeing,
        methods,
    })
}
