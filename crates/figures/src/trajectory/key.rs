use super::{MarkKind, Trajectory, below};
use crate::geometry::Area;
use crate::key::{self, SWATCH, Swatch};
use crate::svg::{Element, PathData, line, paint, path, rect};
use crate::{Point, Size};

/// Only the kinds of mark that are in the picture.
pub(super) fn draw(trajectory: &Trajectory, size: Size, top: f64) -> (Vec<Element>, f64) {
    key::draw(&entries(trajectory), size, top)
}

fn entries(trajectory: &Trajectory) -> Vec<(Swatch, &str)> {
    let words = &trajectory.frame.words;
    let has_mark = |kind| trajectory.marks.iter().any(|mark| mark.kind == kind);
    let any_expected = !trajectory.expected_by_day().is_empty();
    let any_missing = trajectory.measured.iter().any(|m| m.finite().is_none());
    let all: [(bool, Swatch, &str); 7] = [
        (any_expected, middle_swatch, &words.expected),
        (any_expected, half_swatch, &words.half_band),
        (any_expected, most_swatch, &words.most_band),
        (any_missing, missing_swatch, &words.not_answered),
        (
            !trajectory.sessions.is_empty(),
            session_swatch,
            &words.session,
        ),
        (
            has_mark(MarkKind::LifeEvent),
            life_event_swatch,
            &words.life_event,
        ),
        (
            has_mark(MarkKind::PlanChange),
            plan_change_swatch,
            &words.plan_change,
        ),
    ];
    all.into_iter()
        .filter(|(present, _, _)| *present)
        .map(|(_, swatch, text)| (swatch, text))
        .collect()
}

fn middle_swatch(centre: Point) -> Vec<Element> {
    let half = SWATCH / 2.0;
    vec![line(
        paint::EXPECTED,
        centre.plus(-half, 0.0),
        centre.plus(half, 0.0),
    )]
}

fn half_swatch(centre: Point) -> Vec<Element> {
    vec![rect(paint::BAND_HALF, Area::around(centre, SWATCH, 10.0))]
}

fn most_swatch(centre: Point) -> Vec<Element> {
    vec![rect(paint::BAND_MOST, Area::around(centre, SWATCH, 10.0))]
}

fn missing_swatch(centre: Point) -> Vec<Element> {
    let cross = PathData::new()
        .move_to(centre.plus(-3.5, -3.5))
        .line_to(centre.plus(3.5, 3.5))
        .move_to(centre.plus(-3.5, 3.5))
        .line_to(centre.plus(3.5, -3.5));
    vec![path(paint::MISSING, &cross)]
}

fn session_swatch(centre: Point) -> Vec<Element> {
    vec![
        line(
            paint::SESSION,
            centre.plus(0.0, -4.0),
            centre.plus(0.0, 4.0),
        )
        .number("stroke-width", 1.5),
    ]
}

fn life_event_swatch(centre: Point) -> Vec<Element> {
    vec![below::glyph(MarkKind::LifeEvent, centre)]
}

fn plan_change_swatch(centre: Point) -> Vec<Element> {
    vec![below::glyph(MarkKind::PlanChange, centre)]
}
