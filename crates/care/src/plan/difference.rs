//! What changed from one plan version to the next, so that it reads like a
//! clinical sentence.

use attune_ids::{GoalId, StrandId};

use crate::plan::{Goal, PlanVersion, Strand, Terms, Turn};

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
    /// What was agreed beside the strands, if it changed: earlier and later.
    pub terms: Option<(Terms, Terms)>,
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
        if earlier.terms != later.terms {
            difference.terms = Some((earlier.terms.clone(), later.terms.clone()));
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
            let changed: Vec<String> = self
                .changed
                .iter()
                .map(|(before, now)| {
                    let what = strand_changes(before, now, &name);
                    format!("{} ({})", name(&now.technique), what.join(", "))
                })
                .collect();
            parts.push(format!("changed {}", changed.join(" and ")));
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
        if let Some((before, now)) = &self.terms {
            parts.extend(terms_changes(before, now));
        }
        if parts.is_empty() {
            "nothing changed but the date or the reason".to_owned()
        } else {
            parts.join(", ")
        }
    }

    /// The same with its reason, as one says it to a colleague: "dropped Exposure, added
    /// Grief work, because alliance fell and debt became central".
    pub fn sentence(&self, reason: &str, name: impl Fn(&str) -> String) -> String {
        let reason = reason.trim().trim_end_matches('.');
        let reason = reason
            .strip_prefix("because ")
            .or_else(|| reason.strip_prefix("Because "))
            .unwrap_or(reason);
        if reason.is_empty() {
            return self.words(name);
        }
        format!("{}, because {}", self.words(name), inside(reason))
    }
}

/// A sentence that goes on inside of another one begins small, unless its first word
/// is a name: "I" and what is written in capitals stay.
fn inside(words: &str) -> String {
    let first = words.split_whitespace().next().unwrap_or_default();
    let mut letters = words.chars();
    let ordinary = first.chars().count() > 1 && !first.chars().skip(1).any(char::is_uppercase);
    match letters.next() {
        Some(letter) if ordinary && !first.starts_with("I'") => {
            letter.to_lowercase().chain(letters).collect()
        }
        _ => words.to_owned(),
    }
}

/// What of a strand is different, in a few words each; at least one.
fn strand_changes(before: &Strand, now: &Strand, name: impl Fn(&str) -> String) -> Vec<String> {
    let mut changes = Vec::new();
    if before.technique != now.technique {
        changes.push(format!("instead of {}", name(&before.technique)));
    }
    if before.problem != now.problem {
        changes.push("for another problem".to_owned());
    }
    if before.turn != now.turn {
        changes.push(
            match now.turn {
                Turn::Now => "begins now",
                Turn::Next => "comes next",
                Turn::Later => "comes later",
            }
            .to_owned(),
        );
    }
    if before.sessions != now.sessions {
        changes.push(match now.sessions {
            Some(1) => "one session".to_owned(),
            Some(number) => format!("{number} sessions"),
            None => "number of sessions left open".to_owned(),
        });
    }
    if before.factors != now.factors {
        changes.push("works on other factors".to_owned());
    }
    if before.measure != now.measure {
        changes.push("seen in another measure".to_owned());
    }
    if before.expected != now.expected {
        changes.push("another expectation".to_owned());
    }
    changes
}

fn terms_changes(before: &Terms, now: &Terms) -> Vec<String> {
    let mut changes = Vec::new();
    if before.frequency != now.frequency {
        changes.push(now.frequency.map_or_else(
            || "how often left open".to_owned(),
            |frequency| format!("meeting {}", frequency.label()),
        ));
    }
    if before.sessions != now.sessions {
        changes.push(match now.sessions {
            Some(1) => "one more session planned".to_owned(),
            Some(number) => format!("{number} sessions planned"),
            None => "number of sessions left open".to_owned(),
        });
    }
    if (&before.enough, &before.not_helping) != (&now.enough, &now.not_helping) {
        changes.push("another rule for stopping".to_owned());
    }
    changes
}

fn find_strand(plan: &PlanVersion, id: StrandId) -> Option<&Strand> {
    plan.strands.iter().find(|strand| strand.id == id)
}

fn find_goal(plan: &PlanVersion, id: GoalId) -> Option<&Goal> {
    plan.goals.iter().find(|goal| goal.id == id)
}
