//! The pictures of a letter, drawn from the record as it stood when the letter was finished.

use attune_care::Record;
use attune_care::assess;
use attune_care::letter::PictureOf;
use attune_care::review::progress;
use attune_catalog::Catalog;
use attune_figures::{DataTable, Figure, Size};
use jiff::civil::Date;

use crate::AppError;
use crate::language::Language;
use crate::pictures;

/// A picture, and what it shows as a table.
pub(super) struct Shown {
    pub(super) svg: String,
    /// For a phone.
    pub(super) narrow: String,
    pub(super) table: Option<DataTable>,
}

/// With these words beside it, in the language of the letter. None if the record has nothing to draw: the words are then
/// all there is.
pub(super) fn shown(
    of: &PictureOf,
    words: &str,
    language: Language,
    record: &Record,
    catalog: &Catalog,
    on: Date,
) -> Result<Option<Shown>, AppError> {
    match of {
        PictureOf::Course(id) => {
            let Some((measure, progress)) = catalog.measure(id).zip(progress(record, catalog, id))
            else {
                return Ok(None);
            };
            let course = pictures::letter_course(language, words, record, measure, &progress)?;
            Ok(course.map(|course| Shown {
                svg: course.svg(Size::Wide),
                narrow: course.svg(Size::Narrow),
                table: Some(course.table()),
            }))
        }
        PictureOf::WholePerson => {
            let view = assess::whole_person(record, catalog);
            let picture = pictures::whole_person_picture(language, words.to_owned(), &view, on)?;
            Ok(picture.map(|picture| Shown {
                svg: picture.svg(Size::Wide),
                narrow: picture.svg(Size::Narrow),
                table: None,
            }))
        }
        PictureOf::Map => {
            if record.formulation.factors.is_empty() {
                return Ok(None);
            }
            let title = language.say("what-keeps-going").to_string();
            let frame = pictures::frame(language, "letter-map", title, words)?;
            let picture = pictures::as_drawn(frame, &record.formulation)?;
            Ok(Some(Shown {
                svg: picture.wide,
                narrow: picture.narrow,
                table: None,
            }))
        }
    }
}
