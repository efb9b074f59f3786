//! Agreeing plan versions and telling them apart.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use attune_care::assess::Problem;
use attune_care::matching::{CandidateDecision, Choice};
use attune_care::plan::{Difference, GoalInput, PlanInput, StrandInput, agree, take_over};
use attune_care::review::ReviewInput;
use attune_care::{Author, Body, Entry, NewEntry, Record, Refusal};
use attune_catalog::{Catalog, ProblemArea};
use attune_ids::{EntryId, ProblemId, SeededIds};
use jiff::Timestamp;
use jiff::civil::{Date, date};

const TODAY: Date = date(2026, 5, 14);

struct Bench {
    catalog: Catalog,
    ids: SeededIds,
    entries: Vec<Entry>,
    problem: ProblemId,
}

impl Bench {
    fn new() -> Self {
        let mut ids = SeededIds::new(4);
        let problem = ProblemId::new(&mut ids);
        let mut bench = Self {
            catalog: Catalog::shipped().unwrap(),
            ids,
            entries: Vec::new(),
            problem,
        };
        let named = Problem {
            id: problem,
            area: ProblemArea::Depression,
            words: "I cannot get up".into(),
        };
        let entry = NewEntry::new(Body::ProblemSet(named), &mut bench.ids);
        bench.keep(vec![entry]);
        bench
    }

    fn keep(&mut self, new: Vec<NewEntry>) {
        self.entries.extend(
            new.into_iter()
                .map(|entry| entry.sign(Author::Client, Timestamp::UNIX_EPOCH)),
        );
    }

    /// Each later than the one before, as entries of different pages are.
    fn take(&mut self, technique: usize) {
        let taken = CandidateDecision {
            problem: self.problem,
            technique: self.technique(technique),
            choice: Choice::Taken,
            because: String::new(),
            checked: Vec::new(),
        };
        let entry = NewEntry::new(Body::CandidateDecided(taken), &mut self.ids);
        let at = Timestamp::from_second(i64::try_from(self.entries.len()).unwrap()).unwrap();
        self.entries.push(entry.sign(Author::Client, at));
    }

    fn record(&self) -> Record {
        Record::from_entries(&self.entries)
    }

    fn technique(&self, number: usize) -> String {
        self.catalog.techniques[number].id.clone()
    }

    fn input(&self, techniques: &[usize]) -> PlanInput {
        let record = self.record();
        PlanInput {
            strands: techniques
                .iter()
                .map(|number| StrandInput {
                    problem: Some(self.problem),
                    technique: self.technique(*number),
                    ..StrandInput::default()
                })
                .collect(),
            goals: vec![GoalInput {
                words: "Walk the dog".into(),
                ..GoalInput::default()
            }],
            review_on: Some(date(2026, 6, 25)),
            reason: "first agreement".into(),
            agreed_with_client: true,
            ..PlanInput::from_version(record.plan())
        }
    }

    fn agree(&mut self, input: &PlanInput, review: Option<&ReviewInput>) -> Result<(), Refusal> {
        let entry = EntryId::new(&mut self.ids);
        let new = agree(
            &self.record(),
            &self.catalog,
            input,
            review,
            TODAY,
            entry,
            &mut self.ids,
        )?;
        self.keep(new);
        Ok(())
    }
}

#[test]
fn a_second_window_finds_its_plan_outdated_and_nothing_is_lost() {
    let mut bench = Bench::new();
    let mine = bench.input(&[0]);
    let theirs = bench.input(&[1]);
    bench.agree(&theirs, None).unwrap();
    assert_eq!(
        bench.agree(&mine, None),
        Err(Refusal::Outdated {
            expected: 0,
            found: 1
        })
    );
    assert_eq!(bench.record().plans.len(), 1);

    let on_top = PlanInput {
        based_on: 1,
        ..mine
    };
    bench.agree(&on_top, None).unwrap();
    let record = bench.record();
    assert_eq!(record.plan().unwrap().number, 2);
    assert_eq!(
        record.plans[0].item.strands[0].technique,
        bench.technique(1)
    );
}

#[test]
fn what_is_missing_is_named() {
    let mut bench = Bench::new();
    let whole = bench.input(&[0]);
    let cases = [
        (
            PlanInput {
                strands: Vec::new(),
                ..whole.clone()
            },
            "at least one strand",
        ),
        (
            PlanInput {
                review_on: None,
                ..whole.clone()
            },
            "the day to look at it again",
        ),
        (
            PlanInput {
                reason: "  ".into(),
                ..whole.clone()
            },
            "why this version",
        ),
        (
            PlanInput {
                strands: vec![StrandInput {
                    technique: "no-such".into(),
                    ..whole.strands[0].clone()
                }],
                ..whole.clone()
            },
            "the technique of a strand",
        ),
    ];
    for (input, field) in cases {
        assert_eq!(bench.agree(&input, None), Err(Refusal::Missing { field }));
    }
    let past = PlanInput {
        review_on: Some(TODAY),
        ..whole
    };
    assert!(matches!(
        bench.agree(&past, None),
        Err(Refusal::Invalid { .. })
    ));
    assert!(bench.record().plan().is_none());
}

#[test]
fn a_version_out_of_a_review_ends_the_review() {
    let mut bench = Bench::new();
    let input = bench.input(&[0]);
    let review = ReviewInput {
        shown: "Signal: not on track.".into(),
        words: "debt came up".into(),
        ..ReviewInput::default()
    };
    bench.agree(&input, Some(&review)).unwrap();
    let record = bench.record();
    assert_eq!(record.reviews.len(), 1);
    assert_eq!(
        record.plan().unwrap().review,
        Some(record.reviews[0].item.id)
    );
}

#[test]
fn a_difference_reads_like_a_sentence() {
    let mut bench = Bench::new();
    let first = bench.input(&[0, 1]);
    bench.agree(&first, None).unwrap();
    let mut second = PlanInput::from_version(bench.record().plan());
    second.strands.remove(0);
    second.strands.push(StrandInput {
        problem: Some(bench.problem),
        technique: bench.technique(2),
        ..StrandInput::default()
    });
    second.goals[0].words = "Walk the dog before noon".into();
    second.review_on = Some(date(2026, 7, 1));
    second.reason = "it did not fit".into();
    bench.agree(&second, None).unwrap();

    let record = bench.record();
    let difference = Difference::between(&record.plans[0].item, &record.plans[1].item);
    let words = difference.words(str::to_uppercase);
    let expected = format!(
        "dropped {}, added {}, one strand as before, one goal changed",
        bench.technique(0).to_uppercase(),
        bench.technique(2).to_uppercase()
    );
    assert_eq!(words, expected);
    let none = Difference::between(&record.plans[1].item, &record.plans[1].item);
    assert_eq!(none.words(str::to_owned), "2 strands as before");
}

#[test]
fn what_was_taken_is_taken_over_once() {
    let mut bench = Bench::new();
    bench.take(0);
    bench.take(1);
    let mut input = PlanInput::default();
    assert_eq!(take_over(&bench.record(), &mut input), 2);
    assert_eq!(input.strands[1].technique, bench.technique(1));

    // Left out while writing: it stays out, and what is taken meanwhile comes in.
    input.strands.remove(1);
    assert_eq!(take_over(&bench.record(), &mut input), 0);
    bench.take(2);
    assert_eq!(take_over(&bench.record(), &mut input), 1);
    assert_eq!(input.strands[1].technique, bench.technique(2));
}

#[test]
fn what_a_plan_left_out_does_not_come_back_with_the_next_version() {
    let mut bench = Bench::new();
    let plan = bench.input(&[0]);
    bench.agree(&plan, None).unwrap();
    let agreed = bench.record().plans[0].at;
    bench.take(1);
    let mut next = PlanInput::from_version(bench.record().plan());
    assert_eq!(take_over(&bench.record(), &mut next), 1);

    // The same decision, made before the plan was agreed.
    for entry in &mut bench.entries {
        entry.at = agreed;
    }
    let mut next = PlanInput::from_version(bench.record().plan());
    assert_eq!(take_over(&bench.record(), &mut next), 0);
    assert_eq!(next.strands.len(), 1);
}
