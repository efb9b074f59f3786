//! Every version of every map, so that any two can be laid beside each other.

use attune_ids::EntryId;
use jiff::{SignedDuration, Timestamp};

use crate::record::Formulation;
use crate::{Author, Body, Entry, Record};

/// Changes of the drawing that are less far apart than this are one version: what was drawn in one sitting.
const SITTING: SignedDuration = SignedDuration::from_hours(2);

/// Which map a version is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VersionKind {
    /// The client's, as they showed it.
    Own(EntryId),
    /// The clinician's drawing after so many entries of the record.
    Drawn(usize),
    /// A joint version.
    Joint(EntryId),
}

impl VersionKind {
    /// As an address carries it: `own-ID`, `drawn-12`, `joint-ID`. Says nothing about what is drawn.
    pub fn code(self) -> String {
        match self {
            Self::Own(entry) => format!("own-{entry}"),
            Self::Drawn(entries) => format!("drawn-{entries}"),
            Self::Joint(entry) => format!("joint-{entry}"),
        }
    }
}

/// A map as it was once.
#[derive(Debug, Clone, PartialEq)]
pub struct MapVersion {
    /// Which.
    pub kind: VersionKind,
    /// When it was finished.
    pub at: Timestamp,
    /// By whom.
    pub by: Author,
    /// What was drawn.
    pub drawing: Formulation,
}

/// Every version, oldest first.
pub fn map_versions(record: &Record, entries: &[Entry]) -> Vec<MapVersion> {
    let mut versions = drawn(entries);
    let told = record.maps.told.iter();
    versions.extend(told.map(|map| MapVersion {
        kind: VersionKind::Own(map.entry),
        at: map.at,
        by: map.by,
        drawing: map.item.formulation(),
    }));
    let joint = record.maps.joint.iter().map(|state| &state.proposed);
    versions.extend(joint.map(|map| MapVersion {
        kind: VersionKind::Joint(map.entry),
        at: map.at,
        by: map.by,
        drawing: map.item.formulation(),
    }));
    versions.sort_by_key(|version| version.at);
    versions
}

/// The drawing at the end of each sitting.
fn drawn(entries: &[Entry]) -> Vec<MapVersion> {
    let mut ends: Vec<(usize, &Entry)> = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        if !changes(&entry.body) {
            continue;
        }
        let same_sitting = ends
            .last()
            .is_some_and(|(_, last)| entry.at.duration_since(last.at) < SITTING);
        if same_sitting {
            ends.pop();
        }
        ends.push((index + 1, entry));
    }
    let mut versions: Vec<MapVersion> = Vec::new();
    for (count, entry) in ends {
        let until = entries.get(..count).unwrap_or(entries);
        let drawing = Record::from_entries(until).formulation;
        // What was voided may have been something else than the drawing.
        let as_before = versions.last().is_some_and(|before| {
            before.drawing.factors == drawing.factors
                && before.drawing.influences == drawing.influences
        });
        let nothing_yet = versions.is_empty() && drawing.factors.is_empty();
        if !as_before && !nothing_yet {
            versions.push(MapVersion {
                kind: VersionKind::Drawn(count),
                at: entry.at,
                by: entry.by,
                drawing,
            });
        }
    }
    versions
}

fn changes(body: &Body) -> bool {
    matches!(
        body,
        Body::FactorSet(_)
            | Body::FactorRemoved(_)
            | Body::InfluenceSet(_)
            | Body::InfluenceRemoved(_)
            | Body::JointMapTakenOver(_)
            | Body::Voided(_)
    )
}
