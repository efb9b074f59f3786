//! Breaking a text into lines (Unicode line breaking, UAX 14).

use unicode_linebreak::{BreakOpportunity, linebreaks};

use crate::fonts::{Fonts, Style};
use crate::shape::{Run, from_the_right, printable, shape, width};

/// One line, ready to be drawn.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) runs: Vec<Run>,
    /// In points.
    pub(crate) width: f32,
    /// Size of type in points.
    pub(crate) size: f32,
    /// Whether it is set against the right edge.
    pub(crate) right: bool,
}

/// A text as lines that are at most `measure` points wide. A word that is wider than that is cut.
pub(crate) fn lines(text: &str, style: Style, size: f32, measure: f32, fonts: &Fonts) -> Vec<Line> {
    let text = printable(text);
    let mut lines = Vec::new();
    for paragraph in text.trim_end().split('\n') {
        let right = from_the_right(paragraph);
        for line in broken(paragraph, style, measure / size, fonts) {
            let runs = shape(&line, style, right, fonts);
            lines.push(Line {
                width: runs.iter().map(|run| run.width).sum::<f32>() * size,
                runs,
                size,
                right,
            });
        }
    }
    lines
}

/// `measure` is in sizes of type.
fn broken(text: &str, style: Style, measure: f32, fonts: &Fonts) -> Vec<String> {
    let (mut lines, mut line, mut so_far, mut from) = (Vec::new(), String::new(), 0.0, 0);
    for (to, kind) in linebreaks(text) {
        let word = &text[from..to];
        // The space at the end of a line hangs over it: a reader of the text needs it, the eye does not.
        let seen = width(word.trim_end(), style, fonts);
        if so_far + seen > measure && !line.is_empty() {
            lines.push(std::mem::take(&mut line));
            so_far = 0.0;
        }
        if seen > measure {
            for letter in word.chars() {
                let step = width(letter.encode_utf8(&mut [0; 4]), style, fonts);
                if so_far + step > measure && !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                    so_far = 0.0;
                }
                line.push(letter);
                so_far += step;
            }
        } else {
            line.push_str(word);
            so_far += width(word, style, fonts);
        }
        if kind == BreakOpportunity::Mandatory && to < text.len() {
            lines.push(std::mem::take(&mut line));
            so_far = 0.0;
        }
        from = to;
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}
