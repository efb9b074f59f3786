//! Reading the drawings.

use std::sync::Arc;

use usvg::fontdb::{Database, Source};
use usvg::{Options, Tree};

use crate::PaperError;
use crate::fonts::Fonts;

/// The typeface for every word inside of a drawing, whatever it asks for.
const FAMILY: &str = "Libertinus Serif";

/// Reads one `<svg>` element; `number` counts pictures from 1 and is for the error alone.
pub(crate) fn read(svg: &str, number: usize, fonts: &Fonts) -> Result<Tree, PaperError> {
    let mut database = Database::new();
    for data in fonts.all_data() {
        database.load_font_source(Source::Binary(Arc::new(data)));
    }
    database.set_sans_serif_family(FAMILY);
    database.set_serif_family(FAMILY);
    let options = Options {
        fontdb: Arc::new(database),
        font_family: FAMILY.to_owned(),
        ..Options::default()
    };
    Tree::from_str(svg, &options).map_err(|error| PaperError::Picture {
        number,
        because: error.to_string(),
    })
}
