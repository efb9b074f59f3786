use super::candidate::Candidate;
use super::evidence::Standing;
use super::target::Meets;

/// The five considerations of a candidate, each in a few words of its own. They are never added up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Considerations {
    /// What trials of the therapy found.
    pub trials: String,
    /// What it acts on in this drawing.
    pub drawing: String,
    /// How the therapy meets the client's wishes.
    pub wishes: String,
    /// What a model of this practice's own data foretells.
    pub prediction: String,
    /// What it asks for, and when to think twice.
    pub feasibility: String,
}

impl Candidate {
    /// The five, side by side.
    pub fn considerations(&self) -> Considerations {
        Considerations {
            trials: self.trials_words().to_owned(),
            drawing: self.drawing_words(),
            wishes: self.wishes_words(),
            prediction: self.prediction.clone(),
            feasibility: self.feasibility_words(),
        }
    }

    fn trials_words(&self) -> &'static str {
        match self.evidence.standing {
            Standing::AmongBest => "better than a control, not told apart from the best",
            Standing::Helps => "better than a control, told apart from the best",
            Standing::Weak => "only weaker comparisons",
            Standing::NoTrial => "no trial in our table, which is no evidence against it",
            Standing::Against => "a comparison favoured the other side",
        }
    }

    fn drawing_words(&self) -> String {
        let of = |meets: Meets| {
            self.targets
                .iter()
                .filter(|target| target.meets == meets)
                .count()
        };
        let factors = |number: usize| match number {
            1 => "1 factor".to_owned(),
            more => format!("{more} factors"),
        };
        let foremost = self
            .targets
            .iter()
            .find_map(|target| target.rank.as_ref())
            .map_or_else(String::new, |rank| format!("; the foremost {rank}"));
        match (of(Meets::Mechanism), of(Meets::SideOfLife)) {
            (0, 0) => "acts on nothing drawn".to_owned(),
            (0, near) => format!("near {}, a guess{foremost}", factors(near)),
            (acts, _) => format!("acts on {}{foremost}", factors(acts)),
        }
    }

    fn wishes_words(&self) -> String {
        match &self.preferences {
            None => "not asked".to_owned(),
            Some(fit) if fit.agreements.is_empty() && fit.clashes.is_empty() => {
                "no wish either way".to_owned()
            }
            Some(fit) => format!(
                "along with {}, against {}",
                fit.agreements.len(),
                fit.clashes.len()
            ),
        }
    }

    fn feasibility_words(&self) -> String {
        let first = self
            .cautions
            .iter()
            .filter(|caution| caution.forbids())
            .count();
        let cautions = self.cautions.len() - first;
        let rule_out = match first {
            0 => String::new(),
            1 => "1 thing to rule out first, ".to_owned(),
            more => format!("{more} things to rule out first, "),
        };
        let think = match cautions {
            0 => "no caution".to_owned(),
            1 => "1 caution".to_owned(),
            more => format!("{more} cautions"),
        };
        format!("{rule_out}{think}; training, time and cost are not known")
    }
}
