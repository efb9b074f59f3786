use std::borrow::Cow;

use jiff::civil::Date;

use crate::ByDomain;

/// A word or phrase in the reader's language.
pub type Word = Cow<'static, str>;

/// Declares [`Words`] and its English form side by side, so that neither can
/// be changed without the other.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident: $english:literal,)*) => {
        /// The words a picture writes itself; everything else is given by the caller.
        ///
        /// The default is English. Another language fills the same fields.
        #[derive(Debug, Clone, PartialEq)]
        pub struct Words {
            $($(#[$doc])* pub $name: Word,)*
            /// Names of the six domains.
            pub domains: ByDomain<Word>,
            /// How dates and numbers are written.
            pub format: Format,
        }

        impl Default for Words {
            fn default() -> Self {
                Self {
                    $($name: Cow::Borrowed($english),)*
                    domains: ByDomain {
                        thoughts: Cow::Borrowed("thoughts"),
                        emotions: Cow::Borrowed("emotions"),
                        behaviours: Cow::Borrowed("behaviours"),
                        environment: Cow::Borrowed("environment"),
                        economic: Cow::Borrowed("money and work"),
                        relationships: Cow::Borrowed("relationships"),
                    },
                    format: Format::default(),
                }
            }
        }
    };
}

words! {
    /// Opens the table of a picture.
    same_as_table: "The same as a table",
    /// Column: when.
    date: "Date",
    /// Column: what kind of thing a row is.
    what: "What",
    /// Column: a number on the measure.
    value: "Value",
    /// Column: anything more.
    detail: "Detail",
    /// A score that was measured.
    measured: "measured",
    /// A score that was asked for and is not there.
    not_answered: "not answered",
    /// The expected middle.
    expected: "expected",
    /// The band that holds half of comparable people.
    half_band: "half of people",
    /// The band that holds eighty per cent of comparable people.
    most_band: "8 in 10 people",
    /// Between two ends of an interval.
    to: "to",
    /// A line on the measure with a meaning.
    threshold: "threshold",
    /// Where a named band of severity begins.
    band_from: "band from",
    /// Away from the first score in the good direction.
    moved_better: "better than at first, by more than measurement error",
    /// Away from the first score in the bad direction.
    moved_worse: "worse than at first, by more than measurement error",
    /// A meeting.
    session: "session",
    /// Something that happened in life.
    life_event: "life event",
    /// A new version of the plan.
    plan_change: "plan change",
    /// Follows a number: so many labels found no room in the picture.
    more_in_table: "more in the table",
    /// In place of an empty trajectory.
    nothing_measured: "nothing measured yet",
    /// Column: which domain.
    domain: "Domain",
    /// The present value.
    now: "now",
    /// The earlier value.
    then: "then",
    /// A value that nobody asked for.
    not_asked: "not asked",
    /// Column: in words.
    in_words: "In words",
    /// Column: a factor of the formulation.
    factor: "Factor",
    /// Column: what an influence does.
    effect: "Effect",
    /// An influence that raises.
    leads_to_more: "leads to more",
    /// An influence that lowers.
    leads_to_less: "leads to less",
    /// Two that are high together.
    goes_with_more: "goes with more",
    /// Two of which one is high where the other is low.
    goes_with_less: "goes with less",
    /// Column: the factor that is influenced.
    on_factor: "Of",
    /// Column: how strong, from 0 to 1.
    strength: "Strength (0 to 1)",
    /// Column: who thinks so.
    whose_view: "Whose view",
    /// Both think so.
    both_think: "both of us",
    /// Only one of the two thinks so.
    one_thinks: "only one of us",
    /// Column: the loops an influence belongs to.
    loops: "Loops",
    /// A factor without any influence.
    no_influence: "no influence drawn",
    /// In place of an empty formulation.
    no_factors: "no factors yet",
    /// Column: a therapy, a trial or a group of them.
    comparison: "Comparison",
    /// Column: the point estimate.
    estimate: "Estimate",
    /// The square of a forest plot.
    estimate_by_weight: "estimate, larger with more weight",
    /// Column: where a new setting would be expected.
    prediction: "Prediction interval",
    /// The lighter line of a forest plot.
    prediction_mark: "prediction interval, for a new setting",
    /// Column: how many trials and people.
    counts: "Trials and people",
    /// Column: a group that cannot be told apart.
    group: "Group",
    /// A band of a life line: what was good.
    was_good: "good",
    /// What was good and hard at once, or of which nobody said how it was.
    was_between: "both, or not said",
    /// What was hard.
    was_hard: "hard",
    /// Column: somebody on a map of people.
    person: "Person or group",
    /// Column: who they are.
    who: "Who they are",
    /// Column: what is between two people.
    between: "Between",
    /// A line of which nobody said how close it is.
    tie_not_said: "closeness not said",
    /// A dashed line.
    tie_distant: "distant",
    /// A single line.
    tie_some: "some closeness",
    /// A double line.
    tie_close: "close",
    /// A triple line.
    tie_very_close: "very close",
    /// A zigzag in the middle of a line.
    tie_conflict: "some conflict",
    /// A zigzag along all of it.
    tie_strong_conflict: "strong conflict",
    /// A line that is cut.
    tie_broken: "broken off",
    /// A head at the end of a line.
    tie_supports: "points to whom it supports",
    /// In place of an estimate, and of an empty forest plot.
    no_estimate: "no estimate",
}

/// How dates and numbers are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Format {
    /// Short month names, January first.
    pub months: [Word; 12],
    /// Short weekday names, Monday first, with the mark that stands between them and the day: "Tue", "Di.,".
    pub weekdays: [Word; 7],
    /// Day and month, with `{day}` and `{month}` in their places: "{day}. {month}".
    pub day_and_month: Word,
    /// Between whole and fraction.
    pub decimal_mark: char,
}

impl Default for Format {
    fn default() -> Self {
        Self {
            months: [
                "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
            ]
            .map(Cow::Borrowed),
            weekdays: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].map(Cow::Borrowed),
            day_and_month: Cow::Borrowed("{day} {month}"),
            decimal_mark: '.',
        }
    }
}

impl Format {
    /// The short name of the date's month.
    pub fn month(&self, date: Date) -> &str {
        // jiff keeps months in 1..=12, so the fallback is never reached.
        usize::try_from(date.month() - 1)
            .ok()
            .and_then(|index| self.months.get(index))
            .map_or("", AsRef::as_ref)
    }

    /// Day and month: "14 May".
    pub fn day(&self, date: Date) -> String {
        self.day_and_month
            .replace("{day}", &date.day().to_string())
            .replace("{month}", self.month(date))
    }

    /// The whole date with its weekday: "Tue 14 May 2024".
    pub fn date(&self, date: Date) -> String {
        let weekday = usize::try_from(date.weekday().to_monday_zero_offset())
            .ok()
            .and_then(|index| self.weekdays.get(index))
            .map_or("", AsRef::as_ref);
        format!("{weekday} {} {}", self.day(date), date.year())
    }

    /// A number with a true minus sign and the reader's decimal mark.
    pub fn number(&self, value: f64, decimals: usize) -> String {
        let plain = format!("{value:.decimals$}");
        let is_zero = plain.chars().all(|c| !c.is_ascii_digit() || c == '0');
        plain
            .chars()
            .filter(|&c| !(is_zero && c == '-'))
            .map(|c| match c {
                '-' => '\u{2212}',
                '.' => self.decimal_mark,
                other => other,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn dates_and_numbers_in_the_readers_form() {
        let format = Format::default();
        assert_eq!(format.date(date(2024, 5, 14)), "Tue 14 May 2024");
        assert_eq!(format.number(-0.62, 2), "\u{2212}0.62");
        assert_eq!(format.number(-0.001, 1), "0.0");
        let other = Format {
            day_and_month: "{month} {day}".into(),
            decimal_mark: ',',
            ..Format::default()
        };
        assert_eq!(other.day(date(2024, 5, 14)), "May 14");
        assert_eq!(other.number(1.5, 1), "1,5");
    }
}
