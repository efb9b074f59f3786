//! Several options, each with an uncertain benefit: how often would each be the best, and how often as good as the best?
//!
//! The share of draws in which an option comes first is its rank acceptability (Lahdelma, Hokkanen & Salminen 1998,
//! *European Journal of Operational Research* 106:137, equation 6), also known as the probability of being best (Salanti,
//! Ades & Ioannidis 2011, *Journal of Clinical Epidemiology* 64:163). By itself it rewards what is badly known: an option
//! with a wide interval comes first more often than its trials bear out. So effects are first taken as one [`Family`],
//! which draws a small trial towards the others.

mod draws;
mod family;
mod tally;

pub use draws::Draws;
pub use family::{Family, Spread};
pub use tally::{Chance, Tally};
