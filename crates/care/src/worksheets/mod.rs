//! Worksheets in a record: filled in, given to the client, looked at again.
//!
//! A [`Sheet`] holds what was asked beside what was answered, so that it can be read for ever, whatever becomes of the
//! worksheet. What a worksheet asks is data (`attune_catalog::worksheet`); nothing here knows one by name.

mod beside;
mod fill;
mod give;
mod look;
mod moment;
mod read;
mod seen;
mod sheet;

pub use beside::{
    BesideAnswer, BesideInput, BesideSaid, BesideStanding, Laid, Turn, beside_standing, partners,
    say_beside, side_by_side, turns,
};
pub use fill::{Filling, fill_sheet, take_sheet_out};
pub use give::{Giving, GivingEnding, GivingState, end_giving, give_worksheet, open_to_client};
pub use look::{filled_by_client, serves_plan};
pub use moment::{Moment, MomentInput, set_moment, take_moment_out};
pub use read::{CellProblem, Expected, Typed, TypedRow, read, typed};
pub use seen::{Counted, Curve, DatedNumbers, Seen, seen};
pub use sheet::{Asked, Cell, FilledPart, FilledRow, Links, PickedRow, Sheet, Value, pickable};
