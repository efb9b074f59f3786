//! Arbitrary plans, reviews and what is made towards the end.

use attune_care::letter::{Letter, LetterKind};
use attune_care::plan::{
    Frequency, Goal, GoalRating, GoalsRated, PlanVersion, Strand, Terms, Turn,
};
use attune_care::review::{Cause, Decision, RelapsePlan, Review};
use attune_care::supervise::{CaseAbout, CaseCourse, CaseSharing, CaseText};
use attune_catalog::ProblemArea;
use attune_ids::{AccountId, FactorId, GoalId, LetterId, ProblemId, ReviewId, StrandId};
use proptest::prelude::*;
use proptest::sample::select;

use super::{any_domain, any_measure_ref, catalog, date, few, text};

pub(super) fn any_strand() -> impl Strategy<Value = Strand> {
    let techniques: Vec<String> = catalog()
        .techniques
        .iter()
        .map(|technique| technique.id.clone())
        .chain(["withdrawn-technique".to_owned()])
        .collect();
    (
        few(),
        few(),
        prop::collection::vec(few(), 0..3),
        select(techniques),
        prop::option::of(any_measure_ref()),
        text(),
        (select(Turn::ALL.to_vec()), prop::option::of(1u32..40)),
    )
        .prop_map(
            |(id, problem, factors, technique, measure, expected, (turn, sessions))| Strand {
                id: StrandId(id),
                problem: ProblemId(problem),
                factors: factors.into_iter().map(FactorId).collect(),
                technique,
                measure: measure.map(|measure| measure.id),
                expected,
                turn,
                sessions,
            },
        )
}

pub(super) fn any_terms() -> impl Strategy<Value = Terms> {
    let frequency = prop::option::of(select(Frequency::ALL.to_vec()));
    (frequency, prop::option::of(1u32..40), text(), text()).prop_map(
        |(frequency, sessions, enough, not_helping)| Terms {
            frequency,
            sessions,
            enough,
            not_helping,
        },
    )
}

pub(super) fn any_plan() -> impl Strategy<Value = PlanVersion> {
    let goals = prop::collection::vec((few(), text(), prop::option::of(any_domain())), 0..3);
    (
        0u32..5,
        prop::collection::vec(any_strand(), 0..3),
        goals,
        date(),
        text(),
        any::<bool>(),
        (prop::option::of(few()), any_terms()),
    )
        .prop_map(
            |(number, strands, goals, review_on, reason, agreed_with_client, (review, terms))| {
                PlanVersion {
                    number,
                    strands,
                    goals: goals
                        .into_iter()
                        .map(|(id, words, domain)| Goal {
                            id: GoalId(id),
                            words,
                            domain,
                        })
                        .collect(),
                    review_on,
                    reason,
                    agreed_with_client,
                    review: review.map(ReviewId),
                    terms,
                }
            },
        )
}

pub(super) fn any_review() -> impl Strategy<Value = Review> {
    let decision = prop_oneof![
        (0u32..5).prop_map(|version| Decision::NewPlan { version }),
        text().prop_map(|because| Decision::NoChange { because }),
    ];
    let causes = prop::collection::vec(select(vec![Cause::NotOnTrack, Cause::AllianceDip]), 0..3);
    let again = prop::option::of(2u32..4);
    (few(), date(), text(), text(), decision, causes, again).prop_map(
        |(id, on, shown, words, decision, causes, again_after)| Review {
            id: ReviewId(id),
            on,
            shown,
            words,
            decision,
            causes,
            again_after,
        },
    )
}

pub(super) fn any_case() -> impl Strategy<Value = CaseSharing> {
    let about = select(vec![
        CaseAbout::ProblemWords,
        CaseAbout::GoalWords,
        CaseAbout::FactorText,
        CaseAbout::PlanReason,
        CaseAbout::ReviewWords,
    ]);
    let shared = (about, text()).prop_map(|(case_about, text)| CaseText { case_about, text });
    (few(), text(), text(), date(), shared, 0u32..9).prop_map(
        |(with, pseudonym, question, until, shared, sessions)| CaseSharing {
            with: AccountId(with),
            pseudonym,
            question,
            until,
            areas: vec![ProblemArea::Anxiety],
            techniques: vec!["thought-record".to_owned()],
            sessions,
            texts: vec![shared],
            courses: vec![CaseCourse {
                measure: "phq-9".to_owned(),
                points: vec![(0, 12.0)],
            }],
        },
    )
}

pub(super) fn any_relapse_plan() -> impl Strategy<Value = RelapsePlan> {
    let lines = || prop::collection::vec(text(), 0..3);
    (1u32..4, lines(), lines(), lines(), lines(), date()).prop_map(
        |(number, signs, own, people, helped, on)| RelapsePlan {
            number,
            signs,
            own,
            people,
            helped,
            on,
        },
    )
}

pub(super) fn any_letter() -> impl Strategy<Value = Letter> {
    let purpose = select(LetterKind::ALL.to_vec());
    let texts = (text(), text(), text());
    (few(), 1u32..4, purpose, texts, date()).prop_map(|(letter, number, purpose, texts, on)| {
        let (to, title, text) = texts;
        Letter {
            letter: LetterId(letter),
            number,
            purpose,
            language: "de".to_owned(),
            to,
            title,
            text,
            on,
        }
    })
}

pub(super) fn any_ratings() -> impl Strategy<Value = GoalsRated> {
    let rating = (few(), 0u8..11).prop_map(|(goal, rating)| GoalRating {
        goal: GoalId(goal),
        rating,
    });
    (date(), prop::collection::vec(rating, 1..4))
        .prop_map(|(on, ratings)| GoalsRated { on, ratings })
}
