//! What every page has around its content.

use askama::Template;
use attune_care::caseload::Reason;
use attune_care::review::SecondLook;
use attune_ids::{ClientId, EntryId, IdSource, RandomIds};
use axum::response::Html;

use crate::gate::Opened;
use crate::policy::{Reader, Staff};
use crate::{App, AppError, assets};

/// The frame of a staff page.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    /// Name of the page, in the window's title; never a client's name.
    pub title: &'static str,
    /// The practice's name.
    pub practice: String,
    /// Everything is invented; said on every page.
    pub fictional: bool,
    /// Address of the small picture in the browser's tab.
    pub icon: String,
    /// Address of the style sheet.
    pub style: String,
    /// Address of the script.
    pub script: String,
    /// Who is signed in; empty before.
    pub user: String,
    /// May this person see clients?
    pub clinical: bool,
    /// May this person administer?
    pub administrator: bool,
}

impl Frame {
    /// A frame for somebody who is signed in.
    pub(crate) async fn staff(app: &App, title: &'static str, staff: &Staff) -> Self {
        let roles = staff.account.roles;
        Self {
            user: staff.account.name.clone(),
            clinical: roles.clinician || roles.supervisor,
            administrator: roles.administrator,
            ..Self::nobody(app, title).await
        }
    }

    /// A frame before signing in.
    pub(crate) async fn nobody(app: &App, title: &'static str) -> Self {
        let settings = app.settings.read().await;
        Self {
            title,
            practice: settings.practice_name.clone(),
            fictional: settings.fictional,
            icon: assets::address("icon.svg"),
            style: assets::address("staff.css"),
            script: assets::address("staff.js"),
            user: String::new(),
            clinical: false,
            administrator: false,
        }
    }
}

/// The step a client page belongs to, for the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// The person page.
    Person,
    /// Step 1.
    Assess,
    /// Step 2.
    Formulate,
    /// Step 3.
    Match,
    /// Step 4.
    Plan,
    /// Step 5.
    Session,
    /// Step 6.
    Review,
    /// Who can see this record.
    Access,
}

impl Step {
    /// The six steps with the end of their address, in the order of the loop.
    pub(crate) const LOOP: [(Self, &'static str, &'static str); 6] = [
        (Self::Assess, "assess", "Assess"),
        (Self::Formulate, "formulate", "Formulate"),
        (Self::Match, "match", "Match"),
        (Self::Plan, "plan", "Plan"),
        (Self::Session, "session", "Session"),
        (Self::Review, "review", "Review"),
    ];
}

/// The line that always says whose page this is, with the way to the steps.
#[derive(Debug, Clone)]
pub(crate) struct Banner {
    /// Whose page.
    pub client: ClientId,
    /// The name, and the date of birth to tell people of one name apart.
    pub name: String,
    /// Date of birth in words, if known.
    pub born: Option<String>,
    /// Where we are.
    pub step: Step,
    /// May the person at the screen write here?
    pub may_write: bool,
    /// Day of the oldest risk answer nobody has acted on.
    pub open_risk: Option<String>,
}

impl Banner {
    /// The banner of an opened record.
    pub(crate) async fn of(app: &App, reader: &Reader, opened: &Opened, step: Step) -> Self {
        let today = app.today().await;
        Self {
            client: opened.client,
            name: opened.person.name.clone(),
            born: opened
                .person
                .born
                .map(|born| born.strftime("%-d %b %Y").to_string()),
            step,
            may_write: reader.may_write,
            open_risk: opened
                .record
                .open_alerts()
                .map(|state| state.alert.on)
                .min()
                .map(|on| crate::format::day(on, today)),
        }
    }

    /// For the template: where the steps lead and which one we are in.
    pub(crate) fn steps(&self) -> impl Iterator<Item = (&'static str, &'static str, bool)> + '_ {
        Step::LOOP
            .iter()
            .map(|(step, end, label)| (*end, *label, *step == self.step))
    }
}

/// An id for a form, so that sending it twice saves once.
pub(crate) fn form_id() -> EntryId {
    EntryId::new(&mut RandomIds as &mut dyn IdSource)
}

/// Renders a page.
pub(crate) fn html(template: &impl Template) -> Result<Html<String>, AppError> {
    Ok(Html(template.render()?))
}

/// A reason to look at a client today, in words.
pub(crate) fn reason_words(reason: &Reason, today: jiff::civil::Date) -> String {
    let day = |date| crate::format::day(date, today);
    match reason {
        Reason::RiskAnswer(on) => {
            format!("risk answer of {}: nobody has acted on it yet", day(*on))
        }
        Reason::NotOnTrack => "not on track: a review is worth while".to_owned(),
        Reason::AllianceDip(on) => format!(
            "feedback after the session of {} fell: worth asking about",
            day(*on)
        ),
        Reason::LookAgain(on, SecondLook::NothingNew) => format!(
            "look again at the review of {}: nothing was answered since",
            day(*on)
        ),
        Reason::LookAgain(on, _) => format!(
            "look again at the review of {}: the alarm still stands",
            day(*on)
        ),
        Reason::LookedAt(on, to_go) => format!(
            "not on track; reviewed on {}, looked at again after {}",
            day(*on),
            crate::format::count(*to_go as usize, "more session", "more sessions")
        ),
        Reason::ReviewDue(on) => format!("review was planned for {}", day(*on)),
        Reason::OpenNotes(number) => {
            crate::format::count(*number, "note is still a draft", "notes are still drafts")
        }
        Reason::Waiting(since) => format!("questionnaire waiting since {}", day(*since)),
        Reason::NothingTold(since) => {
            format!("followed in words: nothing was told since {}", day(*since))
        }
        Reason::NoPlan => "several sessions and no plan yet".to_owned(),
        Reason::Watch => "worth watching: behind the expected course".to_owned(),
    }
}
