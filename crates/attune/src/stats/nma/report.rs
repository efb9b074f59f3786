use attune_figures::{Figure, FigureId, Frame, HeatCell, HeatMap};
use attune_stats::change::Direction;
use attune_stats::meta_analysis::Interval;
use attune_stats::network_meta_analysis::{
    AdditiveModel, Comparison, Grade, LeagueTable, NetworkHeterogeneity, NetworkMetaAnalysis,
    VersusReference,
};
use serde::Serialize;

use crate::stats::text::{Grid, interval, number, percent, probability};
use crate::stats::{Refusal, Report};

/// The answer of `attune stats nma`.
#[derive(Debug, Serialize)]
pub(crate) struct Nma {
    reference: String,
    direction: &'static str,
    #[serde(flatten)]
    network: Option<Whole>,
    #[serde(skip_serializing_if = "Option::is_none")]
    additive: Option<AdditiveModel>,
}

/// A network that hangs together.
#[derive(Debug, Serialize)]
struct Whole {
    studies: usize,
    comparisons: usize,
    treatments: Vec<String>,
    #[serde(flatten)]
    heterogeneity: NetworkHeterogeneity,
    versus_reference: Vec<VersusReference>,
    split: Vec<Comparison>,
    not_separable_from_best: Vec<String>,
    league: LeagueTable,
}

impl Nma {
    pub(super) fn new(
        reference: String,
        direction: Direction,
        analysis: Option<NetworkMetaAnalysis>,
        additive: Option<AdditiveModel>,
    ) -> Result<Self, Refusal> {
        let whole = |analysis: NetworkMetaAnalysis| -> Result<Whole, Refusal> {
            Ok(Whole {
                league: analysis.league()?,
                studies: analysis.studies,
                comparisons: analysis.comparisons,
                treatments: analysis.treatments,
                heterogeneity: analysis.heterogeneity,
                versus_reference: analysis.versus_reference,
                split: analysis.split,
                not_separable_from_best: analysis.not_separable_from_best,
            })
        };
        Ok(Self {
            reference,
            direction: match direction {
                Direction::LowerIsBetter => "small_is_good",
                Direction::HigherIsBetter => "large_is_good",
            },
            network: analysis.map(whole).transpose()?,
            additive,
        })
    }
}

fn ends(ends: Interval) -> [f64; 2] {
    ends.into()
}

impl Whole {
    fn grade(&self, treatment: &str, reference: &str) -> Option<Grade> {
        let pairs = [(treatment, reference), (reference, treatment)];
        let mut split = self.split.iter();
        let found =
            split.find(|found| pairs.contains(&(found.treatment.as_str(), found.versus.as_str())));
        found.map(|found| found.grade)
    }

    fn text(&self, reference: &str) -> String {
        let spread = &self.heterogeneity;
        let mut text = format!(
            "{} trials, {} comparisons, {} treatments; each against {reference}, random effects\n\n",
            self.studies,
            self.comparisons,
            self.treatments.len()
        );
        let others = self
            .versus_reference
            .iter()
            .filter(|row| row.treatment != reference);
        let mut rows: Vec<(Option<Grade>, &VersusReference)> = others
            .map(|row| (self.grade(&row.treatment, reference), row))
            .collect();
        // What rests on most evidence first: a large effect from one small trial is not the best news.
        rows.sort_by(|(one_grade, one), (two_grade, two)| {
            one_grade
                .cmp(two_grade)
                .then(two.p_score.total_cmp(&one.p_score))
        });
        let mut grid = Grid::new(
            1,
            [
                "treatment",
                "effect",
                "95 % interval",
                "next trial (95 %)",
                "P-score",
                "direct trials",
                "direct",
                "grade",
            ],
        );
        for (grade, row) in rows {
            grid.row([
                row.treatment.clone(),
                number(row.random, 3),
                interval(ends(row.confidence_interval), 3),
                interval(row.prediction.map(ends), 3),
                number(row.p_score, 3),
                row.trials_direct.to_string(),
                percent(row.share_direct),
                grade.map_or_else(|| "-".to_owned(), |grade| format!("{grade:?}")),
            ]);
        }
        text.push_str(&grid.to_string());
        text.push_str(&format!(
            "\nCannot be told apart from the best: {}.\n\n",
            self.not_separable_from_best.join(", ")
        ));
        let mut grid = Grid::new(1, ["disagreement", "Q", "df", "p"]);
        for (name, q, df, p) in [
            ("all trials", spread.q, spread.q_df, spread.q_p),
            (
                "within designs",
                spread.q_within,
                spread.q_within_df,
                spread.q_within_p,
            ),
            (
                "between designs",
                spread.q_between,
                spread.q_between_df,
                spread.q_between_p,
            ),
        ] {
            grid.row([
                name.to_owned(),
                number(q, 2),
                df.to_string(),
                probability(p, 4),
            ]);
        }
        text.push_str(&format!(
            "{grid}\ntau2 {}, I2 {}; direct against indirect evidence of every pair is in the JSON (--json)\n",
            number(spread.tau2, 4),
            percent(spread.i2)
        ));
        text
    }
}

fn components(model: &AdditiveModel) -> String {
    let mut text = format!(
        "If effects add up: Q {} (df {}), against a free network {} (df {}, p {}); tau2 {}\n\n",
        number(model.q, 2),
        model.df,
        number(model.q_diff, 2),
        model
            .df_diff
            .map_or_else(|| "-".to_owned(), |df| df.to_string()),
        probability(model.q_diff_p, 4),
        number(model.tau2, 4),
    );
    let mut grid = Grid::new(
        1,
        ["component", "adds", "SE", "95 % interval", "treatments"],
    );
    for component in &model.components {
        let reach = component.random.zip(component.random_se);
        grid.row([
            component.component.clone(),
            number(component.random, 3),
            number(component.random_se, 3),
            interval(
                reach.map(|(effect, se)| [effect - 1.96 * se, effect + 1.96 * se]),
                3,
            ),
            component.treatments.to_string(),
        ]);
    }
    text.push_str(&grid.to_string());
    text
}

impl Report for Nma {
    fn text(&self) -> String {
        let whole = self
            .network
            .as_ref()
            .map(|whole| whole.text(&self.reference));
        let parts: Vec<String> = whole
            .into_iter()
            .chain(self.additive.as_ref().map(components))
            .collect();
        parts.join("\n")
    }

    /// The league table: better treatments first, darker for larger differences.
    fn picture(&self) -> Result<Box<dyn Figure>, Refusal> {
        let Some(whole) = &self.network else {
            return Err(Refusal::Option {
                option: "--plot",
                expected: "a network that hangs together".to_owned(),
            });
        };
        let better = if self.direction == "small_is_good" {
            -1.0
        } else {
            1.0
        };
        let row = |cells: &Vec<Option<attune_stats::network_meta_analysis::LeagueCell>>| {
            let cells = cells.iter().map(|cell| {
                cell.as_ref().map(|cell| HeatCell {
                    value: better * cell.estimate,
                    text: format!(
                        "{} ({}), grade {:?}",
                        number(cell.estimate, 2),
                        interval(ends(cell.confidence_interval), 2),
                        cell.grade
                    ),
                    marked: !cell.confidence_interval.contains(0.0),
                })
            });
            cells.collect()
        };
        let summary = format!(
            "{} treatments against each other, the better ones first. Cannot be told apart from the best: {}.",
            whole.treatments.len(),
            whole.not_separable_from_best.join(", ")
        );
        Ok(Box::new(HeatMap {
            frame: Frame::new(FigureId::new("league")?, "League table", summary),
            names: whole.league.treatments.clone(),
            cells: whole.league.cells.iter().map(row).collect(),
            sides: ["row does better".to_owned(), "row does worse".to_owned()],
        }))
    }
}
