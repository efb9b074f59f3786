use attune_ids::{FactorId, InfluenceId};
use attune_stats::causal_map::{FeedbackLoop, LoopKind, LoopSearch, find_loops};

use super::map::Map;
use super::quoted;
use crate::formulate::{Confidence, FindingKey, Influence, Role, Voice};

/// How strong a loop is, in a word. Our own convention: one round of a loop passes
/// on less than a tenth (weak), less than a third (medium), or more of what it began with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum GainSize {
    /// Below 0.10.
    Weak,
    /// From 0.10 to below 0.33.
    Medium,
    /// 0.33 and more.
    Strong,
}

impl GainSize {
    fn of(gain: f64) -> Self {
        match gain.abs() {
            size if size < 0.10 => Self::Weak,
            size if size < 0.33 => Self::Medium,
            _ => Self::Strong,
        }
    }

    /// The word.
    pub fn label(self) -> &'static str {
        match self {
            Self::Weak => "weak",
            Self::Medium => "medium",
            Self::Strong => "strong",
        }
    }
}

/// Whose view a loop is. A loop is only as shared as its least shared arrow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoopVoice {
    /// Every arrow is agreed on by both.
    Both,
    /// Every arrow is the client's, some agreed on.
    Client,
    /// Every arrow is the clinician's, some agreed on.
    Clinician,
    /// Every arrow was estimated from the diary.
    Diary,
    /// Its arrows come from different sides.
    Mixed,
}

impl LoopVoice {
    fn of(arrows: &[&Influence]) -> Self {
        let all = |allowed: &[Voice]| arrows.iter().all(|arrow| allowed.contains(&arrow.voice));
        if all(&[Voice::Both]) {
            Self::Both
        } else if all(&[Voice::Client, Voice::Both]) {
            Self::Client
        } else if all(&[Voice::Clinician, Voice::Both]) {
            Self::Clinician
        } else if all(&[Voice::Diary]) {
            Self::Diary
        } else {
            Self::Mixed
        }
    }

    /// The words on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::Both => "both think so",
            Self::Client => "said by the client",
            Self::Clinician => "the clinician's view",
            Self::Diary => "estimated from the diary",
            Self::Mixed => "pieced together from different views",
        }
    }
}

impl LoopFinding {
    /// How a judgement names it.
    pub fn key(&self) -> FindingKey {
        FindingKey::of_loop(&self.factors)
    }
}

/// One closed path of the drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct LoopFinding {
    /// In the direction of the arrows.
    pub factors: Vec<FactorId>,
    /// The arrow that leaves each factor.
    pub influences: Vec<InfluenceId>,
    /// Product of the weights along it, -1 to 1; above zero it feeds itself.
    pub gain: f64,
    /// The gain in a word.
    pub size: GainSize,
    /// Whose view it is.
    pub voice: LoopVoice,
    /// Feeds itself (true) or works against itself.
    pub keeps_going: bool,
    /// All its factors hold against the trouble: worth keeping, not breaking.
    pub helps: bool,
    /// “Low energy” leads to more “poor sleep”, which leads to more “low energy”: ...
    pub sentence: String,
}

/// The loops of a drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Loops {
    /// Those that keep themselves going, strongest first, then those that balance themselves.
    pub all: Vec<LoopFinding>,
    /// What the search left out, if it may have left out anything.
    pub limits: String,
}

impl Loops {
    /// Loops that keep themselves going, strongest first.
    pub fn keep_going(&self) -> impl Iterator<Item = &LoopFinding> {
        self.all.iter().filter(|found| found.keeps_going)
    }

    /// Loops that work against themselves, strongest first.
    pub fn balancing(&self) -> impl Iterator<Item = &LoopFinding> {
        self.all.iter().filter(|found| !found.keeps_going)
    }
}

pub(super) fn find(map: &Map<'_>) -> Loops {
    let search = LoopSearch::default();
    let found = find_loops(&map.graph, search);
    let mut all: Vec<LoopFinding> = found
        .loops
        .iter()
        .filter_map(|closed| finding(map, closed))
        .collect();
    // Stable: within each kind the strongest stays first.
    all.sort_by_key(|closed| !closed.keeps_going);
    let limits = if found.stopped {
        format!(
            "There are more than {} loops; the search stopped there, and the strongest may be missing.",
            search.most
        )
    } else {
        format!("Loops of up to {} arrows were looked for.", search.longest)
    };
    Loops { all, limits }
}

fn finding(map: &Map<'_>, closed: &FeedbackLoop) -> Option<LoopFinding> {
    let nodes = &closed.nodes;
    let next = nodes.iter().cycle().skip(1);
    let arrows: Vec<&Influence> = nodes
        .iter()
        .zip(next)
        .map(|(from, to)| map.between(*from, *to))
        .collect::<Option<_>>()?;
    let factors = nodes
        .iter()
        .map(|node| map.factors.get(*node).copied())
        .collect::<Option<Vec<_>>>()?;
    let keeps_going = closed.kind == LoopKind::Vicious;
    let helps = factors
        .iter()
        .all(|factor| factor.role == Some(Role::Protective));
    let texts: Vec<&str> = factors.iter().map(|factor| factor.text.as_str()).collect();
    let size = GainSize::of(closed.gain);
    let voice = LoopVoice::of(&arrows);
    let sentence = format!(
        "{}: this {}. {}, gain {}; {}{}.",
        path(&texts, &arrows),
        match (keeps_going, helps) {
            (true, false) => "keeps itself going",
            (true, true) => "keeps itself going, and holds against the trouble",
            (false, _) => "works against itself",
        },
        capital(size.label()),
        signed(closed.gain),
        voice.label(),
        guess(&arrows),
    );
    Some(LoopFinding {
        factors: factors.iter().map(|factor| factor.id).collect(),
        influences: arrows.iter().map(|arrow| arrow.id).collect(),
        gain: closed.gain,
        size,
        voice,
        keeps_going,
        helps,
        sentence,
    })
}

/// “a” leads to more “b”, which leads to less “c”, which leads to less “a”.
fn path(texts: &[&str], arrows: &[&Influence]) -> String {
    let targets = texts.iter().cycle().skip(1);
    let steps: Vec<String> = arrows
        .iter()
        .zip(targets)
        .map(|(arrow, to)| format!("{} {}", arrow.sign.label(), quoted(to)))
        .collect();
    let start = texts.first().map(|text| quoted(text)).unwrap_or_default();
    format!("{start} {}", steps.join(", which "))
}

/// A loop hangs on its least certain arrow.
fn guess(arrows: &[&Influence]) -> &'static str {
    let guesses = arrows
        .iter()
        .filter(|arrow| arrow.confidence == Confidence::Low)
        .count();
    match guesses {
        0 => "",
        1 => "; one of its arrows is a guess",
        _ => "; several of its arrows are guesses",
    }
}

fn signed(gain: f64) -> String {
    format!("{gain:.2}").replace('-', "\u{2212}")
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}
