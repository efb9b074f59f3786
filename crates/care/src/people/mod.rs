//! The people of a life: who they are to the client, and what is between them.
//!
//! A picture in the manner of a genogram (`McGoldrick`, Gerson & Petry 2020, "Genograms: assessment and treatment"), kept
//! to what helps a talk: family by generation, closeness, conflict, support, broken off. What is not said stays not
//! said; a tie without a word on conflict is no tie without conflict.

/// An enum offered in a form: every choice in order, its stored code, its words.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $($(#[$says:meta])* $variant:ident = $code:literal, $label:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$says])* $variant,)+ }

        impl $name {
            /// Every choice, in the order offered.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The stable code used in form fields.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// The choice with this code.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.code() == code)
            }

            /// The words on the page.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }
        }
    };
}
mod person;
mod sentences;
mod tie;

pub use person::{Part, Person, PersonInput, Sort, set_person, undo_person_change, void_person};
pub use sentences::people_sentences;
pub use tie::{
    Bond, Closeness, Conflict, Support, Tie, TieInput, set_tie, standing_ties, undo_tie_change,
    void_tie,
};
