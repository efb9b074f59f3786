//! A review asks the wishes again by itself.

use attune_catalog::{Catalog, Purpose};
use attune_ids::{AssignmentId, IdSource};
use jiff::civil::Date;

use super::stated::stated;
use crate::assess::{Assignment, MeasureRef, Way, askable};
use crate::{Body, NewEntry, Record};

/// What was answered this recently is not asked again.
pub const FRESH_DAYS: i32 = 28;

/// The request that goes with a review: the inventory that was answered last, else our own. None if one waits already, if
/// the answers are fresh, or if none can be asked. It is answered in the client's space or through a link.
pub fn ask_wishes_again(
    record: &Record,
    catalog: &Catalog,
    today: Date,
    ids: &mut dyn IdSource,
) -> Option<NewEntry> {
    let inventories = || askable(catalog).filter(|one| one.purpose == Purpose::Preferences);
    let waits = record.assignments.iter().any(|state| {
        state.is_open() && inventories().any(|one| one.id == state.assignment.measure.id)
    });
    let latest = stated(record, catalog).pop();
    let fresh = latest
        .as_ref()
        .is_some_and(|said| (today - said.on).get_days() < FRESH_DAYS);
    if waits || fresh {
        return None;
    }
    let again = latest.and_then(|said| inventories().find(|one| one.id == said.measure));
    let measure = again.or_else(|| inventories().find(|one| one.pack == "own"))?;
    let assignment = Assignment {
        id: AssignmentId::new(ids),
        measure: MeasureRef::of(measure),
        way: Way::Link,
        on: today,
        session: None,
        battery: None,
    };
    Some(NewEntry::new(Body::MeasureAssigned(assignment), ids))
}
