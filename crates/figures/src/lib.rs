//! Pictures: plain structs in, an accessible SVG and the same data as a table out.
//!
//! | picture | shows |
//! | --- | --- |
//! | [`Trajectory`] | a measure over time against its expected course |
//! | [`Courses`] | several of them, one above the other on one axis of time |
//! | [`WholePerson`] | six domains of a life, now against then |
//! | [`Network`] | a formulation: factors and what they do to each other |
//! | [`ForestPlot`] | estimates with their intervals |
//! | [`Fan`] | an expected course with bands over plain time |
//! | [`Funnel`] | rates of groups against their size, with the limits of chance |
//! | [`Ratings`] | numbers somebody gave, by date, one or a pair each time |
//! | [`Curves`] | the same thing each time, over the minutes of an hour |
//! | [`Counts`] | how often each of a few things was given |
//! | [`HeatMap`] | numbers by row and column, such as a league table |
//! | [`LifeLine`] | a whole life on one line, the recent weeks on a wider scale |
//! | [`RelationMap`] | the people of a life, and what is between them |
//! | [`Sparkline`] | a trajectory small enough for one row of a list |
//!
//! A caller fills the struct, gives the sentence that the picture shows as
//! [`Frame::summary`], and puts [`Figure::html`] on the page: the sentence, the
//! picture for a wide page and for a phone, and the table one key away.
//!
//! ```
//! use attune_figures::{Figure, FigureId, Frame, Measured, Range, Size, Trajectory};
//! use jiff::civil::date;
//!
//! let picture = Trajectory {
//!     frame: Frame::new(FigureId::new("gad7")?, "GAD-7", "GAD-7 12, moderate."),
//!     range: Range::new(0.0, 21.0)?,
//!     decimals: 0,
//!     measured: vec![Measured {
//!         date: date(2024, 5, 14),
//!         value: Some(12.0),
//!         label: "12, moderate".to_owned(),
//!         moved: None,
//!         link: None,
//!     }],
//!     expected: Vec::new(),
//!     bands: Vec::new(),
//!     thresholds: Vec::new(),
//!     sessions: Vec::new(),
//!     marks: Vec::new(),
//! };
//! assert!(picture.svg(Size::Narrow).starts_with("<svg"));
//! assert_eq!(picture.table().rows.len(), 1);
//! # Ok::<(), attune_figures::FigureError>(())
//! ```
//!
//! # What every drawing keeps to
//!
//! - No `style` attribute, no `<style>`, no `<script>`, no reference to anything
//!   outside: it passes a content security policy that allows none of them.
//! - `role="img"` (`group` when cards are links) with `<title>` and `<desc>`,
//!   whose ids begin with the caller's [`FigureId`] and the size.
//! - Looks are CSS classes; grey presentation attributes stand in for them, so
//!   that the drawing is readable on paper and without a style sheet.
//! - All text is escaped; coordinates have one decimal; the same data gives the
//!   same bytes. Numbers that are not finite are treated as missing.
//! - Text is at least 11 px at the width the size is for.
//!
//! # Classes
//!
//! Styled in `web/src/figures.css`, which reads the colours `--paper`,
//! `--surface`, `--ink`, `--ink-quiet`, `--hairline`, `--accent`, `--clay` and
//! `--domain-thoughts` to `--domain-relationships`. A place with another ground
//! than paper sets `--fig-ground`.
//!
//! - Around: `fig-figure`, `fig-summary`, `fig-data`, `fig-scroll`, `fig-table`, `fig-number`.
//! - Every picture: `fig`, `fig-wide`, `fig-narrow`, and one of `fig-trajectory`, `fig-courses`,
//!   `fig-whole-person`, `fig-network`, `fig-forest`, `fig-fan`, `fig-funnel`, `fig-ratings`, `fig-curves`, `fig-counts`, `fig-heat-map`, `fig-associations`, `fig-life-line`,
//!   `fig-relations`; a sparkline is `fig-spark`.
//! - Text: `fig-text`, `fig-text-strong`, `fig-text-quiet`, and with a rim that
//!   keeps it readable on lines `fig-text-on-lines`, `fig-text-strong-on-lines`,
//!   `fig-text-quiet-on-lines`.
//! - Axes: `fig-axis`, `fig-grid`, `fig-leader`, `fig-threshold`.
//! - Trajectory: `fig-band-80`, `fig-band-50`, `fig-expected`, `fig-measured`,
//!   `fig-measured-line`, `fig-missing`, `fig-session`, `fig-life-event`, `fig-plan-change`,
//!   `fig-moved`, and `fig-point-link` with `fig-reach` around what can be pressed;
//!   the sentences of several measures stand in `fig-course-list`.
//! - Domains, which set `--fig-hue` for what is in them: `fig-domain-thoughts`,
//!   `fig-domain-emotions`, `fig-domain-behaviours`, `fig-domain-environment`,
//!   `fig-domain-economic`, `fig-domain-relationships`.
//! - Whole person: `fig-arc-now`, `fig-arc-then`, `fig-change`, `fig-domain-mark`,
//!   `fig-not-asked`, `fig-ring`.
//! - Network: `fig-factor`, `fig-card`, `fig-card-edge`, `fig-card-link`,
//!   `fig-influence`, `fig-edge`, `fig-edge-head`, `fig-edge-bar`, `fig-one-view`,
//!   `fig-loop-<n>` (with `data-loop`), `fig-loops`, `fig-loop-name`. A script
//!   that lights a loop up sets `fig-dim` on the picture and `fig-lit` on what
//!   carries the loop's class; `data-factor` and `data-influence` are the
//!   caller's keys.
//! - Associations: `fig-apart` and those of the network's edges.
//! - Forest plot: `fig-estimate`, `fig-interval`, `fig-prediction`, `fig-zero`, `fig-bracket`.
//! - Heat map: `fig-heat-more`, `fig-heat-less`, `fig-heat-edge`.
//! - Life line: `fig-life-good`, `fig-lasted`, `fig-unsure`, `fig-scale-change`, and those of trajectories.
//! - Map of people: `fig-tie`, `fig-tie-conflict`, `fig-tie-cut`, `fig-tie-gap`, `fig-tie-head`, `fig-client-card`,
//!   `fig-person`, `fig-relation`.
//! - Sparkline: `fig-spark-line`, `fig-spark-point`, `fig-spark-last`.

mod associations;
mod counts;
mod curves;
mod date_axis;
mod domain;
mod error;
mod fan;
mod forest;
mod frame;
mod funnel;
mod geometry;
mod heat_map;
mod key;
mod life_line;
mod network;
mod place;
mod ratings;
mod relations;
mod rise;
mod scale;
mod sparkline;
mod svg;
mod table;
mod trajectory;
mod whole_person;
mod words;

pub use associations::{Association, Associations};
pub use counts::{CountGroup, Counts};
pub use curves::{Curves, OneCurve};
pub use domain::{ByDomain, Domain};
pub use error::FigureError;
pub use fan::{Fan, FanPoint};
pub use forest::{ForestPlot, ForestRow, TiedGroup};
pub use frame::{Figure, FigureId, Frame, Size};
pub use funnel::{Funnel, FunnelGroup, FunnelLimits};
pub use geometry::Point;
pub use heat_map::{HeatCell, HeatMap};
pub use life_line::{LifeLine, LifeMark, Side, SmallCourse};
pub use network::{Effect, Factor, FeedbackLoop, Influence, Network, PagePath, View};
pub use ratings::{Rating, Ratings};
pub use relations::{Conflict, MapPerson, MapTie, Nearness, RelationMap, TieLine};
pub use scale::Range;
pub use sparkline::Sparkline;
pub use table::{DataTable, Header};
pub use trajectory::{
    Courses, Expected, Mark, MarkKind, Measured, Moved, Session, SeverityBand, Threshold,
    Trajectory,
};
pub use whole_person::{DomainState, WholePerson};
pub use words::{Format, Word, Words};
