//! The items of a questionnaire, groups dissolved.

use super::node::Node;
use super::weights::{Offered, offered};
use super::{CALCULATED, CQF_EXPRESSION, FhirError, ITEM_CONTROL, MAX_VALUE, MIN_VALUE};

/// What was found, in the order of the file.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Texts above the items.
    pub(super) stem: Vec<String>,
    pub(super) items: Vec<FoundItem>,
    /// Questions in free words: id and wording.
    pub(super) open: Vec<(String, String)>,
    /// How a total is made, as written; an empty text for something that is no expression we could read.
    pub(super) totals: Vec<String>,
}

/// One question.
#[derive(Debug)]
pub(super) struct FoundItem {
    pub(super) link: String,
    pub(super) words: String,
    pub(super) answers: FoundAnswers,
    /// Conditions: the link id asked about, how it is compared, and with what.
    pub(super) asked_if: Vec<(String, &'static str, String)>,
    pub(super) loinc: Option<String>,
    /// Where it stands in the file.
    pub(super) at: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum FoundAnswers {
    Choices(Vec<Offered>),
    Scale {
        from: i32,
        to: i32,
        low: String,
        high: String,
    },
}

pub(super) fn find(root: &Node<'_>) -> Result<Found, FhirError> {
    let mut found = Found::default();
    for item in root.list("item")? {
        take(root, &item, &[], &mut found)?;
    }
    if found.items.is_empty() {
        return root
            .refuse("there is no question in it that can be answered with a choice or a number");
    }
    Ok(found)
}

/// `above` are the texts of the groups this stands in.
fn take(
    root: &Node<'_>,
    item: &Node<'_>,
    above: &[&str],
    found: &mut Found,
) -> Result<(), FhirError> {
    let link = item.needed("linkId", "every item has one")?;
    let kind = item.needed("type", "every item has one")?;
    if item.yes("repeats") {
        return item
            .refuse("it takes several answers at once; only one answer to a question can be kept");
    }
    match kind {
        "group" => {
            if item.has("enableWhen") {
                return item.refuse("a whole group cannot hang on another answer; put the condition on its questions");
            }
            let text = item.text("text")?;
            let mut within = above.to_vec();
            // The first group's text stands above everything; later ones belong to their questions.
            match text {
                Some(text) if found.items.is_empty() && found.open.is_empty() => {
                    found.stem.push(text.to_owned());
                }
                Some(text) => within.push(text),
                None => {}
            }
            for inner in item.list("item")? {
                take(root, &inner, &within, found)?;
            }
            Ok(())
        }
        "display" => {
            let text = item.needed("text", "a display shows its text")?;
            if found.items.is_empty() {
                found.stem.push(text.to_owned());
            }
            Ok(())
        }
        "string" | "text" => {
            if item.has("enableWhen") {
                return item.refuse("a question in free words cannot hang on another answer");
            }
            let words = wording(item, above)?;
            found.open.push((link.to_owned(), words));
            Ok(())
        }
        "integer" | "decimal" | "quantity" if is_total(item)? => {
            found.totals.push(expression(item)?);
            Ok(())
        }
        "choice" | "coding" | "boolean" | "integer" => {
            let answers = match kind {
                "boolean" => FoundAnswers::Choices(yes_and_no()),
                "integer" => scale(item)?,
                _ => FoundAnswers::Choices(offered(root, item)?),
            };
            found.items.push(FoundItem {
                link: link.to_owned(),
                words: wording(item, above)?,
                answers,
                asked_if: conditions(item)?,
                loinc: loinc(item)?,
                at: place(item),
            });
            for inner in item.list("item")? {
                if inner.text("type")? != Some("display") {
                    return inner.refuse("a question inside of a question; put it beside it, with a condition");
                }
            }
            Ok(())
        }
        "open-choice" => item.refuse("answers in free words beside a list cannot be scored; use type choice"),
        other => item.refuse(format!(
            "a question of type {other} cannot be asked here; choice, boolean, integer, string, text, group and display can"
        )),
    }
}

fn place(item: &Node<'_>) -> String {
    match item.refuse::<()>(String::new()) {
        Err(FhirError { at, .. }) => at,
        Ok(()) => String::new(),
    }
}

fn wording(item: &Node<'_>, above: &[&str]) -> Result<String, FhirError> {
    let own = item.needed("text", "a question without words cannot be asked")?;
    let mut parts = above.to_vec();
    parts.push(own);
    Ok(parts.join(" "))
}

fn yes_and_no() -> Vec<Offered> {
    [("no", "No", 0), ("yes", "Yes", 1)]
        .map(|(code, words, weight)| Offered {
            code: code.to_owned(),
            words: words.to_owned(),
            weight: Some(weight),
        })
        .into()
}

/// Worked out by the form itself, not answered by a person.
fn is_total(item: &Node<'_>) -> Result<bool, FhirError> {
    Ok(item.yes("readOnly")
        || !item.extensions(CALCULATED)?.is_empty()
        || !item.extensions(CQF_EXPRESSION)?.is_empty())
}

fn expression(item: &Node<'_>) -> Result<String, FhirError> {
    for extension in item.extensions(CALCULATED)? {
        let Some(value) = extension.get("valueExpression") else {
            continue;
        };
        if value.text("language")? == Some("text/fhirpath") {
            return Ok(value.text("expression")?.unwrap_or_default().to_owned());
        }
    }
    Ok(String::new())
}

fn scale(item: &Node<'_>) -> Result<FoundAnswers, FhirError> {
    let end = |url| -> Result<Option<i32>, FhirError> {
        match item.extensions(url)?.first() {
            Some(extension) => extension.whole("valueInteger"),
            None => Ok(None),
        }
    };
    let (Some(from), Some(to)) = (end(MIN_VALUE)?, end(MAX_VALUE)?) else {
        return item.refuse("a number without minValue and maxValue; say how far the scale goes");
    };
    if from >= to {
        return item.refuse("minValue is not below maxValue");
    }
    if to - from > 1000 {
        return item.refuse("a scale of more than 1000 steps");
    }
    let (mut low, mut high) = (from.to_string(), to.to_string());
    for inner in item.list("item")? {
        let control = control(&inner)?;
        let text = inner.text("text")?.unwrap_or_default();
        match control {
            Some("lower") => text.clone_into(&mut low),
            Some("upper") => text.clone_into(&mut high),
            _ => {}
        }
    }
    Ok(FoundAnswers::Scale {
        from,
        to,
        low,
        high,
    })
}

/// What a displayed text is for.
fn control<'a>(item: &Node<'a>) -> Result<Option<&'a str>, FhirError> {
    for extension in item.extensions(ITEM_CONTROL)? {
        if let Some(concept) = extension.get("valueCodeableConcept") {
            for coding in concept.list("coding")? {
                if let Some(code) = coding.text("code")? {
                    return Ok(Some(code));
                }
            }
        }
    }
    Ok(None)
}

fn loinc(item: &Node<'_>) -> Result<Option<String>, FhirError> {
    for code in item.list("code")? {
        if code.text("system")? == Some("http://loinc.org") {
            return Ok(code.text("code")?.map(str::to_owned));
        }
    }
    Ok(None)
}

/// `enableWhen`: any of several, by choice, by yes or no, or by number.
fn conditions(item: &Node<'_>) -> Result<Vec<(String, &'static str, String)>, FhirError> {
    let listed = item.list("enableWhen")?;
    if listed.len() > 1 && item.text("enableBehavior")? == Some("all") {
        return item.refuse("it hangs on several answers at once (enableBehavior all); only any of them can be read");
    }
    listed
        .iter()
        .map(|when| {
            let question = when.needed("question", "a condition names the question it hangs on")?;
            let operator = when.needed("operator", "a condition compares")?;
            let number = when.whole("answerInteger")?;
            let (sign, value) = match (operator, number) {
                ("=", Some(number)) => ("=", number.to_string()),
                (">=", Some(number)) => (">=", number.to_string()),
                (">", Some(number)) => (">=", (number + 1).to_string()),
                ("<=", Some(number)) => ("<=", number.to_string()),
                ("<", Some(number)) => ("<=", (number - 1).to_string()),
                ("=", None) => {
                    let code = match when.get("answerCoding") {
                        Some(coding) => coding.text("code")?.map(str::to_owned),
                        None if when.has("answerBoolean") => {
                            let yes = when.yes("answerBoolean");
                            Some(if yes { "yes" } else { "no" }.to_owned())
                        }
                        None => None,
                    };
                    let Some(code) = code else {
                        return when.refuse("answerCoding, answerBoolean or answerInteger was expected");
                    };
                    ("=", code)
                }
                _ => {
                    return when.refuse(format!(
                        "the operator {operator} with this kind of answer cannot be read; = with a code, or a comparison with a whole number can"
                    ));
                }
            };
            Ok((question.to_owned(), sign, value))
        })
        .collect()
}
