use std::fmt::{self, Display, Write as _};

use super::Paint;

/// One SVG element with its children, written out as it is built.
#[derive(Debug, Clone)]
pub(crate) struct Element {
    name: &'static str,
    classes: String,
    attributes: String,
    inner: String,
}

impl Element {
    pub(crate) fn new(name: &'static str) -> Self {
        Self {
            name,
            classes: String::new(),
            attributes: String::new(),
            inner: String::new(),
        }
    }

    /// An element with a paint's class and its attributes for printing in grey.
    pub(crate) fn painted(name: &'static str, paint: Paint) -> Self {
        let mut element = Self::new(name).class(paint.class);
        for (name, value) in paint.attributes {
            element = element.attribute(name, value);
        }
        element
    }

    pub(crate) fn class(mut self, class: &str) -> Self {
        if !self.classes.is_empty() {
            self.classes.push(' ');
        }
        self.classes.push_str(class);
        self
    }

    pub(crate) fn attribute(mut self, name: &str, value: &str) -> Self {
        // Writing into a String cannot fail; the same holds below.
        let _ = write!(self.attributes, " {name}=\"{}\"", escape(value));
        self
    }

    /// A length or coordinate, rounded.
    pub(crate) fn number(mut self, name: &str, value: f64) -> Self {
        let _ = write!(self.attributes, " {name}=\"{}\"", coordinate(value));
        self
    }

    /// Several coordinates in one attribute.
    pub(crate) fn numbers(self, name: &str, values: &[f64]) -> Self {
        let list: Vec<String> = values.iter().map(|&v| coordinate(v)).collect();
        self.attribute(name, &list.join(" "))
    }

    pub(crate) fn text(mut self, text: &str) -> Self {
        self.inner.push_str(&escape(text));
        self
    }

    /// A `<title>` child, which a pointer resting on the element shows.
    pub(crate) fn tooltip(self, text: &str) -> Self {
        self.child(Self::new("title").text(text))
    }

    pub(crate) fn child(mut self, child: impl Display) -> Self {
        let _ = write!(self.inner, "{child}");
        self
    }

    pub(crate) fn children(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        for child in children {
            self = self.child(child);
        }
        self
    }
}

impl Display for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}", self.name)?;
        if !self.classes.is_empty() {
            write!(f, " class=\"{}\"", escape(&self.classes))?;
        }
        f.write_str(&self.attributes)?;
        if self.inner.is_empty() {
            f.write_str("/>")
        } else {
            write!(f, ">{}</{}>", self.inner, self.name)
        }
    }
}

/// Text made safe for XML and HTML, in elements and in quoted attributes.
///
/// Characters that XML 1.0 (section 2.2) forbids even in escaped form are left
/// out; line ends become spaces, since SVG text has no lines.
pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\n' | '\r' | '\t' => safe.push(' '),
            '\u{FFFE}' | '\u{FFFF}' => {}
            control if control.is_control() => {}
            other => safe.push(other),
        }
    }
    safe
}

/// A coordinate with one decimal: a tenth of a pixel is finer than any screen
/// shows, and rounding keeps the bytes the same on every machine.
///
/// The clamp keeps absurd but finite input readable for every SVG reader.
pub(crate) fn coordinate(value: f64) -> String {
    let finite = if value.is_nan() { 0.0 } else { value };
    // Adding zero turns -0.0 into 0.0.
    let rounded = (finite.clamp(-99_999.0, 99_999.0) * 10.0).round() / 10.0 + 0.0;
    format!("{rounded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_short_and_never_negative_zero() {
        assert_eq!(coordinate(-0.04), "0");
        assert_eq!(coordinate(12.25), "12.3");
        assert_eq!(coordinate(f64::INFINITY), "99999");
        assert_eq!(coordinate(f64::NAN), "0");
    }

    #[test]
    fn text_is_escaped_and_forbidden_characters_are_left_out() {
        assert_eq!(escape("a<b>&\"c'\u{0}\nd"), "a&lt;b&gt;&amp;&quot;c&#39; d");
    }
}
