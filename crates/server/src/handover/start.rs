use attune_care::Refusal;
use attune_care::assess::{Way, askable, waiting};
use attune_ids::AssignmentId;
use attune_record::{Actor, AuditAction};
use axum::Form;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};

use crate::gate::HandedOver;
use crate::policy::Writer;
use crate::portal::visit_here;
use crate::{App, AppError, cookie};

/// More than anybody answers in one sitting, and few enough for a cookie.
const MOST: usize = 12;

/// Gives the device to the client, with the questionnaires that were chosen.
pub(crate) async fn start(
    State(app): State<App>,
    writer: Writer,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let chosen: Vec<AssignmentId> = fields
        .iter()
        .filter(|(name, _)| name == "assignment")
        .filter_map(|(_, value)| value.parse().ok())
        .take(MOST)
        .collect();
    let opened = app.open(&writer.reader).await?;
    for assignment in &chosen {
        let asked = waiting(&opened.record, *assignment, Way::InRoom)?;
        // One that a clinician has to ask is never left to a screen.
        if !askable(&app.catalog).any(|measure| measure.id == asked.measure.id) {
            return Err(Refusal::UnknownMeasure {
                id: asked.measure.id.clone(),
            }
            .into());
        }
    }
    let Some(first) = chosen.first() else {
        return Err(Refusal::Missing {
            field: "at least one questionnaire",
        }
        .into());
    };
    let staff = &writer.reader.staff;
    let sessions = app.store.sessions_of(staff.id()).await?;
    let until = sessions
        .iter()
        .find(|session| session.id == staff.session)
        .map(|session| session.expires)
        .ok_or(AppError::SignIn)?;
    let visit = visit_here(&app, &writer, *first, until).await?;
    let handed = HandedOver {
        account: staff.id(),
        until,
        client: writer.reader.client,
        link: visit.link,
        chosen,
    };
    let sealed = app.seal_handover(&handed)?;
    // Last: until here the clinician is signed in, from here on nobody is.
    let line = app.line(Actor::Account(staff.id()), AuditAction::SignOut, None);
    app.store.close_session(staff.session, &line).await?;
    let mut response = Redirect::to("/portal").into_response();
    let cookies = [
        cookie::clear(cookie::STAFF),
        cookie::clear(cookie::OWN),
        cookie::set(cookie::LINK, &visit.cookie),
        cookie::set(cookie::HANDED_OVER, &sealed),
    ];
    for value in cookies.into_iter().flatten() {
        response.headers_mut().append(SET_COOKIE, value);
    }
    Ok(response)
}
