//! All letters of a client: being written, and finished.

use askama::Template;
use attune_care::letter::LetterKind;
use axum::extract::State;
use axum::response::Html;

use crate::format::day;
use crate::page::{Banner, Frame, Step, html};
use crate::policy::Reader;
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "letters/list.html")]
struct ListPage {
    frame: Frame,
    banner: Banner,
    /// Code and name of each kind that can be begun.
    kinds: [(&'static str, &'static str); LetterKind::ALL.len()],
    drafts: Vec<Line>,
    finished: Vec<Line>,
}

/// One letter.
struct Line {
    letter: String,
    title: String,
    kind: &'static str,
    /// The last finished version.
    number: u32,
    /// When and by whom.
    when: String,
}

pub(super) async fn show(State(app): State<App>, reader: Reader) -> Result<Html<String>, AppError> {
    let opened = app.open(&reader).await?;
    let today = app.today().await;
    let authors = app.authors().await?;
    let mut finished: Vec<Line> = Vec::new();
    for version in opened.record.letters.iter().rev() {
        let letter = version.item.letter.to_string();
        if finished.iter().any(|line| line.letter == letter) {
            continue;
        }
        finished.push(Line {
            letter,
            title: version.item.title.clone(),
            kind: version.item.purpose.label(),
            number: version.item.number,
            when: format!(
                "{}, by {}",
                day(version.item.on, today),
                authors.name(version.by)
            ),
        });
    }
    // What is not finished is the writer's; supervisors read what was.
    let drafts = if reader.may_write {
        app.letter_drafts(&reader).await?
    } else {
        Vec::new()
    };
    html(&ListPage {
        frame: Frame::staff(&app, "Letters", &reader.staff).await,
        banner: Banner::of(&app, &reader, &opened, Step::Person).await,
        kinds: LetterKind::ALL.map(|kind| (kind.code(), kind.label())),
        drafts: drafts
            .into_iter()
            .map(|draft| Line {
                letter: draft.value.letter.to_string(),
                title: draft.value.title,
                kind: draft.value.purpose.label(),
                number: draft.value.based_on,
                when: String::new(),
            })
            .collect(),
        finished,
    })
}
