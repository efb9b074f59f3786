//! Pictures.
mod date_axis;
mod domain;
mod error;
mod frame;
mod geometry;
mod key;
mod place;
mod scale;
mod svg;
mod table;
mod trajectory;
mod whole_person;
mod words;

pub use domain::{ByDomain, Domain};
pub use error::FigureError;
pub use frame::{Figure, FigureId, Frame, Size};
pub use geometry::Point;
pub use scale::Range;
pub use table::{DataTable, Header};
pub use trajectory::{Expected, Mark, MarkKind, Measured, SeverityBand, Threshold, Trajectory};
pub use whole_person::{DomainState, WholePerson};
pub use words::{DateOrder, Format, Word, Words};
