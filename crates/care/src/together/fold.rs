use attune_ids::TogetherId;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Company, company_of};
use crate::{Body, Dated, Entry, Record};

/// What a list needs to know of meetings with others without opening the record: a part of the headline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TogetherLine {
    /// The same in the record of each.
    pub together: TogetherId,
    /// Who meets.
    pub company: Company,
    /// Days of sessions whose note is not filed in this record yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unfiled: Vec<Date>,
}

impl Record {
    /// An entry about meeting others.
    pub(crate) fn apply_together(&mut self, entry: &Entry) {
        match &entry.body {
            Body::TogetherSaid(said) => self.together.push(Dated::of(entry, said)),
            Body::MetTogether(met) => {
                let mut sessions = self.sessions.iter_mut();
                if let Some(state) = sessions.find(|state| state.meeting.id == met.session) {
                    state.together = Some(*met);
                }
            }
            _ => {}
        }
    }
}

/// For the headline: every company this person meets in or met in, once.
pub fn lines(record: &Record) -> Vec<TogetherLine> {
    let said = record.together.iter().map(|said| said.item.together);
    let agreed = record.appointments.iter().filter_map(|one| one.together);
    let met = record.sessions.iter().filter_map(|one| one.together);
    let mut all: Vec<TogetherId> = said
        .chain(agreed)
        .chain(met.map(|met| met.together))
        .collect();
    all.sort_unstable();
    all.dedup();
    all.into_iter()
        .map(|together| TogetherLine {
            together,
            company: company_of(record, together),
            unfiled: record
                .sessions
                .iter()
                .filter(|state| state.note.is_none())
                .filter(|state| state.together.is_some_and(|met| met.together == together))
                .map(|state| state.meeting.on)
                .collect(),
        })
        .collect()
}
