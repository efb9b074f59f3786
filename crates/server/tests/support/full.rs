//! A record as long work leaves it: sixty factors, five versions of the plan, a hundred signed sessions, and as many
//! answers as the entries wanted leave room for.
//!
//! Shared by the test that pages do not grow faster than the record and by the benchmark, so that both speak of the
//! same record. It goes through the gate: sealed, chained and folded as everything else.

use attune_care::assess::{
    Assignment, LifeEvent, LifeEventSort, MeasureRef, Problem, Response, Way, When,
};
use attune_care::diary::{Agreement, Beep, DiaryAnswer, Highest, Variable};
use attune_care::formulate::{Confidence, Factor, Influence, Role, Sign, Voice};
use attune_care::journal::{JournalPage, SharedWith};
use attune_care::letter::{Letter, LetterKind};
use attune_care::people::{Bond, Part, Person, Sort};
use attune_care::plan::{Goal, PlanVersion, Strand, Terms, Turn};
use attune_care::session::{Meeting, MeetingKind, Note, Task, TaskDone, TaskOutcome, Work};
use attune_care::worksheets::{Asked, Cell, FilledPart, FilledRow, Links, Moment, Sheet, Value};
use attune_care::{Author, Body, Entry, NewEntry};
use attune_catalog::{Answer, Catalog, Domain, Measure, ProblemArea, score};
use attune_ids::{
    AccountId, AssignmentId, DiaryId, FactorId, GoalId, IdSource, InfluenceId, JournalId, LetterId,
    LifeEventId, MomentId, PersonId, ProblemId, RowId, SeededIds, SessionId, SheetId, StrandId,
    TaskId,
};
use jiff::civil::{Date, Time, time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// Factors on the drawing.
pub(crate) const FACTORS: usize = 60;
/// Versions of the plan.
pub(crate) const PLANS: u32 = 5;
/// The longest a diary may go on and the most often it may ask in a day.
const DIARY_DAYS: usize = 92;
const DIARY_TIMES: usize = 8;

/// How much of a record.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    /// Weekly sessions, each with its note locked.
    pub(crate) sessions: usize,
    /// Entries in all; answers to diaries fill up what sessions leave.
    pub(crate) entries: usize,
}

/// The record the promise is about.
pub(crate) const FULL: Size = Size {
    sessions: 100,
    entries: 5000,
};

/// What a record needs beside its size.
pub(crate) struct Full<'a> {
    catalog: &'a Catalog,
    author: AccountId,
    ids: SeededIds,
    written: Vec<(Timestamp, Author, Body)>,
}

/// Entries of this size, the last session a week before this day. The same for the same account and day.
/// Nothing in it begins a record: an opening comes first, or it is added to one.
pub(crate) fn entries(catalog: &Catalog, author: AccountId, size: Size, today: Date) -> Vec<Entry> {
    let mut full = Full {
        catalog,
        author,
        ids: SeededIds::new(605_100),
        written: Vec::with_capacity(size.entries),
    };
    let weeks = i64::try_from(size.sessions).unwrap_or(i64::MAX);
    let start = today.saturating_sub(weeks.weeks());
    let (problem, factors) = full.understanding(start);
    full.plans(start, size.sessions, problem, &factors);
    for number in 0..size.sessions {
        let weeks = i64::try_from(number).unwrap_or(i64::MAX);
        let on = start.saturating_add(weeks.weeks());
        full.week(on);
        full.between(number, on, &factors);
    }
    full.diaries(start, size.entries, &factors);
    let Full {
        mut written,
        mut ids,
        ..
    } = full;
    written.sort_by_key(|(at, _, _)| *at);
    written
        .into_iter()
        .map(|(at, by, body)| NewEntry::new(body, &mut ids).sign(by, at))
        .collect()
}

impl Full<'_> {
    fn write(&mut self, on: Date, clock: Time, by: Author, body: Body) {
        let at = on
            .to_datetime(clock)
            .to_zoned(TimeZone::UTC)
            .map_or(Timestamp::UNIX_EPOCH, |zoned| zoned.timestamp());
        self.written.push((at, by, body));
    }

    fn staff(&self) -> Author {
        Author::Staff(self.author)
    }

    /// Two problems and a drawing in which every factor leads to three others: some near, some across, so that there
    /// are circles of every length, as in drawings people make.
    fn understanding(&mut self, on: Date) -> (ProblemId, Vec<FactorId>) {
        let first = ProblemId::new(&mut self.ids);
        let second = ProblemId::new(&mut self.ids);
        for (id, area, words) in [
            (
                first,
                ProblemArea::Depression,
                "The day is gone before it begins",
            ),
            (
                second,
                ProblemArea::Anxiety,
                "I listen for steps on the stairs",
            ),
        ] {
            let words = words.to_owned();
            let problem = Problem { id, area, words };
            self.write(
                on,
                time(9, 0, 0, 0),
                self.staff(),
                Body::ProblemSet(problem),
            );
        }
        let factors: Vec<FactorId> = (0..FACTORS).map(|_| FactorId::new(&mut self.ids)).collect();
        let mechanisms = &self.catalog.mechanisms;
        let kinds: Vec<Option<String>> = (0..FACTORS)
            .map(|number| {
                let kind = mechanisms.get(number % mechanisms.len().max(1))?;
                number.is_multiple_of(2).then(|| kind.id.clone())
            })
            .collect();
        for (number, (id, mechanism)) in factors.iter().zip(kinds).enumerate() {
            let factor = Factor {
                id: *id,
                text: format!("Something that plays a part, number {number}"),
                domain: Domain::ALL[number % Domain::ALL.len()],
                role: Some(Role::ALL[number % Role::ALL.len()]),
                mechanism,
            };
            self.write(on, time(9, 1, 0, 0), self.staff(), Body::FactorSet(factor));
        }
        for (number, from) in factors.iter().enumerate() {
            for step in [1, 7, 23] {
                let influence = Influence {
                    id: InfluenceId::new(&mut self.ids),
                    from: *from,
                    to: factors[(number + step) % FACTORS],
                    sign: if (number + step) % 5 == 0 {
                        Sign::Less
                    } else {
                        Sign::More
                    },
                    strength: 2 + u8::try_from((number + step) % 7).unwrap_or_default(),
                    voice: Voice::Both,
                    confidence: Confidence::Medium,
                };
                self.write(
                    on,
                    time(9, 2, 0, 0),
                    self.staff(),
                    Body::InfluenceSet(influence),
                );
            }
        }
        (first, factors)
    }

    /// Versions of the plan, spread over the work, each with another technique.
    fn plans(&mut self, start: Date, sessions: usize, problem: ProblemId, factors: &[FactorId]) {
        let goal = Goal {
            id: GoalId::new(&mut self.ids),
            words: "Have breakfast with my daughter".to_owned(),
            domain: None,
        };
        let strand = StrandId::new(&mut self.ids);
        for number in 1..=PLANS {
            let index = usize::try_from(number).unwrap_or_default();
            let week = (index - 1) * sessions / usize::try_from(PLANS).unwrap_or(1);
            let on = start.saturating_add(i64::try_from(week).unwrap_or(0).weeks());
            let plan = PlanVersion {
                number,
                strands: vec![Strand {
                    id: strand,
                    problem,
                    factors: factors[index * 3..index * 3 + 3].to_vec(),
                    technique: self.catalog.techniques[index].id.clone(),
                    measure: Some("phq-9".to_owned()),
                    expected: "Half the points by the summer".to_owned(),
                    turn: Turn::Now,
                    sessions: None,
                }],
                goals: vec![goal.clone()],
                review_on: on.saturating_add(12.weeks()),
                reason: format!("What we saw in part {number}"),
                agreed_with_client: true,
                review: None,
                terms: Terms::default(),
            };
            self.write(on, time(9, 30, 0, 0), self.staff(), Body::PlanAgreed(plan));
        }
    }

    /// A session with what was done, its note, a task, two questionnaires, feedback and two pages of the journal.
    fn week(&mut self, on: Date) {
        let session = SessionId::new(&mut self.ids);
        for measure in ["phq-9", "gad-7"] {
            self.answered(measure, None, on, time(8, 0, 0, 0));
        }
        let meeting = Meeting {
            id: session,
            on,
            how: MeetingKind::InPerson,
        };
        let work = Work {
            session,
            strand: None,
            technique: self.catalog.techniques[0].id.clone(),
            how_it_went: "Looked at the week together and chose two mornings".to_owned(),
        };
        let task = Task {
            id: TaskId::new(&mut self.ids),
            session,
            words: "Up at nine on Tuesday".to_owned(),
        };
        let outcome = TaskOutcome {
            task: task.id,
            done: TaskDone::Done,
            words: "The alarm across the room helped".to_owned(),
        };
        let note = Note {
            session,
            text: "Came on time. The week was heavy until Thursday. ".repeat(12),
        };
        let staff = self.staff();
        for body in [
            Body::SessionHeld(meeting),
            Body::WorkDone(work),
            Body::TaskGiven(task),
            Body::TaskReviewed(outcome),
            Body::NoteLocked(note),
        ] {
            self.write(on, time(10, 0, 0, 0), staff, body);
        }
        self.answered("session-feedback", Some(session), on, time(11, 0, 0, 0));
        for days in [2_i64, 4] {
            let page = JournalPage {
                id: JournalId::new(&mut self.ids),
                with: SharedWith::Us,
                written: None,
                words: "I wrote the letter and did not send it".to_owned(),
            };
            let day = on.saturating_add(days.days());
            self.write(
                day,
                time(20, 0, 0, 0),
                Author::Client,
                Body::JournalShared(page),
            );
        }
    }

    /// What else comes together over the weeks: a worksheet every week, a moment every other, now and then something
    /// told of life and of somebody in it, two letters a year.
    fn between(&mut self, number: usize, on: Date, factors: &[FactorId]) {
        let moment = Moment {
            id: MomentId::new(&mut self.ids),
            on,
            words: "The neighbour rang and I did not open".to_owned(),
            domains: vec![Domain::Relationships],
            factors: vec![factors[number % factors.len()]],
        };
        let links = Links {
            factors: moment.factors.clone(),
            moment: number.is_multiple_of(2).then_some(moment.id),
            ..Links::default()
        };
        if number.is_multiple_of(2) {
            let evening = time(18, 0, 0, 0);
            self.write(on, evening, Author::Client, Body::MomentSet(moment));
        }
        let sheet = thought_record(on, links, &mut self.ids);
        let night = time(21, 0, 0, 0);
        self.write(on, night, Author::Client, Body::SheetFilled(sheet));
        let (staff, noon) = (self.staff(), time(12, 0, 0, 0));
        if number.is_multiple_of(5) {
            let event = LifeEvent {
                id: LifeEventId::new(&mut self.ids),
                what: "Moved to another town".to_owned(),
                when: When::on(on.saturating_sub(10.years())),
                until: None,
                age: None,
                sort: LifeEventSort::Move,
                domain: Domain::Environment,
                felt: None,
                words: String::new(),
                began_after: vec![factors[number % factors.len()]],
            };
            self.write(on, noon, staff, Body::LifeEventSet(event));
        }
        if number.is_multiple_of(8) {
            let person = Person {
                id: PersonId::new(&mut self.ids),
                name: format!("Somebody from the choir, number {number}"),
                sort: Sort::One,
                part: Part::Friend,
                bond: Bond::default(),
                since: None,
                died: false,
                died_when: None,
                words: "Knows when to ring and when not".to_owned(),
                factors: Vec::new(),
                events: Vec::new(),
            };
            self.write(on, noon, staff, Body::PersonSet(person));
        }
        if number.is_multiple_of(25) {
            let letter = Letter {
                letter: LetterId::new(&mut self.ids),
                number: 1,
                purpose: LetterKind::Progress,
                language: "en".to_owned(),
                to: "Dr Weil\nLindenweg 3".to_owned(),
                title: "How it goes".to_owned(),
                text:
                    "# How it goes\n\nMornings are earlier. [picture: course phq-9]\n\n[signature]"
                        .to_owned(),
                on,
            };
            self.write(on, noon, staff, Body::LetterWritten(letter));
        }
    }

    /// Diaries one after the other, answered at every beep until there are entries enough.
    fn diaries(&mut self, start: Date, entries: usize, factors: &[FactorId]) {
        let mut from = start;
        while self.written.len() < entries {
            let days = i64::try_from(DIARY_DAYS).unwrap_or(i64::MAX);
            let agreement = Agreement {
                id: DiaryId::new(&mut self.ids),
                variables: ["my mood", "worry", "rest"]
                    .into_iter()
                    .zip(factors)
                    .map(|(words, factor)| Variable {
                        words: words.to_owned(),
                        low: "none".to_owned(),
                        high: "all the time".to_owned(),
                        factor: Some(*factor),
                    })
                    .collect(),
                highest: Highest::Ten,
                times: (0..DIARY_TIMES)
                    .map(|number| time(beep_hour(number), 0, 0, 0))
                    .collect(),
                days: (1..=7).collect(),
                from,
                until: from.saturating_add((days - 1).days()),
            };
            let diary = agreement.id;
            self.write(
                from,
                time(7, 0, 0, 0),
                self.staff(),
                Body::DiaryAgreed(agreement),
            );
            for beep in 0..DIARY_DAYS * DIARY_TIMES {
                if self.written.len() >= entries {
                    break;
                }
                let (day, number) = (beep / DIARY_TIMES, beep % DIARY_TIMES);
                let on = from.saturating_add(i64::try_from(day).unwrap_or(0).days());
                let random = self.ids.next_id().as_u128();
                let value = |place: u32| u8::try_from((random >> (8 * place)) % 11).ok();
                let answer = DiaryAnswer {
                    diary,
                    beep: Beep {
                        on,
                        number: u8::try_from(number + 1).unwrap_or_default(),
                    },
                    values: (0..3).map(value).collect(),
                    words: String::new(),
                };
                let clock = time(beep_hour(number), 5, 0, 0);
                self.write(on, clock, Author::Client, Body::DiaryAnswered(answer));
            }
            from = from.saturating_add(days.days());
        }
    }

    /// A questionnaire that was asked and answered.
    fn answered(&mut self, measure: &str, session: Option<SessionId>, on: Date, clock: Time) {
        let Some(measure) = self.catalog.measure(measure) else {
            return;
        };
        let answers = answers(measure, self.ids.next_id().as_u128());
        let Ok(scored) = score(measure, &answers) else {
            return;
        };
        let asked = Assignment {
            id: AssignmentId::new(&mut self.ids),
            measure: MeasureRef::of(measure),
            way: Way::Link,
            on,
            session,
            battery: None,
        };
        let given = Response {
            assignment: asked.id,
            measure: MeasureRef::of(measure),
            answers,
            words: None,
            way: Way::Link,
            on,
            scored,
            session,
            paper: None,
        };
        self.write(on, clock, self.staff(), Body::MeasureAssigned(asked));
        self.write(on, clock, Author::Client, Body::ResponseGiven(given));
    }
}

/// Every two hours from seven in the morning.
fn thought_record(on: Date, links: Links, ids: &mut SeededIds) -> Sheet {
    let words = |field: &str, words: &str| Cell {
        field: field.to_owned(),
        label: field.to_owned(),
        value: Value::Words(words.to_owned()),
    };
    let belief = Cell {
        field: "belief_before".to_owned(),
        label: "How much did you believe it then?".to_owned(),
        value: Value::Number {
            value: 80,
            min: 0,
            max: 100,
        },
    };
    let parts = [
        (
            "moment",
            vec![words("situation", "At the door, the bell rang twice")],
        ),
        (
            "thought",
            vec![words("thought", "They saw me from the street"), belief],
        ),
    ];
    Sheet {
        id: SheetId::new(ids),
        asked: Asked {
            worksheet: "thought-record".to_owned(),
            version: 1,
            name: "Thought record".to_owned(),
        },
        on,
        parts: parts
            .into_iter()
            .map(|(id, cells)| FilledPart {
                id: id.to_owned(),
                title: id.to_owned(),
                rows: vec![FilledRow {
                    id: RowId::new(ids),
                    cells,
                }],
            })
            .collect(),
        links,
    }
}

fn beep_hour(number: usize) -> i8 {
    7 + 2 * i8::try_from(number).unwrap_or_default()
}

/// One option of every item, by four bits of the random number each.
fn answers(measure: &Measure, random: u128) -> Vec<Answer> {
    let items = measure.items.iter().enumerate();
    items
        .map(|(number, item)| {
            let values = item.options.values();
            let choice = usize::try_from(random >> (4 * number) & 0xF).unwrap_or_default();
            Answer::Value(values[choice % values.len()])
        })
        .collect()
}
