//! A lost passphrase and the printed code, through the real program.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

fn attune(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_attune"))
        .args(arguments)
        .arg("--data")
        .arg(folder.join("practice"))
        .envs(variables.iter().copied())
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

fn code_in(text: &str) -> String {
    text.split_whitespace()
        .find(|word| word.matches('-').count() > 8)
        .unwrap()
        .to_owned()
}

#[test]
fn the_printed_code_sets_a_new_passphrase_once() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let lost = [("ATTUNE_PASSPHRASE", "the one that gets lost")];
    let made = attune(
        here,
        &["init", "--name", "Ada", "--email", "ada@example.org"],
        &lost,
    );
    assert!(made.status.success(), "{}", said(&made));
    let code = code_in(&said(&made));

    let file = here.join("new");
    std::fs::write(&file, "the one that comes next\n").unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    let arguments = [
        "passphrase",
        "--recovery-code",
        "--new-passphrase-file",
        file.to_str().unwrap(),
    ];
    let recovered = attune(here, &arguments, &[("ATTUNE_RECOVERY_CODE", &code)]);
    assert!(recovered.status.success(), "{}", said(&recovered));
    assert_ne!(code_in(&said(&recovered)), code);

    let next = [("ATTUNE_PASSPHRASE", "the one that comes next")];
    assert!(attune(here, &["verify"], &next).status.success());
    assert!(!attune(here, &["verify"], &lost).status.success());
    let again = attune(here, &arguments, &[("ATTUNE_RECOVERY_CODE", &code)]);
    assert!(!again.status.success(), "the old code still opens it");
}
