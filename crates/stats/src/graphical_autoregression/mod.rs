//! What goes with what in one person's diary, within an occasion and from one to the next.
//!
//! The graphical vector autoregression of Wild et al. (2010,
//! doi:10.1186/1471-2288-10-28): the answers `y_t` at a beep follow from those at the beep before,
//!
//! `y_t = c + B y_{t-1} + e_t`, `e_t ~ N(0, K^-1)`.
//!
//! - the **temporal** network is `B` as partial directed correlations
//!   `b_ij / sqrt(Sigma_ii K_jj + b_ij^2)`, `Sigma = K^-1`, with an arrow from `j` to `i`;
//! - the **contemporaneous** network is `-K_ij / sqrt(K_ii K_jj)`, what goes together within an
//!   occasion once the past is accounted for.
//!
//! `B` and `K` are found in turn under a penalty each (Rothman, Levina & Zhu 2010,
//! doi:10.1198/jcgs.2010.09188; for time series Abegaz & Wit 2013,
//! doi:10.1093/biostatistics/kxt005). The pair of penalties is the one of a grid with the least
//! extended BIC `-2 L + E log n + 4 gamma E log 2q`, for `q` variables, `n` pairs and `E`
//! edges of both networks; `L` is computed with the residual network fitted again without penalty.
//!
//! # How much diary is needed
//!
//! Count pairs, not days: [`LagPairs`] keeps two beeps only when they are neighbours on the same
//! day and complete. With `q` variables there are `q^2` arrows and `q (q - 1) / 2` edges to find. Below
//! `2 q + 2` pairs nothing is computed; with fewer pairs than arrows and edges
//! [`Warning::FewPairs`] is raised, and an empty network then says nothing about the person. Six variables at
//! five beeps a day give four pairs a day: two weeks with one beep in five missed leave about
//! 36 pairs for 51 arrows and edges. Take few variables, many beeps, or several
//! weeks; a hundred pairs or more for six variables.
//!
//! Assumptions, to be said beside every picture: one step is about as long as another; the
//! process is the same at the end as at the beginning (no trend, no change of treatment in between);
//! effects are linear and residuals normal. An arrow says that one thing *precedes* another by
//! one beep; it is no proof of a cause, and what happens faster than the beeps appears as a
//! contemporaneous edge. Networks of one person vary much between analyses: use them to ask
//! better questions.
//!
//! ```
//! use attune_stats::graphical_autoregression::{GridSettings, LagPairs, Moment, fit};
//!
//! // Thirty days with five beeps. Worry (0) is followed by low mood (1) at the next beep.
//! let mut moments = Vec::new();
//! for day in 0..30 {
//!     let mut worry_before = 0.0;
//!     for beep in 0..5 {
//!         let (one, two) = ((day * 7 + beep * 3) % 11, (day * 5 + beep * 8) % 13);
//!         let worry = one as f64;
//!         let mood = 0.8 * worry_before + two as f64 / 4.0;
//!         moments.push(Moment { day, beep, values: vec![Some(worry), Some(mood)] });
//!         worry_before = worry;
//!     }
//! }
//! let pairs = LagPairs::new(&moments)?;
//! assert_eq!(pairs.pairs(), 30 * 4);
//! let model = fit(&pairs, &GridSettings::usual(0.5)?, &|| ())?;
//! assert!(model.temporal[0][1] > 0.5);
//! # Ok::<(), attune_stats::StatsError>(())
//! ```

mod alternate;
mod diary;
mod fit;

pub use diary::{LagPairs, Moment};
pub use fit::{GraphicalAutoregression, GridSettings, Warning, fit};
