//! Counts the SQL statements that run, by listening to what the database library reports.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::{Interest, set_global_default};
use tracing::{Event, Metadata, Subscriber};

static COUNTED: AtomicUsize = AtomicUsize::new(0);

struct Counter;

impl Subscriber for Counter {
    fn register_callsite(&self, _: &'static Metadata<'static>) -> Interest {
        Interest::sometimes()
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "sqlx::query"
    }

    fn event(&self, _: &Event<'_>) {
        COUNTED.fetch_add(1, Ordering::Relaxed);
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

/// Begins to count in this process. Doing it again changes nothing.
pub(crate) fn count() {
    static BEGUN: OnceLock<()> = OnceLock::new();
    BEGUN.get_or_init(|| {
        // Somebody else listens already: then nothing is counted, and the first count says so.
        let _ = set_global_default(Counter);
    });
}

/// How many statements have run since [`count`] was called first.
pub(crate) fn so_far() -> usize {
    COUNTED.load(Ordering::Relaxed)
}
