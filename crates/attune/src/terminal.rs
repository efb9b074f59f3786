//! Asking the person at the keyboard.

use std::io::{BufRead, IsTerminal, Write};

use anyhow::{Context, bail};
use attune_vault::MINIMUM_PASSPHRASE;
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
