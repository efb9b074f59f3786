//! The list of routes. A route cannot be added without saying who may use it,
//! and the same list drives the router, the authorisation test and the docs.

use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodRouter, on};

use crate::App;
use crate::app::Live;
use crate::policy::{Guard, Policy, enforce};

/// One line of the route list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// Verb.
    pub method: Method,
    /// Pattern, for example `/clients/{client}/assess`.
    pub path: &'static str,
    /// Who may use it.
    pub policy: Policy,
}

/// Collects routes. The router inside is not handed out, so that nothing can
/// be added past the policy.
pub(crate) struct Routes {
    app: App,
    router: Router<Live>,
    list: Vec<Route>,
}

impl Routes {
    /// An empty list.
    pub(crate) fn new(app: App) -> Self {
        Self {
            app,
            router: Router::new(),
            list: Vec::new(),
        }
    }

    /// Adds a page or fragment that only reads.
    #[must_use]
    pub(crate) fn get<H, T>(self, path: &'static str, policy: Policy, handler: H) -> Self
    where
        H: Handler<T, Live>,
        T: 'static,
    {
        self.add(
            Method::GET,
            path,
            policy,
            on(axum::routing::MethodFilter::GET, handler),
        )
    }

    /// Adds a form's target.
    #[must_use]
    pub(crate) fn post<H, T>(self, path: &'static str, policy: Policy, handler: H) -> Self
    where
        H: Handler<T, Live>,
        T: 'static,
    {
        self.add(
            Method::POST,
            path,
            policy,
            on(axum::routing::MethodFilter::POST, handler),
        )
    }

    fn add(
        mut self,
        method: Method,
        path: &'static str,
        policy: Policy,
        handler: MethodRouter<Live>,
    ) -> Self {
        let guard = Guard {
            app: self.app.clone(),
            policy,
            path,
        };
        let guarded = handler.layer(axum::middleware::from_fn_with_state(guard, enforce));
        self.router = self.router.route(path, guarded);
        self.list.push(Route {
            method,
            path,
            policy,
        });
        self
    }

    /// The finished router and its list.
    pub(crate) fn finish(self) -> (Router<Live>, Vec<Route>) {
        (self.router, self.list)
    }
}
