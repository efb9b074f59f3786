//! The data files as paths and texts, and reading them with line numbers.

use std::collections::BTreeMap;

use rust_embed::Embed;
use serde::de::DeserializeOwned;

use crate::error::{CatalogError, Place};

/// The folder `catalog/` of this repository, inside the program.
#[derive(Embed)]
#[folder = "../../catalog/"]
struct Shipped;

/// Data files by path below the catalogue folder. Parts of a path are separated by `/`.
#[derive(Clone, Debug, Default)]
pub struct Files(BTreeMap<String, String>);

impl Files {
    /// The files this program was built with.
    pub fn shipped() -> Result<Self, CatalogError> {
        let mut files = Self::default();
        for path in Shipped::iter() {
            // The folder also explains itself to people.
            if has_extension(&path, "md") {
                continue;
            }
            let Some(file) = Shipped::get(&path) else {
                continue;
            };
            let text = String::from_utf8(file.data.into_owned()).map_err(|error| {
                CatalogError::Syntax {
                    at: Place::file(&path),
                    message: error.to_string(),
                }
            })?;
            files.insert(&path, text);
        }
        Ok(files)
    }

    /// Adds or replaces one file.
    pub fn insert(&mut self, path: &str, text: String) {
        self.0.insert(path.to_owned(), text);
    }

    /// Takes one file out and returns its text.
    pub fn remove(&mut self, path: &str) -> Option<String> {
        self.0.remove(path)
    }

    /// The text of one file.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    /// All paths, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// One file ready for reading.
    pub(crate) fn source<'a>(&'a self, path: &'a str) -> Result<Source<'a>, CatalogError> {
        self.get(path)
            .map(|text| Source { path, text })
            .ok_or_else(|| CatalogError::Missing {
                at: Place::file(path),
            })
    }

    /// The TOML files directly in one folder, sorted by name.
    pub(crate) fn folder(&self, folder: &str) -> Vec<Source<'_>> {
        self.0
            .iter()
            .filter(|(path, _)| {
                path.strip_prefix(folder)
                    .and_then(|rest| rest.strip_prefix('/'))
                    .is_some_and(|name| !name.contains('/') && has_extension(name, "toml"))
            })
            .map(|(path, text)| Source { path, text })
            .collect()
    }
}

/// Whether a file name ends in this extension.
pub(crate) fn has_extension(name: &str, extension: &str) -> bool {
    name.rsplit_once('.')
        .is_some_and(|(_, found)| found == extension)
}

/// One file being read: knows how to say where in it something is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source<'a> {
    pub(crate) path: &'a str,
    pub(crate) text: &'a str,
}

impl Source<'_> {
    /// The file as TOML of the given shape.
    pub(crate) fn toml<T: DeserializeOwned>(&self) -> Result<T, CatalogError> {
        toml::from_str(self.text).map_err(|error| CatalogError::Syntax {
            at: error
                .span()
                .map_or_else(|| self.whole(), |span| self.at(&span)),
            message: error.message().to_owned(),
        })
    }

    /// The file as JSON of the given shape.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, CatalogError> {
        serde_json::from_str(self.text).map_err(|error| CatalogError::Syntax {
            at: Place {
                file: self.path.to_owned(),
                line: Some(error.line()),
                column: Some(error.column()),
            },
            message: error.to_string(),
        })
    }

    /// Refuses a name that should point at something and does not.
    pub(crate) fn known(
        &self,
        name: &toml::Spanned<String>,
        kind: &'static str,
        exists: bool,
    ) -> Result<(), CatalogError> {
        if exists {
            Ok(())
        } else {
            Err(CatalogError::Unknown {
                at: self.at(&name.span()),
                kind,
                name: name.get_ref().clone(),
            })
        }
    }

    /// The line and column where a span starts.
    pub(crate) fn at(&self, span: &std::ops::Range<usize>) -> Place {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        let line = before.rsplit('\n').next().unwrap_or(before);
        Place {
            file: self.path.to_owned(),
            line: Some(before.matches('\n').count() + 1),
            column: Some(line.chars().count() + 1),
        }
    }

    /// Where a text first stands, or the file as a whole.
    pub(crate) fn near(&self, text: &str) -> Place {
        self.text
            .find(text)
            .map_or_else(|| self.whole(), |start| self.at(&(start..start)))
    }

    /// The file as a whole.
    pub(crate) fn whole(&self) -> Place {
        Place::file(self.path)
    }

    /// The file name without folder and extension.
    pub(crate) fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or(self.path);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }
}
