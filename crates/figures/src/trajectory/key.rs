use super::{MarkKind, Moved, Trajectory, below, course};
use crate::geometry::Area;
use crate::key::{self, SWATCH, Swatch};
use crate::svg::{Element, PathData, circle, line, paint, path, rect};
use crate::{Point, Size};

/// Only the kinds of mark that are in the picture, each once.
pub(super) fn draw(panels: &[&Trajectory], size: Size, top: f64) -> (Vec<Element>, f64) {
    key::draw(&entries(panels), size, top)
}

fn entries<'a>(panels: &[&'a Trajectory]) -> Vec<(Swatch, &'a str)> {
    let Some(words) = panels.first().map(|first| &first.frame.words) else {
        return Vec::new();
    };
    let any = |has: &dyn Fn(&Trajectory) -> bool| panels.iter().any(|panel| has(panel));
    let has_mark =
        |kind| any(&|panel: &Trajectory| panel.marks.iter().any(|mark| mark.kind == kind));
    let has_moved =
        |moved| any(&|panel: &Trajectory| panel.measured.iter().any(|m| m.moved == Some(moved)));
    let any_expected = any(&|panel| !panel.expected_by_day().is_empty());
    let any_missing = any(&|panel| panel.measured.iter().any(|m| m.finite().is_none()));
    let all: [(bool, Swatch, &str); 9] = [
        (any_expected, middle_swatch, &words.expected),
        (any_expected, half_swatch, &words.half_band),
        (any_expected, most_swatch, &words.most_band),
        (has_moved(Moved::Better), better_swatch, &words.moved_better),
        (has_moved(Moved::Worse), worse_swatch, &words.moved_worse),
        (any_missing, missing_swatch, &words.not_answered),
        (
            any(&|panel| !panel.sessions.is_empty()),
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

fn better_swatch(centre: Point) -> Vec<Element> {
    moved_swatch(Moved::Better, centre)
}

fn worse_swatch(centre: Point) -> Vec<Element> {
    moved_swatch(Moved::Worse, centre)
}

fn moved_swatch(moved: Moved, centre: Point) -> Vec<Element> {
    vec![
        course::around(moved, centre, 3.0),
        circle(paint::MEASURED, centre, 3.0),
    ]
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
