//! Writing the configuration file: the commented example with some lines filled in.

/// Every key with what it means and its default.
const EXAMPLE: &str = include_str!("example.toml");

/// The file of a new practice: the example, with the given keys set.
pub(crate) fn first_file(set: &[(&str, String)]) -> String {
    let values: Vec<_> = set
        .iter()
        .map(|(key, value)| (*key, toml::Value::from(value.as_str())))
        .collect();
    with_values(&values)
}

/// The example with the lines of these keys replaced by lines that count.
pub(crate) fn with_values(values: &[(&str, toml::Value)]) -> String {
    EXAMPLE
        .lines()
        .map(|line| {
            let set = values
                .iter()
                .find(|(key, _)| line.starts_with(&format!("# {key} = ")));
            match set {
                Some((key, value)) => format!("{key} = {value}\n"),
                None => format!("{line}\n"),
            }
        })
        .collect()
}
