//! What the record already says in the six places of the guided look, in words.

use attune_care::assess::{AlertAction, WordsKind};
use attune_care::review::{Known, Look, Looked, TaskCount};
use attune_catalog::Catalog;
use jiff::civil::Date;

use super::draft::ReviewDraft;
use crate::format::{count, day, number};

/// One place as the page shows it.
pub(super) struct PlaceView {
    pub(super) code: &'static str,
    pub(super) label: &'static str,
    pub(super) question: &'static str,
    pub(super) says: Vec<Says>,
    pub(super) typed: String,
    pub(super) further: (&'static str, &'static str),
}

/// A line of it.
pub(super) enum Says {
    /// The program's words.
    Plain(String),
    /// The client's own, with what they are about.
    Own { about: String, words: String },
    /// Something not to be overlooked.
    Look(String),
}

pub(super) fn view(
    looked: Looked,
    typed: &ReviewDraft,
    catalog: &Catalog,
    today: Date,
) -> PlaceView {
    let Looked { look, known } = looked;
    PlaceView {
        code: look.code(),
        label: look.label(),
        question: look.question(),
        says: known
            .into_iter()
            .map(|known| says(known, catalog, today))
            .collect(),
        typed: typed.place(look).to_owned(),
        further: further(look),
    }
}

/// Where the record has more about it: the end of the address, and what is there.
fn further(look: Look) -> (&'static str, &'static str) {
    match look {
        Look::Risk => ("#alerts", "Risk answers"),
        Look::Alliance | Look::Dose => ("/session", "The sessions"),
        Look::Goals => ("/plan", "The plan"),
        Look::Life => ("/assess", "The whole person"),
        Look::Formulation => ("/formulate", "The picture"),
    }
}

fn says(known: Known, catalog: &Catalog, today: Date) -> Says {
    let on = |date| day(date, today);
    let measure = |id: &str| {
        catalog
            .measure(id)
            .map_or_else(|| id.to_owned(), |measure| measure.name.clone())
    };
    match known {
        Known::RiskOpen {
            measure: id,
            on: date,
        } => Says::Look(format!(
            "Risk answer in {} of {}: nobody has acted on it yet.",
            measure(&id),
            on(date)
        )),
        Known::RiskActedOn {
            measure: id,
            on: date,
            action,
        } => Says::Plain(format!(
            "Risk answer in {} of {}: {}.",
            measure(&id),
            on(date),
            acted(action)
        )),
        Known::RiskAsked {
            measure: id,
            on: date,
            answered: true,
        } => Says::Plain(format!(
            "{} of {} asked about it; the answer raised no alert.",
            measure(&id),
            on(date)
        )),
        Known::RiskAsked {
            measure: id,
            on: date,
            answered: false,
        } => Says::Look(format!(
            "{} of {} asked about it; the question was left without an answer, which is not \u{201c}no\u{201d}.",
            measure(&id),
            on(date)
        )),
        Known::RiskNeverAsked => {
            Says::Look("No questionnaire in this record has asked about it yet.".to_owned())
        }
        Known::Feedback {
            on: date,
            outstanding: 0,
        } => Says::Plain(format!(
            "Nothing stands out in the session feedback of {}. High answers are no proof that all is well.",
            on(date)
        )),
        Known::Feedback {
            on: date,
            outstanding,
        } => Says::Look(format!(
            "{} in the session feedback of {}.",
            count(outstanding, "answer stands out", "answers stand out"),
            on(date)
        )),
        Known::NoFeedback => Says::Plain("Session feedback was never asked for.".to_owned()),
        Known::NextTime(words) => own("wanted different next time", words),
        Known::Goal(words) => own("goal", words),
        Known::NoGoal => Says::Plain("The plan has no goal in the client's words.".to_owned()),
        Known::Tasks(tasks) => Says::Plain(task_words(tasks)),
        Known::Side { domain, now, then } => {
            let before = then.map_or_else(String::new, |then| {
                format!(", {} at the first check-in", number(then))
            });
            Says::Plain(format!(
                "{}: {} of 10 now{before}.",
                domain.label(),
                number(now)
            ))
        }
        Known::Said {
            domain,
            about,
            text,
        } => {
            let about = match about {
                WordsKind::Said => domain.label().to_lowercase(),
                WordsKind::Need => format!("{}, a need", domain.label().to_lowercase()),
                WordsKind::Strength => format!("{}, a strength", domain.label().to_lowercase()),
            };
            own(&about, text)
        }
        Known::LifeUnknown => Says::Plain(
            "Nothing is known yet about relationships, the places of life, money and work."
                .to_owned(),
        ),
        Known::NotWorkedOn(factor) => Says::Plain(format!(
            "Keeps it going, and no strand works on it: {factor}."
        )),
        Known::IdleStrand { technique } => Says::Plain(format!(
            "Not worked on since the last review: {}.",
            technique_name(catalog, &technique)
        )),
        Known::NoFormulation => {
            Says::Plain("There is no shared picture yet of what leads to what.".to_owned())
        }
        Known::NoPlan => Says::Plain("No plan has been agreed yet.".to_owned()),
        Known::PlanCovers => Says::Plain(
            "Every strand was worked on, and everything named as keeping it going has a strand."
                .to_owned(),
        ),
        Known::Sessions {
            total,
            since_review,
        } => Says::Plain(format!(
            "{}, {since_review} of them since the last review.",
            count(total, "session", "sessions")
        )),
        Known::Spacing { days } => Says::Plain(format!(
            "Usually {} from one to the next.",
            count_days(days)
        )),
        Known::LastSession { on: date, ago: 0 } => {
            Says::Plain(format!("The last one today, {}.", on(date)))
        }
        Known::LastSession { on: date, ago } => Says::Plain(format!(
            "The last one {}, {} ago.",
            on(date),
            count_days(ago)
        )),
        Known::NoSession => Says::Plain("No session yet.".to_owned()),
    }
}

pub(super) fn technique_name(catalog: &Catalog, id: &str) -> String {
    catalog
        .technique(id)
        .map_or_else(|| id.to_owned(), |technique| technique.name.clone())
}

/// "2 done, 1 tried in part, 1 not looked at together yet".
pub(super) fn task_words(tasks: TaskCount) -> String {
    let parts: Vec<String> = [
        (tasks.done, "done"),
        (tasks.partly, "tried in part"),
        (tasks.not_done, "not done"),
        (tasks.open, "not looked at together yet"),
    ]
    .into_iter()
    .filter(|(number, _)| *number > 0)
    .map(|(number, what)| format!("{number} {what}"))
    .collect();
    format!("Tasks since the last review: {}.", parts.join(", "))
}

fn own(about: &str, words: String) -> Says {
    Says::Own {
        about: about.to_owned(),
        words,
    }
}

fn acted(action: AlertAction) -> &'static str {
    match action {
        AlertAction::SpokeWithClient => "you spoke about it",
        AlertAction::SafetyPlan => "you made or went through a safety plan",
        AlertAction::InvolvedOthers => "somebody else was brought in",
        AlertAction::KnownAndWatched => "known and being watched",
    }
}

fn count_days(days: i64) -> String {
    if days == 1 {
        "1 day".to_owned()
    } else {
        format!("{days} days")
    }
}
