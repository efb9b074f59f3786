use attune_catalog::Domain;

use super::{listed, quoted};
use crate::formulate::{Role, Voice};
use crate::record::Formulation;

/// How much is drawn, and whose view it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// Number of factors.
    pub factors: usize,
    /// Number of influences.
    pub influences: usize,
    /// Influences by whose view they are; only views that occur.
    pub views: Vec<(Voice, usize)>,
}

impl Drawn {
    /// Counts what is drawn.
    pub fn of(formulation: &Formulation) -> Self {
        let views = Voice::ALL
            .into_iter()
            .map(|voice| {
                let of_voice = |arrow: &&crate::formulate::Influence| arrow.voice == voice;
                (
                    voice,
                    formulation.influences.iter().filter(of_voice).count(),
                )
            })
            .filter(|(_, count)| *count > 0)
            .collect();
        Self {
            factors: formulation.factors.len(),
            influences: formulation.influences.len(),
            views,
        }
    }

    /// Says plainly that a drawing is a hypothesis and whose it is.
    pub fn sentence(&self) -> String {
        let views: Vec<String> = self
            .views
            .iter()
            .map(|(voice, count)| format!("{count} {}", voice.label()))
            .collect();
        let whose = if views.is_empty() {
            String::new()
        } else {
            format!(" ({})", views.join(", "))
        };
        format!(
            "As drawn, not proven: {} and {}{whose}. What follows holds only as far as the arrows do.",
            counted(self.factors, "factor", "factors"),
            counted(self.influences, "influence", "influences"),
        )
    }
}

/// What the drawing does not speak about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// Sides of life without a factor.
    pub domains: Vec<Domain>,
    /// Parts of the story no factor is marked as.
    pub roles: Vec<Role>,
    /// Words of factors that no influence touches.
    pub alone: Vec<String>,
}

impl Coverage {
    pub(super) fn of(formulation: &Formulation) -> Self {
        let factors = &formulation.factors;
        let mut alone: Vec<String> = factors
            .iter()
            .filter(|factor| {
                formulation
                    .influences
                    .iter()
                    .all(|arrow| arrow.from != factor.id && arrow.to != factor.id)
            })
            .map(|factor| factor.text.clone())
            .collect();
        alone.sort();
        Self {
            domains: Domain::ALL
                .into_iter()
                .filter(|domain| factors.iter().all(|factor| factor.domain != *domain))
                .collect(),
            roles: Role::ALL
                .into_iter()
                .filter(|role| factors.iter().all(|factor| factor.role != Some(*role)))
                .collect(),
            alone,
        }
    }

    /// What to ask about next; empty when nothing is left out.
    pub fn sentences(&self) -> Vec<String> {
        let mut sentences = Vec::new();
        if !self.domains.is_empty() {
            let names: Vec<String> = self
                .domains
                .iter()
                .map(|domain| domain.label().to_lowercase())
                .collect();
            sentences.push(format!("Nothing is drawn about {}.", listed(&names)));
        }
        if !self.roles.is_empty() {
            let names: Vec<String> = self
                .roles
                .iter()
                .map(|role| role.label().to_owned())
                .collect();
            sentences.push(format!("No factor is marked as {}.", names.join(", ")));
        }
        if !self.alone.is_empty() {
            let names: Vec<String> = self.alone.iter().map(|text| quoted(text)).collect();
            let stand = if names.len() == 1 { "stands" } else { "stand" };
            sentences.push(format!(
                "{} {stand} alone: what does it lead to, and what leads to it?",
                listed(&names)
            ));
        }
        sentences
    }
}

/// "1 factor", "2 factors".
pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
