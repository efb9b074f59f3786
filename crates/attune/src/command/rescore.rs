//! What this release would make of scores that an earlier one stored.

use std::process::ExitCode;
use std::sync::Arc;

use attune_care::assess::{Difference, Rescored, rescore};
use attune_ids::ClientId;
use attune_record::AuditAction;
use attune_server::clock::SystemClock;
use clap::Args;

use crate::practice::{Practice, Which, in_words, line};
use crate::unlocking::UnlockWith;

/// Show which stored scores would come out otherwise today, and whose
///
/// A stored score keeps the version of its questionnaire and of the scoring it was made with, and never changes by
/// itself. This scores every stored form once more, with the version that was answered and with the newest one, and
/// prints what differs: clients by their random ids, no names and no answers. No score is written; the audit gets one
/// line that somebody looked. The exit code is 1 when something would change.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  attune rescore --diff
  attune rescore --diff --data /srv/attune")]
pub(crate) struct Rescore {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    with: UnlockWith,
    /// Show what would change; there is no way to change it
    #[arg(long, required = true)]
    diff: bool,
}

impl Rescore {
    pub(crate) async fn run(self) -> anyhow::Result<ExitCode> {
        let practice = Practice::open(&self.which, &self.with).await?;
        let app = practice
            .app(practice.public_url(), Arc::new(SystemClock))
            .await?;
        let audit = line(&SystemClock, AuditAction::Verify, "rescore --diff");
        practice.store.audit(&audit).await?;
        let (mut forms, mut differ, mut clients) = (0, 0, 0);
        for client in practice.store.headlines_since(0).await?.clients {
            let Some(opened) = app.open_for_import(client.id).await.map_err(in_words)? else {
                continue;
            };
            forms += opened.record.responses.len() + opened.record.totals.len();
            let found = rescore(&opened.record, &app.catalog);
            if !found.is_empty() {
                clients += 1;
                differ += found.len();
                print!("{}", table(client.id, &found));
            }
        }
        practice.store.close().await;
        println!(
            "{forms} stored forms scored again: {differ} would come out otherwise, of {clients} clients."
        );
        Ok(if differ == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }
}

/// One line for every score that differs.
fn table(client: ClientId, found: &[Rescored]) -> String {
    let mut lines = String::new();
    for form in found {
        let engine = form.stored.1.as_deref().unwrap_or("imported");
        let head = format!(
            "{client}  {}  {} {} ({engine}) -> {} ({})",
            form.on, form.measure, form.stored.0, form.compared.0, form.compared.1
        );
        match &form.difference {
            Difference::NotComparable(why) => lines.push_str(&format!("{head}  {why}\n")),
            Difference::Scores(changed) => {
                for score in changed {
                    lines.push_str(&format!(
                        "{head}  {}: {} -> {}\n",
                        score.what, score.stored, score.now
                    ));
                }
            }
        }
    }
    lines
}
