//! Shapes for a note. They are offered, never asked for, and only ever added to what is there.

/// A shape for a note: headings to write under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoteTemplate {
    /// The code in forms.
    pub id: &'static str,
    /// What it is called, with what its letters stand for.
    pub name: &'static str,
    /// The text that is added.
    pub text: &'static str,
}

/// The shapes that every practice has. Own ones are kept by each clinician.
pub const NOTE_TEMPLATES: [NoteTemplate; 4] = [
    NoteTemplate {
        id: "narrative",
        name: "Narrative: how it began, what happened, how it ended",
        text: "How we began\n\n\nWhat happened between us\n\n\nWhat changed, and how it ended\n\n\nFor next time\n",
    },
    NoteTemplate {
        id: "soap",
        name: "SOAP: subjective, objective, assessment, plan",
        text: "Subjective: what they said\n\n\nObjective: what I saw and measured\n\n\nAssessment: how I understand it\n\n\nPlan: what comes next\n",
    },
    NoteTemplate {
        id: "dap",
        name: "DAP: data, assessment, plan",
        text: "Data: what was said and done\n\n\nAssessment: how I understand it\n\n\nPlan: what comes next\n",
    },
    NoteTemplate {
        id: "birp",
        name: "BIRP: behaviour, intervention, response, plan",
        text: "Behaviour: how they came and what they brought\n\n\nIntervention: what I offered\n\n\nResponse: what they made of it\n\n\nPlan: what comes next\n",
    },
];

/// The text with a piece added at its end, after an empty line. What is there stays as it was typed, letter for
/// letter: a shape chosen by mistake must not cost a sentence.
pub fn with_piece(text: &str, piece: &str) -> String {
    if text.trim().is_empty() {
        return format!("{text}{piece}");
    }
    let gap = match text {
        text if text.ends_with("\n\n") => "",
        text if text.ends_with('\n') => "\n",
        _ => "\n\n",
    };
    format!("{text}{gap}{piece}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_was_typed_is_never_lost(text in "(?s).{0,80}", piece in "(?s).{0,40}") {
            let both = with_piece(&text, &piece);
            prop_assert!(both.starts_with(&text) && both.ends_with(&piece));
        }
    }

    #[test]
    fn a_piece_stands_apart_from_what_was_typed() {
        assert_eq!(with_piece("", "Plan"), "Plan");
        assert_eq!(
            with_piece("She came late.", "Plan"),
            "She came late.\n\nPlan"
        );
        assert_eq!(
            with_piece("She came late.\n", "Plan"),
            "She came late.\n\nPlan"
        );
        assert_eq!(
            with_piece("She came late.\n\n", "Plan"),
            "She came late.\n\nPlan"
        );
    }

    #[test]
    fn every_template_has_a_name_of_its_own() {
        for (at, one) in NOTE_TEMPLATES.iter().enumerate() {
            assert!(!one.text.trim().is_empty());
            assert!(
                NOTE_TEMPLATES[at + 1..]
                    .iter()
                    .all(|other| other.id != one.id)
            );
        }
    }
}
