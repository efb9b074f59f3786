//! The file of a causal map: its factors by name, and what they do to each other.
//!
//! ```
//! let named = attune_readers::causal_map::read(
//!     br#"{"nodes": ["worry", {"name": "poor sleep", "severity": 6}],
//!          "influences": [{"from": "worry", "to": "poor sleep", "weight": 0.5, "sd": 0.1}]}"#,
//! )?;
//! assert_eq!(named.names, ["worry", "poor sleep"]);
//! assert_eq!(named.map.influences().len(), 1);
//! # Ok::<(), attune_readers::causal_map::Fault>(())
//! ```

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use attune_stats::causal_map::{CausalMap, Influence, MOST_NODES};
use attune_stats::{NonNegative, Proportion, Weight};
use serde::Deserialize;

/// A map with the names of its factors.
#[derive(Debug)]
pub struct NamedMap {
    /// One for each node of the map, each different, trimmed, and not empty.
    pub names: Vec<String>,
    /// One for each node, where the file gives it.
    pub severities: Vec<Option<NonNegative>>,
    /// The map itself; its nodes are counted from 0 in the order of the names.
    pub map: CausalMap,
    /// The standard deviation of the weight of each influence, where the file gives it.
    pub weight_sds: Vec<Option<NonNegative>>,
}

/// What is wrong, and where.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {found}; expected {expected}")]
pub struct Fault {
    /// Such as `influences[2].weight`, counted from 0 as JSON does, or a line and a column.
    pub place: String,
    /// What is there, by kind: never the words of the file, they are somebody's.
    pub found: String,
    /// What would be taken.
    pub expected: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MapFile {
    nodes: Vec<NodeEntry>,
    #[serde(default)]
    influences: Vec<InfluenceEntry>,
}

/// A name alone, or with more about it.
#[derive(Deserialize)]
#[serde(untagged)]
enum NodeEntry {
    Name(String),
    Full(FullNode),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FullNode {
    name: String,
    severity: Option<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InfluenceEntry {
    from: String,
    to: String,
    weight: f64,
    sd: Option<f64>,
    confidence: Option<f64>,
}

/// Reads a map. A pure function, and the only way in.
///
/// # Errors
/// The bytes are no JSON, not of this form, or hold a map that cannot be: a name twice, an influence without its node, a
/// weight outside of -1 to 1, more than [`MOST_NODES`] nodes.
pub fn read(bytes: &[u8]) -> Result<NamedMap, Fault> {
    let file: MapFile = serde_json::from_slice(bytes).map_err(|error| unreadable(&error))?;
    if file.nodes.len() > MOST_NODES {
        return Err(fault("nodes", "too many", format!("at most {MOST_NODES}")));
    }
    let (names, severities) = nodes(file.nodes)?;
    let positions: HashMap<&str, usize> = names.iter().map(String::as_str).zip(0..).collect();
    let mut influences = Vec::with_capacity(file.influences.len());
    let mut weight_sds = Vec::with_capacity(file.influences.len());
    for (index, entry) in file.influences.iter().enumerate() {
        let place = |field: &str| format!("influences[{index}].{field}");
        let end = |name: &str, field: &str| {
            let found = positions.get(name.trim()).copied();
            found.ok_or_else(|| {
                fault(
                    place(field),
                    "a name that no node has",
                    "the name of a node",
                )
            })
        };
        let influence = Influence {
            from: end(&entry.from, "from")?,
            to: end(&entry.to, "to")?,
            weight: Weight::new(entry.weight).map_err(|_| {
                let expected = "a number from -1 to 1 and not 0: leave out what has no influence";
                fault(place("weight"), "outside of what can be", expected)
            })?,
            confidence: match entry.confidence {
                None => Proportion::ONE,
                Some(share) => Proportion::new(share).map_err(|_| {
                    fault(
                        place("confidence"),
                        "outside of what can be",
                        "a number from 0 to 1",
                    )
                })?,
            },
        };
        if influence.from == influence.to {
            let expected = "another node: name the step in between as a node";
            return Err(fault(place("to"), "the node it starts from", expected));
        }
        let mut before = influences.iter();
        if before.any(|other: &Influence| (other.from, other.to) == (influence.from, influence.to))
        {
            let expected = "one influence from one node to another: keep one";
            return Err(fault(
                format!("influences[{index}]"),
                "a second one",
                expected,
            ));
        }
        influences.push(influence);
        weight_sds.push(non_negative(entry.sd, || place("sd"))?);
    }
    let map = CausalMap::new(names.len(), influences)
        .map_err(|error| fault("influences", "no map", error.to_string()))?;
    Ok(NamedMap {
        names,
        severities,
        map,
        weight_sds,
    })
}

type Nodes = (Vec<String>, Vec<Option<NonNegative>>);

fn nodes(entries: Vec<NodeEntry>) -> Result<Nodes, Fault> {
    let mut names: Vec<String> = Vec::with_capacity(entries.len());
    let mut severities = Vec::with_capacity(entries.len());
    for (index, entry) in entries.into_iter().enumerate() {
        let (name, severity) = match entry {
            NodeEntry::Name(name) => (name, None),
            NodeEntry::Full(node) => (node.name, node.severity),
        };
        let name = name.trim().to_owned();
        let place = || format!("nodes[{index}].name");
        if name.is_empty() {
            return Err(fault(place(), "empty", "a name"));
        }
        if names.contains(&name) {
            return Err(fault(
                place(),
                "the name of an earlier node",
                "a name of its own",
            ));
        }
        names.push(name);
        severities.push(non_negative(severity, || {
            format!("nodes[{index}].severity")
        })?);
    }
    if names.is_empty() {
        return Err(fault("nodes", "empty", "at least one node"));
    }
    Ok((names, severities))
}

fn non_negative(
    value: Option<f64>,
    place: impl Fn() -> String,
) -> Result<Option<NonNegative>, Fault> {
    let checked = value.map(NonNegative::new).transpose();
    checked.map_err(|_| fault(place(), "outside of what can be", "a number, 0 or more"))
}

fn fault(place: impl Into<String>, found: impl Into<String>, expected: impl Into<String>) -> Fault {
    Fault {
        place: place.into(),
        found: found.into(),
        expected: expected.into(),
    }
}

/// Where the text stops being a map. The library's own sentence may repeat words of the file, so it is told by kind.
fn unreadable(error: &serde_json::Error) -> Fault {
    use serde_json::error::Category;
    let found = match error.classify() {
        Category::Io | Category::Eof => "the text ends too early",
        Category::Syntax => "not JSON",
        Category::Data => "not what belongs there",
    };
    fault(
        format!("line {}, column {}", error.line(), error.column()),
        found,
        "{\"nodes\": [\"a name\" or {\"name\", \"severity\"}], \
         \"influences\": [{\"from\", \"to\", \"weight\", \"sd\", \"confidence\"}]}",
    )
}
