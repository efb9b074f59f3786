//! The client's map in their space: the question that comes next, or the finished map.

use askama::Template;
use attune_care::formulate::{Causes, Factor, HowMuch, MOST_THINGS, OwnMap, Question, Sign};
use attune_care::space::as_shared;
use attune_catalog::Domain;
use attune_ids::{EntryId, FactorId};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::drawn::{OwnPicture, own_picture};
use crate::gate::Opened;
use crate::language::{Here, key};
use crate::page::{form_id, html};
use crate::policy::SpaceHolder;
use crate::portal::{Frame, Trouble};
use crate::space::{Nav, Place};
use crate::{App, AppError};

/// One line of what troubles the client.
pub(super) struct Line {
    number: usize,
    text: String,
    /// Code, key of the words, and whether it is chosen.
    domains: Vec<(&'static str, &'static str, bool)>,
}

impl Line {
    pub(super) fn new(number: usize, text: &str, chosen: Option<Domain>) -> Self {
        let domains = Domain::ALL.into_iter();
        let domains = domains.map(|domain| (domain.code(), about(domain), chosen == Some(domain)));
        Self {
            number,
            text: text.to_owned(),
            domains: domains.collect(),
        }
    }
}

/// A part of life, as somebody would say what a line is about.
fn about(domain: Domain) -> &'static str {
    match domain {
        Domain::Thoughts => key("map-about-thoughts"),
        Domain::Emotions => key("map-about-emotions"),
        Domain::Behaviours => key("map-about-behaviours"),
        Domain::Environment => key("map-about-environment"),
        Domain::Economic => key("map-about-economic"),
        Domain::Relationships => key("map-about-relationships"),
    }
}

/// The key of an answer's words.
pub(super) fn how(how_much: HowMuch) -> &'static str {
    match how_much {
        HowMuch::NotAtAll => key("map-not-at-all"),
        HowMuch::ALittle => key("map-a-little"),
        HowMuch::Somewhat => key("map-somewhat"),
        HowMuch::ALot => key("map-a-lot"),
        HowMuch::NearlyAlways => key("map-nearly-always"),
    }
}

/// Which of the others lead to a thing.
pub(super) struct CausesView {
    thing: FactorId,
    words: String,
    /// Id, words, and whether it was marked before.
    others: Vec<(FactorId, String, bool)>,
    at: (usize, usize),
}

/// How much one leads to another.
pub(super) struct HowMuchView {
    cause: FactorId,
    effect: FactorId,
    from: String,
    to: String,
    /// Code and key of the words.
    answers: Vec<(&'static str, &'static str)>,
    at: (usize, usize),
}

/// The map once every question is answered.
pub(super) struct Finished {
    picture: OwnPicture,
    things: Vec<(FactorId, String, EntryId)>,
    /// This very map is shown.
    shown: Option<String>,
    /// An earlier one is.
    earlier: Option<String>,
}

/// The version the clinician proposed.
pub(super) struct JointView {
    proposal: EntryId,
    entry: EntryId,
    who: String,
    when: String,
    agreed: Option<String>,
    words: Vec<String>,
    picture: OwnPicture,
}

/// One thing on a screen.
pub(super) enum Stage {
    Things(Vec<Line>),
    Causes(CausesView),
    HowMuch(HowMuchView),
    Finished(Finished),
}

#[derive(Template)]
#[template(path = "maps/own.html")]
struct OwnPage {
    frame: Frame,
    nav: Nav,
    entry: EntryId,
    problem: Option<String>,
    stage: Stage,
    joint: Option<JointView>,
    typed: String,
}

pub(super) async fn show(State(app): State<App>, holder: SpaceHolder) -> Result<Response, Trouble> {
    let opened = app.open_for_client(&holder).await?;
    page(&app, &opened, None, String::new()).await
}

pub(super) async fn things(
    State(app): State<App>,
    holder: SpaceHolder,
) -> Result<Response, Trouble> {
    let opened = app.open_for_client(&holder).await?;
    let stage = Stage::Things(lines(&opened));
    answer(&app, &opened, stage, None, String::new()).await
}

/// The question that comes next, with what was the matter with an answer.
pub(super) async fn page(
    app: &App,
    opened: &Opened,
    problem: Option<String>,
    typed: String,
) -> Result<Response, Trouble> {
    let stage = stage(app, opened).await?;
    answer(app, opened, stage, problem, typed).await
}

pub(super) async fn answer(
    app: &App,
    opened: &Opened,
    stage: Stage,
    problem: Option<String>,
    typed: String,
) -> Result<Response, Trouble> {
    let status = match problem {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let page = OwnPage {
        frame: Frame::of(app).await,
        nav: Nav::at(Place::More),
        entry: form_id(),
        problem,
        stage,
        joint: joint(app, opened).await?,
        typed,
    };
    Ok((status, html(&page)?).into_response())
}

/// The factors of the map that is shared with the client; those of the drawing that is not are not theirs to see.
pub(super) fn shared_factors(opened: &Opened) -> Vec<Factor> {
    let shared = opened.record.space.map.as_ref();
    let drawing =
        shared.map(|shared| as_shared(&opened.record, &opened.entries, shared).formulation);
    drawing.map_or_else(Vec::new, |drawing| drawing.factors)
}

/// The lines to fill in: what is on the map; at the beginning what was said already, to keep or to change.
fn lines(opened: &Opened) -> Vec<Line> {
    let own = opened.record.maps.own.as_ref();
    let mut begun: Vec<(String, Option<Domain>)> = if let Some(map) = own {
        let things = map.item.things.iter();
        things
            .map(|thing| (thing.text.clone(), Some(thing.domain)))
            .collect()
    } else {
        let shared = shared_factors(opened).into_iter();
        let problems = opened.record.open_problems();
        shared
            .map(|factor| (factor.text, Some(factor.domain)))
            .chain(problems.map(|state| (state.problem.words.clone(), None)))
            .collect()
    };
    begun.truncate(MOST_THINGS);
    let filled = begun.len();
    begun.resize_with(MOST_THINGS, || (String::new(), None));
    // Two empty lines more than there are words; the rest waits until these are full.
    let shown = (filled + 2).clamp(5, MOST_THINGS);
    let lines = begun.into_iter().take(shown).enumerate();
    lines
        .map(|(index, (text, domain))| Line::new(index + 1, &text, domain))
        .collect()
}

async fn stage(app: &App, opened: &Opened) -> Result<Stage, AppError> {
    let Some(own) = opened.record.maps.own.as_ref().map(|map| &map.item) else {
        return Ok(Stage::Things(lines(opened)));
    };
    let words = |id| {
        own.thing(id)
            .map_or_else(String::new, |thing| thing.text.clone())
    };
    Ok(match own.next() {
        Some(Question::Causes { thing }) => Stage::Causes(CausesView {
            thing,
            words: words(thing),
            others: others(own, thing),
            at: own.progress(),
        }),
        Some(Question::HowMuch { cause, effect }) => Stage::HowMuch(HowMuchView {
            cause,
            effect,
            from: words(cause),
            to: words(effect),
            answers: HowMuch::ALL
                .into_iter()
                .map(|answer| (answer.code(), how(answer)))
                .collect(),
            at: own.progress(),
        }),
        None => Stage::Finished(finished(app, opened, own).await?),
    })
}

fn others(own: &OwnMap, thing: FactorId) -> Vec<(FactorId, String, bool)> {
    let marked = |id: FactorId| {
        let asked = |asked: &Causes| asked.thing == thing && asked.led_by.contains(&id);
        let linked = own
            .links
            .iter()
            .any(|link| link.effect == thing && link.cause == id);
        own.causes.iter().any(asked) || linked
    };
    let others = own.things.iter().filter(|other| other.id != thing);
    others
        .map(|other| (other.id, other.text.clone(), marked(other.id)))
        .collect()
}

async fn finished(app: &App, opened: &Opened, own: &OwnMap) -> Result<Finished, AppError> {
    let (zone, today, language) = (app.zone().await, app.today().await, Here::now().language);
    let shown = opened.record.maps.shown();
    let when = shown.map(|shown| language.moment(shown.at, &zone, today));
    let things = own.things.iter();
    Ok(Finished {
        picture: own_picture("own-map", key("map-mine"), &own.formulation())?,
        things: things
            .map(|thing| (thing.id, thing.text.clone(), form_id()))
            .collect(),
        shown: when.clone().filter(|_| own.told),
        earlier: when.filter(|_| !own.told),
    })
}

async fn joint(app: &App, opened: &Opened) -> Result<Option<JointView>, AppError> {
    let Some(state) = opened.record.maps.newest_joint() else {
        return Ok(None);
    };
    let (zone, today, language) = (app.zone().await, app.today().await, Here::now().language);
    let words = state.answers.iter();
    Ok(Some(JointView {
        proposal: state.proposed.entry,
        entry: form_id(),
        who: app.author_name(state.proposed.by).await?,
        when: language.moment(state.proposed.at, &zone, today),
        agreed: state
            .agreed()
            .map(|answer| language.moment(answer.at, &zone, today)),
        words: words
            .filter_map(|answer| answer.item.words.clone())
            .collect(),
        picture: own_picture(
            "joint-map",
            key("map-joint"),
            &state.proposed.item.formulation(),
        )?,
    }))
}

/// The sentence key of an arrow.
pub(super) fn arrow(sign: Sign) -> &'static str {
    match sign {
        Sign::More => key("map-leads-to-more"),
        Sign::Less => key("map-leads-to-less"),
    }
}
