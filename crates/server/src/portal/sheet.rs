//! A questionnaire as its pages need it, wherever the answers are kept.

use attune_care::assess::Filling;
use attune_catalog::{Catalog, Measure};

use super::front::Front;

/// Everything the pages of answering show. The practice makes one from a record, a portal that runs alone from a packet;
/// the pages cannot tell.
#[derive(Clone, Copy)]
pub(crate) struct Sheet<'a> {
    /// The practice.
    pub(crate) front: &'a Front,
    /// Where the crisis help stands.
    pub(crate) catalog: &'a Catalog,
    /// What is asked.
    pub(crate) measure: &'a Measure,
    /// What was answered so far.
    pub(crate) filling: &'a Filling,
    /// Who asks, by name.
    pub(crate) asker: &'a str,
    /// What a personal measure is about, in the client's own words.
    pub(crate) own_words: Option<&'a str>,
}
