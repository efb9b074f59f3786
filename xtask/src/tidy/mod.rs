//! The rules of the house that no compiler checks. One file per rule, one line per rule in [`RULES`]; each rule is a
//! plain function from text to findings, tested with an example that breaks it.
#![expect(
    clippy::unnecessary_wraps,
    reason = "all rules have one shape, and some can fail"
)]

mod arrows;
mod columns;
mod docs;
mod html;
mod lockfiles;
mod migrations;
mod pages;
mod safety;
mod sizes;
mod source;
mod sql;
mod words;

use std::fs;
use std::path::Path;

use anyhow::{Context, bail};

use crate::arguments::Arguments;
use crate::{files, project};

pub(crate) const USAGE: &str = "";
pub(crate) const DETAILS: &str = "\
arrows       which crate may use which, ours and others' (xtask/src/tidy/arrows.rs decides)
columns      every database column is in crates/record/plain-columns.toml, as plain or sealed
migrations   the same files for SQLite and PostgreSQL
pages        nothing from another origin, no inline styles, scripts or handlers
sizes        a file past 400 lines is remarked on, past 800 refused
words        nothing marked as unfinished
safety       no unsafe code, and every crate under the workspace's lints
docs         every crate says what it is; descriptions name only files that are there
lockfiles    no download addresses";

/// Something a rule found.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    weight: Weight,
    /// File, with a line where there is one, or crate.
    place: String,
    what: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weight {
    /// Breaks a rule.
    Fault,
    /// Worth a look; nothing fails.
    Remark,
}

impl Finding {
    fn fault(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            weight: Weight::Fault,
            place: place.into(),
            what: what.into(),
        }
    }

    fn remark(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            weight: Weight::Remark,
            place: place.into(),
            what: what.into(),
        }
    }
}

type Rule = fn(&Checkout) -> anyhow::Result<Vec<Finding>>;

const RULES: &[(&str, Rule)] = &[
    ("arrows", arrows::check),
    ("columns", columns::check),
    ("migrations", migrations::check),
    ("pages", pages::check),
    ("sizes", sizes::check),
    ("words", words::check),
    ("safety", safety::check),
    ("docs", docs::check),
    ("lockfiles", lockfiles::check),
];

/// What the rules look at: all text written by hand, read once.
pub(crate) struct Checkout {
    texts: Vec<Text>,
}

/// One file.
#[derive(Debug)]
pub(crate) struct Text {
    /// From the top of the checkout, with `/` on every system.
    path: String,
    content: String,
}

impl Text {
    /// Whether its name ends in one of these, for example `.rs`.
    fn ends_in(&self, endings: &[&str]) -> bool {
        endings.iter().any(|ending| self.path.ends_with(ending))
    }

    /// Its lines with their numbers, which start at 1.
    fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.content
            .lines()
            .enumerate()
            .map(|(index, line)| (index + 1, line))
    }
}

impl Checkout {
    fn read(root: &Path) -> anyhow::Result<Self> {
        let mut texts = Vec::new();
        for file in files::below(root)? {
            let bytes =
                fs::read(&file).with_context(|| format!("could not read {}", file.display()))?;
            // A font or picture is nobody's sentence.
            let Ok(content) = String::from_utf8(bytes) else {
                continue;
            };
            let path = file
                .strip_prefix(root)?
                .to_string_lossy()
                .replace('\\', "/");
            texts.push(Text { path, content });
        }
        Ok(Self { texts })
    }

    /// The files below a folder, which is given with its closing `/`.
    fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a Text> {
        self.texts
            .iter()
            .filter(move |text| text.path.starts_with(folder))
    }

    fn file(&self, path: &str) -> Option<&Text> {
        self.texts.iter().find(|text| text.path == path)
    }

    #[cfg(test)]
    fn of(files: &[(&str, &str)]) -> Self {
        let text = |(path, content): &(&str, &str)| Text {
            path: (*path).to_owned(),
            content: (*content).to_owned(),
        };
        Self {
            texts: files.iter().map(text).collect(),
        }
    }
}

pub(crate) fn run(arguments: Arguments) -> anyhow::Result<()> {
    arguments.finish()?;
    let checkout = Checkout::read(&project::root())?;
    let mut faults = 0;
    for (name, rule) in RULES {
        for finding in
            rule(&checkout).with_context(|| format!("the rule `{name}` could not be checked"))?
        {
            let weight = match finding.weight {
                Weight::Fault => {
                    faults += 1;
                    "fault"
                }
                Weight::Remark => "remark",
            };
            println!("{weight} ({name}) {}: {}", finding.place, finding.what);
        }
    }
    match faults {
        0 => {
            println!(
                "tidy: {} rules over {} files, no faults",
                RULES.len(),
                checkout.texts.len()
            );
            Ok(())
        }
        1 => bail!("tidy found a fault; `cargo xtask help tidy` explains the rules"),
        faults => bail!("tidy found {faults} faults; `cargo xtask help tidy` explains the rules"),
    }
}
