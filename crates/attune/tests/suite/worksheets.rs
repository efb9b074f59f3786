//! Worksheets on the command line: listing and checking.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use std::path::Path;

use support::{Bench, said, text};

#[test]
fn the_list_names_every_worksheet_by_its_therapy() {
    let output = Bench::new().attune(&["worksheets", "list"]);
    assert!(output.status.success(), "{}", said(&output));
    let list = text(&output.stdout);
    assert!(
        list.contains("thought-record") && list.contains("felt-sense"),
        "{list}"
    );
}

#[test]
fn a_file_is_checked_and_what_is_wrong_is_named_where_it_lies() {
    let bench = Bench::new();
    let shipped =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalog/worksheets/worry-time.toml");
    let own = std::fs::read_to_string(shipped)
        .unwrap()
        .replacen("worry-time", "my-worry-time", 1);
    let file = bench.path("my-worry-time.toml");
    std::fs::write(&file, &own).unwrap();
    let name = file.to_str().unwrap().to_owned();
    let output = bench.attune(&["worksheets", "check", &name]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(text(&output.stdout).contains("my-worry-time 1: in order"));

    std::fs::write(&file, own.replacen("used_by", "used_from", 1)).unwrap();
    let output = bench.attune(&["worksheets", "check", &name]);
    assert!(!output.status.success());
    let wrong = text(&output.stderr);
    assert!(
        wrong.contains(&format!("{name}:")) && wrong.contains("used_from"),
        "{wrong}"
    );
}
