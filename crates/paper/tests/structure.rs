//! What a screen reader and an archive would find, read back with a library that had no part in writing.
#![expect(clippy::unwrap_used, reason = "a test may fall over")]

mod reading;

use attune_paper::{Block, Day, Document, PaperError, Table, unwritable, write};
use reading::{Node, Read};

const SVG: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 300" font-family="sans-serif">
<title>Course</title><rect x="10" y="10" width="780" height="280" fill="#ededed"/>
<text x="40" y="60" font-size="13" fill="#222">PHQ-9 über Zeit</text>
<path d="M 20 200 L 400 100" stroke="#444" fill="none" stroke-dasharray="7 4"/></svg>"##;

fn letter(blocks: Vec<Block>) -> Document {
    Document {
        language: "de".to_owned(),
        title: "Brief an die Hausärztin".to_owned(),
        author: "Dr. Ingrid Holm".to_owned(),
        made: Day {
            year: 2026,
            month: 5,
            day: 14,
        },
        sender: vec!["Praxis am stillen Fluss".to_owned()],
        identifiers: "Łucja Özdemir-Nuñez, geboren am 3. März 1990".to_owned(),
        page_words: "Seite {page} von {pages}".to_owned(),
        blocks,
    }
}

fn everything() -> Document {
    let heading = |level, text: &str| Block::Heading {
        level,
        text: text.to_owned(),
    };
    letter(vec![
        heading(2, "Verlauf"),
        Block::Paragraph(
            "Der Schlaf kam im April zurück; ¿cómo está? Größe, Straße, naïve.".to_owned(),
        ),
        // Two levels down at once: raised to the next.
        heading(4, "Im Einzelnen"),
        Block::Quote("„Ich schlafe wieder.“".to_owned()),
        Block::List(vec![
            "Erstens".to_owned(),
            "Zweitens, und etwas länger, ".repeat(9),
        ]),
        Block::Table(Table {
            caption: "PHQ-9".to_owned(),
            head: vec!["Tag".to_owned(), "Wert".to_owned(), "Band".to_owned()],
            rows: (1..70)
                .map(|day| {
                    vec![
                        format!("Tag {day}"),
                        "14 (11 bis 17)".to_owned(),
                        "mittel".to_owned(),
                    ]
                })
                .collect(),
        }),
        Block::Picture {
            svg: SVG.to_owned(),
            alternative: "PHQ-9 fiel von 18 auf 9.".to_owned(),
            caption: "Verlauf des PHQ-9".to_owned(),
        },
        Block::Signature("Dr. Ingrid Holm".to_owned()),
    ])
}

fn read(document: &Document) -> Read {
    Read::new(&write(document).unwrap())
}

#[test]
fn says_what_it_is() {
    let read = read(&everything());
    assert_eq!(read.language(), "de");
    assert!(read.marked());
    assert!(read.shows_title());
    let about = read.metadata();
    assert!(about.contains("Brief an die Hausärztin"));
    assert!(about.contains("<pdfuaid:part>1"), "{about}");
    assert!(
        about.contains("<pdfaid:part>2") && about.contains("<pdfaid:conformance>A"),
        "{about}"
    );
    assert_eq!(
        read.bookmarks(),
        ["Brief an die Hausärztin", "Verlauf", "Im Einzelnen"]
    );
}

#[test]
fn the_tree_says_what_everything_means() {
    let tree = read(&everything()).tree();
    let kinds: Vec<&str> = tree.iter().map(|node| node.kind.as_str()).collect();
    assert_eq!(
        kinds,
        [
            "P",
            "H1",
            "H2",
            "P",
            "H3",
            "BlockQuote",
            "L",
            "Table",
            "Figure",
            "P",
            "P"
        ]
    );
    let list = &tree[6];
    assert_eq!(list.children.len(), 2);
    assert!(
        list.children
            .iter()
            .all(|item| item.kinds() == ["Lbl", "LBody"])
    );
    let table = &tree[7];
    assert_eq!(table.kinds(), ["Caption", "THead", "TBody"]);
    let head = &table.children[1].children[0];
    assert!(
        head.children
            .iter()
            .all(|cell| cell.kind == "TH" && cell.scope == "Column")
    );
    let body = &table.children[2];
    assert_eq!(body.children.len(), 69);
    for row in &body.children {
        assert_eq!(row.kinds(), ["TH", "TD", "TD"]);
        assert_eq!(row.children[0].scope, "Row");
    }
    let figure = &tree[8];
    assert_eq!(figure.alternative, "PHQ-9 fiel von 18 auf 9.");
    assert!(figure.bounded);
}

#[test]
fn every_page_names_whom_it_is_about() {
    let read = read(&everything());
    let pages = read.pages();
    assert!(pages.len() > 2);
    let all = pages.len();
    for (number, text) in pages.iter().enumerate() {
        assert!(
            text.contains("Łucja Özdemir-Nuñez, geboren am 3. März 1990"),
            "{text}"
        );
        assert!(
            text.contains(&format!("Seite {} von {all}", number + 1)),
            "{text}"
        );
        assert!(text.contains("Tag") || text.contains("Holm"));
    }
    // Seen on every page, read on none.
    assert!(!read.tree().iter().any(|node| node.says("Łucja")));
}

#[test]
fn text_comes_out_in_the_order_in_which_it_is_read() {
    let read = read(&everything());
    let text = read.pages().concat();
    let mut from = 0;
    for words in [
        "stillen Fluss",
        "Brief an die Hausärztin",
        "Verlauf",
        "Schlaf kam im April",
        "Größe",
        "schlafe wieder",
        "Erstens",
        "Tag 1",
        "Tag 69",
        "Verlauf des PHQ-9",
    ] {
        let found = text[from..].find(words);
        assert!(
            found.is_some(),
            "{words} is not there after {}",
            &text[..from]
        );
        from += found.unwrap();
    }
}

#[test]
fn names_in_other_scripts_do_not_vanish() {
    let names = [
        "Дарья Иванова",
        "Ελένη",
        "שירה",
        "ليلى",
        "Nguyễn Thị Ánh",
        "Şebnem",
    ];
    let document = letter(vec![Block::Paragraph(names.join(", "))]);
    assert_eq!(unwritable(&document).unwrap(), []);
    let text = read(&document).pages().concat();
    for name in ["Дарья Иванова", "Ελένη", "Nguyễn Thị Ánh", "Şebnem"] {
        assert!(text.contains(name), "{name} is not in {text}");
    }
    // From the right: a plain reader gives the letters as they are seen.
    for name in ["שירה", "ليلى"] {
        let seen: String = name.chars().rev().collect();
        assert!(
            text.contains(name) || text.contains(&seen),
            "{name} is not in {text}"
        );
    }
}

#[test]
fn what_cannot_be_written_is_named_and_nothing_is_left_out() {
    let document = letter(vec![Block::Paragraph("愛 and 愛 and 子".to_owned())]);
    assert_eq!(unwritable(&document).unwrap(), ['愛', '子']);
    let error = write(&document).unwrap_err();
    assert!(matches!(error, PaperError::Unwritable { .. }));
    assert!(error.to_string().contains("愛 (U+611B), 子 (U+5B50)"));
}

#[test]
fn long_words_and_paragraphs_go_over_pages_and_nothing_is_lost() {
    let words: Vec<String> = (0..3000).map(|number| format!("w{number}")).collect();
    let mut blocks = vec![Block::Paragraph(words.join(" "))];
    blocks.push(Block::Paragraph("x".repeat(400)));
    blocks.push(Block::Paragraph("one\n\ntwo\tthree\u{200b}".to_owned()));
    let text = read(&letter(blocks)).pages().concat();
    assert!(words.iter().all(|word| text.contains(word)));
    // One more is in the name of the practice.
    assert_eq!(text.matches('x').count(), 401);
}

#[test]
fn a_broken_picture_and_a_torn_table_are_refused() {
    let picture = Block::Picture {
        svg: "<svg".to_owned(),
        alternative: "x".to_owned(),
        caption: String::new(),
    };
    assert!(matches!(
        write(&letter(vec![picture])),
        Err(PaperError::Picture { number: 1, .. })
    ));
    let table = Table {
        caption: String::new(),
        head: vec!["a".to_owned()],
        rows: vec![vec![]],
    };
    assert!(matches!(
        write(&letter(vec![Block::Table(table)])),
        Err(PaperError::Table { row: 1 })
    ));
}

#[test]
fn empty_cells_stay_cells_and_an_empty_letter_is_a_letter() {
    let table = Table {
        caption: String::new(),
        head: vec!["a".to_owned(), "b".to_owned()],
        rows: vec![vec!["1".to_owned(), String::new()]],
    };
    let tree = read(&letter(vec![
        Block::Table(table),
        Block::List(vec![]),
        Block::Paragraph(String::new()),
    ]))
    .tree();
    let table = tree.iter().find(|node| node.kind == "Table").unwrap();
    assert_eq!(table.children[1].children[0].kinds(), ["TH", "TD"]);
    assert_eq!(read(&letter(vec![])).pages().len(), 1);
}

#[test]
fn the_same_letter_is_the_same_file() {
    assert_eq!(write(&everything()).unwrap(), write(&everything()).unwrap());
}

#[test]
fn other_checkers_agree_where_they_are_at_hand() {
    let file = std::env::temp_dir().join(format!("attune-paper-{}.pdf", std::process::id()));
    std::fs::write(&file, write(&everything()).unwrap()).unwrap();
    for (program, arguments) in [
        ("qpdf", &["--check"][..]),
        ("verapdf", &["--flavour", "ua1", "--format", "text"]),
    ] {
        match std::process::Command::new(program)
            .args(arguments)
            .arg(&file)
            .output()
        {
            Ok(said) => {
                let words = String::from_utf8_lossy(&said.stdout);
                assert!(
                    said.status.success() && !words.contains("FAIL"),
                    "{program}: {words}"
                );
            }
            Err(_) => reading::note(&format!("{program} is not installed, so it was not asked")),
        }
    }
    std::fs::remove_file(&file).unwrap();
}

/// Words of a node's own spans are not in the tree itself; only alternatives are.
impl Node {
    fn says(&self, words: &str) -> bool {
        self.alternative.contains(words) || self.children.iter().any(|child| child.says(words))
    }
}
