//! The same on one sheet of paper. The name stands on it only if the practice says
//! so: paper is left lying.

use askama::Template;
use attune_care::assess::whole_person_against;
use axum::extract::{Query, State};
use axum::response::Html;

use super::aspects::Tried;
use super::page::{Against, compared};
use super::sides::{AspectView, Ground, SideView, sides};
use crate::format::{count, day};
use crate::page::{Banner, Frame, Step, html};
use crate::pictures;
use crate::policy::Reader;
use crate::{App, AppError};

/// So much of each kind finds room beside five other sides of a life; what does not is
/// counted.
const ROOM: usize = 3;
/// Letters of a client's words that find room.
const LETTERS: usize = 110;

#[derive(Template)]
#[template(path = "assess/person/sheet.html")]
struct SheetPage {
    frame: Frame,
    banner: Banner,
    /// On the paper; none leaves a line to write it on.
    name: Option<String>,
    picture: Option<String>,
    sides: Vec<Side>,
    query: String,
    compared: String,
    today: String,
}

/// One side of a life, as much as finds room.
struct Side {
    code: &'static str,
    label: &'static str,
    check_in: String,
    scores: Vec<String>,
    needs: Vec<String>,
    strengths: Vec<String>,
    said: Option<String>,
    /// Whether no good free scale exists.
    lacks_scale: bool,
    scale: &'static str,
    /// What to ask where there is none.
    ask: Option<String>,
    /// "and 2 needs more", what found no room.
    more: String,
}

pub(super) async fn show(
    State(app): State<App>,
    reader: Reader,
    Query(against): Query<Against>,
) -> Result<Html<String>, AppError> {
    let opened = app.open(&reader).await?;
    let today = app.today().await;
    let chosen = against.read();
    let whole = whole_person_against(&opened.record, &app.catalog, chosen);
    let ground = Ground {
        app: &app,
        opened: &opened,
        whole: &whole,
        against: chosen,
        zone: app.zone().await,
        today,
    };
    let named = app.settings.read().await.names_on_paper;
    html(&SheetPage {
        frame: Frame::staff(&app, "The whole person on paper", &reader.staff).await,
        banner: Banner::of(&app, &reader, &opened, Step::Assess).await,
        name: named.then(|| opened.person.name.clone()),
        picture: pictures::whole_person_on_paper(&whole, today)?,
        sides: sides(&ground, &Tried::default())
            .into_iter()
            .map(on_paper)
            .collect(),
        query: against.query(),
        compared: compared(chosen, today),
        today: day(today, today),
    })
}

fn on_paper(side: SideView) -> Side {
    let more: Vec<String> = [
        (side.scores.len(), "score", "scores"),
        (side.needs.len(), "need", "needs"),
        (side.strengths.len(), "strength", "strengths"),
    ]
    .into_iter()
    .filter(|(number, ..)| *number > ROOM)
    .map(|(number, one, many)| count(number - ROOM, one, many))
    .collect();
    let scores = side.scores.iter().take(ROOM).map(|score| {
        let comma = if score.words.is_empty() { "" } else { ", " };
        format!(
            "{}{comma}{} ({}; {})",
            score.value, score.words, score.on, score.doubt
        )
    });
    let words = |aspects: &[AspectView]| -> Vec<String> {
        aspects
            .iter()
            .take(ROOM)
            .map(|aspect| match aspect.state {
                "strength" => format!("{} ({})", aspect.words, aspect.said_by),
                state => format!("{} ({state}; {})", aspect.words, aspect.said_by),
            })
            .collect()
    };
    Side {
        code: side.code,
        label: side.label,
        check_in: side.check_in.unwrap_or_else(|| "not asked yet".to_owned()),
        scores: scores.collect(),
        needs: words(&side.needs),
        strengths: words(&side.strengths),
        said: side.said.first().map(|said| shortened(&said.text)),
        lacks_scale: side.lacks_scale,
        scale: side.scale,
        ask: side.ask.into_iter().next().filter(|_| side.lacks_scale),
        more: more.join(", "),
    }
}

/// As much of the words as finds room, cut between words and marked.
fn shortened(text: &str) -> String {
    if text.chars().count() <= LETTERS {
        return text.to_owned();
    }
    let cut: String = text.chars().take(LETTERS).collect();
    let whole_words = cut
        .rsplit_once(char::is_whitespace)
        .map_or(cut.as_str(), |(before, _)| before);
    format!("{whole_words} \u{2026}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_find_no_room_are_cut_between_words_and_marked() {
        assert_eq!(shortened("short"), "short");
        let long = "word ".repeat(60);
        let cut = shortened(&long);
        assert!(cut.ends_with("word \u{2026}"), "{cut}");
        assert!(cut.chars().count() <= LETTERS + 2);
        // One word without an end is cut as it comes.
        assert!(shortened(&"x".repeat(300)).ends_with('\u{2026}'));
    }
}
