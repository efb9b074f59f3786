//! From a measure to a FHIR R4 `Questionnaire`.

use serde_json::{Value, json};

use super::{
    CALCULATED, FILES, FhirError, ITEM_CONTROL, ITEM_CONTROL_CODES, ITEM_WEIGHT, MAX_VALUE,
    MIN_VALUE, ORDINAL_VALUE,
};
use crate::flag::Comparison;
use crate::measure::{Grant, Item, Measure, Missing, Operation, OptionKind, Text};
use crate::own::MeasureFiles;

/// The measure as a questionnaire in one language, indented. Its licence, and what permits the practice to use it,
/// stand in `copyright`: no wording leaves without them.
///
/// # Errors
///
/// The measure has no wording here.
pub fn export(
    measure: &Measure,
    files: &MeasureFiles,
    language: &str,
) -> Result<String, FhirError> {
    let Some(text) = measure.text(language) else {
        return Err(FhirError {
            at: measure.id.clone(),
            problem: "its wording is not here, so there is nothing to hand on".to_owned(),
        });
    };
    let mut items: Vec<Value> = measure
        .items
        .iter()
        .map(|item| written(measure, text, item))
        .collect();
    items.extend(measure.open_questions.iter().map(|question| {
        json!({ "linkId": question, "type": "text", "text": text.open(question).unwrap_or(question) })
    }));
    items.extend(total(measure));
    let group = json!({ "linkId": "questions", "type": "group", "text": text.stem, "item": items });
    let questionnaire = json!({
        "resourceType": "Questionnaire",
        "id": measure.id,
        "url": format!("urn:attune:measure:{}", measure.id),
        "version": measure.version,
        "language": text.language,
        "name": name(&measure.id),
        "title": measure.title,
        "status": "active",
        "subjectType": ["Patient"],
        "copyright": copyright(measure),
        "code": measure.codes.iter().filter(|code| code.usage == "panel").map(|code| json!({
            "system": code.system, "code": code.code,
        })).collect::<Vec<_>>(),
        "extension": [own_files(files)],
        "item": [group],
    });
    Ok(format!("{:#}\n", without_empty(questionnaire)))
}

/// A name as FHIR wants one: a capital letter and no signs.
fn name(id: &str) -> String {
    let letters = id.chars().filter(char::is_ascii_alphanumeric);
    format!("M{}", letters.collect::<String>())
}

/// FHIR knows no empty lists and no empty texts.
fn without_empty(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let kept = fields.into_iter().filter(|(_, value)| {
                !matches!(value, Value::Array(list) if list.is_empty())
                    && !matches!(value, Value::String(text) if text.is_empty())
                    && !value.is_null()
            });
            Value::Object(
                kept.map(|(key, value)| (key, without_empty(value)))
                    .collect(),
            )
        }
        Value::Array(list) => Value::Array(list.into_iter().map(without_empty).collect()),
        other => other,
    }
}

fn copyright(measure: &Measure) -> String {
    let licence = &measure.licence;
    let mut parts = vec![licence.credit_line.clone(), licence.statement.clone()];
    parts.extend(licence.grant.as_ref().map(Grant::line));
    parts.join(" ")
}

fn own_files(files: &MeasureFiles) -> Value {
    let listed = files
        .files
        .iter()
        .filter(|(name, _)| !name.starts_with("text."));
    let inner: Vec<Value> = listed
        .map(|(name, content)| json!({ "url": name, "valueString": content }))
        .collect();
    json!({ "url": FILES, "extension": inner })
}

fn written(measure: &Measure, text: &Text, item: &Item) -> Value {
    let mut value = json!({
        "linkId": item.id,
        "text": text.item(&item.id).unwrap_or(&item.id),
        "required": !item.optional && item.asked_if.is_empty(),
        "code": item.loinc.iter().map(|code| json!({ "system": "http://loinc.org", "code": code })).collect::<Vec<_>>(),
        "enableWhen": conditions(measure, item),
    });
    if !item.asked_if.is_empty() {
        value["enableBehavior"] = json!("any");
    }
    match &item.options.kind {
        OptionKind::Choices(choices) => {
            let system = format!("urn:attune:measure:{}:{}", measure.id, item.options.id);
            let option = |id: &str, number: i32| {
                let words = text.choice(&item.options.id, id).unwrap_or(id);
                // In the older place and in the newer one: readers know one or the other.
                json!({
                    "extension": [{ "url": ORDINAL_VALUE, "valueDecimal": number }],
                    "valueCoding": {
                        "extension": [{ "url": ITEM_WEIGHT, "valueDecimal": number }],
                        "system": system, "code": id, "display": words,
                    },
                })
            };
            value["type"] = json!("choice");
            value["answerOption"] = choices
                .iter()
                .map(|choice| option(&choice.id, choice.value))
                .collect();
        }
        OptionKind::Scale { from, to } => {
            value["type"] = json!("integer");
            value["extension"] = json!([
                { "url": MIN_VALUE, "valueInteger": from },
                { "url": MAX_VALUE, "valueInteger": to },
            ]);
            if let Some(ends) = text.ends(&item.id, &item.options.id) {
                value["item"] = json!([
                    end(&item.id, "lower", &ends.low),
                    end(&item.id, "upper", &ends.high),
                ]);
            }
        }
    }
    value
}

fn end(item: &str, which: &str, words: &str) -> Value {
    json!({
        "linkId": format!("{item}-{which}"),
        "type": "display",
        "text": words,
        "extension": [{ "url": ITEM_CONTROL, "valueCodeableConcept": {
            "coding": [{ "system": ITEM_CONTROL_CODES, "code": which }],
        } }],
    })
}

/// Conditions on choices name every answer that fulfils them: FHIR compares codes by equality alone.
fn conditions(measure: &Measure, item: &Item) -> Vec<Value> {
    let mut listed = Vec::new();
    for test in &item.asked_if {
        let Some(on) = measure.items.get(test.item) else {
            continue;
        };
        match &on.options.kind {
            OptionKind::Choices(choices) => {
                let system = format!("urn:attune:measure:{}:{}", measure.id, on.options.id);
                let holding = choices.iter().filter(|choice| {
                    test.comparison
                        .holds(choice.value.into(), test.threshold.into())
                });
                listed.extend(holding.map(|choice| {
                    json!({ "question": on.id, "operator": "=", "answerCoding": { "system": system, "code": choice.id } })
                }));
            }
            OptionKind::Scale { .. } => {
                let sign = match test.comparison {
                    Comparison::Equal => "=",
                    other => other.sign(),
                };
                listed.push(
                    json!({ "question": on.id, "operator": sign, "answerInteger": test.threshold }),
                );
            }
        }
    }
    listed
}

/// The total as an expression, where it is nothing but the sum of all weights of choices. It is empty while an
/// answer is missing: most readers would count that as nothing.
fn total(measure: &Measure) -> Option<Value> {
    let rule = measure.total_rule()?;
    let Operation::Sum(items) = &rule.operation else {
        return None;
    };
    let plain = |position: &usize| {
        measure.items.get(*position).is_some_and(|item| {
            !item.reverse
                && item.asked_if.is_empty()
                && matches!(item.options.kind, OptionKind::Choices(_))
        })
    };
    let whole = (rule.times - 1.0).abs() < f64::EPSILON && rule.missing == Missing::Strict;
    if !(whole && items.iter().all(plain)) {
        return None;
    }
    let links = items
        .iter()
        .filter_map(|position| measure.items.get(*position))
        .map(|item| item.id.as_str());
    let expression = sum_expression(links);
    let code = measure.codes.iter().find(|code| code.usage == "total");
    Some(json!({
        "linkId": format!("score-{}", rule.id),
        "type": "decimal",
        "readOnly": true,
        "text": "Total",
        "code": code.iter().map(|code| json!({ "system": code.system, "code": code.code })).collect::<Vec<_>>(),
        "extension": [{ "url": CALCULATED, "valueExpression": { "language": "text/fhirpath", "expression": expression } }],
    }))
}

/// The sum of the weights of these questions, as `FHIRPath`; empty while one of them has no answer.
pub(super) fn sum_expression<'a>(links: impl Iterator<Item = &'a str>) -> String {
    let links: Vec<String> = links.map(|link| format!("'{link}'")).collect();
    let answers = format!(
        "%resource.item.item.where(linkId in ({})).answer.value",
        links.join(" | ")
    );
    format!(
        "iif({answers}.count() = {}, {answers}.weight().sum(), {{}})",
        links.len()
    )
}
