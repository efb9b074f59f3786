//! What the client wants now against what they wanted before.

use attune_catalog::{Catalog, PreferenceDimension};
use attune_stats::change::{ItemwiseChange, itemwise_change};
use jiff::civil::Date;

use super::preference::end;
use super::stated::{Said, Stated, stated};
use crate::Record;

/// How a wish moved between two times the same inventory was filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct Drift {
    /// Id of the dimension.
    pub dimension: String,
    /// Name of the inventory.
    pub inventory: String,
    /// When it was asked before.
    pub from: Date,
    /// When it was asked last.
    pub to: Date,
    /// What is wanted more now, in the catalogue's words.
    pub towards: String,
    /// By so many points; above 0.
    pub points: f64,
    /// From the lowest to the highest possible score, in points.
    pub span: f64,
    /// How sure that is; none where it rests on one question, or on a score without its answers.
    pub sure: Option<ItemwiseChange>,
}

impl Drift {
    /// The change in one sentence after "than in March": what can be said about its error, and no more.
    pub fn words(&self) -> String {
        let start = format!(
            "+{:.0} of {:.0} towards \u{201c}{}\u{201d}",
            self.points, self.span, self.towards
        );
        match &self.sure {
            Some(sure) if sure.beyond_error => {
                format!("{start}, more than its error (\u{b1}{:.1}).", sure.error)
            }
            Some(sure) => format!(
                "{start}, within its error (\u{b1}{:.1}): it may be nothing.",
                sure.error
            ),
            None => format!("{start}; how sure that is cannot be said: ask."),
        }
    }
}

/// What moved between the last two times each inventory was filled in; what stayed is left out. What is beyond its error
/// comes first, then what cannot be judged, then what may be nothing.
pub fn drifts(record: &Record, catalog: &Catalog) -> Vec<Drift> {
    let all = stated(record, catalog);
    let mut found = Vec::new();
    for (place, latest) in all.iter().enumerate() {
        let later = all.iter().skip(place + 1);
        if later.clone().any(|other| other.measure == latest.measure) {
            continue;
        }
        let before = all
            .iter()
            .take(place)
            .rfind(|other| other.measure == latest.measure);
        if let Some(before) = before {
            found.extend(between(before, latest, catalog));
        }
    }
    found.sort_by_key(|drift| match &drift.sure {
        Some(sure) if sure.beyond_error => 0,
        None => 1,
        Some(_) => 2,
    });
    found
}

fn between<'a>(
    before: &'a Stated,
    latest: &'a Stated,
    catalog: &'a Catalog,
) -> impl Iterator<Item = Drift> + 'a {
    catalog
        .preference_dimensions
        .iter()
        .filter_map(|dimension| {
            let earlier = before.said.get(&dimension.id)?;
            let now = latest.said.get(&dimension.id)?;
            moved(before, latest, dimension, earlier, now)
        })
}

fn moved(
    before: &Stated,
    latest: &Stated,
    dimension: &PreferenceDimension,
    earlier: &Said,
    now: &Said,
) -> Option<Drift> {
    let change = now.points - earlier.points;
    (change != 0.0).then(|| Drift {
        dimension: dimension.id.clone(),
        inventory: latest.name.clone(),
        from: before.on,
        to: latest.on,
        towards: end(dimension, if change < 0.0 { -1 } else { 1 }).to_owned(),
        points: change.abs(),
        span: 2.0 * now.most,
        sure: itemwise_change(&earlier.answers, &now.answers).ok(),
    })
}
