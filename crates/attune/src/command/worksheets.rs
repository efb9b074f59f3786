//! Worksheets: what there is, and whether the file of one is in order. Needs no practice.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use attune_catalog::{Catalog, worksheet};
use clap::{Args, Subcommand};

/// List the worksheets, or check files of your own
#[derive(Debug, Subcommand)]
pub(crate) enum Worksheets {
    /// Every worksheet of this program, by the therapies that use it
    List,
    Check(Check),
}

/// Check files of worksheets by the rules of those that ship
///
/// Whatever is wrong is named with file and line. The form is described in catalog/README.md, "Add a worksheet".
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  attune worksheets check my-worksheet.toml")]
pub(crate) struct Check {
    /// The files
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

impl Worksheets {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let catalog = Catalog::shipped()?;
        match self {
            Self::List => {
                for workspace in &catalog.workspaces {
                    println!("{}", workspace.name);
                    for worksheet in catalog.worksheets_of(&workspace.id) {
                        println!("  {:<32} {}", worksheet.id, worksheet.name);
                    }
                }
            }
            Self::Check(check) => check.run(catalog)?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Check {
    /// Each file may pick from those before it.
    fn run(self, mut catalog: Catalog) -> anyhow::Result<()> {
        let mut wrong = 0;
        let all = self.files.len();
        for file in self.files {
            let shown = file.display();
            let text = std::fs::read_to_string(&file)
                .with_context(|| format!("{shown}: cannot be read"))?;
            let name = file.file_stem().unwrap_or_default().to_string_lossy();
            match worksheet::own(&name, &text, &catalog) {
                Ok(read) => {
                    println!("{} {}: in order", read.id, read.version);
                    catalog = catalog.with_own_worksheets(vec![read], [].into());
                }
                Err(error) => {
                    wrong += 1;
                    // The loader names files by their place in a catalogue; people want to find them on their disk.
                    let inside = format!("worksheets/{name}.toml");
                    eprintln!(
                        "{}",
                        error.to_string().replacen(&inside, &shown.to_string(), 1)
                    );
                }
            }
        }
        if wrong > 0 {
            bail!("{wrong} of {all} worksheets are not in order");
        }
        Ok(())
    }
}
