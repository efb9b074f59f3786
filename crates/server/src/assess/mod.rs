//! Step 1: the person as a whole. Problems and words, questionnaires asked here
//! or through a link, what was answered, and risk answers until somebody acts.

mod alerts;
mod ask;
mod courses;
mod intake;
mod item_map;
mod life;
mod measures;
mod overview;
mod paper;
mod person;
mod personal;
mod problems;
mod question;
mod remind;
mod response;
mod room;
mod round;
mod schedule;
mod tracking;
mod waiting;
mod wording;

pub(crate) use alerts::{AlertBox, Asked, answer_in_words, asked};
pub(crate) use question::{Question, read_answer};
pub(crate) use remind::{remind_clients, reminder_address, reminder_posts};
pub(crate) use round::ask_what_is_due;
pub(crate) use tracking::{InWordsView, in_words_view};
pub(crate) use waiting::{WaitingRow, overdue_rows, waiting_row, waiting_rows};
pub(crate) use wording::Wording;

use crate::App;
use crate::policy::Policy;
use crate::routes::Routes;

/// The short name of a measure; its id where the catalogue does not have it any more.
pub(crate) fn measure_name(app: &App, id: &str) -> String {
    app.catalog
        .measure(id)
        .map_or_else(|| id.to_owned(), |measure| measure.name.clone())
}

/// The same where the record is at hand: a personal measure is called by the client's own words.
pub(crate) fn name_here(app: &App, record: &attune_care::Record, id: &str) -> String {
    match record.personal_words(id) {
        Some(words) => format!("\u{201c}{words}\u{201d}"),
        None => measure_name(app, id),
    }
}

pub(crate) fn routes(routes: Routes) -> Routes {
    use Policy::{ReadRecord, WriteRecord};
    life::routes(person::routes(schedule::routes(routes)))
        .post(
            "/clients/{client}/assess/tracking",
            WriteRecord,
            tracking::choose,
        )
        .get(
            "/clients/{client}/assess/courses",
            ReadRecord,
            courses::show,
        )
        .get(
            "/clients/{client}/assess/items/{measure}",
            ReadRecord,
            item_map::show,
        )
        .get("/clients/{client}/assess/intake", ReadRecord, intake::show)
        .post("/clients/{client}/assess/intake", WriteRecord, intake::ask)
        .post(
            "/clients/{client}/assess/assignments/{assignment}/way",
            WriteRecord,
            ask::otherwise,
        )
        .get(
            "/clients/{client}/assess/paper/{assignment}",
            WriteRecord,
            paper::show,
        )
        .post(
            "/clients/{client}/assess/paper/{assignment}",
            WriteRecord,
            paper::enter,
        )
        .post(
            "/clients/{client}/assess/paper/{assignment}/once",
            WriteRecord,
            paper::once,
        )
        .post(
            "/clients/{client}/assess/paper/{assignment}/settle",
            WriteRecord,
            paper::settle,
        )
        .post(
            "/clients/{client}/assess/paper/{assignment}/discard",
            WriteRecord,
            paper::discard,
        )
        .get("/clients/{client}/assess", ReadRecord, overview::show)
        .post(
            "/clients/{client}/assess/assignments",
            WriteRecord,
            ask::ask,
        )
        .post(
            "/clients/{client}/assess/assignments/{assignment}/link",
            WriteRecord,
            ask::new_link,
        )
        .post(
            "/clients/{client}/assess/assignments/{assignment}/withdraw",
            WriteRecord,
            ask::take_back,
        )
        .get(
            "/clients/{client}/assess/ask/{assignment}",
            WriteRecord,
            room::show,
        )
        .post(
            "/clients/{client}/assess/ask/{assignment}",
            WriteRecord,
            room::save,
        )
        .post(
            "/clients/{client}/assess/ask/{assignment}/keep",
            WriteRecord,
            room::autosave,
        )
        .get(
            "/clients/{client}/assess/responses/{entry}",
            ReadRecord,
            response::show,
        )
        .post(
            "/clients/{client}/assess/responses/{entry}/void",
            WriteRecord,
            response::void,
        )
        .post(
            "/clients/{client}/assess/alerts/{alert}",
            WriteRecord,
            alerts::acknowledge,
        )
        .post(
            "/clients/{client}/assess/problems",
            WriteRecord,
            problems::name,
        )
        .post(
            "/clients/{client}/assess/problems/{problem}",
            WriteRecord,
            problems::reword,
        )
        .post(
            "/clients/{client}/assess/problems/{problem}/close",
            WriteRecord,
            problems::close,
        )
        .post(
            "/clients/{client}/assess/personal",
            WriteRecord,
            personal::make,
        )
        .post(
            "/clients/{client}/assess/personal/{entry}/end",
            WriteRecord,
            personal::end,
        )
        .post(
            "/clients/{client}/assess/words",
            WriteRecord,
            problems::hear,
        )
}
