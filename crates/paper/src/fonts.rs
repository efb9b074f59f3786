//! The typefaces, carried inside of the program.
//!
//! Libertinus Serif (SIL Open Font License 1.1) has Latin, Greek, Cyrillic and Hebrew; what it lacks is taken from New
//! Computer Modern (GUST) and then from `DejaVu` Sans Mono (Bitstream Vera), which has Arabic: a name in plain clothes is better
//! than a name left out.

use std::sync::OnceLock;

use krilla::text::Font;
use rustybuzz::Face;
use rustybuzz::ttf_parser::name_id;

use crate::PaperError;

/// How a text is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    Plain,
    Strong,
    Italic,
}

/// One typeface, for measuring and for writing.
pub(crate) struct Typeface {
    pub(crate) face: Face<'static>,
    pub(crate) font: Font,
    pub(crate) data: &'static [u8],
}

pub(crate) struct Fonts {
    plain: Typeface,
    strong: Typeface,
    italic: Typeface,
    /// Asked in this order for what the others lack.
    others: Vec<Typeface>,
}

/// Read once; the bytes are part of the program.
pub(crate) fn fonts() -> Result<&'static Fonts, PaperError> {
    static FONTS: OnceLock<Option<Fonts>> = OnceLock::new();
    FONTS
        .get_or_init(load)
        .as_ref()
        .ok_or(PaperError::Typefaces)
}

fn load() -> Option<Fonts> {
    Some(Fonts {
        plain: typeface("Libertinus Serif", 400, false)?,
        strong: typeface("Libertinus Serif", 600, false)?,
        italic: typeface("Libertinus Serif", 400, true)?,
        others: vec![
            typeface("NewComputerModern10", 400, false)?,
            typeface("DejaVu Sans Mono", 400, false)?,
        ],
    })
}

fn typeface(family: &str, weight: u16, italic: bool) -> Option<Typeface> {
    typst_assets::fonts().find_map(|data| {
        let face = Face::from_slice(data, 0)?;
        let fits = face.weight().to_number() == weight && face.is_italic() == italic;
        (fits && is_called(&face, family)).then_some(())?;
        let font = Font::new(data.into(), 0)?;
        Some(Typeface { face, font, data })
    })
}

fn is_called(face: &Face<'_>, family: &str) -> bool {
    let named = [name_id::TYPOGRAPHIC_FAMILY, name_id::FAMILY];
    face.names().into_iter().any(|name| {
        named.contains(&name.name_id) && name.to_string().is_some_and(|found| found == family)
    })
}

impl Fonts {
    /// The typeface of a style.
    pub(crate) fn of(&self, style: Style) -> &Typeface {
        match style {
            Style::Plain => &self.plain,
            Style::Strong => &self.strong,
            Style::Italic => &self.italic,
        }
    }

    /// The first typeface that has this letter, beginning with that of the style; that one too if none has it.
    pub(crate) fn for_letter(&self, letter: char, style: Style) -> &Typeface {
        let own = self.of(style);
        let all = [own, &self.plain].into_iter().chain(&self.others);
        let mut having = all.filter(|typeface| typeface.has(letter));
        having.next().unwrap_or(own)
    }

    pub(crate) fn can_write(&self, letter: char) -> bool {
        letter.is_whitespace()
            || joins(letter)
            || [&self.plain]
                .into_iter()
                .chain(&self.others)
                .any(|typeface| typeface.has(letter))
    }

    /// The bytes of all of them, for the words inside of pictures.
    pub(crate) fn all_data(&self) -> impl Iterator<Item = &'static [u8]> {
        [&self.plain, &self.strong, &self.italic]
            .into_iter()
            .chain(&self.others)
            .map(|typeface| typeface.data)
    }
}

impl Typeface {
    fn has(&self, letter: char) -> bool {
        self.face.glyph_index(letter).is_some()
    }
}

/// Whether a letter only says how its neighbours join: joiners, marks of direction, selectors of a variant. It needs no
/// shape of its own.
pub(crate) fn joins(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}')
}
