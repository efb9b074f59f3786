//! Who needs attention today, and why.

use attune_catalog::ProblemArea;
use attune_stats::signal::Signal;
use jiff::civil::Date;

use crate::Headline;
use crate::assess::is_overdue;
use crate::review::SecondLook;

/// Why a client is worth a look today, most pressing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// A risk answer nobody has acted on, since this day.
    RiskAnswer(Date),
    /// The course is not what was expected, or worse than at the start.
    NotOnTrack,
    /// Session feedback fell against the client's own usual, on this day.
    AllianceDip(Date),
    /// Two or three sessions after the review of this day the alarm stands still, or nothing was answered.
    LookAgain(Date, SecondLook),
    /// The plan's review date has come.
    ReviewDue(Date),
    /// Notes are still drafts.
    OpenNotes(usize),
    /// A questionnaire has been waiting for a week or more.
    Waiting(Date),
    /// Followed in words, and nothing was told since this day, which is longer than agreed.
    NothingTold(Date),
    /// Three sessions or more and no plan yet.
    NoPlan,
    /// The course is worth watching.
    Watch,
    /// An alarm stands, was reviewed on this day, and is looked at again by itself after
    /// so many more sessions.
    LookedAt(Date, u32),
}

/// Everything that makes this client worth a look today, most pressing first.
/// Empty is good news.
pub fn reasons(headline: &Headline, today: Date) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if let Some(first) = headline.open_alerts.iter().map(|alert| alert.on).min() {
        reasons.push(Reason::RiskAnswer(first));
    }
    // What was reviewed is not asked for again before its second look: an alarm that
    // never stops is one that nobody hears. It stays in the list, further down.
    let waiting = headline
        .again
        .as_ref()
        .filter(|again| again.look == SecondLook::Waiting);
    let mut reviewed = false;
    match headline.signal {
        Some(Signal::NotOnTrack) if waiting.is_some() => reviewed = true,
        Some(Signal::NotOnTrack) => reasons.push(Reason::NotOnTrack),
        Some(Signal::Watch) => reasons.push(Reason::Watch),
        _ => {}
    }
    match (headline.alliance_dip, waiting) {
        (Some(on), Some(again)) if on <= again.on => reviewed = true,
        (Some(on), _) => reasons.push(Reason::AllianceDip(on)),
        (None, _) => {}
    }
    match &headline.again {
        Some(again) if again.look == SecondLook::Waiting && reviewed => {
            reasons.push(Reason::LookedAt(again.on, again.to_go));
        }
        Some(again) if [SecondLook::Persists, SecondLook::NothingNew].contains(&again.look) => {
            reasons.push(Reason::LookAgain(again.on, again.look));
        }
        _ => {}
    }
    if let Some((_, review_on)) = headline.plan.filter(|(_, review_on)| *review_on <= today) {
        reasons.push(Reason::ReviewDue(review_on));
    }
    if headline.open_notes > 0 {
        reasons.push(Reason::OpenNotes(headline.open_notes));
    }
    if let Some(since) = headline
        .waiting_since
        .iter()
        .copied()
        .min()
        .filter(|since| is_overdue(*since, today))
    {
        reasons.push(Reason::Waiting(since));
    }
    if let Some(in_words) = headline.in_words.filter(|it| it.is_quiet(today)) {
        let since = in_words.told.unwrap_or(in_words.since);
        reasons.push(Reason::NothingTold(since));
    }
    if headline.plan.is_none() && headline.sessions >= 3 {
        reasons.push(Reason::NoPlan);
    }
    reasons.sort();
    reasons
}

impl Reason {
    /// Whether it asks for a review, rather than for something else.
    pub fn asks_for_review(self) -> bool {
        matches!(
            self,
            Self::NotOnTrack | Self::AllianceDip(_) | Self::LookAgain(..) | Self::ReviewDue(_)
        )
    }
}

/// Whole days from one date to another; negative if `to` is earlier.
pub(crate) fn days(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_hours() / 24
}

/// The order of the list. A closed set: nothing a request says reaches SQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// Most pressing first.
    #[default]
    Attention,
    /// By name.
    Name,
    /// Longest unseen first.
    LastSeen,
    /// Largest worsening first.
    Change,
}

/// What the list is narrowed to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Filter {
    /// Part of the name.
    pub text: String,
    /// Only this problem area.
    pub area: Option<ProblemArea>,
    /// Only those with a reason to look today.
    pub only_attention: bool,
    /// Only those with a reason for a review.
    pub only_review: bool,
}

/// One line of the caseload, before words are put to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Line<Key> {
    /// What the caller knows the client by.
    pub key: Key,
    /// The name as shown and searched.
    pub name: String,
    /// The headline behind it.
    pub headline: std::sync::Arc<Headline>,
    /// Why today; empty is good news.
    pub reasons: Vec<Reason>,
}

/// Filters and orders the caseload.
pub fn arrange<Key>(
    clients: impl Iterator<Item = (Key, String, std::sync::Arc<Headline>)>,
    filter: &Filter,
    order: Order,
    today: Date,
) -> Vec<Line<Key>> {
    let wanted = filter.text.trim().to_lowercase();
    let mut lines: Vec<Line<Key>> = clients
        .filter(|(_, name, headline)| {
            (wanted.is_empty() || name.to_lowercase().contains(&wanted))
                && filter
                    .area
                    .is_none_or(|area| headline.areas.contains(&area))
        })
        .map(|(key, name, headline)| {
            let reasons = reasons(&headline, today);
            Line {
                key,
                name,
                headline,
                reasons,
            }
        })
        .filter(|line| !filter.only_attention || !line.reasons.is_empty())
        .filter(|line| {
            !filter.only_review || line.reasons.iter().any(|reason| reason.asks_for_review())
        })
        .collect();
    lines.sort_by_cached_key(|line| line.name.to_lowercase());
    match order {
        Order::Name => {}
        Order::Attention => lines.sort_by_key(|line| {
            // No reason sorts after every reason.
            (line.reasons.is_empty(), line.reasons.first().copied())
        }),
        Order::LastSeen => lines.sort_by_key(|line| line.headline.last_session),
        Order::Change => lines.sort_by(|one, other| worsening(other).total_cmp(&worsening(one))),
    }
    lines
}

/// Points of worsening since the start on the leading measure; clients without
/// two scores come last.
fn worsening<Key>(line: &Line<Key>) -> f64 {
    line.headline
        .latest
        .as_ref()
        .and_then(|latest| latest.change)
        .map_or(f64::NEG_INFINITY, |change| -change.improvement)
}
