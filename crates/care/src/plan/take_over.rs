use crate::Record;
use crate::matching::{Choice, taken};
use crate::plan::{PlanInput, StrandInput};

/// Adds what was taken up in Match since this plan was begun, as strands to be
/// looked at. What was taken before stands in the plan or was left out on
/// purpose, and does not come back by itself. Returns how many were added.
pub fn take_over(record: &Record, input: &mut PlanInput) -> usize {
    let decisions = &record.candidate_decisions;
    let before_the_plan = record.plans.last().map_or(0, |plan| {
        decisions
            .iter()
            .filter(|decision| decision.at <= plan.at)
            .count()
    });
    let seen = input.decisions_seen.max(before_the_plan);
    let mut added = 0;
    for (problem, technique) in taken(record) {
        let is_new = decisions.iter().skip(seen).any(|decision| {
            let decision = &decision.item;
            decision.problem == problem
                && decision.technique == technique
                && decision.choice == Choice::Taken
        });
        let stands = input
            .strands
            .iter()
            .any(|strand| strand.technique == technique && strand.problem == Some(problem));
        if is_new && !stands {
            input.strands.push(StrandInput {
                problem: Some(problem),
                technique,
                ..StrandInput::default()
            });
            added += 1;
        }
    }
    input.decisions_seen = decisions.len();
    added
}
