//! Which candidates to look at first. Dozens side by side are no choice; the rest
//! stays one fold away, and nothing is left out.

use super::candidate::{Candidate, Matching, Place};
use super::decision::Choice;

/// Seen at once, at least, as long as there are so many that may be begun.
const FEWEST: usize = 3;
/// Seen at once, at most, beside what was taken already.
const MOST: usize = 5;

/// The techniques to show first: what was taken, then three to five that nobody has
/// declined. They follow the order of the page; only where trials cannot tell
/// candidates apart, one technique of each therapy comes before a second one of any,
/// so that a choice between therapies is seen as one. What acts on the drawing fills
/// the room first, and what lies elsewhere only as far as [`FEWEST`].
pub fn first_to_consider(matching: &Matching) -> Vec<&str> {
    let mut first: Vec<&Candidate> = all(matching)
        .filter(|candidate| chosen(candidate) == Some(Choice::Taken))
        .collect();
    let taken = first.len();
    let mut place = None;
    for candidate in in_turn(matching) {
        let found = first.len() - taken;
        let farther = place.is_some_and(|nearest| nearest != candidate.0);
        if found >= MOST || (found >= FEWEST && farther) {
            break;
        }
        place.get_or_insert(candidate.0);
        first.push(candidate.1);
    }
    first
        .into_iter()
        .map(|candidate| candidate.technique.as_str())
        .collect()
}

fn all(matching: &Matching) -> impl Iterator<Item = &Candidate> {
    matching.groups.iter().flat_map(|group| &group.candidates)
}

fn chosen(candidate: &Candidate) -> Option<Choice> {
    candidate
        .decision
        .as_ref()
        .map(|decision| decision.item.choice)
}

/// Undecided candidates that may be begun, therapies taking turns within each group.
fn in_turn(matching: &Matching) -> Vec<(Place, &Candidate)> {
    let mut order = Vec::new();
    for group in &matching.groups {
        if group.place == Place::NotNow {
            continue;
        }
        let open = |candidate: &&Candidate| matches!(chosen(candidate), None | Some(Choice::Open));
        let mut waiting: Vec<&Candidate> = group.candidates.iter().filter(open).collect();
        while !waiting.is_empty() {
            let mut seen: Vec<&str> = Vec::new();
            waiting.retain(|candidate| {
                let again = seen.contains(&candidate.modality.as_str());
                if !again {
                    seen.push(&candidate.modality);
                    order.push((group.place, *candidate));
                }
                again
            });
        }
    }
    order
}
