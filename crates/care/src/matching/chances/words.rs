use attune_catalog::Catalog;

use super::option::Ground;
use super::reasons::Verdict;
use super::simulate::AIM_ADDS;
use super::{DRAWS, LEADS_FROM, MINIMAL_DIFFERENCE, TherapyChance};
use crate::matching::comparator_words;

/// "23 of 100".
pub(super) fn of_hundred(share: f64) -> String {
    format!("{:.0} of 100", 100.0 * share)
}

pub(super) fn sentence(verdict: &Verdict, therapies: &[TherapyChance]) -> String {
    match verdict {
        Verdict::ChooseTogether => {
            let alike = therapies
                .iter()
                .filter(|therapy| therapy.as_good >= 0.5 * first_as_good(therapies))
                .count();
            format!(
                "Equivalent: choose together. None of the {} is the best in more than {} draws; {alike} of them are about as good as the best nearly as often as any.",
                therapies.len(),
                of_hundred(LEADS_FROM),
            )
        }
        Verdict::Leads { modality, mostly } => {
            let leader = therapies
                .iter()
                .find(|therapy| therapy.modality == *modality);
            let (name, best) = leader.map_or(("", 0.0), |found| (found.name.as_str(), found.best));
            let because = mostly.map_or_else(
                || "No single consideration decides it".to_owned(),
                |mostly| format!("Mostly because of {}", mostly.label()),
            );
            format!(
                "{name} leads: the best in {} draws. {because}. The two of you decide.",
                of_hundred(best)
            )
        }
    }
}

fn first_as_good(therapies: &[TherapyChance]) -> f64 {
    therapies.first().map_or(0.0, |therapy| therapy.as_good)
}

pub(super) fn method(ground: &Ground, catalog: &Catalog) -> Vec<String> {
    let known = ground
        .options
        .iter()
        .filter(|option| option.found.is_some())
        .count();
    let mut lines = vec![
        format!(
            "Drawn {DRAWS} times. Effects come from trials of {} against {}, which speak about {known} of these {} therapies. A small trial is drawn towards the others, and a therapy without a trial here counts as one more of its kind.",
            catalog
                .problem(&ground.problem)
                .map_or_else(|| ground.problem.clone(), |problem| problem.label.to_lowercase()),
            comparator_words(&ground.against, catalog),
            ground.options.len(),
        ),
        match ground.setting {
            Some(setting) => format!(
                "Each effect also varies from place to place and person to person (standard deviation {setting:.2}, the median of what the prediction intervals say)."
            ),
            None => "No prediction interval is known here, so how much an effect varies from place to place is left out: the draws look surer than they are.".to_owned(),
        },
        "Of all people 19.7 % (18.7 to 20.7) stop early (Swift & Greenberg 2012); where the therapy meets the wishes, 0.62 (0.48 to 0.80) times as many (Windle and others 2020). Other studies found no such effect (Cooper 2021).".to_owned(),
        format!(
            "How much it adds to aim at what the drawing hangs on, nobody has measured: drawn between nothing and {:.0} % of the effect. Ranks are drawn from their intervals.",
            100.0 * AIM_ADDS
        ),
        format!(
            "About as good means short of the best by no more than {MINIMAL_DIFFERENCE} standard deviations, a tentative limit for depression (Cuijpers and others 2014). One leads from {} draws on. A share may be off by 3 of 100 by the draws alone.",
            of_hundred(LEADS_FROM)
        ),
    ];
    lines.push("Not in it: risk, cautions, training, time, cost and the way here, and any prediction from this practice's own data.".to_owned());
    lines
}
