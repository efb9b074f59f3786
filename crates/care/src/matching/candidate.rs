use attune_catalog::{Catalog, Domain, ProblemArea, Technique};
use attune_ids::ProblemId;

use super::cautions::{self, CautionView, Situation};
use super::compared::Compared;
use super::decision::{CandidateDecision, latest, situations};
use super::evidence::{Evidence, Scope, Standing, said_equal};
use super::forecast::{Forecast, NoForecast, forecast};
use super::preference::{PreferenceFit, Wishes};
use super::target::{self, Meets, Target, targets};
use crate::assess::Problem;
use crate::formulate::{Findings, KnownRanks, SEED, findings_knowing};
use crate::{Dated, Record};

/// A technique of a modality that could become a strand of the plan, with its five
/// considerations side by side. They are never added up.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Catalogue id of the technique.
    pub technique: String,
    /// Its name.
    pub name: String,
    /// What it is, in a sentence or two.
    pub what: String,
    /// Name of the therapy it comes from.
    pub modality: String,
    /// Sides of life it acts on.
    pub domains: Vec<Domain>,
    /// What trials of the therapy found in this area.
    pub evidence: Evidence,
    /// Which factors of this drawing it acts on.
    pub targets: Vec<Target>,
    /// How the therapy meets the client's wishes; none if they were never asked.
    pub preferences: Option<PreferenceFit>,
    /// When to think twice, held against what is known.
    pub cautions: Vec<CautionView>,
    /// What the practice's own finished therapies foretell of it, in a few words.
    pub prediction: String,
    /// What it asks for, and what is not known about whether that is possible.
    pub feasibility: Vec<String>,
    /// What speaks for it.
    pub reasons_for: Vec<String>,
    /// What speaks against it for this client; a caution that is merely possible stands in `cautions` alone.
    pub reasons_against: Vec<String>,
    /// What was decided about it before.
    pub decision: Option<Dated<CandidateDecision>>,
}

impl Candidate {
    /// A caution says "do not begin" and its situation is not ruled out: such a
    /// technique is shown last and never offered.
    pub fn is_forbidden(&self) -> bool {
        self.cautions.iter().any(CautionView::forbids)
    }

    fn meets(&self) -> Option<Meets> {
        self.targets.iter().map(|target| target.meets).min()
    }

    fn clashes(&self) -> usize {
        self.preferences.as_ref().map_or(0, |fit| fit.clashes.len())
    }
}

/// Where a candidate stands on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Acts on the very kind of thing that was drawn.
    OnTheDrawing,
    /// Belongs to a side of life that was drawn, where nobody said what kind of thing it is.
    Nearby,
    /// Touches nothing that was drawn.
    Elsewhere,
    /// A caution says "do not begin", and its situation is not ruled out.
    NotNow,
}

impl Place {
    fn of(candidate: &Candidate) -> Self {
        if candidate.is_forbidden() {
            return Self::NotNow;
        }
        match candidate.meets() {
            Some(Meets::Mechanism) => Self::OnTheDrawing,
            Some(Meets::SideOfLife) => Self::Nearby,
            None => Self::Elsewhere,
        }
    }
}

/// Candidates that stand together because nothing in the trials tells them apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Where it stands.
    pub place: Place,
    /// At least one.
    pub candidates: Vec<Candidate>,
    /// The sentence over the group; none for a candidate that stands alone.
    pub together: Option<String>,
}

/// What could help with one problem.
#[derive(Debug, Clone, PartialEq)]
pub struct Matching {
    /// The problem.
    pub problem: ProblemId,
    /// Its area.
    pub area: ProblemArea,
    /// Which comparison of trials it is held against.
    pub compared: Compared,
    /// In the order to show.
    pub groups: Vec<Group>,
    /// What is not known yet and would change this list.
    pub notes: Vec<String>,
}

/// Candidates for every open problem.
///
/// The order is lexicographic and holds no score: what may not be begun comes last;
/// then what acts on a kind of thing that was drawn, before what only belongs to a
/// side of life that was drawn, before the rest; then by [`Standing`] of the
/// therapy in our table; then fewer clashes with the client's wishes; then by name.
/// Within a group that cannot be told apart the order means nothing.
pub fn candidates(record: &Record, catalog: &Catalog) -> Vec<Matching> {
    let ground = Ground::of(record, catalog, &KnownRanks::new());
    record
        .open_problems()
        .map(|state| ground.matching(&state.problem))
        .collect()
}

/// Candidates for one open problem, the first one if none is named; none if there is
/// no such problem. What is costly about the drawing is looked up among what is known
/// and remembered there.
pub fn candidates_for(
    record: &Record,
    catalog: &Catalog,
    problem: Option<ProblemId>,
    known: &KnownRanks,
) -> Option<Matching> {
    let state = record
        .open_problems()
        .find(|state| problem.is_none_or(|wanted| state.problem.id == wanted))?;
    Some(Ground::of(record, catalog, known).matching(&state.problem))
}

/// What every candidate is held against, worked out once.
struct Ground<'a> {
    record: &'a Record,
    catalog: &'a Catalog,
    found: Findings,
    wishes: Option<Wishes>,
    forecast: Result<Forecast, NoForecast>,
}

impl<'a> Ground<'a> {
    fn of(record: &'a Record, catalog: &'a Catalog, known: &KnownRanks) -> Self {
        Self {
            record,
            catalog,
            found: findings_knowing(record, SEED, known),
            wishes: Wishes::of(record, catalog),
            forecast: forecast(record, catalog),
        }
    }

    fn matching(&self, named: &Problem) -> Matching {
        let (record, catalog) = (self.record, self.catalog);
        let (problem, area) = (named.id, named.area);
        let compared = Compared::of(record, problem, area, catalog);
        let scope = Scope {
            area,
            studied: compared.studied(),
        };
        let mut all: Vec<Candidate> = catalog
            .techniques
            .iter()
            .filter(|technique| technique.problem_areas.contains(&area))
            .map(|technique| self.candidate(problem, scope, technique))
            .collect();
        all.sort_by(|one, two| order(one).cmp(&order(two)));
        Matching {
            problem,
            area,
            groups: groups(all, scope, catalog),
            notes: notes(record, self.wishes.as_ref()),
            compared,
        }
    }

    fn candidate(&self, problem: ProblemId, scope: Scope<'_>, technique: &Technique) -> Candidate {
        let (record, catalog) = (self.record, self.catalog);
        let modality = catalog.modality(&technique.modality);
        let evidence = Evidence::of(&technique.modality, scope, catalog);
        let targets = targets(technique, &record.formulation, &self.found, catalog);
        let cautions = cautions::view(catalog, technique, &situations(record));
        let preferences = self
            .wishes
            .as_ref()
            .zip(modality)
            .map(|(wishes, modality)| wishes.fit(modality, catalog));
        let (mut reasons_for, mut reasons_against) = (Vec::new(), Vec::new());
        reasons_for.extend(target::sentences(&targets));
        if targets.is_empty() && !record.formulation.factors.is_empty() {
            reasons_against.push("Acts on nothing that is drawn so far.".to_owned());
        }
        reasons_for.extend(evidence.reasons_for(catalog));
        reasons_against.extend(evidence.reasons_against(catalog));
        if let Some(fit) = &preferences {
            reasons_for.extend(fit.agreement());
            reasons_against.extend(fit.clashes.iter().cloned());
        }
        for caution in &cautions {
            match caution.known {
                Situation::RuledOut => reasons_for.push(caution.words()),
                _ if caution.is_open() => {}
                _ => reasons_against.push(caution.words()),
            }
        }
        Candidate {
            technique: technique.id.clone(),
            name: technique.name.clone(),
            what: technique.what.clone(),
            modality: modality
                .map_or_else(|| technique.modality.clone(), |found| found.name.clone()),
            domains: technique.domains.clone(),
            evidence,
            targets,
            preferences,
            prediction: match &self.forecast {
                Ok(forecast) => forecast.of_therapy(&technique.modality),
                Err(why) => why.words().to_owned(),
            },
            cautions,
            feasibility: feasibility(technique),
            reasons_for,
            reasons_against,
            decision: latest(record, problem, &technique.id).cloned(),
        }
    }
}

fn order(candidate: &Candidate) -> (Place, Standing, usize, &str, &str) {
    (
        Place::of(candidate),
        candidate.evidence.standing,
        candidate.clashes(),
        &candidate.name,
        &candidate.technique,
    )
}

/// The record holds nothing about training, time or money, and must not seem to.
fn feasibility(technique: &Technique) -> Vec<String> {
    let asks = technique.between_sessions.as_ref().map_or_else(
        || "Asks for nothing between sessions.".to_owned(),
        |work| format!("Between sessions: {work}"),
    );
    vec![
        asks,
        "Nothing is recorded about training, time, cost or the way here: ask.".to_owned(),
    ]
}

fn groups(candidates: Vec<Candidate>, scope: Scope<'_>, catalog: &Catalog) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for candidate in candidates {
        let place = Place::of(&candidate);
        let joined = groups.iter_mut().find(|group| {
            group.place == place
                && group
                    .candidates
                    .first()
                    .is_some_and(|first| not_told_apart(first, &candidate, scope, catalog))
        });
        match joined {
            Some(group) => group.candidates.push(candidate),
            None => groups.push(Group {
                place,
                candidates: vec![candidate],
                together: None,
            }),
        }
    }
    for group in &mut groups {
        group.together = together(&group.candidates);
    }
    groups
}

/// Only candidates that may be begun and that trials speak about stand together:
/// "no trial found" is no finding that two things are alike.
fn not_told_apart(
    first: &Candidate,
    other: &Candidate,
    scope: Scope<'_>,
    catalog: &Catalog,
) -> bool {
    if first.is_forbidden() || first.evidence.standing != other.evidence.standing {
        return false;
    }
    match first.evidence.standing {
        Standing::AmongBest => true,
        Standing::Helps | Standing::Weak => {
            let modality = |candidate: &Candidate| {
                catalog
                    .technique(&candidate.technique)
                    .map(|technique| technique.modality.clone())
                    .unwrap_or_default()
            };
            said_equal(&modality(first), &modality(other), scope, catalog)
        }
        Standing::NoTrial | Standing::Against => false,
    }
}

fn together(candidates: &[Candidate]) -> Option<String> {
    let first = candidates.first()?;
    if candidates.len() < 2 {
        return None;
    }
    let number = match candidates.len() {
        2 => "two".to_owned(),
        3 => "three".to_owned(),
        4 => "four".to_owned(),
        5 => "five".to_owned(),
        6 => "six".to_owned(),
        more => more.to_string(),
    };
    let one_therapy = candidates
        .iter()
        .all(|candidate| candidate.modality == first.modality);
    Some(if one_therapy {
        format!(
            "These {number} belong to one therapy, and trials tested it as a whole. Choose together, by what fits."
        )
    } else {
        format!(
            "The trials cannot tell the therapies behind these {number} apart. Choose together, by what fits."
        )
    })
}

fn notes(record: &Record, wishes: Option<&Wishes>) -> Vec<String> {
    let mut notes = Vec::new();
    let factors = &record.formulation.factors;
    if factors.is_empty() {
        notes.push("Nothing is drawn yet, so nobody can say what acts on what keeps this going. The list goes by trials alone.".to_owned());
    } else if factors.iter().all(|factor| factor.mechanism.is_none()) {
        notes.push("No factor of the drawing says what kind of thing it is, so techniques are matched by side of life only, which is a guess.".to_owned());
    }
    if wishes.is_none() {
        notes.push(
            "The client has not been asked how they would like to work, so the list cannot take it into account."
                .to_owned(),
        );
    }
    notes
}
