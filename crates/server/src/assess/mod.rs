//! Step 1: the person as a whole. Problems and words, questionnaires asked here
//! or through a link, what was answered, and risk answers until somebody acts.

mod alerts;
mod ask;
mod measures;
mod overview;
mod problems;
mod question;
mod response;
mod room;
mod wording;

pub(crate) use alerts::{AlertBox, Asked, answer_in_words, asked};
pub(crate) use question::{Question, read_answer};
pub(crate) use wording::Wording;

use crate::policy::Policy;
use crate::routes::Routes;

pub(crate) fn routes(routes: Routes) -> Routes {
    use Policy::{ReadRecord, WriteRecord};
    routes
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
            "/clients/{client}/assess/words",
            WriteRecord,
            problems::hear,
        )
}
