//! Mails: what they say, how they wait, how they go out.
//!
//! A mail is put into the outbox in the same transaction as what causes it ([`Post`] names the cause), and
//! [`send_waiting`] hands it to the practice's mail server, time and again until that takes it. Whether it was taken
//! cannot be known if the connection breaks after the last byte, so a mail may arrive twice and is never silently
//! lost; both copies carry the same `Message-ID`, by which mail programs fold them into one.
//!
//! No mail says anything about anybody: [`Letter`] is the closed list of what one can say.

mod letter;
mod page;
mod post;
mod send;
mod transport;

pub use letter::Letter;
pub use post::{Post, To};
pub(crate) use send::send_waiting;
pub(crate) use transport::Mailer;
pub use transport::{MailConfig, MailPassword, MailSecurity};

use crate::policy::Policy;
use crate::routes::Routes;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get("/practice/mail", Policy::Administrator, page::show)
        .post("/practice/mail/test", Policy::Administrator, page::test)
}
