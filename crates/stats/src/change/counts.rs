use serde::{Deserialize, Serialize};

use super::{ChangeClass, CombinedClass};

/// How many people fall in each class; made by collecting classes.
///
/// ```
/// use attune_stats::change::{ChangeClass, ClassCounts};
/// let counts: ClassCounts = [ChangeClass::Improved, ChangeClass::Unchanged].into_iter().collect();
/// assert_eq!((counts.improved, counts.unchanged, counts.deteriorated), (1, 1, 0));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ClassCounts {
    /// Better by more than measurement error explains.
    pub improved: usize,
    /// Within measurement error.
    pub unchanged: usize,
    /// Worse by more than measurement error explains.
    pub deteriorated: usize,
}

impl FromIterator<ChangeClass> for ClassCounts {
    fn from_iter<Classes: IntoIterator<Item = ChangeClass>>(classes: Classes) -> Self {
        let mut counts = Self::default();
        for class in classes {
            match class {
                ChangeClass::Improved => counts.improved += 1,
                ChangeClass::Unchanged => counts.unchanged += 1,
                ChangeClass::Deteriorated => counts.deteriorated += 1,
            }
        }
        counts
    }
}

/// The same for change and cutoff taken together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CombinedCounts {
    /// Reliably better, and from the clinical into the functional range.
    pub recovered: usize,
    /// Reliably better, without that crossing.
    pub improved: usize,
    /// Within measurement error.
    pub unchanged: usize,
    /// Reliably worse, without crossing into the clinical range.
    pub deteriorated: usize,
    /// Reliably worse, and from the functional into the clinical range.
    pub harmed: usize,
}

impl FromIterator<CombinedClass> for CombinedCounts {
    fn from_iter<Classes: IntoIterator<Item = CombinedClass>>(classes: Classes) -> Self {
        let mut counts = Self::default();
        for class in classes {
            match class {
                CombinedClass::Recovered => counts.recovered += 1,
                CombinedClass::Improved => counts.improved += 1,
                CombinedClass::Unchanged => counts.unchanged += 1,
                CombinedClass::Deteriorated => counts.deteriorated += 1,
                CombinedClass::Harmed => counts.harmed += 1,
            }
        }
        counts
    }
}
