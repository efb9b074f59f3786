//! What the considerations come to together, as a table.

use attune_care::matching::{Chances, TherapyChance, Wishing};

pub(super) struct ChancesView {
    pub(super) sentence: String,
    pub(super) rows: Vec<Row>,
    pub(super) would_change: Vec<String>,
    pub(super) method: Vec<String>,
}

pub(super) struct Row {
    pub(super) name: String,
    /// Of 100 draws.
    pub(super) best: u32,
    /// Of 100 draws.
    pub(super) as_good: u32,
    pub(super) trials: &'static str,
    pub(super) acts_on: String,
    pub(super) wishes: &'static str,
}

impl ChancesView {
    pub(super) fn of(drawn: &Chances) -> Self {
        Self {
            sentence: drawn.sentence.clone(),
            rows: drawn.therapies.iter().map(row).collect(),
            would_change: drawn.would_change.clone(),
            method: drawn.method.clone(),
        }
    }
}

fn row(therapy: &TherapyChance) -> Row {
    Row {
        name: therapy.name.clone(),
        best: hundred(therapy.best),
        as_good: hundred(therapy.as_good),
        trials: if therapy.in_trials {
            "trials in this comparison"
        } else {
            "none here: as one of its kind"
        },
        acts_on: match therapy.acts_on {
            0 => "nothing drawn".to_owned(),
            1 => "1 factor".to_owned(),
            more => format!("{more} factors"),
        },
        wishes: match therapy.wishing {
            Wishing::Matched => "goes along",
            Wishing::NotMatched => "goes against one",
            Wishing::Unknown => "not known",
        },
    }
}

/// A share between 0 and 1, of 100.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share times 100 is a small number that is not negative"
)]
fn hundred(share: f64) -> u32 {
    (100.0 * share).round() as u32
}
