//! The shared part and what is for each alone, kept as they are typed. One version counts for all of it, so that two
//! windows never overwrite each other in any of its fields.

use std::collections::BTreeMap;

use askama::Template;
use attune_care::together::SharedWords;
use attune_ids::SessionId;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};

use super::people::{SharedDraft, Sitting, There};
use super::shown::Writing;
use super::{OneMeeting, address};
use crate::gate::{Kept, note_draft};
use crate::page::{Frame, html};
use crate::policy::Writer;
use crate::session::{NoteDraft, kept};
use crate::{App, AppError};

/// Everything as it was typed.
pub(super) struct Typed {
    version: u64,
    shared: String,
    own: BTreeMap<SessionId, String>,
}

/// What another window kept and what this one sent.
#[derive(Template)]
#[template(path = "together/conflict.html", blocks = ["both"])]
struct ConflictPage {
    frame: Frame,
    address: String,
    version: u64,
    parts: Vec<Both>,
}

/// One field in both windows.
struct Both {
    /// As the form calls it.
    field: String,
    label: String,
    theirs: String,
    mine: String,
}

impl Both {
    fn differs(&self) -> bool {
        self.theirs != self.mine
    }

    /// Nothing is lost, and nothing stands twice.
    fn together(&self) -> String {
        if self.theirs.contains(&self.mine) {
            return self.theirs.clone();
        }
        if self.mine.contains(&self.theirs) {
            return self.mine.clone();
        }
        format!("{}\n\n{}", self.theirs, self.mine)
    }
}

pub(crate) async fn autosave(
    State(app): State<App>,
    writer: Writer,
    Path(meeting): Path<OneMeeting>,
    Form(sent): Form<BTreeMap<String, String>>,
) -> Result<Response, AppError> {
    let sitting = Sitting::of(&app, &writer, meeting).await?;
    let typed = Typed::of(&sent)?;
    if let Some(version) = keep_all(&app, &sitting, &typed).await? {
        return Ok(kept(version));
    }
    let page = conflict(&app, &writer, &sitting, typed).await?;
    Ok((StatusCode::CONFLICT, Html(page.as_both().render()?)).into_response())
}

/// The same for a browser without scripts, on the way to what each record gets, and for the choice between two texts.
pub(crate) async fn keep(
    State(app): State<App>,
    writer: Writer,
    Path(meeting): Path<OneMeeting>,
    Form(sent): Form<BTreeMap<String, String>>,
) -> Result<Response, AppError> {
    let sitting = Sitting::of(&app, &writer, meeting).await?;
    let typed = Typed::of(&sent)?;
    if keep_all(&app, &sitting, &typed).await?.is_none() {
        let page = conflict(&app, &writer, &sitting, typed).await?;
        return Ok((StatusCode::CONFLICT, html(&page)?).into_response());
    }
    let address = address(writer.reader.client, meeting.together, meeting.on);
    let to = if sent.get("then").is_some_and(|then| then == "check") {
        format!("{address}/check")
    } else {
        format!("{address}#note")
    };
    Ok(Redirect::to(&to).into_response())
}

impl Typed {
    fn of(sent: &BTreeMap<String, String>) -> Result<Self, AppError> {
        let not_whole = || AppError::Refused("The form was not whole. Reload the page.".to_owned());
        let version = sent.get("version").and_then(|text| text.parse().ok());
        let own = sent.iter().filter_map(|(field, text)| {
            let session: SessionId = field.strip_prefix("own-")?.parse().ok()?;
            Some((session, text.clone()))
        });
        Ok(Self {
            version: version.ok_or_else(not_whole)?,
            shared: sent.get("shared").cloned().ok_or_else(not_whole)?,
            own: own.collect(),
        })
    }
}

/// Keeps all of it; none if another window kept something else meanwhile.
async fn keep_all(app: &App, sitting: &Sitting, typed: &Typed) -> Result<Option<u64>, AppError> {
    let unfiled: Vec<(&There, SessionId)> = sitting.unfiled().collect();
    let Some((first, _)) = unfiled.first() else {
        return Err(AppError::Refused(
            "The note is filed already. Add what you typed as an amendment, in each record for itself."
                .to_owned(),
        ));
    };
    let present = sitting.present();
    // In a record of their own nobody else is named, not even while it is written.
    let own: BTreeMap<SessionId, String> = unfiled
        .iter()
        .filter_map(|(_, session)| {
            let words = SharedWords::read(typed.own.get(session)?, &present);
            let text = words.for_record_of(*session, &present, sitting.company);
            Some((*session, text))
        })
        .collect();
    let shared = SharedDraft {
        words: SharedWords::read(&typed.shared, &present),
        parts: sitting.parts(own.iter().map(|(session, text)| (*session, text.as_str()))),
    };
    let there = sitting.shared(app).await?;
    let keeper = there.as_ref().map_or(*first, |(keeper, _)| *keeper);
    let id = keeper.shared_draft().ok_or(AppError::NotFound)?;
    let kept = app
        .keep_draft(&keeper.writer, id, typed.version, &shared)
        .await;
    // The version that was typed over is gone: it was filed or thrown away, and this is a beginning.
    let kept = match kept {
        Err(AppError::NotFound) if there.is_none() => {
            app.keep_draft(&keeper.writer, id, 0, &shared).await?
        }
        kept => kept?,
    };
    let Kept::Saved(version) = kept else {
        return Ok(None);
    };
    for (there, session) in unfiled {
        if there.client() != keeper.client() {
            copy(app, there, &shared).await?;
        }
        let Some(text) = own.get(&session) else {
            continue;
        };
        let now = Sitting::own(app, there, session).await?;
        if now.value.text != *text {
            let new = NoteDraft { text: text.clone() };
            let kept = app.keep_draft(&there.writer, note_draft(session), now.version, &new);
            if let Kept::Conflict(_) = kept.await? {
                return Err(AppError::Busy);
            }
        }
    }
    Ok(Some(version))
}

/// Keeps the shared part with one more of the records, so that it is not lost with any of them.
async fn copy(app: &App, there: &There, shared: &SharedDraft) -> Result<(), AppError> {
    let id = there.shared_draft().ok_or(AppError::NotFound)?;
    let now = app
        .draft::<SharedDraft>(&there.writer.reader, id)
        .await?
        .map_or(0, |draft| draft.version);
    match app.keep_draft(&there.writer, id, now, shared).await? {
        Kept::Saved(_) => Ok(()),
        Kept::Conflict(_) => Err(AppError::Busy),
    }
}

async fn conflict(
    app: &App,
    writer: &Writer,
    sitting: &Sitting,
    typed: Typed,
) -> Result<ConflictPage, AppError> {
    let there = Writing::of(app, sitting).await?.ok_or(AppError::Busy)?;
    let shared = Both {
        field: "shared".to_owned(),
        label: "For all of them".to_owned(),
        theirs: there.shared,
        mine: typed.shared,
    };
    let mut mine = typed.own;
    let own = there.own.into_iter().map(|part| Both {
        field: format!("own-{}", part.session),
        label: format!("For {} alone", part.name),
        mine: mine
            .remove(&part.session)
            .unwrap_or_else(|| part.text.clone()),
        theirs: part.text,
    });
    Ok(ConflictPage {
        frame: Frame::staff(app, "Two texts", &writer.reader.staff).await,
        address: address(writer.reader.client, sitting.together, sitting.on),
        version: there.version,
        parts: std::iter::once(shared).chain(own).collect(),
    })
}
