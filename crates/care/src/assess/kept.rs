//! Things in a record that can be changed, taken out and put back, and keep their
//! id while that happens.

use std::collections::BTreeMap;

use attune_ids::{EntryId, IdSource};
use jiff::Timestamp;

use crate::entry::Voiding;
use crate::{Author, Body, Entry, NewEntry, Record, Refusal};

/// Something as it stands, with the entries that made it so.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept<T> {
    /// Its latest wording.
    pub item: T,
    /// The entries that set it and still count, oldest first; never empty.
    pub set: Vec<EntryId>,
    /// When the latest of them was written.
    pub at: Timestamp,
    /// By whom.
    pub by: Author,
}

/// What has an id of its own and stands in entries of one kind.
pub trait Lasting: Clone + PartialEq {
    /// The word for it in a sentence: "need or strength".
    const WHAT: &'static str;
    /// Its id.
    type Id: Copy + Ord;
    /// Which one it is.
    fn id(&self) -> Self::Id;
    /// The one this entry sets, if the entry is of its kind.
    fn set_by(body: &Body) -> Option<&Self>;
}

/// Folds one entry in: a known id is changed, a new one stands at the end.
pub(crate) fn keep<T: Lasting>(all: &mut Vec<Kept<T>>, entry: &Entry, item: &T) {
    match all.iter_mut().find(|known| known.item.id() == item.id()) {
        Some(known) => {
            known.item = item.clone();
            known.set.push(entry.id);
            (known.at, known.by) = (entry.at, entry.by);
        }
        None => all.push(Kept {
            item: item.clone(),
            set: vec![entry.id],
            at: entry.at,
            by: entry.by,
        }),
    }
}

/// The one with this id, as it stands.
///
/// # Errors
/// [`Refusal::NotThere`] if it was taken out or never was.
pub(crate) fn standing<T: Lasting>(all: &[Kept<T>], id: T::Id) -> Result<&Kept<T>, Refusal> {
    all.iter()
        .find(|kept| kept.item.id() == id)
        .ok_or(Refusal::NotThere { what: T::WHAT })
}

/// Takes something out: every entry that set it stops counting and stays readable.
/// [`put_back`] undoes it.
pub(crate) fn take_out<T: Lasting>(
    kept: &Kept<T>,
    because: &str,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Vec<NewEntry> {
    void(&kept.set, because, entry, ids)
}

/// Takes the last change back, so that the wording before it stands again.
///
/// # Errors
/// [`Refusal::AlreadyDone`] if nothing was changed since it was first written down,
/// or if `last` is not the last change any more.
pub(crate) fn step_back<T: Lasting>(
    kept: &Kept<T>,
    last: EntryId,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    match kept.set.as_slice() {
        [_, .., latest] if *latest == last => Ok(void(&[last], "changed back", entry, ids)),
        _ => Err(Refusal::AlreadyDone {
            what: "There is no such change any more.",
        }),
    }
}

/// What stood before the last change; none if there was no change.
pub fn wording_before<'a, T: Lasting>(history: &'a [Entry], kept: &Kept<T>) -> Option<&'a T> {
    let [.., before, _] = kept.set.as_slice() else {
        return None;
    };
    let entry = history.iter().find(|entry| entry.id == *before)?;
    T::set_by(&entry.body)
}

/// Something that was taken out and can be put back.
#[derive(Debug, Clone, PartialEq)]
pub struct TakenOut<T> {
    /// As it stood.
    pub item: T,
    /// Why it was taken out.
    pub because: String,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Author,
    /// The voidings that took it out.
    voidings: Vec<EntryId>,
    /// The version of the record it was read from.
    version: u64,
}

/// Everything of one kind that was taken out and is not in the record now, the
/// latest first.
pub fn taken_out<T: Lasting>(history: &[Entry]) -> Vec<TakenOut<T>> {
    let voided = voidings(history);
    // For each id its entries in the order written, and whether any still counts.
    let mut found: BTreeMap<T::Id, (Vec<&Entry>, bool)> = BTreeMap::new();
    for entry in history {
        if let Some(item) = T::set_by(&entry.body) {
            let (entries, stands) = found.entry(item.id()).or_default();
            entries.push(entry);
            *stands |= !voided.contains_key(&entry.id);
        }
    }
    let mut out: Vec<TakenOut<T>> = found
        .into_values()
        .filter(|(_, stands)| !stands)
        .filter_map(|(entries, _)| last_taken_out(&entries, &voided, history.len() as u64))
        .collect();
    out.sort_by_key(|taken| std::cmp::Reverse(taken.at));
    out
}

/// A change that was taken back earlier stays taken back: only the voidings that were
/// written together, last of all and for one reason, belong to the taking out.
fn last_taken_out<T: Lasting>(
    entries: &[&Entry],
    voided: &BTreeMap<EntryId, (usize, &Entry)>,
    version: u64,
) -> Option<TakenOut<T>> {
    let mut voidings: Vec<(usize, &Entry, &Entry)> = entries
        .iter()
        .filter_map(|entry| {
            let (position, voiding) = voided.get(&entry.id)?;
            Some((*position, *voiding, *entry))
        })
        .collect();
    // Latest first, by their place: two appends can bear the same time.
    voidings.sort_by_key(|(position, ..)| std::cmp::Reverse(*position));
    let (end, last, _) = *voidings.first()?;
    let together: Vec<(&Entry, &Entry)> = voidings
        .into_iter()
        .zip(0..)
        .take_while(|((position, voiding, _), before)| {
            position + before == end && reason(voiding) == reason(last)
        })
        .map(|((_, voiding, entry), _)| (voiding, entry))
        .collect();
    // Entries are voided in the order they were written, so the latest stood last.
    let (_, stood) = together.first()?;
    Some(TakenOut {
        item: T::set_by(&stood.body)?.clone(),
        because: reason(last).to_owned(),
        at: last.at,
        by: last.by,
        voidings: together.iter().map(|(voiding, _)| voiding.id).collect(),
        version,
    })
}

fn reason(entry: &Entry) -> &str {
    match &entry.body {
        Body::Voided(voiding) => &voiding.because,
        _ => "",
    }
}

/// Puts something back exactly as it stood.
///
/// # Errors
/// [`Refusal::AlreadyDone`] if the record has changed since `taken` was read.
pub fn put_back<T>(
    record: &Record,
    taken: &TakenOut<T>,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    if record.version != taken.version {
        return Err(Refusal::AlreadyDone {
            what: "Something else was saved in this record just now.",
        });
    }
    Ok(void(&taken.voidings, "put back", entry, ids))
}

/// For every entry that does not count, the entry that took it out of the count and
/// its place in the history.
fn voidings(history: &[Entry]) -> BTreeMap<EntryId, (usize, &Entry)> {
    let mut voided: BTreeMap<EntryId, (usize, &Entry)> = BTreeMap::new();
    // From the end, since a voiding that was voided later has no say.
    for (position, entry) in history.iter().enumerate().rev() {
        if let Body::Voided(voiding) = &entry.body
            && !voided.contains_key(&entry.id)
        {
            voided.entry(voiding.entry).or_insert((position, entry));
        }
    }
    voided
}

fn void(
    targets: &[EntryId],
    because: &str,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Vec<NewEntry> {
    let mut first = Some(entry);
    targets
        .iter()
        .map(|target| NewEntry {
            id: first.take().unwrap_or_else(|| EntryId::new(ids)),
            body: Body::Voided(Voiding {
                entry: *target,
                because: because.to_owned(),
            }),
        })
        .collect()
}
