//! The plan form. Its rows are numbered fields (`strand-0-technique`), so that
//! it works without scripts and rows can be added by a button.

use attune_care::plan::{Frequency, GoalInput, PlanInput, StrandInput, Terms, Turn};
use attune_catalog::Domain;
use attune_ids::EntryId;

/// Rows beyond this are not read: no plan has so many.
const MOST_ROWS: usize = 40;

/// What the form sent.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sent {
    pub(crate) entry: Option<EntryId>,
    /// The draft version it was typed over.
    pub(crate) version: u64,
    pub(crate) input: PlanInput,
    /// Out of a review; its number of the page it came from.
    pub(crate) from_review: bool,
    pub(crate) action: Action,
}

/// Which button was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    AddStrand,
    AddGoal,
    Keep,
    Agree,
}

/// Reads the fields. What cannot be read is left empty and asked for again when
/// the plan is agreed: a half-written plan must be kept, not refused.
pub(crate) fn read(fields: &[(String, String)]) -> Sent {
    let one = |name: &str| {
        fields
            .iter()
            .find(|(found, _)| found == name)
            .map(|(_, value)| value.trim())
    };
    let text = |name: &str| one(name).unwrap_or_default().to_owned();
    let rows = |kind: &str| {
        let prefix = format!("{kind}-");
        let mut numbers: Vec<usize> = fields
            .iter()
            .filter_map(|(name, _)| name.strip_prefix(&prefix)?.split_once('-')?.0.parse().ok())
            .filter(|number| *number < MOST_ROWS)
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    };
    let strands = rows("strand")
        .into_iter()
        .filter(|row| one(&format!("strand-{row}-remove")).is_none())
        .map(|row| {
            let field = |name: &str| text(&format!("strand-{row}-{name}"));
            let factor_field = format!("strand-{row}-factor");
            StrandInput {
                id: field("id").parse().ok(),
                problem: field("problem").parse().ok(),
                factors: fields
                    .iter()
                    .filter(|(name, _)| *name == factor_field)
                    .filter_map(|(_, value)| value.parse().ok())
                    .collect(),
                technique: field("technique"),
                measure: Some(field("measure")).filter(|measure| !measure.is_empty()),
                expected: field("expected"),
                turn: Turn::from_code(&field("turn")).unwrap_or_default(),
                sessions: field("sessions").parse().ok(),
            }
        })
        .collect();
    let goals = rows("goal")
        .into_iter()
        .filter(|row| one(&format!("goal-{row}-remove")).is_none())
        .map(|row| {
            let field = |name: &str| text(&format!("goal-{row}-{name}"));
            GoalInput {
                id: field("id").parse().ok(),
                words: field("words"),
                domain: Domain::from_code(&field("domain")),
            }
        })
        .collect();
    Sent {
        entry: text("entry").parse().ok(),
        version: text("version").parse().unwrap_or_default(),
        input: PlanInput {
            based_on: text("based_on").parse().unwrap_or_default(),
            strands,
            goals,
            review_on: text("review_on").parse().ok(),
            reason: text("reason"),
            agreed_with_client: one("agreed").is_some(),
            decisions_seen: text("decisions_seen").parse().unwrap_or_default(),
            terms: Terms {
                frequency: Frequency::from_code(&text("frequency")),
                sessions: text("sessions").parse().ok(),
                enough: text("enough"),
                not_helping: text("not_helping"),
            },
        },
        from_review: !text("review").is_empty(),
        action: match one("action") {
            Some("add_strand") => Action::AddStrand,
            Some("add_goal") => Action::AddGoal,
            Some("agree") => Action::Agree,
            _ => Action::Keep,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_in_order_and_removed_ones_left_out() {
        let fields = [
            ("based_on", "2"),
            ("strand-1-technique", "second"),
            ("strand-1-turn", "later"),
            ("strand-1-sessions", "4"),
            ("frequency", "weekly"),
            ("sessions", "12"),
            ("enough", " I sleep through "),
            ("strand-0-technique", "first"),
            ("strand-2-technique", "gone"),
            ("strand-2-remove", "on"),
            ("strand-99-technique", "too far"),
            ("goal-0-words", " sleep through "),
            ("review_on", "2026-06-01"),
            ("action", "agree"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let sent = read(&fields);
        let techniques: Vec<&str> = sent
            .input
            .strands
            .iter()
            .map(|strand| strand.technique.as_str())
            .collect();
        assert_eq!(techniques, ["first", "second"]);
        assert_eq!(sent.input.goals[0].words, "sleep through");
        assert_eq!(sent.input.based_on, 2);
        let second = &sent.input.strands[1];
        assert_eq!((second.turn, second.sessions), (Turn::Later, Some(4)));
        assert_eq!(sent.input.terms.frequency, Some(Frequency::Weekly));
        assert_eq!(sent.input.terms.sessions, Some(12));
        assert_eq!(sent.input.terms.enough, "I sleep through");
        assert_eq!(sent.action, Action::Agree);
        assert!(sent.input.review_on.is_some());
    }
}
