//! The web: staff pages, client pages behind a link, one folder per step.
//!
//! A request meets, in this order: the headers and limits set in [`serve`], the
//! policy of its route ([`policy`]), a handler in a step's folder, and the
//! [`gate`], without which no record opens.

mod access;
mod app;
mod appointments;
mod assess;
mod assets;
mod authors;
mod beside;
mod caseload;
mod cases;
mod client;
pub mod clock;
mod content;
mod cookie;
mod diary;
mod ending;
mod error;
mod evidence;
mod first_page;
mod form;
mod format;
mod formulate;
pub mod gate;
mod handover;
mod headers;
pub mod identity;
mod journal;
pub mod language;
mod lasting;
mod letters;
pub mod mail;
mod maps;
mod matching;
mod moments;
mod outpost;
mod own_sheets;
mod page;
mod people;
mod pictures;
mod plan;
pub mod policy;
mod portal;
mod practice;
mod relationship;
mod review;
pub mod risk;
pub mod rounds;
mod router;
mod routes;
mod safety;
mod search;
mod session;
pub mod settings;
mod sheet_lines;
pub mod sign_in;
mod space;
mod tasks;
mod together;
mod token;
mod trail;
mod waiting;
mod worksheets;

pub use app::{App, ServerConfig};
pub use error::AppError;
pub use outpost::{
    Entrance, Outpost, OutpostConfig, PortalConfig, PortalRoute, portal_routes, serve_outpost,
};
pub use router::{routes, serve, service};
pub use routes::Route;
pub use space::SpaceSettings;
