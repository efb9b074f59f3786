use attune_catalog::{Contrast, EvidenceRow, Scale};
use attune_stats::effect_size::{needed_to_treat, probability_of_superiority, response_with};

/// What a row means in people, in one sentence. None where the row allows no such sentence: no interval, people compared
/// with themselves, odds without a rate.
pub fn in_people(row: &EvidenceRow) -> Option<String> {
    let effect = row.effect?;
    let [low, high] = row.interval?;
    match row.scale {
        Scale::StandardisedMeanDifference if row.contrast == Contrast::BetweenGroups => {
            Some(pairs([effect, low, high]))
        }
        Scale::ResponseRatio => row
            .responded_without
            .map(|without| responders(without, [effect, low, high])),
        Scale::StandardisedMeanDifference | Scale::ResponseOddsRatio => None,
    }
}

/// "Of 100 pairs ... 68 (59 to 77); one more is better off for every 3 (2 to 6) treated."
fn pairs(differences: [f64; 3]) -> String {
    let [of, low, high] = differences.map(|d| (100.0 * probability_of_superiority(d)).round());
    let better = format!(
        "Of 100 pairs of people, one with the therapy and one without, the one with it is better off in {of} ({low} to {high})"
    );
    finish(&better, differences.map(needed_to_treat))
}

/// "Of 100 people 21 (12 to 35) respond without and 34 (22 to 52) with it; one more for every 8 (4 to 69) treated." The
/// ranges of the therapy are those of the ratio, as if the rate without it were known.
fn responders([without, fewest, most]: [f64; 3], ratios: [f64; 3]) -> String {
    let shares = ratios.map(|ratio| response_with(without / 100.0, ratio));
    let [with, low, high] = shares.map(|share| (100.0 * share).round());
    let respond = format!(
        "Of 100 people {} ({} to {}) respond without and {with} ({low} to {high}) with the therapy",
        without.round(),
        fewest.round(),
        most.round()
    );
    let needed = shares.map(|share| {
        let gain = share - without / 100.0;
        (gain > 0.0).then(|| 1.0 / gain)
    });
    finish(&respond, needed)
}

/// Numbers needed to treat only where the whole interval speaks for the therapy: across zero they run through infinity.
fn finish(sentence: &str, needed: [Option<f64>; 3]) -> String {
    match needed {
        [Some(middle), Some(most), Some(fewest)] => format!(
            "{sentence}; one more for every {} ({} to {}) treated.",
            middle.ceil(),
            fewest.ceil(),
            most.ceil()
        ),
        _ => format!("{sentence}; it may be none at all."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_effect_is_told_in_pairs_and_in_people_to_treat() {
        assert_eq!(
            pairs([0.6, 0.14, 1.05]),
            "Of 100 pairs of people, one with the therapy and one without, the one with it is better off in 66 (54 to 77); \
             one more for every 4 (2 to 13) treated."
        );
        assert!(pairs([0.2, -0.1, 0.5]).ends_with("it may be none at all."));
    }

    #[test]
    fn responses_are_told_in_people() {
        assert_eq!(
            responders([20.0, 14.6, 27.2], [1.6, 1.1, 2.5]),
            "Of 100 people 20 (15 to 27) respond without and 32 (22 to 50) with the therapy; one more for every 9 (4 to 50) treated."
        );
    }
}
