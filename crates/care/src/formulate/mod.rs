//! Step 2: what keeps the trouble going. Factors, influences, loops.

mod diary_evidence;
mod factor;
mod findings;
mod influence;
mod judgement;
mod maps;
mod place;
mod template;
mod undo;

pub use diary_evidence::{DiaryEvidence, DiarySays, DiaryStatement, GROUPS, diary_evidence};
pub use factor::{
    Factor, FactorInput, FactorRemoval, LONGEST_FACTOR, Role, remove_factor, set_factor,
};
pub use findings::{
    Coverage, DRAWS, Drawn, FactorLeverage, Findings, GainSize, KnownRanks, LEVEL, Leverage,
    LoopFinding, LoopVoice, Loops, SEED, Upstream, UpstreamFactor, WEAKENING, WEIGHT_SD, Withheld,
    findings, findings_knowing, quoted,
};
pub use influence::{
    Confidence, Influence, InfluenceInput, InfluenceRemoval, Sign, Voice, remove_influence,
    set_influence, strength_words,
};
pub use judgement::{FindingKey, Judgement, Verdict, judge_finding};
pub use maps::{
    ArrowChoice, Causes, Comparison, Difference, FAR_APART, HowMuch, JointAnswer, JointMap,
    JointState, Link, MOST_CAUSES, MOST_THINGS, MapVersion, MapsState, OwnMap, Question, SameThing,
    Side, Take, TakingOver, ThingLine, VersionKind, answer_joint, ask_again, compare,
    joint_choices, map_versions, propose_joint, say_same, set_causes, set_how_much, set_things,
    take_over_joint, taking_over_changes, tell,
};
pub use place::{
    FURTHEST, Hand, Place, Placed, Placing, Towards, WIDTH, moved_elsewhere, place_factors, settled,
};
pub use template::{Prompt, Template, begin};
pub use undo::{Step, Steps, redo, steps, undo};
