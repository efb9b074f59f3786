use serde::Serialize;

use super::analysis::NetworkMetaAnalysis;
use super::grade::Grade;
use crate::StatsError;
use crate::meta_analysis::Interval;

/// All treatments against all, the better ones first (random effects).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeagueTable {
    /// Rows and columns, by P-score from high to low.
    pub treatments: Vec<String>,
    /// `cells[row][column]`: the row's treatment less the column's; none on the
    /// diagonal.
    pub cells: Vec<Vec<Option<LeagueCell>>>,
}

/// One treatment less another.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LeagueCell {
    /// The network's estimate.
    pub estimate: f64,
    /// 95 % confidence interval.
    #[serde(rename = "ci")]
    pub confidence_interval: Interval,
    /// 95 % prediction interval.
    pub prediction: Option<Interval>,
    /// Trials that compared both directly.
    pub trials_direct: usize,
    /// Share of direct evidence, from 0 to 1.
    pub share_direct: f64,
    /// How much to lean on it.
    pub grade: Grade,
}

impl NetworkMetaAnalysis {
    /// The league table.
    pub fn league(&self) -> Result<LeagueTable, StatsError> {
        let mut order: Vec<_> = self.versus_reference.iter().collect();
        order.sort_by(|one, other| other.p_score.total_cmp(&one.p_score));
        let treatments: Vec<String> = order.into_iter().map(|row| row.treatment.clone()).collect();
        let cell = |row: &String, column: &String| {
            if row == column {
                return Ok(None);
            }
            let comparison = self.comparison(row, column)?;
            Ok(Some(LeagueCell {
                estimate: comparison.network.estimate,
                confidence_interval: comparison.network.confidence_interval,
                prediction: comparison.prediction,
                trials_direct: comparison.trials_direct,
                share_direct: comparison.share_direct,
                grade: comparison.grade,
            }))
        };
        let cells = treatments
            .iter()
            .map(|row| treatments.iter().map(|column| cell(row, column)).collect())
            .collect::<Result<_, StatsError>>()?;
        Ok(LeagueTable { treatments, cells })
    }
}
