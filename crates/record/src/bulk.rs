//! Inserting many rows with one statement, which spares an import or a restore most of its round trips.

/// Rows per statement: enough to spare the trips, and far below what either database takes as parameters.
pub(crate) const ROWS: usize = 64;

/// The statement that inserts [`ROWS`] rows, made from the one that inserts one: its `($1, $2, ...)` is repeated with
/// the numbers going on. Whatever follows it stays.
pub(crate) fn of_many(single: &'static str) -> String {
    let Some((head, rest)) = single.split_once("VALUES (") else {
        return single.to_owned();
    };
    let Some((values, tail)) = rest.split_once(')') else {
        return single.to_owned();
    };
    let values: Vec<&str> = values.split(", ").collect();
    let mut number = 0;
    let mut next = |value: &str| {
        if value.starts_with('$') {
            number += 1;
            format!("${number}")
        } else {
            value.to_owned()
        }
    };
    let rows: Vec<String> = (0..ROWS)
        .map(|_| {
            let row: Vec<String> = values.iter().map(|value| next(value)).collect();
            format!("({})", row.join(", "))
        })
        .collect();
    format!("{head}VALUES {}{tail}", rows.join(", "))
}

/// Splits rows into the statements that insert them: `many` for [`ROWS`] at a time, `one` for each of the rest.
pub(crate) fn split<'a, T>(
    rows: &'a [T],
    one: &'static str,
    many: &'static str,
) -> impl Iterator<Item = (&'static str, &'a [T])> {
    let (full, rest) = rows.as_chunks::<ROWS>();
    let full = full.iter().map(move |rows| (many, rows.as_slice()));
    let rest = rest.iter().map(move |row| (one, std::slice::from_ref(row)));
    full.chain(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_go_on_and_the_rest_stays() {
        let many = of_many("INSERT INTO t (a, b, c) VALUES ($1, 1, $2) ON CONFLICT (a) DO NOTHING");
        assert!(
            many.starts_with(
                "INSERT INTO t (a, b, c) VALUES ($1, 1, $2), ($3, 1, $4), ($5, 1, $6), "
            ),
            "{many}"
        );
        assert!(
            many.ends_with(", ($127, 1, $128) ON CONFLICT (a) DO NOTHING"),
            "{many}"
        );
    }
}
