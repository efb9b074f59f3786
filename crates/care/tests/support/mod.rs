//! Arbitrary entries: of every kind, with ids from a small pool, so that references hit as often as they miss.

#![allow(dead_code, reason = "every test file uses a part of this")]

mod appointments;
mod plan;

mod maps;
mod relationship;
mod worksheets;

use attune_care::assess::schedule::{Rhythm, Schedule, ScheduleEnding};
use attune_care::assess::{
    Acknowledgement, Alert, AlertAction, Aspect, AspectSort, Assignment, Battery, Felt,
    ImportedTotal, KnownTo, LifeEvent, LifeEventSort, MeasureRef, Opening, PaperPass,
    PersonalEnding, PersonalMeasure, PersonalSource, Problem, ProblemClosing, Reminder, Response,
    SaidBy, Tracking, TrackingChosen, Way, When, Withdrawal, Words, WordsKind,
};
use attune_care::diary::{Agreement, Beep, DiaryAnswer, DiaryEnding, Highest, Variable};
use attune_care::entry::{FORMAT, Voiding};
use attune_care::formulate::{
    Confidence, Factor, FactorRemoval, FindingKey, Hand, Influence, InfluenceRemoval, Judgement,
    Place, Placing, Role, Sign, Verdict, Voice,
};
use attune_care::journal::{
    JournalPage, JournalReading, JournalSharing, JournalTakenBack, SharedWith,
};
use attune_care::letter::LetterShown;
use attune_care::matching::{CandidateDecision, Choice, SituationCheck};
use attune_care::people::{Bond, Closeness, Conflict, Part, Person, Sort, Support, Tie};
use attune_care::plan::Cosigning;
use attune_care::risk::{AlertRepeat, Escalation, EscalationStep, SafetyPlan};
use attune_care::session::{
    Amendment, Meeting, MeetingKind, Note, Task, TaskDone, TaskOutcome, TaskReport,
    TaskReportTakenBack, Work,
};
use attune_care::space::{Kind as SharedKind, Remark, ScoresShown, Shareable, Sharing, Unsharing};
use attune_care::supervise::CaseEnding;
use attune_care::{Author, Body, Entry};
use attune_catalog::{Answer, Catalog, Domain, Measure, Outcome, ProblemArea, score};
use attune_ids::{
    AccountId, AlertId, AspectId, AssignmentId, BatteryId, DiaryId, EntryId, FactorId, GoalId,
    InfluenceId, JournalId, LetterId, LifeEventId, PersonId, ProblemId, ScheduleId, SessionId,
    StrandId, TaskId, TieId,
};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use uuid::Uuid;

use appointments::any_appointment;
use plan::{any_case, any_letter, any_plan, any_ratings, any_relapse_plan, any_review};

/// The shipped catalogue, loaded once.
pub(crate) fn catalog() -> &'static Catalog {
    static CATALOG: std::sync::OnceLock<Catalog> = std::sync::OnceLock::new();
    CATALOG.get_or_init(|| Catalog::shipped().unwrap_or_else(|error| panic!("{error}")))
}

/// The id of the entry at this place of a list made by [`entries`].
pub(crate) fn entry_id(position: usize) -> EntryId {
    EntryId(Uuid::from_u64_pair(0xE, position as u64))
}

/// A history of up to `longest` entries in the order they were written. It may make no sense at all.
pub(crate) fn entries(longest: usize) -> impl Strategy<Value = Vec<Entry>> {
    prop::collection::vec((any_author(), any_body(longest)), 0..=longest).prop_map(|written| {
        written
            .into_iter()
            .enumerate()
            .map(|(position, (by, body))| Entry {
                format: FORMAT,
                id: entry_id(position),
                at: Timestamp::UNIX_EPOCH + i64::try_from(position).unwrap_or(i64::MAX).hours(),
                by,
                body,
            })
            .collect()
    })
}

/// The same without voidings.
pub(crate) fn entries_that_stand(longest: usize) -> impl Strategy<Value = Vec<Entry>> {
    entries(longest).prop_map(|mut entries| {
        entries.retain(|entry| !matches!(entry.body, Body::Voided(_)));
        entries
    })
}

/// Few ids, so that two entries often speak of the same thing.
fn few() -> impl Strategy<Value = Uuid> {
    (0u64..4).prop_map(|number| Uuid::from_u64_pair(1, number))
}

fn date() -> impl Strategy<Value = Date> {
    (0i32..2000).prop_map(|days| Date::constant(2024, 1, 1) + days.days())
}

fn text() -> impl Strategy<Value = String> {
    "\\PC{0,12}"
}

fn any_author() -> impl Strategy<Value = Author> {
    prop_oneof![
        few().prop_map(|id| Author::Staff(AccountId(id))),
        Just(Author::Client),
        Just(Author::Import),
        Just(Author::Program),
    ]
}

/// Mostly measures of the catalogue; some that are in no catalogue (any more).
fn any_measure_ref() -> impl Strategy<Value = MeasureRef> {
    let shipped: Vec<MeasureRef> = catalog().measures.iter().map(MeasureRef::of).collect();
    let gone = MeasureRef {
        id: "withdrawn-measure".to_owned(),
        version: "0.9.0".to_owned(),
        language: "en".to_owned(),
    };
    prop_oneof![9 => select(shipped), 1 => Just(gone)]
}

fn any_way() -> impl Strategy<Value = Way> {
    select(vec![Way::InRoom, Way::Link, Way::Paper])
}

/// A form as a client could fill it in, with answers left out here and there, scored by the catalogue's rules.
fn any_response() -> impl Strategy<Value = Response> {
    let answerable: Vec<&'static Measure> = catalog()
        .measures
        .iter()
        .filter(|measure| !measure.items.is_empty())
        .collect();
    let filled = select(answerable).prop_flat_map(|measure| {
        let answers: Vec<_> = measure
            .items
            .iter()
            .map(|item| {
                prop_oneof![
                    8 => select(item.options.values()).prop_map(Answer::Value),
                    1 => Just(Answer::Skipped),
                ]
            })
            .collect();
        (Just(measure), answers)
    });
    (
        few(),
        filled,
        prop::option::of(text()),
        any_way(),
        date(),
        prop::option::of(few()),
    )
        .prop_map(
            |(assignment, (measure, answers), words, way, on, session)| {
                let scored = score(measure, &answers).unwrap_or_else(|error| panic!("{error}"));
                Response {
                    assignment: AssignmentId(assignment),
                    measure: MeasureRef::of(measure),
                    answers,
                    words,
                    way,
                    on,
                    scored,
                    session: session.map(SessionId),
                    paper: None,
                }
            },
        )
}

fn any_tracking() -> impl Strategy<Value = TrackingChosen> {
    let how = prop_oneof![
        Just(Tracking::WithScores),
        (0u8..20).prop_map(|every_weeks| Tracking::InWords { every_weeks }),
    ];
    (how, select(SaidBy::ALL.to_vec()), text(), date()).prop_map(
        |(tracking, wanted_by, because, on)| TrackingChosen {
            tracking,
            wanted_by,
            because,
            on,
        },
    )
}

fn any_schedule() -> impl Strategy<Value = Schedule> {
    let rhythm = prop_oneof![
        (1u16..4).prop_map(|each| Rhythm::Sessions { each }),
        (1u16..40).prop_map(|each| Rhythm::Days { each }),
        (1u16..4).prop_map(|each| Rhythm::Months { each }),
        Just(Rhythm::Once),
        Just(Rhythm::AtReview),
        prop::option::of(date()).prop_map(|on| Rhythm::AtEnding { on }),
    ];
    let measures = prop::collection::vec(any_measure_ref().prop_map(|measure| measure.id), 1..3);
    (
        few(),
        measures,
        rhythm,
        any_way(),
        date(),
        prop::option::of(date()),
        any::<bool>(),
    )
        .prop_map(
            |(id, measures, rhythm, way, from, until, paused)| Schedule {
                id: ScheduleId(id),
                measures,
                rhythm,
                way,
                from,
                until,
                paused,
            },
        )
}

/// A total is imported whole or not at all.
fn any_total() -> impl Strategy<Value = Outcome> {
    (-1e6..1e6).prop_map(|value| Outcome::Complete { value, band: None })
}

fn any_domain() -> impl Strategy<Value = Domain> {
    select(Domain::ALL.to_vec())
}

fn any_influence() -> impl Strategy<Value = Influence> {
    (
        few(),
        few(),
        few(),
        select(vec![Sign::More, Sign::Less]),
        0u8..=20,
        select(Voice::ALL.to_vec()),
        select(Confidence::ALL.to_vec()),
    )
        .prop_map(
            |(id, from, to, sign, strength, voice, confidence)| Influence {
                id: InfluenceId(id),
                from: FactorId(from),
                to: FactorId(to),
                sign,
                strength,
                voice,
                confidence,
            },
        )
}

fn any_placing() -> impl Strategy<Value = Placing> {
    let place = (few(), any::<i16>(), any::<i16>()).prop_map(|(factor, x, y)| Place {
        factor: FactorId(factor),
        x: i32::from(x),
        y: i32::from(y),
    });
    let hand = select(vec![Hand::Moved, Hand::Arranged, Hand::Seen]);
    (hand, prop::collection::vec(place, 0..3)).prop_map(|(hand, places)| Placing { hand, places })
}

fn any_judgement() -> impl Strategy<Value = Judgement> {
    let finding = prop_oneof![
        prop::collection::vec(few().prop_map(FactorId), 0..3)
            .prop_map(|factors| FindingKey::Loop { factors }),
        few().prop_map(|factor| FindingKey::Upstream {
            factor: FactorId(factor)
        }),
        few().prop_map(|factor| FindingKey::Leverage {
            factor: FactorId(factor)
        }),
    ];
    (finding, select(Verdict::ALL.to_vec()), text()).prop_map(|(finding, verdict, because)| {
        Judgement {
            finding,
            verdict,
            because,
        }
    })
}

fn any_aspect() -> impl Strategy<Value = Aspect> {
    (
        few(),
        any_domain(),
        select(AspectSort::ALL.to_vec()),
        text(),
        select(SaidBy::ALL.to_vec()),
    )
        .prop_map(|(id, domain, sort, words, said_by)| Aspect {
            id: AspectId(id),
            domain,
            sort,
            words,
            said_by,
        })
}

fn any_when() -> impl Strategy<Value = When> {
    let known_to = select(vec![
        KnownTo::Day,
        KnownTo::Month,
        KnownTo::Season,
        KnownTo::Year,
        KnownTo::AboutYear,
    ]);
    (date(), known_to).prop_map(|(from, known_to)| When { from, known_to })
}

fn any_life_event() -> impl Strategy<Value = LifeEvent> {
    (
        (
            few(),
            text(),
            any_when(),
            prop::option::of(any_when()),
            prop::option::of(0u8..99),
        ),
        select(LifeEventSort::ALL.to_vec()),
        any_domain(),
        prop::option::of(select(Felt::ALL.to_vec())),
        text(),
        prop::collection::vec(few().prop_map(FactorId), 0..2),
    )
        .prop_map(
            |((id, what, when, until, age), sort, domain, felt, words, began_after)| LifeEvent {
                id: LifeEventId(id),
                what,
                when,
                until,
                age,
                sort,
                domain,
                felt,
                words,
                began_after,
            },
        )
}

fn any_bond() -> impl Strategy<Value = Bond> {
    (
        prop::option::of(select(Closeness::ALL)),
        prop::option::of(select(Conflict::ALL)),
        prop::option::of(select(Support::ALL)),
        any::<bool>(),
    )
        .prop_map(|(closeness, conflict, support, broken_off)| Bond {
            closeness,
            conflict,
            support,
            broken_off,
        })
}

fn any_person() -> impl Strategy<Value = Person> {
    (
        (few(), text(), text(), any_bond()),
        (select(Sort::ALL), select(Part::ALL), any::<bool>()),
        (prop::option::of(any_when()), prop::option::of(any_when())),
        prop::collection::vec(few(), 0..2),
    )
        .prop_map(
            |((id, name, words, bond), (sort, part, died), (since, died_when), linked)| Person {
                id: PersonId(id),
                name,
                sort,
                part,
                bond,
                since,
                died,
                died_when,
                words,
                factors: linked.iter().copied().map(FactorId).collect(),
                events: linked.into_iter().map(LifeEventId).collect(),
            },
        )
}

fn any_tie() -> impl Strategy<Value = Tie> {
    (few(), few(), few(), any_bond()).prop_map(|(id, one, other, bond)| Tie {
        id: TieId(id),
        one: PersonId(one),
        other: PersonId(other),
        bond,
    })
}

/// Any kind of entry, each about equally often.
fn any_body(longest: usize) -> impl Strategy<Value = Body> {
    let assess = prop_oneof![
        (date(), prop::option::of(text()))
            .prop_map(|(on, source)| Body::RecordOpened(Opening { on, source })),
        (few(), select(ProblemArea::ALL.to_vec()), text()).prop_map(|(id, area, words)| {
            let id = ProblemId(id);
            Body::ProblemSet(Problem { id, area, words })
        }),
        (few(), text()).prop_map(|(problem, because)| {
            let problem = ProblemId(problem);
            Body::ProblemClosed(ProblemClosing { problem, because })
        }),
        (
            few(),
            any_measure_ref(),
            any_way(),
            date(),
            prop::option::of(few()),
            prop::option::of((few(), prop::option::of(few())))
        )
            .prop_map(|(id, measure, way, on, session, battery)| {
                Body::MeasureAssigned(Assignment {
                    id: AssignmentId(id),
                    measure,
                    way,
                    on,
                    session: session.map(SessionId),
                    battery: battery.map(|(id, schedule)| Battery {
                        id: BatteryId(id),
                        schedule: schedule.map(ScheduleId),
                    }),
                })
            }),
        few().prop_map(|assignment| {
            let assignment = AssignmentId(assignment);
            Body::AssignmentWithdrawn(Withdrawal { assignment })
        }),
        any_response().prop_map(Body::ResponseGiven),
        (any_measure_ref(), any_total(), date(), text()).prop_map(
            |(measure, outcome, on, source)| {
                Body::TotalImported(ImportedTotal {
                    measure,
                    outcome,
                    on,
                    source,
                })
            }
        ),
        (few(), few(), any_measure_ref(), text(), 0..4, date()).prop_map(
            |(id, response, measure, flag, answer, on)| {
                Body::AlertRaised(Alert {
                    id: AlertId(id),
                    response: EntryId(response),
                    measure,
                    flag,
                    answer: Some(Answer::Value(answer)),
                    on,
                })
            }
        ),
        (few(), select(AlertAction::ALL.to_vec()), text()).prop_map(|(alert, action, words)| {
            let alert = AlertId(alert);
            Body::AlertAcknowledged(Acknowledgement {
                alert,
                action,
                words,
            })
        }),
        (
            any_domain(),
            select(vec![WordsKind::Said, WordsKind::Need, WordsKind::Strength]),
            text()
        )
            .prop_map(|(domain, about, text)| Body::WordsHeard(Words {
                domain,
                about,
                text
            })),
        (few(), 0..5, text()).prop_map(|(id, from, words)| {
            let from = match from {
                0 => PersonalSource::Words(EntryId(id)),
                1 => PersonalSource::Problem(ProblemId(id)),
                2 => PersonalSource::Factor(FactorId(id)),
                3 => PersonalSource::Goal(GoalId(id)),
                _ => PersonalSource::Written,
            };
            Body::PersonalMeasureMade(PersonalMeasure { words, from })
        }),
        few().prop_map(|id| {
            let measure = EntryId(id);
            Body::PersonalMeasureEnded(PersonalEnding { measure })
        }),
        any_aspect().prop_map(Body::AspectSet),
        any_life_event().prop_map(Body::LifeEventSet),
        any_person().prop_map(Body::PersonSet),
        any_tie().prop_map(Body::TieSet),
        any_tracking().prop_map(Body::TrackingChosen),
        any_schedule().prop_map(Body::ScheduleSet),
        (few(), text()).prop_map(|(schedule, because)| Body::ScheduleEnded(ScheduleEnding {
            schedule: ScheduleId(schedule),
            because,
        })),
        (few(), 1u8..4, date()).prop_map(|(assignment, number, on)| Body::ClientReminded(
            Reminder {
                assignment: AssignmentId(assignment),
                number,
                on,
            }
        )),
        any_response().prop_map(|response| Body::PaperEntered(PaperPass {
            assignment: response.assignment,
            answers: response.answers,
            words: response.words,
            on: response.on,
        })),
    ];
    let formulate = prop_oneof![
        (
            few(),
            text(),
            any_domain(),
            prop::option::of(select(Role::ALL.to_vec())),
            prop::option::of(text())
        )
            .prop_map(|(id, text, domain, role, mechanism)| {
                let id = FactorId(id);
                Body::FactorSet(Factor {
                    id,
                    text,
                    domain,
                    role,
                    mechanism,
                })
            }),
        few().prop_map(|factor| Body::FactorRemoved(FactorRemoval {
            factor: FactorId(factor)
        })),
        any_influence().prop_map(Body::InfluenceSet),
        few().prop_map(|influence| {
            let influence = InfluenceId(influence);
            Body::InfluenceRemoved(InfluenceRemoval { influence })
        }),
        any_placing().prop_map(Body::FactorsPlaced),
        any_judgement().prop_map(Body::FindingJudged),
    ];
    let choice = select(vec![Choice::Taken, Choice::Declined, Choice::Open]);
    let checked = prop::collection::vec((text(), any::<bool>()), 0..2);
    let plan = prop_oneof![
        (few(), text(), choice, text(), checked).prop_map(
            |(problem, technique, choice, because, checked)| {
                Body::CandidateDecided(CandidateDecision {
                    problem: ProblemId(problem),
                    technique,
                    choice,
                    because,
                    checked: checked
                        .into_iter()
                        .map(|(situation, holds)| SituationCheck { situation, holds })
                        .collect(),
                })
            }
        ),
        any_plan().prop_map(Body::PlanAgreed),
        (0u32..5).prop_map(|number| Body::PlanCosigned(Cosigning { number })),
        any_ratings().prop_map(Body::GoalsRated),
        any_relapse_plan().prop_map(Body::RelapsePlanAgreed),
        any_letter().prop_map(Body::LetterWritten),
        (few(), 1u32..3, any::<bool>()).prop_map(|(letter, number, shown)| {
            Body::LetterShown(LetterShown {
                letter: LetterId(letter),
                number,
                shown,
            })
        }),
        any_case().prop_map(Body::CaseShared),
        few().prop_map(|case| {
            let case = EntryId(case);
            Body::CaseShareEnded(CaseEnding { case })
        }),
        any_review().prop_map(Body::ReviewHeld),
    ];
    let session = prop_oneof![
        (few(), date(), select(MeetingKind::ALL.to_vec())).prop_map(|(id, on, how)| {
            let id = SessionId(id);
            Body::SessionHeld(Meeting { id, on, how })
        }),
        (few(), prop::option::of(few()), text(), text()).prop_map(
            |(session, strand, technique, how_it_went)| {
                Body::WorkDone(Work {
                    session: SessionId(session),
                    strand: strand.map(StrandId),
                    technique,
                    how_it_went,
                })
            }
        ),
        (few(), few(), text()).prop_map(|(id, session, words)| {
            let (id, session) = (TaskId(id), SessionId(session));
            Body::TaskGiven(Task { id, session, words })
        }),
        (few(), select(TaskDone::ALL.to_vec()), text()).prop_map(|(task, done, words)| {
            let task = TaskId(task);
            Body::TaskReviewed(TaskOutcome { task, done, words })
        }),
        (few(), text()).prop_map(|(session, text)| {
            let session = SessionId(session);
            Body::NoteLocked(Note { session, text })
        }),
        (few(), text(), text()).prop_map(|(session, text, reason)| {
            let session = SessionId(session);
            Body::NoteAmended(Amendment {
                session,
                text,
                reason,
            })
        }),
    ];
    let space = prop_oneof![
        (1u32..4).prop_map(|number| Body::Shared(Sharing {
            shared: Shareable::Plan { number }
        })),
        (0u64..60).prop_map(|version| Body::Shared(Sharing {
            shared: Shareable::Map { version }
        })),
        select(vec![SharedKind::Plan, SharedKind::Map])
            .prop_map(|of| Body::Unshared(Unsharing { of })),
        (any::<Index>(), any::<bool>(), text()).prop_map(move |(position, agreed, words)| {
            Body::RemarkMade(Remark {
                shared: entry_id(position.index(longest)),
                agreed,
                words: Some(words),
            })
        }),
        any::<bool>().prop_map(|shown| Body::ScoresShown(ScoresShown { shown })),
    ];
    let voided = (any::<Index>(), text()).prop_map(move |(position, because)| {
        let entry = entry_id(position.index(longest));
        Body::Voided(Voiding { entry, because })
    });
    let own = prop_oneof![
        any_journal(),
        any_diary(),
        any_task_report(),
        maps::any_map(longest)
    ];
    prop_oneof![10 => assess, 4 => formulate, 3 => plan, 6 => session, 2 => space, 4 => own, 3 => any_risk(), 3 => relationship::any_relationship(longest), 3 => any_appointment(), 4 => worksheets::any_worksheet(), 1 => voided]
}

fn any_task_report() -> impl Strategy<Value = Body> {
    prop_oneof![
        (few(), select(TaskDone::ALL.to_vec()), text()).prop_map(|(task, done, words)| {
            let task = TaskId(task);
            Body::TaskTold(TaskReport { task, done, words })
        }),
        few().prop_map(|task| {
            let task = TaskId(task);
            Body::TaskReportTakenBack(TaskReportTakenBack { task })
        }),
    ]
}

fn any_journal() -> impl Strategy<Value = Body> {
    let with = || select(SharedWith::ALL.to_vec());
    prop_oneof![
        (few(), with(), any::<bool>(), text()).prop_map(|(id, with, before, words)| {
            Body::JournalShared(JournalPage {
                id: JournalId(id),
                with,
                written: before.then_some(Timestamp::UNIX_EPOCH),
                words,
            })
        }),
        (few(), with()).prop_map(|(journal, with)| {
            let journal = JournalId(journal);
            Body::JournalSharingSet(JournalSharing { journal, with })
        }),
        (few(), any::<bool>()).prop_map(|(journal, kept_privately)| {
            Body::JournalTakenBack(JournalTakenBack {
                journal: JournalId(journal),
                kept_privately,
            })
        }),
        few().prop_map(|journal| {
            let journal = JournalId(journal);
            Body::JournalRead(JournalReading { journal })
        }),
    ]
}

fn any_diary() -> impl Strategy<Value = Body> {
    let variable = (text(), prop::option::of(few())).prop_map(|(words, factor)| Variable {
        words,
        low: "low".to_owned(),
        high: "high".to_owned(),
        factor: factor.map(FactorId),
    });
    prop_oneof![
        (
            few(),
            prop::collection::vec(variable, 0..4),
            select(Highest::ALL.to_vec()),
            date(),
            0_i64..20
        )
            .prop_map(|(id, variables, highest, from, days)| {
                Body::DiaryAgreed(Agreement {
                    id: DiaryId(id),
                    variables,
                    highest,
                    times: vec![
                        jiff::civil::time(9, 0, 0, 0),
                        jiff::civil::time(20, 30, 0, 0),
                    ],
                    days: vec![1, 3, 7],
                    from,
                    until: from.saturating_add(days.days()),
                })
            }),
        (few(), text()).prop_map(|(diary, because)| {
            let diary = DiaryId(diary);
            Body::DiaryEnded(DiaryEnding { diary, because })
        }),
        (
            few(),
            date(),
            0_u8..4,
            prop::collection::vec(prop::option::of(0_u8..=100), 0..5),
            text()
        )
            .prop_map(|(diary, on, number, values, words)| {
                Body::DiaryAnswered(DiaryAnswer {
                    diary: DiaryId(diary),
                    beep: Beep { on, number },
                    values,
                    words,
                })
            }),
    ]
}

fn any_risk() -> impl Strategy<Value = Body> {
    let lines = || prop::collection::vec(text(), 0..3);
    let numbers = (1u32..5, prop::option::of(1u32..5));
    prop_oneof![
        (few(), few(), any_measure_ref(), 0..4, date(), any::<bool>()).prop_map(
            |(alert, response, measure, answer, on, worse)| {
                Body::AlertRepeated(AlertRepeat {
                    alert: AlertId(alert),
                    response: EntryId(response),
                    measure,
                    answer: Some(Answer::Value(answer)),
                    on,
                    worse,
                })
            }
        ),
        (
            few(),
            select(EscalationStep::ALL.to_vec()),
            prop::collection::vec(few(), 0..2)
        )
            .prop_map(|(alert, step, to)| {
                Body::AlertEscalated(Escalation {
                    alert: AlertId(alert),
                    step,
                    to: to.into_iter().map(AccountId).collect(),
                })
            }),
        (
            numbers,
            lines(),
            lines(),
            lines(),
            lines(),
            lines(),
            lines(),
            date()
        )
            .prop_map(
                |(
                    (number, back_to),
                    signs,
                    own,
                    distraction,
                    people,
                    professionals,
                    surroundings,
                    on,
                )| {
                    Body::SafetyPlanAgreed(SafetyPlan {
                        number,
                        signs,
                        own,
                        distraction,
                        people,
                        professionals,
                        surroundings,
                        on,
                        back_to,
                    })
                }
            ),
    ]
}
