//! What a client who came through a link finds, and keeping what they answer.

use attune_care::Refusal;
use attune_care::assess::{Assignment, Filling};
use attune_catalog::Measure;
use attune_ids::EntryId;
use axum::response::Redirect;

use super::frame::{Trouble, closed};
use super::front::Front;
use super::sheet::Sheet;
use crate::gate::{Kept, Opened};
use crate::language::Here;
use crate::policy::LinkHolder;
use crate::{App, AppError};

/// How often keeping or sending is tried when another window was quicker.
pub(super) const TRIES: usize = 8;

/// Where the questionnaire of a link stands.
pub(super) enum Visit {
    /// It waits for answers.
    Open(Box<Asked>),
    /// It was sent, in this entry.
    Sent(Box<Opened>, EntryId),
    /// It was taken back.
    Closed,
}

/// A questionnaire that waits for answers.
pub(crate) struct Asked {
    pub(super) opened: Opened,
    pub(super) assignment: Assignment,
    pub(super) filling: Filling,
    /// The version of what was kept; 0 before the first answer.
    pub(super) version: u64,
}

impl Asked {
    /// The measure asked, in the version asked.
    pub(crate) fn measure<'a>(&self, app: &'a App) -> Result<&'a Measure, AppError> {
        let asked = &self.assignment.measure;
        app.catalog
            .measure_version(&asked.id, &asked.version)
            .ok_or_else(|| {
                AppError::Broken(
                    "a measure that was asked is not in the catalogue any more".to_owned(),
                )
            })
    }
}

/// The pages' view of what is asked. Who asks is looked up by the pages that say it.
pub(super) fn sheet<'a>(
    app: &'a App,
    front: &'a Front,
    asked: &'a Asked,
    who: &'a str,
) -> Result<Sheet<'a>, AppError> {
    Ok(Sheet {
        front,
        catalog: &app.catalog,
        measure: asked.measure(app)?,
        filling: &asked.filling,
        asker: who,
        own_words: asked
            .opened
            .record
            .personal_words(&asked.assignment.measure.id),
    })
}

/// The language the questions are put in: that of the page if there is such a text of this measure, else that of
/// one there is. As its tag.
pub(crate) fn language_asked(measure: &Measure) -> &str {
    let text = measure.text(Here::now().language.tag());
    text.map_or("en", |text| &text.language)
}

/// The entry a questionnaire is answered in. Made from the questionnaire's own
/// id, so that however often the form is sent there is one response.
pub(super) fn response_entry(holder: &LinkHolder) -> EntryId {
    EntryId(holder.assignment.0)
}

/// Looks up where the questionnaire stands.
pub(super) async fn visit(app: &App, holder: &LinkHolder) -> Result<Visit, AppError> {
    // The answers first: they go when the response comes, so that a missing
    // draft beside an open questionnaire always means that nothing was answered.
    let draft = app.draft_for_link::<Filling>(holder).await?;
    let opened = app.open_for_link(holder).await?;
    let Some(state) = opened.record.assignment(holder.assignment) else {
        return Ok(Visit::Closed);
    };
    if let Some(entry) = state.answered_by {
        return Ok(Visit::Sent(Box::new(opened), entry));
    }
    if state.withdrawn {
        return Ok(Visit::Closed);
    }
    let (version, filling) =
        draft.map_or_else(Default::default, |draft| (draft.version, draft.value));
    Ok(Visit::Open(Box::new(Asked {
        assignment: state.assignment.clone(),
        filling,
        version,
        opened,
    })))
}

/// The questionnaire, if it waits for answers; nothing if it was answered or taken back.
pub(crate) async fn visit_of(
    app: &App,
    holder: &LinkHolder,
) -> Result<Option<Box<Asked>>, AppError> {
    Ok(match visit(app, holder).await? {
        Visit::Open(asked) => Some(asked),
        Visit::Sent(..) | Visit::Closed => None,
    })
}

/// The questionnaire, if it waits for answers; else the page to show instead.
pub(super) async fn open(app: &App, holder: &LinkHolder) -> Result<Asked, Trouble> {
    match visit(app, holder).await? {
        Visit::Open(asked) => Ok(*asked),
        Visit::Sent(..) => Err(Trouble::instead(Redirect::to("/portal/thanks"))),
        Visit::Closed => Err(Trouble::instead(closed(app).await)),
    }
}

/// Keeps one more answer. If another window keeps one at the same moment, both stay.
pub(super) async fn keep(
    app: &App,
    holder: &LinkHolder,
    answer: impl Fn(&mut Filling) -> Result<(), Refusal>,
) -> Result<Filling, AppError> {
    for _ in 0..TRIES {
        let draft = app.draft_for_link::<Filling>(holder).await?;
        let (version, before) = draft.map_or((0, None), |draft| (draft.version, Some(draft.value)));
        let mut filling = before.clone().unwrap_or_default();
        answer(&mut filling)?;
        if before.as_ref() == Some(&filling) {
            return Ok(filling);
        }
        match app.keep_draft_for_link(holder, version, &filling).await {
            Ok(Kept::Saved(_)) => return Ok(filling),
            // Kept or sent by another window meanwhile: look again.
            Ok(Kept::Conflict(_)) | Err(AppError::NotFound) => {}
            Err(other) => return Err(other),
        }
    }
    Err(AppError::Busy)
}
