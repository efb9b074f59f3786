//! Worksheets in the client's own space: given, filled in without a script, gone on with; and nothing else to be reached
//! by whatever address somebody makes up.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use attune_care::worksheets::{Sheet, Value};
use attune_ids::{ClientId, EntryId, IdSource, RandomIds, SheetId};
use attune_record::Roles;
use attune_testkit::forms::{Kind, sendings};
use support::{Browser, Page, Practice};

const NEW: &str = "/practice/worksheets/new";

/// For the client: a text, and a table with a number.
const EVENING: &str = r#"
id = "evening"
version = 1
name = "Evening page"
workspace = "cbt"
order = 90
used_by = "both"
minutes = 5
what = "How the day ends."
source = "Ours."

[[part]]
id = "tonight"
kind = "record"
title = "Tonight"

[[part.field]]
id = "words"
kind = "text"
label = "What was good?"

[[part]]
id = "feelings"
kind = "table"
title = "Feelings"
rows = 1

[[part.field]]
id = "feeling"
kind = "line"
label = "Which feeling?"

[[part.field]]
id = "strength"
kind = "number"
label = "How strong?"
min = 0
max = 100
low = "not at all"
high = "as strong as can be"

[de]
"name" = "Abendblatt"
"what" = "Wie der Tag endet."
"part.tonight.title" = "Heute Abend"
"field.tonight.words.label" = "Was war gut?"
"part.feelings.title" = "Gefühle"
"field.feelings.feeling.label" = "Welches Gefühl?"
"field.feelings.strength.label" = "Wie stark?"
"field.feelings.strength.low" = "gar nicht"
"field.feelings.strength.high" = "so stark wie möglich"
"#;

struct Scene {
    practice: Practice,
    clinician: Browser,
    client: ClientId,
    phone: Browser,
}

impl Scene {
    async fn new() -> Self {
        let practice = Practice::new().await;
        let roles = Roles {
            administrator: true,
            ..Roles::default()
        };
        let mut ada = practice.staff("Ada Winter", roles).await;
        let alone = EVENING
            .replace("\"evening\"", "\"afterthoughts\"")
            .replace("\"both\"", "\"clinician\"")
            .replace("Evening page", "Afterthoughts");
        let alone = alone.split("[de]").next().unwrap();
        for text in [EVENING, alone] {
            let seen = ada.get(NEW).await.field("seen");
            let fields = [("text", text), ("seen", &seen), ("action", "save")];
            ada.submit(NEW, &fields).await;
        }
        let mut clinician = practice.clinician("Jonas Weil").await;
        let client = practice.client(&clinician, "Mira Okafor").await;
        let phone = space(&practice, &mut clinician, client).await;
        Self {
            practice,
            clinician,
            client,
            phone,
        }
    }

    /// Gives the evening page and says where the client finds its form.
    async fn give(&mut self) -> String {
        let address = format!("/clients/{}/worksheets/evening", self.client);
        let entry = self.clinician.get(&address).await.field("entry");
        let fields = [("entry", entry.as_str()), ("words", "when sleep is far")];
        let give = format!("{address}/give");
        self.clinician.submit(&give, &fields).await;
        let list = self.phone.get("/portal/worksheets").await;
        address_on(&list, "/portal/worksheets/")
    }

    async fn sheets(&self) -> Vec<Sheet> {
        let record = self.practice.record(self.client).await;
        record.sheets.into_iter().map(|kept| kept.item).collect()
    }

    async fn entries(&self) -> u64 {
        self.practice.record(self.client).await.version
    }
}

async fn space(practice: &Practice, clinician: &mut Browser, client: ClientId) -> Browser {
    let page = clinician
        .post(&format!("/clients/{client}/space/link"), &[])
        .await;
    let mut phone = practice.stranger();
    assert_eq!(phone.post(&address_on(&page, "/s/"), &[]).await.status, 303);
    phone
}

fn address_on(page: &Page, beginning: &str) -> String {
    let from = page
        .body
        .find(beginning)
        .unwrap_or_else(|| panic!("{page:?}"));
    let rest = page.body[from..].chars();
    rest.take_while(|letter| !"\" <#".contains(*letter))
        .collect()
}

/// The form with one of its buttons, filled in as these fields say: the end of a field's name, and what is typed there.
fn filled(page: &Page, button: &str, typed: &[(&str, &str)]) -> (String, Vec<(String, String)>) {
    let all = sendings(&page.body);
    let pressed = all.iter().find(|sending| {
        let wanted =
            |field: &attune_testkit::forms::Field| field.name == "do" && field.value == button;
        sending.fields.iter().any(wanted)
    });
    let pressed = pressed.unwrap_or_else(|| panic!("no button {button}: {}", page.body));
    let mut left: Vec<&(&str, &str)> = typed.iter().collect();
    let fields = pressed.filled(|field| {
        let at = left.iter().position(|(name, _)| field.name.ends_with(name));
        if let Some(at) = at {
            return Some(left.remove(at).1.to_owned());
        }
        match field.kind {
            Kind::Tick(ticked) => ticked.then(|| field.value.clone()),
            _ => Some(field.value.clone()),
        }
    });
    assert!(left.is_empty(), "no field for {left:?}");
    (pressed.action.clone(), fields)
}

async fn press(phone: &mut Browser, page: &Page, button: &str, typed: &[(&str, &str)]) -> Page {
    let (action, fields) = filled(page, button, typed);
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    phone.post(&action, &fields).await
}

#[tokio::test]
async fn a_given_worksheet_is_filled_in_row_by_row_without_a_script() {
    let mut scene = Scene::new().await;
    let today = scene.phone.get("/portal/today").await;
    assert!(!today.says("Worksheets"), "{}", today.body);
    let empty = scene.phone.get("/portal/worksheets").await;
    assert!(empty.says("No worksheet is with you"));

    let form = scene.give().await;
    let today = scene.phone.get("/portal/today").await;
    assert!(today.says("Worksheets with you") && today.says("Evening page"));
    let page = scene.phone.get(&form).await;
    assert!(
        page.says("when sleep is far"),
        "what for, in the words agreed"
    );
    assert!(page.says("Your therapist can read what you save here."));

    // One more row: what was typed stays.
    let typed = [
        (".words", "the <tea> & the quiet"),
        (".feeling", "calm"),
        (".strength", "a lot"),
    ];
    let added = press(&mut scene.phone, &page, "add.feelings", &typed).await;
    assert_eq!(added.status, 303, "{}", added.body);
    let page = scene.phone.get(&added.location()).await;
    assert!(
        page.says("the &#60;tea&#62; &#38; the quiet")
            || page.says("the &lt;tea&gt; &amp; the quiet"),
        "{}",
        page.body
    );
    assert_eq!(page.body.matches("name=\"row.feelings\"").count(), 2);
    assert!(scene.sheets().await.is_empty(), "kept, not saved");

    // What does not fit is said where it stands, and nothing is lost.
    let wrong = press(&mut scene.phone, &page, "keep", &[]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.says("a whole number from 0 to 100") && wrong.says("a lot"));
    assert!(wrong.says("the quiet"));
    let saved = press(&mut scene.phone, &wrong, "keep", &[(".strength", "70")]).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let thanks = scene.phone.get(&saved.location()).await;
    assert!(thanks.says("Thank you") && thanks.says("Evening page"));

    let sheets = scene.sheets().await;
    let [sheet] = sheets.as_slice() else {
        panic!("{sheets:?}");
    };
    let rows = &sheet.part("feelings").unwrap().rows;
    assert_eq!(rows.len(), 1, "an empty row is no row");
    let strength = rows[0].value("strength").unwrap();
    assert!(matches!(strength, Value::Number { value: 70, .. }));
    assert!(sheet.links.giving.is_some());
    let fresh = scene.phone.get(&form).await;
    assert!(!fresh.says("the quiet"), "the draft went into the sheet");

    // Gone on with: the same sheet.
    let page = scene
        .phone
        .get(&format!("/portal/sheets/{}/fill", sheet.id))
        .await;
    assert!(page.says("the quiet"));
    let saved = press(
        &mut scene.phone,
        &page,
        "keep",
        &[(".words", "only the tea")],
    )
    .await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let sheets = scene.sheets().await;
    assert_eq!(sheets.len(), 1);
    let read = scene
        .phone
        .get(&format!("/portal/sheets/{}", sheets[0].id))
        .await;
    assert!(
        read.says("only the tea") && read.says("70 (from 0 to 100)"),
        "{}",
        read.body
    );

    // Where the two meet it again.
    let client = scene.client;
    let brief = scene
        .clinician
        .get(&format!("/clients/{client}/session/brief"))
        .await;
    assert!(
        brief.says("Worksheets they filled in") && brief.says("only the tea"),
        "{}",
        brief.body
    );
    let found = scene
        .clinician
        .post(
            &format!("/clients/{client}/search"),
            &[("words", "tea only")],
        )
        .await;
    assert!(
        found.says(&format!("/clients/{client}/sheets/{}", sheets[0].id)),
        "{}",
        found.body
    );
    let file = scene.phone.post("/portal/data/json", &[]).await;
    assert!(
        file.says("only the tea") && file.says("when sleep is far"),
        "{}",
        file.body
    );
}

#[tokio::test]
async fn sent_twice_is_saved_once_and_two_windows_never_write_over_each_other() {
    let mut scene = Scene::new().await;
    let form = scene.give().await;
    let page = scene.phone.get(&form).await;
    for _ in 0..2 {
        let saved = press(&mut scene.phone, &page, "keep", &[(".words", "the tea")]).await;
        assert_eq!(saved.status, 303, "{}", saved.body);
    }
    let sheet = match scene.sheets().await.as_slice() {
        [sheet] => sheet.id,
        other => panic!("{other:?}"),
    };
    // The same form once more with other words is not taken for the same.
    let other = press(&mut scene.phone, &page, "keep", &[(".words", "the cake")]).await;
    assert_eq!(other.status, 409, "{}", other.body);
    assert!(other.says("the cake"));

    // Two windows on one sheet: the second is told, and keeps its words.
    let address = format!("/portal/sheets/{sheet}/fill");
    let one = scene.phone.get(&address).await;
    let two = scene.phone.get(&address).await;
    press(&mut scene.phone, &one, "keep", &[(".words", "from one")]).await;
    let refused = press(&mut scene.phone, &two, "keep", &[(".words", "from two")]).await;
    assert_eq!(refused.status, 409, "{}", refused.body);
    assert!(refused.says("from two"));
    let read = scene.phone.get(&format!("/portal/sheets/{sheet}")).await;
    assert!(read.says("from one") && !read.says("from two"));
    let mine = press(&mut scene.phone, &refused, "mine", &[]).await;
    assert_eq!(mine.status, 303, "{}", mine.body);
    let read = scene.phone.get(&format!("/portal/sheets/{sheet}")).await;
    assert!(read.says("from two"));

    // Unsaved words of two windows: the script is told, the second window's button too.
    let one = scene.phone.get(&address).await;
    let two = scene.phone.get(&address).await;
    let (_, first) = filled(&one, "keep", &[(".words", "typed in one")]);
    let (_, second) = filled(&two, "keep", &[(".words", "typed in two")]);
    let autosave = format!("/portal/sheets/{sheet}/autosave");
    for (fields, status) in [(first, 204), (second, 409)] {
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let kept = scene.phone.post(&autosave, &fields).await;
        assert_eq!(kept.status, status, "{}", kept.body);
    }
    let told = press(
        &mut scene.phone,
        &two,
        "keep",
        &[(".words", "typed in two")],
    )
    .await;
    assert_eq!(told.status, 409);
    assert!(told.says("typed in two"));

    // What a client types and has not saved is nothing a clinician sees.
    let staff = format!("/clients/{}/sheets/{sheet}/fill", scene.client);
    let staff = scene.clinician.get(&staff).await;
    assert!(
        staff.says("from two") && !staff.says("typed in one"),
        "{}",
        staff.body
    );
    let gone = scene
        .phone
        .post(&format!("/portal/sheets/{sheet}/discard"), &[])
        .await;
    assert_eq!(gone.status, 303);
    assert!(scene.phone.get(&address).await.says("from two"));
}

#[tokio::test]
async fn what_was_not_given_is_not_there_and_nothing_is_written() {
    let mut scene = Scene::new().await;
    let form = scene.give().await;
    let page = scene.phone.get(&form).await;
    let (_, fields) = filled(&page, "keep", &[(".words", "the tea")]);
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();

    // A sheet of the clinician's alone, one of theirs that was never given, and another client with a giving and a sheet.
    let own = begin(&mut scene, "afterthoughts").await;
    let together = begin(&mut scene, "evening").await;
    let other = scene.practice.client(&scene.clinician, "Tom Hale").await;
    let mut other_phone = space(&scene.practice, &mut scene.clinician, other).await;
    let address = format!("/clients/{other}/worksheets/evening");
    let entry = scene.clinician.get(&address).await.field("entry");
    let give = format!("{address}/give");
    scene.clinician.submit(&give, &[("entry", &entry)]).await;
    let other_form = address_on(
        &other_phone.get("/portal/worksheets").await,
        "/portal/worksheets/",
    );
    let other_page = other_phone.get(&other_form).await;
    let saved = press(
        &mut other_phone,
        &other_page,
        "keep",
        &[(".words", "Tom's")],
    )
    .await;
    let other_sheet = saved.location().replace("/thanks", "");

    let nobodys = RandomIds.next_id();
    let mut forged = vec![
        other_form,
        format!("/portal/worksheets/{nobodys}"),
        "/portal/worksheets/evening".to_owned(),
    ];
    for sheet in [
        format!("/portal/sheets/{own}"),
        format!("/portal/sheets/{together}"),
        format!("/portal/sheets/{nobodys}"),
        other_sheet,
    ] {
        assert_eq!(scene.phone.get(&sheet).await.status, 404, "{sheet}");
        assert_eq!(
            scene.phone.get(&format!("{sheet}/thanks")).await.status,
            404
        );
        forged.push(format!("{sheet}/fill"));
    }
    let before = scene.entries().await;
    for address in &forged {
        let got = scene.phone.get(address).await;
        assert!([400, 404].contains(&got.status), "{address}: {got:?}");
        assert!(!got.says("Tom's"));
        let beside = address.replace("/fill", "");
        for target in [address.clone(), format!("{beside}/autosave")] {
            let sent = scene.phone.post(&target, &fields).await;
            assert!([400, 404].contains(&sent.status), "{target}: {sent:?}");
        }
    }
    // An entry id that names a sheet of the clinician's does not lead to it either.
    let mut stolen = fields.clone();
    let own_id = own.to_string();
    for field in &mut stolen {
        if field.0 == "entry" {
            field.1 = &own_id;
        }
    }
    let sent = scene.phone.post(&form, &stolen).await;
    assert_eq!(sent.status, 409, "{}", sent.body);
    for field in &mut stolen {
        if field.0 == "do" {
            field.1 = "mine";
        }
    }
    let sent = scene.phone.post(&form, &stolen).await;
    assert_ne!(sent.status, 303, "{}", sent.body);
    assert_eq!(scene.entries().await, before, "nothing was written");

    // Ended: nothing new can be begun, what was filled in stays theirs.
    let saved = scene.phone.post(&form, &fields).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let sheet = saved.location().replace("/thanks", "");
    let address = format!("/clients/{}/worksheets/evening", scene.client);
    let staff = scene.clinician.get(&address).await;
    let (entry, giving) = (fresh(), staff.field("giving"));
    let end = [("entry", entry.as_str()), ("giving", giving.as_str())];
    scene
        .clinician
        .submit(&format!("{address}/end"), &end)
        .await;
    assert_eq!(scene.phone.get(&form).await.status, 404);
    assert_eq!(scene.phone.post(&form, &fields).await.status, 404);
    assert!(scene.phone.get(&sheet).await.says("the tea"));
}

#[tokio::test]
async fn it_is_asked_and_kept_in_the_clients_language() {
    let mut scene = Scene::new().await;
    let form = scene.give().await;
    let mut phone = scene.phone.clone().asking_for("de");
    let page = phone.get(&form).await;
    assert!(
        page.says("Abendblatt") && page.says("Wie stark?"),
        "{}",
        page.body
    );
    assert!(page.says("Dieses Blatt speichern"));
    let saved = press(&mut phone, &page, "keep", &[(".words", "der Tee")]).await;
    let thanks = phone.get(&saved.location()).await;
    assert!(
        thanks.says("Danke") && thanks.says("Abendblatt"),
        "{}",
        thanks.body
    );
    assert_eq!(scene.sheets().await[0].asked.name, "Abendblatt");
}

fn fresh() -> String {
    EntryId::new(&mut RandomIds).to_string()
}

/// A sheet the clinician fills in; nobody gave it to anybody.
async fn begin(scene: &mut Scene, worksheet: &str) -> SheetId {
    let address = format!("/clients/{}/worksheets/{worksheet}/new", scene.client);
    let page = scene.clinician.get(&address).await;
    let saved = press(&mut scene.clinician, &page, "keep", &[(".words", "ours")]).await;
    let place = saved.location();
    place.rsplit('/').next().unwrap().parse().unwrap()
}
