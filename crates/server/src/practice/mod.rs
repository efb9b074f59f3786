//! Running the practice: accounts, settings, the audit. An administrator opens
//! no record by being one: nothing here names a client.

mod account;
mod accounts;
mod audit;
mod learning;
mod outcomes;
mod questionnaires;
mod rule;
mod settings;
mod worksheets;

pub(crate) use accounts::role_words;

use crate::policy::Policy;
use crate::routes::Routes;

pub(crate) fn routes(routes: Routes) -> Routes {
    let routes = learning::routes(outcomes::routes(routes));
    let routes = worksheets::routes(routes);
    questionnaires::routes(routes)
        .get("/practice", Policy::Administrator, accounts::show)
        .post("/practice/accounts", Policy::Administrator, accounts::add)
        .get(
            "/practice/accounts/{account}",
            Policy::Administrator,
            account::show,
        )
        .post(
            "/practice/accounts/{account}",
            Policy::Administrator,
            account::save,
        )
        .post(
            "/practice/accounts/{account}/close",
            Policy::Administrator,
            account::close,
        )
        .post(
            "/practice/accounts/{account}/open",
            Policy::Administrator,
            account::open,
        )
        .post(
            "/practice/accounts/{account}/setup",
            Policy::Administrator,
            account::new_setup_link,
        )
        .get("/practice/settings", Policy::Administrator, settings::show)
        .post("/practice/settings", Policy::Administrator, settings::save)
        .post(
            "/practice/settings/preview",
            Policy::Administrator,
            settings::preview,
        )
        .get("/practice/audit", Policy::Administrator, audit::show)
}
