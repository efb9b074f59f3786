//! The practice's side: a packet for every link, and every answer taken in once.

use std::collections::HashSet;

use attune_care::assess::{alerts_while_filling, give_response};
use attune_ids::{AssignmentId, DraftId, EntryId};
use attune_record::{AuditAction, ClientLink, DraftDone, LinkPurpose, PortalPacket};
use attune_vault::{LinkSecret, from_hexadecimal, hexadecimal};

use super::caller::{PortalConfig, unknown_to_portal};
use super::packet::{Held, Packet, Submission};
use super::visitor::seal_packet;
use crate::gate::Opened;
use crate::page::form_id;
use crate::policy::LinkHolder;
use crate::portal::{Front, asker_of, complete, visit_of};
use crate::{App, AppError};

/// What a portal is to hold for this link; nothing without a portal. The secret is used here and kept nowhere.
pub(crate) async fn pack(
    app: &App,
    opened: &Opened,
    link: &ClientLink,
    assignment: AssignmentId,
    secret: &str,
) -> Result<Option<PortalPacket>, AppError> {
    if app.config.portal.is_none() {
        return Ok(None);
    }
    let state = opened.record.assignment(assignment);
    let asked = &state.ok_or(AppError::NotFound)?.assignment.measure;
    let shipped = app.content.shipped();
    let own = if shipped.measure_version(&asked.id, &asked.version).is_some() {
        None
    } else {
        let wanted = app.catalog.measure_version(&asked.id, &asked.version);
        let wanted = wanted.ok_or(AppError::NotFound)?;
        let own = app.content.now();
        let found = own.own.iter().find(|own| {
            let loaded = own.files.load();
            loaded.is_ok_and(|own| own.id == wanted.id && own.version == wanted.version)
        });
        Some(found.ok_or(AppError::NotFound)?.files.clone())
    };
    let packet = Packet {
        link: link.id,
        assignment,
        measure: asked.id.clone(),
        version: asked.version.clone(),
        own,
        own_words: opened.record.personal_words(&asked.id).map(str::to_owned),
        asker: asker_of(app, opened, assignment).await?,
        language: opened
            .person
            .spoken()
            .map(|language| language.tag().to_owned()),
        until: link.expires.to_zoned(app.zone().await).date(),
        expires: link.expires,
    };
    let secret = LinkSecret::of(secret)
        .ok_or_else(|| AppError::Broken("a link's secret has another shape".to_owned()))?;
    let sealed = seal_packet(&secret, &packet)?;
    Ok(Some(PortalPacket {
        lookup: secret.lookup().to_owned(),
        sealed: hexadecimal(&sealed),
    }))
}

/// One call at the portal: take in what waits, then make it hold what it is to hold. What it holds is compared with
/// what it should, so nothing has to be remembered about earlier calls, and a portal that lost its disk gets all
/// packets again.
pub(crate) async fn exchange_with_portal(app: &App) -> Result<(), AppError> {
    let Some(portal) = &app.config.portal else {
        return Ok(());
    };
    let held = portal.get("/exchange").await?;
    let held = held.ok_or_else(unknown_to_portal)?;
    let held: Held = serde_json::from_slice(&held)?;
    let mut failed = None;
    for name in &held.waiting {
        // One that cannot be taken in must not keep the others waiting.
        if let Err(error) = fetch(app, portal, name).await {
            failed = Some(error);
        }
    }
    bring(app, portal, &held).await?;
    failed.map_or(Ok(()), Err)
}

async fn fetch(app: &App, portal: &PortalConfig, name: &str) -> Result<(), AppError> {
    // Another server of the practice may have been quicker.
    let Some(sealed) = portal.get(&format!("/exchange/waiting/{name}")).await? else {
        return Ok(());
    };
    let submission: Submission = app.open_submission(name, &sealed)?;
    match take_in(app, &submission).await {
        // The client was erased, or the link never was ours.
        Ok(()) | Err(AppError::NotFound) => {}
        Err(error) => return Err(error),
    }
    let taken = format!("/exchange/waiting/{name}/taken");
    portal.post(&taken, "application/json", Vec::new()).await
}

/// Takes one submission in exactly as if it had been sent to the practice itself. Twice is once: the entry's id is the
/// questionnaire's, and an alert that an answer raised is not raised again.
async fn take_in(app: &App, submission: &Submission) -> Result<(), AppError> {
    let link = app.store.link(submission.link).await?;
    let link = link.ok_or(AppError::NotFound)?.value;
    let assignment = submission.assignment;
    if link.purpose != LinkPurpose::Answer(assignment) {
        return Err(AppError::NotFound);
    }
    let holder = LinkHolder {
        client: link.client,
        assignment,
        link: link.id,
    };
    // Answered in the practice meanwhile, or taken back.
    let Some(asked) = visit_of(app, &holder).await? else {
        return Ok(());
    };
    let measure = asked.measure(app)?;
    let filling = &submission.filling;
    let entry = EntryId(assignment.0);
    if !submission.sent {
        app.change_for_link(
            &holder,
            AuditAction::RecordWrite,
            form_id(),
            &[],
            |record, today, ids| {
                alerts_while_filling(record, measure, assignment, filling, entry, today, ids)
            },
        )
        .await?;
        return Ok(());
    }
    let draft = DraftDone {
        id: DraftId(assignment.0),
        seen: None,
    };
    app.change_for_link(
        &holder,
        AuditAction::RecordWrite,
        entry,
        &[draft],
        |record, today, ids| {
            let answered = filling.finish(measure, assignment, &submission.language);
            give_response(record, &app.catalog, answered, today, entry, ids)
        },
    )
    .await?;
    complete(app, &holder).await
}

async fn bring(app: &App, portal: &PortalConfig, held: &Held) -> Result<(), AppError> {
    let front = serde_json::to_vec(&Front::of(app).await)?;
    portal
        .post("/exchange/front", "application/json", front)
        .await?;
    let now = app.now();
    let held: HashSet<&str> = held.packets.iter().map(String::as_str).collect();
    let mut wanted = HashSet::new();
    for (link, packet) in app.store.links_at_portal().await? {
        // A form that was sent stays until its day, so that whoever opens it again reads that it arrived.
        if link.revoked.is_some() || now >= link.expires {
            continue;
        }
        if !held.contains(packet.lookup.as_str()) {
            let path = format!("/exchange/packets/{}", packet.lookup);
            let damaged = || AppError::Broken("a packet in the database is damaged".to_owned());
            let sealed = from_hexadecimal(&packet.sealed).ok_or_else(damaged)?;
            portal
                .post(&path, "application/octet-stream", sealed)
                .await?;
        }
        wanted.insert(packet.lookup);
    }
    for lookup in held.iter().filter(|lookup| !wanted.contains(**lookup)) {
        let path = format!("/exchange/packets/{lookup}/withdraw");
        portal.post(&path, "application/json", Vec::new()).await?;
    }
    Ok(())
}
