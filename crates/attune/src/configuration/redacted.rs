//! Showing a database without its password.

/// The same URL with `***` for the password; a path stays as it is.
pub(crate) fn without_password(database: &str) -> String {
    let Some((scheme, rest)) = database.split_once("://") else {
        return database.to_owned();
    };
    let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    // The last `@`: one that was not escaped may be part of the password.
    let authority = match authority.rsplit_once('@') {
        Some((person, host)) => match person.split_once(':') {
            Some((name, _)) => format!("{name}:***@{host}"),
            None => format!("{person}@{host}"),
        },
        None => authority.to_owned(),
    };
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let query: Vec<String> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| match pair.split_once('=') {
            Some((key, _)) if key.to_lowercase().contains("password") => format!("{key}=***"),
            _ => pair.to_owned(),
        })
        .collect();
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{scheme}://{authority}{path}{mark}{}", query.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_password_is_shown_wherever_it_stands() {
        for (database, shown) in [
            ("record.sqlite", "record.sqlite"),
            ("postgres://db/attune", "postgres://db/attune"),
            ("postgres://attune@db/attune", "postgres://attune@db/attune"),
            (
                "postgres://attune:secret@db:5432/attune?sslmode=require",
                "postgres://attune:***@db:5432/attune?sslmode=require",
            ),
            (
                "postgres://attune:sec@ret@db/attune",
                "postgres://attune:***@db/attune",
            ),
            (
                "postgres:///attune?host=/run&password=secret",
                "postgres:///attune?host=/run&password=***",
            ),
        ] {
            assert_eq!(without_password(database), shown);
        }
    }
}
