//! Which sheets belong beside something else in the record.

use attune_catalog::worksheet::Worksheet;
use jiff::civil::Date;

use super::Sheet;
use crate::assess::Kept;
use crate::{Author, Record};

/// What the client filled in themselves since this day, latest first; all of it without a day. The day itself counts: what
/// was written in the evening after a session is new at the next one, and seeing a sheet twice harms nobody.
pub fn filled_by_client(record: &Record, since: Option<Date>) -> Vec<&Kept<Sheet>> {
    let written = |kept: &&Kept<Sheet>| record.day(kept.at);
    let mut sheets: Vec<&Kept<Sheet>> = record
        .sheets
        .iter()
        .filter(|kept| kept.by == Author::Client)
        .filter(|kept| since.is_none_or(|day| written(kept) >= day))
        .collect();
    sheets.sort_by_key(|kept| std::cmp::Reverse(kept.at));
    sheets
}

/// Whether a worksheet serves a technique that the plan has agreed on.
pub fn serves_plan(record: &Record, worksheet: &Worksheet) -> bool {
    let strands = record.plan().map_or(&[][..], |plan| &plan.strands);
    let mut techniques = worksheet.techniques.iter();
    techniques.any(|technique| strands.iter().any(|strand| &strand.technique == technique))
}

#[cfg(test)]
mod tests {
    use attune_ids::{AccountId, EntryId, SeededIds, SheetId};
    use jiff::Timestamp;
    use jiff::civil::date;

    use super::*;
    use crate::worksheets::{Asked, Links};

    fn kept(ids: &mut SeededIds, by: Author, at: &str) -> Kept<Sheet> {
        Kept {
            item: Sheet {
                id: SheetId::new(ids),
                asked: Asked {
                    worksheet: "thought-record".to_owned(),
                    version: 1,
                    name: "Thought record".to_owned(),
                },
                on: date(2026, 5, 1),
                parts: Vec::new(),
                links: Links::default(),
            },
            set: vec![EntryId::new(ids)],
            at: at.parse().unwrap_or(Timestamp::UNIX_EPOCH),
            by,
        }
    }

    #[test]
    fn what_the_client_wrote_after_the_session_is_new_also_on_its_evening() {
        let ids = &mut SeededIds::new(3);
        let staff = Author::Staff(AccountId::new(ids));
        let record = Record {
            sheets: vec![
                kept(ids, Author::Client, "2026-05-11T08:00:00Z"),
                kept(ids, Author::Client, "2026-05-12T19:00:00Z"),
                kept(ids, staff, "2026-05-13T08:00:00Z"),
                kept(ids, Author::Client, "2026-05-14T08:00:00Z"),
            ],
            ..Record::default()
        };
        let [before, evening, _, later] = [0, 1, 2, 3].map(|at| record.sheets[at].item.id);
        let found = |since| -> Vec<SheetId> {
            let sheets = filled_by_client(&record, since).into_iter();
            sheets.map(|kept| kept.item.id).collect()
        };
        assert_eq!(found(Some(date(2026, 5, 12))), [later, evening]);
        assert_eq!(found(None), [later, evening, before]);
    }
}
