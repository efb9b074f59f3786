//! The texts as they are written in the files.

use std::collections::BTreeMap;

use anyhow::{Context, ensure};
use attune_care::assess::{Felt, LifeEventSort};
use attune_care::formulate::{Role, Sign, Voice};
use attune_care::people::{Bond, Part};
use attune_catalog::{Domain, ProblemArea};
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::sheets::Filled;

/// All of them.
pub(crate) struct Texts {
    pub(crate) colleagues: Vec<Colleague>,
    pub(super) people: Vec<Person>,
    pub(super) stories: Vec<Story>,
    pub(super) notes: Notes,
    pub(super) filled: Filled,
}

/// Somebody who works in the practice.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Colleague {
    pub(crate) name: String,
    pub(crate) email: String,
    /// `clinician`, `supervisor`, `administrator`.
    pub(crate) roles: Vec<String>,
}

/// Somebody who comes.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Person {
    pub(super) name: String,
    /// First name.
    pub(super) called: String,
    pub(super) pronoun: Pronoun,
    pub(super) born: Date,
    #[serde(default)]
    pub(super) partner: String,
    /// Id of the story.
    pub(super) story: String,
    /// What brings them, where it is not what the story says.
    #[serde(default)]
    pub(super) problem: Option<String>,
    pub(super) stage: Stage,
    pub(super) course: Course,
    /// Days from session to session.
    pub(super) every: u8,
    pub(super) clinician: usize,
    #[serde(default)]
    pub(super) special: Option<Special>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Pronoun {
    She,
    He,
    They,
}

/// How far along.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Stage {
    Contact,
    Assessing,
    Agreed,
    Middle,
    Ending,
    Ended,
}

/// How it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Course {
    Improving,
    Slow,
    Stuck,
    Worsening,
    Fluctuating,
}

/// What this one person is there to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Special {
    /// A risk answer that nobody has acted on.
    OpenAlert,
    /// One that was acted on.
    KnownAlert,
    /// Feedback on the last session fell.
    Dip,
    /// It fell once, and was talked about.
    Repaired,
    /// The plan's review date has come.
    ReviewDue,
    /// The last note is not locked.
    DraftNote,
    /// A questionnaire has been waiting for more than a week.
    Unanswered,
    /// The supervisor may read.
    Shared,
    /// Does not want to be counted: followed in words.
    InWords,
}

/// A kind of trouble.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Story {
    pub(super) id: String,
    pub(super) area: ProblemArea,
    /// Catalogue id of the measure that leads.
    pub(super) lead: String,
    /// Lowest and highest first total on it.
    pub(super) start: [f64; 2],
    pub(super) problem: String,
    pub(super) second: Option<SecondProblem>,
    pub(super) said: BTreeMap<Domain, String>,
    #[serde(default)]
    pub(super) need: BTreeMap<Domain, String>,
    #[serde(default)]
    pub(super) strength: BTreeMap<Domain, String>,
    #[serde(rename = "factor")]
    pub(super) factors: Vec<FactorText>,
    /// What happened in this life.
    #[serde(rename = "event")]
    pub(super) events: Vec<EventText>,
    /// Who is in it, in the order in which they are named.
    #[serde(rename = "somebody", default)]
    pub(super) people: Vec<SomebodyText>,
    /// What is between two of them.
    #[serde(rename = "tie", default)]
    pub(super) ties: Vec<TieText>,
    pub(super) therapy: Therapy,
}

/// Something that happened, before the first contact or during the therapy.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EventText {
    pub(super) months_before: Option<i32>,
    pub(super) weeks_after: Option<i32>,
    /// How old they were, as people remember a childhood.
    pub(super) age: Option<u8>,
    /// How many years it lasted.
    pub(super) lasted_years: Option<i16>,
    pub(super) sort: LifeEventSort,
    #[serde(rename = "in")]
    pub(super) domain: Domain,
    pub(super) felt: Felt,
    pub(super) text: String,
    /// Keys of factors that began after it.
    #[serde(default)]
    pub(super) began_after: Vec<String>,
}

/// Somebody in a life, or a group.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SomebodyText {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) part: Part,
    #[serde(default)]
    pub(super) group: bool,
    #[serde(default)]
    pub(super) bond: Bond,
    pub(super) died: Option<i16>,
    /// Keys of factors they have to do with.
    #[serde(default)]
    pub(super) factors: Vec<String>,
    /// Begins of the texts of events they have to do with.
    #[serde(default)]
    pub(super) events: Vec<String>,
}

/// What is between two of them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TieText {
    pub(super) between: [String; 2],
    pub(super) bond: Bond,
}

/// Trouble that comes along.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SecondProblem {
    pub(super) area: ProblemArea,
    pub(super) words: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FactorText {
    pub(super) key: String,
    #[serde(rename = "in")]
    pub(super) domain: Domain,
    pub(super) role: Role,
    /// Catalogue id, where one fits.
    pub(super) mechanism: Option<String>,
    pub(super) text: String,
}

/// What is understood and done.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Therapy {
    /// `from > to +7 client`.
    pub(super) influences: Vec<String>,
    /// `domain: words`.
    pub(super) goals: Vec<String>,
    pub(super) strands: Vec<StrandText>,
    pub(super) later: Later,
    pub(super) declined: Declined,
    pub(super) tasks: Vec<String>,
    /// In the order in which they come up.
    pub(super) themes: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StrandText {
    pub(super) technique: String,
    /// Keys of factors.
    pub(super) on: Vec<String>,
    pub(super) expect: String,
}

/// What the first review changes.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Later {
    pub(super) drop: String,
    pub(super) technique: String,
    pub(super) on: Vec<String>,
    pub(super) because: String,
    pub(super) expect: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Declined {
    pub(super) technique: String,
    pub(super) because: String,
}

/// Sentences to put together.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Notes {
    pub(super) arrive: Arrive,
    pub(super) talk: Talk,
    pub(super) close: Close,
    /// By technique.
    pub(super) went: BTreeMap<String, Vec<String>>,
    pub(super) feedback: FeedbackWords,
    pub(super) task: TaskWords,
    pub(super) review: ReviewWords,
    pub(super) taken: Because,
    pub(super) alert: AlertWords,
    pub(super) amendment: AmendmentWords,
    pub(super) in_words: InWordsWords,
    pub(super) draft: DraftWords,
    pub(super) preferences: PreferenceWords,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Arrive {
    pub(super) first: Vec<String>,
    pub(super) better: Vec<String>,
    pub(super) same: Vec<String>,
    pub(super) worse: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Talk {
    /// Once the story's own themes have been told.
    pub(super) later: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Close {
    pub(super) middle: Vec<String>,
    pub(super) last: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FeedbackWords {
    pub(super) next_time: Vec<String>,
    pub(super) dip: String,
    pub(super) repaired: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TaskWords {
    pub(super) done: Vec<String>,
    pub(super) partly: Vec<String>,
    pub(super) not_done: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReviewWords {
    pub(super) better: Vec<String>,
    pub(super) same: Vec<String>,
    pub(super) worse: Vec<String>,
    pub(super) first_plan: Vec<String>,
    pub(super) goes_on: Vec<String>,
    pub(super) ending: String,
    pub(super) closed: Vec<String>,
    pub(super) no_change: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Because {
    pub(super) because: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AlertWords {
    pub(super) words: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AmendmentWords {
    pub(super) text: String,
    pub(super) reason: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InWordsWords {
    pub(super) because: String,
    pub(super) told: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DraftWords {
    pub(super) text: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PreferenceWords {
    pub(super) background: Vec<String>,
    pub(super) deal_breakers: Vec<String>,
}

impl Texts {
    /// Reads the files built into the program.
    pub(crate) fn load() -> anyhow::Result<Self> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct People {
            #[serde(rename = "colleague")]
            colleagues: Vec<Colleague>,
            #[serde(rename = "person")]
            people: Vec<Person>,
        }
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Stories {
            story: Vec<Story>,
        }
        let mut stories = Vec::new();
        for (name, text) in [
            ("depression.toml", include_str!("texts/depression.toml")),
            ("anxiety.toml", include_str!("texts/anxiety.toml")),
            ("trauma.toml", include_str!("texts/trauma.toml")),
            ("relationship.toml", include_str!("texts/relationship.toml")),
        ] {
            stories.extend(read::<Stories>(name, text)?.story);
        }
        let people: People = read("people.toml", include_str!("texts/people.toml"))?;
        Ok(Self {
            colleagues: people.colleagues,
            people: people.people,
            stories,
            notes: read("notes.toml", include_str!("texts/notes.toml"))?,
            filled: read("sheets.toml", include_str!("texts/sheets.toml"))?,
        })
    }

    pub(super) fn story(&self, id: &str) -> anyhow::Result<&Story> {
        let found = self.stories.iter().find(|story| story.id == id);
        found.with_context(|| format!("there is no story called {id}"))
    }
}

fn read<T: DeserializeOwned>(name: &str, text: &str) -> anyhow::Result<T> {
    toml::from_str(text).with_context(|| format!("demo/texts/{name}"))
}

/// An influence as it is written: `from > to +7 client`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct InfluenceText<'a> {
    pub(super) from: &'a str,
    pub(super) to: &'a str,
    pub(super) sign: Sign,
    pub(super) strength: u8,
    pub(super) voice: Voice,
}

impl<'a> InfluenceText<'a> {
    pub(super) fn read(text: &'a str) -> anyhow::Result<Self> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let [from, ">", to, size, voice] = words.as_slice() else {
            anyhow::bail!("\"{text}\" does not read like: from > to +7 client");
        };
        let sign = match size.chars().next() {
            Some('+') => Sign::More,
            Some('-') => Sign::Less,
            _ => anyhow::bail!("\"{size}\" needs + or - before it"),
        };
        let strength = size[1..]
            .parse()
            .with_context(|| format!("\"{size}\" is no strength"))?;
        ensure!(
            (1..=10).contains(&strength),
            "\"{size}\" is not from 1 to 10"
        );
        let voice = match *voice {
            "client" => Voice::Client,
            "clinician" => Voice::Clinician,
            "both" => Voice::Both,
            other => anyhow::bail!("\"{other}\" is nobody's view"),
        };
        Ok(Self {
            from,
            to,
            sign,
            strength,
            voice,
        })
    }
}
