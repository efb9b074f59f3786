//! Several clients at one time: one page to write on, and in each record what belongs to it and nobody else.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use attune_care::appointments::Standing;
use attune_ids::{ClientId, IdSource, SeededIds};
use attune_record::{AuditAction, Relation, Roles};
use attune_server::policy::Policy;
use attune_server::routes;
use support::{Browser, Page, Practice, fresh};

const TODAY: &str = "2026-05-14";
/// Names that stand nowhere else in the world.
const ANNA: &str = "Zarina Mondschein";
const BEN: &str = "Oskar Quittenbaum";
/// What is for each alone.
const ANNAS: &str = "annaalone: she has rented a flat";
const BENS: &str = "benalone: he has written to his brother";

/// A couple in the hands of one clinician.
struct Couple {
    practice: Practice,
    jonas: Browser,
    anna: ClientId,
    ben: ClientId,
}

impl Couple {
    async fn new() -> Self {
        let practice = Practice::new().await;
        let jonas = practice.clinician("Jonas Weil").await;
        let anna = practice.client(&jonas, ANNA).await;
        let ben = practice.client(&jonas, BEN).await;
        Self {
            practice,
            jonas,
            anna,
            ben,
        }
    }

    /// A time of today, with both having agreed or only she. Answers with the page of the meeting.
    async fn agree(&mut self, both: bool) -> Page {
        let (anna, ben) = (self.anna.to_string(), self.ben.to_string());
        let mut typed = times(&anna, &ben);
        typed.push(("agreed", anna.clone()));
        if both {
            typed.push(("agreed", ben.clone()));
        }
        self.jonas.post("/together", &pairs(&typed)).await
    }

    /// Both came.
    async fn begun(&mut self) -> String {
        let address = self.agree(true).await.location();
        let begun = self.begin(&address).await;
        assert_eq!(begun.status, 303, "{}", begun.body);
        address
    }

    async fn begin(&mut self, address: &str) -> Page {
        let mut typed = vec![("entry".to_owned(), fresh())];
        for client in [self.anna, self.ben] {
            let record = self.practice.record(client).await;
            typed.push((format!("came-{}", record.appointments[0].id), "yes".into()));
        }
        let typed: Vec<(&str, &str)> = typed
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        self.jonas.post(&format!("{address}/begin"), &typed).await
    }

    /// The form with both parts of their own.
    async fn written(&mut self, version: &str, shared: &str) -> Vec<(String, String)> {
        let mut typed = vec![
            ("version".to_owned(), version.to_owned()),
            ("shared".to_owned(), shared.to_owned()),
        ];
        for (client, text) in [(self.anna, ANNAS), (self.ben, BENS)] {
            let record = self.practice.record(client).await;
            let session = record.sessions[0].meeting.id;
            typed.push((format!("own-{session}"), text.to_owned()));
        }
        typed
    }

    async fn write(&mut self, address: &str, version: &str, shared: &str) -> Page {
        let typed = self.written(version, shared).await;
        let typed: Vec<(&str, &str)> = typed
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        self.jonas
            .post(&format!("{address}/autosave"), &typed)
            .await
    }

    async fn file(&mut self, address: &str) -> (Page, Vec<(&'static str, String)>) {
        let check = self.jonas.get(&format!("{address}/check")).await;
        assert_eq!(check.status, 200, "{}", check.body);
        let typed = ["entry", "version", "with"].map(|name| (name, check.field(name)));
        let typed = typed.to_vec();
        let page = self
            .jonas
            .post(&format!("{address}/file"), &pairs(&typed))
            .await;
        (page, typed)
    }

    async fn note(&self, client: ClientId) -> Option<String> {
        let record = self.practice.record(client).await;
        let note = record.sessions[0].note.as_ref();
        note.map(|note| note.item.text.clone())
    }
}

fn times(anna: &str, ben: &str) -> Vec<(&'static str, String)> {
    let mut typed = vec![("entry", fresh()), ("company", "couple".to_owned())];
    typed.extend([("with", anna.to_owned()), ("with", ben.to_owned())]);
    let more = [
        ("on", TODAY),
        ("time", "15:00"),
        ("minutes", "90"),
        ("how", "in_person"),
        ("every", "0"),
        ("number", ""),
        ("until", ""),
    ];
    typed.extend(more.map(|(name, value)| (name, value.to_owned())));
    typed
}

fn pairs<'a>(typed: &'a [(&'a str, String)]) -> Vec<(&'a str, &'a str)> {
    typed
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect()
}

#[tokio::test]
async fn from_agreeing_to_filing_each_record_gets_its_own() {
    let mut couple = Couple::new().await;
    let (anna, ben) = (couple.anna.to_string(), couple.ben.to_string());
    let mut typed = times(&anna, &ben);
    typed.extend([("agreed", anna.clone()), ("agreed", ben.clone())]);
    // Sent twice, agreed once in each record.
    let address = couple
        .jonas
        .post("/together", &pairs(&typed))
        .await
        .location();
    assert_eq!(
        couple
            .jonas
            .post("/together", &pairs(&typed))
            .await
            .location(),
        address
    );
    let [a, b] = [
        couple.practice.record(couple.anna).await,
        couple.practice.record(couple.ben).await,
    ];
    assert_eq!((a.appointments.len(), b.appointments.len()), (1, 1));
    assert_eq!(a.appointments[0].together, b.appointments[0].together);
    assert_ne!(a.appointments[0].id, b.appointments[0].id);
    assert_ne!(a.appointments[0].series, b.appointments[0].series);

    let list = couple.jonas.get("/together").await;
    assert!(list.says(&format!("{BEN}, {ANNA}")) && list.says("a couple"));
    let week = couple.jonas.get("/week").await;
    assert!(week.says("together") && week.says(&format!("href=\"{address}\"")));
    assert!(!week.says("at the same time as another"));

    let begun = couple.begin(&address).await;
    assert_eq!(begun.status, 303, "{}", begun.body);
    // A second press begins nothing more.
    assert_eq!(couple.begin(&address).await.status, 303);
    for client in [couple.anna, couple.ben] {
        let record = couple.practice.record(client).await;
        assert_eq!(record.sessions.len(), 1);
        let session = record.sessions[0].meeting.id;
        assert_eq!(record.appointments[0].standing, Standing::Kept(session));
    }
    // The usual way to write a note is closed: it would not look for names.
    let session = couple.practice.record(couple.anna).await.sessions[0]
        .meeting
        .id;
    let usual = format!("/clients/{anna}/session/{session}");
    let typed = [("version", "0"), ("text", "x"), ("entry", &fresh())];
    for end in ["note", "note/autosave", "lock"] {
        let page = couple.jonas.post(&format!("{usual}/{end}"), &typed).await;
        assert_eq!(page.status, 422, "{end}");
    }
    assert!(
        couple
            .jonas
            .get(&usual)
            .await
            .says("the page of the meeting")
    );

    let shared = "Zarina said it twice. OSKAR QUITTENBAUM looked away; Oskars hands were quiet.";
    let kept = couple.write(&address, "0", shared).await;
    assert_eq!(kept.status, 204, "{}", kept.body);
    let page = couple.jonas.get(&address).await;
    assert!(page.says("Zarina said it twice. Oskar Quittenbaum looked away"));
    let check = couple.jonas.get(&format!("{address}/check")).await;
    assert!(check.says("Zarina Mondschein: 1 time") && check.says("\"[partner]\""));

    let (filed, typed) = couple.file(&address).await;
    assert_eq!(filed.status, 303, "{}", filed.body);
    // Sent twice, filed once.
    let again = couple
        .jonas
        .post(&format!("{address}/file"), &pairs(&typed))
        .await;
    assert_eq!(again.status, 303);
    assert_eq!(
        couple.note(couple.anna).await.unwrap(),
        format!(
            "Zarina said it twice. [partner] looked away; [partner]s hands were quiet.\n\n{ANNAS}"
        )
    );
    assert_eq!(
        couple.note(couple.ben).await.unwrap(),
        format!(
            "[partner] said it twice. Oskar Quittenbaum looked away; Oskars hands were quiet.\n\n{BENS}"
        )
    );
    assert!(
        couple
            .jonas
            .get(&address)
            .await
            .says("It is filed in each record")
    );
    // Nothing of it is left beside the records.
    for client in [couple.anna, couple.ben] {
        let drafts = couple.practice.app.store.drafts_of(client).await.unwrap();
        assert!(drafts.is_empty());
    }
    // Each can be amended for itself, and still nobody else is named.
    let typed = [
        ("entry", fresh()),
        ("text", "Oskar rang later.".to_owned()),
        ("reason", "Mondschein asked for it".to_owned()),
    ];
    let amended = couple
        .jonas
        .post(&format!("{usual}/amend"), &pairs(&typed))
        .await;
    assert_eq!(amended.status, 303);
    let record = couple.practice.record(couple.anna).await;
    let amendment = &record.sessions[0].amendments[0].item;
    assert_eq!(amendment.text, "[partner] rang later.");
    assert_eq!(amendment.reason, "Mondschein asked for it");
}

/// Everything that somebody with one of the records can open, looked through for the other person.
#[tokio::test]
async fn nothing_of_the_other_is_anywhere_in_a_record() {
    let mut couple = Couple::new().await;
    couple
        .practice
        .app
        .settings
        .write()
        .await
        .space
        .notes_in_file = true;
    let address = couple.begun().await;
    let shared = "Zarina Mondschein and Oskar Quittenbaum came together.";
    couple.write(&address, "0", shared).await;

    // Before it is filed and after: what is kept meanwhile lies with one of them as well.
    for filed in [false, true] {
        if filed {
            assert_eq!(couple.file(&address).await.0.status, 303);
        }
        for (client, names, alone) in [
            (couple.anna, ["Quittenbaum", "Oskar"], "benalone"),
            (couple.ben, ["Mondschein", "Zarina"], "annaalone"),
        ] {
            let marks = [names[0], names[1], alone];
            let record = format!("{:?}", couple.practice.record(client).await);
            let headline = format!("{:?}", couple.practice.headline(client).await);
            assert_free(&record, &marks, "the record");
            assert_free(&headline, &marks, "the headline");
            for draft in couple.practice.app.store.drafts_of(client).await.unwrap() {
                let (key, place) = attune_record::place::draft(client, draft.id, draft.version);
                let plain = couple.practice.vault().open(key, &place, &draft.sealed);
                let plain = String::from_utf8(plain.unwrap().to_vec()).unwrap();
                assert_free(&plain, &marks, "a draft");
            }
            let pages = seen_by_readers(&couple, client).await;
            assert!(pages.len() > 30, "only {} pages", pages.len());
            for (path, body) in pages {
                assert_free(&body, &marks, &path);
            }
            for (path, body) in seen_in_space(&mut couple, client).await {
                assert_free(&body, &marks, &path);
            }
        }
    }
}

fn assert_free(text: &str, marks: &[&str], place: &str) {
    let small = text.to_lowercase();
    for mark in marks {
        assert!(
            !small.contains(&mark.to_lowercase()),
            "{mark} in {place}: {text}"
        );
    }
}

/// Every page for a supervisor of this one client, and for a colleague who has this one client as well, with what
/// their searches find.
async fn seen_by_readers(couple: &Couple, client: ClientId) -> Vec<(String, String)> {
    let practice = &couple.practice;
    let supervisor = Roles {
        supervisor: true,
        ..Roles::default()
    };
    let supervisor = practice
        .staff(&format!("Omar {}", fresh()), supervisor)
        .await;
    let colleague = practice.clinician(&format!("Clara {}", fresh())).await;
    let record = practice.record(client).await;
    let state = &record.sessions[0];
    let together = state.together.unwrap().together;
    let mut pages = Vec::new();
    for (mut browser, relation) in [
        (supervisor, Relation::Supervisor),
        (colleague, Relation::Clinician),
    ] {
        let line = practice.line(AuditAction::AccessGrant);
        let account = browser.account();
        let store = &practice.app.store;
        store.grant(client, account, relation, &line).await.unwrap();
        for route in routes(&practice.app) {
            let reads = [Policy::ReadRecord, Policy::WriteRecord, Policy::Clinical];
            if route.method != "GET" || !reads.contains(&route.policy) {
                continue;
            }
            let path = route
                .path
                .replace("{client}", &client.to_string())
                .replace("{session}", &state.meeting.id.to_string())
                .replace("{together}", &together.to_string())
                .replace("{on}", TODAY);
            if !path.contains('{') {
                pages.push((path.clone(), browser.get(&path).await.body));
            }
        }
        for words in [
            "Zarina Mondschein",
            "Oskar Quittenbaum",
            "annaalone",
            "benalone",
        ] {
            for path in ["/search".to_owned(), format!("/clients/{client}/search")] {
                let found = browser.post(&path, &[("words", words)]).await;
                // What was asked for stands in the field; what was found is marked.
                let found = found.body.split("<main").nth(1).unwrap().to_owned();
                let found = found.replace(&format!("value=\"{words}\""), "");
                pages.push((format!("{path} for {words}"), found));
            }
        }
    }
    pages
}

/// Every page of this client's own space, and everything they can take along.
async fn seen_in_space(couple: &mut Couple, client: ClientId) -> Vec<(String, String)> {
    let made = couple
        .jonas
        .post(&format!("/clients/{client}/space/link"), &[])
        .await;
    let from = made.body.find("/s/").unwrap();
    let link: String = made.body[from..]
        .chars()
        .take_while(|letter| !"\" <".contains(*letter))
        .collect();
    let mut phone = couple.practice.stranger();
    phone.get(&link).await;
    assert_eq!(phone.post(&link, &[]).await.status, 303);
    let mut pages = Vec::new();
    for route in routes(&couple.practice.app) {
        if route.policy == Policy::ClientSpace && route.method == "GET" && !route.path.contains('{')
        {
            let page = phone.get(route.path).await;
            pages.push((route.path.to_owned(), page.body));
        }
    }
    for path in ["/portal/data/page", "/portal/data/json"] {
        let file = phone.post(path, &[]).await;
        assert_eq!(file.status, 200, "{path}");
        pages.push((path.to_owned(), file.body));
    }
    pages
}

/// Texts that nobody planned: whatever is typed, and wherever, a word marked for one is never in the other's record.
#[tokio::test]
async fn whatever_is_typed_no_word_of_one_is_in_the_record_of_the_other() {
    let mut ids = SeededIds::new(20_260_514);
    for _ in 0..6 {
        let mut couple = Couple::new().await;
        let address = couple.begun().await;
        let mut version = 0;
        for _ in 0..3 {
            let shared = random_text(&mut ids);
            let kept = couple.write(&address, &version.to_string(), &shared).await;
            assert_eq!(kept.status, 204, "{}", kept.body);
            version = kept.headers["attune-version"]
                .to_str()
                .unwrap()
                .parse()
                .unwrap();
        }
        let (filed, _) = couple.file(&address).await;
        assert_eq!(filed.status, 303, "{}", filed.body);
        let [a, b] = [
            couple.note(couple.anna).await,
            couple.note(couple.ben).await,
        ];
        assert_free(&a.unwrap(), &["quittenbaum", "oskar", "benalone"], "hers");
        assert_free(&b.unwrap(), &["mondschein", "zarina", "annaalone"], "his");
    }
}

fn random_text(ids: &mut SeededIds) -> String {
    const PIECES: [&str; 16] = [
        "Zarina",
        "Mondschein",
        "Oskar",
        "Quittenbaum",
        "ZARINA",
        "oskar",
        "Oskars",
        "zarina's",
        " ",
        " ",
        ". ",
        "\n",
        ", said ",
        "-",
        "\u{201c}",
        "the week",
    ];
    let bytes = ids.next_id().into_bytes();
    let pieces = bytes.iter().map(|byte| PIECES[usize::from(byte % 16)]);
    pieces.flat_map(|piece| [piece, " "]).collect()
}

#[tokio::test]
async fn who_has_not_agreed_is_not_begun_with_and_says_so_alone() {
    let mut couple = Couple::new().await;
    let address = couple.agree(false).await.location();
    let page = couple.jonas.get(&address).await;
    assert!(page.says("has not been asked yet about meeting the others"));
    let begun = couple.begin(&address).await;
    assert_eq!(begun.status, 422);
    assert!(begun.says(&format!("{ANNA}: kept.")), "{}", begun.body);
    assert!(begun.says(&format!("{BEN}: not kept. Agreed to meet the others")));
    assert_eq!(couple.practice.record(couple.ben).await.sessions.len(), 0);

    let together = couple.practice.record(couple.ben).await.together[0]
        .item
        .together;
    let path = format!("/clients/{}/together/{together}/consent", couple.ben);
    let entry = fresh();
    let said = [
        ("entry", entry.as_str()),
        ("consent", "given"),
        ("words", "If it stays here"),
        ("on", TODAY),
    ];
    assert_eq!(couple.jonas.post(&path, &said).await.status, 303);
    assert_eq!(couple.begin(&address).await.status, 303);
    assert_eq!(couple.practice.record(couple.ben).await.sessions.len(), 1);
    // What he said is in his record alone.
    let hers = format!("{:?}", couple.practice.record(couple.anna).await);
    assert!(!hers.contains("If it stays here"));
}

#[tokio::test]
async fn two_windows_lose_nothing_in_any_field() {
    let mut couple = Couple::new().await;
    let address = couple.begun().await;
    assert_eq!(
        couple.write(&address, "0", "first window").await.status,
        204
    );
    // Its answer was lost on its way: the same once more is the same.
    assert_eq!(
        couple.write(&address, "0", "first window").await.status,
        204
    );
    let both = couple.write(&address, "0", "second window").await;
    assert_eq!(both.status, 409);
    assert!(both.says("first window\n\nsecond window"), "{}", both.body);
    // The shared part is the same, and what is for her alone is not.
    let mut typed = couple.written("0", "first window").await;
    typed[2].1 = "something newer".to_owned();
    let typed: Vec<(&str, &str)> = typed
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let both = couple.jonas.post(&format!("{address}/keep"), &typed).await;
    assert_eq!(both.status, 409);
    assert!(both.says(ANNAS) && both.says("something newer"));
    // A page of what each record gets that is older than the text files nothing.
    let check = couple.jonas.get(&format!("{address}/check")).await;
    assert_eq!(couple.write(&address, "1", "third").await.status, 204);
    let typed = ["entry", "version", "with"].map(|name| (name, check.field(name)));
    let late = couple
        .jonas
        .post(&format!("{address}/file"), &pairs(&typed))
        .await;
    assert_eq!(late.status, 409);
    assert!(late.says("The text was changed in another window"));
    assert_eq!(couple.note(couple.anna).await, None);
}

#[tokio::test]
async fn what_could_not_be_filed_is_said_and_filed_later() {
    let mut couple = Couple::new().await;
    let address = couple.begun().await;
    couple.write(&address, "0", "Both were calm.").await;
    let check = couple.jonas.get(&format!("{address}/check")).await;
    let typed = ["entry", "version", "with"].map(|name| (name, check.field(name)));
    // His record is taken out of this clinician's hands before the button is pressed.
    let store = couple.practice.app.store.clone();
    let line = couple.practice.line(AuditAction::AccessRevoke);
    let me = couple.jonas.account();
    let revoked = store.revoke(couple.ben, me, Relation::Clinician, &line);
    revoked.await.unwrap();
    let address = address.replace(&couple.ben.to_string(), &couple.anna.to_string());
    let filed = couple
        .jonas
        .post(&format!("{address}/file"), &pairs(&typed))
        .await;
    assert_eq!(filed.status, 422);
    assert!(filed.says(&format!("{ANNA}: kept.")), "{}", filed.body);
    assert!(
        filed.says("Somebody who was there: not kept. Their record is not open to you any more")
    );
    assert!(!filed.says("Quittenbaum") && !filed.says("benalone"));
    assert!(
        couple
            .note(couple.anna)
            .await
            .unwrap()
            .contains("Both were calm.")
    );
    assert_eq!(couple.note(couple.ben).await, None);
    // The page of the meeting knows nothing of him either.
    let page = couple.jonas.get(&address).await;
    assert!(
        !page.says("Quittenbaum") && page.says("Only one record of this meeting is open to you.")
    );

    // Given back, the rest is filed, and hers stays as it is.
    let line = couple.practice.line(AuditAction::AccessGrant);
    store
        .grant(couple.ben, me, Relation::Clinician, &line)
        .await
        .unwrap();
    let before = couple.practice.record(couple.anna).await;
    let (filed, _) = couple.file(&address).await;
    assert_eq!(filed.status, 303, "{}", filed.body);
    assert!(couple.note(couple.ben).await.unwrap().ends_with(BENS));
    assert_eq!(couple.practice.record(couple.anna).await, before);
}

#[tokio::test]
async fn a_form_that_cannot_be_used_comes_back_as_it_was_typed() {
    let mut couple = Couple::new().await;
    let mut sabine = couple.practice.clinician("Sabine Roth").await;
    let (anna, ben) = (couple.anna.to_string(), couple.ben.to_string());
    let mut typed = times(&anna, &ben);
    for (name, value) in &mut typed {
        if *name == "minutes" {
            "1".clone_into(value);
        }
    }
    let page = couple.jonas.post("/together", &pairs(&typed)).await;
    assert_eq!(page.status, 422);
    assert!(page.says("Minutes: from 5 to 480.") && page.says("value=\"15:00\""));
    assert!(page.says(&format!("value=\"{anna}\" checked")));
    // Somebody else's clients cannot be chosen, and nothing is told of them.
    let page = sabine.post("/together", &pairs(&times(&anna, &ben))).await;
    assert_eq!(page.status, 422);
    assert!(!page.says("Mondschein") && !page.says("Quittenbaum"));
    for client in [couple.anna, couple.ben] {
        assert!(couple.practice.record(client).await.appointments.is_empty());
    }
}
