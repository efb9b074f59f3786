//! The ways through the space, the same on every page.

/// Where in the space a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// What is asked, when we meet, tasks.
    Today,
    /// Questionnaires.
    Questions,
    /// A few things, asked several times a day.
    Diary,
    /// What the client writes.
    Journal,
    /// Everything else.
    More,
}

impl Place {
    /// In the order of the bar, with address and word.
    const ALL: [(Self, &'static str, &'static str); 5] = [
        (Self::Today, "/portal/today", "Today"),
        (Self::Questions, "/portal/questions", "Questions"),
        (Self::Diary, "/portal/diary", "Diary"),
        (Self::Journal, "/portal/journal", "Journal"),
        (Self::More, "/portal/more", "More"),
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

    /// Address, word, and whether that is where we are.
    pub(crate) fn items(self) -> impl Iterator<Item = (&'static str, &'static str, bool)> {
        Place::ALL
            .into_iter()
            .map(move |(place, address, word)| (address, word, place == self.here))
    }
}
