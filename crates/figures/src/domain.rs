/// One of the six domains of a person's life, in their fixed order and place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Domain {
    /// What goes through the mind.
    Thoughts,
    /// What is felt.
    Emotions,
    /// What is done.
    Behaviours,
    /// Where life takes place.
    Environment,
    /// Money and work.
    Economic,
    /// The people around.
    Relationships,
}

impl Domain {
    /// All six, clockwise from twelve o'clock.
    pub const ALL: [Self; 6] = [
        Self::Thoughts,
        Self::Emotions,
        Self::Behaviours,
        Self::Environment,
        Self::Economic,
        Self::Relationships,
    ];

    /// The CSS class that gives the domain its hue.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Thoughts => "fig-domain-thoughts",
            Self::Emotions => "fig-domain-emotions",
            Self::Behaviours => "fig-domain-behaviours",
            Self::Environment => "fig-domain-environment",
            Self::Economic => "fig-domain-economic",
            Self::Relationships => "fig-domain-relationships",
        }
    }
}

/// One thing for each domain; none can be forgotten or swapped.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ByDomain<T> {
    /// For [`Domain::Thoughts`].
    pub thoughts: T,
    /// For [`Domain::Emotions`].
    pub emotions: T,
    /// For [`Domain::Behaviours`].
    pub behaviours: T,
    /// For [`Domain::Environment`].
    pub environment: T,
    /// For [`Domain::Economic`].
    pub economic: T,
    /// For [`Domain::Relationships`].
    pub relationships: T,
}

impl<T> ByDomain<T> {
    /// The thing of one domain.
    pub const fn get(&self, domain: Domain) -> &T {
        match domain {
            Domain::Thoughts => &self.thoughts,
            Domain::Emotions => &self.emotions,
            Domain::Behaviours => &self.behaviours,
            Domain::Environment => &self.environment,
            Domain::Economic => &self.economic,
            Domain::Relationships => &self.relationships,
        }
    }
}
