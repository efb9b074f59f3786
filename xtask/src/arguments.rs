//! The words after a command's name.

use anyhow::{Context, bail};

/// Takes known words out one by one; what is left at the end is refused or passed on.
pub(crate) struct Arguments {
    words: Vec<String>,
}

impl Arguments {
    pub(crate) fn new(words: Vec<String>) -> Self {
        Self { words }
    }

    /// Whether a word such as `--no-open` is there.
    pub(crate) fn flag(&mut self, name: &str) -> bool {
        let before = self.words.len();
        self.words.retain(|word| word != name);
        self.words.len() < before
    }

    /// The value of `--name VALUE` or `--name=VALUE`.
    pub(crate) fn value(&mut self, name: &str) -> anyhow::Result<Option<String>> {
        let joined = format!("{name}=");
        let Some(at) = self
            .words
            .iter()
            .position(|word| word == name || word.starts_with(&joined))
        else {
            return Ok(None);
        };
        let word = self.words.remove(at);
        if let Some(value) = word.strip_prefix(&joined) {
            return Ok(Some(value.to_owned()));
        }
        if self
            .words
            .get(at)
            .is_none_or(|value| value.starts_with("--"))
        {
            bail!("{name} needs a value after it");
        }
        Ok(Some(self.words.remove(at)))
    }

    /// The next word that stands by itself.
    pub(crate) fn word(&mut self) -> Option<String> {
        let at = self.words.iter().position(|word| !word.starts_with("--"))?;
        Some(self.words.remove(at))
    }

    /// All that is left, to be passed on.
    pub(crate) fn rest(self) -> Vec<String> {
        self.words
    }

    /// Refuses what nobody asked for.
    pub(crate) fn finish(self) -> anyhow::Result<()> {
        match self.words.first() {
            None => Ok(()),
            Some(word) => bail!("do not know what to do with `{word}`; --help shows what there is"),
        }
    }
}

/// Reads a port number.
pub(crate) fn port(text: &str) -> anyhow::Result<u16> {
    text.parse()
        .with_context(|| format!("`{text}` is not a port between 0 and 65535"))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    fn arguments(text: &str) -> Arguments {
        Arguments::new(text.split_whitespace().map(str::to_owned).collect())
    }

    #[test]
    fn both_ways_to_give_a_value() {
        assert_eq!(
            arguments("--port 80 x").value("--port").unwrap().as_deref(),
            Some("80")
        );
        assert_eq!(
            arguments("x --port=80").value("--port").unwrap().as_deref(),
            Some("80")
        );
        assert_eq!(arguments("x").value("--port").unwrap(), None);
    }

    #[test]
    fn a_missing_value_is_not_the_next_option() {
        assert!(arguments("--port --no-open").value("--port").is_err());
        assert!(arguments("--port").value("--port").is_err());
    }

    #[test]
    fn what_is_left_is_refused() {
        let mut arguments = arguments("--no-open --nonsense");
        assert!(arguments.flag("--no-open"));
        assert!(arguments.finish().is_err());
    }
}
