//! All content together, and looking things up in it.

use std::collections::{BTreeMap, BTreeSet};

use crate::content::{
    self, Caution, CrisisRegion, DomainNote, EvidenceRow, ExpectedCourse, Learned, Mechanism,
    Modality, PreferenceDimension, PreferenceScale, Problem, RepairApproach, Situation, Technique,
};
use crate::error::{CatalogError, Place};
use crate::files::Files;
use crate::measure::{self, Measure};
use crate::own::PRACTICE_PACK;
use crate::words::ProblemArea;
use crate::worksheet::{Worksheet, Workspace};

/// Id of the measure that stands behind every personal one. Those are called by it, a hyphen and an id of their own.
pub const PERSONAL: &str = "personal";

/// The same for the rating of a goal.
pub const GOAL: &str = "goal";

/// The id under which a measure lies in the catalogue.
fn behind(id: &str) -> &str {
    [PERSONAL, GOAL]
        .into_iter()
        .find(|form| {
            id.strip_prefix(form)
                .is_some_and(|rest| rest.starts_with('-'))
        })
        .unwrap_or(id)
}

/// What a practice goes by for one measure. People decide this, not the program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GoesBy {
    /// Id of the expected course; none for no reference at all.
    pub course: Option<String>,
    /// Number of the look at finished therapies whose forecast Match may speak of.
    pub outlook: Option<u32>,
}

/// Everything written as data: loaded once at start, checked as a whole, never changed while running.
#[derive(Clone, Debug)]
pub struct Catalog {
    /// All versions of all measures, by id and then by version, oldest first.
    pub measures: Vec<Measure>,
    /// Problems as trials define them.
    pub problems: Vec<Problem>,
    /// What can keep trouble going.
    pub mechanisms: Vec<Mechanism>,
    /// In which something must not be begun.
    pub situations: Vec<Situation>,
    /// What a person can want more or less of in therapy.
    pub preference_dimensions: Vec<PreferenceDimension>,
    /// What scales of other inventories say about these dimensions.
    pub preference_scales: Vec<PreferenceScale>,
    /// What can be tried after a rupture.
    pub repairs: Vec<RepairApproach>,
    /// Therapies, by id.
    pub modalities: Vec<Modality>,
    /// Techniques, by id.
    pub techniques: Vec<Technique>,
    /// The working tools of the therapies, by their order.
    pub workspaces: Vec<Workspace>,
    /// Worksheets by workspace and order: those that ship, then the practice's own.
    pub worksheets: Vec<Worksheet>,
    /// Ids of the worksheets that ship with the program.
    pub(crate) shipped_worksheets: BTreeSet<String>,
    /// Ids of own worksheets that are not given out any more.
    pub(crate) retired_worksheets: BTreeSet<String>,
    /// What trials found.
    pub evidence: Vec<EvidenceRow>,
    /// Expected courses, by id.
    pub courses: Vec<ExpectedCourse>,
    /// What the practice learnt from its own finished therapies, oldest first.
    pub learned: Vec<Learned>,
    /// What the practice chose to go by, by measure; nothing chosen is the shipped course.
    pub(crate) goes_by: BTreeMap<String, GoesBy>,
    /// Crisis help, by region.
    pub crisis_regions: Vec<CrisisRegion>,
    /// Ids of measures that the practice no longer asks. What was answered to them stays readable.
    pub retired: BTreeSet<String>,
    /// How far each side of life can be measured for free, in the order of the six.
    pub domain_notes: Vec<DomainNote>,
}

impl Catalog {
    /// The catalogue this program was built with.
    ///
    /// # Errors
    ///
    /// A [`CatalogError`] that names the file (and line) to mend. A test keeps the shipped files free of errors.
    pub fn shipped() -> Result<Self, CatalogError> {
        Self::from_files(&Files::shipped()?)
    }

    /// A catalogue from the given files.
    ///
    /// # Errors
    ///
    /// The first thing found wrong.
    pub fn from_files(files: &Files) -> Result<Self, CatalogError> {
        let measures = measure::load_all(files)?;
        if let Some(own) = measures
            .iter()
            .find(|measure| measure.pack == PRACTICE_PACK)
        {
            return Err(CatalogError::Stray {
                at: Place::file(&format!("measures/{PRACTICE_PACK}/{}", own.id)),
            });
        }
        let content = content::load(files, &measures)?;
        Ok(Self {
            measures,
            problems: content.problems,
            mechanisms: content.mechanisms,
            situations: content.situations,
            preference_dimensions: content.preference_dimensions,
            preference_scales: content.preference_scales,
            repairs: content.repairs,
            modalities: content.modalities,
            techniques: content.techniques,
            shipped_worksheets: ids_of(&content.worksheets),
            workspaces: content.workspaces,
            retired_worksheets: BTreeSet::new(),
            worksheets: content.worksheets,
            evidence: content.evidence,
            courses: content.courses,
            learned: Vec::new(),
            goes_by: BTreeMap::new(),
            crisis_regions: content.crisis_regions,
            retired: BTreeSet::new(),
            domain_notes: content.domain_notes,
        })
    }

    /// What can be tried after a rupture, by id.
    pub fn repair(&self, id: &str) -> Option<&RepairApproach> {
        self.repairs.iter().find(|approach| approach.id == id)
    }

    /// The measures below `measures/` in the given files, and nothing else: for checking some before they are
    /// part of a catalogue.
    ///
    /// # Errors
    ///
    /// The first thing found wrong.
    pub fn measures_in(files: &Files) -> Result<Vec<Measure>, CatalogError> {
        measure::load_all(files)
    }

    /// The newest version of a measure. Behind the id of a personal measure stands [`PERSONAL`] or [`GOAL`]: the
    /// words it asks about are in its client's record.
    pub fn measure(&self, id: &str) -> Option<&Measure> {
        let id = behind(id);
        self.measures.iter().rfind(|measure| measure.id == id)
    }

    /// One version of a measure, as a stored response names it; for a personal one as in [`Self::measure`].
    pub fn measure_version(&self, id: &str, version: &str) -> Option<&Measure> {
        let id = behind(id);
        self.measures
            .iter()
            .find(|measure| measure.id == id && measure.version == version)
    }

    /// The problem with this id.
    pub fn problem(&self, id: &str) -> Option<&Problem> {
        self.problems.iter().find(|problem| problem.id == id)
    }

    /// The mechanism with this id.
    pub fn mechanism(&self, id: &str) -> Option<&Mechanism> {
        self.mechanisms.iter().find(|mechanism| mechanism.id == id)
    }

    /// The therapy with this id.
    pub fn modality(&self, id: &str) -> Option<&Modality> {
        self.modalities.iter().find(|modality| modality.id == id)
    }

    /// The technique with this id.
    pub fn technique(&self, id: &str) -> Option<&Technique> {
        self.techniques.iter().find(|technique| technique.id == id)
    }

    /// Every caution a technique stands under: its own, then those of the therapy it comes from, save those it is
    /// exempt from. A situation that both name comes once, with the greater weight.
    pub fn cautions_of<'a>(
        &'a self,
        technique: &'a Technique,
    ) -> impl Iterator<Item = &'a Caution> {
        let inherited: Vec<&Caution> = self
            .modality(&technique.modality)
            .into_iter()
            .flat_map(|modality| &modality.cautions)
            .filter(|caution| !technique.exempt_from.contains(&caution.when))
            .collect();
        let heavier = |caution: &Caution| {
            inherited
                .iter()
                .any(|other| other.when == caution.when && other.severity > caution.severity)
        };
        let own: Vec<&Caution> = technique
            .cautions
            .iter()
            .filter(|caution| !heavier(caution))
            .collect();
        let said = |caution: &Caution| own.iter().any(|other| other.when == caution.when);
        let rest: Vec<&Caution> = inherited
            .iter()
            .copied()
            .filter(|caution| !said(caution))
            .collect();
        own.into_iter().chain(rest)
    }

    /// The workspace with this id.
    pub fn workspace(&self, id: &str) -> Option<&Workspace> {
        self.workspaces.iter().find(|workspace| workspace.id == id)
    }

    /// The worksheet with this id, as it is given out now.
    pub fn worksheet(&self, id: &str) -> Option<&Worksheet> {
        self.worksheets.iter().find(|worksheet| worksheet.id == id)
    }

    /// The worksheets of a workspace, by their order.
    pub fn worksheets_of(&self, workspace: &str) -> impl Iterator<Item = &Worksheet> {
        self.worksheets
            .iter()
            .filter(move |it| it.workspace == workspace)
    }

    /// This catalogue with worksheets the practice wrote for itself; a later version takes the place of an earlier one.
    /// One whose id ships with the program is left out. Those `retired` are not given out any more; what was filled in
    /// stays readable.
    #[must_use]
    pub fn with_own_worksheets(mut self, own: Vec<Worksheet>, retired: BTreeSet<String>) -> Self {
        for worksheet in own {
            if self.shipped_worksheets.contains(&worksheet.id) {
                continue;
            }
            self.worksheets.retain(|known| known.id != worksheet.id);
            self.worksheets.push(worksheet);
        }
        self.retired_worksheets = retired;
        self
    }

    /// Whether this worksheet is given out.
    pub fn gives_out(&self, worksheet: &str) -> bool {
        self.worksheet(worksheet).is_some() && !self.retired_worksheets.contains(worksheet)
    }

    /// Whether this worksheet ships with the program.
    pub fn ships(&self, worksheet: &str) -> bool {
        self.shipped_worksheets.contains(worksheet)
    }

    /// Techniques at home in this therapy.
    pub fn techniques_of(&self, modality: &str) -> impl Iterator<Item = &Technique> {
        self.techniques.iter().filter(move |technique| {
            technique.modality == modality
                || technique.also_in.iter().any(|other| other == modality)
        })
    }

    /// Evidence about a problem area. Rows of different problems are not comparable.
    pub fn evidence_for(&self, area: ProblemArea) -> impl Iterator<Item = &EvidenceRow> {
        self.evidence.iter().filter(move |row| {
            let problem = self.problem(&row.problem);
            problem.is_some_and(|problem| problem.problem_area == Some(area))
        })
    }

    /// Expected courses of one score of a measure: those that ship, then the practice's own that passed their checks.
    pub fn courses_of(&self, measure: &str, score: &str) -> impl Iterator<Item = &ExpectedCourse> {
        let own = self.learned.iter().filter_map(Learned::usable_course);
        self.courses
            .iter()
            .chain(own)
            .filter(move |course| course.measure == measure && course.score == score)
    }

    /// The expected course that this score is held against: the one the practice chose, else the one that ships. None
    /// where none is known, or where the practice chose none.
    pub fn course_for(&self, measure: &str, score: &str) -> Option<&ExpectedCourse> {
        let mut known = self.courses_of(measure, score);
        match self.goes_by.get(measure) {
            Some(chosen) => known.find(|course| chosen.course.as_ref() == Some(&course.id)),
            None => (self.courses.iter())
                .find(|course| course.measure == measure && course.score == score),
        }
    }

    /// The look at finished therapies whose forecast may be spoken of: chosen by the practice, and passed.
    pub fn outlook_for(&self, measure: &str) -> Option<&Learned> {
        let number = self.goes_by.get(measure)?.outlook?;
        let mut learned = self.learned.iter();
        learned.find(|it| {
            it.measure == measure && it.number == number && it.usable_outlook().is_some()
        })
    }

    /// What the practice chose for a measure; nothing if it never chose.
    pub fn goes_by(&self, measure: &str) -> Option<&GoesBy> {
        self.goes_by.get(measure)
    }

    /// This catalogue with what the practice learnt from its finished therapies, and what it chose to go by.
    #[must_use]
    pub fn with_learned(
        mut self,
        learned: Vec<Learned>,
        goes_by: BTreeMap<String, GoesBy>,
    ) -> Self {
        (self.learned, self.goes_by) = (learned, goes_by);
        self
    }

    /// How far a side of life can be measured for free.
    pub fn domain_note(&self, domain: crate::words::Domain) -> Option<&DomainNote> {
        self.domain_notes.iter().find(|note| note.domain == domain)
    }

    /// Crisis help for a region, by its ISO country code or `international`.
    pub fn crisis_region(&self, id: &str) -> Option<&CrisisRegion> {
        self.crisis_regions.iter().find(|region| region.id == id)
    }
}

fn ids_of(worksheets: &[Worksheet]) -> BTreeSet<String> {
    worksheets.iter().map(|it| it.id.clone()).collect()
}
