//! The numbers, for whoever has a file and a question.

use std::process::ExitCode;

use clap::Subcommand;

use crate::stats::answer;
use crate::stats::{change, evaluate, expect, ggm, growth, map, meta, nma, var};

/// Numbers from files: reliable change, growth, meta-analysis, networks, causal maps
///
/// Needs no practice and keeps nothing. Reads CSV with a header row (`map` reads JSON), prints a table or, with `--json`,
/// one JSON document with `method`, `warnings` and, where random numbers are used, `seed`. Empty cells and NA are nothing,
/// never zero. What cannot be trusted is refused with the reason and exit code 2; with `--json` the reason is a document
/// too, `{"refused": {"kind", "message"}}`.
#[derive(Debug, Subcommand)]
pub(crate) enum Stats {
    Change(change::Change),
    Growth(growth::Growth),
    Expect(expect::Expect),
    Evaluate(evaluate::Evaluate),
    Meta(meta::Meta),
    Nma(Box<nma::Nma>),
    Ggm(ggm::Ggm),
    Var(var::Var),
    Map(map::Map),
}

impl Stats {
    pub(crate) fn run(&self) -> ExitCode {
        match self {
            Self::Change(change) => answer(change.run(), &change.output),
            Self::Growth(growth) => answer(growth.run(), &growth.output),
            Self::Expect(expect) => answer(expect.run(), &expect.output),
            Self::Evaluate(evaluate) => answer(evaluate.run(), &evaluate.output),
            Self::Meta(meta) => answer(meta.run(), &meta.output),
            Self::Nma(nma) => answer(nma.run(), &nma.output),
            Self::Ggm(ggm) => answer(ggm.run(), &ggm.output),
            Self::Var(var) => answer(var.run(), &var.output),
            Self::Map(map) => answer(map.run(), &map.output),
        }
    }
}
