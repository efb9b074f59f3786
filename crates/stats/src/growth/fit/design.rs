//! From rows to what the likelihood needs: cross products per client, in columns
//! brought to mean 0 and spread 1.

use super::components::Components;
use super::dense::Cholesky;
use super::levels::Levels;
use super::{GrowthRows, TimeFunction};
use crate::number::{finite, mean, sample_sd};
use crate::{NonNegative, StatsError};

/// Pivots of the standardised cross products below this share are collinear.
const COLLINEAR: f64 = 1e-10;

/// Mean and spread that were taken off a column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    pub(super) centre: f64,
    pub(super) spread: f64,
}

impl Scale {
    /// Standardises a column; `None` if it holds one value only.
    fn take_off(column: &mut [f64]) -> Option<Self> {
        let scale = Self {
            centre: mean(column),
            spread: sample_sd(column),
        };
        // A spread that rounding alone would leave is none.
        if scale.spread <= 1e-13 * scale.centre.abs() || scale.spread == 0.0 {
            return None;
        }
        for value in column {
            *value = (*value - scale.centre) / scale.spread;
        }
        Some(scale)
    }
}

/// The rows of one client with one level of the crossed factor, summed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Cell {
    /// The place of the level among its [`Components`].
    pub(super) place: usize,
    /// `Z'T`: how many rows, and the sum of their time column.
    pub(super) rows: [f64; 2],
}

/// The crossed factor (therapist) in sums, levels in the order of their components.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Crossing {
    pub(super) levels: usize,
    pub(super) components: Components,
    /// Rows per level: the diagonal of `T'T`.
    pub(super) counts: Vec<f64>,
    /// `T'W`, `levels` times `width`.
    pub(super) products: Vec<f64>,
    cells: Vec<Cell>,
    /// Where the cells of each client begin, and where the last one ends.
    starts: Vec<usize>,
}

impl Crossing {
    pub(super) fn cells(&self, group: usize) -> &[Cell] {
        &self.cells[self.starts[group]..self.starts[group + 1]]
    }
}

/// Sums over the columns `W = [1, f(t), covariates, outcome]`, standardised. Time
/// and memory grow with rows and clients, never with their square.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Design {
    pub(super) rows: usize,
    pub(super) groups: usize,
    /// Columns of `W`: two more than covariates for time and intercept, one for the outcome.
    pub(super) width: usize,
    /// What was taken off each column of `W`; for the intercept 0 and 1.
    pub(super) scales: Vec<Scale>,
    /// `W'W`, `width` times `width`.
    pub(super) total: Vec<f64>,
    /// `Z_i'W_i` per client, two rows of `width` each; `Z_i` are the first two columns.
    pub(super) products: Vec<f64>,
    pub(super) crossing: Option<Crossing>,
}

impl Design {
    pub(super) fn of(rows: &GrowthRows, shape: TimeFunction) -> Result<Self, StatsError> {
        let count = rows.outcome.len();
        same_length("time", count, rows.time.len())?;
        same_length("the group column", count, rows.group.codes().len())?;
        let columns = columns(rows, shape)?;
        let (columns, scales): (Vec<_>, Vec<_>) = columns.into_iter().unzip();
        let (groups, width) = (rows.group.count(), columns.len());
        enough(groups, count, width)?;

        let mut total = vec![0.0; width * width];
        let mut products = vec![0.0; groups * 2 * width];
        let mut line = vec![0.0; width];
        for (row, group) in rows.group.codes().iter().enumerate() {
            for (entry, column) in line.iter_mut().zip(&columns) {
                *entry = column[row];
            }
            add_outer(&mut total, &line, &line);
            let start = group * 2 * width;
            add_outer(&mut products[start..start + 2 * width], &line[..2], &line);
        }
        let fixed = width - 1;
        Cholesky::of(&total, fixed, width, COLLINEAR).map_err(|dependent| {
            StatsError::CollinearCovariate {
                covariate: dependent.column.saturating_sub(2),
            }
        })?;
        residual_freedom(&products, width)?;
        let crossing = rows
            .crossed
            .map(|crossed| crossing(rows.group, crossed, &columns))
            .transpose()?;
        Ok(Self {
            rows: count,
            groups,
            width,
            scales,
            total,
            products,
            crossing,
        })
    }

    /// `Z_i'W_i` of one client: the row of the intercept, then that of time.
    pub(super) fn client(&self, group: usize) -> (&[f64], &[f64]) {
        let start = group * 2 * self.width;
        self.products[start..start + 2 * self.width].split_at(self.width)
    }
}

/// The columns of `W`, standardised.
fn columns(rows: &GrowthRows, shape: TimeFunction) -> Result<Vec<(Vec<f64>, Scale)>, StatsError> {
    let count = rows.outcome.len();
    let mut columns = Vec::with_capacity(rows.covariates.len() + 3);
    let unit = Scale {
        centre: 0.0,
        spread: 1.0,
    };
    columns.push((vec![1.0; count], unit));
    let time = rows
        .time
        .iter()
        .map(|time| Ok(shape.of(NonNegative::new(*time)?)));
    let mut time = time.collect::<Result<Vec<f64>, StatsError>>()?;
    if count < 2 {
        return Err(StatsError::TooFew {
            what: "rows",
            needed: 2,
            given: count,
        });
    }
    let scale = Scale::take_off(&mut time).ok_or(StatsError::NoVariation { what: "time" })?;
    columns.push((time, scale));
    for (index, covariate) in rows.covariates.iter().enumerate() {
        same_length("a covariate", count, covariate.values.len())?;
        let mut values = all_finite("a covariate", covariate.values)?;
        let scale = Scale::take_off(&mut values)
            .ok_or(StatsError::ConstantCovariate { covariate: index })?;
        columns.push((values, scale));
    }
    let mut outcome = all_finite("the outcome", rows.outcome)?;
    let scale = Scale::take_off(&mut outcome).ok_or(StatsError::NoVariation {
        what: "the outcome",
    })?;
    finite("the spread of the outcome", scale.spread)?;
    columns.push((outcome, scale));
    Ok(columns)
}

/// Two clients, and a row for each parameter: the fixed effects, three of the
/// clients' covariance, and the residual variance.
fn enough(groups: usize, rows: usize, width: usize) -> Result<(), StatsError> {
    let needed = width - 1 + 4;
    if groups < 2 {
        Err(StatsError::TooFew {
            what: "groups",
            needed: 2,
            given: groups,
        })
    } else if rows < needed {
        Err(StatsError::TooFew {
            what: "rows",
            needed,
            given: rows,
        })
    } else {
        Ok(())
    }
}

/// Some client must have a row that their own straight line does not fit by
/// itself, or residual and random effects cannot be told apart.
fn residual_freedom(products: &[f64], width: usize) -> Result<(), StatsError> {
    let told_apart = products.chunks_exact(2 * width).any(|client| {
        let (count, sum, squares) = (client[0], client[1], client[width + 1]);
        let distinct = count * squares - sum * sum > 1e-9 * count * squares;
        count > if distinct { 2.5 } else { 1.5 }
    });
    if told_apart {
        Ok(())
    } else {
        Err(StatsError::TooFew {
            what: "rows in at least one group",
            needed: 3,
            given: 2,
        })
    }
}

fn crossing(
    group: &Levels,
    crossed: &Levels,
    columns: &[Vec<f64>],
) -> Result<Crossing, StatsError> {
    same_length(
        "the crossed column",
        group.codes().len(),
        crossed.codes().len(),
    )?;
    let (levels, width) = (crossed.count(), columns.len());
    if levels < 2 {
        return Err(StatsError::NoVariation {
            what: "the crossed factor",
        });
    }
    if levels == group.codes().len() {
        return Err(StatsError::TooFew {
            what: "rows in at least one level of the crossed factor",
            needed: 2,
            given: 1,
        });
    }
    let (mut cells, starts) = cells(group, crossed, &columns[1]);
    // One client each, one level each: the same partition under two names.
    if cells.len() == levels && levels == group.count() {
        return Err(StatsError::ConfoundedFactor);
    }
    // A client links each level they have to the next.
    let links = starts.windows(2).flat_map(|ends| {
        let own = cells[ends[0]..ends[1]].windows(2);
        own.map(|pair| [pair[0].place, pair[1].place])
    });
    let components = Components::of(levels, links);
    if components.largest() > super::MOST_CROSSED_LEVELS {
        return Err(StatsError::TooManyLevels {
            most: super::MOST_CROSSED_LEVELS,
            given: components.largest(),
        });
    }
    for cell in &mut cells {
        cell.place = components.places[cell.place];
    }
    let mut counts = vec![0.0; levels];
    let mut products = vec![0.0; levels * width];
    for (row, level) in crossed.codes().iter().enumerate() {
        let place = components.places[*level];
        counts[place] += 1.0;
        for (entry, column) in products[place * width..].iter_mut().zip(columns) {
            *entry += column[row];
        }
    }
    Ok(Crossing {
        levels,
        components,
        counts,
        products,
        cells,
        starts,
    })
}

/// The cells of each client, one client after the other and by level, not yet in the order
/// of components; and where those of each client begin.
fn cells(group: &Levels, crossed: &Levels, time: &[f64]) -> (Vec<Cell>, Vec<usize>) {
    let codes = group.codes().iter().zip(crossed.codes());
    let mut sorted: Vec<(usize, Cell)> = codes
        .zip(time)
        .map(|((group, level), time)| {
            let cell = Cell {
                place: *level,
                rows: [1.0, *time],
            };
            (*group, cell)
        })
        .collect();
    // Stable, so that sums do not depend on how the sort breaks ties.
    sorted.sort_by_key(|(group, cell)| (*group, cell.place));
    let (mut cells, mut starts): (Vec<Cell>, Vec<usize>) = (Vec::new(), vec![0]);
    for (position, (group, cell)) in sorted.iter().enumerate() {
        let same_client = position > 0 && sorted[position - 1].0 == *group;
        if position > 0 && !same_client {
            starts.push(cells.len());
        }
        match cells.last_mut() {
            Some(last) if same_client && last.place == cell.place => {
                last.rows[0] += cell.rows[0];
                last.rows[1] += cell.rows[1];
            }
            _ => cells.push(*cell),
        }
    }
    starts.push(cells.len());
    (cells, starts)
}

/// `matrix += left right'`, row-major.
fn add_outer(matrix: &mut [f64], left: &[f64], right: &[f64]) {
    for (line, factor) in matrix.chunks_exact_mut(right.len()).zip(left) {
        for (entry, value) in line.iter_mut().zip(right) {
            *entry += factor * value;
        }
    }
}

fn all_finite(what: &'static str, values: &[f64]) -> Result<Vec<f64>, StatsError> {
    values.iter().map(|value| finite(what, *value)).collect()
}

fn same_length(what: &'static str, needed: usize, given: usize) -> Result<(), StatsError> {
    if needed == given {
        Ok(())
    } else {
        Err(StatsError::LengthMismatch {
            what,
            needed,
            given,
        })
    }
}
