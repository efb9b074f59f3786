//! How near a goal is, as the client sees it.

use attune_ids::{EntryId, GoalId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{Body, NewEntry, Record, Refusal};

/// The highest rating: the goal is reached. The lowest, 0, is "not at all". Not a
/// validated scale: it is held against the client's own earlier answers only.
pub const REACHED: u8 = 10;

/// One goal, rated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalRating {
    /// Which goal; ratings go on when its words change.
    pub goal: GoalId,
    /// 0 not at all ... 10 reached.
    pub rating: u8,
}

/// Goals were rated, by the client in their space or together in a session. A goal
/// that was left out was not rated; that is not a zero.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalsRated {
    /// The day.
    pub on: Date,
    /// At least one, each goal once.
    pub ratings: Vec<GoalRating>,
}

/// Where a goal stood first and stands now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GoalCourse {
    /// The first rating with its day.
    pub first: (Date, u8),
    /// The last one; the same if there is only one.
    pub last: (Date, u8),
    /// How many there are.
    pub number: usize,
}

/// Keeps how near goals are.
///
/// # Errors
/// [`Refusal::Missing`] if nothing is rated; [`Refusal::Invalid`] for a rating above
/// [`REACHED`]; [`Refusal::NotThere`] for a goal that is in no version of the plan.
pub fn rate_goals(
    record: &Record,
    ratings: &[GoalRating],
    today: Date,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let mut kept: Vec<GoalRating> = Vec::with_capacity(ratings.len());
    for rating in ratings {
        if rating.rating > REACHED {
            return Err(Refusal::Invalid {
                field: "How near it is",
                expected: "a number from 0 to 10",
            });
        }
        let known = record
            .plans
            .iter()
            .any(|plan| plan.item.goals.iter().any(|goal| goal.id == rating.goal));
        if !known {
            return Err(Refusal::NotThere { what: "goal" });
        }
        kept.retain(|earlier| earlier.goal != rating.goal);
        kept.push(*rating);
    }
    if kept.is_empty() {
        return Err(Refusal::Missing {
            field: "how near at least one goal is",
        });
    }
    Ok(vec![NewEntry {
        id: entry,
        body: Body::GoalsRated(GoalsRated {
            on: today,
            ratings: kept,
        }),
    }])
}

/// The course of one goal; none while nobody rated it.
pub fn goal_course(record: &Record, goal: GoalId) -> Option<GoalCourse> {
    let all: Vec<(Date, u8)> = record
        .goal_ratings
        .iter()
        .flat_map(|rated| {
            let on = rated.item.on;
            rated.item.ratings.iter().map(move |rating| (on, *rating))
        })
        .filter(|(_, rating)| rating.goal == goal)
        .map(|(on, rating)| (on, rating.rating))
        .collect();
    Some(GoalCourse {
        first: *all.first()?,
        last: *all.last()?,
        number: all.len(),
    })
}
