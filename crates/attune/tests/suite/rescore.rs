//! What a new engine or version would make of stored scores, at the command line.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use support::{Bench, said, text};

#[test]
fn scores_of_this_release_come_out_as_they_are_stored() {
    let (bench, _) = Bench::with_practice(&[]);
    let file = bench.path("outcomes.csv");
    std::fs::write(&file, "patient,week,score\na,0,18\na,4,12\nb,0,20\nb,5,9\n").unwrap();
    let columns = [
        "--client", "patient", "--time", "week", "--unit", "week", "--score", "score",
    ];
    let start = [
        "import",
        "outcomes",
        file.to_str().unwrap(),
        "--measure",
        "phq-9",
    ];
    let imported = bench.attune(&[&start[..], &columns[..]].concat());
    assert!(imported.status.success(), "{}", said(&imported));
    let output = bench.attune(&["rescore", "--diff"]);
    assert!(output.status.success(), "{}", said(&output));
    let printed = text(&output.stdout);
    assert!(
        printed.contains("4 stored forms scored again: 0 would come out otherwise, of 0 clients"),
        "{printed}"
    );
    // Nothing was written: another look says the same, and everything is sound.
    assert!(bench.attune(&["verify"]).status.success());
    let refused = bench.refused(&["rescore"]);
    assert!(refused.contains("--diff"), "{refused}");
}
