//! What the practice wrote for itself: its own questionnaires, completed skeletons and worksheets, and what it learnt
//! from its finished therapies.
//!
//! They lie in the store as a sealed list to which is only ever added, and in memory as one catalogue together with
//! the shipped one. The list is read again when its counter says that it has grown, which is looked at once a
//! second at most: so several servers agree, and no request reads questionnaires.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError, RwLock};

use attune_catalog::worksheet::{self, Worksheet};
use attune_catalog::{Catalog, GoesBy, Learned, Measure, MeasureFiles};
use attune_ids::AccountId;
use attune_record::{Actor, AuditAction, Store, Versioned};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{App, AppError};

/// How long the counter is believed.
const BELIEVED: SignedDuration = SignedDuration::from_secs(1);

/// One line of the list. Lines are read for ever: add kinds, never change one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Line {
    /// A measure, or a new version of one.
    Measure {
        /// Its files.
        files: MeasureFiles,
        /// Who saved it.
        by: AccountId,
        /// When.
        on: Date,
    },
    /// A measure is not asked any more.
    Retired {
        /// Its id.
        measure: String,
    },
    /// It is asked again.
    Returned {
        /// Its id.
        measure: String,
    },
    /// A worksheet, or a new version of one.
    Worksheet {
        /// Its id; the name of its file.
        id: String,
        /// Its file.
        text: String,
        /// Who saved it.
        by: AccountId,
        /// When.
        on: Date,
    },
    /// A worksheet is not given out any more.
    WorksheetRetired {
        /// Its id.
        worksheet: String,
    },
    /// It is given out again.
    WorksheetReturned {
        /// Its id.
        worksheet: String,
    },
    /// Something was learnt from the finished therapies of a measure.
    Learnt {
        /// Its file.
        text: String,
        /// Who had it learnt.
        by: AccountId,
        /// When.
        on: Date,
    },
    /// What is gone by for a measure from now on.
    GoesBy {
        /// The measure.
        measure: String,
        /// Id of the expected course; none for no reference.
        #[serde(default)]
        course: Option<String>,
        /// Number of the look whose forecast Match may speak of.
        #[serde(default)]
        outlook: Option<u32>,
        /// Who chose.
        by: AccountId,
        /// When.
        on: Date,
    },
    /// Something a newer release of the program wrote.
    #[serde(other)]
    Unknown,
}

/// One version of an own measure, as it was saved.
#[derive(Debug, Clone)]
pub(crate) struct OwnVersion {
    /// Its files.
    pub(crate) files: MeasureFiles,
    /// Who saved it.
    pub(crate) by: AccountId,
    /// When.
    pub(crate) on: Date,
    /// Why it cannot be used, where this program cannot read it.
    pub(crate) broken: Option<String>,
}

/// One version of an own worksheet, as it was saved.
#[derive(Debug, Clone)]
pub(crate) struct OwnWorksheet {
    /// Its id.
    pub(crate) id: String,
    /// Its file.
    pub(crate) text: String,
    /// Who saved it.
    pub(crate) by: AccountId,
    /// When.
    pub(crate) on: Date,
    /// Why it cannot be used, where this program cannot read it.
    pub(crate) broken: Option<String>,
}

/// One look at finished therapies, as it was kept.
#[derive(Debug, Clone)]
pub(crate) struct OwnLearned {
    /// What came of it.
    pub(crate) learned: Learned,
    /// Who had it learnt.
    pub(crate) by: AccountId,
    /// When.
    pub(crate) on: Date,
}

/// Everything read so far.
#[derive(Debug, Clone)]
pub(crate) struct Read {
    /// The number of the last line read.
    pub(crate) counter: u64,
    /// Every version of every own measure, oldest first.
    pub(crate) own: Vec<OwnVersion>,
    /// Those not asked any more.
    pub(crate) retired: BTreeSet<String>,
    /// Every version of every own worksheet, oldest first.
    pub(crate) own_worksheets: Vec<OwnWorksheet>,
    /// Those not given out any more.
    pub(crate) retired_worksheets: BTreeSet<String>,
    /// Every look at finished therapies, oldest first.
    pub(crate) learned: Vec<OwnLearned>,
    /// Who last chose what to go by for a measure, and when.
    pub(crate) chosen: BTreeMap<String, (GoesBy, AccountId, Date)>,
    measures: Vec<Measure>,
    worksheets: Vec<Worksheet>,
    catalog: Arc<Catalog>,
}

/// The shipped catalogue and what the practice added.
pub(crate) struct Content {
    shipped: Catalog,
    read: RwLock<(Timestamp, Arc<Read>)>,
}

impl Content {
    /// Reads the whole list.
    pub(crate) async fn load(
        store: &Store,
        shipped: Catalog,
        now: Timestamp,
    ) -> Result<Self, AppError> {
        let nothing = Read {
            counter: 0,
            own: Vec::new(),
            retired: BTreeSet::new(),
            own_worksheets: Vec::new(),
            retired_worksheets: BTreeSet::new(),
            learned: Vec::new(),
            chosen: BTreeMap::new(),
            measures: Vec::new(),
            worksheets: Vec::new(),
            catalog: Arc::new(shipped.clone()),
        };
        let read = taken_in(&shipped, nothing, store.content_since(0).await?);
        Ok(Self {
            shipped,
            read: RwLock::new((now, Arc::new(read))),
        })
    }

    /// The shipped catalogue with the practice's own measures.
    pub(crate) fn catalog(&self) -> Arc<Catalog> {
        Arc::clone(&self.now().catalog)
    }

    /// What ships with the program, without anything of the practice's own.
    pub(crate) fn shipped(&self) -> &Catalog {
        &self.shipped
    }

    /// Everything read so far.
    pub(crate) fn now(&self) -> Arc<Read> {
        Arc::clone(&self.slot().1)
    }

    /// A value behind a lock that somebody dropped in the middle of is still whole: it is only ever exchanged.
    fn slot(&self) -> (Timestamp, Arc<Read>) {
        self.read
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn put(&self, now: Timestamp, read: Arc<Read>) {
        let mut slot = self.read.write().unwrap_or_else(PoisonError::into_inner);
        // Another request may have been faster and further.
        if read.counter >= slot.1.counter {
            *slot = (now, read);
        }
    }
}

impl App {
    /// Looks whether another server added something, once a second at most.
    pub(crate) async fn refresh_content(&self) -> Result<(), AppError> {
        let (looked, read) = self.content.slot();
        let now = self.now();
        if now.duration_since(looked).abs() < BELIEVED {
            return Ok(());
        }
        if self.store.content_counter().await? == read.counter {
            self.content.put(now, read);
            return Ok(());
        }
        self.read_content().await
    }

    /// Takes in what is new in the list.
    async fn read_content(&self) -> Result<(), AppError> {
        let read = self.content.now();
        let lines = self.store.content_since(read.counter).await?;
        let grown = taken_in(&self.content.shipped, (*read).clone(), lines);
        self.content.put(self.now(), Arc::new(grown));
        Ok(())
    }

    /// Adds a line that was made looking at what had the number `seen`.
    ///
    /// # Errors
    /// [`AppError::Busy`] if somebody else added one meanwhile.
    pub(crate) async fn add_content(
        &self,
        line: &Line,
        seen: u64,
        by: AccountId,
    ) -> Result<(), AppError> {
        let audit = self.line(Actor::Account(by), AuditAction::ContentChange, None);
        let added = self.store.add_content(line, seen, &audit).await;
        // Also after a conflict: the next page shows what somebody else added.
        self.read_content().await?;
        added.map(drop).map_err(AppError::from)
    }
}

/// What was read, with these lines after it. What this program cannot read is left out and named on the page of
/// questionnaires or of worksheets; it stops nothing else.
fn taken_in(shipped: &Catalog, mut read: Read, lines: Vec<Versioned<Line>>) -> Read {
    if lines.is_empty() {
        return read;
    }
    for line in lines {
        read.counter = line.version;
        match line.value {
            Line::Measure { files, by, on } => {
                let loaded = files.load();
                let broken = loaded.as_ref().err().map(ToString::to_string);
                read.measures.extend(loaded);
                read.own.push(OwnVersion {
                    files,
                    by,
                    on,
                    broken,
                });
            }
            Line::Retired { measure } => {
                read.retired.insert(measure);
            }
            Line::Returned { measure } => {
                read.retired.remove(&measure);
            }
            Line::Worksheet { id, text, by, on } => {
                let known = shipped
                    .clone()
                    .with_own_worksheets(read.worksheets.clone(), BTreeSet::new());
                let loaded = worksheet::own(&id, &text, &known);
                let broken = loaded.as_ref().err().map(ToString::to_string);
                read.worksheets.extend(loaded);
                read.own_worksheets.push(OwnWorksheet {
                    id,
                    text,
                    by,
                    on,
                    broken,
                });
            }
            Line::WorksheetRetired { worksheet } => {
                read.retired_worksheets.insert(worksheet);
            }
            Line::WorksheetReturned { worksheet } => {
                read.retired_worksheets.remove(&worksheet);
            }
            Line::Learnt { text, by, on } => {
                let known = shipped.with_own(read.measures.clone(), BTreeSet::new());
                match Learned::from_toml(&text, &known.measures) {
                    Ok(learned) => read.learned.push(OwnLearned { learned, by, on }),
                    // It can be learnt anew; until then nothing goes by it.
                    Err(error) => tracing::warn!(%error, "what was learnt cannot be read"),
                }
            }
            Line::GoesBy {
                measure,
                course,
                outlook,
                by,
                on,
            } => {
                let choice = GoesBy { course, outlook };
                read.chosen.insert(measure, (choice, by, on));
            }
            Line::Unknown => {}
        }
    }
    let learned = read.learned.iter().map(|it| it.learned.clone());
    let chosen = read.chosen.iter();
    let chosen = chosen.map(|(measure, (choice, ..))| (measure.clone(), choice.clone()));
    let catalog = shipped
        .with_own(read.measures.clone(), read.retired.clone())
        .with_own_worksheets(read.worksheets.clone(), read.retired_worksheets.clone())
        .with_learned(learned.collect(), chosen.collect());
    read.catalog = Arc::new(catalog);
    read
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_of_a_newer_release_is_passed_over() {
        let line: Result<Line, _> = serde_json::from_str(r#"{"kind":"poem","words":"…"}"#);
        assert_eq!(line.ok(), Some(Line::Unknown));
    }
}
