//! Own evidence as files in the folder of the practice. It holds nothing about any client, so it is plain text.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use attune_catalog::{Catalog, EvidenceRow, Files};
use serde::Serialize;

#[derive(Serialize)]
struct EvidenceFile<'a> {
    row: &'a [EvidenceRow],
}

/// Where the evidence of this name is kept.
fn file_of(folder: &Path, name: &str) -> PathBuf {
    folder.join("evidence").join(format!("{name}.toml"))
}

/// The shipped catalogue with the practice's own evidence.
pub(crate) fn catalog_of(folder: &Path) -> anyhow::Result<Catalog> {
    let mut files = Files::shipped()?;
    let own = folder.join("evidence");
    if own.is_dir() {
        for entry in std::fs::read_dir(&own).with_context(|| own.display().to_string())? {
            let path = entry?.path();
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
                continue;
            };
            if path
                .extension()
                .is_some_and(|extension| extension == "toml")
            {
                let text =
                    std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
                files.insert(&format!("evidence/practice-{name}"), text);
            }
        }
    }
    Catalog::from_files(&files).with_context(|| {
        format!(
            "the evidence in {} does not fit the catalogue; correct the file or take it away",
            own.display()
        )
    })
}

/// Writes rows to a file of their own and checks that the catalogue takes them. A file of that name is kept as it is.
pub(crate) fn write(folder: &Path, name: &str, rows: &[EvidenceRow]) -> anyhow::Result<PathBuf> {
    let path = file_of(folder, name);
    if path.exists() {
        bail!(
            "{} is there already and was not touched; choose another --name, or take the file away first",
            path.display()
        );
    }
    let text =
        toml::to_string(&EvidenceFile { row: rows }).context("the rows cannot be written")?;
    let own = folder.join("evidence");
    std::fs::create_dir_all(&own).with_context(|| own.display().to_string())?;
    std::fs::write(&path, text).with_context(|| path.display().to_string())?;
    if let Err(error) = catalog_of(folder) {
        std::fs::remove_file(&path).ok();
        return Err(error.context("nothing was kept"));
    }
    Ok(path)
}
