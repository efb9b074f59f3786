//! Looking whether everything is as it was written.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use attune_record::{AuditAction, CheckedBackup, Head, Manifest, VerifyReport};
use attune_server::clock::SystemClock;
use clap::Args;

use crate::command::backup::print_manifest;
use crate::practice::{Practice, Which, in_words, line};
use crate::unlocking::UnlockWith;

/// Check that every row is there, unchanged and readable
///
/// Opens every sealed value, follows the audit from its first line to its last, compares each row with what the audit
/// tells of it, and works every headline out anew. Writes one audit line. The exit code is 1 when something is found.
/// The program may be running meanwhile.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  attune verify
  attune verify --manifest /backup/attune/attune-2026-05-14T210000Z.sqlite.manifest.json
      also compares with the end of the audit that was kept then: whoever has the keys could rewrite the whole audit,
      but not a manifest that lies elsewhere
  attune verify --backup /backup/attune/attune-2026-05-14T210000Z.sqlite
      checks a backup instead")]
pub(crate) struct Verify {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    with: UnlockWith,
    /// Compare with the manifest of an earlier backup; can be given several times
    #[arg(long, value_name = "FILE", conflicts_with = "backup")]
    manifest: Vec<PathBuf>,
    /// Check this backup instead of the practice's own data
    #[arg(long, value_name = "FILE")]
    backup: Option<PathBuf>,
}

impl Verify {
    pub(crate) async fn run(self) -> anyhow::Result<ExitCode> {
        if let Some(backup) = &self.backup {
            return self.verify_backup(backup).await;
        }
        let kept = self
            .manifest
            .iter()
            .map(|path| kept_head(path))
            .collect::<anyhow::Result<Vec<_>>>()?;
        let practice = Practice::open(&self.which, &self.with).await?;
        let report = practice.store.verify(&kept).await?;
        print_report(&report);
        // What does not open cannot be worked out anew either.
        let headlines = if report.is_sound() {
            headlines_that_differ(&practice).await?
        } else {
            0
        };
        if headlines > 0 {
            println!(
                "  {headlines} headlines do not say what their records say; they are renewed with the next save"
            );
        }
        let findings = report.findings.len() + headlines;
        let audit = line(
            &SystemClock,
            AuditAction::Verify,
            &format!("{findings} findings"),
        );
        if let Err(error) = practice.store.audit(&audit).await {
            eprintln!("warning: the audit does not tell of this check: {error}");
        }
        practice.store.close().await;
        Ok(outcome(
            findings,
            "Restore the newest backup that verifies, into another folder: attune restore --help",
        ))
    }

    async fn verify_backup(&self, backup: &Path) -> anyhow::Result<ExitCode> {
        let folder = self.which.folder()?;
        folder.check_private()?;
        let configuration = self.which.configuration(&folder)?;
        let vault = Arc::new(self.with.unlock(&folder, &configuration)?);
        let checked = CheckedBackup::open(backup, vault).await?;
        print_manifest(backup, checked.manifest());
        print_report(checked.report());
        Ok(outcome(
            checked.report().findings.len(),
            "Use another backup.",
        ))
    }
}

/// The end of the audit as it was kept in a manifest. Both the manifest and the backup beside it may be named.
fn kept_head(path: &Path) -> anyhow::Result<Head> {
    let name = path.to_string_lossy();
    let backup = name.strip_suffix(".manifest.json").unwrap_or(&name);
    Ok(Manifest::read(Path::new(backup))?.head()?)
}

fn print_report(report: &VerifyReport) {
    let counted = report.counted;
    println!(
        "Looked at {} clients ({} of them erased), {} entries, {} drafts, {} accounts and {} audit lines.",
        counted.clients,
        counted.erased,
        counted.entries,
        counted.drafts,
        counted.accounts,
        counted.audit_lines
    );
    for finding in &report.findings {
        println!("  {finding}");
    }
}

/// How many stored headlines differ from what their entries give.
async fn headlines_that_differ(practice: &Practice) -> anyhow::Result<usize> {
    let app = practice
        .app(practice.public_url(), Arc::new(SystemClock))
        .await?;
    let mut differ = 0;
    for client in practice.store.headlines_since(0).await?.clients {
        if app.headline_agrees(client.id).await.map_err(in_words)? == Some(false) {
            differ += 1;
        }
    }
    Ok(differ)
}

fn outcome(findings: usize, advice: &str) -> ExitCode {
    match findings {
        0 => {
            println!("Nothing is wrong.");
            ExitCode::SUCCESS
        }
        1 => {
            println!("One thing was found. {advice}");
            ExitCode::FAILURE
        }
        more => {
            println!("{more} things were found. {advice}");
            ExitCode::FAILURE
        }
    }
}
