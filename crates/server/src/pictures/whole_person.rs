use attune_care::assess;
use attune_catalog::Domain;
use attune_figures::{ByDomain, DomainState, Figure, FigureId, Frame, Size, WholePerson};
use jiff::civil::Date;

use super::trajectory::drawing;
use crate::AppError;
use crate::format::day;

/// The six domains, now against an earlier day. None before the first check-in.
pub(crate) fn whole_person(
    view: &assess::WholePerson,
    today: Date,
) -> Result<Option<String>, AppError> {
    Ok(picture(view, today)?.map(|picture| picture.html()))
}

/// The drawing alone, for a sheet that has everything else in words beside it.
pub(crate) fn whole_person_on_paper(
    view: &assess::WholePerson,
    today: Date,
) -> Result<Option<String>, AppError> {
    Ok(picture(view, today)?.map(|picture| {
        let (wide, narrow) = (picture.svg(Size::Wide), picture.svg(Size::Narrow));
        format!("<figure class=\"fig-figure\">{wide}{narrow}</figure>")
    }))
}

/// The same, before it is drawn.
pub(crate) fn picture(
    view: &assess::WholePerson,
    today: Date,
) -> Result<Option<WholePerson>, AppError> {
    let Some(now_on) = view.now_on else {
        return Ok(None);
    };
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
        frame: Frame::new(
            FigureId::new("whole-person").map_err(drawing)?,
            "The whole person",
            sentence(view),
        ),
        now: day(now_on, today),
        then: view
            .then_on
            .map_or_else(|| "not asked before".to_owned(), |on| day(on, today)),
        ends: ("very hard".to_owned(), "very well".to_owned()),
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
