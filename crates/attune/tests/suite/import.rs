//! `attune import outcomes`, through the real program.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops at the first surprise and says what it skips"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

struct Bench {
    folder: tempfile::TempDir,
}

impl Bench {
    /// A practice with one clinician.
    fn new() -> Self {
        let bench = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        let made = bench.run(&["init", "--name", "Ada Weil", "--email", "ada@example.org"]);
        assert!(made.status.success(), "{}", text(&made.stderr));
        bench
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_attune"))
            .args(arguments)
            .arg("--data")
            .arg(self.folder.path().join("practice"))
            .env("ATTUNE_PASSPHRASE", "four words in a row")
            .output()
            .unwrap()
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn import(&self, file: &str, more: &[&str]) -> Output {
        let columns = [
            "--measure",
            "phq-9",
            "--client",
            "patient",
            "--time",
            "month",
            "--unit",
            "month",
            "--score",
            "phq9",
        ];
        let arguments: Vec<&str> = ["import", "outcomes", file]
            .into_iter()
            .chain(columns)
            .chain(more.iter().copied())
            .collect();
        self.run(&arguments)
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

const COURSES: &str = "patient,month,phq9\nA1,0,18\nA1,1,15\nA1,3,9\nB2,0,12\nB2,1,NA\nC3,0,\n";

#[test]
fn courses_come_in_once_and_a_longer_file_adds_what_is_new() {
    let bench = Bench::new();
    let file = bench.file("courses.csv", COURSES);

    let dry = text(&bench.import(&file, &["--dry-run"]).stdout);
    assert!(
        dry.contains("Would come in: 3 new clients, 4 new scores"),
        "{dry}"
    );
    assert!(dry.contains("2 rows without a score"), "{dry}");

    let first = text(&bench.import(&file, &[]).stdout);
    assert!(
        first.contains("Came in: 3 new clients, 4 new scores"),
        "the dry run changed something: {first}"
    );
    let again = text(&bench.import(&file, &[]).stdout);
    assert!(
        again.contains("Came in: 0 new clients, 0 new scores"),
        "{again}"
    );
    assert!(
        again.contains("4 scores were there already; 3 clients stay as they are"),
        "{again}"
    );

    let longer = bench.file("courses.csv", &format!("{COURSES}A1,6,5\nD4,0,20\n"));
    let more = text(&bench.import(&longer, &[]).stdout);
    assert!(
        more.contains("Came in: 1 new clients, 2 new scores"),
        "{more}"
    );
    // The months of the longer file are counted from the same day as before.
    let first_day = |said: &str| {
        said.split("days from ")
            .nth(1)
            .map(|rest| rest[..10].to_owned())
    };
    assert_eq!(first_day(&more), first_day(&first), "{more}");

    let verified = bench.run(&["verify"]);
    assert!(
        verified.status.success(),
        "{}{}",
        text(&verified.stdout),
        text(&verified.stderr)
    );
}

#[test]
fn one_bad_row_and_nothing_comes_in() {
    let bench = Bench::new();
    let bad = "patient,month,phq9\nA1,0,18\nA1,x,15\nA1,3,28\nA1,4,7.5\nA1,,9\n,5,9\nA1,0,17\nA1,6,many\n";
    let file = bench.file("courses.csv", bad);
    let refused = bench.import(&file, &[]);
    assert_eq!(refused.status.code(), Some(2));
    let said = text(&refused.stderr);
    for line in [
        "7 rows cannot be taken",
        "row 3, column month: not a time; expected a number, 0 or more",
        "row 4, column phq9: outside of the measure's range; expected 0 to 27",
        "row 5, column phq9: not a whole number",
        "row 6, column month: empty beside a score",
        "row 7, column patient: empty",
        "row 8, column phq9: a second score of this client at this time",
        "row 9, column phq9: not a number",
    ] {
        assert!(said.contains(line), "missing: {line}\n{said}");
    }
    let good = bench.file("courses.csv", COURSES);
    assert!(
        text(&bench.import(&good, &[]).stdout).contains("3 new clients"),
        "something was half imported"
    );
}

#[test]
fn a_score_that_differs_from_before_is_refused_and_named() {
    let bench = Bench::new();
    let file = bench.file("courses.csv", COURSES);
    assert!(bench.import(&file, &[]).status.success());
    let changed = bench.file("courses.csv", &COURSES.replace("A1,1,15", "A1,1,14"));
    let refused = bench.import(&changed, &[]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        text(&refused.stderr)
            .contains("row 3, column phq9: another score than the one imported before")
    );
}

#[test]
fn a_wrong_column_measure_or_clinician_says_what_there_is() {
    let bench = Bench::new();
    let file = bench.file("courses.csv", "patient,monat,phq9\nA1,0,18\n");
    assert!(text(&bench.import(&file, &[]).stderr).contains("the file has: patient, monat, phq9"));
    let good = bench.file("courses.csv", COURSES);
    let nobody = bench.import(&good, &["--for", "eve@example.org"]);
    assert!(text(&nobody.stderr).contains("attune account list"));
    let other = bench.run(&[
        "import",
        "outcomes",
        &good,
        "--measure",
        "phq-99",
        "--client",
        "patient",
        "--time",
        "month",
        "--unit",
        "month",
        "--score",
        "phq9",
    ]);
    assert!(
        text(&other.stderr).contains("phq-9"),
        "{}",
        text(&other.stderr)
    );
}

#[test]
fn wide_files_semicolons_and_calendar_days_are_read() {
    let bench = Bench::new();
    let wide = bench.file("wide.csv", "id;vorher;nachher\n1;30;12\n2;25;\n");
    let came = bench.run(&[
        "import",
        "outcomes",
        &wide,
        "--measure",
        "bdi-ii",
        "--client",
        "id",
        "--unit",
        "week",
        "--wide",
        "vorher=0,nachher=8",
    ]);
    assert!(
        text(&came.stdout).contains("2 new clients, 3 new scores"),
        "{}",
        text(&came.stderr)
    );
    let dated = bench.file(
        "dated.csv",
        "id,day,score\n1,2026-01-05,10\n1,2026-02-09,4\n",
    );
    let came = bench.run(&[
        "import",
        "outcomes",
        &dated,
        "--measure",
        "gad-7",
        "--client",
        "id",
        "--time",
        "day",
        "--unit",
        "date",
        "--score",
        "score",
    ]);
    assert!(
        text(&came.stdout).contains("days from 2026-01-05 to 2026-02-09"),
        "{}",
        text(&came.stderr)
    );
}

/// The open data folder beside the checkout, where there is one.
fn open_data(file: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data")
        .join(file);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: {file} is not beside this checkout");
    None
}

#[test]
fn real_courses_come_in_whole() {
    let bench = Bench::new();
    if let Some(path) = open_data("reframed_phq9_dev.csv") {
        let came = text(&bench.import(path.to_str().unwrap(), &[]).stdout);
        assert!(came.contains("167 new clients, 1599 new scores"), "{came}");
        assert!(came.contains("86 rows without a score"), "{came}");
        assert!(
            text(&bench.import(path.to_str().unwrap(), &[]).stdout)
                .contains("1599 scores were there already")
        );
    }
    if let Some(path) = open_data("btheb.csv") {
        let came = bench.run(&[
            "import",
            "outcomes",
            path.to_str().unwrap(),
            "--measure",
            "bdi-ii",
            "--client",
            "id",
            "--unit",
            "month",
            "--wide",
            "bdi_pre=0,bdi_2m=2,bdi_3m=3,bdi_5m=5,bdi_8m=8",
        ]);
        assert!(
            text(&came.stdout).contains("100 new clients, 380 new scores"),
            "{}",
            text(&came.stderr)
        );
    }
}
