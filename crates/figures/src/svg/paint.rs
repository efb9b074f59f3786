//! How each kind of mark looks without a style sheet: in grey, for print.
//!
//! The style sheet (`web/src/figures.css`) overrides every one of these
//! attributes by class, since presentation attributes have no specificity.

/// A CSS class and the presentation attributes that stand in for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Paint {
    pub(crate) class: &'static str,
    pub(crate) attributes: &'static [(&'static str, &'static str)],
}

type Attributes = &'static [(&'static str, &'static str)];

const fn paint(class: &'static str, attributes: Attributes) -> Paint {
    Paint { class, attributes }
}

/// A stroke without a fill.
macro_rules! stroke {
    ($class:literal, $colour:literal, $width:literal $(, $name:literal = $value:literal)*) => {
        paint($class, &[
            ("fill", "none"), ("stroke", $colour), ("stroke-width", $width) $(, ($name, $value))*
        ])
    };
}

/// A fill without a stroke.
macro_rules! fill {
    ($class:literal, $colour:literal $(, $name:literal = $value:literal)*) => {
        paint($class, &[("fill", $colour) $(, ($name, $value))*])
    };
}

/// Text with a rim of the ground's colour, readable on top of lines.
macro_rules! text_on_lines {
    ($class:literal, $colour:literal $(, $name:literal = $value:literal)*) => {
        fill!($class, $colour, "stroke" = "#fff", "stroke-width" = "3",
            "stroke-linejoin" = "round", "paint-order" = "stroke" $(, $name = $value)*)
    };
}

// Text.
pub(crate) const TEXT: Paint = fill!("fig-text", "#222");
pub(crate) const STRONG: Paint = fill!("fig-text-strong", "#222", "font-weight" = "600");
pub(crate) const QUIET: Paint = fill!("fig-text-quiet", "#555");
pub(crate) const ON_LINES: Paint = text_on_lines!("fig-text-on-lines", "#222");
pub(crate) const QUIET_ON_LINES: Paint = text_on_lines!("fig-text-quiet-on-lines", "#555");
pub(crate) const STRONG_ON_LINES: Paint =
    text_on_lines!("fig-text-strong-on-lines", "#222", "font-weight" = "600");

// Axes and what stands still.
pub(crate) const GRID: Paint = stroke!("fig-grid", "#ccc", "1");
pub(crate) const AXIS: Paint = stroke!("fig-axis", "#777", "1");
pub(crate) const THRESHOLD: Paint =
    stroke!("fig-threshold", "#444", "1.2", "stroke-dasharray" = "7 4");
pub(crate) const LEADER: Paint = stroke!("fig-leader", "#999", "1", "stroke-dasharray" = "1 3");

// Trajectory.
pub(crate) const BAND_MOST: Paint = fill!("fig-band-80", "#ededed");
pub(crate) const BAND_HALF: Paint = fill!("fig-band-50", "#d9d9d9");
pub(crate) const EXPECTED: Paint = stroke!("fig-expected", "#666", "1.2");
pub(crate) const MEASURED_LINE: Paint = stroke!(
    "fig-measured-line",
    "#444",
    "1.2",
    "stroke-linejoin" = "round"
);
pub(crate) const MEASURED: Paint = fill!(
    "fig-measured",
    "#222",
    "stroke" = "#fff",
    "stroke-width" = "1.5"
);
pub(crate) const MISSING: Paint = stroke!("fig-missing", "#555", "1.5");
pub(crate) const MOVED: Paint = stroke!("fig-moved", "#222", "1.2");
// Seen by fingers and pointers only.
pub(crate) const REACH: Paint = paint(
    "fig-reach",
    &[("fill", "transparent"), ("pointer-events", "all")],
);
// How wide a session's tick is depends on how many there are.
pub(crate) const SESSION: Paint = paint("fig-session", &[("fill", "none"), ("stroke", "#555")]);
pub(crate) const LIFE_EVENT: Paint = fill!("fig-life-event", "#444");
pub(crate) const PLAN_CHANGE: Paint = paint(
    "fig-plan-change",
    &[
        ("fill", "#fff"),
        ("stroke", "#222"),
        ("stroke-width", "1.5"),
    ],
);

// Whole person.
pub(crate) const RING: Paint = stroke!("fig-ring", "#ccc", "1");
pub(crate) const NOT_ASKED: Paint =
    stroke!("fig-not-asked", "#888", "1.2", "stroke-dasharray" = "3 4");
pub(crate) const ARC_NOW: Paint = stroke!("fig-arc-now", "#333", "5", "stroke-linecap" = "round");
pub(crate) const ARC_THEN: Paint =
    stroke!("fig-arc-then", "#888", "1.5", "stroke-linecap" = "round");
pub(crate) const CHANGE: Paint = stroke!("fig-change", "#555", "1.2");
pub(crate) const DOMAIN_MARK: Paint = fill!("fig-domain-mark", "#555");

// Network.
pub(crate) const CARD: Paint = paint(
    "fig-card",
    &[("fill", "#fff"), ("stroke", "#bbb"), ("stroke-width", "1")],
);
pub(crate) const CARD_EDGE: Paint = fill!("fig-card-edge", "#555");
// The width of an edge is its strength, so it is not set here.
pub(crate) const EDGE: Paint = paint("fig-edge", &[("fill", "none"), ("stroke", "#666")]);
pub(crate) const EDGE_HEAD: Paint = fill!("fig-edge-head", "#666");
// Seen by fingers only.
pub(crate) const EDGE_REACH: Paint = stroke!(
    "fig-edge-reach",
    "transparent",
    "16",
    "pointer-events" = "stroke"
);
pub(crate) const EDGE_BAR: Paint = stroke!("fig-edge-bar", "#666", "3", "stroke-linecap" = "round");

// Forest plot.
pub(crate) const ZERO: Paint = stroke!("fig-zero", "#555", "1");
pub(crate) const INTERVAL: Paint = stroke!("fig-interval", "#333", "1.6");
pub(crate) const PREDICTION: Paint = stroke!("fig-prediction", "#aaa", "1.2");
pub(crate) const ESTIMATE: Paint = fill!("fig-estimate", "#222");
pub(crate) const BRACKET: Paint = stroke!("fig-bracket", "#555", "1.2");

// Heat map. How dark a square is, is its number.
pub(crate) const HEAT_MORE: Paint = fill!("fig-heat-more", "#333");
pub(crate) const HEAT_LESS: Paint = fill!("fig-heat-less", "#999");
pub(crate) const HEAT_EDGE: Paint = stroke!("fig-heat-edge", "#111", "1.5");

// Sparkline.
pub(crate) const SPARK_LINE: Paint =
    stroke!("fig-spark-line", "#555", "1.2", "stroke-linejoin" = "round");
pub(crate) const SPARK_POINT: Paint = fill!("fig-spark-point", "#555");
pub(crate) const SPARK_LAST: Paint = fill!("fig-spark-last", "#222");

// Life line. Lines that lasted, and those nobody knows better.
pub(crate) const LIFE_GOOD: Paint = paint(
    "fig-life-good",
    &[
        ("fill", "#fff"),
        ("stroke", "#222"),
        ("stroke-width", "1.6"),
    ],
);
pub(crate) const LASTED: Paint = fill!("fig-lasted", "#888");
pub(crate) const UNSURE: Paint = stroke!("fig-unsure", "#888", "1");
pub(crate) const SCALE_CHANGE: Paint = stroke!("fig-scale-change", "#777", "1.2");

// Map of people. Kinds of lines differ in shape, never in colour alone.
pub(crate) const TIE: Paint = stroke!("fig-tie", "#555", "1.5");
pub(crate) const TIE_DISTANT: Paint = stroke!("fig-tie", "#555", "1.5", "stroke-dasharray" = "7 5");
pub(crate) const TIE_NOT_SAID: Paint = stroke!("fig-tie", "#555", "1", "stroke-dasharray" = "1 4");
pub(crate) const TIE_CONFLICT: Paint = stroke!(
    "fig-tie-conflict",
    "#222",
    "1.6",
    "stroke-linejoin" = "round"
);
pub(crate) const TIE_CUT: Paint = stroke!("fig-tie-cut", "#222", "2");
pub(crate) const TIE_GAP: Paint = fill!("fig-tie-gap", "#fff");
pub(crate) const TIE_HEAD: Paint = fill!("fig-tie-head", "#222");
pub(crate) const CLIENT_CARD: Paint = paint(
    "fig-client-card",
    &[("fill", "#fff"), ("stroke", "#222"), ("stroke-width", "2")],
);
pub(crate) const GROUP_CARD: Paint = paint(
    "fig-card",
    &[
        ("fill", "#fff"),
        ("stroke", "#bbb"),
        ("stroke-width", "1"),
        ("stroke-dasharray", "4 3"),
    ],
);
