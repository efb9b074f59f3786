//! Beginning a letter: which parts of the record go into its draft.

use std::str::FromStr as _;

use askama::Template;
use attune_care::letter::{LetterKind, Part, fill};
use attune_care::review::courses;
use attune_ids::{EntryId, LetterId};
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};

use super::draft::{LetterDraft, letter_draft};
use super::templates::template;
use super::words::Source;
use crate::gate::Opened;
use crate::language::Language;
use crate::page::{Banner, Frame, Step, form_id, html};
use crate::policy::Writer;
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "letters/new.html")]
struct NewPage {
    frame: Frame,
    banner: Banner,
    entry: EntryId,
    code: &'static str,
    label: &'static str,
    /// Code, name, and whether it usually goes in.
    parts: Vec<(&'static str, &'static str, bool)>,
    /// Parts of which the record has nothing yet.
    nothing: Vec<&'static str>,
    /// Id, name, and whether it usually goes in.
    measures: Vec<(String, String, bool)>,
    languages: Vec<(&'static str, &'static str, bool)>,
}

pub(super) async fn show(
    State(app): State<App>,
    writer: Writer,
    Path((_, purpose)): Path<(String, String)>,
) -> Result<Html<String>, AppError> {
    let purpose = LetterKind::from_code(&purpose).ok_or(AppError::NotFound)?;
    let opened = app.open(&writer.reader).await?;
    let usual = purpose.usual_parts();
    let source = source(&app, &opened, Language::default(), &[]).await;
    let parts = Part::ALL.into_iter().filter(|part| *part != Part::Scores);
    let (there, nothing): (Vec<Part>, Vec<Part>) =
        parts.partition(|part| !source.part(*part).is_empty());
    let scored = courses(&opened.record, &app.catalog);
    let scored = scored
        .iter()
        .filter(|course| !course.series.points.is_empty());
    let measures = scored.filter_map(|course| app.catalog.measure(&course.measure));
    let language = spoken(&app, &opened).await;
    html(&NewPage {
        frame: Frame::staff(&app, "A new letter", &writer.reader.staff).await,
        banner: Banner::of(&app, &writer.reader, &opened, Step::Person).await,
        entry: form_id(),
        code: purpose.code(),
        label: purpose.label(),
        parts: there
            .into_iter()
            .map(|part| (part.code(), part.label(), usual.contains(&part)))
            .collect(),
        nothing: nothing.into_iter().map(Part::label).collect(),
        measures: measures
            .map(|measure| {
                (
                    measure.id.clone(),
                    measure.name.clone(),
                    usual.contains(&Part::Scores),
                )
            })
            .collect(),
        languages: Language::choices(language.tag()),
    })
}

/// Drafts it. The form's id is the letter's, so that sending it twice begins one.
pub(super) async fn begin(
    State(app): State<App>,
    writer: Writer,
    Path((_, purpose)): Path<(String, String)>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let purpose = LetterKind::from_code(&purpose).ok_or(AppError::NotFound)?;
    let all = |wanted: &str| -> Vec<String> {
        let found = fields.iter().filter(|(name, _)| name == wanted);
        found.map(|(_, value)| value.clone()).collect()
    };
    let first = |wanted: &str| all(wanted).into_iter().next().unwrap_or_default();
    let letter = LetterId::from_str(&first("entry")).map_err(|_| AppError::NotFound)?;
    let language = Language::from_tag(&first("language")).unwrap_or_default();
    let opened = app.open(&writer.reader).await?;
    let (ticked, measures) = (all("part"), all("measure"));
    let source = source(&app, &opened, language, &measures).await;
    let practice = app.settings.read().await.practice_name.clone();
    let to = first("to").replace("\r\n", "\n").trim().to_owned();
    let recipient = to.lines().next().unwrap_or_default().to_owned();
    let template = template(&app, purpose, language).await;
    let (title, text) = template.split_once('\n').unwrap_or((&template, ""));
    let text = fill(text, |name| match Part::from_code(name) {
        Some(Part::Scores) => Some(source.part(Part::Scores)),
        Some(part) => ticked
            .iter()
            .any(|code| code == part.code())
            .then(|| source.part(part)),
        None => Some(match name {
            "client" => opened.person.name.clone(),
            "born" => source.born(opened.person.born),
            "recipient" => recipient.clone(),
            "today" => source.today(),
            "author" => writer.reader.staff.account.name.clone(),
            "practice" => practice.clone(),
            _ => return None,
        }),
    });
    let draft = LetterDraft {
        letter,
        purpose,
        language: language.tag().to_owned(),
        based_on: 0,
        to,
        title: title.trim().to_owned(),
        text,
    };
    // Sent twice: the draft is there already, and may have been worked on.
    app.keep_draft(&writer, letter_draft(letter), 0, &draft)
        .await?;
    let client = writer.reader.client;
    Ok(Redirect::to(&format!("/clients/{client}/letters/{letter}")).into_response())
}

async fn source<'a>(
    app: &'a App,
    opened: &'a Opened,
    language: Language,
    measures: &'a [String],
) -> Source<'a> {
    Source {
        record: &opened.record,
        catalog: &app.catalog,
        language,
        today: app.today().await,
        measures,
    }
}

async fn spoken(app: &App, opened: &Opened) -> Language {
    match opened.person.spoken() {
        Some(language) => language,
        None => app.settings.read().await.language(),
    }
}
