//! Entries about wishes, comparisons and the relationship.

use attune_care::Body;
use attune_care::matching::{ComparisonChosen, ComparisonKey, PreferencesBrought, ScaleScore};
use attune_care::relationship::{Judged, RepairTried, RuptureJudged, RuptureNoted, SessionRated};
use attune_catalog::{Answer, Comparator, StudiedOutcome};
use attune_ids::{ProblemId, SessionId};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::{any_measure_ref, date, entry_id, few, text};

pub(super) fn any_relationship(longest: usize) -> impl Strategy<Value = Body> {
    let earlier = move || any::<Index>().prop_map(move |place| entry_id(place.index(longest)));
    prop_oneof![
        (
            date(),
            prop::option::of(few()),
            prop::option::of(earlier()),
            text()
        )
            .prop_map(
                |(on, session, form, what)| Body::RuptureNoted(RuptureNoted {
                    on,
                    session: session.map(SessionId),
                    form,
                    what,
                })
            ),
        (earlier(), select(Judged::ALL.to_vec()), date(), text()).prop_map(
            |(rupture, judged, on, words)| Body::RuptureJudged(RuptureJudged {
                rupture,
                judged,
                on,
                words,
            })
        ),
        (earlier(), date(), prop::option::of(few()), text(), text()).prop_map(
            |(rupture, on, session, approach, how_it_went)| {
                Body::RepairTried(RepairTried {
                    rupture,
                    on,
                    session: session.map(SessionId),
                    approach,
                    how_it_went,
                })
            }
        ),
        (few(), any_measure_ref(), -1..12).prop_map(|(session, measure, value)| {
            let session = SessionId(session);
            Body::SessionRated(SessionRated {
                session,
                measure,
                answers: vec![Answer::Value(value), Answer::Skipped],
            })
        }),
        (date(), text(), -20..20, text()).prop_map(|(on, score, value, source)| {
            Body::PreferencesBrought(PreferencesBrought {
                measure: "c-nip".to_owned(),
                version: "1.0.0".to_owned(),
                on,
                scores: vec![ScaleScore { score, value }],
                source,
            })
        }),
        (few(), prop::option::of(text())).prop_map(|(problem, studied)| {
            Body::ComparisonChosen(ComparisonChosen {
                problem: ProblemId(problem),
                comparison: studied.map(|studied| ComparisonKey {
                    studied,
                    against: Comparator::Waitlist,
                    outcome: StudiedOutcome::Symptoms,
                }),
            })
        }),
    ]
}
