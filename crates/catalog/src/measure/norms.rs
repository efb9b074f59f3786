//! Rules for reliable change and caseness. Every rule names its source; a measure may have several or none.

use serde::Deserialize;

use super::raw::{NormKind, NormTable, NormsFile};
use super::{Direction, Measure};
use crate::error::CatalogError;
use crate::files::Source;

/// One published or computed rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Norm {
    /// Stable id within the measure.
    pub id: String,
    /// The score it speaks about.
    pub score: String,
    /// How change is judged.
    pub rule: ChangeRule,
    /// A score at or past this value, in the direction of more trouble, counts as a case.
    pub case_at: Option<f64>,
    /// Whom the numbers describe.
    pub population: String,
    /// Where the numbers come from; to be shown beside every verdict that uses them.
    pub source: String,
    /// What the rule cannot bear.
    pub note: Option<String>,
    /// Whether this is the rule used unless another is picked.
    pub default: bool,
}

/// How reliable change is judged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ChangeRule {
    /// A published least change in points.
    Published {
        /// The smallest change that counts as reliable.
        least_change: f64,
    },
    /// Standard deviation and reliability, from which the reliable change index follows
    /// (Jacobson & Truax 1991: change / (sd * sqrt(2) * sqrt(1 - reliability))).
    JacobsonTruax {
        /// Standard deviation of scores before therapy, in points.
        sd: f64,
        /// Reliability, between 0 and 1.
        reliability: f64,
        /// What kind of reliability it is.
        reliability_kind: Reliability,
        /// A group in trouble, where known.
        clinical: Option<ReferenceGroup>,
        /// A group that does well, where known.
        functional: Option<ReferenceGroup>,
    },
}

/// The kind of a reliability coefficient; they are not interchangeable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reliability {
    /// Internal consistency (Cronbach).
    Alpha,
    /// Agreement with itself after a pause.
    Retest,
}

/// Mean and standard deviation of a group, in points.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReferenceGroup {
    /// Mean score.
    pub mean: f64,
    /// Standard deviation of scores.
    pub sd: f64,
}

impl Norm {
    /// Whether a score counts as a case; `None` where the rule names no cut.
    pub fn is_case(&self, value: f64, direction: Direction) -> Option<bool> {
        self.case_at.map(|cut| match direction {
            Direction::LowerIsBetter => value >= cut,
            Direction::HigherIsBetter => value <= cut,
        })
    }
}

/// Reads `norms.toml`.
pub(super) fn read(source: Source<'_>, measure: &Measure) -> Result<Vec<Norm>, CatalogError> {
    let file: NormsFile = source.toml()?;
    let mut norms: Vec<Norm> = Vec::new();
    for table in file.norms {
        source.known(
            &table.score,
            "score",
            measure.rule_for(table.score.get_ref()).is_some(),
        )?;
        let at = source.at(&table.id.span());
        let norm = norm(source, table)?;
        let clash = norms.iter().find(|other| {
            other.id == norm.id || (other.default && norm.default && other.score == norm.score)
        });
        if let Some(other) = clash {
            return Err(CatalogError::Identity {
                at,
                message: format!("\"{}\" has the same id or is the default already", other.id),
            });
        }
        norms.push(norm);
    }
    Ok(norms)
}

fn norm(source: Source<'_>, table: NormTable) -> Result<Norm, CatalogError> {
    let rule = match (
        table.kind.get_ref(),
        table.least_change,
        table.sd,
        table.reliability,
        table.reliability_kind,
    ) {
        (NormKind::Published, Some(least_change), None, None, None) if least_change > 0.0 => {
            ChangeRule::Published { least_change }
        }
        (NormKind::JacobsonTruax, None, Some(sd), Some(reliability), Some(reliability_kind))
            if sd > 0.0 && (0.0..=1.0).contains(&reliability) =>
        {
            ChangeRule::JacobsonTruax {
                sd,
                reliability,
                reliability_kind,
                clinical: table.clinical,
                functional: table.functional,
            }
        }
        _ => {
            return Err(CatalogError::Rule {
                at: source.at(&table.kind.span()),
                message: "a published norm has a least_change; a jacobson_truax norm an sd, a reliability \
                          between 0 and 1 and its kind; neither has the other's"
                    .to_owned(),
            });
        }
    };
    Ok(Norm {
        id: table.id.into_inner(),
        score: table.score.into_inner(),
        rule,
        case_at: table.case_at,
        population: table.population,
        source: table.source,
        note: table.note,
        default: table.default,
    })
}
