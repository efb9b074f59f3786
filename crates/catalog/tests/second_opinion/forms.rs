//! Forms to compare on: all there are, or a million drawn from a fixed seed.

use attune_catalog::{Answer, Measure};

/// One place on a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Given {
    /// The value chosen.
    Value(i32),
    /// "Does not apply."
    NotApplicable,
    /// Left open.
    Missing,
}

impl Given {
    pub(crate) fn answer(self) -> Answer {
        match self {
            Self::Value(value) => Answer::Value(value),
            Self::NotApplicable => Answer::NotApplicable,
            Self::Missing => Answer::Skipped,
        }
    }

    pub(crate) fn value(self) -> Option<i32> {
        match self {
            Self::Value(value) => Some(value),
            Self::NotApplicable | Self::Missing => None,
        }
    }
}

const MANY: u64 = 1_000_000;

/// Calls `look` with forms of this measure. Optional items are left open.
pub(crate) fn visit(measure: &Measure, look: impl FnMut(&[Given])) {
    let places: Vec<Vec<Given>> = measure
        .items
        .iter()
        .map(|item| {
            let mut place: Vec<Given> = Vec::new();
            if !item.optional {
                place.extend(item.options.values().into_iter().map(Given::Value));
            }
            if item.may_not_apply {
                place.push(Given::NotApplicable);
            }
            place.push(Given::Missing);
            place
        })
        .collect();
    let all = places
        .iter()
        .try_fold(1_u64, |product, place| {
            product.checked_mul(place.len() as u64)
        })
        .filter(|all| *all <= MANY);
    match all {
        Some(_) => every(&places, look),
        None => some(&places, look),
    }
}

fn every(places: &[Vec<Given>], mut look: impl FnMut(&[Given])) {
    let mut chosen = vec![0; places.len()];
    let mut form: Vec<Given> = places.iter().map(|place| place[0]).collect();
    loop {
        look(&form);
        let Some(turn) = (0..places.len()).find(|at| chosen[*at] + 1 < places[*at].len()) else {
            return;
        };
        for at in 0..turn {
            chosen[at] = 0;
            form[at] = places[at][0];
        }
        chosen[turn] += 1;
        form[turn] = places[turn][chosen[turn]];
    }
}

/// Half of the forms are complete, a quarter lacks one answer, a quarter any number.
fn some(places: &[Vec<Given>], mut look: impl FnMut(&[Given])) {
    let mut dice = Dice(0x005e_ed0f_a77e);
    let mut form: Vec<Given> = places.iter().map(|place| place[0]).collect();
    for round in 0..MANY {
        for (given, place) in form.iter_mut().zip(places) {
            // The last entry of a place is the open one.
            *given = place[dice.below(place.len().max(2) - 1)];
        }
        match round % 4 {
            0 => {
                let at = dice.below(form.len());
                form[at] = Given::Missing;
            }
            1 => {
                for given in &mut form {
                    if dice.below(5) == 0 {
                        *given = Given::Missing;
                    }
                }
            }
            _ => {}
        }
        look(&form);
    }
}

/// xorshift64* (Marsaglia 2003; Vigna 2016): the same forms on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let drawn = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        (drawn % end as u64) as usize
    }
}

/// The values, if every place has one.
pub(crate) fn complete(form: &[Given]) -> Option<Vec<i32>> {
    form.iter().map(|given| given.value()).collect()
}

/// Their sum, if every place has one.
pub(crate) fn sum(form: &[Given]) -> Option<f64> {
    complete(form).map(|values| f64::from(values.iter().sum::<i32>()))
}

/// How many are at least so high, if every place has a value.
pub(crate) fn at_least(form: &[Given], cut: i32) -> Option<usize> {
    complete(form).map(|values| values.iter().filter(|value| **value >= cut).count())
}

/// Rounded to so many decimal places.
pub(crate) fn rounded(value: f64, places: i32) -> f64 {
    let unit = 10_f64.powi(places);
    (value * unit).round() / unit
}
