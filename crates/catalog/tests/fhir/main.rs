//! Measures as FHIR questionnaires: there and back, files of others, and files that are no questionnaires.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a failed unwrap is a failed test; what was skipped or counted is said"
)]

mod others;
mod round_trip;
mod strange;

use attune_catalog::fhir::Importing;
use attune_catalog::{Direction, Grant};

fn importing() -> Importing {
    Importing {
        id: "practice-1".to_owned(),
        direction: Direction::LowerIsBetter,
        grant: Grant {
            holder: "Lindenhof Practice".to_owned(),
            basis: "licence 4711".to_owned(),
            stated: "2026-05-14".to_owned(),
        },
    }
}
