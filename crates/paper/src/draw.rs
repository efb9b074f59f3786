//! Writing the pages, the tree that says what they mean, and what the file says about itself.

use std::num::NonZeroU16;

use krilla::color::rgb;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder, PdfVersion};
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, BBox, ContentTag, Identifier, ListNumbering, Node, SpanTag,
    TableHeaderScope, Tag, TagGroup, TagKind, TagTree,
};
use krilla::{Document as Pdf, SerializeSettings};
use krilla_svg::{SurfaceExt as _, SvgSettings};

use crate::PaperError;
use crate::document::Document;
use crate::fonts::{Fonts, Style};
use crate::line::{Line, lines};
use crate::place::{Bookmark, Branch, HEIGHT, Laid, MARGIN, MEASURE, Meaning, Placed, WIDTH, What};

const FOOT: f32 = HEIGHT - 52.0;
const FOOT_SIZE: f32 = 8.5;
/// Ink, quiet ink and hairline of the pages (`web/src/tokens.css`), dark enough on white.
const INK: (u8, u8, u8) = (0x23, 0x26, 0x2B);
const QUIET: (u8, u8, u8) = (0x5E, 0x64, 0x6E);
const HAIRLINE: (u8, u8, u8) = (0xC9, 0xC5, 0xBC);

/// Writes what was laid out.
pub(crate) fn draw(document: &Document, laid: &Laid, fonts: &Fonts) -> Result<Vec<u8>, PaperError> {
    let configuration = ConfigurationBuilder::new()
        .with_version(PdfVersion::Pdf17)
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|_| not_accessible(&"the two standards do not go together"))?;
    let mut pdf = Pdf::new_with(SerializeSettings {
        configuration,
        ..SerializeSettings::default()
    });
    let mut identifiers: Vec<Option<Identifier>> = vec![None; laid.placed.len()];
    let sheet = Size::from_wh(WIDTH, HEIGHT).ok_or_else(|| not_accessible(&"no size of a page"))?;
    for number in 0..laid.pages {
        let mut page = pdf.start_page_with(PageSettings::new(sheet));
        let mut surface = page.surface();
        for (leaf, placed) in laid.placed.iter().enumerate() {
            if placed.page == number {
                identifiers[leaf] = draw_placed(&mut surface, placed);
            }
        }
        foot(&mut surface, document, number + 1, laid.pages, fonts);
        surface.finish();
        page.finish();
    }
    let mut tree = TagTree::new().with_lang(Some(document.language.clone()));
    for branch in &laid.tree {
        if let Some(node) = node(branch, &identifiers) {
            tree.push(node);
        }
    }
    pdf.set_tag_tree(tree);
    pdf.set_outline(outline(&laid.bookmarks));
    pdf.set_metadata(metadata(document));
    pdf.finish().map_err(|error| match &error {
        // Its words name the rule that was broken and where, never the text.
        krilla::error::KrillaError::Validation(broken) => {
            let rules = broken.iter().map(|(rule, _)| rule_name(rule));
            not_accessible(&rules.collect::<Vec<_>>().join(", "))
        }
        other => not_accessible(other),
    })
}

/// The name of a rule without what it was broken with, which may be text of the document.
fn rule_name(rule: &krilla::configure::ValidationError) -> String {
    let words = format!("{rule:?}");
    let end = words.find(|letter: char| !letter.is_alphanumeric());
    words[..end.unwrap_or(words.len())].to_owned()
}

fn not_accessible(because: &dyn std::fmt::Display) -> PaperError {
    PaperError::NotAccessible {
        because: because.to_string(),
    }
}

fn draw_placed(surface: &mut Surface<'_>, placed: &Placed) -> Option<Identifier> {
    let tag = match (&placed.what, placed.read) {
        (_, false) => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)),
        (What::Text { .. }, true) => ContentTag::Span(SpanTag::empty()),
        (What::Picture { .. } | What::Rule { .. }, true) => ContentTag::Other,
    };
    let identifier = surface.start_tagged(tag);
    match &placed.what {
        What::Text { line, quiet } => {
            text(
                surface,
                line,
                placed.x,
                placed.y,
                if *quiet { QUIET } else { INK },
            );
        }
        What::Picture {
            tree,
            width,
            height,
        } => {
            if let Some(size) = Size::from_wh(*width, *height) {
                surface.push_transform(&Transform::from_translate(placed.x, placed.y));
                // As shapes: a picture is read by its alternative text, not by the numbers on its axes.
                let settings = SvgSettings {
                    embed_text: false,
                    ..SvgSettings::default()
                };
                surface.draw_svg(tree, size, settings);
                surface.pop();
            }
        }
        What::Rule { length } => rule(surface, placed.x, placed.y, *length),
    }
    surface.end_tagged();
    placed.read.then_some(identifier)
}

fn text(surface: &mut Surface<'_>, line: &Line, x: f32, y: f32, colour: (u8, u8, u8)) {
    surface.set_stroke(None);
    surface.set_fill(Some(Fill {
        paint: rgb::Color::new(colour.0, colour.1, colour.2).into(),
        opacity: NormalizedF32::ONE,
        rule: krilla::paint::FillRule::default(),
    }));
    let mut x = x;
    for run in &line.runs {
        surface.draw_glyphs(
            Point::from_xy(x, y),
            &run.glyphs,
            run.font.clone(),
            &run.text,
            line.size,
            false,
        );
        x += run.width * line.size;
    }
}

fn rule(surface: &mut Surface<'_>, x: f32, y: f32, length: f32) {
    let mut path = PathBuilder::new();
    path.move_to(x, y);
    path.line_to(x + length, y);
    let Some(path) = path.finish() else { return };
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke {
        paint: rgb::Color::new(HAIRLINE.0, HAIRLINE.1, HAIRLINE.2).into(),
        width: 0.6,
        ..Stroke::default()
    }));
    surface.draw_path(&path);
}

/// Whom the page is about and which page it is: seen on every page, not part of what is read.
fn foot(surface: &mut Surface<'_>, document: &Document, page: usize, pages: usize, fonts: &Fonts) {
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(
        ArtifactType::Footer,
    )));
    rule(surface, MARGIN, FOOT - 14.0, MEASURE);
    let which = document.page_words.replace("{page}", &page.to_string());
    let which = which.replace("{pages}", &pages.to_string());
    let which = lines(&which, Style::Plain, FOOT_SIZE, MEASURE / 3.0, fonts);
    let about = lines(
        &document.identifiers,
        Style::Plain,
        FOOT_SIZE,
        MEASURE * 0.66,
        fonts,
    );
    for (row, line) in about.iter().enumerate() {
        text(
            surface,
            line,
            MARGIN,
            FOOT + row as f32 * FOOT_SIZE * 1.3,
            QUIET,
        );
    }
    for line in which.iter().take(1) {
        text(surface, line, WIDTH - MARGIN - line.width, FOOT, QUIET);
    }
    surface.end_tagged();
}

/// A group with nothing in it is left out: an empty tag says nothing to anybody.
fn node(branch: &Branch, identifiers: &[Option<Identifier>]) -> Option<Node> {
    match branch {
        Branch::Leaf(leaf) => identifiers.get(*leaf).copied().flatten().map(Node::from),
        Branch::Group(meaning, children) => {
            let children: Vec<Node> = children
                .iter()
                .filter_map(|child| node(child, identifiers))
                .collect();
            let kept = !children.is_empty()
                || matches!(
                    meaning,
                    Meaning::Cell | Meaning::RowHead | Meaning::ColumnHead
                );
            kept.then(|| TagGroup::with_children(tag(meaning), children).into())
        }
    }
}

fn tag(meaning: &Meaning) -> TagKind {
    match meaning {
        Meaning::Heading { level, text } => {
            let level = NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN);
            Tag::Hn(level, Some(text.clone())).into()
        }
        Meaning::Paragraph => Tag::P.into(),
        Meaning::Quote => Tag::BlockQuote.into(),
        Meaning::List => Tag::L(ListNumbering::Disc).into(),
        Meaning::Point => Tag::LI.into(),
        Meaning::Bullet => Tag::Lbl.into(),
        Meaning::PointBody => Tag::LBody.into(),
        Meaning::Table => Tag::Table.into(),
        Meaning::Caption => Tag::Caption.into(),
        Meaning::TableHead => Tag::THead.into(),
        Meaning::TableBody => Tag::TBody.into(),
        Meaning::Row => Tag::TR.into(),
        Meaning::ColumnHead => Tag::TH(TableHeaderScope::Column).into(),
        Meaning::RowHead => Tag::TH(TableHeaderScope::Row).into(),
        Meaning::Cell => Tag::TD.into(),
        Meaning::Figure {
            alternative,
            bounds,
            page,
        } => {
            let [x, y, width, height] = *bounds;
            let bounds = Rect::from_xywh(x, y, width, height).map(|rect| BBox::new(*page, rect));
            Tag::Figure(Some(alternative.clone()))
                .with_bbox(bounds)
                .into()
        }
    }
}

/// Bookmarks, one in the other by level.
fn outline(bookmarks: &[Bookmark]) -> Outline {
    let mut outline = Outline::new();
    let mut rest = bookmarks;
    while let Some((node, after)) = bookmark(rest) {
        outline.push_child(node);
        rest = after;
    }
    outline
}

fn bookmark(bookmarks: &[Bookmark]) -> Option<(OutlineNode, &[Bookmark])> {
    let (first, mut rest) = bookmarks.split_first()?;
    let point = Point::from_xy(MARGIN, first.y);
    let place = krilla::destination::XyzDestination::new(first.page, point);
    let mut own = OutlineNode::new(first.text.clone(), place);
    while rest.first().is_some_and(|next| next.level > first.level) {
        let Some((child, after)) = bookmark(rest) else {
            break;
        };
        own.push_child(child);
        rest = after;
    }
    Some((own, rest))
}

fn metadata(document: &Document) -> Metadata {
    let made = DateTime::new(document.made.year)
        .month(document.made.month)
        .day(document.made.day);
    Metadata::new()
        .title(document.title.clone())
        .language(document.language.clone())
        .authors(vec![document.author.clone()])
        .creator("Attune".to_owned())
        .creation_date(made)
}
