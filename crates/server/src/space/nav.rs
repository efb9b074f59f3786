//! The ways through the space, the same on every page.

use crate::language::key;

/// Where in the space a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// What is asked, when we meet, tasks.
    Today,
    /// Questionnaires.
    Questions,
    /// The plan and the map, as shared.
    Plan,
    /// A few things, asked several times a day.
    Diary,
    /// What the client writes.
    Journal,
    /// Everything else.
    More,
}

impl Place {
    /// In the order of the bar, with address and key of the word.
    const ALL: [(Self, &'static str, &'static str); 6] = [
        (Self::Today, "/portal/today", key("today")),
        (Self::Questions, "/portal/questions", key("questions")),
        (Self::Diary, "/portal/diary", key("diary")),
        (Self::Journal, "/portal/journal", key("journal")),
        (Self::Plan, "/portal/plan", key("my-plan")),
        (Self::More, "/portal/more", key("more")),
    ];
}

/// The bar at the foot of a page of the space.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Nav {
    here: Place,
}

impl Nav {
    /// The bar, seen from here.
    pub(crate) fn at(here: Place) -> Self {
        Self { here }
    }

    /// Address, key of the word, and whether that is where we are.
    pub(crate) fn items(self) -> impl Iterator<Item = (&'static str, &'static str, bool)> {
        Place::ALL
            .into_iter()
            .map(move |(place, address, word)| (address, word, place == self.here))
    }
}
