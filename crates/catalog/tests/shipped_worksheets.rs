//! The worksheets that ship: every therapy has its tools, and clients can read what is meant for them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use attune_catalog::worksheet::{UsedBy, Worksheet};
use attune_catalog::{Catalog, Severity};

fn catalog() -> Catalog {
    Catalog::shipped().unwrap()
}

fn own(catalog: &Catalog) -> impl Iterator<Item = &Worksheet> {
    let all = catalog.worksheets.iter();
    all.filter(|it| !it.id.starts_with("prompts-"))
}

#[test]
fn every_therapy_has_a_workspace_and_every_workspace_its_worksheets() {
    let catalog = catalog();
    for modality in &catalog.modalities {
        let home = catalog
            .workspaces
            .iter()
            .any(|it| it.modalities.contains(&modality.id));
        assert!(home, "{} has no workspace", modality.id);
    }
    for workspace in &catalog.workspaces {
        let sheets: Vec<&Worksheet> = own(&catalog)
            .filter(|it| it.workspace == workspace.id)
            .collect();
        assert!(sheets.len() >= 3, "{} has {}", workspace.id, sheets.len());
        assert!(
            sheets.iter().any(|it| it.used_by == UsedBy::Both),
            "{} has nothing for a client",
            workspace.id
        );
        for stage in &workspace.stages {
            let there = sheets.iter().any(|it| it.stage.as_ref() == Some(&stage.id));
            assert!(there, "{} has nothing for {}", workspace.id, stage.id);
        }
    }
}

/// An event can be looked at in several ways, from different therapies.
#[test]
fn there_are_lenses_from_at_least_five_therapies() {
    let catalog = catalog();
    let mut spaces: Vec<&str> = own(&catalog)
        .filter(|it| it.lens.is_some())
        .map(|it| it.workspace.as_str())
        .collect();
    spaces.sort_unstable();
    spaces.dedup();
    assert!(spaces.len() >= 5, "{spaces:?}");
}

/// What stirs a memory up says who must wait; what steadies says nothing of the kind.
#[test]
fn what_meets_a_memory_is_not_begun_before_something_steadies() {
    let catalog = catalog();
    for worksheet in own(&catalog).filter(|it| it.workspace == "trauma") {
        let waits = worksheet.cautions.iter().any(|it| {
            it.severity == Severity::NotNow
                && it.when == "The client cannot yet calm down after distress"
        });
        let steadies = worksheet.stage.as_deref() == Some("stabilise");
        assert_eq!(waits, !steadies, "{}", worksheet.id);
    }
}

/// Sentences a client reads are short and without words of the trade.
#[test]
fn clients_can_read_what_is_meant_for_them() {
    let trade = [
        "cognit",
        "schema",
        "dysfunction",
        "maladaptive",
        "SUDS",
        "hypothes",
        "intervention",
        "symptom",
    ];
    let catalog = catalog();
    for worksheet in own(&catalog).filter(|it| it.used_by == UsedBy::Both) {
        let parts = worksheet.parts.iter().flat_map(|part| {
            let fields = part.fields.iter().map(|field| &field.label);
            std::iter::once(&part.title).chain(&part.help).chain(fields)
        });
        for text in std::iter::once(&worksheet.what).chain(parts) {
            for sentence in text.split(['.', '?']) {
                let words = sentence.split_whitespace().count();
                assert!(words <= 20, "{}: {words} words: {sentence}", worksheet.id);
            }
            for word in trade {
                assert!(
                    !text.contains(word),
                    "{}: \"{word}\" in: {text}",
                    worksheet.id
                );
            }
        }
    }
}
