//! All content together, and looking things up in it.

use crate::error::CatalogError;
use crate::files::Files;
use crate::measure::{self, Measure};

/// Everything written as data: loaded once at start, checked as a whole, never changed while running.
#[derive(Clone, Debug)]
pub struct Catalog {
    /// All versions of all measures, by id and then by version, oldest first.
    pub measures: Vec<Measure>,
}

impl Catalog {
    /// The catalogue this program was built with.
    ///
    /// # Errors
    ///
    /// A [`CatalogError`] that names the file (and line) to mend. A test keeps the shipped files free of errors.
    pub fn shipped() -> Result<Self, CatalogError> {
        Self::from_files(&Files::shipped()?)
    }

    /// A catalogue from the given files.
    ///
    /// # Errors
    ///
    /// The first thing found wrong.
    pub fn from_files(files: &Files) -> Result<Self, CatalogError> {
        Ok(Self {
            measures: measure::load_all(files)?,
        })
    }

    /// The newest version of a measure.
    pub fn measure(&self, id: &str) -> Option<&Measure> {
        self.measures.iter().rfind(|measure| measure.id == id)
    }

    /// One version of a measure, as a stored response names it.
    pub fn measure_version(&self, id: &str, version: &str) -> Option<&Measure> {
        self.measures
            .iter()
            .find(|measure| measure.id == id && measure.version == version)
    }
}
