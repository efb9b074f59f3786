//! Versions of measures and other content.

/// A version as numbers, for ordering: three with dots and, for a skeleton that a practice completed, the number of
/// the completion after a `+` (0 without one). `None` if it is anything else.
pub(crate) fn version_key(version: &str) -> Option<[u32; 4]> {
    let (main, completion) = match version.split_once('+') {
        Some((main, completion)) => (main, completion.parse().ok().filter(|number| *number > 0)?),
        None => (version, 0),
    };
    let mut parts = main.split('.').map(str::parse::<u32>);
    let key = [
        parts.next()?.ok()?,
        parts.next()?.ok()?,
        parts.next()?.ok()?,
        completion,
    ];
    parts.next().is_none().then_some(key)
}

#[cfg(test)]
mod tests {
    use super::version_key;

    #[test]
    fn versions_order_by_number_not_by_letter() {
        assert!(version_key("1.10.0") > version_key("1.9.3"));
        for text in [
            "1", "1.0", "1.0.0.0", "1.0.x", "", "1.0.0+", "1.0.0+0", "1.0.0+x",
        ] {
            assert_eq!(version_key(text), None, "{text}");
        }
    }
}
