//! Whether the files of questionnaires are in order.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use attune_catalog::{Catalog, Files};
use clap::Args;

/// Check the files of questionnaires, each with its examples
///
/// Without a folder, those this program was built with. A folder may hold one questionnaire in one version
/// (measure.toml, licence.toml, vectors.json and what else it has), or any number of such folders below it, laid out
/// as PACK/ID/VERSION. Whatever is wrong is named with file and line.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  attune measures check
  attune measures check catalog/measures/own/rest/1.0.0
  attune measures check my-measures")]
pub(crate) struct Check {
    /// Where the files are
    folder: Option<PathBuf>,
}

impl Check {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let Some(folder) = self.folder else {
            let count = Catalog::shipped()?.measures.len();
            println!("{count} questionnaires in order");
            return Ok(ExitCode::SUCCESS);
        };
        let found = measure_folders(&folder)?;
        if found.is_empty() {
            bail!("{}: no questionnaire lies here", folder.display());
        }
        let mut wrong = 0;
        for (place, files) in &found {
            match check(place, files) {
                Ok(line) => println!("{line}"),
                Err(error) => {
                    wrong += 1;
                    eprintln!("{error:#}");
                }
            }
        }
        if wrong > 0 {
            bail!("{wrong} of {} questionnaires are not in order", found.len());
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Every folder below that holds files, with their paths; explanations for people are left out.
fn measure_folders(folder: &Path) -> anyhow::Result<BTreeMap<PathBuf, Vec<PathBuf>>> {
    // A whole catalogue holds more than questionnaires.
    let measures = folder.join("measures");
    let top = if measures.is_dir() {
        measures
    } else {
        folder.to_owned()
    };
    let mut found: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
    let mut open = vec![top];
    while let Some(place) = open.pop() {
        let entries = std::fs::read_dir(&place)
            .with_context(|| format!("{}: cannot be read", place.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_none_or(|extension| extension != "md") {
                found.entry(place.clone()).or_default().push(path);
            }
        }
    }
    Ok(found)
}

/// Loads one folder as if it lay in a catalogue, and says what it is.
fn check(place: &Path, paths: &[PathBuf]) -> anyhow::Result<String> {
    let whole = place
        .canonicalize()
        .with_context(|| format!("{}: cannot be read", place.display()))?;
    let parts: Vec<String> = whole
        .iter()
        .rev()
        .take(3)
        .map(|part| part.to_string_lossy().into_owned())
        .collect();
    let [version, id, pack] = parts.as_slice() else {
        bail!("{}: lay it out as PACK/ID/VERSION", place.display());
    };
    let inside = format!("measures/{pack}/{id}/{version}");
    let mut files = Files::default();
    for path in paths {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("{}: cannot be read", path.display()))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        files.insert(&format!("{inside}/{name}"), text);
    }
    // The loader names files by their place in a catalogue; people want to find them on their disk.
    let measures = Catalog::measures_in(&files).map_err(|error| {
        let text = error.to_string();
        anyhow::anyhow!(text.replacen(&inside, &place.display().to_string(), 1))
    })?;
    let lines: Vec<String> = measures
        .iter()
        .map(|measure| format!("{} {}: in order", measure.id, measure.version))
        .collect();
    Ok(lines.join("\n"))
}
