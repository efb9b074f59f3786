//! The plan lives: the guided look one place at a time, the second look by itself, co-signing and ratings in the
//! client's space, the relapse plan that two people write, and the book of the therapy.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use attune_care::Body;
use attune_care::assess::{ImportedTotal, MeasureRef, Problem};
use attune_care::formulate::{Confidence, Factor, Influence, Sign, Voice};
use attune_care::plan::{Frequency, Goal, PlanVersion, Strand, Terms, Turn, cosigned};
use attune_care::session::{Meeting, MeetingKind};
use attune_catalog::{Domain, ProblemArea, score_from_total};
use attune_ids::{
    ClientId, FactorId, GoalId, InfluenceId, ProblemId, RandomIds, SessionId, StrandId,
};
use jiff::civil::{Date, date};
use support::{Browser, Page, Practice, fresh};

/// A practice, a clinician and a client.
struct Scene {
    practice: Practice,
    jonas: Browser,
    client: ClientId,
}

impl Scene {
    async fn with(bodies: impl FnOnce(&Practice) -> Vec<Body>) -> Self {
        let practice = Practice::new().await;
        let jonas = practice.clinician("Jonas Weil").await;
        let bodies = bodies(&practice);
        let client = practice.client_with(&jonas, "Mira Okafor", bodies).await;
        Self {
            practice,
            jonas,
            client,
        }
    }

    fn path(&self, end: &str) -> String {
        format!("/clients/{}{end}", self.client)
    }

    async fn get(&mut self, end: &str) -> Page {
        let path = self.path(end);
        self.jonas.get(&path).await
    }

    async fn post(&mut self, end: &str, fields: &[(&str, &str)]) -> Page {
        let path = self.path(end);
        self.jonas.post(&path, fields).await
    }

    /// A phone on which the client's space has just been opened.
    async fn phone(&mut self) -> Browser {
        let page = self.post("/space/link", &[]).await;
        let from = page.body.find("/s/").unwrap();
        let link: String = page.body[from..]
            .chars()
            .take_while(|letter| !"\" <".contains(*letter))
            .collect();
        let mut phone = self.practice.stranger();
        assert_eq!(phone.post(&link, &[]).await.location(), "/portal/today");
        phone
    }

    async fn share(&mut self, of: &str, version: u64) {
        let (entry, version) = (fresh(), version.to_string());
        let fields = [("entry", entry.as_str()), ("of", of), ("version", &version)];
        assert_eq!(self.post("/space/share", &fields).await.status, 303);
    }
}

fn total(practice: &Practice, value: f64, on: Date) -> Body {
    let measure = practice.app.catalog.measure("gad-7").unwrap();
    Body::TotalImported(ImportedTotal {
        measure: MeasureRef::of(measure),
        outcome: score_from_total(measure, value).unwrap(),
        on,
        source: "test".to_owned(),
    })
}

fn held(on: Date) -> Body {
    Body::SessionHeld(Meeting {
        id: SessionId::new(&mut RandomIds),
        on,
        how: MeetingKind::InPerson,
    })
}

fn rising(practice: &Practice) -> Vec<Body> {
    [(1, 4.0), (2, 9.0), (3, 14.0), (4, 19.0)]
        .map(|(month, value)| total(practice, value, date(2026, month, 1)))
        .to_vec()
}

fn factor(text: &str) -> (FactorId, Body) {
    let id = FactorId::new(&mut RandomIds);
    let factor = Factor {
        id,
        text: text.to_owned(),
        domain: Domain::Thoughts,
        role: None,
        mechanism: None,
    };
    (id, Body::FactorSet(factor))
}

/// A problem, a drawing and one agreed plan with one goal.
fn planned(practice: &Practice) -> Vec<Body> {
    let problem = ProblemId::new(&mut RandomIds);
    let (from, worry) = factor("I worry at night");
    let (to, tired) = factor("I am tired");
    vec![
        Body::ProblemSet(Problem {
            id: problem,
            area: ProblemArea::Anxiety,
            words: "I lie awake".to_owned(),
        }),
        worry,
        tired,
        Body::InfluenceSet(Influence {
            id: InfluenceId::new(&mut RandomIds),
            from,
            to,
            sign: Sign::More,
            strength: 6,
            voice: Voice::Both,
            confidence: Confidence::Medium,
        }),
        Body::PlanAgreed(PlanVersion {
            number: 1,
            strands: vec![Strand {
                id: StrandId::new(&mut RandomIds),
                problem,
                factors: vec![from],
                technique: practice.app.catalog.techniques[0].id.clone(),
                measure: None,
                expected: String::new(),
                turn: Turn::Next,
                sessions: Some(4),
            }],
            goals: vec![Goal {
                id: GoalId::new(&mut RandomIds),
                words: "Sleep through".to_owned(),
                domain: None,
            }],
            review_on: date(2026, 8, 1),
            reason: "first plan".to_owned(),
            agreed_with_client: true,
            review: None,
            terms: Terms {
                frequency: Some(Frequency::Weekly),
                sessions: Some(12),
                enough: "I sleep five nights of seven".to_owned(),
                not_helping: "no change by summer".to_owned(),
            },
        }),
    ]
}

#[tokio::test]
async fn the_look_goes_one_place_at_a_time_is_resumed_and_ends_in_a_second_look() {
    let mut scene = Scene::with(rising).await;
    let review = scene.get("/review").await;
    assert!(review.says("Look, one place at a time"));
    let begun = scene.get("/review/guide").await;
    assert!(begun.location().ends_with("/review/guide/risk"));

    let page = scene.get("/review/guide/risk").await;
    assert!(page.says("A short look together, 1 of 6"));
    assert!(page.says("Suggested because a course is not on track"));
    assert!(page.says("No questionnaire in this record has asked about it yet."));
    assert!(page.says("What could fit here"));
    let version = page.field("version");
    let fields = [
        ("version", version.as_str()),
        ("words", "asked, none"),
        ("go", "next"),
    ];
    let on = scene.post("/review/guide/risk", &fields).await;
    assert!(on.location().ends_with("/review/guide/alliance"));
    // Kept while typing, and gone on with on another day.
    let page = scene.get("/review/guide/alliance").await;
    let version = page.field("version");
    let fields = [("version", version.as_str()), ("words", "all well")];
    let kept = scene.post("/review/guide/alliance/autosave", &fields).await;
    assert_eq!(kept.status, 204);
    let resumed = scene.get("/review/guide").await;
    assert!(resumed.location().ends_with("/review/guide/alliance"));
    assert!(scene.get("/review/guide/alliance").await.says("all well"));
    assert!(scene.get("/review").await.says("Go on with it"));
    assert_eq!(scene.get("/review/guide/elsewhere").await.status, 404);

    let page = scene.get("/review/guide/decision").await;
    assert!(page.says("asked, none") && page.says("all well"));
    let (entry, version) = (page.field("entry"), page.field("version"));
    let fields = [
        ("entry", entry.as_str()),
        ("version", &version),
        ("risk", "asked, none"),
        ("alliance", "all well"),
        ("again", "2"),
        ("because", "the exam is over next week"),
    ];
    assert_eq!(scene.post("/review", &fields).await.status, 303);
    let record = scene.practice.record(scene.client).await;
    let held_review = &record.reviews[0].item;
    assert_eq!(held_review.again_after, Some(2));
    assert!(held_review.words.contains("asked, none"));

    let brief = scene.get("/session/brief").await;
    assert!(brief.says("is looked at again by itself after 2 more sessions"));
    let list = scene.jonas.get("/caseload").await;
    assert!(list.says("looked at again after 2 more sessions"));
    assert!(!list.says("not on track: a review is worth while"));
}

#[tokio::test]
async fn two_windows_of_the_look_keep_both_and_write_over_nothing() {
    let mut scene = Scene::with(rising).await;
    let mut other = scene.jonas.clone();
    let path = scene.path("/review/guide/goals");
    // Both opened before anything was kept.
    let first = [("version", "0"), ("words", "from the first")];
    assert_eq!(
        other.post(&format!("{path}/autosave"), &first).await.status,
        204
    );
    let second = [
        ("version", "0"),
        ("words", "from the second"),
        ("go", "next"),
    ];
    let conflict = scene.post("/review/guide/goals", &second).await;
    assert_eq!(conflict.status, 409);
    assert!(conflict.says("from the first") && conflict.says("from the second"));
    // In another place nothing stands in the way.
    let elsewhere = [("version", "0"), ("words", "a sister"), ("go", "next")];
    assert_eq!(
        scene.post("/review/guide/life", &elsewhere).await.status,
        303
    );
    let page = scene.get("/review/guide/decision").await;
    assert!(page.says("from the first") && page.says("a sister"));
}

#[tokio::test]
async fn the_second_look_says_by_itself_that_the_alarm_still_stands() {
    let mut scene = Scene::with(|practice| {
        let mut bodies = rising(practice);
        bodies.push(Body::ReviewHeld(attune_care::review::Review {
            id: attune_ids::ReviewId::new(&mut RandomIds),
            on: date(2026, 4, 2),
            shown: "GAD-7 19".to_owned(),
            words: String::new(),
            decision: attune_care::review::Decision::NoChange {
                because: "early".to_owned(),
            },
            causes: vec![attune_care::review::Cause::NotOnTrack],
            again_after: Some(2),
        }));
        bodies.extend([held(date(2026, 4, 9)), held(date(2026, 4, 16))]);
        bodies.push(total(practice, 20.0, date(2026, 4, 16)));
        bodies
    })
    .await;
    let list = scene.jonas.get("/caseload").await;
    assert!(list.says("the alarm still stands"));
    let brief = scene.get("/session/brief").await;
    assert!(brief.says("2 sessions after the review of"));
    assert!(brief.says("1 point higher than at the review"));
    let review = scene.get("/review").await;
    assert!(review.says("still standing"));
    assert!(review.says("Because a course is not on track"));
}

#[tokio::test]
async fn the_client_co_signs_and_rates_and_both_see_when() {
    let mut scene = Scene::with(planned).await;
    let page = scene.get("/plan").await;
    for words in [
        "comes next, about 4 sessions",
        "12 sessions, every week",
        "I sleep five nights of seven",
        "no; it is not shared with the client",
    ] {
        assert!(page.says(words), "{words} is missing");
    }
    scene.share("plan", 1).await;
    assert!(
        scene
            .get("/plan")
            .await
            .says("not yet; the client can see it")
    );

    let mut phone = scene.phone().await;
    let own = phone.get("/portal/plan").await;
    for words in ["You meet every week.", "It is enough when:", "not today"] {
        assert!(own.says(words), "{words} is missing");
    }
    let goal = scene
        .practice
        .record(scene.client)
        .await
        .plan()
        .unwrap()
        .goals[0]
        .id;
    let name = format!("goal-{goal}");
    let entry = fresh();
    let nothing = [("entry", entry.as_str()), (name.as_str(), "")];
    let refused = phone.post("/portal/plan/goals", &nothing).await;
    assert_eq!(refused.status, 422);
    assert!(refused.says("Please say of one goal at least how near it is."));
    let rated = [("entry", entry.as_str()), (name.as_str(), "3")];
    for _ in 0..2 {
        assert_eq!(phone.post("/portal/plan/goals", &rated).await.status, 303);
    }
    let record = scene.practice.record(scene.client).await;
    assert_eq!(record.goal_ratings.len(), 1, "sent twice is saved once");

    let shared = own.field("shared");
    let entry = fresh();
    let agree = [
        ("entry", entry.as_str()),
        ("of", "plan"),
        ("shared", &shared),
        ("agreed", "yes"),
    ];
    assert_eq!(phone.post("/portal/plan/remark", &agree).await.status, 303);
    assert!(phone.get("/portal/plan").await.says("You agreed"));
    let record = scene.practice.record(scene.client).await;
    assert!(cosigned(&record, 1).is_some());
    let page = scene.get("/plan").await;
    assert!(page.says("by the client, "));
    assert!(page.says("3 of 10 near, said on"));
}

#[tokio::test]
async fn two_people_write_one_relapse_plan() {
    let mut scene = Scene::with(planned).await;
    let empty = scene.get("/ending").await;
    assert!(empty.says("Most troubles knock before they come in."));
    let based_on = empty.field("based_on");
    let entry = fresh();
    let fields = [
        ("entry", entry.as_str()),
        ("based_on", &based_on),
        ("signs", "I stop answering\nI sleep late"),
        ("helped", "Saying it out loud"),
    ];
    assert_eq!(
        scene.post("/ending/relapse-plan", &fields).await.status,
        303
    );
    let mut phone = scene.phone().await;
    let own = phone.get("/portal/relapse-plan").await;
    assert!(own.says("I stop answering") && own.says("Saying it out loud"));
    let entry = fresh();
    let based_on = own.field("based_on");
    let fields = [
        ("entry", entry.as_str()),
        ("based_on", &based_on),
        ("signs", "I stop answering"),
        ("people", "Ruth, on the second bad day"),
    ];
    assert_eq!(
        phone.post("/portal/relapse-plan", &fields).await.status,
        303
    );
    let page = scene.get("/ending").await;
    assert!(page.says("Version 2") && page.says("Ruth, on the second bad day"));
    // The clinician's window was older: nothing is written over, nothing is lost.
    let entry = fresh();
    let old = [
        ("entry", entry.as_str()),
        ("based_on", "1"),
        ("own", "A walk before ten"),
    ];
    let refused = scene.post("/ending/relapse-plan", &old).await;
    assert_eq!(refused.status, 422);
    assert!(refused.says("Somebody wrote the next version meanwhile."));
    assert!(refused.says("A walk before ten") && refused.says("Ruth, on the second bad day"));
    assert_eq!(refused.field("based_on"), "2");
    let nothing = phone
        .post(
            "/portal/relapse-plan",
            &[("entry", &fresh()), ("based_on", "2"), ("signs", " ")],
        )
        .await;
    assert_eq!(nothing.status, 422);
    assert!(nothing.says("One line is enough."));
}

#[tokio::test]
async fn the_book_loads_nothing_and_holds_only_what_the_client_may_see() {
    let mut scene = Scene::with(|practice| {
        let mut bodies = planned(practice);
        bodies.push(held(date(2026, 4, 9)));
        bodies
    })
    .await;
    let bare = scene.post("/ending/book", &[]).await;
    assert_eq!(bare.status, 200);
    assert!(!bare.says("I worry at night"), "the map is not shared");
    assert!(!bare.says("Sleep through"), "the plan is not shared");

    let version = scene.practice.record(scene.client).await.version;
    scene.share("plan", 1).await;
    scene.share("map", version).await;
    let entry = fresh();
    let fields = [
        ("entry", entry.as_str()),
        ("based_on", "0"),
        ("signs", "I stop answering"),
    ];
    scene.post("/ending/relapse-plan", &fields).await;
    let mut phone = scene.phone().await;
    let book = phone.post("/portal/book", &[]).await;
    assert_eq!(book.status, 200);
    assert!(
        book.headers["content-disposition"]
            .to_str()
            .unwrap()
            .starts_with("attachment")
    );
    for words in [
        "The book of the therapy",
        "You met once",
        "I worry at night",
        "Sleep through",
        "I stop answering",
        "<svg",
        "<style>",
    ] {
        assert!(book.says(words), "{words} is missing");
    }
    for never in [
        "src=",
        "href=",
        "url(",
        "<script",
        "Mira Okafor",
        "first plan",
    ] {
        assert!(!book.body.contains(never), "{never} stands in the file");
    }
    let given = scene.post("/ending/book", &[]).await;
    assert!(given.says("I stop answering"));
}

#[tokio::test]
async fn a_steady_level_asks_whether_it_is_enough_and_says_by_which_rule() {
    let mut scene = Scene::with(|practice| {
        let scores = [(1, 17.0), (2, 4.0), (3, 3.0), (4, 3.0)];
        scores
            .map(|(month, value)| total(practice, value, date(2026, month, 1)))
            .to_vec()
    })
    .await;
    let page = scene.get("/review").await;
    for words in [
        "Is it enough?",
        "these two numbers are a convention of this program",
        "How often the signal is right was not measured for this course.",
        "What the five signals mean",
    ] {
        assert!(page.says(words), "{words} is missing");
    }
    assert!(scene.get("/ending").await.says("Is it enough?"));
}

#[tokio::test]
async fn a_case_is_seen_under_a_pseudonym_until_its_day_and_each_look_is_told() {
    let mut scene = Scene::with(planned).await;
    let supervisor = attune_record::Roles {
        supervisor: true,
        ..attune_record::Roles::default()
    };
    let mut sabine = scene.practice.staff("Sabine Roth", supervisor).await;
    let mut other = scene.practice.clinician("Petra Lang").await;
    let form = scene.get("/case").await;
    assert!(form.says("tick only what tells nobody who it is"));
    let until = scene
        .practice
        .today()
        .await
        .saturating_add(jiff::ToSpan::days(14));
    let (with, until) = (sabine.account().to_string(), until.to_string());
    let entry = fresh();
    let mut fields = vec![
        ("entry", entry.as_str()),
        ("with", &with),
        ("pseudonym", "Birch"),
        ("question", "What keeps Mira awake?"),
        ("until", &until),
        ("text-0", "I lie awake"),
    ];
    let refused = scene.post("/case", &fields).await;
    assert_eq!(refused.status, 422, "her name is in the question");
    for kept in [
        "value=\"I lie awake\" checked".to_owned(),
        format!("value=\"{with}\" selected"),
        "value=\"Birch\"".to_owned(),
    ] {
        assert!(refused.says(&kept), "{kept} was lost: {}", refused.body);
    }
    fields[3] = ("question", "What keeps them awake?");
    assert_eq!(scene.post("/case", &fields).await.status, 303);

    let list = sabine.get("/cases").await;
    assert!(list.says("Birch") && list.says("What keeps them awake?"));
    let case = list.field("case");
    let seen = sabine.post("/cases", &[("case", &case)]).await;
    assert!(seen.says("I lie awake"));
    for never in [
        "Mira",
        "Okafor",
        "I worry at night",
        "Sleep through",
        "2026",
        &scene.client.to_string(),
    ] {
        let shown = seen.body.split("<main").nth(1).unwrap().replace(&until, "");
        assert!(!shown.contains(never), "{never} is shown");
    }
    assert_eq!(
        sabine.get(&scene.path("/review")).await.status,
        404,
        "the record itself stays closed"
    );
    let page = other.post("/cases", &[("case", &case)]).await;
    assert!(page.says("not shared with you any more") && !page.says("Birch"));
    assert!(scene.get("/case").await.says("Who looked"));
    assert!(scene.get("/case").await.says("Sabine Roth"));

    scene
        .practice
        .wait(jiff::SignedDuration::from_hours(24 * 15));
    let mut sabine = scene.practice.signed_in(sabine.account()).await;
    let over = sabine.post("/cases", &[("case", &case)]).await;
    assert!(over.says("not shared with you any more") && !over.says("I lie awake"));
}

#[tokio::test]
async fn the_caseload_can_be_narrowed_to_who_needs_a_review() {
    let scene = Scene::with(rising).await;
    let mut jonas = scene.jonas.clone();
    scene.practice.client(&jonas, "Anna Quiet").await;
    let list = jonas.post("/caseload", &[("show", "review")]).await;
    assert!(list.says("Mira Okafor") && !list.says("Anna Quiet"));
}
