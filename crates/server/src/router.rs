//! All routes together, and what every request passes on its way.

use axum::Router;
use axum::http::StatusCode;
use axum::response::Redirect;
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use crate::app::Live;
use crate::policy::{Policy, Staff};
use crate::routes::{Route, Routes};
use crate::{App, AppError};

/// The largest form that is read: a long note with room to spare.
const LARGEST_BODY: usize = 1024 * 1024;

fn collect(app: &App) -> Routes {
    let routes = Routes::new(app.clone())
        .get("/", Policy::Staff, home)
        .get("/health", Policy::Anyone, || async { "ok" })
        .get("/assets/{name}", Policy::Anyone, crate::assets::serve)
        .get("/caseload", Policy::Clinical, crate::caseload::show)
        .post("/caseload", Policy::Clinical, crate::caseload::narrow);
    let routes = crate::sign_in::routes(routes);
    let routes = crate::client::routes(routes);
    let routes = crate::access::routes(routes);
    let routes = crate::assess::routes(routes);
    let routes = crate::evidence::routes(routes);
    let routes = crate::handover::routes(routes);
    let routes = crate::formulate::routes(routes);
    let routes = crate::maps::routes(routes);
    let routes = crate::people::routes(routes);
    let routes = crate::matching::routes(routes);
    let routes = crate::plan::routes(routes);
    let routes = crate::session::routes(routes);
    let routes = crate::worksheets::routes(routes);
    let routes = crate::moments::routes(routes);
    let routes = crate::beside::routes(routes);
    let routes = crate::search::routes(routes);
    let routes = crate::relationship::routes(routes);
    let routes = crate::appointments::routes(routes);
    let routes = crate::together::routes(routes);
    let routes = crate::review::routes(routes);
    let routes = crate::ending::routes(routes);
    let routes = crate::letters::routes(routes);
    let routes = crate::cases::routes(routes);
    let routes = crate::portal::routes(routes);
    let routes = crate::space::routes(routes);
    let routes = crate::journal::routes(routes);
    let routes = crate::diary::routes(routes);
    let routes = crate::tasks::routes(routes);
    let routes = crate::own_sheets::routes(routes);
    let routes = crate::safety::routes(routes);
    let routes = crate::mail::routes(routes);
    let routes = crate::language::routes(routes);
    let routes = crate::risk::routes(routes);
    crate::practice::routes(routes)
}

/// Everybody starts where their work is.
async fn home(staff: Staff) -> Redirect {
    let roles = staff.account.roles;
    Redirect::to(if roles.clinician || roles.supervisor {
        "/caseload"
    } else {
        "/practice"
    })
}

/// Every route with its policy, for the authorisation test and the documents.
pub fn routes(app: &App) -> Vec<Route> {
    collect(app).finish().1
}

/// The whole web side, ready to serve.
pub fn service(app: App) -> Router {
    let (router, _) = collect(&app).finish();
    let router = router
        .fallback(get(|| async { AppError::NotFound }).post(|| async { AppError::NotFound }))
        .with_state(Live(app));
    guarded(router)
}

/// What every request passes on its way, in the practice and in a portal that runs alone.
pub(crate) fn guarded(router: Router) -> Router {
    router
        .layer(CsrfLayer::new())
        .layer(RequestBodyLimitLayer::new(LARGEST_BODY))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            std::time::Duration::from_secs(30),
        ))
        .layer(CatchPanicLayer::new())
        .layer(axum::middleware::from_fn(crate::first_page::carry))
        .layer(axum::middleware::from_fn(crate::headers::secure))
}

/// Answers requests until `stop` is done, and then lets running ones end.
///
/// # Errors
/// The listener fails.
pub async fn serve(
    listener: tokio::net::TcpListener,
    app: App,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listener, service(app))
        .with_graceful_shutdown(stop)
        .await
}
