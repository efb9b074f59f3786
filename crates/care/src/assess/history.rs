//! Responses and alerts as they were written, also those that no longer count.
//! The record holds what stands; these look at the entries themselves.

use attune_ids::EntryId;
use jiff::Timestamp;

use crate::assess::{Acknowledgement, Alert, Response};
use crate::entry::Voiding;
use crate::risk::{AlertRepeat, Escalation};
use crate::{Body, Dated, Entry};

/// A response, and whether it still counts.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenResponse {
    /// As it was given.
    pub given: Dated<Response>,
    /// Set when it was marked as a mistake: it counts in no score any more.
    pub voided: Option<Dated<Voiding>>,
}

/// An alert from raised to acknowledged.
#[derive(Debug, Clone, PartialEq)]
pub struct AlertHistory {
    /// What was raised.
    pub alert: Alert,
    /// When.
    pub raised: Timestamp,
    /// The response that raised it.
    pub response: Option<GivenResponse>,
    /// Further answers that joined it, oldest first, each with its response.
    pub repeats: Vec<(Dated<AlertRepeat>, Option<GivenResponse>)>,
    /// Who was brought in because nobody had acted, oldest first.
    pub escalations: Vec<Dated<Escalation>>,
    /// What a clinician did about it, when and who.
    pub acknowledged: Option<Dated<Acknowledgement>>,
}

/// Every response ever given, oldest first.
pub fn given_responses(entries: &[Entry]) -> Vec<GivenResponse> {
    entries
        .iter()
        .filter_map(|entry| match &entry.body {
            Body::ResponseGiven(response) => Some(GivenResponse {
                given: dated(entry, response),
                voided: voiding(entries, entry.id),
            }),
            _ => None,
        })
        .collect()
}

/// The response in this entry.
pub fn given_response(entries: &[Entry], id: EntryId) -> Option<GivenResponse> {
    let entry = entries.iter().find(|entry| entry.id == id)?;
    match &entry.body {
        Body::ResponseGiven(response) => Some(GivenResponse {
            given: dated(entry, response),
            voided: voiding(entries, id),
        }),
        _ => None,
    }
}

/// Every alert ever raised, oldest first. One whose response was marked as a
/// mistake stays: only a person who acted on it can close it.
pub fn alert_history(entries: &[Entry]) -> Vec<AlertHistory> {
    entries
        .iter()
        .filter_map(|entry| match &entry.body {
            Body::AlertRaised(alert) => Some(AlertHistory {
                alert: alert.clone(),
                raised: entry.at,
                response: given_response(entries, alert.response),
                repeats: entries
                    .iter()
                    .filter_map(|later| match &later.body {
                        Body::AlertRepeated(repeat) if repeat.alert == alert.id => {
                            let response = given_response(entries, repeat.response);
                            Some((dated(later, repeat), response))
                        }
                        _ => None,
                    })
                    .collect(),
                escalations: entries
                    .iter()
                    .filter_map(|later| match &later.body {
                        Body::AlertEscalated(taken) if taken.alert == alert.id => {
                            Some(dated(later, taken))
                        }
                        _ => None,
                    })
                    .collect(),
                acknowledged: entries.iter().find_map(|later| match &later.body {
                    Body::AlertAcknowledged(done) if done.alert == alert.id => {
                        Some(dated(later, done))
                    }
                    _ => None,
                }),
            }),
            _ => None,
        })
        .collect()
}

fn voiding(entries: &[Entry], id: EntryId) -> Option<Dated<Voiding>> {
    entries.iter().find_map(|entry| match &entry.body {
        Body::Voided(voiding) if voiding.entry == id => Some(dated(entry, voiding)),
        _ => None,
    })
}

fn dated<T: Clone>(entry: &Entry, item: &T) -> Dated<T> {
    Dated {
        entry: entry.id,
        at: entry.at,
        by: entry.by,
        item: item.clone(),
    }
}
