use attune_figures::Figure;
use attune_stats::change::{
    ChangeClass, ClassCounts, CombinedClass, CombinedCounts, Direction, MinimalChange,
};
use serde::Serialize;

use super::picture;
use crate::stats::text::{Grid, counted, interval, number};
use crate::stats::{Refusal, Report};

/// The answer of `attune stats change`.
#[derive(Debug, Serialize)]
pub(crate) struct Changes {
    pub(super) outcome: String,
    pub(super) direction: &'static str,
    /// In the order in which they are described.
    #[serde(serialize_with = "by_name")]
    pub(super) methods: Vec<(&'static str, ClassCounts)>,
    pub(super) combined: CombinedCounts,
    pub(super) cutoffs: Cutoffs,
    pub(super) percentage: Percentage,
    pub(super) minimal_change: MinimalChange,
    pub(super) sample: Sample,
    pub(super) clients: Vec<Client>,
}

/// Between the clinical and the functional range, in points.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Cutoffs {
    pub(super) a: f64,
    pub(super) b: Option<f64>,
    pub(super) c: Option<f64>,
}

/// Change as a share of the first score.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Percentage {
    /// The share that counts, in per cent.
    threshold: f64,
    improved: usize,
    unchanged: usize,
    deteriorated: usize,
    /// People whose first score is 0.
    undefined: usize,
}

/// What the methods know of the sample.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Sample {
    pub(super) people: usize,
    pub(super) left_out: usize,
    /// Mean and standard deviation, in points.
    pub(super) pre: [f64; 2],
    pub(super) post: [f64; 2],
    pub(super) correlation: f64,
}

/// One person.
#[derive(Debug, Serialize)]
pub(super) struct Client {
    pub(super) id: String,
    pub(super) pre: f64,
    pub(super) post: f64,
    pub(super) change: f64,
    pub(super) rci: Option<f64>,
    /// 95 % interval of the change, in points.
    pub(super) interval: Option<[f64; 2]>,
    pub(super) percent: Option<f64>,
    pub(super) class: &'static str,
    /// How many methods give the same class, of how many.
    pub(super) agreeing: [usize; 2],
    #[serde(skip)]
    pub(super) combined: CombinedClass,
}

fn by_name<S: serde::Serializer>(
    methods: &[(&'static str, ClassCounts)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(methods.iter().copied())
}

impl Changes {
    pub(super) fn new(
        cutoffs: Cutoffs,
        minimal_change: MinimalChange,
        sample: Sample,
        direction: Direction,
        share: f64,
    ) -> Self {
        Self {
            outcome: String::new(),
            direction: match direction {
                Direction::LowerIsBetter => "lower_is_better",
                Direction::HigherIsBetter => "higher_is_better",
            },
            methods: Vec::new(),
            combined: CombinedCounts::default(),
            cutoffs,
            percentage: Percentage {
                threshold: 100.0 * share,
                improved: 0,
                unchanged: 0,
                deteriorated: 0,
                undefined: 0,
            },
            minimal_change,
            sample,
            clients: Vec::new(),
        }
    }
}

impl Percentage {
    pub(super) fn add(&mut self, class: Option<ChangeClass>) {
        *match class {
            Some(ChangeClass::Improved) => &mut self.improved,
            Some(ChangeClass::Unchanged) => &mut self.unchanged,
            Some(ChangeClass::Deteriorated) => &mut self.deteriorated,
            None => &mut self.undefined,
        } += 1;
    }
}

/// The name of a class in the answer.
pub(super) fn class_name(class: CombinedClass) -> &'static str {
    match class {
        CombinedClass::Recovered => "recovered",
        CombinedClass::Improved => "improved",
        CombinedClass::Unchanged => "unchanged",
        CombinedClass::Deteriorated => "deteriorated",
        CombinedClass::Harmed => "harmed",
    }
}

impl Report for Changes {
    fn text(&self) -> String {
        let Sample {
            people,
            left_out,
            pre,
            post,
            correlation,
        } = &self.sample;
        let better = self.direction.replace('_', " ");
        let mut text = format!(
            "{}, {better}: {} with both scores, {left_out} left out\n",
            self.outcome,
            counted(*people, "person", "people"),
        );
        text.push_str(&format!(
            "first scores {} (SD {}), last scores {} (SD {}), correlation {}\n\n",
            number(pre[0], 2),
            number(pre[1], 2),
            number(post[0], 2),
            number(post[1], 2),
            number(*correlation, 2),
        ));
        let mut grid = Grid::new(1, ["method", "improved", "unchanged", "deteriorated"]);
        for (name, counts) in &self.methods {
            grid.row([
                (*name).to_owned(),
                counts.improved.to_string(),
                counts.unchanged.to_string(),
                counts.deteriorated.to_string(),
            ]);
        }
        grid.row([
            format!("{} % of the first score", self.percentage.threshold),
            self.percentage.improved.to_string(),
            self.percentage.unchanged.to_string(),
            self.percentage.deteriorated.to_string(),
        ]);
        text.push_str(&grid.to_string());
        let combined = &self.combined;
        text.push_str(&format!(
            "\nJacobson-Truax with cutoff {}: {} recovered, {} improved, {} unchanged, {} deteriorated, {} harmed\n",
            if self.cutoffs.c.is_some() { "c" } else { "a" },
            combined.recovered,
            combined.improved,
            combined.unchanged,
            combined.deteriorated,
            combined.harmed,
        ));
        text.push_str(&format!(
            "cutoffs in points: a {}, b {}, c {}\n",
            number(self.cutoffs.a, 2),
            number(self.cutoffs.b, 2),
            number(self.cutoffs.c, 2),
        ));
        text.push_str(&format!(
            "a change of less than {} points is within measurement error; half an SD is {}, one SEM {} points\n\n",
            number(self.minimal_change.detectable, 1),
            number(self.minimal_change.half_sd, 1),
            number(self.minimal_change.one_sem, 1),
        ));
        let mut grid = Grid::new(
            1,
            [
                "id",
                "pre",
                "post",
                "change",
                "95 % interval",
                "RCI",
                "class",
                "methods agreeing",
            ],
        );
        for client in &self.clients {
            grid.row([
                client.id.clone(),
                number(client.pre, 1),
                number(client.post, 1),
                number(client.change, 1),
                interval(client.interval, 1),
                number(client.rci, 2),
                client.class.to_owned(),
                format!("{} of {}", client.agreeing[0], client.agreeing[1]),
            ]);
        }
        text.push_str(&grid.to_string());
        text
    }

    fn picture(&self) -> Result<Box<dyn Figure>, Refusal> {
        picture::draw(self)
    }
}
