//! Counting what ended, and that nothing shown depends on a group that is not.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use attune_care::headline::LatestScore;
use attune_care::outcomes::{Group, Outcomes, Smallest, is_settled, outcomes};
use attune_care::review::{Change, Meaning};
use attune_care::{Headline, Record};
use attune_catalog::Catalog;
use jiff::civil::{Date, date};
use proptest::prelude::*;

const TODAY: Date = date(2026, 5, 14);

/// A therapy of 2025 with the given PHQ-9 scores: none, one, or a first and a last.
fn therapy(catalog: &Catalog, scores: &[f64]) -> Headline {
    let course: Vec<(Date, f64)> = scores
        .iter()
        .enumerate()
        .map(|(index, score)| (date(2025, 2 + i8::try_from(index).unwrap(), 3), *score))
        .collect();
    // 6 points or more: the rule for PHQ-9 that ships.
    let change = scores
        .first()
        .zip(scores.get(1))
        .map(|(first, last)| Change {
            points: last - first,
            improvement: first - last,
            meaning: match first - last {
                by if by >= 6.0 => Meaning::Improved,
                by if by <= -6.0 => Meaning::Deteriorated,
                _ => Meaning::Unchanged,
            },
            threshold: Some(6.0),
        });
    Headline {
        opened_on: Some(date(2025, 1, 7)),
        last_session: Some(date(2025, 6, 3)),
        latest: course.last().map(|(on, value)| LatestScore {
            measure: "phq-9".to_owned(),
            value: *value,
            band: None,
            on: *on,
            change,
            course: course.clone(),
        }),
        ..Headline::of(&Record::default(), catalog)
    }
}

fn counted(catalog: &Catalog, clients: &[(u32, Headline)]) -> Outcomes<u32> {
    let measure = catalog.measure("phq-9").unwrap();
    let clients = clients.iter().map(|(key, one)| (Group::Of(*key), one));
    outcomes(clients, measure, 2025, Smallest::default(), TODAY).unwrap()
}

fn many(catalog: &Catalog, key: u32, number: usize, scores: &[f64]) -> Vec<(u32, Headline)> {
    vec![(key, therapy(catalog, scores)); number]
}

#[test]
fn pairs_change_and_recovery_are_counted_apart() {
    let catalog = support::catalog();
    let clients = [
        many(catalog, 1, 6, &[18.0, 5.0]),
        many(catalog, 1, 3, &[18.0, 12.0]),
        many(catalog, 1, 2, &[12.0, 11.0]),
        many(catalog, 1, 1, &[8.0, 15.0]),
        many(catalog, 1, 4, &[14.0]),
        many(catalog, 1, 2, &[]),
    ]
    .concat();
    let found = counted(catalog, &clients);
    let tally = found.total;
    assert_eq!((tally.began, tally.ended, tally.unscored), (18, 16, 2));
    assert_eq!((tally.paired, tally.better, tally.worse), (12, 9, 1));
    assert_eq!((tally.cases, tally.recovered), (11, 6));
    let complete = tally.completeness().unwrap();
    assert_eq!((complete.events(), complete.cases()), (12, 18));
    // One group is no funnel.
    assert_eq!(found.target, None);
}

#[test]
fn a_funnel_needs_three_groups_and_does_not_rank() {
    let catalog = support::catalog();
    let clients = [
        many(catalog, 3, 40, &[18.0, 5.0]),
        many(catalog, 1, 20, &[18.0, 17.0]),
        many(catalog, 2, 12, &[18.0, 5.0]),
        many(catalog, 2, 8, &[18.0, 17.0]),
        many(catalog, 4, 9, &[18.0, 25.0]),
    ]
    .concat();
    let found = counted(catalog, &clients);
    let keys: Vec<_> = found.groups.iter().map(|shown| shown.group).collect();
    assert_eq!(keys, [Group::Of(1), Group::Of(2), Group::Of(3)]);
    assert!((found.target.unwrap().get() - 52.0 / 80.0).abs() < 1e-12);
    assert!(found.groups.iter().all(|shown| shown.limits.is_some()));
    // The nine of the fourth are in no sum.
    assert_eq!((found.total.paired, found.total.worse), (80, 0));
}

#[test]
fn what_still_goes_on_and_other_years_are_not_counted_as_ended() {
    let catalog = support::catalog();
    let mut going_on = many(catalog, 1, 15, &[18.0, 5.0]);
    for (_, headline) in &mut going_on {
        headline.last_session = Some(date(2026, 4, 1));
    }
    assert!(counted(catalog, &going_on).groups.is_empty());
    assert!(is_settled(2025, date(2026, 3, 31)));
    assert!(!is_settled(2025, date(2026, 3, 30)));
    assert!(!is_settled(2026, TODAY));
}

#[test]
fn a_practice_may_ask_for_more_than_ten_and_never_for_less() {
    assert_eq!(Smallest::from(0).get(), 10);
    assert_eq!(Smallest::from(11).get(), 15);
    assert_eq!(Smallest::from(5000).get(), 30);
}

/// Any pair of scores that a therapy may have.
fn scores() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec((0_u8..=27).prop_map(f64::from), 0..=2)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// The strongest thing that can be said of suppression: whatever is in the groups that are
    /// not shown, every number that is shown stays the same. So none of them can be worked out.
    #[test]
    fn nothing_shown_depends_on_what_is_not(
        large in prop::collection::vec((0_u32..5, scores()), 0..120),
        small in prop::collection::vec((10_u32..14, scores()), 0..9),
        other_small in prop::collection::vec((10_u32..14, scores()), 0..9),
    ) {
        let catalog = support::catalog();
        let with = |small: &[(u32, Vec<f64>)]| {
            let all = large.iter().chain(small);
            let clients: Vec<_> = all.map(|(key, scores)| (*key, therapy(catalog, scores))).collect();
            counted(catalog, &clients)
        };
        let shown = with(&small);
        prop_assert_eq!(&shown, &with(&other_small));
        prop_assert_eq!(&shown, &with(&[]));
        // And among the others, what is shown is large enough, and the sum is theirs alone.
        prop_assert!(shown.groups.iter().all(|group| group.tally.paired >= 10));
        let paired: usize = shown.groups.iter().map(|group| group.tally.paired).sum();
        prop_assert_eq!(shown.total.paired, paired);
        prop_assert!(shown.groups.iter().all(|group| group.tally.cases == 0 || group.tally.cases >= 10));
    }
}
