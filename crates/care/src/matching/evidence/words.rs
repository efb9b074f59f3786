use attune_catalog::{
    Catalog, Comparator, EvidenceRow, Finding, IntervalKind, Measured, Scale, StudiedOutcome,
};

/// "care as usual", "waiting".
pub fn comparator_words(comparator: &Comparator, catalog: &Catalog) -> String {
    match comparator {
        Comparator::Waitlist => "waiting".to_owned(),
        Comparator::CareAsUsual => "care as usual".to_owned(),
        Comparator::Placebo => "placebo".to_owned(),
        Comparator::ControlGroups => "control groups of several kinds".to_owned(),
        Comparator::OtherTherapies => "other therapies together".to_owned(),
        Comparator::Modality(id) => catalog
            .modality(id)
            .map_or_else(|| id.clone(), |modality| modality.name.clone()),
        Comparator::Nothing => "before the therapy".to_owned(),
    }
}

/// "12 trials, 1,480 people"; what the source does not state is said.
pub fn counts_words(row: &EvidenceRow) -> String {
    let trials = row.trials.map_or_else(
        || "number of trials not stated".to_owned(),
        |trials| match trials {
            1 => "1 trial".to_owned(),
            more => format!("{} trials", thousands(more)),
        },
    );
    let people = row.people.map_or_else(
        || "number of people not stated".to_owned(),
        |people| format!("{} people", thousands(people)),
    );
    format!("{trials}, {people}")
}

/// The name of the exact problem studied.
pub fn problem_words(row: &EvidenceRow, catalog: &Catalog) -> String {
    catalog
        .problem(&row.problem)
        .map_or_else(|| row.problem.clone(), |problem| problem.label.clone())
}

/// One comparison in a sentence: effect, interval, control, counts, problem.
pub fn row_words(row: &EvidenceRow, catalog: &Catalog) -> String {
    let against = comparator_words(&row.against, catalog);
    let interval = match (row.interval, &row.interval_missing) {
        (Some([low, high]), _) => format!(
            "{} {} to {}",
            match row.interval_kind {
                IntervalKind::Confidence => "95 % interval",
                IntervalKind::Credible => "95 % credible interval",
            },
            signed(low),
            signed(high)
        ),
        (None, Some(why)) => format!("no interval: {}", why.trim_end_matches('.')),
        (None, None) => "no interval".to_owned(),
    };
    let subject = match outcome_words(row) {
        Some(what) => format!("{}, {what}", problem_words(row, catalog)),
        None => problem_words(row, catalog),
    };
    format!(
        "{subject}: {} ({interval}; {}).",
        effect_words(row, &against),
        counts_words(row)
    )
}

/// What got better and when, unless it is the symptoms at the end.
pub fn outcome_words(row: &EvidenceRow) -> Option<String> {
    let what = match row.outcome {
        StudiedOutcome::Symptoms => None,
        StudiedOutcome::SelfHarm => Some("self-harm"),
        StudiedOutcome::Suicidality => Some("suicidality"),
        StudiedOutcome::Functioning => Some("getting on in daily life"),
        StudiedOutcome::RelationshipSatisfaction => Some("content with the relationship"),
    };
    let when = match row.measured {
        Measured::AtTheEnd => None,
        Measured::MonthsLater => Some("months later"),
    };
    let words: Vec<&str> = what.into_iter().chain(when).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

fn effect_words(row: &EvidenceRow, against: &str) -> String {
    let unsure = row.finding == Finding::CannotBeToldApart;
    match (row.effect, row.scale) {
        (Some(effect), Scale::StandardisedMeanDifference) if unsure => format!(
            "not told apart from {against}: {} standard deviations",
            signed(effect)
        ),
        (Some(effect), Scale::StandardisedMeanDifference) => {
            let way = if effect < 0.0 { "worse" } else { "better" };
            format!(
                "{} standard deviations {way} than {against}",
                signed(effect.abs())
            )
        }
        (Some(ratio), scale) => {
            let what = match scale {
                Scale::ResponseOddsRatio => "times the odds of responding",
                _ => "times as many responded",
            };
            let doubt = if unsure {
                format!("not told apart from {against}: ")
            } else {
                String::new()
            };
            let than = if unsure {
                String::new()
            } else {
                format!(" as with {against}")
            };
            format!("{doubt}{ratio:.2} {what}{than}")
        }
        (None, _) => match row.finding {
            Finding::CannotBeToldApart => format!("not told apart from {against}"),
            Finding::FavoursTherapy => format!("better than {against}"),
            Finding::FavoursComparator => format!("worse than {against}"),
        },
    }
}

fn signed(value: f64) -> String {
    format!("{value:.2}").replace('-', "\u{2212}")
}

fn thousands(count: u32) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
