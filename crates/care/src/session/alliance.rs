use std::collections::HashMap;

use attune_catalog::{Answer, Catalog, Purpose};
use attune_ids::{EntryId, SessionId};
use attune_stats::signal::{FeedbackReason, FeedbackRule, worth_asking_about};
use jiff::civil::Date;

use crate::Record;

/// A fall of this many points of ten against the client's own usual is worth
/// asking about. A convention of ours: the scale is not validated, and every
/// page that uses the limit says so.
pub const DROP: f64 = 2.0;
/// So is any answer at or below this.
pub const LOW: f64 = 5.0;

/// One question of one feedback form that stands out.
#[derive(Debug, Clone, PartialEq)]
pub struct Outstanding {
    /// Item of the feedback measure.
    pub item: String,
    /// Why.
    pub reasons: Vec<FeedbackReason>,
}

/// The client's feedback on one session.
#[derive(Debug, Clone, PartialEq)]
pub struct Feedback {
    /// The entry it is in.
    pub entry: EntryId,
    /// The session it is about, if it was asked for one.
    pub session: Option<SessionId>,
    /// The day it was given.
    pub on: Date,
    /// Answers by item, in item order; none where not answered.
    pub answers: Vec<(String, Option<f64>)>,
    /// What should be different next time, in the client's words.
    pub next_time: Option<String>,
    /// What stands out against the client's own usual.
    pub outstanding: Vec<Outstanding>,
}

/// How the sessions were, told by the client, oldest first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Alliance {
    /// Oldest first.
    pub feedback: Vec<Feedback>,
}

impl Alliance {
    /// The day of the latest feedback, if something in it stands out. Earlier
    /// dips that were followed by better feedback no longer count.
    pub fn dip_on(&self) -> Option<Date> {
        self.feedback
            .last()
            .filter(|latest| !latest.outstanding.is_empty())
            .map(|latest| latest.on)
    }

    /// What the client wants different next time, from the latest feedback.
    pub fn next_time(&self) -> Option<&str> {
        self.feedback
            .last()
            .and_then(|latest| latest.next_time.as_deref())
    }
}

/// Collects session feedback and holds each form against those before it.
pub fn alliance(record: &Record, catalog: &Catalog) -> Alliance {
    let Ok(rule) = FeedbackRule::new(DROP, LOW) else {
        return Alliance::default();
    };
    let mut alliance = Alliance::default();
    // What was answered to each question so far, so that no form is read again for each later one.
    let mut earlier: HashMap<String, Vec<f64>> = HashMap::new();
    for given in &record.responses {
        let response = &given.item;
        let Some(measure) = catalog
            .measure_version(&response.measure.id, &response.measure.version)
            .filter(|measure| measure.purpose == Purpose::SessionFeedback)
        else {
            continue;
        };
        let answers: Vec<(String, Option<f64>)> = measure
            .items
            .iter()
            .zip(&response.answers)
            .map(|(item, answer)| (item.id.clone(), value(*answer)))
            .collect();
        let outstanding = answers
            .iter()
            .filter_map(|(item, answer)| {
                let earlier = earlier.get(item).map_or(&[][..], Vec::as_slice);
                let reasons = worth_asking_about(earlier, (*answer)?, &rule).ok()?;
                (!reasons.is_empty()).then(|| Outstanding {
                    item: item.clone(),
                    reasons,
                })
            })
            .collect();
        for (item, answer) in &answers {
            if let Some(answer) = answer {
                earlier.entry(item.clone()).or_default().push(*answer);
            }
        }
        alliance.feedback.push(Feedback {
            entry: given.entry,
            session: response.session,
            on: response.on,
            answers,
            next_time: response.words.clone(),
            outstanding,
        });
    }
    alliance
}

fn value(answer: Answer) -> Option<f64> {
    match answer {
        Answer::Value(value) => Some(f64::from(value)),
        Answer::Skipped | Answer::NotApplicable | Answer::NotAsked => None,
    }
}
