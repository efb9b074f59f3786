/// The width of a text in a sans-serif of the given size, estimated.
///
/// The server has no fonts, so this uses widths between Inter's and a common
/// wider fallback's; it errs towards too wide, which costs a little space
/// instead of an overlap.
pub(crate) fn text_width(text: &str, size: f64) -> f64 {
    text.chars().map(width_in_em).sum::<f64>() * size
}

fn width_in_em(character: char) -> f64 {
    match character {
        'i' | 'j' | 'l' | '\'' | '|' | '.' | ',' | ':' | ';' | '!' => 0.29,
        ' ' | 'f' | 't' | 'I' | '(' | ')' | '[' | ']' | '/' | '-' | '"' => 0.37,
        'r' | 's' | 'c' | 'z' | 'k' | 'J' => 0.53,
        'm' | 'M' | 'W' | '@' | '%' | '\u{2026}' => 0.93,
        'w' | 'G' | 'O' | 'Q' | 'N' | 'H' | 'D' | 'U' => 0.77,
        'A'..='Z' => 0.68,
        // Ideographs, kana, hangul and emoji fill a square.
        '\u{1100}'..='\u{11FF}' | '\u{2E80}'..='\u{FFEF}' | '\u{1F000}'..='\u{3FFFF}' => 1.0,
        _ => 0.61,
    }
}

/// A text broken into lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wrapped {
    pub(crate) lines: Vec<String>,
    /// The whole text, when the lines do not hold all of it.
    pub(crate) shortened_from: Option<String>,
}

impl Wrapped {
    /// Width of the widest line.
    pub(crate) fn width(&self, size: f64) -> f64 {
        self.lines
            .iter()
            .map(|line| text_width(line, size))
            .fold(0.0, f64::max)
    }
}

/// Breaks a text at spaces (inside a word only where it is wider than a line)
/// into at most `most_lines` lines; the last ends in "…" when there was more.
pub(crate) fn wrap(text: &str, size: f64, width: f64, most_lines: usize) -> Wrapped {
    let mut lines: Vec<String> = Vec::new();
    let mut current = String::new();
    for word in text.split_whitespace() {
        let joined = if current.is_empty() {
            word.to_owned()
        } else {
            format!("{current} {word}")
        };
        if text_width(&joined, size) <= width {
            current = joined;
            continue;
        }
        if !current.is_empty() {
            lines.push(std::mem::take(&mut current));
        }
        for character in word.chars() {
            current.push(character);
            if text_width(&current, size) > width && current.chars().count() > 1 {
                current.pop();
                lines.push(std::mem::take(&mut current));
                current.push(character);
            }
        }
    }
    if !current.is_empty() {
        lines.push(current);
    }
    let shortened = lines.len() > most_lines;
    lines.truncate(most_lines);
    if shortened && let Some(last) = lines.last_mut() {
        while !last.is_empty() && text_width(last, size) + text_width("\u{2026}", size) > width {
            last.pop();
        }
        last.truncate(last.trim_end().len());
        last.push('\u{2026}');
    }
    Wrapped {
        lines,
        shortened_from: shortened.then(|| text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_wrap_at_spaces_and_end_with_a_sign_when_cut() {
        let wrapped = wrap("one two three four five six", 10.0, 60.0, 2);
        assert_eq!(wrapped.lines.len(), 2);
        assert!(wrapped.lines[1].ends_with('\u{2026}'));
        assert_eq!(
            wrapped.shortened_from.as_deref(),
            Some("one two three four five six")
        );
        assert_eq!(wrap("one", 10.0, 60.0, 2).shortened_from, None);
    }

    #[test]
    fn a_word_wider_than_a_line_is_broken() {
        let wrapped = wrap("Verhaltensaktivierung", 12.0, 60.0, 9);
        assert!(wrapped.lines.len() > 1);
        assert!(wrapped.lines.iter().all(|l| text_width(l, 12.0) <= 60.0));
        assert_eq!(wrapped.lines.concat(), "Verhaltensaktivierung");
    }
}
