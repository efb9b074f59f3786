//! A questionnaire of somebody else, put into our files.

use std::collections::BTreeMap;

use serde_json::json;

use super::FhirError;
use super::items::{Found, FoundAnswers, FoundItem};
use super::node::Node;
use super::read::{Importing, language};
use super::write::sum_expression;
use crate::measure::{AskedBy, Code, LicenceEvidence, Purpose, Standing};
use crate::own::MeasureFiles;
use crate::own::written::{
    ChoiceToml, EndsToml, ItemToml, LicenceToml, MeasureToml, OptionsToml, ScoreToml, TextToml,
    text_file, toml_file,
};
use crate::version::version_key;

/// A questionnaire of somebody else.
pub(super) fn translated(
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
pub(super) fn word_answers(text: &mut TextToml, item: &str, set: &str, answers: &FoundAnswers) {
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
