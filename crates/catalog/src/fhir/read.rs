//! From a FHIR R4 `Questionnaire` to the files of a measure.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::items::{Found, FoundAnswers, FoundItem, find};
use super::node::Node;
use super::write::sum_expression;
use super::{FILES, FhirError};
use crate::measure::{
    AskedBy, Code, Grant, LicenceEvidence, Measure, OptionKind, Purpose, Standing,
};
use crate::own::MeasureFiles;
use crate::own::written::{
    ChoiceToml, EndsToml, ItemToml, LicenceToml, MeasureToml, OptionsToml, ScoreToml, TextToml,
    text_file, toml_file,
};
use crate::version::version_key;
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

fn language(root: &Node<'_>) -> Result<String, FhirError> {
    let tag = root.text("language")?.unwrap_or("en");
    let main = tag.split('-').next().unwrap_or(tag).to_lowercase();
    if (2..=3).contains(&main.len()) && main.bytes().all(|byte| byte.is_ascii_lowercase()) {
        Ok(main)
    } else {
        root.refuse(format!("\"{tag}\" is no language tag such as en"))
    }
}

/// A questionnaire of somebody else.
fn translated(
    root: &Node<'_>,
    found: &Found,
    importing: &Importing,
    notes: &mut Vec<String>,
) -> Result<MeasureFiles, FhirError> {
    let title = match root.text("title")? {
        Some(title) => title,
        None => root.needed("name", "a questionnaire needs a title or a name")?,
    };
    let version = root
        .text("version")?
        .filter(|version| version_key(version).is_some() && !version.contains('+'))
        .unwrap_or("1.0.0");
    let summed = sums_weights(found, notes);
    let mut text = TextToml {
        language: language(root)?,
        verified_against: vec!["as it stood in a FHIR file".to_owned()],
        verification: Some("unverified"),
        stem: found.stem.join("\n"),
        ..TextToml::default()
    };
    let ids: Vec<String> = (1..=found.items.len())
        .map(|number| format!("q{number}"))
        .collect();
    let (mut options, mut items) = (BTreeMap::new(), Vec::new());
    let mut sets: Vec<&FoundAnswers> = Vec::new();
    for (item, id) in found.items.iter().zip(&ids) {
        let known = sets.iter().position(|set| **set == item.answers);
        let number = known.unwrap_or_else(|| {
            sets.push(&item.answers);
            sets.len() - 1
        });
        let set = format!("answers{}", number + 1);
        options
            .entry(set.clone())
            .or_insert_with(|| written_options(&item.answers));
        text.items.insert(id.clone(), item.words.clone());
        word_answers(&mut text, id, &set, &item.answers);
        items.push(ItemToml {
            id: id.clone(),
            options: set,
            loinc: item.loinc.clone(),
            asked_if: written_conditions(item, found, &ids)?,
            ..ItemToml::default()
        });
    }
    let open: Vec<String> = (1..=found.open.len())
        .map(|number| format!("open{number}"))
        .collect();
    text.open = open
        .iter()
        .cloned()
        .zip(found.open.iter().map(|(_, words)| words.clone()))
        .collect();
    let measure = MeasureToml {
        id: importing.id.clone(),
        version: version.to_owned(),
        name: title.to_owned(),
        title: title.to_owned(),
        purpose: Purpose::WellBeing,
        standing: Standing::NotValidated,
        domains: Vec::new(),
        direction: importing.direction,
        asked_by: AskedBy::Client,
        total: summed.then(|| "total".to_owned()),
        open_questions: open,
        codes: codes(root)?,
        options,
        items,
        scores: vec![score(found, &ids, summed)],
    };
    let files = BTreeMap::from([
        ("measure.toml".to_owned(), toml_file(&measure)),
        (
            "licence.toml".to_owned(),
            toml_file(&licence(root, importing)?),
        ),
        (format!("text.{}.toml", text.language), text_file(&text)),
        ("vectors.json".to_owned(), vectors(found, &ids, summed)),
    ]);
    Ok(MeasureFiles {
        id: measure.id,
        version: measure.version,
        files,
    })
}

/// Whether the total is the sum of all weights. Only that form is believed: an expression that does something else
/// is not guessed at, and a file without one does not say that there is a total.
fn sums_weights(found: &Found, notes: &mut Vec<String>) -> bool {
    let weighed = found.items.iter().all(|item| match &item.answers {
        FoundAnswers::Choices(offered) => offered.iter().all(|offered| offered.weight.is_some()),
        FoundAnswers::Scale { .. } => true,
    });
    if !weighed {
        notes.push(
            "The file does not say what the answers count. They were numbered from 0 in their order, and there is no total."
                .to_owned(),
        );
        return false;
    }
    if found.items.iter().any(|item| uneven(&item.answers)) {
        notes.push("The answers of a question do not count in even steps. Compare them with the published form before you use it.".to_owned());
    }
    match found.totals.as_slice() {
        [expression] if is_plain_sum(expression, found) => true,
        [] => {
            notes.push("The file names no total, so every answer stands for itself.".to_owned());
            false
        }
        _ => {
            notes.push("How the file makes its total cannot be read here, so every answer stands for itself.".to_owned());
            false
        }
    }
}

/// Every weight added up and nothing else: in our own words, or in those of the SDC guide, where at most the total
/// itself is left out.
fn is_plain_sum(expression: &str, found: &Found) -> bool {
    let expression = expression.trim();
    if expression == sum_expression(found.items.iter().map(|item| item.link.as_str())) {
        return true;
    }
    let ends = [
        "answer.value.weight().sum()",
        "answer.value.ordinal().sum()",
    ];
    let chooses = expression.matches("linkId").count();
    let spares = expression.matches("linkId!=").count() + expression.matches("linkId !=").count();
    expression.starts_with("%resource.item")
        && ends.iter().any(|end| expression.ends_with(end))
        && expression.matches("sum()").count() == 1
        && !unquoted(expression).contains(['+', '*', '/', '|'])
        && chooses == spares
        && spares <= 1
}

/// An expression without what stands in quotes: the id of a question may hold any sign.
fn unquoted(expression: &str) -> String {
    expression.split('\'').step_by(2).collect()
}

fn uneven(answers: &FoundAnswers) -> bool {
    let FoundAnswers::Choices(offered) = answers else {
        return false;
    };
    let mut weights: Vec<i32> = offered
        .iter()
        .filter_map(|offered| offered.weight)
        .collect();
    weights.sort_unstable();
    let steps: Vec<i32> = weights.windows(2).map(|pair| pair[1] - pair[0]).collect();
    steps.windows(2).any(|pair| pair[0] != pair[1])
}

/// The values of an answer list; where the file has none, its order.
fn values(answers: &FoundAnswers) -> Vec<i32> {
    match answers {
        FoundAnswers::Choices(offered) => (0..)
            .zip(offered)
            .map(|(position, offered)| offered.weight.unwrap_or(position))
            .collect(),
        FoundAnswers::Scale { from, to, .. } => vec![*from, *to],
    }
}

fn extent(answers: &FoundAnswers) -> (i32, i32) {
    let values = values(answers);
    let low = values.iter().copied().min().unwrap_or_default();
    (low, values.iter().copied().max().unwrap_or(low))
}

fn written_options(answers: &FoundAnswers) -> OptionsToml {
    match answers {
        FoundAnswers::Choices(offered) => OptionsToml {
            choices: Some(
                (1..)
                    .zip(offered.iter().zip(values(answers)))
                    .map(|(number, (_, value))| ChoiceToml {
                        id: format!("a{number}"),
                        value,
                    })
                    .collect(),
            ),
            scale: None,
        },
        FoundAnswers::Scale { from, to, .. } => OptionsToml {
            scale: Some((*from, *to)),
            choices: None,
        },
    }
}

/// Words of answers: by choice for a list, by item for the ends of a scale. A returned measure keeps its own ids.
fn word_answers(text: &mut TextToml, item: &str, set: &str, answers: &FoundAnswers) {
    match answers {
        FoundAnswers::Choices(offered) => {
            let own = set
                .strip_prefix("answers")
                .is_some_and(|rest| rest.parse::<usize>().is_ok());
            let words = (1..).zip(offered).map(|(number, offered)| {
                let id = if own {
                    format!("a{number}")
                } else {
                    offered.code.clone()
                };
                (id, offered.words.clone())
            });
            text.options.insert(set.to_owned(), words.collect());
        }
        FoundAnswers::Scale { low, high, .. } => {
            let (low, high) = (low.clone(), high.clone());
            text.ends.insert(item.to_owned(), EndsToml { low, high });
        }
    }
}

fn written_conditions(
    item: &FoundItem,
    found: &Found,
    ids: &[String],
) -> Result<Vec<String>, FhirError> {
    let refuse = |problem: String| FhirError {
        at: item.at.clone(),
        problem,
    };
    item.asked_if
        .iter()
        .map(|(link, sign, value)| {
            let position = found.items.iter().position(|other| other.link == *link);
            let on = position.and_then(|position| found.items.get(position).zip(ids.get(position)));
            let Some((other, id)) = on else {
                return Err(refuse(format!(
                    "it hangs on \"{link}\", which is no question that can be asked"
                )));
            };
            let number = match &other.answers {
                FoundAnswers::Choices(offered) => offered
                    .iter()
                    .position(|offered| offered.code == *value)
                    .and_then(|place| values(&other.answers).get(place).copied()),
                FoundAnswers::Scale { .. } => None,
            };
            match number.or_else(|| value.parse().ok()) {
                Some(number) => Ok(format!("{id}{sign}{number}")),
                None => Err(refuse(format!("\"{link}\" has no answer \"{value}\""))),
            }
        })
        .collect()
}

fn score(found: &Found, ids: &[String], summed: bool) -> ScoreToml {
    let extents = found.items.iter().map(|item| {
        let (low, high) = extent(&item.answers);
        // What is ruled out by a condition adds nothing.
        if summed && !item.asked_if.is_empty() {
            (low.min(0), high.max(0))
        } else {
            (low, high)
        }
    });
    let range = if summed {
        extents.fold((0, 0), |sum, extent| (sum.0 + extent.0, sum.1 + extent.1))
    } else {
        extents
            .reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))
            .unwrap_or((0, 1))
    };
    ScoreToml {
        id: if summed { "total" } else { "each" }.to_owned(),
        label: None,
        op: if summed { "sum" } else { "each" },
        of: ids.to_vec(),
        range,
        bands_source: None,
        bands: Vec::new(),
    }
}

/// Every answer the lowest: an example worked out from the file and not by the scoring it checks.
fn vectors(found: &Found, ids: &[String], summed: bool) -> String {
    let lowest: Vec<i32> = found
        .items
        .iter()
        .map(|item| extent(&item.answers).0)
        .collect();
    let conditional = found.items.iter().any(|item| !item.asked_if.is_empty());
    let scores = if summed && !conditional {
        json!({ "total": { "value": lowest.iter().sum::<i32>() } })
    } else if summed {
        json!({})
    } else {
        let first = ids.first().cloned().unwrap_or_default();
        json!({ first: { "value": lowest.first() } })
    };
    format!(
        "{:#}\n",
        json!({ "vectors": [{ "name": "lowest", "answers": lowest, "scores": scores }] })
    )
}

fn licence(root: &Node<'_>, importing: &Importing) -> Result<LicenceToml, FhirError> {
    let copyright = root.text("copyright")?;
    let holder = root.text("publisher")?.unwrap_or("not named in the file");
    Ok(LicenceToml {
        class: "C",
        holder: holder.to_owned(),
        statement: copyright
            .unwrap_or("The file says nothing about rights.")
            .to_owned(),
        credit_line: copyright.unwrap_or(holder).to_owned(),
        allows: Vec::new(),
        evidence: vec![LicenceEvidence {
            source: root
                .text("url")?
                .unwrap_or("a FHIR file without an address")
                .to_owned(),
            quote: copyright.unwrap_or("no copyright element").to_owned(),
            seen: importing.grant.stated.clone(),
        }],
        grant: Some(importing.grant.clone()),
    })
}

fn codes(root: &Node<'_>) -> Result<Vec<Code>, FhirError> {
    let mut codes = Vec::new();
    for code in root.list("code")? {
        if let (Some(system), Some(code)) = (code.text("system")?, code.text("code")?) {
            codes.push(Code {
                system: system.to_owned(),
                code: code.to_owned(),
                usage: "panel".to_owned(),
            });
        }
    }
    Ok(codes)
}
