use attune_ids::{EntryId, IdSource};

use crate::assess::Withdrawal;
use crate::entry::Voiding;
use crate::refusal::required;
use crate::{Body, NewEntry, Record, Refusal};

/// Marks a response as made by mistake, for example answered on the wrong
/// person's page. It stays readable and counts in no score any more; an alert
/// it raised stays until somebody acts on it. Only responses are voided here.
///
/// The request it answered is closed with it, so that nobody is asked again
/// without somebody deciding so.
pub fn void_response(
    record: &Record,
    response: EntryId,
    because: &str,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    let given = record
        .response(response)
        .ok_or(Refusal::NotThere { what: "form" })?;
    let because = required(because, "why this was a mistake")?;
    let mut entries = vec![NewEntry {
        id: entry,
        body: Body::Voided(Voiding {
            entry: response,
            because,
        }),
    }];
    if record.assignment(given.item.assignment).is_some() {
        let withdrawal = Withdrawal {
            assignment: given.item.assignment,
        };
        entries.push(NewEntry::new(Body::AssignmentWithdrawn(withdrawal), ids));
    }
    Ok(entries)
}
