//! The answers an item offers, and what they count.

use super::node::Node;
use super::{EXPANSION_PROPERTY, FhirError, ITEM_WEIGHT, ORDINAL_VALUE};

/// One answer of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Offered {
    /// Its code, made from its place where the file has none.
    pub(super) code: String,
    pub(super) words: String,
    /// What it counts, where the file says so.
    pub(super) weight: Option<i32>,
}

/// The answers of a `choice` item, from its own list or from a value set inside the file.
pub(super) fn offered(root: &Node<'_>, item: &Node<'_>) -> Result<Vec<Offered>, FhirError> {
    let listed = item.list("answerOption")?;
    let found = if !listed.is_empty() {
        let read = |(position, option): (usize, &Node<'_>)| from_option(position, option);
        listed
            .iter()
            .enumerate()
            .map(read)
            .collect::<Result<Vec<_>, _>>()?
    } else if let Some(set) = item.text("answerValueSet")? {
        let Some(name) = set.strip_prefix('#') else {
            return item.refuse(format!(
                "its answers are in the value set {set}, which is not in the file; put them into answerOption"
            ));
        };
        from_set(root, item, name)?
    } else {
        return item.refuse("a choice without answers: neither answerOption nor answerValueSet");
    };
    check(item, found)
}

fn check(item: &Node<'_>, found: Vec<Offered>) -> Result<Vec<Offered>, FhirError> {
    if found.len() < 2 {
        return item.refuse("a choice needs at least two answers");
    }
    let weighed = found
        .iter()
        .filter(|offered| offered.weight.is_some())
        .count();
    if weighed != 0 && weighed != found.len() {
        let without = found.iter().find(|offered| offered.weight.is_none());
        let words = without.map_or("", |offered| &offered.words);
        return item.refuse(format!(
            "\"{words}\" has no ordinalValue or itemWeight, others of the list have"
        ));
    }
    for (position, one) in found.iter().enumerate() {
        for other in found.iter().take(position) {
            if one.code == other.code {
                return item.refuse(format!("two answers share the code \"{}\"", one.code));
            }
            if one.weight.is_some() && one.weight == other.weight {
                return item.refuse(format!(
                    "\"{}\" and \"{}\" count the same; every answer needs a number of its own",
                    other.words, one.words
                ));
            }
        }
    }
    Ok(found)
}

fn from_option(position: usize, option: &Node<'_>) -> Result<Offered, FhirError> {
    let outside = weight(option)?;
    if let Some(coding) = option.get("valueCoding") {
        let code = coding.text("code")?;
        let words = coding.text("display")?.or(code);
        let Some(words) = words else {
            return coding.refuse("an answer needs a display or a code");
        };
        let inside = weight(&coding)?;
        if inside.is_some() && outside.is_some() && inside != outside {
            return option.refuse("its ordinalValue and its itemWeight say different numbers");
        }
        return Ok(Offered {
            code: code.map_or_else(|| place(position), str::to_owned),
            words: words.to_owned(),
            weight: inside.or(outside),
        });
    }
    if let Some(words) = option.text("valueString")? {
        return Ok(Offered {
            code: place(position),
            words: words.to_owned(),
            weight: outside,
        });
    }
    match option.whole("valueInteger")? {
        Some(number) => Ok(Offered {
            code: place(position),
            words: number.to_string(),
            weight: outside.or(Some(number)),
        }),
        None => option.refuse("valueCoding, valueString or valueInteger was expected"),
    }
}

fn place(position: usize) -> String {
    format!("a{}", position + 1)
}

/// A value set among the contained resources: its expansion if it has one, else what it is composed of.
fn from_set(root: &Node<'_>, item: &Node<'_>, name: &str) -> Result<Vec<Offered>, FhirError> {
    let mut set = None;
    for contained in root.list("contained")? {
        if contained.text("resourceType")? == Some("ValueSet")
            && contained.text("id")? == Some(name)
        {
            set = Some(contained);
        }
    }
    let Some(set) = set else {
        return item.refuse(format!(
            "there is no value set \"{name}\" among the contained resources"
        ));
    };
    let expanded = match set.get("expansion") {
        Some(expansion) => expansion.list("contains")?,
        None => Vec::new(),
    };
    let mut concepts = expanded;
    if concepts.is_empty()
        && let Some(compose) = set.get("compose")
    {
        for include in compose.list("include")? {
            let listed = include.list("concept")?;
            if listed.is_empty() {
                return include.refuse(
                    "the answers themselves are not in the file, only where they come from",
                );
            }
            concepts.extend(listed);
        }
    }
    concepts
        .iter()
        .map(|concept| {
            let code = concept.needed("code", "every answer has a code")?;
            Ok(Offered {
                code: code.to_owned(),
                words: concept.text("display")?.unwrap_or(code).to_owned(),
                weight: weight(concept)?,
            })
        })
        .collect()
}

/// What this counts: as `ordinalValue`, as `itemWeight`, or as a property of an expansion.
fn weight(node: &Node<'_>) -> Result<Option<i32>, FhirError> {
    let mut found = None;
    for url in [ORDINAL_VALUE, ITEM_WEIGHT] {
        for extension in node.extensions(url)? {
            let number = match extension.whole("valueDecimal")? {
                Some(number) => number,
                None => match extension.whole("valueInteger")? {
                    Some(number) => number,
                    None => return extension.refuse("a weight needs a valueDecimal"),
                },
            };
            if found.is_some_and(|known| known != number) {
                return node.refuse("its ordinalValue and its itemWeight say different numbers");
            }
            found = Some(number);
        }
    }
    for property in node.extensions(EXPANSION_PROPERTY)? {
        let code = property.extensions("code")?;
        let named = match code.first() {
            Some(code) => code.text("valueCode")?,
            None => None,
        };
        if !matches!(named, Some("itemWeight" | "ordinalValue")) {
            continue;
        }
        for value in property
            .extensions("value[x]")?
            .iter()
            .chain(&property.extensions("value")?)
        {
            found = value
                .whole("valueDecimal")?
                .or(value.whole("valueInteger")?)
                .or(found);
        }
    }
    Ok(found)
}
