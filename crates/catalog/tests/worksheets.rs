//! Worksheets: those that ship, their languages, and every rule of the loader broken on purpose.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::collections::BTreeSet;

use attune_catalog::worksheet::{FieldKind, PartKind, PictureKind, UsedBy, own};
use attune_catalog::{Catalog, CatalogError, Files};

/// Every kind of part, field and picture once.
const WHOLE: &str = r#"
id = "all-kinds"
version = 1
name = "Everything"
workspace = "for-this-test"
stage = "first"
order = 1
used_by = "both"
techniques = ["grounding"]
minutes = 5
what = "One of each."
when = "Now and then."
lens = "Shows what is there."
source = "Made for this test."

[[part]]
id = "record"
kind = "record"
title = "A record"
help = "With help."
[[part.field]]
id = "line"
kind = "line"
label = "A line"
help = "Short."
suggest = ["like this"]
[[part.field]]
id = "before"
kind = "number"
min = 0
max = 100
low = "not at all"
high = "wholly"
unit = "percent"
label = "Before"
[[part.field]]
id = "after"
kind = "number"
min = 0
max = 100
label = "After"
[[part.field]]
id = "choice"
kind = "choice"
options = [{ id = "a", label = "This" }, { id = "b", label = "That" }]
label = "One of"
[[part.field]]
id = "step"
kind = "pick"
from = "all-kinds.table"
label = "A row"

[[part]]
id = "table"
kind = "table"
rows = 2
title = "A table"
[[part.field]]
id = "words"
kind = "text"
label = "Words"
[[part.field]]
id = "minute"
kind = "number"
min = 0
max = 120
label = "Minute"
[[part.field]]
id = "height"
kind = "number"
min = 0
max = 100
label = "Height"

[[part]]
id = "ladder"
kind = "ladder"
by = "fear"
title = "A ladder"
[[part.field]]
id = "fear"
kind = "number"
min = 0
max = 10
label = "Fear"

[[part]]
id = "plan"
kind = "plan"
title = "A plan"
[[part.field]]
id = "day"
kind = "day"
label = "When"
[[part.field]]
id = "hour"
kind = "time"
label = "At"
[[part.field]]
id = "who"
kind = "several"
options = [{ id = "me", label = "Me" }, { id = "you", label = "You" }]
label = "Who"

[[part]]
id = "circle"
kind = "diagram"
title = "A circle"
[[part.field]]
id = "left"
kind = "text"
at = [1, 1]
label = "Left"
[[part.field]]
id = "right"
kind = "text"
at = [2, 1]
label = "Right"
[[part.arrow]]
from = "left"
to = "right"
label = "then"

[[part]]
id = "scale"
kind = "scale"
title = "A scale"
[[part.field]]
id = "number"
kind = "number"
min = 0
max = 10
label = "How much?"

[[part]]
id = "space"
kind = "space"
title = "Room"
[[part.field]]
id = "words"
kind = "text"
label = "Anything"

[[guide]]
title = "Help"
[[guide.entry]]
name = "A name"
text = "A text."
ask = "A question?"

[[caution]]
when = "Nobody knows"
text = "Ask."
severity = "careful"

[[picture]]
kind = "change"
title = "Change"
before = "record.before"
after = "record.after"
[[picture]]
kind = "course"
title = "Course"
field = "scale.number"
[[picture]]
kind = "curve"
title = "Curve"
across = "table.minute"
up = "table.height"
by = "record.step"
[[picture]]
kind = "count"
title = "Count"
note = "How many, not how strong."
fields = ["record.choice", "plan.who"]
"#;

fn files() -> Files {
    let mut files = Files::shipped().unwrap();
    let workspace = "id = \"for-this-test\"\nname = \"Test\"\norder = 90\nmodalities = []\nwhat = \"A test.\"\n\
                     [[stage]]\nid = \"first\"\nname = \"First\"\nwhat = \"To begin with.\"\n";
    files.insert("workspaces/for-this-test.toml", workspace.to_owned());
    files
}

fn catalog() -> &'static Catalog {
    static CATALOG: std::sync::OnceLock<Catalog> = std::sync::OnceLock::new();
    CATALOG.get_or_init(|| Catalog::from_files(&files()).unwrap())
}

fn read(text: &str) -> Result<attune_catalog::worksheet::Worksheet, CatalogError> {
    own("all-kinds", text, catalog())
}

#[test]
fn every_kind_is_read() {
    let worksheet = read(WHOLE).unwrap();
    assert_eq!((worksheet.parts.len(), worksheet.pictures.len()), (7, 4));
    assert_eq!(worksheet.used_by, UsedBy::Both);
    assert_eq!(worksheet.part("table").unwrap().kind.rows(), Some(2));
    assert_eq!(worksheet.part("ladder").unwrap().kind.rows(), Some(3));
    let curve = &worksheet.pictures[2].kind;
    assert!(matches!(curve, PictureKind::Curve { by: Some(by), .. } if by.field == "step"));
    let PartKind::Diagram { arrows } = &worksheet.part("circle").unwrap().kind else {
        unreachable!("it is a diagram")
    };
    assert_eq!(arrows[0].label.as_deref(), Some("then"));
}

#[test]
fn every_rule_broken_on_purpose_is_named_with_its_line() {
    for (from, to, says) in [
        (
            "workspace = \"for-this-test\"",
            "workspace = \"elsewhere\"",
            "no workspace called",
        ),
        (
            "stage = \"first\"",
            "stage = \"last\"",
            "no stage of its workspace",
        ),
        (
            "techniques = [\"grounding\"]",
            "techniques = [\"magic\"]",
            "no technique called",
        ),
        ("id = \"line\"", "id = \"Li ne\"", "small letters"),
        ("id = \"after\"", "id = \"before\"", "two times the field"),
        (
            "id = \"ladder\"\nkind",
            "id = \"table\"\nkind",
            "two times the part",
        ),
        (
            "source = \"Made for this test.\"",
            "source = \" \"",
            "\"source\" is not empty",
        ),
        ("rows = 2", "rows = 11", "1 to 10 rows"),
        (
            "kind = \"record\"\n",
            "kind = \"record\"\nrows = 2\n",
            "has rows",
        ),
        ("by = \"fear\"\n", "", "says in \"by\""),
        ("by = \"fear\"", "by = \"joy\"", "one of its numbers"),
        (
            "kind = \"table\"\n",
            "kind = \"table\"\nby = \"minute\"\n",
            "only a ladder",
        ),
        ("max = 120\n", "", "\"min\" and \"max\""),
        ("max = 120", "max = 0", "lies below"),
        ("high = \"wholly\"\n", "", "\"low\" and \"high\""),
        (
            "suggest = [\"like this\"]",
            "unit = \"m\"",
            "does not belong to this kind",
        ),
        (
            ", { id = \"b\", label = \"That\" }]",
            "]",
            "at least two things",
        ),
        (
            "{ id = \"b\", label = \"That\" }",
            "{ id = \"a\", label = \"That\" }",
            "an id of its own",
        ),
        (
            "from = \"all-kinds.table\"",
            "from = \"table\"",
            "names a worksheet and its part",
        ),
        (
            "from = \"all-kinds.table\"",
            "from = \"all-kinds.ladder\"",
            "no table with words",
        ),
        (
            "from = \"all-kinds.table\"",
            "from = \"nowhere.table\"",
            "no table with words",
        ),
        ("at = [2, 1]", "at = [1, 1]", "a place of its own"),
        ("at = [2, 1]", "at = [5, 1]", "a place of its own"),
        ("at = [2, 1]\n", "", "a place of its own"),
        ("to = \"right\"", "to = \"up\"", "no box called"),
        (
            "id = \"left\"\nkind = \"text\"",
            "id = \"left\"\nkind = \"line\"",
            "are texts",
        ),
        (
            "id = \"line\"\nkind = \"line\"",
            "id = \"line\"\nkind = \"line\"\nat = [1, 1]",
            "only boxes",
        ),
        (
            "id = \"number\"\nkind = \"number\"\nmin = 0\nmax = 10",
            "id = \"number\"\nkind = \"text\"",
            "exactly one number",
        ),
        (
            "id = \"words\"\nkind = \"text\"\nlabel = \"Anything\"",
            "id = \"words\"\nkind = \"line\"\nlabel = \"Anything\"",
            "exactly one text",
        ),
        (
            "severity = \"careful\"",
            "severity = \"not_now\"",
            "no situation called",
        ),
        (
            "before = \"record.before\"",
            "before = \"record\"",
            "write part.field",
        ),
        (
            "before = \"record.before\"",
            "before = \"record.line\"",
            "is no number",
        ),
        (
            "before = \"record.before\"",
            "before = \"scale.number\"",
            "go from and to the same",
        ),
        (
            "field = \"scale.number\"",
            "field = \"table.minute\"",
            "more than once",
        ),
        (
            "field = \"scale.number\"",
            "field = \"scale.gone\"",
            "no field scale.gone",
        ),
        (
            "up = \"table.height\"",
            "up = \"scale.number\"",
            "stand in one table",
        ),
        (
            "by = \"record.step\"",
            "by = \"record.after\"",
            "a pick, a line or a choice",
        ),
        (
            "fields = [\"record.choice\"",
            "fields = [\"record.after\"",
            "cannot be counted",
        ),
        ("minutes = 5", "minuten = 5", "unknown field"),
        ("kind = \"scale\"", "kind = \"spiral\"", "unknown variant"),
    ] {
        let broken = WHOLE.replacen(from, to, 1);
        assert_ne!(broken, WHOLE, "{from} is not in the text");
        let error = read(&broken).unwrap_err().to_string();
        assert!(error.contains(says), "{to}: {error}");
        assert!(error.starts_with("worksheets/all-kinds.toml:"), "{error}");
    }
}

#[test]
fn a_language_is_there_whole_or_not_at_all() {
    let words = |skip: &str, more: &str| {
        let places = [
            "name",
            "what",
            "when",
            "part.record.title",
            "part.record.help",
            "field.record.line.label",
            "field.record.line.help",
            "suggest.record.line.1",
            "field.record.before.label",
            "field.record.before.low",
            "field.record.before.high",
            "field.record.before.unit",
            "field.record.after.label",
            "field.record.choice.label",
            "option.record.choice.a",
            "option.record.choice.b",
            "field.record.step.label",
            "part.table.title",
            "field.table.words.label",
            "field.table.minute.label",
            "field.table.height.label",
            "part.ladder.title",
            "field.ladder.fear.label",
            "part.plan.title",
            "field.plan.day.label",
            "field.plan.hour.label",
            "field.plan.who.label",
            "option.plan.who.me",
            "option.plan.who.you",
            "part.circle.title",
            "field.circle.left.label",
            "field.circle.right.label",
            "arrow.circle.1",
            "part.scale.title",
            "field.scale.number.label",
            "part.space.title",
            "field.space.words.label",
            "guide.1.title",
            "guide.1.1.name",
            "guide.1.1.text",
            "guide.1.1.ask",
        ];
        let given = places.iter().filter(|place| **place != skip);
        let lines: Vec<String> = given
            .map(|place| format!("\"{place}\" = \"de {place}\""))
            .collect();
        format!("{WHOLE}\n[de]\n{}\n{more}", lines.join("\n"))
    };
    let worksheet = read(&words("", "")).unwrap();
    assert_eq!(worksheet.languages(), ["en", "de"]);
    let german = worksheet.in_language("de");
    assert_eq!(german.name, "de name");
    assert_eq!(
        german.guides[0].entries[0].ask.as_deref(),
        Some("de guide.1.1.ask")
    );
    let FieldKind::Number(range) = &german.part("record").unwrap().field("before").unwrap().kind
    else {
        unreachable!("it is a number")
    };
    assert_eq!(
        range.ends.as_ref().unwrap().1,
        "de field.record.before.high"
    );
    assert_eq!(
        worksheet.in_language("fr"),
        worksheet,
        "English where there is no other"
    );
    assert_eq!(worksheet.name, "Everything");

    let error = read(&words("arrow.circle.1", "")).unwrap_err().to_string();
    assert!(
        error.contains("[de] has no words for \"arrow.circle.1\""),
        "{error}"
    );
    let error = read(&words("", "\"part.gone.title\" = \"x\"\n")).unwrap_err();
    assert!(
        error.to_string().contains("no place of this worksheet"),
        "{error}"
    );
}

#[test]
fn a_client_never_picks_from_what_they_are_never_shown() {
    let hidden = WHOLE
        .replace("used_by = \"both\"", "used_by = \"clinician\"")
        .replace("all-kinds", "hidden");
    let mut files = files();
    files.insert("worksheets/hidden.toml", hidden);
    let open = WHOLE.replace("from = \"all-kinds.table\"", "from = \"hidden.table\"");
    files.insert("worksheets/all-kinds.toml", open.clone());
    let error = Catalog::from_files(&files).unwrap_err();
    assert!(error.to_string().contains("cannot pick"), "{error}");
    let clinician = open.replace("used_by = \"both\"", "used_by = \"clinician\"");
    files.insert("worksheets/all-kinds.toml", clinician);
    assert!(Catalog::from_files(&files).is_ok());
}

#[test]
fn the_practices_own_never_takes_the_place_of_a_shipped_one() {
    let mut files = files();
    files.insert("worksheets/all-kinds.toml", WHOLE.to_owned());
    let shipped = Catalog::from_files(&files).unwrap();
    let error = own("all-kinds", WHOLE, &shipped).unwrap_err();
    assert!(
        error.to_string().contains("comes with the program"),
        "{error}"
    );

    let first = read(WHOLE).unwrap();
    let mut second = first.clone();
    second.version = 2;
    second.name = "Another name".to_owned();
    let together = catalog()
        .clone()
        .with_own_worksheets(vec![first.clone(), second], BTreeSet::new());
    assert_eq!(
        together.worksheet("all-kinds").unwrap().name,
        "Another name"
    );
    // A version that was saved is never written over.
    let again = own("all-kinds", WHOLE, &together).unwrap_err();
    assert!(again.to_string().contains("version 3"), "{again}");
    let next = WHOLE.replace("version = 1", "version = 3");
    assert!(own("all-kinds", &next, &together).is_ok());
    let retired = BTreeSet::from(["all-kinds".to_owned()]);
    let stopped = together.clone().with_own_worksheets(Vec::new(), retired);
    assert!(stopped.worksheet("all-kinds").is_some() && !stopped.gives_out("all-kinds"));
    assert!(!together.ships("all-kinds") && shipped.ships("all-kinds"));
    let kept = shipped
        .clone()
        .with_own_worksheets(vec![first], BTreeSet::new());
    assert_eq!(kept.worksheets.len(), shipped.worksheets.len());
}

/// What a technique asks in prompts can be filled in like any worksheet.
#[test]
fn prompts_of_techniques_are_worksheets_of_their_workspace() {
    let catalog = Catalog::shipped().unwrap();
    for technique in &catalog.techniques {
        let id = format!("prompts-{}", technique.id);
        let home = catalog
            .workspaces
            .iter()
            .any(|it| it.modalities.contains(&technique.modality));
        assert_eq!(
            catalog.worksheet(&id).is_some(),
            home && !technique.worksheets.is_empty(),
            "{id}"
        );
    }
}

#[test]
fn what_clients_fill_in_speaks_every_language_of_the_portal() {
    let catalog = Catalog::shipped().unwrap();
    let sheets = catalog.worksheets.iter();
    let for_clients = sheets.filter(|it| it.used_by == UsedBy::Both);
    let mut seen = 0;
    for worksheet in for_clients {
        assert_eq!(
            worksheet.languages(),
            ["en", "de", "es"],
            "{}",
            worksheet.id
        );
        assert_ne!(
            worksheet.in_language("es").name,
            worksheet.name,
            "{}",
            worksheet.id
        );
        seen += 1;
    }
    assert!(seen >= 90, "{seen} worksheets for clients");
}

#[test]
fn a_list_of_prompts_is_whole_in_every_language() {
    let catalog = Catalog::shipped().unwrap();
    let lists = catalog.worksheets.iter();
    for list in lists.filter(|it| it.id.starts_with("prompts-")) {
        for language in ["de", "es"] {
            let said = list.in_language(language);
            let (there, here) = (&said.parts[0], &list.parts[0]);
            assert_ne!(said.what, list.what, "{} {language}", list.id);
            assert_ne!(there.title, here.title, "{} {language}", list.id);
            for (one, other) in there.fields.iter().zip(&here.fields) {
                assert_eq!(one.id, other.id);
                assert_ne!(one.label, other.label, "{} {language}", list.id);
            }
        }
    }
}
