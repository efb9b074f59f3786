//! Measures broken on purpose.

use attune_catalog::{Catalog, CatalogError, Files};

use super::{BDI, FEEDBACK, PHQ, broken, in_phq, line_at, line_of, place};

#[test]
fn wording_in_a_licence_class_that_may_not_ship_it() {
    let mut files = Files::shipped().unwrap();
    let text = files.get(&in_phq("text.en.toml")).unwrap().to_owned();
    files.insert(&format!("{BDI}/text.en.toml"), text);
    let error = Catalog::from_files(&files).unwrap_err();
    assert!(
        matches!(error, CatalogError::TextNotAllowed { class: "D", .. }),
        "{error}"
    );
    for class in ["B", "C"] {
        let error = broken(
            &in_phq("licence.toml"),
            "class = \"A\"",
            &format!("class = \"{class}\""),
        );
        assert!(
            matches!(error, CatalogError::TextNotAllowed { .. }),
            "{error}"
        );
    }
}

#[test]
fn wording_that_is_not_the_wording_checked() {
    let path = in_phq("text.en.toml");
    let error = broken(&path, "could have noticed", "could gave noticed");
    let CatalogError::TextHash {
        at,
        expected,
        found,
    } = error
    else {
        panic!("{error}");
    };
    assert_eq!(line_at(&at), place(&path, line_of(&path, "sha256")));
    assert_ne!(expected, found);
}

#[test]
fn line_ends_do_not_change_the_hash() {
    let mut files = Files::shipped().unwrap();
    let path = in_phq("text.en.toml");
    let text = files.remove(&path).unwrap().replace('\n', "\r\n");
    files.insert(&path, text);
    assert!(Catalog::from_files(&files).is_ok());
}

#[test]
fn wording_that_is_incomplete_or_misnamed() {
    let error = broken(
        &in_phq("text.en.toml"),
        "language = \"en\"",
        "language = \"de\"",
    );
    assert!(matches!(error, CatalogError::Identity { .. }), "{error}");
    let error = broken(
        &in_phq("measure.toml"),
        "id = \"difficulty\"",
        "id = \"hardship\"",
    );
    assert!(
        matches!(&error, CatalogError::Unknown { name, .. } if name == "hardship"),
        "{error}"
    );
}

#[test]
fn bands_with_a_gap_an_overlap_or_an_open_end() {
    let path = in_phq("measure.toml");
    for (from, to, line) in [
        (
            "{ from = 5, to = 9",
            "{ from = 6, to = 9",
            "from = 5, to = 9",
        ),
        (
            "{ from = 5, to = 9",
            "{ from = 4, to = 9",
            "from = 5, to = 9",
        ),
        (
            "{ from = 20, to = 27",
            "{ from = 20, to = 26",
            "from = 20, to = 27",
        ),
        (
            "{ from = 0, to = 4",
            "{ from = 1, to = 4",
            "from = 0, to = 4",
        ),
        (
            "{ from = 5, to = 9",
            "{ from = 5, to = 3",
            "from = 5, to = 9",
        ),
    ] {
        let error = broken(&path, from, to);
        let CatalogError::Bands { at, .. } = error else {
            panic!("{to}: {error}");
        };
        assert_eq!(line_at(&at), place(&path, line_of(&path, line)), "{to}");
    }
}

#[test]
fn bands_without_a_source_or_on_a_mean() {
    let error = broken(&in_phq("measure.toml"), "bands_source = ", "# ");
    assert!(matches!(error, CatalogError::Bands { .. }), "{error}");
    let bands = "op = \"mean\"\nbands_source = \"x\"\nbands = [{ from = 0, to = 10, code = \"a\", label = \"A\" }]";
    let error = broken(&format!("{FEEDBACK}/measure.toml"), "op = \"mean\"", bands);
    assert!(matches!(error, CatalogError::Bands { .. }), "{error}");
}

#[test]
fn a_total_outside_its_range() {
    let path = in_phq("measure.toml");
    let error = broken(
        &path,
        "{ id = \"a3\", value = 3 }",
        "{ id = \"a3\", value = 4 }",
    );
    let CatalogError::Range { at, high, .. } = error else {
        panic!("{error}");
    };
    assert_eq!(line_at(&at), place(&path, line_of(&path, "range = ")));
    assert!((high - 36.0).abs() < f64::EPSILON);
}

#[test]
fn a_vector_that_comes_out_otherwise() {
    let path = in_phq("vectors.json");
    let error = broken(
        &path,
        "\"value\": 19, \"band\": \"moderately_severe\"",
        "\"value\": 19, \"band\": \"severe\"",
    );
    let CatalogError::Vector { at, name, .. } = error else {
        panic!("{error}");
    };
    assert_eq!(name, "total 19");
    assert_eq!(line_at(&at), place(&path, line_of(&path, "total 19")));
    for (from, to) in [
        ("\"item9\": \"unknown\"", "\"item9\": \"not_raised\""),
        ("\"answered\": 8", "\"answered\": 9"),
        (
            "\"nhs-talking-therapies\": false",
            "\"nhs-talking-therapies\": true",
        ),
        ("[0, 0, 0, 0, 0, 0, 0, 0, 0]", "[0, 0, 0, 0, 0, 0, 0, 0, 5]"),
    ] {
        let error = broken(&path, from, to);
        assert!(
            matches!(error, CatalogError::Vector { .. }),
            "{to}: {error}"
        );
    }
    let mut files = Files::shipped().unwrap();
    files.insert(&path, "{ \"vectors\": [] }".to_owned());
    assert!(matches!(
        Catalog::from_files(&files),
        Err(CatalogError::Rule { .. })
    ));
}

#[test]
fn unknown_keys() {
    for (path, from) in [
        (in_phq("measure.toml"), "purpose = "),
        (in_phq("licence.toml"), "holder = "),
        (in_phq("text.en.toml"), "stem = "),
        (in_phq("norms.toml"), "case_at = "),
        ("modalities/cbt.toml".to_owned(), "short = "),
        ("techniques/grounding.toml".to_owned(), "what = "),
        ("evidence/trauma.toml".to_owned(), "quality = "),
        (
            "references/bdi-ii-primary-care.toml".to_owned(),
            "horizon = ",
        ),
        ("crisis/GB.toml".to_owned(), "emergency = "),
        ("vocabulary/problems.toml".to_owned(), "label = "),
    ] {
        let error = broken(&path, from, &format!("misspelt = 1\n{from}"));
        let CatalogError::Syntax { at, message } = error else {
            panic!("{path}: {error}");
        };
        assert_eq!(line_at(&at), place(&path, line_of(&path, from)), "{path}");
        assert!(message.contains("misspelt"), "{message}");
    }
}

#[test]
fn a_file_that_is_missing_or_that_nobody_reads() {
    let mut files = Files::shipped().unwrap();
    files.remove(&in_phq("licence.toml"));
    assert!(matches!(
        Catalog::from_files(&files),
        Err(CatalogError::Missing { .. })
    ));
    for path in [
        "measures/core/phq-9/notes.toml",
        "measures/core/phq-9/1.0.0/norm.toml",
        "modalites/cbt.toml",
        "techniques/notes.txt",
        "stray.toml",
    ] {
        let mut files = Files::shipped().unwrap();
        files.insert(path, String::new());
        let error = Catalog::from_files(&files).unwrap_err();
        assert!(
            matches!(&error, CatalogError::Stray { at } if at.file == path),
            "{path}: {error}"
        );
    }
}

#[test]
fn ids_that_disagree_or_are_taken() {
    let error = broken(&in_phq("measure.toml"), "id = \"phq-9\"", "id = \"phq-8\"");
    assert!(matches!(error, CatalogError::Identity { .. }), "{error}");
    let error = broken("modalities/cbt.toml", "id = \"cbt\"", "id = \"cbd\"");
    assert!(matches!(error, CatalogError::Identity { .. }), "{error}");
    let error = broken(&in_phq("measure.toml"), "id = \"q2\"", "id = \"q1\"");
    assert!(matches!(error, CatalogError::Identity { .. }), "{error}");
    let feedback = format!("{FEEDBACK}/measure.toml");
    let error = broken(
        &feedback,
        "op = \"each\"\nof = [\"focus..use\"]",
        "op = \"each\"\nof = [\"focus..use\", \"use\"]",
    );
    assert!(matches!(error, CatalogError::Identity { .. }), "{error}");
    let error = broken(&feedback, "id = \"use_low\"", "id = \"way_low\"");
    assert!(matches!(error, CatalogError::Identity { .. }), "{error}");
    let error = broken(
        "vocabulary/problems.toml",
        "id = \"panic\"",
        "id = \"ptsd\"",
    );
    assert!(matches!(error, CatalogError::Identity { .. }), "{error}");

    let mut files = Files::shipped().unwrap();
    let copies: Vec<(String, String)> = files
        .paths()
        .filter(|path| path.starts_with(PHQ))
        .map(|path| {
            (
                path.replace("/core/", "/other/"),
                files.get(path).unwrap().to_owned(),
            )
        })
        .collect();
    for (path, text) in copies {
        files.insert(&path, text);
    }
    assert!(matches!(
        Catalog::from_files(&files),
        Err(CatalogError::Identity { .. })
    ));
}

#[test]
fn the_newest_version_is_the_highest_number_not_the_last_letter() {
    let mut files = Files::shipped().unwrap();
    for version in ["1.9.0", "1.10.0"] {
        let copies: Vec<(String, String)> = files
            .paths()
            .filter(|path| path.starts_with(PHQ))
            .map(|path| {
                let text = files.get(path).unwrap();
                (
                    path.replace("1.0.0", version),
                    text.replace("version = \"1.0.0\"", &format!("version = \"{version}\"")),
                )
            })
            .collect();
        for (path, text) in copies {
            files.insert(&path, text);
        }
    }
    let catalog = Catalog::from_files(&files).unwrap();
    assert_eq!(catalog.measure("phq-9").unwrap().version, "1.10.0");
    assert!(catalog.measure_version("phq-9", "1.0.0").is_some());
}

#[test]
fn rules_that_point_nowhere_or_make_no_sense() {
    let measure = in_phq("measure.toml");
    for (from, to) in [
        ("of = [\"q1..q9\"]", "of = [\"q1..q12\"]"),
        ("of = [\"q1..q9\"]", "of = [\"q9..q1\"]"),
        ("when = \"q9>=1\"", "when = \"q99>=1\""),
        ("options = \"frequency\"", "options = \"often\""),
        ("total = \"total\"", "total = \"sum\""),
    ] {
        let error = broken(&measure, from, to);
        assert!(
            matches!(error, CatalogError::Unknown { .. }),
            "{to}: {error}"
        );
    }
    for (from, to) in [
        ("when = \"q9>=1\"", "when = \"q9 > 1\""),
        ("of = [\"q1..q9\"]", "of = [\"q1..difficulty\"]"),
        ("op = \"sum\"\nof = [\"q1..q9\"]", "op = \"sum\""),
        ("{ id = \"a1\", value = 1 }", "{ id = \"a1\", value = 0 }"),
    ] {
        let error = broken(&measure, from, to);
        assert!(matches!(error, CatalogError::Rule { .. }), "{to}: {error}");
    }
    let error = broken(&measure, "op = \"sum\"", "op = \"run\"");
    assert!(matches!(error, CatalogError::Syntax { .. }), "{error}");
}

#[test]
fn norms_without_what_their_kind_needs() {
    let path = in_phq("norms.toml");
    for (from, to) in [
        ("least_change = 6", "sd = 6"),
        ("reliability = 0.89", "reliability = 1.89"),
        ("sd = 5.5\n", ""),
    ] {
        let error = broken(&path, from, to);
        assert!(matches!(error, CatalogError::Rule { .. }), "{to}: {error}");
    }
    let error = broken(&path, "score = \"total\"", "score = \"sum\"");
    assert!(matches!(error, CatalogError::Unknown { .. }), "{error}");
    let error = broken(
        &path,
        "kind = \"jacobson_truax\"",
        "kind = \"jacobson_truax\"\ndefault = true",
    );
    assert!(matches!(error, CatalogError::Identity { .. }), "{error}");
}

#[test]
fn wording_for_something_that_is_not_there() {
    let rehashed = |from: &str, to: &str| {
        let path = in_phq("text.en.toml");
        let CatalogError::TextHash {
            expected, found, ..
        } = broken(&path, from, to)
        else {
            panic!("the wording has changed, so its hash has");
        };
        let mut files = Files::shipped().unwrap();
        let text = files.remove(&path).unwrap();
        files.insert(
            &path,
            text.replacen(from, to, 1).replacen(&expected, &found, 1),
        );
        Catalog::from_files(&files).unwrap_err()
    };
    for (from, to) in [
        ("[items]\n", "[items]\nq10 = \"Something else\"\n"),
        ("a3 = ", "a4 = \"Always\"\na3 = "),
        (
            "[options.difficulty]",
            "[open]\nwhy = \"Why?\"\n\n[options.difficulty]",
        ),
        (
            "[options.difficulty]",
            "[ends.often]\nlow = \"never\"\nhigh = \"always\"\n\n[options.difficulty]",
        ),
    ] {
        let error = rehashed(from, to);
        assert!(
            matches!(error, CatalogError::Unknown { .. }),
            "{to}: {error}"
        );
    }
}

/// What only a practice's own measures have, and an id that would lead somewhere else.
#[test]
fn ids_and_grants_that_cannot_ship() {
    let error = broken(&in_phq("measure.toml"), "id = \"phq-9\"", "id = \"../phq\"");
    assert!(matches!(error, CatalogError::Identity { .. }), "{error}");
    let error = broken(
        &in_phq("measure.toml"),
        "version = \"1.0.0\"",
        "version = \"1.0.0+1\"",
    );
    assert!(matches!(error, CatalogError::Identity { .. }), "{error}");
    let grant = "[grant]\nholder = \"a\"\nbasis = \"b\"\nstated = \"2026-05-14\"\n\n[[evidence]]";
    let error = broken(&in_phq("licence.toml"), "[[evidence]]", grant);
    assert!(matches!(error, CatalogError::Rule { .. }), "{error}");
}
