//! A letter from what is ticked to the file that is taken along.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use attune_care::Body;
use attune_care::assess::{ImportedTotal, LifeEvent, LifeEventSort, MeasureRef, Problem, When};
use attune_catalog::{Domain, ProblemArea, score_from_total};
use attune_ids::{ClientId, LetterId, LifeEventId, ProblemId, RandomIds};
use attune_record::{Actor, AuditAction, AuditFilter, Roles};
use jiff::civil::date;
use support::{Browser, Practice};

async fn scene() -> (Practice, Browser, ClientId) {
    let practice = Practice::new().await;
    let jonas = practice.clinician("Jonas Weil").await;
    let measure = practice.app.catalog.measure("phq-9").unwrap();
    let total = |value: f64, month: i8| {
        Body::TotalImported(ImportedTotal {
            measure: MeasureRef::of(measure),
            outcome: score_from_total(measure, value).unwrap(),
            on: date(2026, month, 3),
            source: "test".to_owned(),
        })
    };
    let problem = Body::ProblemSet(Problem {
        id: ProblemId::new(&mut RandomIds),
        area: ProblemArea::Depression,
        words: "I cannot get up {scores}".to_owned(),
    });
    let event = Body::LifeEventSet(LifeEvent {
        id: LifeEventId::new(&mut RandomIds),
        what: "The walrus moved out".to_owned(),
        when: When::on(date(2026, 2, 3)),
        until: None,
        age: None,
        sort: LifeEventSort::Move,
        domain: Domain::Relationships,
        felt: None,
        words: String::new(),
        began_after: Vec::new(),
    });
    let bodies = vec![problem, total(18.0, 1), event, total(9.0, 4)];
    let client = practice.client_with(&jonas, "Mira Okafor", bodies).await;
    (practice, jonas, client)
}

#[tokio::test]
async fn what_is_ticked_is_drafted_and_what_is_finished_becomes_a_file() {
    let (practice, mut jonas, client) = scene().await;
    let letters = format!("/clients/{client}/letters");
    assert!(jonas.get(&letters).await.says("No letter yet"));
    let page = jonas.get(&format!("{letters}/new/physician")).await;
    let entry = page.field("entry");
    let fields = [
        ("entry", entry.as_str()),
        ("to", "Dr. Ana Ruiz\r\nLindenweg 3"),
        ("language", "de"),
        ("part", "problems"),
        ("measure", "phq-9"),
    ];
    let begun = jonas
        .post(&format!("{letters}/new/physician"), &fields)
        .await;
    let letter = begun.location();
    let draft = jonas.get(&letter).await;
    // In the language of the letter, with scale, day, meaning and rule.
    for words in [
        "Arztbrief",
        "Für Dr. Ana Ruiz",
        "Mira Okafor",
        "9 am",
        "von 0 bis 27",
        "mehr als der Messfehler",
    ] {
        assert!(draft.says(words), "{words} is not in {}", draft.body);
    }
    assert!(
        draft.says("I cannot get up {scores}"),
        "words of a client are not looked into"
    );
    assert!(!draft.says("# Termine") && !draft.says("# Woran wir arbeiten"));

    let (entry, version) = (draft.field("entry"), draft.field("version"));
    let text = "# Verlauf\n\n[picture: course phq-9] PHQ-9 fiel von 18 auf 9.\n\n[signature]";
    let typed = |text| {
        [
            ("entry", entry.as_str()),
            ("version", version.as_str()),
            ("title", "Arztbrief"),
            ("to", "Dr. Ruiz"),
            ("text", text),
        ]
    };
    let refused = jonas.post(&format!("{letter}/finish"), &typed("愛")).await;
    assert_eq!(refused.status, 422);
    assert!(refused.says("U+611B"));
    let finished = jonas.post(&format!("{letter}/finish"), &typed(text)).await;
    let version_one = finished.location();
    assert!(version_one.ends_with("/versions/1"), "{version_one}");
    // Pressed twice.
    assert_eq!(
        jonas
            .post(&format!("{letter}/finish"), &typed(text))
            .await
            .status,
        303
    );
    assert_eq!(practice.record(client).await.letters.len(), 1);

    let page = jonas.get(&version_one).await;
    assert!(page.says("PHQ-9 fiel von 18 auf 9.") && page.body.contains("<svg"));
    // Its picture speaks the language of the letter,
    for words in [
        "PHQ-9 im Verlauf",
        "klinischer Grenzwert",
        "Fr., 3. Apr. 2026",
    ] {
        assert!(page.body.contains(words), "{words} is not in {}", page.body);
    }
    assert!(!page.body.contains("clinical cut-off"));
    // says nothing to whoever reads the letter that its words do not say, and leads nowhere.
    assert!(!page.body.contains("walrus"));
    assert!(!page.body.contains("/assess/responses/"));
    let file = jonas.post(&format!("{version_one}/pdf"), &[]).await;
    assert_eq!(file.status, 200);
    assert!(file.body.starts_with("%PDF-1.7"));
    assert_eq!(
        file.headers["content-disposition"],
        "attachment; filename=\"letter.pdf\""
    );

    // Taken up again: the first version stays as it was.
    let again = jonas
        .post(&format!("{version_one}/again"), &[])
        .await
        .location();
    let draft = jonas.get(&again).await;
    let fields = [
        ("entry", draft.field("entry")),
        ("version", draft.field("version")),
        ("text", "Kurz.".to_owned()),
    ];
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let second = jonas
        .post(&format!("{again}/finish"), &fields)
        .await
        .location();
    assert!(second.ends_with("/versions/2"));
    assert!(jonas.get(&version_one).await.says("PHQ-9 fiel"));
    assert!(jonas.get(&second).await.says("Kurz."));
}

#[tokio::test]
async fn a_practice_writes_its_own_template_and_ours_comes_back() {
    let (practice, mut jonas, client) = scene().await;
    let mut head = practice
        .staff(
            "Head",
            Roles {
                administrator: true,
                ..Roles::default()
            },
        )
        .await;
    let at = "/practice/letters?purpose=progress&language=en";
    let version = head.get(at).await.field("version");
    let sent = |text| {
        [
            ("version", version.as_str()),
            ("purpose", "progress"),
            ("language", "en"),
            ("text", text),
        ]
    };
    let refused = head
        .post("/practice/letters", &sent("T\n\n{weather}"))
        .await;
    assert_eq!(refused.status, 422);
    assert!(refused.says("{weather}"));
    assert_eq!(
        head.post("/practice/letters", &sent("Our report\n\nHello {client}"))
            .await
            .status,
        303
    );

    let entry = LetterId::new(&mut RandomIds).to_string();
    let fields = [("entry", entry.as_str()), ("language", "en")];
    let begun = jonas
        .post(&format!("/clients/{client}/letters/new/progress"), &fields)
        .await;
    let draft = jonas.get(&begun.location()).await;
    assert!(draft.says("Hello Mira Okafor"));

    let version = head.get(at).await.field("version");
    let back = [
        ("version", version.as_str()),
        ("purpose", "progress"),
        ("language", "en"),
        ("text", ""),
    ];
    head.post("/practice/letters", &back).await;
    assert!(head.get(at).await.says("comes with the program"));
}

/// A finished letter of one version, and its address.
async fn finished(jonas: &mut Browser, client: ClientId) -> String {
    let new = format!("/clients/{client}/letters/new/progress");
    let entry = jonas.get(&new).await.field("entry");
    let fields = [
        ("entry", entry.as_str()),
        ("language", "en"),
        ("part", "problems"),
    ];
    let letter = jonas.post(&new, &fields).await.location();
    let draft = jonas.get(&letter).await;
    let fields = [
        ("entry", draft.field("entry")),
        ("version", draft.field("version")),
        ("title", "How it went".to_owned()),
        ("to", String::new()),
        (
            "text",
            "The giraffe is back.\n\n[picture: course phq-9] From 18 to 9.".to_owned(),
        ),
    ];
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    jonas
        .post(&format!("{letter}/finish"), &fields)
        .await
        .location()
}

#[tokio::test]
async fn a_letter_is_shown_to_the_client_and_taken_out_again() {
    let (practice, mut jonas, client) = scene().await;
    let version = finished(&mut jonas, client).await;
    let made = jonas
        .post(&format!("/clients/{client}/space/link"), &[])
        .await;
    let from = made.body.find("/s/").unwrap();
    let link: String = made.body[from..]
        .chars()
        .take_while(|letter| !"\" <".contains(*letter))
        .collect();
    let mut phone = practice.stranger();
    assert_eq!(phone.post(&link, &[]).await.status, 303);
    let letter = practice.record(client).await.letters[0].item.letter;
    let own = format!("/portal/letters/{letter}/1");

    // Finished is not shown.
    assert!(phone.get("/portal/letters").await.says("Nothing here yet."));
    assert_eq!(phone.get(&own).await.status, 404);
    assert_eq!(phone.post(&format!("{own}/pdf"), &[]).await.status, 404);

    assert!(jonas.get(&version).await.says("They do not see it"));
    let entry = support::fresh();
    let show = [("entry", entry.as_str()), ("shown", "true")];
    for _ in 0..2 {
        let shown = jonas.post(&format!("{version}/shown"), &show).await;
        assert_eq!(shown.status, 303, "sent twice, shown once");
    }
    assert_eq!(practice.record(client).await.letters_shown.len(), 1);
    assert!(
        jonas
            .get(&version)
            .await
            .says("They can read it in their own space")
    );
    assert!(phone.get("/portal/letters").await.says("How it went"));
    let page = phone.get(&own).await;
    assert!(page.says("The giraffe is back.") && page.says("From 18 to 9."));
    assert!(
        !page.body.contains("/clients/"),
        "no address of the practice stands in a space"
    );
    let file = phone.post(&format!("{own}/pdf"), &[]).await;
    assert!(file.body.starts_with("%PDF-1.7"));
    // That it left is written down, by whom.
    let lines = practice
        .app
        .store
        .audit_lines(AuditFilter::Client(client), None, 100)
        .await
        .unwrap();
    let exported = lines.iter().find(|stored| {
        stored.line.action == AuditAction::Export && stored.line.actor == Actor::ClientLink(client)
    });
    assert!(exported.is_some());

    let entry = support::fresh();
    let hide = [("entry", entry.as_str()), ("shown", "false")];
    assert_eq!(
        jonas.post(&format!("{version}/shown"), &hide).await.status,
        303
    );
    assert_eq!(phone.get(&own).await.status, 404);
    assert_eq!(phone.post(&format!("{own}/pdf"), &[]).await.status, 404);
}

#[tokio::test]
async fn what_a_letter_says_is_found_by_search() {
    let (_practice, mut jonas, client) = scene().await;
    let version = finished(&mut jonas, client).await;
    for path in ["/search".to_owned(), format!("/clients/{client}/search")] {
        let found = jonas.post(&path, &[("words", "giraffe back")]).await;
        assert!(found.says("<mark>giraffe</mark>"), "{}", found.body);
        assert!(found.says(&format!("href=\"{version}\"")), "{}", found.body);
    }
}
