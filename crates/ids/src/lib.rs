//! Ids and the clock as arguments.
//!
//! Every id is its own type, so that a client id can never be passed where an
//! account id is meant. New ids come from an [`IdSource`], which is handed in:
//! rules stay deterministic and tests can repeat a run.

mod derived;
mod source;

pub use derived::derived;
pub use source::{IdSource, RandomIds, SeededIds};

/// Declares one id type: a UUID with a name of its own.
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug,
            serde::Serialize, serde::Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub uuid::Uuid);

        impl $name {
            /// A fresh id from the given source.
            pub fn new(ids: &mut dyn IdSource) -> Self {
                Self(ids.next_id())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.simple().fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                uuid::Uuid::parse_str(text).map(Self)
            }
        }
    };
}

id!(/** One person in therapy; the owner of one record. */ ClientId);
id!(/** One immutable event in a record. */ EntryId);
id!(/** One person who signs in as staff. */ AccountId);
id!(/** One request to answer a measure; the response carries it. */ AssignmentId);
id!(/** Something the client wants changed. */ ProblemId);
id!(/** One node of a formulation. */ FactorId);
id!(/** One arrow of a formulation. */ InfluenceId);
id!(/** One line of a plan. */ StrandId);
id!(/** Something the client wants to reach, in their words. */ GoalId);
id!(/** One meeting. */ SessionId);
id!(/** One between-session task. */ TaskId);
id!(/** One risk alert, from raised to acknowledged. */ AlertId);
id!(/** One review of how therapy goes. */ ReviewId);
id!(/** One saved, not yet final text or form. */ DraftId);
id!(/** A need or a strength; stays the same when its wording changes. */ AspectId);
id!(/** Something that happened in a life; stays the same when it is told better. */ LifeEventId);
id!(/** One standing arrangement by which measures are asked again. */ ScheduleId);
id!(/** Requests that are answered one after the other, as one flow. */ BatteryId);
id!(/** One page of a client's journal, wherever it is kept. */ JournalId);
id!(/** One diary as it was agreed. */ DiaryId);
id!(/** Somebody, or a group, in the life of a client; stays the same when told better. */ PersonId);
id!(/** What is between two people of a client's life. */ TieId);
id!(/** One letter, in all its versions. */ LetterId);
id!(/** One agreed time to meet; stays the same when it is moved. */ AppointmentId);
id!(/** Appointments that were agreed together, one after the other. */ SeriesId);
id!(/** Appointments of several clients at one time, one in each of their records. */ TogetherId);
id!(/** One filled worksheet; stays the same when it is filled in further. */ SheetId);
id!(/** One row of a filled worksheet; what other sheets pick. */ RowId);
id!(/** Something that happened and is looked at more than once; stays the same when it is told better. */ MomentId);
