//! Files stay small enough to be read in one go.

use crate::tidy::{Checkout, Finding, Text};

const READ_BY_PEOPLE: &[&str] = &[".rs", ".ts", ".mjs", ".html", ".css", ".sql"];

/// From here on there should be a reason.
const REMARKABLE: usize = 400;
/// From here on there is a seam.
const REFUSED: usize = 800;

pub(crate) fn check(checkout: &Checkout) -> anyhow::Result<Vec<Finding>> {
    Ok(checkout
        .texts
        .iter()
        .filter(|text| text.ends_in(READ_BY_PEOPLE))
        .filter_map(finding)
        .collect())
}

fn finding(text: &Text) -> Option<Finding> {
    let lines = text.content.lines().count();
    if lines > REFUSED {
        Some(Finding::fault(
            &text.path,
            format!("{lines} lines; more than {REFUSED}: find the seam and split it"),
        ))
    } else if lines > REMARKABLE {
        Some(Finding::remark(
            &text.path,
            format!("{lines} lines; more than {REMARKABLE}: is there a seam?"),
        ))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::Weight;

    fn weight(path: &str, lines: usize) -> Option<Weight> {
        let found = check(&Checkout::of(&[(path, &"line\n".repeat(lines))]));
        found.ok()?.first().map(|finding| finding.weight)
    }

    #[test]
    fn long_files_are_remarked_on_and_longer_ones_refused() {
        assert_eq!(weight("crates/care/src/plan.rs", 400), None);
        assert_eq!(weight("crates/care/src/plan.rs", 401), Some(Weight::Remark));
        assert_eq!(weight("web/src/staff.ts", 801), Some(Weight::Fault));
        assert_eq!(weight("Cargo.lock", 9000), None);
    }
}
