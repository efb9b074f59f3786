//! What arms are called in a database of trials.

use anyhow::{Context, bail};
use attune_catalog::{Catalog, Comparator};

/// Codes of the Metapsy databases, which are the largest open ones. They differ between databases in spelling.
const THERAPIES: &[(&str, &str)] = &[
    ("cbt", "cbt"),
    ("bat", "behavioural-activation"),
    ("3rd", "third-wave"),
    ("3w", "third-wave"),
    ("pst", "problem-solving"),
    ("ipt", "interpersonal"),
    ("dyn", "psychodynamic"),
    ("pd", "psychodynamic"),
    ("sup", "supportive-counselling"),
    ("emdr", "emdr"),
    ("dbt", "dbt-skills"),
];

const CONTROLS: &[(&str, Comparator)] = &[
    ("wl", Comparator::Waitlist),
    ("cau", Comparator::CareAsUsual),
    ("tau", Comparator::CareAsUsual),
    ("tau/nt", Comparator::CareAsUsual),
    ("pl", Comparator::Placebo),
    ("other ctr", Comparator::ControlGroups),
];

/// What the codes of one database mean: the usual ones, and those that were named.
#[derive(Debug)]
pub(crate) struct Codes {
    therapies: Vec<(String, String)>,
    controls: Vec<(String, Comparator)>,
}

impl Codes {
    /// Reads `CODE=MEANING`, such as `mbct=third-wave` or `nt=waitlist`.
    pub(crate) fn read(named: &[String], catalog: &Catalog) -> anyhow::Result<Self> {
        let mut codes = Self {
            therapies: THERAPIES
                .iter()
                .map(|(code, id)| ((*code).to_owned(), (*id).to_owned()))
                .collect(),
            controls: CONTROLS
                .iter()
                .map(|(code, control)| ((*code).to_owned(), control.clone()))
                .collect(),
        };
        for words in named {
            let (code, meaning) = words.split_once('=').with_context(|| {
                format!("--code {words}: expected CODE=MEANING, such as mbct=third-wave")
            })?;
            let code = code.trim().to_lowercase();
            let meaning = meaning.trim();
            if let Some(control) = control(meaning) {
                codes.controls.insert(0, (code, control));
            } else if catalog.modality(meaning).is_some() {
                codes.therapies.insert(0, (code, meaning.to_owned()));
            } else {
                let therapies: Vec<&str> = catalog
                    .modalities
                    .iter()
                    .map(|one| one.id.as_str())
                    .collect();
                bail!(
                    "--code {words}: \"{meaning}\" is neither a therapy ({}) nor a control (waitlist, care_as_usual, placebo, control_groups)",
                    therapies.join(", ")
                );
            }
        }
        Ok(codes)
    }

    /// The therapy behind a code, by its id in the catalogue.
    pub(crate) fn therapy(&self, code: &str) -> Option<&str> {
        let found = self
            .therapies
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(code.trim()));
        found.map(|(_, id)| id.as_str())
    }

    /// The control behind a code.
    pub(crate) fn control(&self, code: &str) -> Option<&Comparator> {
        let found = self
            .controls
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(code.trim()));
        found.map(|(_, control)| control)
    }
}

fn control(name: &str) -> Option<Comparator> {
    Some(match name {
        "waitlist" => Comparator::Waitlist,
        "care_as_usual" => Comparator::CareAsUsual,
        "placebo" => Comparator::Placebo,
        "control_groups" => Comparator::ControlGroups,
        _ => return None,
    })
}
