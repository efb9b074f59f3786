//! A value in a JSON file that knows where it stands.

use serde_json::Value;

use super::FhirError;

/// A place in the file and what is there.
#[derive(Clone, Debug)]
pub(super) struct Node<'a> {
    at: String,
    value: &'a Value,
}

impl<'a> Node<'a> {
    pub(super) fn root(value: &'a Value) -> Self {
        Self {
            at: String::new(),
            value,
        }
    }

    /// A refusal at this place.
    pub(super) fn refuse<T>(&self, problem: impl Into<String>) -> Result<T, FhirError> {
        let at = if self.at.is_empty() {
            "the file".to_owned()
        } else {
            self.at.clone()
        };
        Err(FhirError {
            at,
            problem: problem.into(),
        })
    }

    /// What stands under this key, if anything.
    pub(super) fn get(&self, key: &str) -> Option<Self> {
        let value = self.value.get(key)?;
        let at = if self.at.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.at)
        };
        Some(Self { at, value })
    }

    /// The members of the list under this key; none where there is no list.
    pub(super) fn list(&self, key: &str) -> Result<Vec<Self>, FhirError> {
        let Some(list) = self.get(key) else {
            return Ok(Vec::new());
        };
        let Some(members) = list.value.as_array() else {
            return list.refuse("a list was expected");
        };
        let member = |(position, value)| Self {
            at: format!("{}[{position}]", list.at),
            value,
        };
        Ok(members.iter().enumerate().map(member).collect())
    }

    /// The text under this key, if there is any that is not blank.
    pub(super) fn text(&self, key: &str) -> Result<Option<&'a str>, FhirError> {
        let Some(found) = self.get(key) else {
            return Ok(None);
        };
        match found.value.as_str() {
            Some(text) if text.trim().is_empty() => Ok(None),
            Some(text) => Ok(Some(text.trim())),
            None => found.refuse("a text was expected"),
        }
    }

    /// The text that has to stand under this key.
    pub(super) fn needed(&self, key: &str, what: &str) -> Result<&'a str, FhirError> {
        match self.text(key)? {
            Some(text) => Ok(text),
            None => self.refuse(format!("\"{key}\" is missing: {what}")),
        }
    }

    /// The whole number under this key, if there is one. `2.0` is one.
    pub(super) fn whole(&self, key: &str) -> Result<Option<i32>, FhirError> {
        let Some(found) = self.get(key) else {
            return Ok(None);
        };
        let Some(number) = found.value.as_f64() else {
            return found.refuse("a number was expected");
        };
        let limit = f64::from(i16::MAX);
        if number.fract() != 0.0 || number.abs() > limit {
            return found.refuse("a whole number between -32767 and 32767 was expected");
        }
        #[expect(
            clippy::cast_possible_truncation,
            reason = "checked to be whole and small just before"
        )]
        Ok(Some(number as i32))
    }

    pub(super) fn yes(&self, key: &str) -> bool {
        self.value.get(key).and_then(Value::as_bool) == Some(true)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.value.get(key).is_some()
    }

    /// The extensions with this address.
    pub(super) fn extensions(&self, url: &str) -> Result<Vec<Self>, FhirError> {
        let mut found = Vec::new();
        for extension in self.list("extension")? {
            if extension.text("url")? == Some(url) {
                found.push(extension);
            }
        }
        Ok(found)
    }
}
