//! What a person finds on a page: where it leads, and what can be sent from it. Read from the HTML alone, so that
//! tests that press every button grow with the pages.

use std::collections::BTreeMap;

/// A form together with one of its buttons, or with its autosave.
#[derive(Debug, Clone)]
pub struct Sending {
    /// Where it is sent.
    pub action: String,
    /// What is sent, in the order of the page.
    pub fields: Vec<Field>,
}

/// One field as it stands on the page.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// What it is sent as.
    pub name: String,
    /// How it is filled in.
    pub kind: Kind,
    /// As the page has it: what is typed already, or what is chosen.
    pub value: String,
    /// The page asks for it.
    pub required: bool,
    /// Smallest and largest value of a date or number, if the page says so.
    pub range: (Option<String>, Option<String>),
}

/// How a field is filled in.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Not by a person: ids and versions, or the button that was pressed.
    Given,
    /// Free text of any length.
    Text,
    /// Text of a form of its own: `email`, `tel`, `date`, `number`, `password` ...
    Typed(String),
    /// One of these.
    OneOf(Vec<String>),
    /// This or nothing; `true` if it is ticked.
    Tick(bool),
}

/// Every way to send something from this page by POST.
pub fn sendings(html: &str) -> Vec<Sending> {
    let mut forms: Vec<Form> = Vec::new();
    let mut here: Option<usize> = None;
    let mut select: Option<(Option<usize>, Field)> = None;
    for tag in tags(html) {
        // A control belongs to the form it names, or to the one it stands in.
        let owner = match tag.get("form") {
            Some(id) => forms.iter().position(|form| form.id == id),
            None => here,
        };
        match tag.name.as_str() {
            "form" => {
                here = Some(forms.len());
                forms.push(Form::new(&tag));
            }
            "/form" => here = None,
            "select" => select = Some((owner, field(&tag, Kind::OneOf(Vec::new())))),
            "option" => {
                if let Some((_, field)) = &mut select {
                    add_option(field, &tag);
                }
            }
            "/select" => {
                if let Some((Some(owner), field)) = select.take() {
                    forms[owner].fields.push(field);
                }
            }
            "textarea" => {
                let mut field = field(&tag, Kind::Text);
                field.value = unescape(&tag.text_after);
                push(&mut forms, owner, field);
            }
            "button" => press(&mut forms, owner, &tag),
            "input" => match tag.get("type").unwrap_or("text") {
                "submit" | "image" => press(&mut forms, owner, &tag),
                "button" | "reset" | "file" => {}
                "radio" => add_radio(&mut forms, owner, &tag),
                kind => {
                    let kind = match kind {
                        "hidden" => Kind::Given,
                        "checkbox" => Kind::Tick(tag.has("checked")),
                        "text" | "search" => Kind::Text,
                        other => Kind::Typed(other.to_owned()),
                    };
                    push(&mut forms, owner, field(&tag, kind));
                }
            },
            _ => {}
        }
    }
    forms.into_iter().flat_map(Form::sendings).collect()
}

/// Where this page leads: addresses of our own, without the part after `#`.
pub fn links(html: &str) -> Vec<String> {
    tags(html)
        .iter()
        .filter(|tag| tag.name == "a")
        .filter_map(|tag| tag.get("href"))
        .filter(|href| href.starts_with('/') && !href.starts_with("//"))
        .map(|href| href.split('#').next().unwrap_or_default().to_owned())
        .collect()
}

impl Sending {
    /// What a browser would send after `fill` went through the fields: `None` leaves a field out.
    pub fn filled(&self, mut fill: impl FnMut(&Field) -> Option<String>) -> Vec<(String, String)> {
        self.fields
            .iter()
            .filter_map(|field| Some((field.name.clone(), fill(field)?)))
            .collect()
    }
}

impl Field {
    /// What stands there already; else the first thing that may be chosen, else these words, a day or a number.
    pub fn plausible(&self, words: &str, today: &str) -> Option<String> {
        if let Kind::Tick(ticked) = self.kind {
            return (ticked || self.required).then(|| self.value.clone());
        }
        if !self.value.is_empty() || self.kind == Kind::Given {
            return Some(self.value.clone());
        }
        Some(match &self.kind {
            Kind::OneOf(values) => {
                let first = values.iter().find(|value| !value.is_empty());
                first.cloned().unwrap_or_default()
            }
            Kind::Typed(kind) => match kind.as_str() {
                "date" => self.day(today),
                "number" | "range" => self.range.0.clone().unwrap_or_else(|| "1".to_owned()),
                "email" => "somebody@example.org".to_owned(),
                "tel" => "0170 5550100".to_owned(),
                "time" => "10:30".to_owned(),
                "url" => "https://example.org/".to_owned(),
                _ => words.to_owned(),
            },
            Kind::Text | Kind::Given | Kind::Tick(_) => words.to_owned(),
        })
    }

    /// Today, or the nearest day the page allows.
    fn day(&self, today: &str) -> String {
        match &self.range {
            (Some(first), _) if first.as_str() > today => first.clone(),
            (_, Some(last)) if last.as_str() < today => last.clone(),
            _ => today.to_owned(),
        }
    }
}

struct Form {
    id: String,
    action: String,
    post: bool,
    autosave: Option<String>,
    fields: Vec<Field>,
    /// Where each button sends it, and the button's own name and value.
    buttons: Vec<(String, Option<Field>)>,
}

impl Form {
    fn new(tag: &Tag) -> Self {
        let text = |name| tag.get(name).unwrap_or_default().to_owned();
        Self {
            id: text("id"),
            action: text("action"),
            post: tag
                .get("method")
                .is_some_and(|method| method.eq_ignore_ascii_case("post")),
            autosave: tag.get("data-autosave").map(str::to_owned),
            fields: Vec::new(),
            buttons: Vec::new(),
        }
    }

    fn sendings(self) -> Vec<Sending> {
        if !self.post {
            return Vec::new();
        }
        let with_button = self.buttons.into_iter().map(|(action, button)| Sending {
            action,
            fields: self.fields.iter().cloned().chain(button).collect(),
        });
        let by_itself = self.autosave.into_iter().map(|action| Sending {
            action,
            fields: self.fields.clone(),
        });
        by_itself.chain(with_button).collect()
    }
}

fn push(forms: &mut [Form], owner: Option<usize>, field: Field) {
    if let Some(owner) = owner
        && !field.name.is_empty()
    {
        forms[owner].fields.push(field);
    }
}

fn press(forms: &mut [Form], owner: Option<usize>, tag: &Tag) {
    let Some(owner) = owner else { return };
    if tag.get("type").is_some_and(|kind| kind == "button") {
        return;
    }
    let form = &mut forms[owner];
    let action = tag.get("formaction").unwrap_or(&form.action).to_owned();
    let button = field(tag, Kind::Given);
    let button = (!button.name.is_empty()).then_some(button);
    form.buttons.push((action, button));
}

fn add_option(field: &mut Field, tag: &Tag) {
    let value = match tag.get("value") {
        Some(value) => value.to_owned(),
        None => unescape(tag.text_after.trim()),
    };
    if let Kind::OneOf(values) = &mut field.kind {
        // A browser sends the first one if none is marked.
        if tag.has("selected") || values.is_empty() {
            field.value.clone_from(&value);
        }
        values.push(value);
    }
}

fn add_radio(forms: &mut [Form], owner: Option<usize>, tag: &Tag) {
    let Some(owner) = owner else { return };
    let new = field(tag, Kind::OneOf(Vec::new()));
    let fields = &mut forms[owner].fields;
    let known = fields
        .iter_mut()
        .find(|known| known.name == new.name && matches!(known.kind, Kind::OneOf(_)));
    let value = new.value.clone();
    let group = if let Some(known) = known {
        known
    } else {
        fields.push(Field {
            value: String::new(),
            ..new
        });
        let last = fields.len() - 1;
        &mut fields[last]
    };
    if tag.has("checked") {
        group.value.clone_from(&value);
    }
    if let Kind::OneOf(values) = &mut group.kind {
        values.push(value);
    }
}

fn field(tag: &Tag, kind: Kind) -> Field {
    let text = |name| tag.get(name).map(str::to_owned);
    let default = match kind {
        Kind::Tick(_) => "on",
        _ => "",
    };
    Field {
        name: text("name").unwrap_or_default(),
        kind,
        value: text("value").unwrap_or_else(|| default.to_owned()),
        required: tag.has("required"),
        range: (text("min"), text("max")),
    }
}

struct Tag {
    name: String,
    attributes: BTreeMap<String, String>,
    /// The text up to the next tag.
    text_after: String,
}

impl Tag {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    fn has(&self, name: &str) -> bool {
        self.attributes.contains_key(name)
    }
}

/// The tags of a page in order. Enough for our own pages, which write every attribute value in quotes.
fn tags(html: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let end = end_of_tag(rest);
        let (inside, after) = rest.split_at(end);
        rest = after.strip_prefix('>').unwrap_or(after);
        let name_end = inside
            .find(|letter: char| letter.is_whitespace())
            .unwrap_or(inside.len());
        let (name, attributes) = inside.split_at(name_end);
        found.push(Tag {
            name: name.trim_end_matches('/').to_ascii_lowercase(),
            attributes: attributes_of(attributes),
            text_after: rest.split('<').next().unwrap_or_default().to_owned(),
        });
    }
    found
}

/// Where the tag ends: the first `>` that stands in no quotes.
fn end_of_tag(text: &str) -> usize {
    let mut quote = None;
    for (at, letter) in text.char_indices() {
        match (quote, letter) {
            (None, '>') => return at,
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), letter) if open == letter => quote = None,
            _ => {}
        }
    }
    text.len()
}

fn attributes_of(mut text: &str) -> BTreeMap<String, String> {
    let mut attributes = BTreeMap::new();
    loop {
        text = text.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '/');
        if text.is_empty() {
            return attributes;
        }
        let end = text
            .find(|letter: char| letter.is_whitespace() || letter == '=')
            .unwrap_or(text.len());
        let (name, after) = text.split_at(end);
        let (value, after) = match after.strip_prefix('=') {
            None => ("", after),
            Some(value) => match value.chars().next() {
                Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).unwrap_or((value, "")),
                _ => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
            },
        };
        attributes.insert(name.to_ascii_lowercase(), unescape(value));
        text = after;
    }
}

fn unescape(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        plain.push_str(&rest[..start]);
        rest = &rest[start..];
        let known = rest.find(';').and_then(|end| {
            let letter = match &rest[1..end] {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "nbsp" => '\u{a0}',
                code => {
                    let code = code.strip_prefix('#')?;
                    let number = match code.strip_prefix('x') {
                        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                        None => code.parse().ok()?,
                    };
                    char::from_u32(number)?
                }
            };
            Some((letter, end))
        });
        if let Some((letter, end)) = known {
            plain.push(letter);
            rest = &rest[end + 1..];
        } else {
            plain.push('&');
            rest = &rest[1..];
        }
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"
        <a href="/caseload#top">All</a> <a href="https://elsewhere.example/">Out</a>
        <form method="get" action="/search"><input name="q"><button>Go</button></form>
        <form id="note" method="post" action="/note" data-autosave="/note/keep">
          <input type="hidden" name="version" value="3">
          <textarea name="text">half &amp; half</textarea>
          <select name="how"><option value="">choose</option><option value="room">Room</option></select>
          <label><input type="radio" name="done" value="yes"> Yes</label>
          <label><input type="radio" name="done" value="no" checked> No</label>
          <input type="checkbox" name="agreed">
          <input type="date" name="on" min="2026-06-01">
          <button formaction="/lock">Lock</button> <button name="action" value="keep">Keep</button>
          <button type="button">Nothing</button>
        </form>
        <input form="note" name="late" placeholder="a > b">
    "#;

    #[test]
    fn every_button_and_the_autosave_are_found() {
        let found = sendings(PAGE);
        let actions: Vec<&str> = found.iter().map(|found| found.action.as_str()).collect();
        assert_eq!(actions, ["/note/keep", "/lock", "/note"]);
        let filled = found[2].filled(|field| field.plausible("words", "2026-05-14"));
        let filled: Vec<(&str, &str)> = filled
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        assert_eq!(
            filled,
            [
                ("version", "3"),
                ("text", "half & half"),
                ("how", "room"),
                ("done", "no"),
                ("on", "2026-06-01"),
                ("late", "words"),
                ("action", "keep"),
            ]
        );
        assert_eq!(links(PAGE), ["/caseload"]);
    }
}
