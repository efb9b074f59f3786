use attune_figures::{Figure, FigureId, ForestPlot, ForestRow, Frame};

use super::report::Changes;
use crate::stats::Refusal;
use crate::stats::text::counted;

/// Everybody's change with its interval, from the most improved to the least.
pub(super) fn draw(changes: &Changes) -> Result<Box<dyn Figure>, Refusal> {
    let lower_is_better = changes.direction == "lower_is_better";
    let mut clients: Vec<_> = changes.clients.iter().collect();
    clients.sort_by(|one, two| {
        let order = one.change.total_cmp(&two.change);
        if lower_is_better {
            order
        } else {
            order.reverse()
        }
    });
    let rows = clients
        .into_iter()
        .map(|client| {
            let [low, high] = client.interval.unwrap_or([f64::NAN, f64::NAN]);
            ForestRow {
                label: client.id.clone(),
                estimate: client.change,
                interval: (low, high),
                prediction: None,
                weight: 1.0,
                counts: client.class.to_owned(),
            }
        })
        .collect();
    let sides = ["better", "worse"].map(str::to_owned);
    let [left, right] = if lower_is_better {
        sides
    } else {
        let [better, worse] = sides;
        [worse, better]
    };
    let summary = format!(
        "{} of {}: {} of them changed for the better by more than measurement error.",
        changes.outcome,
        counted(changes.sample.people, "person", "people"),
        changes
            .methods
            .first()
            .map_or(0, |(_, counts)| counts.improved),
    );
    Ok(Box::new(ForestPlot {
        frame: Frame::new(FigureId::new("change")?, "Change of everybody", summary),
        effect: "change in points".to_owned(),
        interval_name: "95 % interval".to_owned(),
        no_difference: 0.0,
        favours: (left, right),
        decimals: 1,
        rows,
        groups: Vec::new(),
    }))
}
