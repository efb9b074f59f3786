use std::fmt::Write as _;

use crate::PagePath;
use crate::svg::escape;

/// The head of one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// What the column holds.
    pub text: String,
    /// Whether its cells are numbers, which are set to the right.
    pub numeric: bool,
}

impl Header {
    /// A column of words.
    pub fn words(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            numeric: false,
        }
    }

    /// A column of numbers.
    pub fn numbers(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            numeric: true,
        }
    }
}

/// The data of a picture, for reading instead of looking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataTable {
    /// What the table shows.
    pub caption: String,
    /// One per column.
    pub headers: Vec<Header>,
    /// Cells in the order of the headers; the first that is not empty names its row.
    pub rows: Vec<Vec<String>>,
}

impl DataTable {
    /// An HTML `<table>` with scopes; classes `fig-table` and `fig-number`.
    pub fn to_html(&self) -> String {
        self.to_html_linked(&[])
    }

    /// The same, with the cell that names its row leading to `links[row]`, where there
    /// is one.
    pub fn to_html_linked(&self, links: &[Option<PagePath>]) -> String {
        // Writing into a String cannot fail, so its results are dropped here.
        let mut html = format!(
            "<table class=\"fig-table\"><caption>{}</caption><thead><tr>",
            escape(&self.caption)
        );
        for header in &self.headers {
            let _ = write!(
                html,
                "<th scope=\"col\"{}>{}</th>",
                number_class(header.numeric),
                escape(&header.text)
            );
        }
        html.push_str("</tr></thead><tbody>");
        for (number, row) in self.rows.iter().enumerate() {
            let link = links.get(number).and_then(Option::as_ref);
            html.push_str("<tr>");
            let naming = row.iter().position(|cell| !cell.is_empty());
            for (index, cell) in row.iter().enumerate() {
                let numeric = self.headers.get(index).is_some_and(|h| h.numeric);
                let (open, close) = if naming == Some(index) {
                    ("th scope=\"row\"", "th")
                } else {
                    ("td", "td")
                };
                let text = match link.filter(|_| naming == Some(index)) {
                    Some(link) => {
                        format!("<a href=\"{}\">{}</a>", escape(link.as_str()), escape(cell))
                    }
                    None => escape(cell),
                };
                let _ = write!(html, "<{open}{}>{text}</{close}>", number_class(numeric));
            }
            html.push_str("</tr>");
        }
        html.push_str("</tbody></table>");
        html
    }
}

const fn number_class(numeric: bool) -> &'static str {
    if numeric { " class=\"fig-number\"" } else { "" }
}
