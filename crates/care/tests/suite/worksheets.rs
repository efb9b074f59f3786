//! Worksheets in a record: what is typed is kept or named, and a client reaches what was given to them and no more.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::collections::BTreeMap;

use attune_care::assess::{put_back, taken_out};
use attune_care::worksheets::{
    CellProblem, Expected, Filling, Giving, Links, MomentInput, PickedRow, Typed, TypedRow, Value,
    end_giving, fill_sheet, give_worksheet, open_to_client, pickable, read, set_moment,
    take_moment_out, take_sheet_out, typed,
};
use attune_care::{Author, Entry, NewEntry, Record, Refusal};
use attune_catalog::worksheet::{FieldPlace, Rows, Worksheet, own};
use attune_catalog::{Catalog, Files};
use attune_ids::{AccountId, EntryId, IdSource, RowId, SeededIds, SheetId};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use uuid::Uuid;

const TODAY: Date = date(2026, 5, 14);
const STAFF: Author = Author::Staff(AccountId(Uuid::from_u128(7)));

const LADDER: &str = r#"
id = "my-ladder"
version = 2
name = "Ladder"
workspace = "for-this-test"
order = 1
used_by = "both"
what = "Step by step."
source = "Made for this test."

[[part]]
id = "aim"
kind = "record"
title = "Where to"
[[part.field]]
id = "words"
kind = "text"
label = "What do you want to be able to do?"
[[part.field]]
id = "sure"
kind = "number"
min = 0
max = 10
label = "How sure are you?"
[[part.field]]
id = "help"
kind = "several"
label = "What helps?"
options = [{ id = "alone", label = "Going alone" }, { id = "friend", label = "A friend" }]
[[part.field]]
id = "day"
kind = "day"
label = "From when?"
[[part.field]]
id = "hour"
kind = "time"
label = "At what time?"

[[part]]
id = "steps"
kind = "ladder"
by = "fear"
title = "The steps"
[[part.field]]
id = "step"
kind = "line"
label = "Step"
[[part.field]]
id = "fear"
kind = "number"
min = 0
max = 100
label = "Fear"

[[part]]
id = "begun"
kind = "record"
title = "Where to begin"
[[part.field]]
id = "which"
kind = "pick"
from = "my-ladder.steps"
label = "Which step?"
"#;

struct Scene {
    entries: Vec<Entry>,
    ids: SeededIds,
}

impl Scene {
    fn new() -> Self {
        Self {
            entries: Vec::new(),
            ids: SeededIds::new(4),
        }
    }

    fn record(&self) -> Record {
        Record::from_entries(&self.entries)
    }

    fn keep(&mut self, by: Author, new: Vec<NewEntry>) {
        let minutes = i64::try_from(self.entries.len()).unwrap();
        let at = Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_mins(minutes);
        self.entries
            .extend(new.into_iter().map(|entry| entry.sign(by, at)));
    }

    fn id(&mut self) -> EntryId {
        EntryId(self.ids.next_id())
    }
}

fn catalog() -> &'static Catalog {
    static CATALOG: std::sync::OnceLock<Catalog> = std::sync::OnceLock::new();
    CATALOG.get_or_init(|| {
        let mut files = Files::shipped().unwrap();
        let workspace = "id = \"for-this-test\"\nname = \"Test\"\norder = 90\nmodalities = []\nwhat = \"A test.\"\n";
        files.insert("workspaces/for-this-test.toml", workspace.to_owned());
        Catalog::from_files(&files).unwrap()
    })
}

fn ladder() -> Worksheet {
    own("my-ladder", LADDER, catalog()).unwrap()
}

fn row(id: u128, cells: &[(&str, &str)]) -> TypedRow {
    let mut by_field: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (field, words) in cells {
        by_field
            .entry((*field).to_owned())
            .or_default()
            .push((*words).to_owned());
    }
    TypedRow {
        id: RowId(Uuid::from_u128(id)),
        cells: by_field,
    }
}

fn form(parts: &[(&str, Vec<TypedRow>)]) -> Typed {
    let parts = parts.iter().cloned();
    Typed {
        parts: parts.map(|(id, rows)| (id.to_owned(), rows)).collect(),
    }
}

fn nothing(_: &Rows) -> Vec<PickedRow> {
    Vec::new()
}

fn filling(typed: &Typed) -> Filling {
    Filling {
        sheet: SheetId(Uuid::from_u128(50)),
        seen: None,
        on: TODAY,
        parts: read(&ladder(), typed, &nothing).unwrap(),
        links: Links::default(),
    }
}

fn steps() -> Typed {
    form(&[(
        "steps",
        vec![
            row(1, &[("step", "Ten stops"), ("fear", "90")]),
            row(2, &[("step", "To the stop"), ("fear", "20")]),
            row(3, &[("step", "Some day")]),
        ],
    )])
}

#[test]
fn what_is_typed_is_read_and_comes_back_as_it_was() {
    let typed_in = form(&[
        (
            "aim",
            vec![row(
                9,
                &[
                    ("words", "Take the bus"),
                    ("sure", "0"),
                    ("help", "friend"),
                    ("help", "alone"),
                    ("day", "2026-05-20"),
                    ("hour", "08:30"),
                ],
            )],
        ),
        ("steps", steps().parts["steps"].clone()),
        (
            "begun",
            vec![row(4, &[("which", "00000000-0000-0000-0000-000000000002")])],
        ),
    ]);
    let rows = |_: &Rows| {
        vec![PickedRow {
            row: RowId(Uuid::from_u128(2)),
            name: "To the stop".to_owned(),
        }]
    };
    let parts = read(&ladder(), &typed_in, &rows).unwrap();
    let scene = &mut Scene::new();
    let entry = scene.id();
    let filled = Filling {
        parts,
        ..filling(&steps())
    };
    let new = fill_sheet(&scene.record(), &ladder(), &filled, STAFF, TODAY, entry).unwrap();
    scene.keep(STAFF, new);
    let record = scene.record();
    let sheet = &record.sheets[0].item;
    // Nothing is not zero, and zero is not nothing.
    let sure = FieldPlace {
        part: "aim".to_owned(),
        field: "sure".to_owned(),
    };
    assert_eq!(sheet.number(&sure), Some(0));
    let ladder = ladder();
    let part = sheet.part("steps").unwrap();
    let order: Vec<&str> = part
        .in_order(ladder.part("steps").unwrap())
        .into_iter()
        .filter_map(|row| row.name())
        .collect();
    assert_eq!(order, ["To the stop", "Ten stops", "Some day"]);
    let mut again = typed(sheet);
    // Times come back as a browser writes them; ids of rows stay.
    assert_eq!(again.parts["aim"][0].cells["hour"], ["08:30"]);
    assert_eq!(
        again.parts.remove("begun").unwrap()[0].id,
        RowId(Uuid::from_u128(4))
    );
    assert_eq!(again.parts["steps"], typed_in.parts["steps"]);
    assert_eq!(again.parts["aim"], typed_in.parts["aim"]);
}

#[test]
fn what_does_not_fit_is_named_by_part_row_and_field() {
    let long = "x".repeat(10_001);
    let wrong = form(&[
        (
            "aim",
            vec![row(
                9,
                &[
                    ("words", &long),
                    ("sure", "11"),
                    ("help", "magic"),
                    ("day", "20.5."),
                    ("hour", "25:00"),
                ],
            )],
        ),
        (
            "steps",
            vec![
                row(1, &[("step", "fine"), ("fear", "10")]),
                row(2, &[("fear", "much")]),
            ],
        ),
        (
            "begun",
            vec![row(4, &[("which", "00000000-0000-0000-0000-000000000002")])],
        ),
    ]);
    let problems = read(&ladder(), &wrong, &nothing).unwrap_err();
    let seen: Vec<(&str, usize, &str, Expected)> = problems
        .iter()
        .map(|it: &CellProblem| (it.part.as_str(), it.number, it.field.as_str(), it.expected))
        .collect();
    assert_eq!(
        seen,
        [
            ("aim", 1, "words", Expected::Shorter(10_000)),
            ("aim", 1, "sure", Expected::Number(0, 10)),
            ("aim", 1, "help", Expected::Offered),
            ("aim", 1, "day", Expected::Day),
            ("aim", 1, "hour", Expected::Time),
            ("steps", 2, "fear", Expected::Number(0, 100)),
            ("begun", 1, "which", Expected::Offered),
        ]
    );
    let many = form(&[(
        "steps",
        (0..101).map(|id| row(id, &[("step", "s")])).collect(),
    )]);
    let problems = read(&ladder(), &many, &nothing).unwrap_err();
    assert_eq!(problems[0].expected, Expected::FewerRows(100));
    // Blank is blank: no answer, no row, no sheet.
    let blank = form(&[("steps", vec![row(1, &[("step", "  "), ("fear", "")])])]);
    assert_eq!(read(&ladder(), &blank, &nothing).unwrap(), []);
    let record = Record::default();
    let refused = fill_sheet(
        &record,
        &ladder(),
        &filling(&blank),
        STAFF,
        TODAY,
        EntryId(Uuid::nil()),
    );
    assert!(matches!(refused, Err(Refusal::Missing { .. })));
}

#[test]
fn two_windows_do_not_overwrite_each_other_and_old_answers_stay() {
    let scene = &mut Scene::new();
    let first = scene.id();
    let mut old = filling(&steps());
    // An earlier version of the worksheet asked one thing more.
    let mut cell = old.parts[0].rows[0].cells[0].clone();
    cell.field = "smell".to_owned();
    cell.value = Value::Words("Diesel".to_owned());
    old.parts[0].rows[0].cells.push(cell);
    let new = fill_sheet(&scene.record(), &ladder(), &old, STAFF, TODAY, first).unwrap();
    scene.keep(STAFF, new);

    let second = scene.id();
    let stale = filling(&steps());
    let refused = fill_sheet(&scene.record(), &ladder(), &stale, STAFF, TODAY, second);
    assert!(matches!(refused, Err(Refusal::AlreadyDone { .. })));

    let fresh = Filling {
        seen: Some(first),
        ..stale
    };
    let new = fill_sheet(&scene.record(), &ladder(), &fresh, STAFF, TODAY, second).unwrap();
    scene.keep(STAFF, new);
    let record = scene.record();
    assert_eq!((record.sheets.len(), record.sheets[0].set.len()), (1, 2));
    let row = &record.sheets[0].item.parts[0].rows[0];
    assert_eq!(
        row.value("smell"),
        Some(&Value::Words("Diesel".to_owned())),
        "what is not asked any more is not lost"
    );

    let out = scene.id();
    let ids = &mut SeededIds::new(9);
    let record = scene.record();
    let sheet = record.sheets[0].item.id;
    assert!(take_sheet_out(&record, sheet, " ", out, ids).is_err());
    let new = take_sheet_out(&record, sheet, "the wrong client", out, ids).unwrap();
    scene.keep(STAFF, new);
    assert!(scene.record().sheets.is_empty());
    let taken = taken_out::<attune_care::worksheets::Sheet>(&scene.entries);
    let back = scene.id();
    let new = put_back(&scene.record(), &taken[0], back, ids).unwrap();
    scene.keep(STAFF, new);
    assert_eq!(scene.record().sheets, record.sheets);
}

#[test]
fn a_client_reaches_what_was_given_to_them_and_no_more() {
    let scene = &mut Scene::new();
    let ladder = ladder();
    // The clinician fills one in; nothing is given.
    let entry = scene.id();
    let new = fill_sheet(
        &scene.record(),
        &ladder,
        &filling(&steps()),
        STAFF,
        TODAY,
        entry,
    )
    .unwrap();
    scene.keep(STAFF, new);
    assert_eq!(open_to_client(&scene.record()).count(), 0);
    let own = Filling {
        sheet: SheetId(Uuid::from_u128(51)),
        ..filling(&steps())
    };
    let id = scene.id();
    let by_client = |scene: &Scene, filling: &Filling| {
        fill_sheet(&scene.record(), &ladder, filling, Author::Client, TODAY, id)
    };
    assert!(by_client(scene, &own).is_err(), "nothing was given");
    let theirs = Filling {
        seen: Some(entry),
        ..filling(&steps())
    };
    assert!(by_client(scene, &theirs).is_err(), "the clinician's sheet");

    let giving = |sheet| Giving {
        worksheet: "my-ladder".to_owned(),
        sheet,
        words: " once a day ".to_owned(),
        session: None,
    };
    let given = scene.id();
    let new = give_worksheet(&scene.record(), &ladder, giving(None), given).unwrap();
    scene.keep(STAFF, new);
    let again = give_worksheet(&scene.record(), &ladder, giving(None), scene.id());
    assert!(matches!(again, Err(Refusal::AlreadyDone { .. })));
    let answered = Filling {
        links: Links {
            giving: Some(given),
            ..Links::default()
        },
        ..own.clone()
    };
    let new = by_client(scene, &answered).unwrap();
    scene.keep(Author::Client, new);
    let names = |scene: &Scene| -> Vec<SheetId> {
        open_to_client(&scene.record())
            .map(|kept| kept.item.id)
            .collect()
    };
    assert_eq!(names(scene), [own.sheet]);
    assert!(by_client(scene, &theirs).is_err(), "still the clinician's");

    // What a client can pick is from their own sheets.
    let rows = Rows {
        worksheet: "my-ladder".to_owned(),
        part: "steps".to_owned(),
    };
    let record = scene.record();
    assert_eq!(pickable(open_to_client(&record), &rows).len(), 3);
    assert_eq!(pickable(&record.sheets, &rows).len(), 6);

    // A sheet begun together is handed over.
    let shared = scene.id();
    let sheet = Some(SheetId(Uuid::from_u128(50)));
    let new = give_worksheet(&scene.record(), &ladder, giving(sheet), shared).unwrap();
    scene.keep(STAFF, new);
    assert!(by_client(scene, &theirs).is_ok());

    let ending = scene.id();
    let new = end_giving(&scene.record(), given, ending).unwrap();
    scene.keep(STAFF, new);
    let another = Filling {
        sheet: SheetId(Uuid::from_u128(52)),
        ..answered
    };
    assert!(
        by_client(scene, &another).is_err(),
        "it is not asked any more"
    );
    assert_eq!(names(scene).len(), 2, "what they wrote stays theirs to see");
    assert!(end_giving(&scene.record(), given, ending).is_err());
}

#[test]
fn a_worksheet_for_the_clinician_is_never_given() {
    let text = LADDER.replace("used_by = \"both\"", "used_by = \"clinician\"");
    let hidden = own("my-ladder", &text, catalog()).unwrap();
    let giving = Giving {
        worksheet: "my-ladder".to_owned(),
        sheet: None,
        words: String::new(),
        session: None,
    };
    let refused = give_worksheet(&Record::default(), &hidden, giving, EntryId(Uuid::nil()));
    assert!(matches!(refused, Err(Refusal::Invalid { .. })));
}

#[test]
fn a_moment_is_named_told_better_and_taken_out() {
    let scene = &mut Scene::new();
    let ids = &mut SeededIds::new(3);
    let input = |id, words: &str| MomentInput {
        id,
        on: TODAY,
        words: words.to_owned(),
        domains: Vec::new(),
        factors: Vec::new(),
    };
    let (one, two, three) = (scene.id(), scene.id(), scene.id());
    assert!(set_moment(&scene.record(), input(None, " "), TODAY, one, ids).is_err());
    let future = MomentInput {
        on: TODAY.tomorrow().unwrap(),
        ..input(None, "a row")
    };
    assert!(set_moment(&scene.record(), future, TODAY, one, ids).is_err());
    let new = set_moment(&scene.record(), input(None, "A row"), TODAY, one, ids).unwrap();
    scene.keep(STAFF, new);
    let id = scene.record().moments[0].item.id;
    let new = set_moment(
        &scene.record(),
        input(Some(id), "A row at supper"),
        TODAY,
        two,
        ids,
    )
    .unwrap();
    scene.keep(Author::Client, new);
    let record = scene.record();
    assert_eq!(
        (record.moments.len(), record.moments[0].item.words.as_str()),
        (1, "A row at supper")
    );
    let linked = Filling {
        links: Links {
            moment: Some(id),
            ..Links::default()
        },
        ..filling(&steps())
    };
    assert!(fill_sheet(&record, &ladder(), &linked, STAFF, TODAY, three).is_ok());
    let new = take_moment_out(&record, id, "told twice", three, ids).unwrap();
    scene.keep(STAFF, new);
    assert!(scene.record().moments.is_empty());
    let refused = fill_sheet(&scene.record(), &ladder(), &linked, STAFF, TODAY, two);
    assert!(matches!(refused, Err(Refusal::NotThere { what: "moment" })));
}
