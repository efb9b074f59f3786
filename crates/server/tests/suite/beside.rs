//! Both partners' sheets side by side: only what both agreed to, only for somebody who works with both, and nothing of one
//! in anything of the other.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

use crate::support;

use attune_care::Body;
use attune_care::together::{Company, Consent, TogetherSaid};
use attune_care::worksheets::{Asked, Cell, FilledPart, FilledRow, Giving, Links, Sheet, Value};
use attune_ids::{AccountId, ClientId, EntryId, RandomIds, RowId, SheetId, TogetherId};
use attune_record::{AuditAction, AuditFilter, Relation, Roles};
use jiff::civil::date;
use support::{Browser, Page, Practice, fresh};

/// Names and words that stand nowhere else in the world.
const NAMES: [&str; 2] = ["Zarina Mondschein", "Oskar Quittenbaum"];
const DOES: [&str; 2] = [
    "zarinadoes: ask again and again",
    "oskardoes: go into the cellar",
];
const STIRS: [&str; 2] = [
    "zarinastirs: alone in the kitchen",
    "oskarstirs: never good enough",
];

/// A couple in the hands of one clinician, each with a sheet about their circle.
struct Couple {
    practice: Practice,
    jonas: Browser,
    clients: [ClientId; 2],
    sheets: [SheetId; 2],
    phones: [Browser; 2],
}

fn cell(field: &str, label: &str, words: &str) -> Cell {
    Cell {
        field: field.to_owned(),
        label: label.to_owned(),
        value: Value::Words(words.to_owned()),
    }
}

fn circle(id: SheetId, whose: usize) -> Sheet {
    Sheet {
        id,
        asked: Asked {
            worksheet: "communication-cycle".to_owned(),
            version: 2,
            name: "The circle between us".to_owned(),
        },
        on: date(2026, 5, 12),
        parts: vec![FilledPart {
            id: "circle".to_owned(),
            title: "The circle".to_owned(),
            rows: vec![FilledRow {
                id: RowId::new(&mut RandomIds),
                cells: vec![
                    cell("one_does", "What the one does", DOES[whose]),
                    cell("one_feels", "What that stirs in the one", STIRS[whose]),
                ],
            }],
        }],
        links: Links::default(),
    }
}

impl Couple {
    async fn new() -> Self {
        let practice = Practice::new().await;
        let mut jonas = practice.clinician("Jonas Weil").await;
        let together = TogetherId::new(&mut RandomIds);
        let sheets = [(); 2].map(|()| SheetId::new(&mut RandomIds));
        let mut clients = Vec::new();
        let mut phones = Vec::new();
        for whose in [0, 1] {
            let bodies = vec![
                Body::TogetherSaid(TogetherSaid {
                    together,
                    company: Company::Couple,
                    consent: Consent::Given,
                    words: String::new(),
                }),
                Body::SheetFilled(circle(sheets[whose], whose)),
                Body::WorksheetGiven(Giving {
                    worksheet: "communication-cycle".to_owned(),
                    sheet: Some(sheets[whose]),
                    words: String::new(),
                    session: None,
                }),
            ];
            let client = practice.client_with(&jonas, NAMES[whose], bodies).await;
            phones.push(space(&practice, &mut jonas, client).await);
            clients.push(client);
        }
        Self {
            practice,
            jonas,
            clients: clients.try_into().unwrap(),
            sheets,
            phones: phones.try_into().unwrap_or_else(|_| panic!("two phones")),
        }
    }

    fn address(&self) -> String {
        let [one, other] = self.clients;
        format!("/clients/{one}/beside/{other}")
    }

    /// The page of a sheet in the client's space.
    async fn own_page(&mut self, whose: usize) -> Page {
        let address = format!("/portal/sheets/{}", self.sheets[whose]);
        self.phones[whose].get(&address).await
    }

    async fn beside(&mut self) -> Page {
        let address = self.address();
        let page = self.jonas.get(&address).await;
        assert_eq!(page.status, 200, "{}", page.body);
        page
    }

    async fn says_in_space(&mut self, whose: usize, answer: &str) -> Page {
        let address = format!("/portal/sheets/{}", self.sheets[whose]);
        let page = self.phones[whose].get(&address).await;
        let fields = [
            ("entry", page.field("entry")),
            ("seen", page.field("seen")),
            ("answer", answer.to_owned()),
        ];
        let to = format!("{address}/beside");
        self.phones[whose].submit(&to, &pairs(&fields)).await
    }

    async fn says_in_room(&mut self, whose: usize, answer: &str, on: &str) -> Page {
        let client = self.clients[whose];
        let address = format!("/clients/{client}/sheets/{}", self.sheets[whose]);
        let page = self.jonas.get(&address).await;
        let fields = [
            ("entry", fresh()),
            ("seen", page.field("seen")),
            ("answer", answer.to_owned()),
            ("on", on.to_owned()),
        ];
        let to = format!("{address}/beside");
        self.jonas.submit(&to, &pairs(&fields)).await
    }

    /// Reads every page of one client's space that could show a sheet, and everything they can take along.
    async fn everything_of(&mut self, whose: usize) -> String {
        let sheet = self.sheets[whose];
        let mut all = String::new();
        for path in [
            "/portal/today".to_owned(),
            "/portal/worksheets".to_owned(),
            format!("/portal/sheets/{sheet}"),
            format!("/portal/sheets/{sheet}/fill"),
            "/portal/data".to_owned(),
            "/portal/more".to_owned(),
        ] {
            all += &self.phones[whose].get(&path).await.body;
        }
        for path in ["/portal/data/page", "/portal/data/json"] {
            let page = self.phones[whose].post(path, &[]).await;
            assert_eq!(page.status, 200, "{path}");
            all += &page.body;
        }
        let record = self.practice.record(self.clients[whose]).await;
        all += &format!("{record:?}");
        all
    }
}

async fn space(practice: &Practice, clinician: &mut Browser, client: ClientId) -> Browser {
    let link = format!("/clients/{client}/space/link");
    let page = clinician.post(&link, &[]).await;
    let from = page.body.find("/s/").unwrap_or_else(|| panic!("{page:?}"));
    let rest = &page.body[from..];
    let end = rest
        .find(|letter: char| !letter.is_ascii_alphanumeric() && !"/-_".contains(letter))
        .unwrap();
    let mut phone = practice.stranger();
    assert_eq!(phone.post(&rest[..end], &[]).await.status, 303);
    phone
}

fn pairs<'a>(typed: &'a [(&'a str, String)]) -> Vec<(&'a str, &'a str)> {
    typed
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect()
}

fn shows_any_word(page: &Page) -> bool {
    DOES.iter().chain(&STIRS).any(|words| page.says(words))
}

#[tokio::test]
async fn two_sheets_lie_side_by_side_once_both_said_yes_and_are_gone_with_the_first_no() {
    let mut couple = Couple::new().await;
    let page = couple.beside().await;
    assert!(page.says("Nothing lies side by side yet") && !shows_any_word(&page));

    // Nobody has agreed; each page of a sheet says what it is about.
    let own = couple.own_page(0).await;
    assert!(own.says("Nothing is copied") && own.says("take it back at any time"));

    let own = couple.says_in_space(0, "agree").await;
    assert!(own.says("You said yes on"), "{}", own.body);
    let page = couple.beside().await;
    assert!(page.says("Zarina Mondschein agreed for 1 sheet") && !shows_any_word(&page));
    assert!(page.says("Oskar Quittenbaum has not agreed"));

    let noted = couple.says_in_room(1, "agree", "2026-05-13").await;
    assert!(noted.says("as Jonas Weil noted"), "{}", noted.body);
    let own = couple.own_page(1).await;
    assert!(own.says("Your therapist wrote it down"));

    let page = couple.beside().await;
    for words in DOES.iter().chain(&STIRS) {
        assert!(page.says(words), "{words}");
    }
    // In turn, each step in the words of whom it is about.
    let turn = page.body.split("In turn").nth(1).unwrap();
    let places = [DOES[0], STIRS[1], DOES[1], STIRS[0]].map(|words| turn.find(words).unwrap());
    assert!(places.is_sorted(), "{places:?}");

    // Either can take it back, in either way, and it is gone with the next look.
    couple.says_in_room(0, "take_back", "2026-05-14").await;
    assert!(!shows_any_word(&couple.beside().await));
    couple.says_in_space(0, "agree").await;
    assert!(shows_any_word(&couple.beside().await));
    let own = couple.says_in_space(1, "take_back").await;
    assert!(own.says("You took it back on"));
    assert!(!shows_any_word(&couple.beside().await));
}

#[tokio::test]
async fn a_yes_is_for_what_was_seen_and_sending_it_twice_says_it_once() {
    let mut couple = Couple::new().await;
    let sheet = couple.sheets[0];
    let address = format!("/portal/sheets/{sheet}");
    let page = couple.phones[0].get(&address).await;
    let stale = [
        ("entry", page.field("entry")),
        ("seen", EntryId::new(&mut RandomIds).to_string()),
        ("answer", "agree".to_owned()),
    ];
    let to = format!("{address}/beside");
    let again = couple.phones[0].submit(&to, &pairs(&stale)).await;
    assert!(!again.says("You said yes on"));
    let fields = [
        ("entry", page.field("entry")),
        ("seen", page.field("seen")),
        ("answer", "agree".to_owned()),
    ];
    for _ in 0..2 {
        let page = couple.phones[0].submit(&to, &pairs(&fields)).await;
        assert!(page.says("You said yes on"));
    }
    let record = couple.practice.record(couple.clients[0]).await;
    assert_eq!(record.beside.len(), 1);
}

#[tokio::test]
async fn whoever_does_not_work_with_both_finds_nothing_there() {
    let mut couple = Couple::new().await;
    couple.says_in_space(0, "agree").await;
    couple.says_in_space(1, "agree").await;
    let [one, other] = couple.clients;
    let practice = &couple.practice;
    let nobody = ClientId::new(&mut RandomIds);

    let mut sabine = practice.clinician("Sabine Roth").await;
    grant(practice, one, sabine.account(), Relation::Clinician).await;
    let supervisor = Roles {
        supervisor: true,
        ..Roles::default()
    };
    let mut ada = practice.staff("Ada Obi", supervisor).await;
    for client in [one, other] {
        grant(practice, client, ada.account(), Relation::Supervisor).await;
    }
    let mut stranger = practice.clinician("Piet Vos").await;
    let nothing = sabine.get("/nothing/was/ever/here").await;
    for (browser, who) in [
        (&mut sabine, "of one"),
        (&mut ada, "a supervisor of both"),
        (&mut stranger, "of neither"),
    ] {
        for [a, b] in [
            [one, other],
            [other, one],
            [one, nobody],
            [nobody, one],
            [one, one],
        ] {
            let page = browser.get(&format!("/clients/{a}/beside/{b}")).await;
            assert_eq!(page.status, 404, "{who}");
            assert!(
                page.body == nothing.body && page.headers == nothing.headers,
                "{who}"
            );
        }
    }
    // Nor does anything on the pages they may read tell that there is another sheet.
    let sheet = couple.sheets[0];
    for (browser, writes) in [(&mut sabine, true), (&mut ada, false)] {
        for path in [
            format!("/clients/{one}/sheets/{sheet}"),
            format!("/clients/{one}/worksheets/communication-cycle"),
        ] {
            let page = browser.get(&path).await;
            assert_eq!(page.status, 200);
            assert!(!page.says("/beside/") && !page.says(&other.to_string()));
            assert!(!page.says(DOES[1]) && !page.says(NAMES[1]));
            assert!(writes || !page.says("They take it back"));
        }
    }
    // Whoever works with both is led there, and a relation that ended ends it at once.
    let address = couple.address();
    let page = format!("/clients/{one}/sheets/{sheet}");
    assert!(couple.jonas.get(&page).await.says(&address));
    let list = format!("/clients/{one}/worksheets/communication-cycle");
    assert!(couple.jonas.get(&list).await.says(&address));
    let line = couple.practice.line(AuditAction::AccessRevoke);
    let store = &couple.practice.app.store;
    let revoked = store.revoke(other, couple.jonas.account(), Relation::Clinician, &line);
    revoked.await.unwrap();
    assert_eq!(couple.jonas.get(&address).await.status, 404);
}

async fn grant(practice: &Practice, client: ClientId, account: AccountId, relation: Relation) {
    let line = practice.line(AuditAction::AccessGrant);
    let granted = practice.app.store.grant(client, account, relation, &line);
    granted.await.unwrap();
}

#[tokio::test]
async fn one_look_is_one_line_in_the_audit_of_each() {
    let mut couple = Couple::new().await;
    let before = reads(&couple).await;
    couple.beside().await;
    let after = reads(&couple).await;
    assert_eq!([after[0] - before[0], after[1] - before[1]], [1, 1]);
}

async fn reads(couple: &Couple) -> [usize; 2] {
    let mut counts = [0; 2];
    for (count, client) in counts.iter_mut().zip(couple.clients) {
        let filter = AuditFilter::Client(client);
        let store = &couple.practice.app.store;
        let lines = store.audit_lines(filter, None, 1000).await.unwrap();
        let read =
            |line: &&attune_record::StoredAuditLine| line.line.action == AuditAction::RecordRead;
        *count = lines.iter().filter(read).count();
    }
    counts
}

#[tokio::test]
async fn nothing_of_one_is_in_anything_of_the_other() {
    let mut couple = Couple::new().await;
    couple.says_in_space(0, "agree").await;
    couple.says_in_room(1, "agree", "2026-05-14").await;
    assert!(shows_any_word(&couple.beside().await));
    for whose in [0, 1] {
        let other = 1 - whose;
        let all = couple.everything_of(whose).await;
        assert!(all.contains(DOES[whose]), "what is searched is there");
        let id = couple.clients[other];
        let sheet = couple.sheets[other];
        for trace in [
            DOES[other].to_owned(),
            STIRS[other].to_owned(),
            NAMES[other].to_owned(),
            id.to_string(),
            id.0.hyphenated().to_string(),
            sheet.to_string(),
            sheet.0.hyphenated().to_string(),
        ] {
            assert!(!all.contains(&trace), "{trace} of {other}");
        }
        // Nor is it found by a search in the other's record, nor reached by its address.
        let search = format!("/clients/{}/search", couple.clients[whose]);
        let word = ["oskardoes", "zarinadoes"][whose];
        let found = couple.jonas.post(&search, &[("words", word)]).await;
        assert!(!found.says(DOES[other]));
        let theirs = format!("/portal/sheets/{sheet}");
        assert_eq!(couple.phones[whose].get(&theirs).await.status, 404);
        let said = [
            ("entry", fresh()),
            ("seen", fresh()),
            ("answer", "agree".to_owned()),
        ];
        let to = format!("{theirs}/beside");
        assert_eq!(
            couple.phones[whose].post(&to, &pairs(&said)).await.status,
            404
        );
    }
}

#[tokio::test]
async fn who_meets_nobody_is_not_asked_and_two_who_are_no_couple_are_told_how_it_begins() {
    let practice = Practice::new().await;
    let mut jonas = practice.clinician("Jonas Weil").await;
    let sheet = SheetId::new(&mut RandomIds);
    let bodies = vec![
        Body::SheetFilled(circle(sheet, 0)),
        Body::WorksheetGiven(Giving {
            worksheet: "communication-cycle".to_owned(),
            sheet: Some(sheet),
            words: String::new(),
            session: None,
        }),
    ];
    let one = practice.client_with(&jonas, NAMES[0], bodies).await;
    let other = practice.client(&jonas, NAMES[1]).await;
    let mut phone = space(&practice, &mut jonas, one).await;
    let own = phone.get(&format!("/portal/sheets/{sheet}")).await;
    assert!(own.status == 200 && !own.says("/beside"));
    let page = jonas.get(&format!("/clients/{one}/sheets/{sheet}")).await;
    assert!(!page.says("Beside the partner"));
    let page = jonas.get(&format!("/clients/{one}/beside/{other}")).await;
    assert!(page.says("First they meet as a couple"));
}
