//! What can be seen over the sheets of one worksheet.

use attune_care::Record;
use attune_care::worksheets::{Counted, Curve, DatedNumbers, Seen, seen};
use attune_catalog::worksheet::{FieldKind, FieldPlace, Picture, PictureKind, Worksheet};
use attune_figures::{
    CountGroup, Counts, Curves, Figure, FigureId, Frame, OneCurve, Range, Rating, Ratings,
};

use super::trajectory::drawing;
use crate::AppError;
use crate::format::count;

/// Fewer sheets than this are read, not drawn.
const FEWEST: usize = 2;

/// A picture with its title, what it does not show, and the drawing or why there is none.
pub(crate) struct SheetPicture {
    pub(crate) title: String,
    pub(crate) note: Option<String>,
    pub(crate) drawn: Result<Vec<String>, String>,
}

/// Every picture of a worksheet.
pub(crate) fn sheet_pictures(
    worksheet: &Worksheet,
    record: &Record,
) -> Result<Vec<SheetPicture>, AppError> {
    let pictures = worksheet.pictures.iter().enumerate();
    pictures
        .map(|(index, picture)| one(worksheet, picture, index, record))
        .collect()
}

fn one(
    worksheet: &Worksheet,
    picture: &Picture,
    index: usize,
    record: &Record,
) -> Result<SheetPicture, AppError> {
    let id = format!("picture-{index}");
    let drawn = match (
        seen(worksheet, &picture.kind, &record.sheets),
        &picture.kind,
    ) {
        (Seen::Numbers(numbers), PictureKind::Change { after, .. }) => {
            ratings(worksheet, picture, &id, &numbers, after, true)?
        }
        (Seen::Numbers(numbers), PictureKind::Course { field }) => {
            ratings(worksheet, picture, &id, &numbers, field, false)?
        }
        (Seen::Curves(found), PictureKind::Curve { across, up, .. }) => {
            curves(worksheet, picture, &id, &found, (across, up))?
        }
        (Seen::Counts(counted), _) => counts(picture, &id, &counted)?,
        // What is seen is of the kind that was asked for.
        _ => Err(String::new()),
    };
    Ok(SheetPicture {
        title: picture.title.clone(),
        note: picture.note.clone(),
        drawn,
    })
}

type Drawn = Result<Vec<String>, String>;

fn too_few(there: usize) -> Drawn {
    Err(format!(
        "Drawn from {FEWEST} sheets on; there {} {} so far.",
        if there == 1 { "is" } else { "are" },
        count(
            there,
            "sheet with an answer here",
            "sheets with an answer here"
        )
    ))
}

fn frame(id: &str, picture: &Picture, summary: String) -> Result<Frame, AppError> {
    Ok(Frame::new(
        FigureId::new(id).map_err(drawing)?,
        &picture.title,
        summary,
    ))
}

/// What a number means, and its whole scale.
fn scale(worksheet: &Worksheet, place: &FieldPlace) -> Result<(String, Range), AppError> {
    let field = worksheet.field(place);
    let Some((FieldKind::Number(range), label)) = field.map(|field| (&field.kind, &field.label))
    else {
        return Err(AppError::Broken(
            "a picture of what is no number".to_owned(),
        ));
    };
    let drawn = Range::new(f64::from(range.min), f64::from(range.max)).map_err(drawing)?;
    Ok((label.clone(), drawn))
}

/// On how many sheets a number was lower, higher or the same afterwards.
fn change_words(both: &[(i32, i32)]) -> String {
    if both.is_empty() {
        return "No sheet has both numbers yet.".to_owned();
    }
    let lower = both.iter().filter(|(before, after)| after < before).count();
    let higher = both.iter().filter(|(before, after)| after > before).count();
    let told = [
        (lower, "lower afterwards"),
        (higher, "higher afterwards"),
        (both.len() - lower - higher, "the same afterwards"),
    ];
    let told: Vec<String> = told
        .into_iter()
        .filter(|(sheets, _)| *sheets > 0)
        .map(|(sheets, how)| {
            if sheets > 1 && sheets == both.len() {
                format!("{how} on all of them")
            } else {
                format!("{how} on {sheets}")
            }
        })
        .collect();
    let sheets = count(both.len(), "sheet", "sheets");
    format!("On {sheets} with both numbers: {}.", told.join(", "))
}

fn ratings(
    worksheet: &Worksheet,
    picture: &Picture,
    id: &str,
    numbers: &[DatedNumbers],
    place: &FieldPlace,
    pair: bool,
) -> Result<Drawn, AppError> {
    if numbers.len() < FEWEST {
        return Ok(too_few(numbers.len()));
    }
    let (name, range) = scale(worksheet, place)?;
    let summary = if pair {
        let both = numbers
            .iter()
            .filter_map(|it| Some((it.before?, it.after?)));
        let both: Vec<(i32, i32)> = both.collect();
        change_words(&both)
    } else {
        let last = numbers
            .iter()
            .rev()
            .find_map(|it| it.after)
            .unwrap_or_default();
        format!(
            "{} over {}; {last} at last.",
            picture.title,
            count(numbers.len(), "sheet", "sheets")
        )
    };
    let rating = |it: &DatedNumbers| Rating {
        on: it.on,
        before: it.before.map(f64::from),
        after: it.after.map(f64::from),
        detail: String::new(),
    };
    let drawn = Ratings {
        frame: frame(id, picture, summary)?,
        name,
        range,
        pair: pair.then(|| ["before".to_owned(), "after".to_owned()]),
        ratings: numbers.iter().map(rating).collect(),
    };
    Ok(Ok(vec![drawn.html()]))
}

fn curves(
    worksheet: &Worksheet,
    picture: &Picture,
    id: &str,
    found: &[Curve],
    (across, up): (&FieldPlace, &FieldPlace),
) -> Result<Drawn, AppError> {
    if found.is_empty() {
        return Ok(Err("Nothing is drawn before the first curve.".to_owned()));
    }
    let (name, range) = scale(worksheet, up)?;
    let along = worksheet.field(across).map_or("", |field| &field.label);
    // Curves of one name belong together, in the order in which the names first came.
    let mut names: Vec<Option<&str>> = Vec::new();
    for curve in found {
        let name = curve.name.as_deref();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let mut drawn = Vec::new();
    for (index, wanted) in names.iter().enumerate() {
        let mine: Vec<&Curve> = found
            .iter()
            .filter(|it| it.name.as_deref() == *wanted)
            .collect();
        let title = wanted.map_or_else(|| picture.title.clone(), str::to_owned);
        let within = Curves {
            frame: Frame::new(
                FigureId::new(format!("{id}-{index}")).map_err(drawing)?,
                &title,
                format!("{title}: {}.", count(mine.len(), "time", "times")),
            ),
            up: (name.clone(), range),
            across: along.to_owned(),
            key: ["the latest".to_owned(), "earlier ones".to_owned()],
            curves: mine.iter().map(|it| curve(it)).collect(),
        };
        drawn.push(within.html());
        if mine.len() >= FEWEST {
            drawn.push(from_one_to_the_next(
                &format!("{id}-{index}-ends"),
                &title,
                &name,
                range,
                &mine,
            )?);
        }
    }
    Ok(Ok(drawn))
}

fn curve(curve: &Curve) -> OneCurve {
    let points = curve.points.iter();
    OneCurve {
        on: curve.on,
        name: curve.name.clone().unwrap_or_default(),
        points: points
            .map(|(x, y)| (f64::from(*x), f64::from(*y)))
            .collect(),
    }
}

/// What was highest and where it ended, time by time.
fn from_one_to_the_next(
    id: &str,
    title: &str,
    name: &str,
    range: Range,
    curves: &[&Curve],
) -> Result<String, AppError> {
    let rating = |it: &&Curve| Rating {
        on: it.on,
        before: it.highest().map(f64::from),
        after: it.last().map(f64::from),
        detail: String::new(),
    };
    let summary = format!("{title}, from one time to the next: the highest point and the last.");
    let drawn = Ratings {
        frame: Frame::new(FigureId::new(id).map_err(drawing)?, title, summary),
        name: name.to_owned(),
        range,
        pair: Some(["highest".to_owned(), "last".to_owned()]),
        ratings: curves.iter().map(rating).collect(),
    };
    Ok(drawn.html())
}

fn counts(picture: &Picture, id: &str, counted: &[Counted]) -> Result<Drawn, AppError> {
    let most = counted
        .iter()
        .map(|it| it.answered)
        .max()
        .unwrap_or_default();
    if most < FEWEST {
        return Ok(too_few(most));
    }
    let group = |it: &Counted| CountGroup {
        name: format!(
            "{} ({} of {})",
            it.asked,
            it.answered,
            count(it.sheets, "sheet", "sheets")
        ),
        given: it.given.clone(),
    };
    let first = counted.iter().find_map(|it| it.given.first());
    let summary = first.map_or_else(String::new, |(words, often)| {
        format!("Most often: {words}, {}.", count(*often, "time", "times"))
    });
    let drawn = Counts {
        frame: frame(id, picture, summary)?,
        groups: counted
            .iter()
            .filter(|it| it.answered > 0)
            .map(group)
            .collect(),
        columns: [
            "Asked".to_owned(),
            "Given".to_owned(),
            "How often".to_owned(),
        ],
    };
    Ok(Ok(vec![drawn.html()]))
}

#[cfg(test)]
mod tests {
    use super::change_words;

    #[test]
    fn change_is_told_without_empty_counts() {
        assert_eq!(change_words(&[]), "No sheet has both numbers yet.");
        assert_eq!(
            change_words(&[(90, 60), (80, 30)]),
            "On 2 sheets with both numbers: lower afterwards on all of them."
        );
        assert_eq!(
            change_words(&[(90, 60), (50, 50), (10, 20)]),
            "On 3 sheets with both numbers: lower afterwards on 1, higher afterwards on 1, the same afterwards on 1."
        );
        assert_eq!(
            change_words(&[(90, 60)]),
            "On 1 sheet with both numbers: lower afterwards on 1."
        );
    }
}
