//! What changed from one plan version to the next, so that it reads like a
//! clinical sentence.

use attune_ids::{GoalId, StrandId};

use crate::plan::{Goal, PlanVersion, Strand};

/// The difference between two versions.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Difference {
    /// Strands only in the later version.
    pub added: Vec<Strand>,
    /// Strands only in the earlier version.
    pub dropped: Vec<Strand>,
    /// Strands in both, changed: earlier and later.
    pub changed: Vec<(Strand, Strand)>,
    /// Strands in both, as they were.
    pub kept: Vec<Strand>,
    /// Goals only in the later version.
    pub goals_added: Vec<Goal>,
    /// Goals only in the earlier version.
    pub goals_dropped: Vec<Goal>,
    /// Goals in both, reworded: earlier and later.
    pub goals_changed: Vec<(Goal, Goal)>,
}

impl Difference {
    /// From an earlier version to a later one.
    pub fn between(earlier: &PlanVersion, later: &PlanVersion) -> Self {
        let mut difference = Self::default();
        for strand in &later.strands {
            match find_strand(earlier, strand.id) {
                None => difference.added.push(strand.clone()),
                Some(before) if before == strand => difference.kept.push(strand.clone()),
                Some(before) => difference.changed.push((before.clone(), strand.clone())),
            }
        }
        difference.dropped = earlier
            .strands
            .iter()
            .filter(|strand| find_strand(later, strand.id).is_none())
            .cloned()
            .collect();
        for goal in &later.goals {
            match find_goal(earlier, goal.id) {
                None => difference.goals_added.push(goal.clone()),
                Some(before) if before == goal => {}
                Some(before) => difference
                    .goals_changed
                    .push((before.clone(), goal.clone())),
            }
        }
        difference.goals_dropped = earlier
            .goals
            .iter()
            .filter(|goal| find_goal(later, goal.id).is_none())
            .cloned()
            .collect();
        difference
    }

    /// "added Behavioural activation; dropped Exposure; 2 strands as before".
    /// `name` gives a technique's name.
    pub fn words(&self, name: impl Fn(&str) -> String) -> String {
        let names = |strands: &[Strand]| {
            strands
                .iter()
                .map(|strand| name(&strand.technique))
                .collect::<Vec<_>>()
                .join(" and ")
        };
        let mut parts = Vec::new();
        if !self.dropped.is_empty() {
            parts.push(format!("dropped {}", names(&self.dropped)));
        }
        if !self.added.is_empty() {
            parts.push(format!("added {}", names(&self.added)));
        }
        if !self.changed.is_empty() {
            let later: Vec<Strand> = self
                .changed
                .iter()
                .map(|(_, later)| later.clone())
                .collect();
            parts.push(format!("changed {}", names(&later)));
        }
        match self.kept.len() {
            0 => {}
            1 => parts.push("one strand as before".to_owned()),
            more => parts.push(format!("{more} strands as before")),
        }
        let goals = self.goals_added.len() + self.goals_dropped.len() + self.goals_changed.len();
        if goals > 0 {
            parts.push(if goals == 1 {
                "one goal changed".to_owned()
            } else {
                format!("{goals} goals changed")
            });
        }
        if parts.is_empty() {
            "nothing changed but the date or the reason".to_owned()
        } else {
            parts.join("; ")
        }
    }
}

fn find_strand(plan: &PlanVersion, id: StrandId) -> Option<&Strand> {
    plan.strands.iter().find(|strand| strand.id == id)
}

fn find_goal(plan: &PlanVersion, id: GoalId) -> Option<&Goal> {
    plan.goals.iter().find(|goal| goal.id == id)
}
