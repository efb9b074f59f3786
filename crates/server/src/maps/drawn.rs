//! A map as the client reads it: a picture in their language, and the same in sentences.

use attune_care::formulate::{HowMuch, Influence};
use attune_care::record::Formulation;

use super::own::{arrow, how};
use crate::AppError;
use crate::language::{Here, key};
use crate::pictures::{self, MapPicture};

/// Picture and sentences.
pub(super) struct OwnPicture {
    pub(super) picture: MapPicture,
    pub(super) sentences: Vec<String>,
}

pub(super) fn own_picture(
    id: &'static str,
    title: &'static str,
    drawing: &Formulation,
) -> Result<OwnPicture, AppError> {
    let language = Here::now().language;
    let summary = language
        .say(key("map-summary"))
        .with("things", drawing.factors.len())
        .with("arrows", drawing.influences.len());
    let title = language.say(title).to_string();
    let frame = pictures::frame(language, id, title, summary.to_string())?;
    Ok(OwnPicture {
        picture: pictures::map(frame, drawing, &|_| true)?,
        sentences: drawing
            .influences
            .iter()
            .map(|influence| sentence(drawing, influence))
            .collect(),
    })
}

fn sentence(drawing: &Formulation, influence: &Influence) -> String {
    let language = Here::now().language;
    let words = |id| drawing.factor(id).map_or("", |factor| factor.text.as_str());
    let strength = language.say(how(nearest(influence.strength))).to_string();
    language
        .say(arrow(influence.sign))
        .with("cause", words(influence.from))
        .with("effect", words(influence.to))
        .with("how", strength)
        .to_string()
}

/// The answer of the client's questions that is nearest to a strength of 1 to 10.
fn nearest(strength: u8) -> HowMuch {
    match strength {
        0..=3 => HowMuch::ALittle,
        4..=6 => HowMuch::Somewhat,
        7 | 8 => HowMuch::ALot,
        _ => HowMuch::NearlyAlways,
    }
}
