//! Worksheets on paper: the empty form with room to write, and what was filled in, as a page to print and as PDF.

use askama::Template;
use attune_catalog::worksheet::{Field, FieldKind, Part, Worksheet};
use attune_paper::{Block, Day, Document, Table};
use attune_record::{Actor, AuditAction};
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Response};
use jiff::civil::Date;

use super::parts::arrows;
use super::told::{ToldBody, told};
use super::{OneSheet, OneWorksheet};
use crate::gate::Opened;
use crate::language::{Language, key};
use crate::page::{Banner, Frame, Step, html};
use crate::policy::{Reader, Writer};
use crate::{App, AppError};

/// Room to write by hand, in lines.
const ROOM: usize = 4;

#[derive(Template)]
#[template(path = "worksheets/paper.html")]
struct PaperPage {
    frame: Frame,
    banner: Banner,
    worksheet: Worksheet,
    parts: Vec<Blank>,
}

/// A part without answers.
struct Blank {
    title: String,
    help: String,
    /// Each question with what can be answered; empty where words are wanted.
    fields: Vec<(String, String)>,
    /// Empty rows; none for what is filled once.
    rows: Option<usize>,
    arrows: Vec<(String, String, String)>,
}

/// The empty form, to print.
pub(super) async fn empty(
    State(app): State<App>,
    reader: Reader,
    Path(at): Path<OneWorksheet>,
) -> Result<Html<String>, AppError> {
    let opened = app.open(&reader).await?;
    let worksheet = app
        .catalog
        .worksheet(&at.worksheet)
        .ok_or(AppError::NotFound)?;
    let worksheet = worksheet.in_language(app.language_with(&opened.person).await.tag());
    html(&PaperPage {
        frame: Frame::staff(&app, "A worksheet on paper", &reader.staff).await,
        banner: Banner::of(&app, &reader, &opened, Step::Session).await,
        parts: worksheet.parts.iter().map(blank).collect(),
        worksheet,
    })
}

/// The empty form as PDF, in the client's language.
pub(super) async fn empty_pdf(
    State(app): State<App>,
    writer: Writer,
    Path(at): Path<OneWorksheet>,
) -> Result<Response, AppError> {
    let opened = app.open(&writer.reader).await?;
    let worksheet = app
        .catalog
        .worksheet(&at.worksheet)
        .ok_or(AppError::NotFound)?;
    let language = app.language_with(&opened.person).await;
    let worksheet = worksheet.in_language(language.tag());
    let mut blocks = vec![Block::Paragraph(worksheet.what.clone())];
    for part in worksheet.parts.iter().map(blank) {
        blocks.push(heading(part.title));
        if !part.help.is_empty() {
            blocks.push(Block::Paragraph(part.help));
        }
        blocks.extend(sentences(part.arrows));
        match part.rows {
            Some(rows) => {
                let head: Vec<String> =
                    part.fields.into_iter().map(|field| asked(&field)).collect();
                let room = vec!["\n\n".to_owned(); head.len()];
                blocks.push(Block::Table(Table {
                    caption: String::new(),
                    head,
                    rows: vec![room; rows],
                }));
            }
            None => blocks.extend(part.fields.into_iter().map(|field| {
                let words = field.1.is_empty();
                Block::Table(Table {
                    caption: String::new(),
                    head: vec![asked(&field)],
                    rows: vec![vec!["\n".repeat(if words { ROOM } else { 1 })]],
                })
            })),
        }
    }
    let document = around(&app, &opened, &worksheet.name, language, blocks).await;
    pdf(&app, &writer, document).await
}

/// A filled sheet as PDF.
pub(super) async fn filled_pdf(
    State(app): State<App>,
    writer: Writer,
    Path(OneSheet { sheet }): Path<OneSheet>,
) -> Result<Response, AppError> {
    let opened = app.open(&writer.reader).await?;
    let kept = opened.record.sheet(sheet).ok_or(AppError::NotFound)?;
    let language = app.language_with(&opened.person).await;
    let worksheet = app.catalog.worksheet(&kept.item.asked.worksheet);
    let when = language.day(kept.item.on, Date::ZERO);
    let mut blocks = vec![Block::Paragraph(when)];
    for part in told(&kept.item, worksheet, language, Date::ZERO) {
        blocks.push(heading(part.title));
        match part.body {
            ToldBody::Lines(lines) => {
                for (label, words) in lines {
                    blocks.push(Block::Heading {
                        level: 3,
                        text: label,
                    });
                    blocks.push(Block::Paragraph(words));
                }
            }
            ToldBody::Rows(head, rows) => blocks.push(Block::Table(Table {
                caption: String::new(),
                head,
                rows,
            })),
        }
        blocks.extend(sentences(part.arrows));
    }
    let name = kept.item.asked.name.clone();
    let document = around(&app, &opened, &name, language, blocks).await;
    pdf(&app, &writer, document).await
}

fn heading(text: String) -> Block {
    Block::Heading { level: 2, text }
}

fn sentences(arrows: Vec<(String, String, String)>) -> Option<Block> {
    let sentence = |(from, on, to): (String, String, String)| {
        if on.is_empty() {
            format!("{from} \u{2192} {to}")
        } else {
            format!("{from} \u{2192} {to} ({on})")
        }
    };
    (!arrows.is_empty()).then(|| Block::List(arrows.into_iter().map(sentence).collect()))
}

fn asked((label, choices): &(String, String)) -> String {
    if choices.is_empty() {
        label.clone()
    } else {
        format!("{label} ({choices})")
    }
}

fn blank(part: &Part) -> Blank {
    let field = |field: &Field| {
        let choices = match &field.kind {
            FieldKind::Number(range) => format!("{} \u{2013} {}", range.min, range.max),
            FieldKind::Choice(options) | FieldKind::Several(options) => {
                let labels: Vec<&str> = options.iter().map(|it| it.label.as_str()).collect();
                labels.join(" / ")
            }
            _ => String::new(),
        };
        (field.label.clone(), choices)
    };
    Blank {
        title: part.title.clone(),
        help: part.help.clone().unwrap_or_default(),
        fields: part.fields.iter().map(field).collect(),
        rows: part.kind.rows().map(|rows| rows.max(5)),
        arrows: arrows(part),
    }
}

async fn around(
    app: &App,
    opened: &Opened,
    title: &str,
    language: Language,
    blocks: Vec<Block>,
) -> Document {
    let today = app.today().await;
    let practice = app.settings.read().await.practice_name.clone();
    let reference = opened.person.reference.trim();
    let about = [opened.person.name.as_str(), reference, title, &practice];
    let about: Vec<&str> = about.into_iter().filter(|part| !part.is_empty()).collect();
    Document {
        language: language.tag().to_owned(),
        title: title.to_owned(),
        author: practice.clone(),
        made: Day {
            year: today.year().unsigned_abs(),
            month: today.month().unsigned_abs(),
            day: today.day().unsigned_abs(),
        },
        identifiers: about.join(" \u{b7} "),
        sender: vec![practice],
        page_words: language
            .say(key("letter-page"))
            .with("page", "{page}")
            .with("pages", "{pages}")
            .to_string(),
        blocks,
    }
}

/// The file. Its name says nothing about anybody; that it left is written down first.
async fn pdf(app: &App, writer: &Writer, document: Document) -> Result<Response, AppError> {
    // Setting type takes its time, and others wait for their pages meanwhile.
    let bytes = tokio::task::spawn_blocking(move || attune_paper::write(&document))
        .await
        .map_err(|_| AppError::Broken("writing a worksheet was cut off".to_owned()))??;
    let actor = Actor::Account(writer.reader.staff.id());
    let line = app.line(actor, AuditAction::Export, Some(writer.reader.client));
    app.store.audit(&line).await?;
    let headers = [
        (CONTENT_TYPE, "application/pdf"),
        (
            CONTENT_DISPOSITION,
            "attachment; filename=\"worksheet.pdf\"",
        ),
    ];
    Ok((headers, bytes).into_response())
}
