//! The marks in a letter's text.
//!
//! | a line that begins with | is |
//! | --- | --- |
//! | `# `, `## ` | a heading, a smaller heading |
//! | `- ` | a point of a list |
//! | `> ` | somebody's own words |
//! | `[picture: map]` | a picture, with the sentence that it shows behind it |
//! | `[signature]` | a line to sign on |
//!
//! Everything else is running text; an empty line ends a paragraph.

/// Which picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PictureOf {
    /// The course of the measure with this id in the catalogue.
    Course(String),
    /// Six domains of a life.
    WholePerson,
    /// The formulation.
    Map,
}

impl PictureOf {
    /// As it is written in a text: `[picture: course phq-9]`.
    pub fn mark(&self) -> String {
        match self {
            Self::Course(measure) => format!("[picture: course {measure}]"),
            Self::WholePerson => "[picture: whole person]".to_owned(),
            Self::Map => "[picture: map]".to_owned(),
        }
    }

    fn read(name: &str) -> Option<Self> {
        match name.trim() {
            "whole person" => Some(Self::WholePerson),
            "map" => Some(Self::Map),
            other => {
                let measure = other.strip_prefix("course ")?.trim();
                (!measure.is_empty()).then(|| Self::Course(measure.to_owned()))
            }
        }
    }
}

/// One piece of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Level 2 or 3; the title of the letter is 1.
    Heading(u16, String),
    /// Running text, lines as typed.
    Paragraph(String),
    /// Somebody's own words.
    Quote(String),
    /// Points.
    List(Vec<String>),
    /// A picture and the sentence that it shows.
    Picture(PictureOf, String),
    /// A line to sign on.
    Signature,
}

/// Reads the marks of a text. There is no text that cannot be read: a mark that says nothing is running text.
pub fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut goes_on = false;
    for line in text.lines().map(str::trim_end) {
        if line.trim().is_empty() {
            goes_on = false;
            continue;
        }
        let piece = piece(line);
        match (pieces.last_mut(), piece) {
            (Some(Piece::Paragraph(before)), Piece::Paragraph(line)) if goes_on => {
                before.push('\n');
                before.push_str(&line);
            }
            (Some(Piece::Quote(before)), Piece::Quote(line)) if goes_on => {
                before.push('\n');
                before.push_str(&line);
            }
            (Some(Piece::List(before)), Piece::List(points)) => before.extend(points),
            (_, piece) => pieces.push(piece),
        }
        goes_on = true;
    }
    pieces
}

fn piece(line: &str) -> Piece {
    let after = |mark: &str| line.strip_prefix(mark).map(|rest| rest.trim().to_owned());
    if let Some(text) = after("## ") {
        return Piece::Heading(3, text);
    }
    if let Some(text) = after("# ") {
        return Piece::Heading(2, text);
    }
    if let Some(point) = after("- ") {
        return Piece::List(vec![point]);
    }
    if let Some(words) = after("> ") {
        return Piece::Quote(words);
    }
    if line.trim() == "[signature]" {
        return Piece::Signature;
    }
    let picture = line.strip_prefix("[picture:").and_then(|rest| {
        let (name, words) = rest.split_once(']')?;
        Some(Piece::Picture(
            PictureOf::read(name)?,
            words.trim().to_owned(),
        ))
    });
    picture.unwrap_or_else(|| Piece::Paragraph(line.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_by_its_marks() {
        let text = "Dear colleague,\nthank you.\n\n# Course\n## Scores\n- one\n\n- two\n> I sleep\n> again.\n[picture: course phq-9] PHQ-9 fell.\n[picture: cat]\n\n[signature]";
        let owned = str::to_owned;
        assert_eq!(
            pieces(text),
            [
                Piece::Paragraph(owned("Dear colleague,\nthank you.")),
                Piece::Heading(2, owned("Course")),
                Piece::Heading(3, owned("Scores")),
                Piece::List(vec![owned("one"), owned("two")]),
                Piece::Quote(owned("I sleep\nagain.")),
                Piece::Picture(PictureOf::Course(owned("phq-9")), owned("PHQ-9 fell.")),
                Piece::Paragraph(owned("[picture: cat]")),
                Piece::Signature,
            ]
        );
    }

    #[test]
    fn a_mark_of_a_picture_is_read_back() {
        for picture in [
            PictureOf::Map,
            PictureOf::WholePerson,
            PictureOf::Course("gad-7".to_owned()),
        ] {
            let text = format!("{} what it shows", picture.mark());
            assert_eq!(
                pieces(&text),
                [Piece::Picture(picture, "what it shows".to_owned())]
            );
        }
    }
}
