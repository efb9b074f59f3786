//! From a FHIR R4 `Questionnaire` to the files of a measure.

use std::collections::BTreeMap;

use serde_json::Value;

use super::items::{Found, FoundAnswers, find};
use super::node::Node;
use super::translate::{translated, word_answers};
use super::{FILES, FhirError};
use crate::measure::{Grant, Measure, OptionKind};
use crate::own::MeasureFiles;
use crate::own::written::{TextToml, text_file, toml_file};
use crate::words::Direction;

/// What a file does not say about itself.
#[derive(Clone, Debug)]
pub struct Importing {
    /// Id of the measure to be, unless the file brings its own files.
    pub id: String,
    /// Which way is better, unless the file brings its own files.
    pub direction: Direction,
    /// What permits using the wording.
    pub grant: Grant,
}

/// A questionnaire that was read.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The checked measure.
    pub measure: Measure,
    /// Its files.
    pub files: MeasureFiles,
    /// What whoever imports it should know.
    pub notes: Vec<String>,
}

/// Reads a questionnaire.
///
/// # Errors
///
/// The first thing that cannot be read, with its place.
pub fn import(json: &str, importing: &Importing) -> Result<Imported, FhirError> {
    let value: Value = serde_json::from_str(json).map_err(|error| FhirError {
        at: format!("line {}, column {}", error.line(), error.column()),
        problem: "this is not JSON".to_owned(),
    })?;
    let root = Node::root(&value);
    if root.text("resourceType")? != Some("Questionnaire") {
        return root
            .refuse("not a Questionnaire: \"resourceType\" says something else, or is missing");
    }
    let found = find(&root)?;
    let mut notes = Vec::new();
    let brought = brought(&root)?;
    let files = if brought.is_empty() {
        translated(&root, &found, importing, &mut notes)?
    } else {
        returned(&root, &found, brought, importing)?
    };
    let measure = files
        .load()
        .or_else(|error| root.refuse(error.to_string()))?;
    Ok(Imported {
        measure,
        files,
        notes,
    })
}

/// The files in our own extension, if it is there.
fn brought(root: &Node<'_>) -> Result<BTreeMap<String, String>, FhirError> {
    const KNOWN: [&str; 4] = ["measure.toml", "licence.toml", "norms.toml", "vectors.json"];
    let mut files = BTreeMap::new();
    for extension in root.extensions(FILES)? {
        for file in extension.list("extension")? {
            let name = file.needed("url", "the name of a file")?;
            if !KNOWN.contains(&name) {
                return file.refuse(format!("there is no file {name} in a measure"));
            }
            let content = file.needed("valueString", "the content of the file")?;
            files.insert(name.to_owned(), format!("{content}\n"));
        }
    }
    Ok(files)
}

/// A measure that comes home: its own files, with the wording of the questionnaire. Both have to agree, since
/// somebody may have changed the one and not the other.
fn returned(
    root: &Node<'_>,
    found: &Found,
    mut files: BTreeMap<String, String>,
    importing: &Importing,
) -> Result<MeasureFiles, FhirError> {
    let table: toml::Table = match files.get("measure.toml").map(|text| text.parse()) {
        Some(Ok(table)) => table,
        _ => {
            return root.refuse(
                "its extension with the files of the measure has no readable measure.toml",
            );
        }
    };
    let word = |key: &str| {
        table
            .get(key)
            .and_then(toml::Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let (id, version) = (word("id"), word("version"));
    let granted = files
        .get("licence.toml")
        .is_some_and(|text| text.contains("[grant]"));
    let ships = files
        .get("licence.toml")
        .is_some_and(|text| text.contains("class = \"A\"") || text.contains("class = \"own\""));
    if let Some(licence) = files.get_mut("licence.toml")
        && !granted
        && !ships
    {
        *licence = format!("{licence}\n[grant]\n{}", toml_file(&importing.grant));
    }
    let bare = MeasureFiles {
        id: id.clone(),
        version: version.clone(),
        files: files.clone(),
    };
    let measure = bare
        .load()
        .or_else(|error| root.refuse(error.to_string()))?;
    agree(root, &measure, found)?;
    let mut text = TextToml {
        verified_against: vec!["as it stood in a FHIR file".to_owned()],
        verification: Some("unverified"),
        language: language(root)?,
        stem: found.stem.join("\n"),
        open: found.open.iter().cloned().collect(),
        ..TextToml::default()
    };
    for (item, found) in measure.items.iter().zip(&found.items) {
        text.items.insert(item.id.clone(), found.words.clone());
        word_answers(&mut text, &item.id, &item.options.id, &found.answers);
    }
    files.insert(format!("text.{}.toml", text.language), text_file(&text));
    Ok(MeasureFiles { id, version, files })
}

/// The questions and answers of the file are those of its measure.toml.
fn agree(root: &Node<'_>, measure: &Measure, found: &Found) -> Result<(), FhirError> {
    if measure.items.len() != found.items.len() {
        return root.refuse(format!(
            "it has {} questions, the measure.toml in its extension {}",
            found.items.len(),
            measure.items.len()
        ));
    }
    for (item, found) in measure.items.iter().zip(&found.items) {
        let same = item.id == found.link
            && match (&item.options.kind, &found.answers) {
                (OptionKind::Choices(choices), FoundAnswers::Choices(offered)) => {
                    let told = offered
                        .iter()
                        .map(|offered| (offered.code.as_str(), offered.weight));
                    choices
                        .iter()
                        .map(|choice| (choice.id.as_str(), Some(choice.value)))
                        .eq(told)
                }
                (
                    OptionKind::Scale { from, to },
                    FoundAnswers::Scale {
                        from: low,
                        to: high,
                        ..
                    },
                ) => (from, to) == (low, high),
                _ => false,
            };
        if !same {
            return Err(FhirError {
                at: found.at.clone(),
                problem: format!(
                    "its id, answers or weights are not those of \"{}\" in the measure.toml of the extension",
                    item.id
                ),
            });
        }
    }
    let questions: Vec<&str> = found.open.iter().map(|(link, _)| link.as_str()).collect();
    if measure.open_questions != questions {
        return root.refuse(
            "its questions in free words are not those of the measure.toml in its extension",
        );
    }
    Ok(())
}

pub(super) fn language(root: &Node<'_>) -> Result<String, FhirError> {
    let tag = root.text("language")?.unwrap_or("en");
    let main = tag.split('-').next().unwrap_or(tag).to_lowercase();
    if (2..=3).contains(&main.len()) && main.bytes().all(|byte| byte.is_ascii_lowercase()) {
        Ok(main)
    } else {
        root.refuse(format!("\"{tag}\" is no language tag such as en"))
    }
}
