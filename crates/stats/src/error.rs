use thiserror::Error;

/// Why a number was refused, and what the caller can do about it.
///
/// The texts name parameters, never a person's scores, so they may be logged.
/// As JSON it is an object whose `kind` is the reason, such as `no_spread`.
#[derive(Debug, Clone, PartialEq, Error, serde::Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum StatsError {
    /// A value is NaN or infinite, or the calculation overflowed.
    #[error("{what} is not a finite number: leave the value out or check its unit")]
    NotFinite {
        /// The parameter or result concerned.
        what: &'static str,
    },
    /// A value lies outside the range in which the method means anything.
    #[error("{what} must be {range}, not {value}")]
    OutOfRange {
        /// The parameter concerned.
        what: &'static str,
        /// The allowed range in words, such as `strictly between 0 and 1`.
        range: &'static str,
        /// What was given.
        value: f64,
    },
    /// Fewer people, scores or draws than the method needs.
    #[error("needs at least {needed} {what}, not {given}: wait for more or use another method")]
    TooFew {
        /// What is counted.
        what: &'static str,
        /// The least number that works.
        needed: usize,
        /// How many were given.
        given: usize,
    },
    /// Two inputs that belong together have different lengths.
    #[error("{what} must have {needed} values, one for each, not {given}")]
    LengthMismatch {
        /// The input concerned.
        what: &'static str,
        /// The length it must have.
        needed: usize,
        /// The length it has.
        given: usize,
    },
    /// All values are alike, so nothing can be standardised by their spread.
    #[error("{what} has no spread: give a published standard deviation instead")]
    NoSpread {
        /// The quantity concerned.
        what: &'static str,
    },
    /// The functional mean is not on the better side of the clinical mean.
    #[error("the functional mean is not better than the clinical mean: check direction and norms")]
    PopulationsNotOrdered,
    /// The sample cannot support the reliability of difference scores.
    #[error("the {what} is not positive in this sample: use a method without it")]
    NoReliableVariance {
        /// The variance or reliability that came out zero or negative.
        what: &'static str,
    },
    /// A covariance matrix is not positive semidefinite.
    #[error(
        "the covariance of intercept and slope is impossible for these variances: check the source"
    )]
    ImpossibleCovariance,
    /// Observations are not ordered in time.
    #[error("observations must be ordered by time")]
    TimesOutOfOrder,
    /// A time asked about lies before the last observation.
    #[error("the time asked about lies before the last observation: choose a later planned end")]
    BeforeLastObservation,
    /// More nodes than a causal map may have.
    #[error("a causal map may have at most {most} nodes, not {given}: split the map")]
    TooManyNodes {
        /// The most nodes allowed.
        most: usize,
        /// How many were given.
        given: usize,
    },
    /// An influence names a node that is not there.
    #[error("node {node} does not exist in a map of {nodes} nodes")]
    NoSuchNode {
        /// The index given.
        node: usize,
        /// How many nodes the map has.
        nodes: usize,
    },
    /// An influence of a node on itself.
    #[error("node {node} cannot influence itself: name the step in between as a node")]
    SelfInfluence {
        /// The node concerned.
        node: usize,
    },
    /// Two influences between the same two nodes in the same direction.
    #[error("there are two influences from node {from} to node {to}: keep one")]
    DuplicateInfluence {
        /// Where both start.
        from: usize,
        /// Where both end.
        to: usize,
    },
    /// An influence asked about is not in the map.
    #[error("there is no influence from node {from} to node {to}")]
    NoSuchInfluence {
        /// Where it would start.
        from: usize,
        /// Where it would end.
        to: usize,
    },
    /// The loops amplify without bound, so total effects do not exist.
    #[error(
        "the loops amplify without bound (spectral radius {spectral_radius:.3}): use walk-limited effects"
    )]
    Unstable {
        /// The spectral radius, 1 or more.
        spectral_radius: f64,
    },
    /// An iteration did not settle; no partial answer is given.
    #[error("the eigenvalue iteration did not converge: scale the weights or simplify the map")]
    NoConvergence,

    // Fitting growth models.
    /// A column that must vary holds one value only.
    #[error("{what} never varies: select other rows, or leave it out of the model")]
    NoVariation {
        /// The column concerned.
        what: &'static str,
    },
    /// A covariate that holds one value only.
    #[error("covariate {covariate} (counted from 0) never varies: leave it out")]
    ConstantCovariate {
        /// Its place among the covariates.
        covariate: usize,
    },
    /// A covariate that is a sum of multiples of time and the covariates before it.
    #[error(
        "covariate {covariate} (counted from 0) follows from time and the covariates before it: leave one out"
    )]
    CollinearCovariate {
        /// Its place among the covariates.
        covariate: usize,
    },
    /// A crossed factor that divides the rows as the groups do.
    #[error("the crossed factor is the same division as the groups: leave it out")]
    ConfoundedFactor,
    /// More levels of a crossed factor linked by shared groups than the dense method takes.
    #[error(
        "at most {most} levels of a crossed factor may be linked by groups they share, not {given}: combine levels or leave it out"
    )]
    TooManyLevels {
        /// The most linked levels allowed.
        most: usize,
        /// How many are linked.
        given: usize,
    },
    /// The model reproduces every score, so nothing is left to estimate noise from.
    #[error("the model leaves no residual variance: the outcome is made from the other columns")]
    NoResidualVariance,
    /// A change in percent of a first score that is not above 0.
    #[error("a change in percent needs a first score above 0: judge the change in points")]
    NoBaseline,

    // Pooling of trials and networks of trials.
    /// An iteration did not settle; no partial answer is given.
    #[error("{what} did not settle: look for rows of very different size or unit")]
    NotSettled {
        /// What was sought.
        what: &'static str,
    },
    /// A treatment asked about is not in the network.
    #[error("there is no treatment {treatment:?} in the network: check the spelling")]
    NoSuchTreatment {
        /// The name given.
        treatment: String,
    },
    /// A comparison of a treatment with itself.
    #[error(
        "trial {study:?} compares {treatment:?} with itself: name the arms apart or merge them"
    )]
    ComparedWithItself {
        /// The trial.
        study: String,
        /// The treatment.
        treatment: String,
    },
    /// The same two treatments twice in one trial.
    #[error("trial {study:?} compares {treatments:?} more than once: keep or combine one")]
    RepeatedComparison {
        /// The trial.
        study: String,
        /// The two treatments.
        treatments: [String; 2],
    },
    /// A trial with several arms lacks comparisons.
    #[error(
        "trial {study:?} has {arms} arms, which makes {needed} comparisons, not {given}: add the rest"
    )]
    MissingComparisons {
        /// The trial.
        study: String,
        /// How many arms it has.
        arms: usize,
        /// How many comparisons these make.
        needed: usize,
        /// How many were given.
        given: usize,
    },
    /// The comparisons of a trial contradict each other.
    #[error("the effects of trial {study:?} do not add up: check signs and sources")]
    EffectsDoNotAddUp {
        /// The trial.
        study: String,
    },
    /// The standard errors of a trial contradict each other.
    #[error(
        "no set of arms has the standard errors of trial {study:?}: check them or give the arms"
    )]
    ImpossibleVariances {
        /// The trial.
        study: String,
    },
    /// No trial connects the parts of a network.
    #[error(
        "no trial connects the parts of the network: {}: analyse one part",
        .parts.iter().map(|part| part.join(", ")).collect::<Vec<_>>().join(" | ")
    )]
    DisconnectedNetwork {
        /// The treatments of each part.
        parts: Vec<Vec<String>>,
    },
    /// The same treatment twice in one trial.
    #[error("trial {study:?} has {treatment:?} more than once: merge the arms or name them apart")]
    RepeatedArm {
        /// The trial.
        study: String,
        /// The treatment.
        treatment: String,
    },
    /// An arm has too few people, or more events than people.
    #[error("an arm of trial {study:?} has too few people or more events than people: check it")]
    ImpossibleArm {
        /// The trial.
        study: String,
    },
    /// All values of a column are alike, so nothing can be said about it and others.
    #[error(
        "the column with index {column} has the same value in every row used: leave the column out"
    )]
    ConstantColumn {
        /// Index of the column, from 0.
        column: usize,
    },
    /// A matrix of correlations or covariances is singular or impossible.
    #[error(
        "{what} is not positive definite: leave out a column that follows from the others, or use more rows"
    )]
    NotPositiveDefinite {
        /// The matrix concerned.
        what: &'static str,
    },
    /// A matrix given as correlations is not symmetric with ones on its diagonal.
    #[error("a correlation matrix must be symmetric, with ones on its diagonal: check the source")]
    NotCorrelations,
    /// The graphical lasso found no certified minimum; no partial answer is given.
    #[error(
        "the network did not settle at this penalty: use more rows, fewer columns or larger penalties"
    )]
    LassoNotConverged,
    /// A diary has two moments with the same day and beep.
    #[error("two moments have the same day and beep: keep one, or choose one person's rows")]
    SameMomentTwice,
    /// The alternation of coefficients and residual network did not come to rest at any penalty.
    #[error(
        "the graphical autoregression did not settle: use a longer diary, fewer variables or larger penalties"
    )]
    AutoregressionNotConverged,
}
