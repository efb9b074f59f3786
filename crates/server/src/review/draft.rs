//! What was typed into a review goes along when the plan is changed out of it.

use attune_care::Record;
use attune_care::review::{Look, ReviewInput, review_words};
use attune_catalog::Catalog;
use attune_ids::{ClientId, DraftId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::gate::Kept;
use crate::policy::{Reader, Writer};
use crate::{App, AppError};

/// What is kept of a review until it ends in a decision; the fields of its form.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct ReviewDraft {
    /// A few words on [`Look::Risk`].
    pub(crate) risk: String,
    /// On [`Look::Alliance`].
    pub(crate) alliance: String,
    /// On [`Look::Goals`].
    pub(crate) goals: String,
    /// On [`Look::Life`].
    pub(crate) life: String,
    /// On [`Look::Formulation`].
    pub(crate) formulation: String,
    /// On [`Look::Dose`].
    pub(crate) dose: String,
    /// What clinician and client made of it.
    pub(crate) words: String,
    /// Why nothing is changed, if that is how it ends.
    pub(crate) because: String,
    /// After how many sessions to look again, if somebody chose.
    pub(crate) again: String,
    /// The page of the guided look that was open last.
    pub(crate) at: String,
}

impl ReviewDraft {
    /// What was typed in one of the six places.
    pub(super) fn place(&self, look: Look) -> &str {
        match look {
            Look::Risk => &self.risk,
            Look::Alliance => &self.alliance,
            Look::Goals => &self.goals,
            Look::Life => &self.life,
            Look::Formulation => &self.formulation,
            Look::Dose => &self.dose,
        }
    }

    /// Everything but the reason, as the one text that is kept with the decision.
    pub(super) fn as_words(&self) -> String {
        let places = Look::ALL.map(|look| (look, self.place(look)));
        review_words(&places, &self.words)
    }

    /// The review as it stands, with what the program shows now.
    pub(super) fn input(&self, record: &Record, catalog: &Catalog) -> ReviewInput {
        ReviewInput::now(record, catalog, self.as_words(), self.again.parse().ok())
    }

    /// The same draft with other words in one of the six places.
    pub(super) fn with_place(&self, look: Look, words: &str) -> Self {
        let mut draft = self.clone();
        let place = match look {
            Look::Risk => &mut draft.risk,
            Look::Alliance => &mut draft.alliance,
            Look::Goals => &mut draft.goals,
            Look::Life => &mut draft.life,
            Look::Formulation => &mut draft.formulation,
            Look::Dose => &mut draft.dose,
        };
        words.clone_into(place);
        draft
    }

    /// Everything that was typed, to be read beside another text.
    pub(super) fn everything(&self) -> String {
        let words = self.as_words();
        match self.because.trim() {
            "" => words,
            because => format!("{words}\n\nNo change, because: {because}"),
        }
    }

    /// The six places by their names in the form.
    pub(super) fn places(&self) -> [(&'static str, &str); 6] {
        Look::ALL.map(|look| (look.code(), self.place(look)))
    }

    /// Every field by its name in the form.
    pub(super) fn fields(&self) -> [(&'static str, &str); 10] {
        [
            ("risk", &self.risk),
            ("alliance", &self.alliance),
            ("goals", &self.goals),
            ("life", &self.life),
            ("formulation", &self.formulation),
            ("dose", &self.dose),
            ("words", &self.words),
            ("because", &self.because),
            ("again", &self.again),
            ("at", &self.at),
        ]
    }

    /// Field by field, what both wrote: once where they agree, one after the other
    /// where they do not.
    pub(super) fn together(&self, other: &Self) -> Self {
        // The fields of a single line would lose a line break.
        let both = |one: &str, two: &str| joined(one, two, " / ");
        Self {
            risk: both(&self.risk, &other.risk),
            alliance: both(&self.alliance, &other.alliance),
            goals: both(&self.goals, &other.goals),
            life: both(&self.life, &other.life),
            formulation: both(&self.formulation, &other.formulation),
            dose: both(&self.dose, &other.dose),
            words: joined(&self.words, &other.words, "\n\n"),
            because: both(&self.because, &other.because),
            again: if other.again.is_empty() {
                &self.again
            } else {
                &other.again
            }
            .clone(),
            at: if other.at.is_empty() {
                &self.at
            } else {
                &other.at
            }
            .clone(),
        }
    }
}

fn joined(one: &str, two: &str, between: &str) -> String {
    if one == two || two.is_empty() {
        one.to_owned()
    } else if one.is_empty() {
        two.to_owned()
    } else {
        format!("{one}{between}{two}")
    }
}

/// The draft of a client's review; there is one. Its id differs from the plan
/// draft's, which is the client's own.
pub(crate) fn review_draft(client: ClientId) -> DraftId {
    DraftId(Uuid::from_u128(client.0.as_u128() ^ 1))
}

/// The review a plan version comes out of: what the program shows now, and what
/// was typed.
pub(crate) async fn review_input(app: &App, reader: &Reader) -> Result<ReviewInput, AppError> {
    let opened = app.open(reader).await?;
    let draft = app
        .draft::<ReviewDraft>(reader, review_draft(reader.client))
        .await?;
    let draft = draft.map_or_else(ReviewDraft::default, |draft| draft.value);
    Ok(draft.input(&opened.record, &app.catalog))
}

/// Keeps what was typed over `version`. A draft that a decision in another
/// window has used up is begun anew, so that the text stays.
pub(super) async fn keep_typed(
    app: &App,
    writer: &Writer,
    version: u64,
    typed: &ReviewDraft,
) -> Result<Kept<ReviewDraft>, AppError> {
    let id = review_draft(writer.reader.client);
    let there = app.draft::<ReviewDraft>(&writer.reader, id).await?;
    let expected = there.map_or(0, |_| version);
    app.keep_draft(writer, id, expected, typed).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_of_words_alone_still_opens() -> Result<(), serde_json::Error> {
        let draft: ReviewDraft = serde_json::from_str(r#"{"words":"stay with it"}"#)?;
        assert_eq!(draft.as_words(), "stay with it");
        Ok(())
    }

    #[test]
    fn two_windows_put_together_lose_nothing_and_repeat_nothing() {
        let one = ReviewDraft {
            because: "early".to_owned(),
            risk: "none".to_owned(),
            words: "stay".to_owned(),
            goals: "sleep".to_owned(),
            ..ReviewDraft::default()
        };
        let two = ReviewDraft {
            because: "late".to_owned(),
            risk: "none".to_owned(),
            words: "change".to_owned(),
            dose: "weekly".to_owned(),
            ..ReviewDraft::default()
        };
        let both = one.together(&two);
        assert_eq!(both.risk, "none");
        assert_eq!(both.because, "early / late");
        assert_eq!(both.words, "stay\n\nchange");
        assert_eq!(
            (both.goals.as_str(), both.dose.as_str()),
            ("sleep", "weekly")
        );
    }

    #[test]
    fn every_place_has_its_own_field() {
        let draft = ReviewDraft::default();
        let names = draft.fields().map(|(name, _)| name);
        for look in Look::ALL {
            assert!(names.contains(&look.code()), "{look:?} has no field");
        }
    }
}
