//! Which comparison of trials a problem is held against, and another one with one press.

use attune_care::matching::{Compared, Matching, choose_comparison, comparison_offers};
use attune_catalog::Catalog;
use attune_ids::{EntryId, ProblemId};
use attune_record::AuditAction;
use axum::Form;
use axum::extract::State;
use axum::response::Redirect;
use serde::Deserialize;

use crate::format::count;
use crate::page::form_id;
use crate::policy::Writer;
use crate::{App, AppError};

/// The code that says "none of them fits".
const NONE: &str = "none";
/// From fewer therapies nothing can be drawn: how much effects differ cannot be told.
const FEWEST: usize = 3;

/// What a problem is held against, ready for the page.
pub(super) struct ComparedView {
    /// What is used now, in a sentence.
    pub(super) sentence: String,
    /// All that can be chosen, each with its own form.
    pub(super) offers: Vec<OfferView>,
    /// Somebody said that none fits.
    pub(super) none_fits: bool,
    pub(super) none_entry: EntryId,
}

pub(super) struct OfferView {
    pub(super) code: String,
    /// "Panic, with or without agoraphobia, against care as usual".
    pub(super) name: String,
    pub(super) therapies: String,
    pub(super) in_use: bool,
    pub(super) entry: EntryId,
}

pub(super) fn view(
    matching: &Matching,
    drawn: Option<(&str, &attune_catalog::Comparator)>,
    catalog: &Catalog,
) -> ComparedView {
    let offers: Vec<OfferView> = comparison_offers(matching.area, catalog)
        .into_iter()
        .map(|offer| OfferView {
            // What was chosen stays marked where it holds too few to draw from.
            in_use: drawn == Some((offer.key.studied.as_str(), &offer.key.against))
                || matching.compared == Compared::Named(offer.key.clone()),
            code: offer.key.code(),
            name: format!("{}, against {}", offer.studied, offer.against),
            therapies: match offer.therapies {
                few @ 0..FEWEST => format!(
                    "{}: too few to draw from",
                    count(few, "therapy", "therapies")
                ),
                more => format!("{} side by side", count(more, "therapy", "therapies")),
            },
            entry: form_id(),
        })
        .collect();
    let used = offers.iter().find(|offer| offer.in_use);
    let none_fits = matching.compared == Compared::NoneFits;
    let sentence = match (used, &matching.compared) {
        (Some(offer), Compared::Named(_)) if drawn.is_some() => {
            format!(
                "Held against trials of: {}. You chose this one.",
                offer.name
            )
        }
        (_, Compared::Named(_)) => {
            "The comparison you chose holds too few of these therapies.".to_owned()
        }
        (Some(offer), Compared::NotSaid | Compared::NoneFits) => format!(
            "Held against trials of: {}. It speaks about most of these therapies.",
            offer.name
        ),
        (None, Compared::NoneFits) => "You said that none of the comparisons fits.".to_owned(),
        (None, Compared::NotSaid) if offers.is_empty() => {
            "No comparison with a control stands in our table for this kind of problem.".to_owned()
        }
        (None, Compared::NotSaid) => "Held against no comparison yet.".to_owned(),
    };
    ComparedView {
        sentence,
        offers,
        none_fits,
        none_entry: form_id(),
    }
}

#[derive(Deserialize)]
pub(super) struct Chosen {
    entry: EntryId,
    problem: ProblemId,
    comparison: String,
}

pub(super) async fn choose(
    State(app): State<App>,
    writer: Writer,
    Form(sent): Form<Chosen>,
) -> Result<Redirect, AppError> {
    let code = (sent.comparison != NONE).then_some(sent.comparison.as_str());
    app.change(
        &writer,
        AuditAction::RecordWrite,
        sent.entry,
        &[],
        |record, _, _| choose_comparison(record, &app.catalog, sent.problem, code, sent.entry),
    )
    .await?;
    Ok(Redirect::to(&format!(
        "/clients/{}/match/{}#together",
        writer.reader.client, sent.problem
    )))
}
