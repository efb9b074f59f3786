//! Versions of measures and other content.

/// A version as three numbers, for ordering; `None` if it is not three numbers with dots.
pub(crate) fn version_key(version: &str) -> Option<[u32; 3]> {
    let mut parts = version.split('.').map(str::parse::<u32>);
    let key = [
        parts.next()?.ok()?,
        parts.next()?.ok()?,
        parts.next()?.ok()?,
    ];
    parts.next().is_none().then_some(key)
}

#[cfg(test)]
mod tests {
    use super::version_key;

    #[test]
    fn versions_order_by_number_not_by_letter() {
        assert!(version_key("1.10.0") > version_key("1.9.3"));
        for text in ["1", "1.0", "1.0.0.0", "1.0.x", ""] {
            assert_eq!(version_key(text), None, "{text}");
        }
    }
}
