//! From letters to shapes: which typeface, which direction, how wide.

use std::borrow::Cow;
use std::ops::Range;

use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::{Direction, UnicodeBuffer};
use unicode_bidi::{BidiInfo, Level};

use crate::fonts::{Fonts, Style, Typeface, joins};

/// A stretch of a line in one typeface and one direction, ready to be drawn.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub(crate) text: String,
    pub(crate) font: Font,
    pub(crate) glyphs: Vec<KrillaGlyph>,
    /// In sizes of type.
    pub(crate) width: f32,
}

/// A text without what has no shape on paper: marks that say how neighbours join, and controls. Tabs become spaces.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    let keeps = |letter: char| !joins(letter) && (letter == '\n' || !letter.is_control());
    if text.chars().all(keeps) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n").replace(['\t', '\r'], " ");
    // PDF/A-2a (6.2.11.7.2) wants every glyph to stand for a letter, and these would stand for none.
    Cow::Owned(text.chars().filter(|letter| keeps(*letter)).collect())
}

/// Whether a paragraph begins from the right.
pub(crate) fn from_the_right(text: &str) -> bool {
    let bidi = BidiInfo::new(text, None);
    bidi.paragraphs
        .first()
        .is_some_and(|whole| whole.level.is_rtl())
}

/// Shapes one line, from left to right as it is seen (Unicode bidirectional algorithm, UAX 9).
pub(crate) fn shape(text: &str, style: Style, right: bool, fonts: &Fonts) -> Vec<Run> {
    let level = if right { Level::rtl() } else { Level::ltr() };
    let bidi = BidiInfo::new(text, Some(level));
    let Some(whole) = bidi.paragraphs.first() else {
        return Vec::new();
    };
    let (levels, seen) = bidi.visual_runs(whole, whole.range.clone());
    let mut runs = Vec::new();
    for range in seen {
        let right = levels.get(range.start).is_some_and(Level::is_rtl);
        let mut here: Vec<Run> = by_typeface(&text[range.clone()], style, fonts)
            .into_iter()
            .map(|(part, typeface)| run(&text[range.clone()][part], typeface, right))
            .collect();
        if right {
            here.reverse();
        }
        runs.append(&mut here);
    }
    runs
}

/// How wide a text is, in sizes of type.
pub(crate) fn width(text: &str, style: Style, fonts: &Fonts) -> f32 {
    let parts = by_typeface(text, style, fonts);
    let parts = parts.into_iter();
    parts
        .map(|(part, typeface)| run(&text[part], typeface, false).width)
        .sum()
}

/// Stretches that one typeface can write. Marks stay with the letter they are set on where its typeface has them.
fn by_typeface<'a>(
    text: &str,
    style: Style,
    fonts: &'a Fonts,
) -> Vec<(Range<usize>, &'a Typeface)> {
    let mut parts: Vec<(Range<usize>, &Typeface)> = Vec::new();
    for (at, letter) in text.char_indices() {
        let end = at + letter.len_utf8();
        if let Some((range, typeface)) = parts.last_mut()
            && (letter == ' ' || typeface.face.glyph_index(letter).is_some())
            && !back_to_first(letter, typeface, style, fonts)
        {
            range.end = end;
            continue;
        }
        parts.push((at..end, fonts.for_letter(letter, style)));
    }
    parts
}

/// Whether a stretch in a stand-in typeface ends here, since the first choice can write this letter.
fn back_to_first(letter: char, now: &Typeface, style: Style, fonts: &Fonts) -> bool {
    let first = fonts.of(style);
    now.font != first.font && letter.is_alphanumeric() && first.face.glyph_index(letter).is_some()
}

fn run(text: &str, typeface: &Typeface, right: bool) -> Run {
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.guess_segment_properties();
    buffer.set_direction(if right {
        Direction::RightToLeft
    } else {
        Direction::LeftToRight
    });
    let shaped = rustybuzz::shape(&typeface.face, &[], buffer);
    let em = typeface.font.units_per_em();
    let (infos, positions) = (shaped.glyph_infos(), shaped.glyph_positions());
    let mut starts: Vec<usize> = infos.iter().map(|info| info.cluster as usize).collect();
    starts.sort_unstable();
    starts.dedup();
    let end_of = |start: usize| {
        let next = starts.partition_point(|other| *other <= start);
        starts.get(next).copied().unwrap_or(text.len())
    };
    let glyphs: Vec<KrillaGlyph> = infos
        .iter()
        .zip(positions)
        .map(|(info, position)| {
            let start = info.cluster as usize;
            KrillaGlyph::new(
                GlyphId::new(info.glyph_id),
                position.x_advance as f32 / em,
                position.x_offset as f32 / em,
                position.y_offset as f32 / em,
                position.y_advance as f32 / em,
                start..end_of(start),
                None,
            )
        })
        .collect();
    Run {
        text: text.to_owned(),
        font: typeface.font.clone(),
        width: glyphs.iter().map(|glyph| glyph.x_advance).sum(),
        glyphs,
    }
}
