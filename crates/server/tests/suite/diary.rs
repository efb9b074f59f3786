//! The diary: agreed with a clinician, answered on the client's phone, seen by both. And a word on tasks.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use attune_care::Body;
use attune_care::session::{Meeting, MeetingKind, Task};
use attune_ids::{ClientId, RandomIds, SessionId, TaskId};
use jiff::SignedDuration;
use support::{Browser, Page, Practice};

struct Scene {
    practice: Practice,
    clinician: Browser,
    client: ClientId,
    phone: Browser,
}

impl Scene {
    async fn new(bodies: Vec<Body>) -> Self {
        let practice = Practice::new().await;
        let mut clinician = practice.clinician("Jonas Weil").await;
        let client = practice
            .client_with(&clinician, "Mira Okafor", bodies)
            .await;
        let page = clinician
            .post(&format!("/clients/{client}/space/link"), &[])
            .await;
        let from = page.body.find("/s/").unwrap();
        let link: String = page.body[from..]
            .chars()
            .take_while(|letter| !"\" <".contains(*letter))
            .collect();
        let mut phone = practice.stranger();
        assert_eq!(phone.post(&link, &[]).await.status, 303);
        Self {
            practice,
            clinician,
            client,
            phone,
        }
    }

    fn address(&self) -> String {
        format!("/clients/{}/diary", self.client)
    }

    /// Agrees a diary of two lines with a time every hour from the present one.
    async fn agree(&mut self, highest: &str) -> Page {
        let zone = self.practice.app.zone().await;
        let now = self.practice.app.now().to_zoned(zone);
        let times: Vec<String> = (0..3)
            .map(|hour| format!("{}:00", (now.hour() + hour) % 24))
            .collect();
        let times = times.join(", ");
        let today = self.practice.today().await.to_string();
        let last = self
            .practice
            .today()
            .await
            .saturating_add(jiff::Span::new().days(5))
            .to_string();
        let entry = self.clinician.get(&self.address()).await.field("entry");
        let mut fields = vec![
            ("entry", entry.as_str()),
            ("words", "my mood"),
            ("low", "very low"),
            ("high", "very good"),
            ("factor", ""),
            ("words", "worry <b>about</b> money"),
            ("low", "none"),
            ("high", "all the time"),
            ("factor", ""),
            ("words", ""),
            ("low", ""),
            ("high", ""),
            ("factor", ""),
            ("highest", highest),
            ("times", times.as_str()),
            ("from", today.as_str()),
            ("until", last.as_str()),
        ];
        let days = ["1", "2", "3", "4", "5", "6", "7"];
        fields.extend(days.map(|day| ("days", day)));
        let address = self.address();
        self.clinician.post(&address, &fields).await
    }

    /// Answers what is open with these values and returns the answer.
    async fn answer(&mut self, mood: &str, worry: &str) -> Page {
        let page = self.phone.get("/portal/diary").await;
        let [entry, diary, on, number] =
            ["entry", "diary", "on", "number"].map(|name| page.field(name));
        let fields = [
            ("entry", entry.as_str()),
            ("diary", diary.as_str()),
            ("on", on.as_str()),
            ("number", number.as_str()),
            ("v0", mood),
            ("v1", worry),
            ("words", "the post came"),
        ];
        // The first answer is lost on its way.
        self.phone.post("/portal/diary", &fields).await;
        self.phone.post("/portal/diary", &fields).await
    }
}

#[tokio::test]
async fn a_diary_is_agreed_answered_and_seen_by_both() {
    let mut scene = Scene::new(Vec::new()).await;
    assert!(
        scene
            .phone
            .get("/portal/diary")
            .await
            .says("No diary runs at the moment.")
    );
    let address = scene.address();
    assert!(scene.clinician.get(&address).await.says("No diary yet"));
    assert_eq!(scene.agree("10").await.status, 303);
    let page = scene.phone.get("/portal/diary").await;
    assert!(page.says("How is it now?") && page.says("my mood"));
    assert!(!page.body.contains("<b>about</b>"), "words are words");
    assert_eq!(scene.answer("3", "").await.status, 303);
    let record = scene.practice.record(scene.client).await;
    let state = &record.diaries[0];
    assert_eq!(state.answers.len(), 1, "sent twice, kept once");
    assert_eq!(
        state.answers[0].item.values,
        [Some(3), None],
        "what was left out is no zero"
    );
    let brief = format!("/clients/{}/session/brief", scene.client);
    let brief = scene.clinician.get(&brief).await;
    assert!(brief.says("Diary since last time") && brief.says("1 of 1 time answered"));
    assert!(brief.says("3 on average, from 3 to 3, 1 answer") && brief.says("not answered"));
    let page = scene.phone.get("/portal/diary").await;
    assert!(page.says("You can still change it") && page.says("the post came"));
    assert!(page.says("You have answered 1 of 1 times."));
    // Answered differently: the last one counts.
    assert_eq!(scene.answer("4", "10").await.status, 303);
    let staff = scene.clinician.get(&address).await;
    assert!(staff.says("Answered 1 of 1 times so far."));
    assert!(staff.says("0 pairs") && staff.says("Not yet."));
    let diary = record.diaries[0].agreement.item.id;
    let table = scene.clinician.get(&format!("{address}/{diary}/csv")).await;
    let lines: Vec<&str> = table.body.lines().collect();
    assert_eq!(lines[0], "day,beep,date,v1,v2");
    assert!(lines[1].ends_with(",4,10"), "{}", lines[1]);
    // Two hours later one time has passed unanswered, and another one is open. Somebody looks now and then, so
    // that the clinician stays signed in.
    for _ in 0..5 {
        scene.practice.wait(SignedDuration::from_mins(25));
        assert_eq!(scene.clinician.get(&address).await.status, 200);
    }
    let staff = scene.clinician.get(&address).await;
    assert!(
        staff.says("Answered 1 of 2 times so far."),
        "{}",
        staff.body
    );
}

#[tokio::test]
async fn what_cannot_be_kept_is_said_with_what_was_typed() {
    let mut scene = Scene::new(Vec::new()).await;
    let refused = scene.agree("7").await;
    assert_eq!(refused.status, 422);
    assert!(refused.says("Please choose the scale.") && refused.says("all the time"));
    assert_eq!(scene.agree("100").await.status, 303);
    for (mood, says) in [("many", "whole numbers"), ("101", "on its scale"), ("", "")] {
        let answer = scene.answer(mood, "").await;
        // Words alone are an answer.
        assert_eq!(answer.status, if says.is_empty() { 303 } else { 422 });
        assert!(answer.says(says));
    }
    let record = scene.practice.record(scene.client).await;
    assert_eq!(record.diaries[0].answers[0].item.values, [None, None]);
}

#[tokio::test]
async fn an_ended_diary_asks_nothing() {
    let mut scene = Scene::new(Vec::new()).await;
    scene.agree("10").await;
    let diary = scene.practice.record(scene.client).await.diaries[0]
        .agreement
        .item
        .id;
    let entry = uuid::Uuid::new_v4().to_string();
    let end = format!("{}/{diary}/end", scene.address());
    let fields = [("entry", entry.as_str()), ("because", "too much")];
    assert_eq!(scene.clinician.post(&end, &fields).await.status, 303);
    assert!(
        scene
            .phone
            .get("/portal/diary")
            .await
            .says("No diary runs at the moment.")
    );
    let address = scene.address();
    assert!(
        scene
            .clinician
            .get(&address)
            .await
            .says("A diary that has ended")
    );
}

#[tokio::test]
async fn a_client_says_how_a_task_went_and_takes_it_back() {
    let session = SessionId::new(&mut RandomIds);
    let task = TaskId::new(&mut RandomIds);
    let on = jiff::civil::date(2026, 5, 14);
    let how = MeetingKind::InPerson;
    let mut scene = Scene::new(vec![
        Body::SessionHeld(Meeting {
            id: session,
            on,
            how,
        }),
        Body::TaskGiven(Task {
            id: task,
            session,
            words: "walk before noon".to_owned(),
        }),
    ])
    .await;
    assert!(
        scene
            .phone
            .get("/portal/today")
            .await
            .says("Say how it went")
    );
    let address = format!("/portal/tasks/{task}");
    let entry = scene.phone.get("/portal/tasks").await.field("entry");
    let told = [
        ("entry", entry.as_str()),
        ("done", "partly"),
        ("words", "twice, in the rain"),
    ];
    let page = scene.phone.submit(&address, &told).await;
    assert!(page.says("You said: tried, in part.") && page.says("twice, in the rain"));
    for path in ["session/brief", "session"] {
        let page = scene
            .clinician
            .get(&format!("/clients/{}/{path}", scene.client))
            .await;
        assert!(
            page.says("They say: tried, in part.") && page.says("twice, in the rain"),
            "{path}"
        );
    }
    let entry = page.field("entry");
    let undone = scene
        .phone
        .submit(&format!("{address}/undo"), &[("entry", entry.as_str())])
        .await;
    assert!(!undone.says("You said"));
    let brief = scene
        .clinician
        .get(&format!("/clients/{}/session/brief", scene.client))
        .await;
    assert!(!brief.says("They say"));
}
