//! What could help: reasons that stand side by side, an order without a score, and
//! what may not be begun.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::drawing;
use crate::support;

use std::collections::BTreeSet;

use attune_care::assess::{Answered, Asking, Way, assign, give_response};
use attune_care::formulate::{KnownRanks, Role, SEED, findings, steps};
use attune_care::matching::{
    Candidate, CandidateDecision, Choice, Matching, Meets, Place, SituationCheck, Standing,
    candidates, candidates_for, comparisons, decide, first_to_consider, taken,
};
use attune_care::{Body, Record, Refusal};
use attune_catalog::{Answer, Contrast, Domain, ProblemArea, Severity};
use attune_ids::ProblemId;
use drawing::{CATALOG, Drawing};
use jiff::civil::date;
use proptest::prelude::*;

fn all(matching: &Matching) -> Vec<&Candidate> {
    matching
        .groups
        .iter()
        .flat_map(|group| &group.candidates)
        .collect()
}

fn find<'a>(matching: &'a Matching, technique: &str) -> &'a Candidate {
    all(matching)
        .into_iter()
        .find(|candidate| candidate.technique == technique)
        .unwrap()
}

fn low(seed: u64) -> (Drawing, ProblemId) {
    let mut drawing = Drawing::new(seed);
    let problem = drawing.problem(ProblemArea::Depression, "no evenings left");
    (drawing, problem)
}

fn decision(problem: ProblemId, technique: &str, choice: Choice) -> CandidateDecision {
    CandidateDecision {
        problem,
        technique: technique.to_owned(),
        choice,
        because: String::new(),
        checked: Vec::new(),
    }
}

fn prefer(drawing: &mut Drawing, values: [i32; 8]) {
    let today = date(2026, 5, 14);
    let asking = Asking {
        measure: "preferences".to_owned(),
        way: Way::InRoom,
        session: None,
    };
    let entry = drawing.entry();
    let (assignment, entries) = assign(
        &drawing.record(),
        &CATALOG,
        &asking,
        today,
        entry,
        &mut drawing.ids,
    )
    .unwrap();
    drawing.write(entries);
    let answered = Answered {
        assignment: assignment.id,
        answers: values.into_iter().map(Answer::Value).collect(),
        words: Some("No role plays, please.".to_owned()),
        language: "en".to_owned(),
    };
    let entry = drawing.entry();
    let record = drawing.record();
    let entries =
        give_response(&record, &CATALOG, answered, today, entry, &mut drawing.ids).unwrap();
    drawing.write(entries);
}

#[test]
fn without_drawing_and_wishes_it_says_so_and_goes_by_trials() {
    let (drawing, _) = low(1);
    let found = candidates(&drawing.record(), &CATALOG);
    assert_eq!(found.len(), 1);
    let matching = &found[0];
    assert_eq!(matching.notes.len(), 2);
    assert!(matching.notes[0].starts_with("Nothing is drawn yet"));
    assert!(matching.notes[1].contains("has not been asked"));
    let offered = all(matching);
    assert!(offered.iter().all(|candidate| candidate.targets.is_empty()));
    assert!(
        offered
            .iter()
            .all(|candidate| candidate.preferences.is_none())
    );
    // CBT, activation and others against care as usual overlap: choose together.
    let first = &matching.groups[0];
    assert!(first.candidates.len() > 2);
    assert!(first.together.as_ref().unwrap().contains("Choose together"));
}

#[test]
fn five_considerations_stand_side_by_side() {
    let (mut drawing, _) = low(1);
    let bare = candidates(&drawing.record(), &CATALOG);
    let found = find(&bare[0], "activity-schedule").considerations();
    assert_eq!(
        found.trials,
        "better than a control, not told apart from the best"
    );
    assert_eq!(found.drawing, "acts on nothing drawn");
    assert_eq!(found.wishes, "not asked");
    assert!(found.prediction.starts_with("nothing foretold"));
    assert!(found.feasibility.contains("not known"));
    let keeps = Some(Role::Perpetuating);
    let idle = drawing.factor_with("empty days", Domain::Behaviours, keeps, Some("inactivity"));
    let flat = drawing.factor_with("flat mood", Domain::Emotions, keeps, Some("low-mood"));
    drawing.arrow(idle, flat, 6);
    drawing.arrow(flat, idle, 6);
    prefer(&mut drawing, [-3, 0, 0, 0, 0, 0, 0, 0]);
    let after = candidates(&drawing.record(), &CATALOG);
    let found = find(&after[0], "activity-schedule").considerations();
    assert!(
        found.drawing.starts_with("acts on ") && found.drawing.contains("under doubt"),
        "{}",
        found.drawing
    );
    assert_eq!(found.wishes, "along with 1, against 0");
}

#[test]
fn evidence_reads_as_a_sentence_with_interval_control_and_counts() {
    let (drawing, _) = low(1);
    let matching = &candidates(&drawing.record(), &CATALOG)[0];
    let activity = find(matching, "activity-schedule");
    assert_eq!(activity.evidence.standing, Standing::AmongBest);
    assert!(
        activity.reasons_for[0].starts_with(
            "Depression in adults: 0.62 standard deviations better than care as usual (95 % interval 0.46 to 0.79; 27 trials, number of people not stated). "
        ),
        "{:?}",
        activity.reasons_for
    );
    let scaling = find(matching, "scaling");
    assert_eq!(scaling.evidence.standing, Standing::NoTrial);
    assert!(scaling.reasons_against[0].starts_with("No trial of this therapy found in our table"));
    // Supportive counselling lost to interpersonal therapy in a direct comparison.
    let couple = candidates(
        &{
            let mut drawing = Drawing::new(2);
            drawing.problem(ProblemArea::Relationship, "we only shout");
            drawing.record()
        },
        &CATALOG,
    );
    let kind_acts = find(&couple[0], "kind-acts");
    assert_eq!(kind_acts.evidence.standing, Standing::Weak);
    assert!(
        kind_acts
            .reasons_against
            .iter()
            .any(|reason| reason.starts_with("The source gives no interval"))
    );
}

#[test]
fn a_technique_meets_a_factor_by_what_it_is_before_where_it_belongs() {
    let (mut drawing, _) = low(3);
    let mood = drawing.factor_with("flat", Domain::Emotions, None, Some("low-mood"));
    let idle = drawing.factor_with(
        "empty days",
        Domain::Behaviours,
        Some(Role::Perpetuating),
        Some("inactivity"),
    );
    let sister = drawing.factor_with(
        "my sister",
        Domain::Relationships,
        Some(Role::Protective),
        None,
    );
    let proof = drawing.factor("no good", Domain::Thoughts);
    drawing.arrow(idle, mood, 7);
    drawing.arrow(mood, idle, 7);
    drawing.arrow(sister, mood, -3);
    let matching = &candidates(&drawing.record(), &CATALOG)[0];
    let activity = find(matching, "activity-schedule");
    assert_eq!(activity.targets.len(), 2);
    assert!(
        activity
            .targets
            .iter()
            .all(|target| target.meets == Meets::Mechanism)
    );
    assert!(
        activity.reasons_for[0]
            .contains("which ranks 1.5 (tied), 1.5 to 2.5 under doubt in what the loops hang on"),
        "{}",
        activity.reasons_for[0]
    );
    let record = find(matching, "thought-record");
    assert_eq!(record.targets[0].factor, proof);
    assert_eq!(record.targets[0].meets, Meets::SideOfLife);
    assert!(record.reasons_for[0].contains("nobody has said what kind of thing"));
    // What holds against the trouble is no target, and what meets nothing says so.
    let inventory = find(matching, "relationship-inventory");
    assert!(inventory.targets.is_empty());
    assert!(
        inventory
            .reasons_against
            .contains(&"Acts on nothing that is drawn so far.".to_owned())
    );
}

#[test]
fn wishes_are_told_as_agreements_and_clashes_never_as_a_number() {
    let (mut drawing, _) = low(4);
    // Open sessions, own way; no wish about the rest.
    prefer(&mut drawing, [3, 2, 0, 0, 0, 0, 0, 0]);
    let matching = &candidates(&drawing.record(), &CATALOG)[0];
    let record = find(matching, "thought-record");
    let fit = record.preferences.as_ref().unwrap();
    assert!(fit.agreements.is_empty());
    assert_eq!(
        fit.clashes[0],
        "Against a wish: open sessions that go where they go (strongly); this therapy is nearer to: a clear plan for each session."
    );
    assert_eq!(fit.clashes.len(), 2);
    let reflection = find(matching, "empathic-reflection");
    let fit = reflection.preferences.as_ref().unwrap();
    assert!(fit.clashes.is_empty());
    assert_eq!(
        fit.agreement().unwrap(),
        "Goes along with the wish for: open sessions that go where they go (strongly); to find my own way, with help (clearly)."
    );
    assert_eq!(matching.notes.len(), 1);
}

#[test]
fn a_situation_must_be_ruled_out_before_a_yes_and_the_word_holds_for_all() {
    let mut drawing = Drawing::new(5);
    let problem = drawing.problem(ProblemArea::Relationship, "we only shout");
    let place = |drawing: &Drawing, technique: &str| {
        candidates(&drawing.record(), &CATALOG)[0]
            .groups
            .iter()
            .find(|group| {
                group
                    .candidates
                    .iter()
                    .any(|candidate| candidate.technique == technique)
            })
            .unwrap()
            .place
    };
    assert_eq!(place(&drawing, "speaker-listener"), Place::NotNow);
    let entry = drawing.entry();
    let yes = decision(problem, "speaker-listener", Choice::Taken);
    let refused = decide(&drawing.record(), &CATALOG, yes.clone(), entry);
    assert!(matches!(refused, Err(Refusal::Missing { .. })));

    let check = |holds| SituationCheck {
        situation: "Violence or fear in the couple".to_owned(),
        holds,
    };
    let ruled_out = CandidateDecision {
        checked: vec![check(false)],
        ..yes
    };
    let entries = decide(&drawing.record(), &CATALOG, ruled_out, entry).unwrap();
    drawing.write(entries);
    assert_eq!(
        taken(&drawing.record()),
        [(problem, "speaker-listener".to_owned())]
    );
    // The same situation stands behind other couple techniques.
    assert_ne!(place(&drawing, "speaker-listener"), Place::NotNow);
    assert_ne!(place(&drawing, "cycle-map"), Place::NotNow);

    let holds = CandidateDecision {
        checked: vec![check(true)],
        ..decision(problem, "speaker-listener", Choice::Open)
    };
    let entry = drawing.entry();
    let entries = decide(&drawing.record(), &CATALOG, holds, entry).unwrap();
    drawing.write(entries);
    assert_eq!(taken(&drawing.record()), []);
    assert_eq!(place(&drawing, "cycle-map"), Place::NotNow);
}

#[test]
fn what_steadies_may_begin_while_the_work_on_the_memory_waits() {
    let mut drawing = Drawing::new(7);
    let problem = drawing.problem(ProblemArea::Trauma, "it comes back every night");
    let unsafe_now = CandidateDecision {
        checked: vec![SituationCheck {
            situation: "Life is not safe now".to_owned(),
            holds: true,
        }],
        ..decision(problem, "memory-telling", Choice::Open)
    };
    let entry = drawing.entry();
    let entries = decide(&drawing.record(), &CATALOG, unsafe_now, entry).unwrap();
    drawing.write(entries);
    let matching = &candidates(&drawing.record(), &CATALOG)[0];
    assert!(find(matching, "memory-telling").is_forbidden());
    assert!(find(matching, "emdr-processing").is_forbidden());
    assert!(!find(matching, "grounding").is_forbidden());
    let yes = decision(problem, "grounding", Choice::Taken);
    decide(&drawing.record(), &CATALOG, yes, drawing.entries[0].id).unwrap();
}

#[test]
fn a_reason_to_take_care_speaks_against_it_only_once_somebody_said_that_it_holds() {
    let voices = "Voices or fixed beliefs that nobody else shares";
    let speaks_against = |record: &Record| {
        let matching = &candidates(record, &CATALOG)[0];
        let kindness = find(matching, "self-compassion");
        let mut cautions = kindness.cautions.iter();
        assert!(cautions.any(|caution| caution.when == voices));
        let mut reasons = kindness.reasons_against.iter();
        reasons.any(|reason| reason.contains(voices))
    };
    let (mut drawing, problem) = low(6);
    assert!(!speaks_against(&drawing.record()));
    let hears_them = CandidateDecision {
        checked: vec![SituationCheck {
            situation: voices.to_owned(),
            holds: true,
        }],
        ..decision(problem, "empty-chair", Choice::Open)
    };
    let entry = drawing.entry();
    let entries = decide(&drawing.record(), &CATALOG, hears_them, entry).unwrap();
    drawing.write(entries);
    assert!(speaks_against(&drawing.record()));
}

#[test]
fn a_no_needs_a_word_and_the_later_decision_counts() {
    let (mut drawing, problem) = low(6);
    let entry = drawing.entry();
    let no = decision(problem, "thought-record", Choice::Declined);
    let refused = decide(&drawing.record(), &CATALOG, no.clone(), entry);
    assert!(matches!(refused, Err(Refusal::Missing { .. })));
    let no = CandidateDecision {
        because: " writing is hard ".to_owned(),
        ..no
    };
    let entries = decide(&drawing.record(), &CATALOG, no, entry).unwrap();
    drawing.write(entries);
    assert_eq!(taken(&drawing.record()), []);
    for (technique, choice) in [
        ("activity-schedule", Choice::Taken),
        ("thought-record", Choice::Taken),
        ("activity-schedule", Choice::Open),
    ] {
        let entry = drawing.entry();
        let entries = decide(
            &drawing.record(),
            &CATALOG,
            decision(problem, technique, choice),
            entry,
        );
        drawing.write(entries.unwrap());
    }
    let record = drawing.record();
    assert_eq!(taken(&record), [(problem, "thought-record".to_owned())]);
    let matching = &candidates(&record, &CATALOG)[0];
    let decided = find(matching, "thought-record").decision.as_ref().unwrap();
    assert_eq!(decided.item.choice, Choice::Taken);
}

#[test]
fn rows_are_held_against_each_other_only_where_that_is_allowed() {
    for area in ProblemArea::ALL {
        for block in comparisons(area, &CATALOG) {
            assert!(block.tied >= 1 && block.tied <= block.rows.len());
            for row in &block.rows {
                assert_eq!(row.problem, block.problem);
                assert_eq!(row.against, block.against);
                assert_eq!(row.contrast, block.contrast);
            }
            let effects: Vec<f64> = block.rows.iter().filter_map(|row| row.effect).collect();
            assert!(effects.is_sorted_by(|one, two| one >= two));
        }
    }
    let trauma = comparisons(ProblemArea::Trauma, &CATALOG);
    assert_eq!((trauma[0].rows.len(), trauma[0].tied), (2, 2));
    let couples = comparisons(ProblemArea::Relationship, &CATALOG);
    assert!(
        couples
            .iter()
            .all(|block| block.contrast == Contrast::BeforeAfter)
    );
}

#[derive(Debug, Clone)]
struct Story {
    area: ProblemArea,
    factors: Vec<(Domain, Option<usize>)>,
    arrows: Vec<(usize, usize, i8)>,
    wishes: Option<[i32; 8]>,
    checks: Vec<(usize, bool)>,
}

fn story() -> impl Strategy<Value = Story> {
    let area = prop::sample::select(ProblemArea::ALL.to_vec());
    let factor = (
        prop::sample::select(Domain::ALL.to_vec()),
        proptest::option::of(0..CATALOG.mechanisms.len()),
    );
    let arrow = (0_usize..6, 0_usize..6, prop_oneof![-10_i8..=-1, 1_i8..=10]);
    (
        area,
        proptest::collection::vec(factor, 0..6),
        proptest::collection::vec(arrow, 0..10),
        proptest::option::of(proptest::array::uniform8(-3_i32..=3)),
        proptest::collection::vec((0..CATALOG.techniques.len(), any::<bool>()), 0..6),
    )
        .prop_map(|(area, factors, arrows, wishes, checks)| Story {
            area,
            factors,
            arrows,
            wishes,
            checks,
        })
}

/// Writes a story; `backwards` in another order and, by the seed, with other ids.
fn write(story: &Story, seed: u64, backwards: bool) -> Drawing {
    let mut drawing = Drawing::new(seed);
    let problem = drawing.problem(story.area, "it");
    let mut order: Vec<usize> = (0..story.factors.len()).collect();
    let mut arrows = story.arrows.clone();
    if backwards {
        order.reverse();
        arrows.reverse();
    }
    let mut ids = vec![None; order.len()];
    for index in order {
        let (domain, mechanism) = story.factors[index];
        let mechanism = mechanism.map(|index| CATALOG.mechanisms[index].id.as_str());
        let text = format!("factor {index}");
        ids[index] = Some(drawing.factor_with(&text, domain, None, mechanism));
    }
    let mut written = BTreeSet::new();
    // Of two arrows in one direction the one told first counts, whichever way it is written.
    let kept: Vec<(usize, usize, i8)> = story
        .arrows
        .iter()
        .copied()
        .filter(|(from, to, _)| from != to && written.insert((*from, *to)))
        .collect();
    for arrow in arrows.into_iter().filter(|arrow| kept.contains(arrow)) {
        let (from, to, strength) = arrow;
        let ends = ids
            .get(from)
            .copied()
            .flatten()
            .zip(ids.get(to).copied().flatten());
        let twice = |(from, to)| {
            drawing
                .record()
                .formulation
                .influences
                .iter()
                .any(|known| known.from == from && known.to == to)
        };
        if let Some((from, to)) = ends.filter(|ends| !twice(*ends)) {
            drawing.arrow(from, to, strength);
        }
    }
    if let Some(wishes) = story.wishes {
        prefer(&mut drawing, wishes);
    }
    for (technique, holds) in &story.checks {
        let technique = &CATALOG.techniques[*technique];
        let checked = technique
            .cautions
            .iter()
            .map(|caution| SituationCheck {
                situation: caution.when.clone(),
                holds: *holds,
            })
            .collect();
        drawing.body(Body::CandidateDecided(CandidateDecision {
            checked,
            ..decision(problem, &technique.id, Choice::Open)
        }));
    }
    drawing
}

/// What a reader sees, without ids.
fn told(matching: &[Matching]) -> Vec<String> {
    let mut told = Vec::new();
    for group in matching.iter().flat_map(|matching| &matching.groups) {
        told.push(format!("{:?} {:?}", group.place, group.together));
        for candidate in &group.candidates {
            told.push(candidate.technique.clone());
            told.extend(candidate.reasons_for.iter().cloned());
            told.extend(candidate.reasons_against.iter().cloned());
        }
    }
    told
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_may_not_be_begun_is_last_and_can_never_be_taken(story in story()) {
        let drawing = write(&story, 1, false);
        let record = drawing.record();
        let ruled_out = |when: &str| {
            record
                .candidate_decisions
                .iter()
                .flat_map(|decision| &decision.item.checked)
                .rfind(|check| check.situation == when)
                .is_some_and(|check| !check.holds)
        };
        let matching = candidates(&record, &CATALOG);
        prop_assert_eq!(matching.len(), 1);
        let places: Vec<Place> = matching[0].groups.iter().map(|group| group.place).collect();
        prop_assert!(places.is_sorted());
        for group in &matching[0].groups {
            for candidate in &group.candidates {
                let technique = CATALOG.technique(&candidate.technique).unwrap();
                let modality = CATALOG.modality(&technique.modality).unwrap();
                let inherited = modality
                    .cautions
                    .iter()
                    .filter(|caution| !technique.exempt_from.contains(&caution.when));
                let forbidden = technique
                    .cautions
                    .iter()
                    .chain(inherited)
                    .any(|caution| caution.severity == Severity::NotNow && !ruled_out(&caution.when));
                prop_assert_eq!(group.place == Place::NotNow, forbidden);
                if forbidden {
                    prop_assert_eq!(&group.together, &None);
                    let yes = decision(matching[0].problem, &candidate.technique, Choice::Taken);
                    let entry = drawing.entries[0].id;
                    prop_assert!(decide(&record, &CATALOG, yes, entry).is_err());
                }
            }
        }
        let listed: BTreeSet<&str> = all(&matching[0])
            .iter()
            .map(|candidate| candidate.technique.as_str())
            .collect();
        let expected: BTreeSet<&str> = CATALOG
            .techniques
            .iter()
            .filter(|technique| technique.problem_areas.contains(&story.area))
            .map(|technique| technique.id.as_str())
            .collect();
        prop_assert_eq!(listed, expected);
    }

    #[test]
    fn the_order_does_not_hang_on_ids_or_on_the_order_of_anything(story in story(), seed in 2_u64..999) {
        let one = write(&story, 1, false).record();
        let other = write(&story, seed, true).record();
        let mut shuffled = CATALOG.clone();
        shuffled.techniques.reverse();
        shuffled.evidence.reverse();
        shuffled.modalities.reverse();
        shuffled.mechanisms.reverse();
        prop_assert_eq!(told(&candidates(&one, &CATALOG)), told(&candidates(&other, &shuffled)));
    }

    #[test]
    fn whatever_an_older_program_wrote_opens(history in support::entries(30)) {
        let record = Record::from_entries(&history);
        findings(&record, SEED);
        steps(&history);
        prop_assert_eq!(candidates(&record, &CATALOG).len(), record.open_problems().count());
    }
}

#[test]
fn three_to_five_stand_first_and_none_is_lost() {
    for area in ProblemArea::ALL {
        let mut drawing = Drawing::new(7);
        drawing.problem(area, "no evenings left");
        let matching = &candidates(&drawing.record(), &CATALOG)[0];
        let first = first_to_consider(matching);
        assert!((3..=5).contains(&first.len()), "{area:?}: {first:?}");
        let by_technique = |wanted: &str| {
            let all = matching.groups.iter().flat_map(|group| &group.candidates);
            all.into_iter()
                .find(|candidate| candidate.technique == wanted)
                .unwrap()
        };
        assert!(
            first
                .iter()
                .all(|technique| !by_technique(technique).is_forbidden())
        );
        // Of a group that cannot be told apart, each therapy before a second technique of one.
        let leading = &matching.groups[0];
        let mut therapies: Vec<&str> = leading
            .candidates
            .iter()
            .map(|candidate| candidate.modality.as_str())
            .collect();
        therapies.sort_unstable();
        therapies.dedup();
        let shown: Vec<&str> = first
            .iter()
            .map(|technique| by_technique(technique).modality.as_str())
            .take(therapies.len())
            .collect();
        let mut apart = shown.clone();
        apart.sort_unstable();
        apart.dedup();
        assert_eq!(apart.len(), shown.len(), "{area:?}: {shown:?}");
        // One problem alone is the same as that problem among all.
        let alone = candidates_for(&drawing.record(), &CATALOG, None, &KnownRanks::new());
        assert_eq!(alone.as_ref(), Some(matching));
    }
}
