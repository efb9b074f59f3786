use attune_catalog::{Catalog, Contrast, EvidenceRow, Finding, Measured, Problem, Scale};

use super::comparison::{Comparison, comparable};
use super::in_people;
use super::words::comparator_words;

/// All that our table holds on one problem, and what it does not hold.
#[derive(Debug, Clone, PartialEq)]
pub struct AboutProblem<'a> {
    /// The problem.
    pub problem: &'a Problem,
    /// Its rows in the order of the table.
    pub rows: Vec<&'a EvidenceRow>,
    /// Those that may be held side by side, in blocks.
    pub comparisons: Vec<Comparison>,
    /// Rows that can be told in people, with the sentence; those that count responses first.
    pub people: Vec<(&'a EvidenceRow, String)>,
    /// Where the largest effect is also the least certain, in a sentence each.
    pub doubts: Vec<String>,
    /// What nobody knows, or what we did not find, in a sentence each.
    pub unknown: Vec<String>,
}

/// Below this many trials or people a large effect is likelier luck than truth (Button et al. 2013, Nature Reviews
/// Neuroscience 14:365-376, on what small studies do to effects).
const FEW_TRIALS: u32 = 2;
const FEW_PEOPLE: u32 = 100;

impl<'a> AboutProblem<'a> {
    /// Gathers it. None for a problem that the table does not have.
    pub fn find(id: &str, catalog: &'a Catalog) -> Option<Self> {
        let problem = catalog.problem(id)?;
        let rows: Vec<&EvidenceRow> = catalog
            .evidence
            .iter()
            .filter(|row| row.problem == problem.id)
            .collect();
        let mut people: Vec<(&EvidenceRow, String)> = rows
            .iter()
            .filter_map(|row| Some((*row, in_people(row)?)))
            .collect();
        people.sort_by_key(|(row, _)| row.scale != Scale::ResponseRatio);
        Some(Self {
            comparisons: comparable(rows.iter().copied()),
            doubts: doubts(&rows, catalog),
            unknown: unknown(problem, &rows, catalog),
            people,
            problem,
            rows,
        })
    }

    /// The therapies in it, each once, by name.
    pub fn therapies(&self, catalog: &Catalog) -> Vec<String> {
        let mut names: Vec<String> = self.rows.iter().map(|row| name(row, catalog)).collect();
        names.sort();
        names.dedup();
        names
    }
}

fn name(row: &EvidenceRow, catalog: &Catalog) -> String {
    let modality = catalog.modality(&row.modality);
    modality.map_or_else(|| row.modality.clone(), |modality| modality.name.clone())
}

/// A row that leads its comparison on one or two trials, or on few people.
fn doubts(rows: &[&EvidenceRow], catalog: &Catalog) -> Vec<String> {
    let leads = |row: &EvidenceRow| {
        let rivals = rows
            .iter()
            .filter(|other| other.id != row.id && row.may_stand_beside(other));
        let mut effects = rivals.filter_map(|other| other.effect).peekable();
        effects.peek().is_some()
            && row
                .effect
                .is_some_and(|own| effects.all(|other| own >= other))
    };
    let small = |row: &EvidenceRow| {
        row.trials.is_some_and(|trials| trials <= FEW_TRIALS)
            || row.people.is_some_and(|people| people < FEW_PEOPLE)
    };
    rows.iter()
        .filter(|row| small(row) && leads(row))
        .map(|row| {
            let against = comparator_words(&row.against, catalog);
            let trials = match row.trials {
                Some(1) => "one trial".to_owned(),
                Some(trials) => format!("{trials} trials"),
                None => "few trials".to_owned(),
            };
            let people = row
                .people
                .map_or_else(String::new, |people| format!(" with {people} people"));
            format!(
                "The largest effect against {against} is that of {}, and it rests on {trials}{people}: read it last. {}",
                name(row, catalog),
                row.note.as_deref().unwrap_or_default()
            )
        })
        .collect()
}

fn unknown(problem: &Problem, rows: &[&EvidenceRow], catalog: &Catalog) -> Vec<String> {
    let mut said = Vec::new();
    let without: Vec<&str> = catalog
        .modalities
        .iter()
        .filter(|modality| {
            problem
                .problem_area
                .is_some_and(|area| modality.problem_areas.contains(&area))
                && !rows.iter().any(|row| row.modality == modality.id)
        })
        .map(|modality| modality.name.as_str())
        .collect();
    if !without.is_empty() {
        said.push(format!(
            "No trial found in our table for: {}. That is no evidence against them.",
            without.join(", ")
        ));
    }
    if !rows.iter().any(|row| row.measured == Measured::MonthsLater) {
        said.push(
            "How long the effects last: no row of ours was measured months later.".to_owned(),
        );
    }
    let head_to_head = rows
        .iter()
        .any(|row| matches!(row.against, attune_catalog::Comparator::Modality(_)));
    if !head_to_head {
        said.push(
            "How two therapies do against each other directly: all of this is against control groups.".to_owned(),
        );
    }
    let no_interval = rows.iter().filter(|row| row.interval.is_none()).count();
    if no_interval > 0 {
        said.push(format!(
            "How sure {} of the findings are: their sources give no interval.",
            if no_interval == rows.len() {
                "all".to_owned()
            } else {
                no_interval.to_string()
            }
        ));
    }
    let elsewhere = |row: &&&EvidenceRow| {
        row.contrast == Contrast::BetweenGroups
            && row.finding == Finding::FavoursTherapy
            && row
                .prediction_interval
                .is_some_and(|[low, _]| low < row.scale.no_difference())
    };
    let wide = rows.iter().filter(elsewhere).count();
    if wide > 0 {
        said.push(format!(
            "What a new setting would find: for {wide} of the effects above, the range for a new trial reaches below nothing."
        ));
    }
    said.push(
        "What it would do for one person: these are averages of people who took part in trials."
            .to_owned(),
    );
    said
}
