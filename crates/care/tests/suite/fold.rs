//! The fold holds for histories nobody planned: out of order, referring to nothing, or written by older programs.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use crate::support;

use std::collections::BTreeSet;

use attune_care::assess::{Problem, whole_person};
use attune_care::caseload::reasons;
use attune_care::entry::Voiding;
use attune_care::plan::Difference;
use attune_care::review::{leading_measure, progress};
use attune_care::session::alliance;
use attune_care::{Author, Body, Entry, Headline, Record};
use attune_catalog::ProblemArea;
use attune_ids::{EntryId, ProblemId};
use jiff::Timestamp;
use proptest::prelude::*;
use proptest::sample::Index;
use uuid::Uuid;

use support::{catalog, entries, entries_that_stand, entry_id};

const LONGEST: usize = 60;

/// An id no generated entry has.
const NOWHERE: Uuid = Uuid::from_u64_pair(u64::MAX, u64::MAX);

/// An entry that takes its number in the record and says nothing.
fn silent(id: EntryId) -> Entry {
    let voiding = Voiding {
        entry: EntryId(NOWHERE),
        because: String::new(),
    };
    signed(id, Body::Voided(voiding))
}

fn signed(id: EntryId, body: Body) -> Entry {
    Entry {
        format: attune_care::entry::FORMAT,
        id,
        at: Timestamp::UNIX_EPOCH,
        by: Author::Program,
        body,
    }
}

fn is_start_of<T: PartialEq + std::fmt::Debug>(
    start: &[T],
    whole: &[T],
    what: &str,
) -> Result<(), TestCaseError> {
    prop_assert!(whole.starts_with(start), "{what}: {start:?} | {whole:?}");
    Ok(())
}

/// The same by what an item is known by: later entries may add to the item.
fn ids_start<T, Id: PartialEq + std::fmt::Debug>(
    start: &[T],
    whole: &[T],
    id: impl Fn(&T) -> Id,
    what: &str,
) -> Result<(), TestCaseError> {
    let ids = |items: &[T]| items.iter().map(&id).collect::<Vec<_>>();
    is_start_of(&ids(start), &ids(whole), what)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    /// Every entry takes exactly one number, whatever it says: it is the version the next save is based on.
    #[test]
    fn the_version_is_the_number_of_entries(history in entries(LONGEST)) {
        prop_assert_eq!(Record::from_entries(&history).version, history.len() as u64);
    }

    /// What was, stays: a later entry adds to the lists of the record as it stood and takes nothing out of them.
    /// (Only a voiding does, and the formulation, which is a picture of now.)
    #[test]
    fn a_prefix_is_the_beginning_of_the_whole(history in entries_that_stand(LONGEST), cut in any::<Index>()) {
        let cut = cut.index(history.len() + 1);
        let then = Record::from_entries(&history[..cut]);
        let now = Record::from_entries(&history);
        // By the day they were filled in: what was written down later may stand between.
        let still: Vec<_> = now.responses.iter().filter(|response| then.responses.contains(response)).cloned().collect();
        prop_assert_eq!(&then.responses, &still);
        prop_assert!(now.responses.is_sorted_by_key(|response| response.item.on));
        is_start_of(&then.totals, &now.totals, "totals")?;
        is_start_of(&then.words, &now.words, "words")?;
        is_start_of(&then.candidate_decisions, &now.candidate_decisions, "decisions")?;
        is_start_of(&then.judgements, &now.judgements, "judgements")?;
        is_start_of(&then.plans, &now.plans, "plans")?;
        is_start_of(&then.reviews, &now.reviews, "reviews")?;
        ids_start(&then.problems, &now.problems, |state| state.problem.id, "problems")?;
        ids_start(&then.assignments, &now.assignments, |state| state.assignment.id, "assignments")?;
        ids_start(&then.alerts, &now.alerts, |state| state.alert.id, "alerts")?;
        ids_start(&then.tasks, &now.tasks, |state| state.task.id, "tasks")?;
        ids_start(&then.sessions, &now.sessions, |state| state.entry, "sessions")?;
        for (earlier, later) in then.sessions.iter().zip(&now.sessions) {
            is_start_of(&earlier.work, &later.work, "work")?;
            is_start_of(&earlier.amendments, &later.amendments, "amendments")?;
        }
    }

    /// Sealing and opening, or a restart, changes nothing: the rest is folded onto the same beginning.
    #[test]
    fn entries_read_back_fold_to_the_same_record(history in entries(LONGEST)) {
        let again: Vec<Entry> = history
            .iter()
            .map(|entry| Entry::from_bytes(&entry.to_bytes().unwrap()).unwrap())
            .collect();
        prop_assert_eq!(&again, &history);
        prop_assert_eq!(Record::from_entries(&again), Record::from_entries(&history));
    }

    /// A voided entry counts no more than one that says nothing, wherever it stood and whatever came after it.
    #[test]
    fn a_voided_entry_does_not_count(history in entries_that_stand(LONGEST), which in any::<Index>()) {
        prop_assume!(!history.is_empty());
        let which = which.index(history.len());
        let voiding = Voiding { entry: history[which].id, because: "mistake".to_owned() };
        let mut voided = history.clone();
        voided.push(signed(EntryId(Uuid::from_u64_pair(2, 1)), Body::Voided(voiding)));
        let mut without = history;
        without[which] = silent(without[which].id);
        without.push(silent(EntryId(Uuid::from_u64_pair(2, 1))));
        prop_assert_eq!(Record::from_entries(&voided), Record::from_entries(&without));
    }

    /// A voiding that is voided has no say: the entry counts as if nothing had been.
    #[test]
    fn what_was_voided_by_mistake_counts_again(history in entries_that_stand(LONGEST), which in any::<Index>()) {
        prop_assume!(!history.is_empty());
        let which = which.index(history.len());
        let (first, second) = (EntryId(Uuid::from_u64_pair(2, 1)), EntryId(Uuid::from_u64_pair(2, 2)));
        let void = |entry| Body::Voided(Voiding { entry, because: "mistake".to_owned() });
        let mut voided = history.clone();
        voided.push(signed(first, void(history[which].id)));
        voided.push(signed(second, void(first)));
        let mut without = history;
        without.extend([silent(first), silent(second)]);
        prop_assert_eq!(Record::from_entries(&voided), Record::from_entries(&without));
    }

    /// What refers to nothing changes nothing.
    #[test]
    fn an_entry_about_something_unknown_changes_nothing(entry in entries(1)) {
        let Some(entry) = entry.into_iter().next() else { return Ok(()) };
        let refers = matches!(
            entry.body,
            Body::ProblemClosed(_)
                | Body::AssignmentWithdrawn(_)
                | Body::AlertAcknowledged(_)
                | Body::FactorRemoved(_)
                | Body::InfluenceSet(_)
                | Body::InfluenceRemoved(_)
                | Body::FactorsPlaced(_)
                | Body::WorkDone(_)
                | Body::TaskReviewed(_)
                | Body::NoteLocked(_)
                | Body::NoteAmended(_)
                | Body::Unshared(_)
                | Body::RemarkMade(_)
                | Body::JointMapAnswered(_)
                | Body::Voided(_)
        );
        prop_assume!(refers);
        prop_assert_eq!(
            Record::from_entries(&[entry]),
            Record { version: 1, ..Record::default() }
        );
    }

    /// An arrow always joins two factors that are there, so no drawing and no ranking has to ask.
    #[test]
    fn influences_join_factors_that_are_there(history in entries(LONGEST)) {
        let formulation = Record::from_entries(&history).formulation;
        for influence in &formulation.influences {
            prop_assert!(formulation.factor(influence.from).is_some());
            prop_assert!(formulation.factor(influence.to).is_some());
        }
        for placed in &formulation.places {
            prop_assert!(formulation.factor(placed.place.factor).is_some());
        }
        let ids: BTreeSet<_> = formulation.factors.iter().map(|factor| factor.id).collect();
        prop_assert_eq!(ids.len(), formulation.factors.len());
    }

    /// The headline can be rebuilt at any time from the entries as they are stored, and read back as it was.
    #[test]
    fn a_rebuilt_headline_is_the_headline(history in entries(LONGEST)) {
        let headline = Headline::of(&Record::from_entries(&history), catalog());
        let again: Vec<Entry> = history
            .iter()
            .map(|entry| Entry::from_bytes(&entry.to_bytes().unwrap()).unwrap())
            .collect();
        prop_assert_eq!(&Headline::of(&Record::from_entries(&again), catalog()), &headline);
        let bytes = serde_json::to_vec(&headline).unwrap();
        prop_assert_eq!(serde_json::from_slice::<Headline>(&bytes).unwrap(), headline);
    }

    /// A record opens and can be looked at from every side, whatever is in it.
    #[test]
    fn every_view_of_every_record_can_be_made(history in entries(LONGEST)) {
        let record = Record::from_entries(&history);
        let catalog = catalog();
        whole_person(&record, catalog);
        alliance(&record, catalog);
        leading_measure(&record, catalog);
        for measure in &catalog.measures {
            progress(&record, catalog, &measure.id);
        }
        for pair in record.plans.windows(2) {
            Difference::between(&pair[0].item, &pair[1].item).words(str::to_owned);
        }
        reasons(&Headline::of(&record, catalog), "2026-05-14".parse().unwrap());
    }
}

/// An entry cannot be taken back before it was written, and a second voiding of one entry adds nothing.
#[test]
fn voiding_twice_is_voiding_once() {
    let problem = Problem {
        id: ProblemId(Uuid::from_u64_pair(3, 1)),
        area: ProblemArea::Anxiety,
        words: "Crowded trains".to_owned(),
    };
    let named = signed(entry_id(0), Body::ProblemSet(problem));
    let void = |position| {
        let voiding = Voiding {
            entry: named.id,
            because: "mistake".to_owned(),
        };
        signed(entry_id(position), Body::Voided(voiding))
    };
    let once = Record::from_entries(&[named.clone(), void(1)]);
    let twice = Record::from_entries(&[named.clone(), void(1), void(2)]);
    assert!(once.problems.is_empty());
    assert!(twice.problems.is_empty());
    assert_eq!(twice.version, 3);
}
