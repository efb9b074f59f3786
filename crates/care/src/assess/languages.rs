use attune_ids::EntryId;
use jiff::civil::Date;

use crate::Record;

/// A form of a measure that was read in another language than the one before it. A translation is another
/// instrument until somebody has shown that it is not: a step between two languages may be the wording's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LanguageChange {
    /// The day of the first form in the new language.
    pub on: Date,
    /// That form's entry.
    pub entry: EntryId,
    /// Tag of the language before.
    pub from: String,
    /// Tag of the language since.
    pub to: String,
}

/// Where the course of one measure (any version) changes its language, oldest first. Totals from elsewhere say
/// nothing about a language and are passed over.
pub fn language_changes(record: &Record, measure: &str) -> Vec<LanguageChange> {
    let mut given: Vec<_> = record
        .responses
        .iter()
        .filter(|given| given.item.measure.id == measure)
        .collect();
    // Stable: two forms of one day stay in the order they were written, as in a series.
    given.sort_by_key(|given| given.item.on);
    given
        .windows(2)
        .filter_map(|pair| {
            let [before, after] = pair else { return None };
            let (from, to) = (&before.item.measure.language, &after.item.measure.language);
            (from != to).then(|| LanguageChange {
                on: after.item.on,
                entry: after.entry,
                from: from.clone(),
                to: to.clone(),
            })
        })
        .collect()
}
