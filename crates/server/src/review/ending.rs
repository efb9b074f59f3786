//! Reasons to ask whether it is enough, in words.

use attune_care::Record;
use attune_care::review::{EndingPrompt, NEAR, STEADY_DAYS, STEADY_SCORES, ending_prompts};
use attune_catalog::Catalog;
use jiff::civil::Date;

use crate::format::{count, day, number};

/// One reason, with what stands behind it.
pub(crate) struct EndingView {
    pub(crate) sentence: String,
    pub(crate) why: String,
}

pub(crate) fn endings(record: &Record, catalog: &Catalog, today: Date) -> Vec<EndingView> {
    let prompts = ending_prompts(record, catalog);
    prompts
        .into_iter()
        .map(|prompt| view(prompt, catalog, today))
        .collect()
}

fn view(prompt: EndingPrompt, catalog: &Catalog, today: Date) -> EndingView {
    match prompt {
        EndingPrompt::GoodEnough {
            measure,
            first,
            steady: (begin, last),
            scores,
            source,
        } => {
            let name = catalog
                .measure(&measure)
                .map_or(measure.as_str(), |found| &found.name);
            EndingView {
                sentence: format!(
                    "{name} {} on {}, after {} on {}: the last {}, from {} on, are better than the first by more than measurement error and below the cut.",
                    number(last.1),
                    day(last.0, today),
                    number(first.1),
                    day(first.0, today),
                    count(scores, "score", "scores"),
                    day(begin.0, today),
                ),
                why: format!(
                    "The rule asks for {STEADY_SCORES} such scores in a row over at least {STEADY_DAYS} days; these two numbers are a convention of this program. Change and cut: {source}"
                ),
            }
        }
        EndingPrompt::GoalsNear { goals, since } => EndingView {
            sentence: format!(
                "The client rates {} of the plan as near or reached, since {}.",
                if goals == 1 { "the one goal".to_owned() } else { format!("all {goals} goals") },
                day(since, today)
            ),
            why: format!(
                "Every goal was last rated {NEAR} of 10 or more. The ratings are the client's own and no validated scale; the limit is a convention of this program."
            ),
        },
        EndingPrompt::SessionsUsed { planned, held } => EndingView {
            sentence: format!(
                "The plan was agreed for {}; {} since.",
                count(planned as usize, "session", "sessions"),
                count(held as usize, "was held", "were held")
            ),
            why: "The number is the one in the plan. Sessions of the day it was agreed are not counted.".to_owned(),
        },
    }
}
