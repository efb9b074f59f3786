//! A clock that stands where a file says, so that weeks of a story are played in a minute and its pictures stay the
//! same from one day to the next.

use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::PoisonError;

use anyhow::Context;
use attune_server::clock::Clock;
use jiff::Timestamp;

/// Reads the present moment from a file, such as `2026-09-01T09:00:00Z`. Only the fictional practice has one: in a
/// practice of real people nobody may choose when something was written.
#[derive(Debug)]
pub(crate) struct FileClock {
    file: PathBuf,
    /// What the file said last; stands while the file is being replaced.
    last: Mutex<Timestamp>,
}

impl FileClock {
    /// A clock on `file`.
    ///
    /// # Errors
    /// The file is not there, or holds no moment in time.
    pub(crate) fn on(file: PathBuf) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(&file)
            .with_context(|| format!("could not read the time from {}", file.display()))?;
        let last = text
            .trim()
            .parse()
            .with_context(|| format!("{} holds no moment in time", file.display()))?;
        Ok(Self {
            file,
            last: Mutex::new(last),
        })
    }
}

impl Clock for FileClock {
    fn now(&self) -> Timestamp {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let read = std::fs::read_to_string(&self.file);
        if let Some(now) = read.ok().and_then(|text| text.trim().parse().ok()) {
            *last = now;
        }
        *last
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    #[test]
    fn time_is_what_the_file_says_and_stands_while_it_says_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("now");
        assert!(FileClock::on(file.clone()).is_err());
        std::fs::write(&file, "2026-09-01T09:00:00Z\n").unwrap();
        let clock = FileClock::on(file.clone()).unwrap();
        assert_eq!(clock.now().to_string(), "2026-09-01T09:00:00Z");
        std::fs::write(&file, "").unwrap();
        assert_eq!(clock.now().to_string(), "2026-09-01T09:00:00Z");
        std::fs::write(&file, "2026-09-08T09:00:00Z").unwrap();
        assert_eq!(clock.now().to_string(), "2026-09-08T09:00:00Z");
    }
}
