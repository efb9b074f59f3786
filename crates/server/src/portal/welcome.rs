use askama::Template;
use attune_care::{Author, Body};
use attune_catalog::Standing;
use attune_ids::AssignmentId;
use axum::extract::State;
use axum::response::Html;

use super::frame::{Frame, Trouble};
use super::front::Front;
use super::sheet::Sheet;
use super::visit::{Asked, language_asked, open, sheet};
use crate::gate::Opened;
use crate::language::Here;
use crate::page::html;
use crate::policy::LinkHolder;
use crate::{App, AppError};

/// Seconds one question takes, on average; only for "about two minutes".
const SECONDS_A_QUESTION: usize = 12;

#[derive(Template)]
#[template(path = "portal/welcome.html")]
struct WelcomePage {
    frame: Frame,
    asker: String,
    minutes: usize,
    met: usize,
    of: usize,
    until: Option<String>,
    /// The language of the questions, if it is not that of the page.
    asked_in: Option<String>,
    /// Questions of our own say that they are no validated scale.
    own: bool,
    credit: String,
}

/// Who asks, how long it takes, what happens with the answers.
pub(super) async fn show(
    State(app): State<App>,
    holder: LinkHolder,
) -> Result<Html<String>, Trouble> {
    let asked = open(&app, &holder).await?;
    let link = app.store.link(holder.link).await?;
    let (today, zone) = (app.today().await, app.zone().await);
    let until = link.map(|link| {
        let expires = link.value.expires.to_zoned(zone).date();
        Here::now().language.day(expires, today)
    });
    let (front, who) = (Front::of(&app).await, asker(&app, &asked).await?);
    Ok(welcome_page(&sheet(&app, &front, &asked, &who)?, until)?)
}

/// The page; `until` when the link can be opened, in words.
pub(crate) fn welcome_page(
    sheet: &Sheet<'_>,
    until: Option<String>,
) -> Result<Html<String>, AppError> {
    let measure = sheet.measure;
    let of = measure.items.len() + measure.open_questions.len();
    let language = Here::now().language;
    let asked_in = Some(language_asked(measure)).filter(|asked| *asked != language.tag());
    html(&WelcomePage {
        frame: Frame::with(sheet.front),
        asker: sheet.asker.to_owned(),
        minutes: (of * SECONDS_A_QUESTION).div_ceil(60),
        met: sheet.filling.met(),
        of,
        until,
        own: measure.standing == Standing::NotValidated,
        asked_in: asked_in.map(str::to_owned),
        credit: measure.licence.credit_line.clone(),
    })
}

/// Who asked, by name; the practice if that is not a person.
pub(super) async fn asker(app: &App, asked: &Asked) -> Result<String, AppError> {
    asker_of(app, &asked.opened, asked.assignment.id).await
}

/// The same of any request in a record.
pub(crate) async fn asker_of(
    app: &App,
    opened: &Opened,
    asked: AssignmentId,
) -> Result<String, AppError> {
    let author = opened.entries.iter().find_map(|entry| match &entry.body {
        Body::MeasureAssigned(assignment) if assignment.id == asked => Some(entry.by),
        _ => None,
    });
    match author {
        Some(author @ Author::Staff(_)) => app.author_name(author).await,
        _ => Ok(app.settings.read().await.practice_name.clone()),
    }
}
