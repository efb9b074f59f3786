//! Which arrows of the drawing the diary supports or contradicts.

use std::sync::Arc;

use askama::Template;
use attune_care::formulate::{DiaryEvidence, Verdict, diary_evidence};
use axum::extract::State;
use axum::response::Html;

use super::judge::{FindingView, Judgements};
use crate::format::count;
use crate::page::{Banner, Frame, Step, html};
use crate::policy::Reader;
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "formulate/diary.html")]
struct DiaryPage {
    frame: Frame,
    banner: Banner,
    /// How much there is, or how much is missing.
    standing: String,
    findings: Vec<FindingView>,
    verdicts: [Verdict; 3],
}

pub(crate) async fn show(State(app): State<App>, reader: Reader) -> Result<Html<String>, AppError> {
    let opened = app.open(&reader).await?;
    let record = Arc::clone(&opened.record);
    // Eleven models: no work for the thread that answers others.
    let evidence = tokio::task::spawn_blocking(move || diary_evidence(&record))
        .await
        .map_err(|error| AppError::Broken(error.to_string()))?;
    let (authors, zone) = (app.authors().await?, app.zone().await);
    let said = Judgements {
        record: &opened.record,
        authors: &authors,
        zone: &zone,
        today: app.today().await,
    };
    let findings = match &evidence {
        DiaryEvidence::Found { statements, .. } => statements.as_slice(),
        _ => &[],
    };
    html(&DiaryPage {
        frame: Frame::staff(&app, "Drawing and diary", &reader.staff).await,
        banner: Banner::of(&app, &reader, &opened, Step::Formulate).await,
        standing: standing(&evidence),
        findings: findings
            .iter()
            .map(|finding| said.view(&finding.key, &finding.sentence))
            .collect(),
        verdicts: Verdict::ALL,
    })
}

fn standing(evidence: &DiaryEvidence) -> String {
    match evidence {
        DiaryEvidence::NoDiary => "No diary asks about two factors of this drawing. When you agree on one, take its lines from the factors: then what goes before what can be laid beside the arrows.".to_owned(),
        DiaryEvidence::TooFew { pairs, pairs_needed, days, days_needed, .. } => format!(
            "The diary has {} of the {pairs_needed} needed, on {} of {days_needed} days. A pair is two neighbouring times of one day with every line answered. With fewer most arrows would be missed, so nothing is said yet.",
            count(*pairs, "pair of answers", "pairs of answers"),
            count(*days, "day", "days")
        ),
        DiaryEvidence::NotComputed { .. } => "There are enough answers, and no model fits them: a line never changes, or follows from the others.".to_owned(),
        DiaryEvidence::Found { pairs, days, .. } => format!(
            "From {} on {}.",
            count(*pairs, "pair of answers", "pairs of answers"),
            count(*days, "day", "days")
        ),
    }
}
