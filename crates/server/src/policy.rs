//! Who may use a route. One place decides, before a handler runs.

use attune_ids::{AccountId, AssignmentId, ClientId};
use attune_record::{Account, Relation};
use axum::body::Body;
use axum::extract::{FromRequestParts, RawPathParams, Request, State};
use axum::http::Method;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use crate::{App, AppError, cookie};

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Policy {
    /// Anybody: the sign-in page, style sheets, the entrance of a link.
    Anyone,
    /// Any person who signed in.
    Staff,
    /// People who work with clients: clinicians and supervisors, each seeing their own.
    Clinical,
    /// Administrators; this role alone opens no record.
    Administrator,
    /// The path names a client; the clinician's own, or one shared with the supervisor.
    ReadRecord,
    /// The path names a client; the clinician's own.
    WriteRecord,
    /// The path names a client; the clinician's own, who also administers the practice. For what nobody can take back.
    EraseRecord,
    /// The path names two different clients, both the clinician's own: for what the two agreed to look at together.
    BothRecords,
    /// A client who came through a link. The path never names a client.
    ClientLink,
    /// A client in the space of their own. The path never names a client.
    ClientSpace,
}

/// A signed-in person, as the handlers see one.
#[derive(Debug, Clone)]
pub struct Staff {
    /// The account, enabled at the time of this request.
    pub account: Account,
    /// The session it came with.
    pub session: uuid::Uuid,
}

/// Makes a proof impossible to build anywhere but here.
#[derive(Debug, Clone, Copy)]
struct Granted;

/// Leave to read one record. Only the policy makes one, and only the gate takes one.
#[derive(Debug, Clone)]
pub struct Reader {
    /// Who reads.
    pub staff: Staff,
    /// Whose record.
    pub client: ClientId,
    /// May this person also write it? Pages show forms only then.
    pub may_write: bool,
    /// Nobody outside of this file can make one.
    _granted: Granted,
}

/// Leave to write one record.
#[derive(Debug, Clone)]
pub struct Writer {
    /// Includes leave to read.
    pub reader: Reader,
    /// Nobody outside of this file can make one.
    _granted: Granted,
}

/// Leave to erase one record for good.
#[derive(Debug, Clone)]
pub struct Eraser {
    /// Includes leave to write.
    pub writer: Writer,
    /// Nobody outside of this file can make one.
    _granted: Granted,
}

/// Leave to read two records at once, by somebody who is the clinician of both clients.
#[derive(Debug, Clone)]
pub struct BothReaders {
    /// Of the client named first in the path.
    pub one: Reader,
    /// Of the one named second.
    pub other: Reader,
    /// Nobody outside of this file can make one.
    _granted: Granted,
}

/// A person who works with clients.
#[derive(Debug, Clone)]
pub struct Clinical {
    /// Who.
    pub staff: Staff,
    /// Nobody outside of this file can make one.
    _granted: Granted,
}

/// A person who administers the practice.
#[derive(Debug, Clone)]
pub struct Administrator {
    /// Who.
    pub staff: Staff,
    /// Nobody outside of this file can make one.
    _granted: Granted,
}

/// A client who came through a link. The client and the questionnaire come from
/// the link's session, never from the request.
#[derive(Debug, Clone)]
pub struct LinkHolder {
    /// Whose record the answers go to.
    pub client: ClientId,
    /// The one questionnaire this link is for.
    pub assignment: AssignmentId,
    /// The link itself.
    pub link: uuid::Uuid,
}

/// A client in the space of their own. Who that is comes from the visit behind the
/// cookie, never from the request.
#[derive(Debug, Clone)]
pub struct SpaceHolder {
    /// Whose space, and whose record.
    pub client: ClientId,
    /// The visit: one device, from opening to signing out.
    pub visit: uuid::Uuid,
    /// Nobody outside of this file can make one.
    _granted: Granted,
}

/// What [`enforce`] needs.
#[derive(Clone)]
pub struct Guard {
    /// The program's state.
    pub app: App,
    /// The route's policy.
    pub policy: Policy,
    /// The route's pattern.
    pub path: &'static str,
}

/// Runs before every handler: finds out who asks, decides, and hands the
/// handler a proof of what it may do.
pub async fn enforce(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    if let Some(handed) = guard.app.handed_over(&parts.headers)
        && !open_while_handed_over(&guard, &parts, handed.link).await
    {
        return crate::handover::page(&guard.app, &handed).await;
    }
    let decided = decide(&guard, &mut parts).await;
    // An answer that waited on a phone, and that belongs to another questionnaire than this visit's.
    if decided.is_ok() && !crate::waiting::is_meant_for(&parts) {
        return axum::http::StatusCode::CONFLICT.into_response();
    }
    let questionnaire = parts.extensions.get::<LinkHolder>();
    let questionnaire = questionnaire.map(|holder| holder.assignment);
    let by_script = crate::waiting::by_script(&parts.headers);
    let answer = |parts| {
        let answer = answer(&guard, decided, parts, body, next);
        crate::waiting::during(questionnaire, async move {
            crate::waiting::told(by_script, answer.await)
        })
    };
    match guard.policy {
        // What a client may come to see is said in their language.
        Policy::Anyone | Policy::ClientLink | Policy::ClientSpace => {
            let here = crate::language::of_request(&guard.app, &parts).await;
            here.during(answer(parts)).await
        }
        _ => answer(parts).await,
    }
}

async fn answer(
    guard: &Guard,
    decided: Result<(), AppError>,
    parts: Parts,
    body: Body,
    next: Next,
) -> Response {
    match decided {
        Ok(()) => next.run(Request::from_parts(parts, body)).await,
        // A page asked for without a session leads to the sign-in page and back.
        Err(AppError::SignIn) if parts.method == Method::GET => {
            let back = parts.uri.path();
            Redirect::to(&format!("/sign-in?next={back}")).into_response()
        }
        // A client reads a kind page with help on it, never one meant for staff.
        Err(AppError::NotFound) if guard.policy == Policy::ClientLink => {
            crate::portal::closed(&guard.app).await
        }
        Err(AppError::NotFound) if guard.policy == Policy::ClientSpace => {
            crate::space::closed(&guard.app).await
        }
        Err(error) if [Policy::ClientLink, Policy::ClientSpace].contains(&guard.policy) => {
            crate::portal::Trouble::from(error).into_response()
        }
        Err(error) => error.into_response(),
    }
}

/// A device in a client's hands reaches the visit it was handed over for, and the few addresses without which that
/// would not work.
async fn open_while_handed_over(guard: &Guard, parts: &Parts, link: uuid::Uuid) -> bool {
    match guard.policy {
        Policy::Anyone => crate::handover::stays_open(guard.path),
        Policy::ClientLink => link_holder(&guard.app, parts)
            .await
            .is_ok_and(|holder| holder.link == link),
        _ => false,
    }
}

async fn decide(guard: &Guard, parts: &mut Parts) -> Result<(), AppError> {
    let app = &guard.app;
    if guard.policy == Policy::Anyone {
        return Ok(());
    }
    // Before the handler takes its view of the catalogue.
    app.refresh_content().await?;
    if guard.policy == Policy::ClientLink {
        let holder = link_holder(app, parts).await?;
        parts.extensions.insert(holder);
        return Ok(());
    }
    if guard.policy == Policy::ClientSpace {
        let holder = space_holder(app, parts).await?;
        parts.extensions.insert(holder);
        return Ok(());
    }
    let staff = signed_in(app, parts).await?;
    let roles = staff.account.roles;
    match guard.policy {
        Policy::Anyone | Policy::ClientLink | Policy::ClientSpace | Policy::Staff => {}
        Policy::Clinical => {
            if !(roles.clinician || roles.supervisor) {
                return Err(AppError::NotFound);
            }
            parts.extensions.insert(Clinical {
                staff: staff.clone(),
                _granted: Granted,
            });
        }
        Policy::Administrator => {
            if !roles.administrator {
                return Err(AppError::NotFound);
            }
            parts.extensions.insert(Administrator {
                staff: staff.clone(),
                _granted: Granted,
            });
        }
        Policy::BothRecords => {
            let one = reader_of(app, &staff, client_in_path(app, parts, "client").await?).await?;
            let other = reader_of(app, &staff, client_in_path(app, parts, "other").await?).await?;
            // What the two agreed to was asked of them for their clinician, not for a supervisor.
            if one.client == other.client || !one.may_write || !other.may_write {
                return Err(AppError::NotFound);
            }
            parts.extensions.insert(BothReaders {
                one,
                other,
                _granted: Granted,
            });
        }
        Policy::ReadRecord | Policy::WriteRecord | Policy::EraseRecord => {
            let client = client_in_path(app, parts, "client").await?;
            let reader = reader_of(app, &staff, client).await?;
            if guard.policy != Policy::ReadRecord && !reader.may_write {
                return Err(AppError::NotFound);
            }
            // A clinician alone decides nothing for the practice, an administrator alone opens no record.
            if guard.policy == Policy::EraseRecord && !reader.may_erase() {
                return Err(AppError::NotFound);
            }
            let writer = Writer {
                reader: reader.clone(),
                _granted: Granted,
            };
            match guard.policy {
                Policy::WriteRecord => {
                    parts.extensions.insert(writer);
                }
                Policy::EraseRecord => {
                    parts.extensions.insert(Eraser {
                        writer,
                        _granted: Granted,
                    });
                }
                _ => {}
            }
            parts.extensions.insert(reader);
        }
    }
    parts.extensions.insert(staff);
    Ok(())
}

impl Reader {
    /// Leave to read, if roles and relation give it: the one place where that is decided.
    fn of(staff: &Staff, client: ClientId, relation: Relation) -> Option<Self> {
        let roles = staff.account.roles;
        let may_write = roles.clinician && relation == Relation::Clinician;
        let may_read = may_write || (roles.supervisor && relation == Relation::Supervisor);
        may_read.then(|| Self {
            staff: staff.clone(),
            client,
            may_write,
            _granted: Granted,
        })
    }

    /// Leave to write each record that the same person may write: to find the one of a partner.
    pub(crate) async fn writers(&self, app: &App) -> Result<Vec<Writer>, AppError> {
        writers_of(app, &self.staff).await
    }

    /// Whether this person may also erase the record. Pages show the way there only then.
    pub(crate) fn may_erase(&self) -> bool {
        self.may_write && self.staff.account.roles.administrator
    }
}

impl Writer {
    /// Leave to write each record that the same person may write, this one among them: for what concerns several
    /// clients at once.
    pub(crate) async fn everywhere(&self, app: &App) -> Result<Vec<Self>, AppError> {
        writers_of(app, &self.reader.staff).await
    }
}

async fn writers_of(app: &App, staff: &Staff) -> Result<Vec<Writer>, AppError> {
    let related = app.store.relations_of(staff.id()).await?;
    let readers = related
        .into_iter()
        .filter_map(|(client, relation)| Reader::of(staff, client, relation));
    Ok(readers
        .filter(|reader| reader.may_write)
        .map(|reader| Writer {
            reader,
            _granted: Granted,
        })
        .collect())
}

impl Clinical {
    /// Leave to write each record that this person may write.
    pub(crate) async fn writers(&self, app: &App) -> Result<Vec<Writer>, AppError> {
        writers_of(app, &self.staff).await
    }

    /// Leave to read each record that this person may read.
    pub(crate) async fn readers(&self, app: &App) -> Result<Vec<Reader>, AppError> {
        let related = app.store.relations_of(self.staff.id()).await?;
        let readers = related
            .into_iter()
            .filter_map(|(client, relation)| Reader::of(&self.staff, client, relation));
        Ok(readers.collect())
    }
}

async fn signed_in(app: &App, parts: &Parts) -> Result<Staff, AppError> {
    let token = cookie::read(&parts.headers, cookie::STAFF).ok_or(AppError::SignIn)?;
    let (account, session) = crate::sign_in::resume(app, &token)
        .await?
        .ok_or(AppError::SignIn)?;
    Ok(Staff { account, session })
}

async fn link_holder(app: &App, parts: &Parts) -> Result<LinkHolder, AppError> {
    let token = cookie::read(&parts.headers, cookie::LINK).ok_or(AppError::NotFound)?;
    crate::portal::resume(app, &token)
        .await?
        .ok_or(AppError::NotFound)
}

async fn space_holder(app: &App, parts: &Parts) -> Result<SpaceHolder, AppError> {
    let token = cookie::read(&parts.headers, cookie::SPACE).ok_or(AppError::NotFound)?;
    let (client, visit) = crate::space::resume(app, &token)
        .await?
        .ok_or(AppError::NotFound)?;
    Ok(SpaceHolder {
        client,
        visit,
        _granted: Granted,
    })
}

/// Leave to read this record, as roles and relation are now.
async fn reader_of(app: &App, staff: &Staff, client: ClientId) -> Result<Reader, AppError> {
    let related = app.store.relations_to(client).await?;
    let relation = related
        .into_iter()
        .find(|(account, _)| *account == staff.account.id)
        .map(|(_, relation)| relation);
    relation
        .and_then(|relation| Reader::of(staff, client, relation))
        .ok_or(AppError::NotFound)
}

async fn client_in_path(
    app: &App,
    parts: &mut Parts,
    placeholder: &str,
) -> Result<ClientId, AppError> {
    let params = RawPathParams::from_request_parts(parts, app)
        .await
        .map_err(|_| AppError::NotFound)?;
    params
        .iter()
        .find(|(name, _)| *name == placeholder)
        .and_then(|(_, value)| value.parse().ok())
        .ok_or(AppError::NotFound)
}

/// A proof can only be taken out of a request that [`enforce`] let through. A
/// handler that asks for more than its route's policy grants finds nothing.
macro_rules! proof {
    ($($name:ty),+) => {$(
        impl<S: Send + Sync> FromRequestParts<S> for $name {
            type Rejection = AppError;
            async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, AppError> {
                parts.extensions.get::<Self>().cloned().ok_or_else(|| {
                    AppError::Broken(concat!("the route's policy does not grant ", stringify!($name)).to_owned())
                })
            }
        }
    )+};
}
proof!(
    Staff,
    Clinical,
    Administrator,
    Reader,
    Writer,
    Eraser,
    BothReaders,
    LinkHolder,
    SpaceHolder
);

impl Staff {
    /// The account's id.
    pub fn id(&self) -> AccountId {
        self.account.id
    }
}
