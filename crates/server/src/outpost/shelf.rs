//! The portal's folder: one file a thing, and nothing that opens any of it.
//!
//! A file is written beside its place, synced, and renamed, so whatever moment the power goes there is the old one or
//! the new one. That is all a portal needs of a database, and anybody can look at what lies there.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use attune_vault::hexadecimal;
use sha2::{Digest, Sha256};

/// What lies on the shelf.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A questionnaire, sealed for whoever holds its link.
    Packet,
    /// Answers so far, sealed the same way.
    Draft,
    /// Answers for the practice, sealed for it alone.
    Waiting,
    /// That somebody is to be told now: empty, or `sent`.
    Urgent,
    /// What anybody may see at the door.
    Front,
}

impl Kind {
    const ALL: [Self; 5] = [
        Self::Packet,
        Self::Draft,
        Self::Waiting,
        Self::Urgent,
        Self::Front,
    ];

    fn folder(self) -> &'static str {
        match self {
            Self::Packet => "packets",
            Self::Draft => "drafts",
            Self::Waiting => "waiting",
            Self::Urgent => "urgent",
            Self::Front => "front",
        }
    }
}

/// A name on the shelf: 64 hexadecimal digits, so it is never a path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name(String);

impl Name {
    /// Nothing if it is none.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let fits = text.len() == 64
            && text
                .bytes()
                .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        fits.then(|| Self(text.to_owned()))
    }

    /// The name of something that belongs to a link: always the same, and without the link nobody finds out which.
    pub(super) fn of(lookup: &str, what: &str) -> Self {
        let digest = Sha256::digest(format!("attune waiting\n{lookup}\n{what}"));
        Self(hexadecimal(&digest))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// The folder.
#[derive(Debug, Clone)]
pub(super) struct Shelf {
    folder: PathBuf,
}

impl Shelf {
    /// Makes what is missing of it.
    pub(super) fn at(folder: &Path) -> std::io::Result<Self> {
        for kind in Kind::ALL {
            fs::DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(folder.join(kind.folder()))?;
        }
        Ok(Self {
            folder: folder.to_owned(),
        })
    }

    fn path(&self, kind: Kind, name: &Name) -> PathBuf {
        self.folder.join(kind.folder()).join(&name.0)
    }

    /// Nothing if it is not there.
    pub(super) fn get(&self, kind: Kind, name: &Name) -> std::io::Result<Option<Vec<u8>>> {
        match fs::read(self.path(kind, name)) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            read => read.map(Some),
        }
    }

    /// Puts it there, or in the place of what was there. When this returns the disk has it.
    pub(super) fn put(&self, kind: Kind, name: &Name, bytes: &[u8]) -> std::io::Result<()> {
        let place = self.path(kind, name);
        // Two requests must not write the same file before it has its name.
        let new = self.folder.join(kind.folder()).join(format!(
            "{}.{}.new",
            name.0,
            uuid::Uuid::new_v4().simple()
        ));
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&new)?;
        let put = file
            .write_all(bytes)
            .and_then(|()| file.sync_all())
            .and_then(|()| fs::rename(&new, &place));
        if put.is_err() {
            // A full disk does not get emptier from half a file.
            let _ = fs::remove_file(&new);
            return put;
        }
        self.sync(kind)
    }

    /// Takes it away; fine if it was not there.
    pub(super) fn remove(&self, kind: Kind, name: &Name) -> std::io::Result<()> {
        match fs::remove_file(self.path(kind, name)) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            removed => removed.and_then(|()| self.sync(kind)),
        }
    }

    /// The names of what lies there. What a power cut left unfinished has none.
    pub(super) fn names(&self, kind: Kind) -> std::io::Result<Vec<Name>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(self.folder.join(kind.folder()))? {
            names.extend(entry?.file_name().to_str().and_then(Name::parse));
        }
        names.sort();
        Ok(names)
    }

    fn sync(&self, kind: Kind) -> std::io::Result<()> {
        File::open(self.folder.join(kind.folder()))?.sync_all()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    #[test]
    fn what_was_put_is_there_until_it_is_taken_away() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::at(folder.path()).unwrap();
        let name = Name::of("lookup", "answers");
        assert_eq!(shelf.get(Kind::Draft, &name).unwrap(), None);
        shelf.put(Kind::Draft, &name, b"one").unwrap();
        shelf.put(Kind::Draft, &name, b"two").unwrap();
        assert_eq!(shelf.get(Kind::Draft, &name).unwrap().unwrap(), b"two");
        assert_eq!(
            shelf.names(Kind::Draft).unwrap(),
            std::slice::from_ref(&name)
        );
        shelf.remove(Kind::Draft, &name).unwrap();
        shelf.remove(Kind::Draft, &name).unwrap();
        assert!(shelf.names(Kind::Draft).unwrap().is_empty());
    }

    #[test]
    fn a_name_is_never_a_path() {
        for no_name in [
            "",
            "..",
            "../../etc/passwd",
            &"A".repeat(64),
            &"a/".repeat(32),
        ] {
            assert_eq!(Name::parse(no_name), None);
        }
        let name = Name::of("lookup", "answers");
        assert_eq!(Name::parse(name.as_str()), Some(name));
    }
}
