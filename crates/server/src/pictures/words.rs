//! The words a picture writes itself, in the language of whoever reads it.

use attune_care::record::Formulation;
use attune_catalog::Domain;
use attune_figures::{ByDomain, FigureId, Format, Frame, Word, Words};

use super::trajectory::drawing;
use crate::AppError;
use crate::language::{Language, domain_name, key};

/// A frame in this language.
pub(crate) fn frame(
    language: Language,
    id: &str,
    title: impl Into<String>,
    summary: impl Into<String>,
) -> Result<Frame, AppError> {
    Ok(Frame {
        words: words(language),
        ..Frame::new(FigureId::new(id).map_err(drawing)?, title, summary)
    })
}

/// That of a formulation: how much there is on it.
pub(crate) fn map_frame(
    language: Language,
    id: &str,
    drawn: &Formulation,
) -> Result<Frame, AppError> {
    let summary = language
        .say("map-summary")
        .with("things", drawn.factors.len())
        .with("arrows", drawn.influences.len());
    let title = language.say("what-keeps-going").to_string();
    frame(language, id, title, summary.to_string())
}

fn words(language: Language) -> Words {
    let say = |text| Word::from(language.say(text).to_string());
    let domain = |domain: Domain| say(domain_name(domain));
    Words {
        same_as_table: say(key("figure-table")),
        date: say(key("figure-date")),
        what: say(key("figure-what")),
        value: say(key("figure-value")),
        detail: say(key("figure-detail")),
        measured: say(key("figure-measured")),
        not_answered: say(key("not-answered")),
        threshold: say(key("figure-threshold")),
        band_from: say(key("figure-band-from")),
        moved_better: say(key("figure-better")),
        moved_worse: say(key("figure-worse")),
        more_in_table: say(key("figure-more-in-table")),
        nothing_measured: say(key("figure-nothing-measured")),
        domain: say(key("figure-domain")),
        now: say(key("figure-now")),
        then: say(key("figure-then")),
        not_asked: say(key("not-asked")),
        in_words: say(key("figure-in-words")),
        factor: say(key("figure-factor")),
        effect: say(key("figure-effect")),
        leads_to_more: say(key("leads-to-more")),
        leads_to_less: say(key("leads-to-less")),
        goes_with_more: say(key("figure-goes-with-more")),
        goes_with_less: say(key("figure-goes-with-less")),
        on_factor: say(key("figure-on-factor")),
        strength: say(key("figure-strength")),
        whose_view: say(key("figure-whose-view")),
        both_think: say(key("figure-both-think")),
        one_thinks: say(key("figure-one-thinks")),
        loops: say(key("figure-loops")),
        no_influence: say(key("figure-no-influence")),
        no_factors: say(key("figure-no-factors")),
        domains: ByDomain {
            thoughts: domain(Domain::Thoughts),
            emotions: domain(Domain::Emotions),
            behaviours: domain(Domain::Behaviours),
            environment: domain(Domain::Environment),
            economic: domain(Domain::Economic),
            relationships: domain(Domain::Relationships),
        },
        format: format(language),
        // Words of pictures that only staff see, whose pages are in English.
        ..Words::default()
    }
}

fn format(language: Language) -> Format {
    let english = Format::default();
    let day_and_month = language
        .say(key("figure-day"))
        .with("day", "{day}")
        .with("month", "{month}");
    let mark = language.say(key("decimal-mark")).to_string();
    Format {
        months: names(language, key("figure-months")).unwrap_or(english.months),
        weekdays: names(language, key("figure-weekdays")).unwrap_or(english.weekdays),
        day_and_month: day_and_month.to_string().into(),
        decimal_mark: mark.chars().next().unwrap_or(english.decimal_mark),
    }
}

/// So many names with spaces between them; none if the text has another number of them.
fn names<const N: usize>(language: Language, text: &'static str) -> Option<[Word; N]> {
    let text = language.say(text).to_string();
    let names: Vec<Word> = text
        .split_whitespace()
        .map(|name| Word::from(name.to_owned()))
        .collect();
    names.try_into().ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn every_language_names_all_months_and_days() {
        for language in Language::ALL {
            assert!(names::<12>(language, "figure-months").is_some());
            assert!(names::<7>(language, "figure-weekdays").is_some());
        }
    }

    #[test]
    fn days_and_numbers_of_a_picture_are_those_of_the_reader() {
        let on = date(2026, 3, 4);
        let german = format(Language::German);
        assert_eq!(german.date(on), "Mi., 4. März 2026");
        assert_eq!(german.number(-0.5, 1), "\u{2212}0,5");
        assert_eq!(format(Language::Spanish).date(on), "mié., 4 mar 2026");
        assert_eq!(format(Language::English), Format::default());
    }

    #[test]
    fn english_words_are_those_the_pictures_have_by_themselves() {
        let said = words(Language::English);
        let domains = said.domains.clone();
        let itself = Words {
            // At the head of a card a domain is a name, on staff pages part of a sentence.
            domains,
            ..Words::default()
        };
        assert_eq!(said, itself);
    }
}
