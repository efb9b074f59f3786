use attune_care::Author;
use attune_care::outcomes::learn::NotLearnt;
use attune_care::review::explain_rule;
use attune_catalog::{Learned, Measure, ModelCard, ModelCheck, Outlook};
use jiff::civil::Date;

use crate::format::day;
use crate::{App, AppError};

/// One measure, and what was learnt of it.
pub(super) struct MeasureView {
    pub(super) id: String,
    pub(super) name: String,
    /// How many therapies have ended, and what for.
    pub(super) ended: String,
    pub(super) may_look: bool,
    /// What can be gone by: value, words, whether it is.
    pub(super) courses: Vec<(String, String, bool)>,
    pub(super) outlooks: Vec<(String, String, bool)>,
    /// Who chose, and when.
    pub(super) chosen: Option<String>,
    pub(super) looks: Vec<LookView>,
}

/// One look at finished therapies, the latest first.
pub(super) struct LookView {
    pub(super) title: String,
    pub(super) saved: String,
    pub(super) course: CardView,
    pub(super) outlook: Option<CardView>,
}

/// A model with everything that was asked of it.
pub(super) struct CardView {
    pub(super) verdict: &'static str,
    pub(super) shape: &'static str,
    /// What it says, in sentences.
    pub(super) says: Vec<String>,
    pub(super) checks: Vec<ModelCheck>,
    /// Of what was asked of the differences between therapies.
    pub(super) therapy_checks: Vec<ModelCheck>,
    pub(super) card: Option<ModelCard>,
}

pub(super) async fn measure(
    app: &App,
    measure: &Measure,
    ended: usize,
    ready: &Result<(), NotLearnt>,
    today: Date,
) -> Result<MeasureView, AppError> {
    let total = measure.total.as_deref().unwrap_or_default();
    let read = app.content.now();
    let gone_by = app.catalog.course_for(&measure.id, total);
    let mut courses: Vec<(String, String, bool)> = app
        .catalog
        .courses_of(&measure.id, total)
        .map(|course| {
            let here = gone_by.is_some_and(|it| it.id == course.id);
            let words = format!("{}, {} people", course.name, course.card.people);
            (course.id.clone(), words, here)
        })
        .collect();
    let none = "None: change is judged, not what could be expected".to_owned();
    courses.push((String::new(), none, gone_by.is_none()));
    let speaking = app.catalog.outlook_for(&measure.id).map(|it| it.number);
    let passed = app
        .catalog
        .learned
        .iter()
        .filter(|it| it.measure == measure.id && it.usable_outlook().is_some());
    let mut outlooks: Vec<(String, String, bool)> = passed
        .map(|it| {
            let words = format!("Version {}, learnt from {} people", it.number, it.people);
            (it.number.to_string(), words, speaking == Some(it.number))
        })
        .collect();
    if !outlooks.is_empty() {
        let none = "Nothing is foretold".to_owned();
        outlooks.push((String::new(), none, speaking.is_none()));
    }
    let mut looks = Vec::new();
    let own = read.learned.iter().rev();
    for kept in own.filter(|kept| kept.learned.measure == measure.id) {
        looks.push(LookView {
            title: format!("Version {}", kept.learned.number),
            saved: format!(
                "{} people, {}, by {}",
                kept.learned.people,
                day(kept.on, today),
                app.author_name(Author::Staff(kept.by)).await?
            ),
            course: course(&kept.learned),
            outlook: kept.learned.outlook.as_ref().map(|it| outlook(app, it)),
        });
    }
    let chosen = match read.chosen.get(&measure.id) {
        Some((_, by, on)) => Some(format!(
            "Chosen by {}, {}.",
            app.author_name(Author::Staff(*by)).await?,
            day(*on, today)
        )),
        None => None,
    };
    Ok(MeasureView {
        id: measure.id.clone(),
        name: measure.name.clone(),
        ended: match ready {
            Ok(()) => format!("{ended} finished therapies with a first and a last score."),
            Err(missing) => format!("{missing}."),
        },
        may_look: ready.is_ok(),
        courses,
        outlooks,
        chosen,
        looks,
    })
}

fn verdict(passed: bool) -> (&'static str, &'static str) {
    if passed {
        ("passed its checks", "signal-steady")
    } else {
        ("did not pass: it cannot be used", "signal-look")
    }
}

fn course(learned: &Learned) -> CardView {
    let (verdict, shape) = verdict(learned.usable_course().is_some());
    let says = learned.course.as_ref().map_or_else(Vec::new, |course| {
        let mut says = vec![format!(
            "On average from {:.1} points at the first score to {:.1} after {:.0} weeks, where it ends.",
            course.intercept,
            course.intercept + course.slope * course.transformed(course.horizon),
            course.horizon
        )];
        says.extend(explain_rule(course));
        says
    });
    CardView {
        verdict,
        shape,
        says,
        checks: learned.course_checks.clone(),
        therapy_checks: Vec::new(),
        card: learned.course.as_ref().map(|course| course.card.clone()),
    }
}

fn outlook(app: &App, outlook: &Outlook) -> CardView {
    let passed = outlook.checks.iter().all(|check| check.passed);
    let (verdict, shape) = verdict(passed);
    let mut says = vec![format!(
        "Whoever began one point higher ended {:.1} points higher; people were spread around that by {:.1} points (standard deviation). It speaks of first scores from {:.0} to {:.0}.",
        outlook.first,
        outlook.residual_sd,
        (outlook.mean_first - 2.0 * outlook.sd_first).max(0.0),
        outlook.mean_first + 2.0 * outlook.sd_first
    )];
    if outlook.usable_therapies().is_empty() {
        says.push(
            "It tells no therapies apart, so it foretells the same for all of them.".to_owned(),
        );
    }
    for found in outlook.usable_therapies() {
        let name = app.catalog.modality(&found.modality);
        says.push(format!(
            "{}: {} people, {:+.1} points at the end against others with the same first score (95 % interval {:.1} to {:.1}). Nobody was allotted by chance.",
            name.map_or(found.modality.as_str(), |modality| modality.name.as_str()),
            found.people,
            found.difference,
            found.interval[0],
            found.interval[1]
        ));
    }
    CardView {
        verdict,
        shape,
        says,
        checks: outlook.checks.clone(),
        therapy_checks: outlook.therapy_checks.clone(),
        card: Some(outlook.card.clone()),
    }
}
