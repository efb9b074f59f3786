//! Asking the person at the keyboard, and showing how far a long piece of work is.

use std::io::{BufRead, IsTerminal, Write};
use std::time::Duration;

use anyhow::{Context, bail};
use attune_vault::MINIMUM_PASSPHRASE;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use zeroize::Zeroizing;

/// Asks for a line of text.
pub(crate) fn ask(question: &str) -> anyhow::Result<String> {
    let mut out = std::io::stdout();
    write!(out, "{question}: ")?;
    out.flush()?;
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    let line = line.trim().to_owned();
    if line.is_empty() {
        bail!("nothing was entered for: {question}");
    }
    Ok(line)
}

/// Whether somebody sits there who can be asked for something secret.
pub(crate) fn is_attended() -> bool {
    std::io::stdin().is_terminal()
}

/// Asks for something that must not be seen on the screen.
pub(crate) fn ask_secretly(question: &str) -> anyhow::Result<Zeroizing<String>> {
    rpassword::prompt_password(format!("{question}: "))
        .map(Zeroizing::new)
        .context("could not read from the terminal")
}

/// Asks for a new passphrase until both times were the same.
pub(crate) fn ask_new_passphrase() -> anyhow::Result<Zeroizing<String>> {
    println!(
        "The passphrase protects everything in this practice. Four or five plain words are easy to remember and hard\n\
         to guess. Nobody can reset it: without the passphrase and the recovery code the data is gone."
    );
    loop {
        let first = ask_secretly("Passphrase")?;
        if first.chars().count() < MINIMUM_PASSPHRASE {
            println!("It needs at least {MINIMUM_PASSPHRASE} characters.");
            continue;
        }
        let again = ask_secretly("The same once more")?;
        if first == again {
            return Ok(first);
        }
        println!("The two were different.");
    }
}

/// How many of a known number are done; seen only when the work takes longer than a second, and only by a person.
pub(crate) fn bar(doing: &str, length: usize, what: &str) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(length as u64), target());
    let template = format!("{doing} {{bar:30}} {{pos}} of {{len}} {what}, {{eta}} to go");
    if let Ok(style) = ProgressStyle::with_template(&template) {
        bar.set_style(style);
    }
    bar
}

/// That work of unknown length goes on.
pub(crate) fn working(what: &'static str) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, target());
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}, {elapsed}") {
        bar.set_style(style);
    }
    bar.set_message(what);
    bar.enable_steady_tick(Duration::from_secs(1));
    bar
}

fn target() -> ProgressDrawTarget {
    if std::io::stderr().is_terminal() {
        ProgressDrawTarget::stderr_with_hz(2)
    } else {
        ProgressDrawTarget::hidden()
    }
}
