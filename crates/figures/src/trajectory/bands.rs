use super::draw::Plot;
use super::{SeverityBand, Trajectory};
use crate::place::spread;
use crate::svg::{Anchor, Element, Wrapped, lines, paint, wrap};
use crate::{Point, Size};

/// The bands that lie in the measure, from low to high.
pub(super) fn sorted_bands(trajectory: &Trajectory) -> Vec<&SeverityBand> {
    let range = trajectory.range;
    let mut bands: Vec<&SeverityBand> = trajectory
        .bands
        .iter()
        .filter(|b| b.from >= range.low() && b.from < range.high())
        .collect();
    bands.sort_by(|a, b| a.from.total_cmp(&b.from));
    bands
}

/// Names of the bands, to stand at the right edge instead of a legend.
pub(super) struct BandNames {
    size: Size,
    /// (from, to, name), rising.
    bands: Vec<(f64, f64, Wrapped)>,
}

impl BandNames {
    pub(super) fn new(trajectory: &Trajectory, size: Size) -> Self {
        let room = match size {
            Size::Wide => 150.0,
            Size::Narrow => 80.0,
        };
        let sorted = sorted_bands(trajectory);
        let bands = sorted
            .iter()
            .enumerate()
            .map(|(index, band)| {
                let to = sorted
                    .get(index + 1)
                    .map_or(trajectory.range.high(), |next| next.from);
                (band.from, to, wrap(&band.name, size.text(), room, 2))
            })
            .collect();
        Self { size, bands }
    }

    /// Room they need to the right of the plot.
    pub(super) fn width(&self) -> f64 {
        let widest = self
            .bands
            .iter()
            .map(|(_, _, name)| name.width(self.size.text()));
        widest.fold(0.0, f64::max) + 14.0
    }

    pub(super) fn draw(&self, plot: &Plot) -> Vec<Element> {
        let line_height = self.size.text() * 1.2;
        // From the top down, as `spread` wants rising centres.
        let things: Vec<(f64, f64)> = self
            .bands
            .iter()
            .rev()
            .map(|(from, to, name)| {
                let centre = f64::midpoint(plot.values.at(*from), plot.values.at(*to));
                (centre, line_height * name.lines.len() as f64)
            })
            .collect();
        let centres = spread(&things, plot.area.top - 6.0, plot.area.bottom + 6.0);
        self.bands
            .iter()
            .rev()
            .zip(centres.iter().zip(&things))
            .map(|((_, _, name), (centre, (_, height)))| {
                let baseline = centre - height / 2.0 + self.size.text() * 0.95;
                let at = Point::new(plot.area.right + 8.0, baseline);
                lines(paint::QUIET, at, Anchor::Start, line_height, name)
            })
            .collect()
    }
}
