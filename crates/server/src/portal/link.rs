//! Links for clients: made by a clinician, good for one questionnaire and some days.

use attune_ids::AssignmentId;
use attune_record::{Actor, AuditAction, ClientLink, LinkPurpose, StoreError, TokenHash};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::gate::Opened;
use crate::policy::Writer;
use crate::{App, AppError, token};

/// A link that was just made. Its address is shown once and stored nowhere.
pub(crate) struct MadeLink {
    /// What the client opens.
    pub(crate) address: String,
    /// Until when it can be opened.
    pub(crate) expires: Timestamp,
}

/// Makes a link to one questionnaire. Earlier links to it stop working: an
/// address that went astray is of no use to anybody once a new one is out.
pub(crate) async fn make_link(
    app: &App,
    writer: &Writer,
    opened: &Opened,
    assignment: AssignmentId,
) -> Result<MadeLink, AppError> {
    take_back_links(app, writer, assignment).await?;
    let now = app.now();
    let client = writer.reader.client;
    let (secret, hash) = token::fresh()?;
    let expires = now
        .saturating_add(SignedDuration::from_hours(24 * app.config.link_days))
        .map_err(|error| AppError::Broken(error.to_string()))?;
    let link = ClientLink {
        id: Uuid::new_v4(),
        client,
        purpose: LinkPurpose::Answer(assignment),
        created: now,
        expires,
        session: None,
        completed: None,
        revoked: None,
    };
    let actor = Actor::Account(writer.reader.staff.id());
    let made = Made { link, secret, hash };
    let address = made.keep(app, opened, assignment, actor).await?;
    Ok(MadeLink { address, expires })
}

/// A link that nobody has got yet.
pub(crate) struct Made {
    /// The link.
    pub(crate) link: ClientLink,
    /// What its address ends in.
    pub(crate) secret: String,
    /// By what it is found.
    pub(crate) hash: TokenHash,
}

impl Made {
    /// Keeps it, with a packet for a portal that runs alone; the address to open.
    pub(crate) async fn keep(
        self,
        app: &App,
        opened: &Opened,
        assignment: AssignmentId,
        actor: Actor,
    ) -> Result<String, AppError> {
        let Self { link, secret, hash } = self;
        let told = app.line(actor, AuditAction::LinkCreate, Some(link.client));
        let packet = crate::outpost::pack(app, opened, &link, assignment, &secret).await?;
        let at_portal = packet.is_some();
        let kept = app
            .store
            .create_link_for_portal(&link, hash, packet, &told)
            .await;
        match kept {
            // An earlier try made the very same one.
            Ok(()) | Err(StoreError::IdTaken) => {}
            Err(other) => return Err(other.into()),
        }
        let host = match &app.config.portal {
            Some(portal) if at_portal => {
                // Brought there within seconds, and again and again if nobody answers.
                app.ring();
                &portal.address
            }
            _ => &app.config.public_url,
        };
        Ok(format!("{}/q/{secret}", host.trim_end_matches('/')))
    }
}

/// Takes back every link to one questionnaire: they open nothing from now on.
pub(crate) async fn take_back_links(
    app: &App,
    writer: &Writer,
    assignment: AssignmentId,
) -> Result<(), AppError> {
    let client = writer.reader.client;
    let actor = Actor::Account(writer.reader.staff.id());
    let told = app.line(actor, AuditAction::LinkChange, Some(client));
    for link in app.store.links_of(client).await? {
        let link = link.value;
        let open = link.revoked.is_none() && link.completed.is_none();
        if open && link.purpose == LinkPurpose::Answer(assignment) {
            app.store
                .revoke_link(client, link.id, app.now(), &told)
                .await?;
        }
    }
    Ok(())
}
