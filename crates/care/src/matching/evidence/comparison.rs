use attune_catalog::{
    Catalog, Comparator, Contrast, EvidenceRow, Measured, ProblemArea, Scale, StudiedOutcome,
};

/// Rows that may be held against each other: same problem, same control, same outcome at the same time, same kind.
/// All of them standardised mean differences: ratios of responses are told in people, not drawn beside these.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Id of the problem studied.
    pub problem: String,
    /// What the therapies were compared with.
    pub against: Comparator,
    /// Between groups, or before against after.
    pub contrast: Contrast,
    /// What got better.
    pub outcome: StudiedOutcome,
    /// When it was measured.
    pub measured: Measured,
    /// Rows with an interval, largest effect first.
    pub rows: Vec<EvidenceRow>,
    /// So many rows from the top cannot be told apart: their intervals overlap the first one's.
    pub tied: usize,
}

/// The rows of an area that have intervals, in comparable blocks; the least
/// flattering control first, before against after last.
pub fn comparisons(area: ProblemArea, catalog: &Catalog) -> Vec<Comparison> {
    comparable(catalog.evidence_for(area))
}

/// The same for any rows, such as those of one problem.
pub fn comparable<'a>(rows: impl Iterator<Item = &'a EvidenceRow>) -> Vec<Comparison> {
    let drawable = |row: &&EvidenceRow| {
        row.interval.is_some()
            && row.effect.is_some()
            && row.scale == Scale::StandardisedMeanDifference
    };
    let rows = sorted(rows.filter(drawable).collect());
    let mut blocks: Vec<Comparison> = Vec::new();
    for row in rows {
        let found = blocks.iter_mut().find(|block| block.key() == row_key(row));
        match found {
            Some(block) => block.rows.push(row.clone()),
            None => blocks.push(Comparison {
                problem: row.problem.clone(),
                against: row.against.clone(),
                contrast: row.contrast,
                outcome: row.outcome,
                measured: row.measured,
                rows: vec![row.clone()],
                tied: 0,
            }),
        }
    }
    for block in &mut blocks {
        block.rows.sort_by(|one, two| {
            effect_of(two)
                .total_cmp(&effect_of(one))
                .then_with(|| one.id.cmp(&two.id))
        });
        // Overlap with the first is not transitive and rows are sorted by effect, not
        // by interval: the bracket ends at the last row before one that is told apart.
        block.tied = block
            .rows
            .iter()
            .take_while(|row| block.rows.first().is_some_and(|best| overlap(row, best)))
            .count();
    }
    blocks
}

/// What two rows must share to be held against each other.
type Key<'a> = (&'a str, &'a Comparator, Contrast, StudiedOutcome, Measured);

fn row_key(row: &EvidenceRow) -> Key<'_> {
    (
        &row.problem,
        &row.against,
        row.contrast,
        row.outcome,
        row.measured,
    )
}

impl Comparison {
    fn key(&self) -> Key<'_> {
        (
            &self.problem,
            &self.against,
            self.contrast,
            self.outcome,
            self.measured,
        )
    }
}

/// By kind of contrast, problem, control and id.
pub(super) fn sorted(mut rows: Vec<&EvidenceRow>) -> Vec<&EvidenceRow> {
    rows.sort_by(|one, two| {
        let key = |row: &EvidenceRow| {
            (
                row.contrast == Contrast::BeforeAfter,
                row.problem.clone(),
                weight_of(&row.against),
                format!("{:?}", row.against),
                row.outcome,
                row.measured,
                row.id.clone(),
            )
        };
        key(one).cmp(&key(two))
    });
    rows
}

/// Less flattering controls first.
pub(in crate::matching) fn weight_of(comparator: &Comparator) -> u8 {
    match comparator {
        Comparator::Placebo => 0,
        Comparator::CareAsUsual => 1,
        Comparator::ControlGroups => 2,
        Comparator::OtherTherapies => 3,
        Comparator::Modality(_) => 4,
        Comparator::Waitlist => 5,
        Comparator::Nothing => 6,
    }
}

/// Whether two intervals share a value.
pub(super) fn overlap(one: &EvidenceRow, two: &EvidenceRow) -> bool {
    match (one.interval, two.interval) {
        (Some([low, high]), Some([other_low, other_high])) => {
            low <= other_high && other_low <= high
        }
        _ => false,
    }
}

fn effect_of(row: &EvidenceRow) -> f64 {
    row.effect.unwrap_or(f64::NEG_INFINITY)
}
