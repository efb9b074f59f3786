//! Crisis help: the practice's own line, then the numbers of its region.

use askama::Template;
use attune_catalog::{Catalog, CrisisRegion};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Html;

use super::frame::{Frame, Trouble};
use super::front::Front;
use crate::language::{Here, Language};
use crate::page::html;
use crate::risk::HelpLine;
use crate::{App, AppError, cookie};

/// Whom to call, ready for a page.
pub(crate) struct Help {
    /// The practice's own words; empty if it has none.
    pub(crate) own_words: String,
    /// What to do, one step a line.
    pub(crate) steps: Vec<String>,
    /// Numbers, the emergency number first; empty where none is valid everywhere.
    pub(crate) calls: Vec<Call>,
    /// How far the numbers have been checked; for staff.
    pub(crate) verified: String,
}

/// One number to call.
pub(crate) struct Call {
    /// As people know it.
    pub(crate) number: String,
    /// For a `tel:` link.
    pub(crate) dial: String,
    /// Who answers and what for.
    pub(crate) text: String,
}

impl Help {
    /// The help of this practice's region.
    pub(crate) async fn of(app: &App) -> Self {
        Self::with(&Front::of(app).await, &app.catalog)
    }

    /// The help that a practice with this front shows.
    pub(crate) fn with(front: &Front, catalog: &Catalog) -> Self {
        let region = region(catalog, &front.crisis_region);
        let language = Here::now().language;
        Self {
            own_words: front.crisis_words.trim().to_owned(),
            steps: region.map_or_else(Vec::new, |region| region.steps(language.tag()).to_vec()),
            calls: if front.crisis_help.is_empty() {
                region.map_or_else(Vec::new, |region| calls(region, language))
            } else {
                front.crisis_help.iter().map(own_call).collect()
            },
            verified: region.map_or_else(String::new, |region| region.verified.clone()),
        }
    }
}

/// A region that is not in the catalogue (any more) falls back to the page
/// without numbers: a wrong number is worse than none.
fn region<'a>(catalog: &'a Catalog, id: &str) -> Option<&'a CrisisRegion> {
    catalog
        .crisis_region(id)
        .or_else(|| catalog.crisis_region("international"))
}

fn calls(region: &CrisisRegion, language: Language) -> Vec<Call> {
    let emergency = region.emergency.iter().map(move |number| Call {
        number: number.clone(),
        dial: number.chars().filter(char::is_ascii_digit).collect(),
        text: language.say("emergency-call").to_string(),
    });
    let lines = region.lines.iter().map(move |line| Call {
        number: line.number.clone(),
        dial: line.dial(),
        text: format!("{}. {}", line.name, line.text(language.tag())),
    });
    emergency.chain(lines).collect()
}

/// A line of the practice's own list, which stands in the place of the region's.
fn own_call(line: &HelpLine) -> Call {
    let text = match line.hours.as_str() {
        "" => line.name.clone(),
        hours => format!("{}. {hours}", line.name),
    };
    Call {
        number: line.phone.clone(),
        // A plus at the beginning leads abroad and back.
        dial: line
            .phone
            .chars()
            .enumerate()
            .filter(|(at, letter)| letter.is_ascii_digit() || (*at == 0 && *letter == '+'))
            .map(|(_, letter)| letter)
            .collect(),
        text,
    }
}

#[derive(Template)]
#[template(path = "portal/help.html")]
struct HelpPage {
    frame: Frame,
    help: Help,
    /// Somebody who came through a link finds the way back to it.
    came_in: bool,
    /// So does somebody who is in a space of their own.
    in_space: bool,
}

/// The help page. Anybody may see it; opening it is written down nowhere.
pub(super) async fn show(
    State(app): State<App>,
    headers: HeaderMap,
) -> Result<Html<String>, Trouble> {
    let front = Front::of(&app).await;
    Ok(help_page(&front, &app.catalog, &headers)?)
}

/// The page of a practice with this front.
pub(crate) fn help_page(
    front: &Front,
    catalog: &Catalog,
    headers: &HeaderMap,
) -> Result<Html<String>, AppError> {
    html(&HelpPage {
        frame: Frame::with(front),
        help: Help::with(front, catalog),
        came_in: cookie::read(headers, cookie::LINK).is_some(),
        in_space: cookie::read(headers, cookie::SPACE).is_some(),
    })
}
