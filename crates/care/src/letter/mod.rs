//! Letters and reports: drafted from the record, edited by the clinician, finished as an entry that is never changed.
//!
//! A letter is plain text with four marks that anybody can type (see [`pieces`]), so that it can be read in fifty years
//! without this program. What goes into it is chosen part by part ([`Part`]); there is no part for process notes and none
//! for the client's journal, so neither can be drafted into one.

mod kind;
mod pieces;
mod show;
mod template;
mod write;

pub use kind::{LetterKind, Part};
pub use pieces::{PictureOf, Piece, pieces};
pub use show::{LetterShown, show_letter};
pub use template::{INLINE, UnknownPlace, check_template, fill, usual_template};
pub use write::{LONGEST, Letter, LetterInput, as_written, write_letter};
