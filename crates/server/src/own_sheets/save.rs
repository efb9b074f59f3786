//! What the buttons of the form do: keep what was typed, add or move a row, save the sheet. Whatever comes of it, what
//! was typed is on the page that follows.

use askama::Template;
use attune_care::worksheets::{FilledPart, Filling, Links, fill_sheet, read};
use attune_care::{Author, Record, Refusal};
use attune_ids::{EntryId, RandomIds, SheetId};
use attune_record::{AuditAction, DraftDone};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use jiff::civil::Date;

use super::fill::{NotSaved, Shown, page};
use super::given::{Place, find, rows};
use super::{OneGiving, OneSheet};
use crate::gate::{Kept, Opened};
use crate::language::{Here, Language, key};
use crate::page::html;
use crate::policy::SpaceHolder;
use crate::portal::{Frame, Trouble};
use crate::session::kept;
use crate::worksheets::form::{self, Doing, Fields, SheetDraft};
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "own_sheets/two_windows.html")]
struct TwoWindows {
    frame: Frame,
    address: String,
}

pub(super) async fn begun(
    State(app): State<App>,
    holder: SpaceHolder,
    Path(OneGiving { giving }): Path<OneGiving>,
    Form(fields): Form<Fields>,
) -> Result<Response, Trouble> {
    receive(&app, &holder, Place::New(giving), fields).await
}

pub(super) async fn gone_on(
    State(app): State<App>,
    holder: SpaceHolder,
    Path(OneSheet { sheet }): Path<OneSheet>,
    Form(fields): Form<Fields>,
) -> Result<Response, Trouble> {
    receive(&app, &holder, Place::Begun(sheet), fields).await
}

pub(super) async fn keep_begun(
    State(app): State<App>,
    holder: SpaceHolder,
    Path(OneGiving { giving }): Path<OneGiving>,
    Form(fields): Form<Fields>,
) -> Result<Response, Trouble> {
    autosave(&app, &holder, Place::New(giving), &fields).await
}

pub(super) async fn keep_gone_on(
    State(app): State<App>,
    holder: SpaceHolder,
    Path(OneSheet { sheet }): Path<OneSheet>,
    Form(fields): Form<Fields>,
) -> Result<Response, Trouble> {
    autosave(&app, &holder, Place::Begun(sheet), &fields).await
}

pub(super) async fn discard_begun(
    State(app): State<App>,
    holder: SpaceHolder,
    Path(OneGiving { giving }): Path<OneGiving>,
) -> Result<Redirect, Trouble> {
    discard(&app, &holder, Place::New(giving)).await
}

pub(super) async fn discard_gone_on(
    State(app): State<App>,
    holder: SpaceHolder,
    Path(OneSheet { sheet }): Path<OneSheet>,
) -> Result<Redirect, Trouble> {
    discard(&app, &holder, Place::Begun(sheet)).await
}

/// Throws away what was typed and not saved.
async fn discard(app: &App, holder: &SpaceHolder, place: Place) -> Result<Redirect, Trouble> {
    let id = place.draft(app, holder);
    app.discard_draft_for_client(holder, id).await?;
    Ok(Redirect::to("/portal/worksheets"))
}

/// Keeps what was typed for the script.
async fn autosave(
    app: &App,
    holder: &SpaceHolder,
    place: Place,
    fields: &Fields,
) -> Result<Response, Trouble> {
    let opened = app.open_for_client(holder).await?;
    find(&app.catalog, &opened.record, place, Here::now().language)?;
    match keep(app, holder, place, fields).await? {
        Kept::Saved(version) => Ok(kept(version)),
        Kept::Conflict(_) => {
            let fragment = TwoWindows {
                frame: Frame::of(app).await,
                address: place.address(),
            };
            Ok((StatusCode::CONFLICT, Html(fragment.render()?)).into_response())
        }
    }
}

async fn keep(
    app: &App,
    holder: &SpaceHolder,
    place: Place,
    fields: &Fields,
) -> Result<Kept<SheetDraft>, AppError> {
    let id = place.draft(app, holder);
    app.keep_draft_for_client(holder, id, version(fields), &SheetDraft::of(fields))
        .await
}

fn version(fields: &Fields) -> u64 {
    form::value(fields, "version").parse().unwrap_or(0)
}

/// What a button asked for.
async fn receive(
    app: &App,
    holder: &SpaceHolder,
    place: Place,
    fields: Fields,
) -> Result<Response, Trouble> {
    let opened = app.open_for_client(holder).await?;
    find(&app.catalog, &opened.record, place, Here::now().language)?;
    match form::doing(&fields) {
        Doing::Keep => save(app, holder, &opened, place, fields, false).await,
        Doing::Mine => save(app, holder, &opened, place, fields, true).await,
        doing => {
            let (fields, goal) = rows_changed(fields, &doing);
            match keep(app, holder, place, &fields).await? {
                Kept::Saved(_) => {
                    let anchor = goal.map_or_else(String::new, |goal| format!("#{goal}"));
                    let to = format!("{}{anchor}", place.address());
                    Ok(Redirect::to(&to).into_response())
                }
                Kept::Conflict(there) => {
                    let shown = Shown {
                        trouble: Some(NotSaved::TwoWindows),
                        ..Shown::new(fields, there.version)
                    };
                    again(app, &opened, place, shown).await
                }
            }
        }
    }
}

/// The form with a row more, less or elsewhere, and the element to go on at. Everything typed stays.
fn rows_changed(mut fields: Fields, doing: &Doing) -> (Fields, Option<String>) {
    let mut typed = form::typed(&fields);
    let goal = form::change_rows(&mut typed, doing, &mut RandomIds);
    let of_rows = |name: &str| name.starts_with("row.") || name.matches('.').count() >= 2;
    fields.retain(|(name, _)| !of_rows(name));
    fields.extend(form::fields_of(&typed));
    (fields, goal.map(|(part, row)| format!("{part}.{row}")))
}

async fn save(
    app: &App,
    holder: &SpaceHolder,
    opened: &Opened,
    place: Place,
    fields: Fields,
    mine: bool,
) -> Result<Response, Trouble> {
    let language = Here::now().language;
    let draft_id = place.draft(app, holder);
    let draft = app.draft_for_client::<SheetDraft>(holder, draft_id).await?;
    let there = draft.as_ref().map_or(0, |draft| draft.version);
    let other_words = draft.is_some_and(|draft| {
        draft.version != version(&fields) && draft.value != SheetDraft::of(&fields)
    });
    if other_words && !mine {
        let shown = Shown {
            trouble: Some(NotSaved::TwoWindows),
            ..Shown::new(fields, there)
        };
        return again(app, opened, place, shown).await;
    }
    let typed = match understood(app, opened, place, &fields, language)? {
        Ok(typed) => typed,
        Err(not) => {
            let shown = Shown {
                fields,
                version: there,
                ..not
            };
            return again(app, opened, place, shown).await;
        }
    };
    let done = DraftDone {
        id: draft_id,
        seen: Some(there),
    };
    let entry = typed.entry;
    let saved = app
        .change_for_client(
            holder,
            AuditAction::RecordWrite,
            entry,
            &[done],
            |record, today, _| write(app, record, place, &typed, mine, language, today),
        )
        .await?;
    let trouble = match saved {
        // Sent once more after it was saved, and changed in between: it is another sheet, not the same one again.
        Ok(changed) if changed.again && differs(&changed.opened.record, place, &typed) => {
            NotSaved::Changed
        }
        Ok(_) => {
            let to = format!("/portal/sheets/{}/thanks", sheet_of(place, entry));
            return Ok(Redirect::to(&to).into_response());
        }
        Err(Refusal::AlreadyDone { .. }) => NotSaved::Changed,
        Err(refusal) => NotSaved::Because(reason(&refusal, language)),
    };
    let shown = Shown {
        trouble: Some(trouble),
        ..Shown::new(fields, there)
    };
    again(app, opened, place, shown).await
}

/// A form that could be read.
struct Understood {
    parts: Vec<FilledPart>,
    on: Date,
    seen: Option<EntryId>,
    entry: EntryId,
}

/// Reads a form; or says what does not fit, in a form that still lacks its fields.
fn understood(
    app: &App,
    opened: &Opened,
    place: Place,
    fields: &Fields,
    language: Language,
) -> Result<Result<Understood, Shown>, AppError> {
    let record = &opened.record;
    let found = find(&app.catalog, record, place, language)?;
    let pickable = |from: &_| rows(record, found.sheet, from);
    let parts = match read(&found.worksheet, &form::typed(fields), &pickable) {
        Ok(parts) => parts,
        Err(problems) => {
            return Ok(Err(Shown {
                problems,
                ..Shown::new(Vec::new(), 0)
            }));
        }
    };
    let refused = |key: &'static str| Shown {
        trouble: Some(NotSaved::Because(language.say(key).to_string())),
        ..Shown::new(Vec::new(), 0)
    };
    let Ok(on) = form::value(fields, "on").parse() else {
        return Ok(Err(refused(key("own-sheet-wants-day"))));
    };
    // Without its number a form could be saved twice; the page that follows has one.
    let Ok(entry) = form::value(fields, "entry").parse() else {
        return Ok(Err(refused(key("own-sheet-once-more"))));
    };
    Ok(Ok(Understood {
        parts,
        on,
        seen: form::seen(fields),
        entry,
    }))
}

fn write(
    app: &App,
    record: &Record,
    place: Place,
    typed: &Understood,
    mine: bool,
    language: Language,
    today: Date,
) -> Result<Vec<attune_care::NewEntry>, Refusal> {
    let gone = Refusal::NotThere { what: "sheet" };
    let found = find(&app.catalog, record, place, language).map_err(|_| gone)?;
    let before = found.sheet;
    let links = match (place, before) {
        (Place::New(giving), _) => Links {
            giving: Some(giving),
            ..Links::default()
        },
        // What a sheet belongs to is not the client's to say, and stays.
        (Place::Begun(_), before) => {
            before.map_or_else(Links::default, |kept| kept.item.links.clone())
        }
    };
    let last = before.and_then(|kept| kept.set.last().copied());
    let filling = Filling {
        sheet: sheet_of(place, typed.entry),
        seen: if mine { last } else { typed.seen },
        on: typed.on,
        parts: typed.parts.clone(),
        links,
    };
    fill_sheet(
        record,
        &found.worksheet,
        &filling,
        Author::Client,
        today,
        typed.entry,
    )
}

/// A new sheet is named after the form it was written on, so that sending it twice makes one.
fn sheet_of(place: Place, entry: EntryId) -> SheetId {
    match place {
        Place::New(_) => SheetId(entry.0),
        Place::Begun(sheet) => sheet,
    }
}

fn differs(record: &Record, place: Place, typed: &Understood) -> bool {
    let there = record.sheet(sheet_of(place, typed.entry));
    there.is_some_and(|kept| kept.item.parts != typed.parts)
}

/// Why it was not saved, in the client's language.
fn reason(refusal: &Refusal, language: Language) -> String {
    let key = match refusal {
        Refusal::Missing { .. } => key("own-sheet-empty"),
        Refusal::Invalid { .. } => key("own-sheet-day-to-come"),
        _ => key("own-sheet-not-with-you"),
    };
    language.say(key).to_string()
}

/// The form with what was typed, and why it was not saved.
async fn again(
    app: &App,
    opened: &Opened,
    place: Place,
    shown: Shown,
) -> Result<Response, Trouble> {
    let status = match shown.trouble {
        Some(NotSaved::TwoWindows | NotSaved::Changed) => StatusCode::CONFLICT,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = page(app, opened, place, shown).await?;
    Ok((status, html(&page)?).into_response())
}
