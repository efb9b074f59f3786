//! Worksheets of the practice's own: written, refused with the line to mend, kept, changed, taken out of use.

use crate::support;

use attune_record::Roles;
use support::{Browser, Practice};

const LIST: &str = "/practice/worksheets";
const NEW: &str = "/practice/worksheets/new";

async fn administrator(practice: &Practice) -> Browser {
    let roles = Roles {
        administrator: true,
        ..Roles::default()
    };
    practice.staff("Ada Winter", roles).await
}

fn own(version: u32, label: &str) -> String {
    format!(
        "id = \"evening\"\nversion = {version}\nname = \"Evening page\"\nworkspace = \"cbt\"\norder = 90\n\
         used_by = \"both\"\nwhat = \"How the day ends.\"\nsource = \"Ours.\"\n\n[[part]]\nid = \"words\"\n\
         kind = \"space\"\ntitle = \"Tonight\"\n\n[[part.field]]\nid = \"words\"\nkind = \"text\"\nlabel = \"{label}\"\n"
    )
}

#[tokio::test]
async fn one_is_written_looked_at_kept_and_changed() {
    let practice = Practice::new().await;
    let mut ada = administrator(&practice).await;
    let form = ada.get(NEW).await;
    let seen = form.field("seen");
    assert!(
        form.says("my-worksheet"),
        "it begins with the smallest there is"
    );

    // What is wrong is named with its line, and what was written stands there still.
    let broken = own(1, "What was good?").replace("kind = \"space\"", "kind = \"spiral\"");
    let fields = [
        ("text", broken.as_str()),
        ("seen", &seen),
        ("action", "save"),
    ];
    let refused = ada.post(NEW, &fields).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.says("Line 12, column 8") && refused.says("<code>kind = "),
        "{}",
        refused.body
    );
    assert!(!refused.says(".toml:"), "the author sees no files");
    assert!(refused.says("What was good?"));

    // Lines as a browser sends them.
    let text = own(1, "What was good?").replace('\n', "\r\n");
    let looked = ada
        .post(
            NEW,
            &[("text", &text), ("seen", &seen), ("action", "check")],
        )
        .await;
    assert!(
        looked.says("Tonight") && looked.says("Keep it"),
        "{}",
        looked.body
    );
    assert!(
        !ada.get(LIST).await.says("Evening page"),
        "looking keeps nothing"
    );
    let kept = ada
        .submit(NEW, &[("text", &text), ("seen", &seen), ("action", "save")])
        .await;
    assert!(
        kept.says("Evening page") && kept.says("1 version"),
        "{}",
        kept.body
    );

    // The next version is begun from it; the same number again is refused.
    let next = ada.get(&format!("{NEW}?from=evening")).await;
    assert!(next.says("version = 2"), "{}", next.body);
    let seen = next.field("seen");
    let again = own(1, "And now?");
    let refused = ada
        .post(
            NEW,
            &[("text", &again), ("seen", &seen), ("action", "save")],
        )
        .await;
    assert!(
        refused.status == 422 && refused.says("make this version 2"),
        "{}",
        refused.body
    );
    let second = own(2, "And now?");
    let kept = ada
        .submit(
            NEW,
            &[("text", &second), ("seen", &seen), ("action", "save")],
        )
        .await;
    assert!(kept.says("2 versions"), "{}", kept.body);
    let file = ada.get(&format!("{LIST}/evening")).await;
    assert!(file.body.contains("And now?"));
}

#[tokio::test]
async fn two_who_write_at_once_lose_nothing() {
    let practice = Practice::new().await;
    let mut ada = administrator(&practice).await;
    let seen = ada.get(NEW).await.field("seen");
    let other = own(1, "What was hard?").replace("evening", "morning");
    let theirs = [
        ("text", other.as_str()),
        ("seen", &seen),
        ("action", "save"),
    ];
    assert_eq!(ada.post(NEW, &theirs).await.status, 303);

    let mine = own(1, "What was good?");
    let fields = [("text", mine.as_str()), ("seen", &seen), ("action", "save")];
    let refused = ada.post(NEW, &fields).await;
    assert_eq!(refused.status, 409);
    assert!(refused.says("What was good?") && refused.says("Nothing is lost"));
    let seen = refused.field("seen");
    let fields = [("text", mine.as_str()), ("seen", &seen), ("action", "save")];
    let kept = ada.submit(NEW, &fields).await;
    assert!(
        kept.says("evening/use") && kept.says("morning/use"),
        "{}",
        kept.body
    );
}

#[tokio::test]
async fn a_shipped_one_is_where_one_begins_and_never_written_over() {
    let practice = Practice::new().await;
    let mut ada = administrator(&practice).await;
    let begun = ada.get(&format!("{NEW}?from=exposure-ladder")).await;
    assert!(begun.says("my-exposure-ladder"), "{}", begun.body);
    let file = ada.get(&format!("{LIST}/exposure-ladder")).await;
    let seen = begun.field("seen");
    let fields = [
        ("text", file.body.as_str()),
        ("seen", &seen),
        ("action", "save"),
    ];
    let refused = ada.post(NEW, &fields).await;
    assert!(
        refused.status == 422 && refused.says("comes with the program"),
        "{}",
        refused.body
    );
}

#[tokio::test]
async fn one_taken_out_of_use_can_come_back_and_only_an_administrator_does_it() {
    let practice = Practice::new().await;
    let mut ada = administrator(&practice).await;
    let form = ada.get(NEW).await;
    let seen = form.field("seen");
    let text = own(1, "What was good?");
    let list = ada
        .submit(NEW, &[("text", &text), ("seen", &seen), ("action", "save")])
        .await;
    let seen = list.field("seen");
    let address = format!("{LIST}/evening/use");
    let list = ada
        .submit(&address, &[("seen", &seen), ("used", "no")])
        .await;
    assert!(list.says("not given out any more"), "{}", list.body);
    let seen = list.field("seen");
    let list = ada
        .submit(&address, &[("seen", &seen), ("used", "yes")])
        .await;
    assert!(!list.says("not given out any more"));

    let mut jonas = practice.clinician("Jonas Weil").await;
    assert_eq!(jonas.get(LIST).await.status, 404);
    let fields = [("text", text.as_str()), ("seen", "0"), ("action", "save")];
    assert_eq!(jonas.post(NEW, &fields).await.status, 404);
}
