//! The languages a client can read, and what is written in them.
//!
//! The texts are in `locales/<tag>/<part>.ftl` at the top of the repository, in the format of Project Fluent. A
//! template says `{{ frame.say("go-on") }}` or `{{ frame.say("send-to").with("asker", asker) }}`. To add a text or a
//! language: `CONTRIBUTING.md`.

mod choose;
mod here;
mod said;

pub(crate) use choose::{choose_here, routes};
pub(crate) use here::{Here, address_of, asked_for, of_browser, of_request};
pub(crate) use said::{Said, key};

use attune_catalog::Domain;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// A language the pages for clients are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// English, which is complete by definition and stands in wherever another language has a gap.
    #[default]
    English,
    /// German.
    German,
    /// Spanish.
    Spanish,
}

impl Language {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::English, Self::German, Self::Spanish];

    /// The tag of BCP 47, which is also the name of its folder in `locales` and of a measure's text.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::Spanish => "es",
        }
    }

    /// What those who speak it call it.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
            Self::Spanish => "Español",
        }
    }

    /// The name for those who read English.
    pub const fn english_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "German",
            Self::Spanish => "Spanish",
        }
    }

    /// For a staff form: tag, name in English, and whether it is the one with this tag.
    pub(crate) fn choices(chosen: &str) -> Vec<(&'static str, &'static str, bool)> {
        let chosen = Self::from_tag(chosen);
        let choice = |language: Self| {
            (
                language.tag(),
                language.english_name(),
                Some(language) == chosen,
            )
        };
        Self::ALL.into_iter().map(choice).collect()
    }

    /// The language of a tag, whatever the region: `de-CH` is German. `None` if it is not among ours.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// The one a browser would like most among ours, from its `Accept-Language` header. `None` if it wants none of
    /// them; a weight of zero means "not this one" (RFC 9110, 12.5.4 with 12.4.2).
    pub fn wanted(header: &str) -> Option<Self> {
        let mut best: Option<(Self, f32)> = None;
        for part in header.split(',') {
            let (tag, parameters) = part.split_once(';').unwrap_or((part, ""));
            let weight = match parameters.trim().strip_prefix("q=") {
                Some(weight) => weight.trim().parse().unwrap_or(0.0),
                None => 1.0,
            };
            let heavier = best.is_none_or(|(_, heaviest)| weight > heaviest);
            if let Some(language) = Self::from_tag(tag)
                && weight > 0.0
                && heavier
            {
                best = Some((language, weight));
            }
        }
        best.map(|(language, _)| language)
    }

    /// The text with this key. What it needs is added with [`Said::with`].
    pub(crate) fn say(self, key: &'static str) -> Said {
        Said::new(self, key)
    }

    /// "Thu 14 May", with the year when it is not `today`'s.
    pub(crate) fn day(self, date: Date, today: Date) -> String {
        let key = if date.year() == today.year() {
            key("day")
        } else {
            key("day-of-year")
        };
        self.say(key)
            .with("weekday", date.weekday().to_monday_one_offset())
            .with("day", date.day())
            .with("month", date.month())
            .with("year", date.year())
            .to_string()
    }

    /// "Thu 14 May, 09:30", in this time zone.
    pub(crate) fn moment(self, at: Timestamp, zone: &TimeZone, today: Date) -> String {
        let there = at.to_zoned(zone.clone());
        self.say(key("moment"))
            .with("day", self.day(there.date(), today))
            .with("time", there.strftime("%H:%M").to_string())
            .to_string()
    }

    /// Whole numbers without a decimal, others with one after this language's mark; a true minus sign.
    pub(crate) fn number(self, value: f64) -> String {
        let mark = self.say(key("decimal-mark")).to_string();
        crate::format::number(value).replace('.', &mark)
    }
}

/// The key of a domain's name.
pub(crate) const fn domain_name(domain: Domain) -> &'static str {
    match domain {
        Domain::Thoughts => key("domain-thoughts"),
        Domain::Emotions => key("domain-emotions"),
        Domain::Behaviours => key("domain-behaviours"),
        Domain::Environment => key("domain-environment"),
        Domain::Economic => key("domain-economic"),
        Domain::Relationships => key("domain-relationships"),
    }
}

/// The name of a tag for those who read English; the tag itself where the language is not among ours, since a
/// practice may have a measure in any.
pub(crate) fn name_of(tag: &str) -> String {
    match Language::from_tag(tag) {
        Some(language) => language.english_name().to_owned(),
        None => tag.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_tag_of_any_region_finds_its_language() {
        assert_eq!(Language::from_tag("de-AT"), Some(Language::German));
        assert_eq!(Language::from_tag(" ES_mx "), Some(Language::Spanish));
        assert_eq!(Language::from_tag("den"), None);
        assert_eq!(Language::from_tag(""), None);
        for language in Language::ALL {
            assert_eq!(Language::from_tag(language.tag()), Some(language));
        }
    }

    #[test]
    fn a_browser_gets_what_it_likes_most_of_what_is_here() {
        let wanted = Language::wanted;
        assert_eq!(wanted("tr, de-CH;q=0.8, en;q=0.5"), Some(Language::German));
        assert_eq!(wanted("en;q=0.2,es;q=0.9"), Some(Language::Spanish));
        assert_eq!(wanted("de;q=0, en"), Some(Language::English));
        assert_eq!(wanted("es, de"), Some(Language::Spanish));
        assert_eq!(wanted("tr, *"), None);
        assert_eq!(wanted("de;q=much"), None);
        assert_eq!(wanted(""), None);
    }

    #[test]
    fn dates_and_numbers_are_written_as_people_write_them() {
        let (today, on) = (date(2026, 5, 20), date(2026, 5, 14));
        assert_eq!(Language::English.day(on, today), "Thu 14 May");
        assert_eq!(Language::German.day(on, today), "Do., 14. Mai");
        assert_eq!(Language::Spanish.day(on, today), "jue., 14 de mayo");
        let before = date(2025, 12, 1);
        assert_eq!(Language::English.day(before, today), "Mon 1 Dec 2025");
        assert_eq!(Language::German.day(before, today), "Mo., 1. Dezember 2025");
        assert_eq!(
            Language::Spanish.day(before, today),
            "lun., 1 de diciembre de 2025"
        );
        let at = Timestamp::UNIX_EPOCH;
        assert_eq!(
            Language::German.moment(at, &TimeZone::UTC, today),
            "Do., 1. Januar 1970, 00:00 Uhr"
        );
        assert_eq!(Language::English.number(5.25), "5.2");
        assert_eq!(Language::German.number(-5.25), "\u{2212}5,2");
        assert_eq!(Language::Spanish.number(6.0), "6");
    }

    #[test]
    fn english_dates_are_those_of_the_staff_pages() {
        let today = date(2026, 12, 31);
        for week in 0..60 {
            let on = date(2025, 12, 1).saturating_add(jiff::Span::new().days(week * 8));
            assert_eq!(
                Language::English.day(on, today),
                crate::format::day(on, today)
            );
        }
    }
}
