//! What could help: candidates with reasons, decisions with reasons, and what is not offered.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use attune_care::Body;
use attune_care::assess::Problem;
use attune_care::formulate::{Confidence, Factor, Influence, Sign, Voice};
use attune_care::matching::{Choice, taken};
use attune_catalog::{Domain, ProblemArea};
use attune_ids::{ClientId, EntryId, FactorId, InfluenceId, ProblemId, RandomIds};
use attune_record::{Actor, AuditAction, AuditLine, Relation, Roles};
use support::{Browser, Page, Practice};

struct Desk {
    practice: Practice,
    jonas: Browser,
    client: ClientId,
    problem: ProblemId,
}

impl Desk {
    async fn new(area: ProblemArea, more: Vec<Body>) -> Self {
        let practice = Practice::new().await;
        let jonas = practice.clinician("Jonas Weil").await;
        let problem = ProblemId::new(&mut RandomIds);
        let mut bodies = vec![Body::ProblemSet(Problem {
            id: problem,
            area,
            words: "no evenings <left>".to_owned(),
        })];
        bodies.extend(more);
        let client = practice.client_with(&jonas, "Mira Okafor", bodies).await;
        Self {
            practice,
            jonas,
            client,
            problem,
        }
    }

    async fn page(&mut self) -> Page {
        let path = format!("/clients/{}/match", self.client);
        self.jonas.get(&path).await
    }

    async fn decide(&mut self, technique: &str, more: &[(&str, &str)]) -> Page {
        let entry = EntryId::new(&mut RandomIds).to_string();
        let problem = self.problem.to_string();
        let mut fields = vec![
            ("entry", entry.as_str()),
            ("problem", problem.as_str()),
            ("technique", technique),
        ];
        fields.extend_from_slice(more);
        let path = format!("/clients/{}/match/decisions", self.client);
        self.jonas.post(&path, &fields).await
    }
}

/// The article of one technique.
fn article<'a>(page: &'a Page, technique: &str) -> &'a str {
    let mark = format!("id=\"{technique}\"");
    let from = page.body.find(&mark).unwrap();
    let rest = &page.body[from..];
    &rest[..rest.find("</article>").unwrap()]
}

fn empty_days() -> Vec<Body> {
    let factor = |text: &str, domain, mechanism: &str| Factor {
        id: FactorId::new(&mut RandomIds),
        text: text.to_owned(),
        domain,
        role: None,
        mechanism: Some(mechanism.to_owned()),
    };
    let idle = factor("empty days", Domain::Behaviours, "inactivity");
    let flat = factor("flat mood", Domain::Emotions, "low-mood");
    let arrow = |from: &Factor, to: &Factor| {
        Body::InfluenceSet(Influence {
            id: InfluenceId::new(&mut RandomIds),
            from: from.id,
            to: to.id,
            sign: Sign::More,
            strength: 6,
            voice: Voice::Both,
            confidence: Confidence::High,
        })
    };
    let arrows = [arrow(&idle, &flat), arrow(&flat, &idle)];
    [Body::FactorSet(idle), Body::FactorSet(flat)]
        .into_iter()
        .chain(arrows)
        .collect()
}

#[tokio::test]
async fn without_a_drawing_and_wishes_the_page_says_what_is_not_known() {
    let mut desk = Desk::new(ProblemArea::Depression, Vec::new()).await;
    let page = desk.page().await;
    assert_eq!(page.status, 200);
    assert!(page.says("Nothing is drawn yet, so nobody can say"));
    assert!(page.says("has not been asked how they would like to work"));
    assert!(page.says("Choose together"));
    assert!(!page.says("<left>"));
    // The trials as a picture with its table.
    assert!(page.says("fig-forest"));
    assert!(page.says("waiting lists flatter most"));
}

#[tokio::test]
async fn what_it_comes_to_is_told_with_its_doubt_or_why_not() {
    let mut scene = Desk::new(ProblemArea::Depression, Vec::new()).await;
    let page = scene.page().await;
    assert!(page.says("Equivalent: choose together."));
    assert!(page.says("Drawn 1000 times.") && page.says("Swift &#38; Greenberg 2012"));
    for area in ProblemArea::ALL {
        let page = Desk::new(area, Vec::new()).await.page().await;
        let said = [
            "Drawn 1000 times.",
            "Too few of these therapies",
            "There are not two",
            "Trials study problems of this kind apart",
        ];
        let said = said.iter().filter(|words| page.says(words)).count();
        assert_eq!(said, 1, "{area:?}");
    }
}

#[tokio::test]
async fn a_candidate_names_the_factor_it_acts_on_and_its_sources() {
    let mut desk = Desk::new(ProblemArea::Depression, empty_days()).await;
    let page = desk.page().await;
    let activity = article(&page, "activity-schedule");
    assert!(activity.contains("Acts on “empty days” (doing less and less), which ranks"));
    assert!(activity.contains("27 trials"));
    assert!(activity.contains("Computed from an open database."));
    assert!(activity.contains("Trials tested the whole therapy, not this technique alone"));
    assert!(activity.contains("Nothing is recorded about training, time, cost"));
    assert!(page.body.find("id=\"activity-schedule\"") < page.body.find("id=\"thought-record\""));
    assert!(page.says("Acts on what you drew"));
}

#[tokio::test]
async fn a_yes_and_a_no_are_kept_with_their_reason_and_can_be_changed() {
    let mut desk = Desk::new(ProblemArea::Depression, empty_days()).await;
    let refused = desk
        .decide("thought-record", &[("choice", "declined")])
        .await;
    assert_eq!(refused.status, 422);
    let no = [("choice", "declined"), ("because", "writing is hard")];
    let kept = desk.decide("thought-record", &no).await;
    assert_eq!(kept.status, 303);
    assert!(kept.location().ends_with("#thought-record"));
    assert_eq!(
        desk.decide("activity-schedule", &[("choice", "taken")])
            .await
            .status,
        303
    );
    let page = desk.page().await;
    assert!(article(&page, "thought-record").contains("decided against"));
    assert!(article(&page, "thought-record").contains("writing is hard"));
    assert!(article(&page, "activity-schedule").contains("taken for the plan"));
    let record = desk.practice.record(desk.client).await;
    assert_eq!(
        taken(&record),
        [(desk.problem, "activity-schedule".to_owned())]
    );

    desk.decide("activity-schedule", &[("choice", "open")])
        .await;
    let page = desk.page().await;
    assert!(article(&page, "activity-schedule").contains("Take it into the plan"));
    assert!(taken(&desk.practice.record(desk.client).await).is_empty());
    assert_eq!(
        desk.decide("horoscope", &[("choice", "taken")])
            .await
            .status,
        422
    );
}

#[tokio::test]
async fn what_must_not_begin_is_last_without_a_button_until_it_is_ruled_out() {
    let mut desk = Desk::new(ProblemArea::Relationship, Vec::new()).await;
    let page = desk.page().await;
    let last = page.body.find("Not before something is ruled out").unwrap();
    assert!(page.body.find("id=\"speaker-listener\"").unwrap() > last);
    let forbidden = article(&page, "speaker-listener");
    assert!(!forbidden.contains("Take it into the plan"));
    assert!(
        forbidden.contains("Not now, unless this is ruled out: Violence or fear in the couple")
    );
    assert_eq!(
        desk.decide("speaker-listener", &[("choice", "taken")])
            .await
            .status,
        422
    );

    let ruled_out = [
        ("choice", "open"),
        ("ruled-out", "Violence or fear in the couple"),
    ];
    assert_eq!(
        desk.decide("speaker-listener", &ruled_out).await.status,
        303
    );
    let page = desk.page().await;
    let offered = article(&page, "speaker-listener");
    assert!(offered.contains("Take it into the plan"));
    assert!(offered.contains("Ruled out: Violence or fear in the couple."));
    let holds = [
        ("choice", "open"),
        ("holds", "Violence or fear in the couple"),
    ];
    desk.decide("speaker-listener", &holds).await;
    let page = desk.page().await;
    let again = article(&page, "speaker-listener");
    assert!(again.contains("Not now, since this holds"));
    let record = desk.practice.record(desk.client).await;
    assert!(
        record
            .candidate_decisions
            .iter()
            .all(|decision| decision.item.choice == Choice::Open)
    );
}

#[tokio::test]
async fn a_problem_of_another_record_is_not_shown() {
    let mut desk = Desk::new(ProblemArea::Anxiety, Vec::new()).await;
    let path = format!("/clients/{}/match/{}", desk.client, desk.problem);
    assert_eq!(desk.jonas.get(&path).await.status, 200);
    let other = ProblemId::new(&mut RandomIds);
    let path = format!("/clients/{}/match/{other}", desk.client);
    assert_eq!(desk.jonas.get(&path).await.status, 404);
}

#[tokio::test]
async fn without_a_problem_the_page_says_where_to_begin() {
    let practice = Practice::new().await;
    let mut jonas = practice.clinician("Jonas Weil").await;
    let client = practice.client(&jonas, "Mira Okafor").await;
    let page = jonas.get(&format!("/clients/{client}/match")).await;
    assert!(page.says("No problem is named yet"));
}

#[tokio::test]
async fn a_supervisor_reads_without_forms() {
    let desk = Desk::new(ProblemArea::Trauma, Vec::new()).await;
    let roles = Roles {
        supervisor: true,
        ..Roles::default()
    };
    let mut sabine = desk.practice.staff("Sabine Roth", roles).await;
    let line = AuditLine {
        at: desk.practice.app.now(),
        actor: Actor::Program,
        action: AuditAction::AccessGrant,
        client: Some(desk.client),
        detail: String::new(),
    };
    desk.practice
        .app
        .store
        .grant(desk.client, sabine.account(), Relation::Supervisor, &line)
        .await
        .unwrap();
    let page = sabine.get(&format!("/clients/{}/match", desk.client)).await;
    assert_eq!(page.status, 200);
    assert!(!page.says("match/decisions"));
    assert!(page.says("Why, and how sure?"));
}
