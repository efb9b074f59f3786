use attune_care::assess;
use attune_catalog::Domain;
use attune_figures::{ByDomain, DomainState, Figure, Size, WholePerson};
use jiff::civil::Date;

use super::words::frame;
use crate::AppError;
use crate::language::{Language, key};

/// The six domains, now against an earlier day. None before the first check-in.
pub(crate) fn whole_person(
    view: &assess::WholePerson,
    today: Date,
) -> Result<Option<String>, AppError> {
    let picture = picture(Language::English, sentence(view), view, today)?;
    Ok(picture.map(|picture| picture.html()))
}

/// The drawing alone, for a sheet that has everything else in words beside it.
pub(crate) fn whole_person_on_paper(
    view: &assess::WholePerson,
    today: Date,
) -> Result<Option<String>, AppError> {
    let picture = picture(Language::English, sentence(view), view, today)?;
    Ok(picture.map(|picture| {
        let (wide, narrow) = (picture.svg(Size::Wide), picture.svg(Size::Narrow));
        format!("<figure class=\"fig-figure\">{wide}{narrow}</figure>")
    }))
}

/// The same, before it is drawn.
pub(crate) fn picture(
    language: Language,
    summary: String,
    view: &assess::WholePerson,
    today: Date,
) -> Result<Option<WholePerson>, AppError> {
    let Some(now_on) = view.now_on else {
        return Ok(None);
    };
    let say = |text| language.say(text).to_string();
    let state = |domain: Domain| {
        view.domains
            .iter()
            .find(|found| found.domain == domain)
            .map(|found| DomainState {
                now: found.now,
                then: found.then,
                words: String::new(),
            })
            .unwrap_or_default()
    };
    let picture = WholePerson {
        frame: frame(
            language,
            "whole-person",
            say(key("figure-whole-person")),
            summary,
        )?,
        now: language.day(now_on, today),
        then: view.then_on.map_or_else(
            || say(key("figure-not-asked-before")),
            |on| language.day(on, today),
        ),
        ends: (say(key("figure-very-hard")), say(key("figure-very-well"))),
        domains: ByDomain {
            thoughts: state(Domain::Thoughts),
            emotions: state(Domain::Emotions),
            behaviours: state(Domain::Behaviours),
            environment: state(Domain::Environment),
            economic: state(Domain::Economic),
            relationships: state(Domain::Relationships),
        },
    };
    Ok(Some(picture))
}

/// Names the hardest part now and the largest move since the start, in words.
fn sentence(view: &assess::WholePerson) -> String {
    let hardest = view
        .domains
        .iter()
        .filter_map(|domain| Some((domain.domain, domain.now?)))
        .min_by(|one, other| one.1.total_cmp(&other.1));
    let moved = view
        .domains
        .iter()
        .filter_map(|domain| Some((domain.domain, domain.now? - domain.then?)))
        .filter(|(_, by)| by.abs() >= 2.0)
        .max_by(|one, other| one.1.abs().total_cmp(&other.1.abs()));
    let mut sentence = match hardest {
        Some((domain, value)) => format!(
            "Hardest now: {} ({value:.0} of 10)",
            domain.label().to_lowercase()
        ),
        None => "The last check-in has no answers".to_owned(),
    };
    if let Some((domain, by)) = moved {
        let way = if by > 0.0 { "easier" } else { "harder" };
        sentence.push_str(&format!(
            "; moved most since then: {} ({:.0} points {way})",
            domain.label().to_lowercase(),
            by.abs()
        ));
    }
    sentence.push_str(". The check-in is not a validated scale: it is held only against this person's own answers.");
    sentence
}
