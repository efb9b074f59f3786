//! Another time for everybody who meets, or none: written in the record of each, and of those alone who still come.

use crate::support;

use attune_care::appointments::{AppointmentState, Standing};
use attune_ids::ClientId;
use support::{Browser, Page, Practice, fresh};

struct Group {
    practice: Practice,
    jonas: Browser,
    /// Three of them.
    clients: Vec<ClientId>,
    /// The page of the first of three weekly meetings.
    address: String,
}

impl Group {
    async fn new() -> Self {
        let practice = Practice::new().await;
        let mut jonas = practice.clinician("Jonas Weil").await;
        let mut clients = Vec::new();
        let entry = fresh();
        let mut typed = vec![
            ("entry", entry),
            ("company", "group".to_owned()),
            ("on", "2026-05-20".to_owned()),
            ("time", "18:00".to_owned()),
            ("minutes", "90".to_owned()),
            ("how", "in_person".to_owned()),
            ("every", "1".to_owned()),
            ("number", "3".to_owned()),
            ("until", String::new()),
        ];
        for name in ["Mira Okafor", "Tomas Lind", "Leonie Adler"] {
            let client = practice.client(&jonas, name).await;
            typed.push(("with", client.to_string()));
            typed.push(("agreed", client.to_string()));
            clients.push(client);
        }
        let typed: Vec<(&str, &str)> = typed.iter().map(|(a, b)| (*a, b.as_str())).collect();
        let agreed = jonas.post("/together", &typed).await;
        assert_eq!(agreed.status, 303, "{}", agreed.body);
        Self {
            practice,
            jonas,
            clients,
            address: agreed.location(),
        }
    }

    async fn times(&self, client: ClientId) -> Vec<AppointmentState> {
        self.practice.record(client).await.appointments
    }

    async fn days(&self, client: ClientId) -> Vec<String> {
        let times = self.times(client).await;
        times.iter().map(|state| state.at.to_string()).collect()
    }

    async fn send(&mut self, what: &str, fields: &[(&str, &str)]) -> Page {
        let path = format!("{}/{what}", self.address);
        self.jonas.post(&path, fields).await
    }
}

#[tokio::test]
async fn everybody_meets_at_another_time() {
    let mut group = Group::new().await;
    let page = group.jonas.get(&group.address).await;
    assert!(page.says("Another time, for everybody"));
    assert!(page.says("And all that follow in this series"));

    let entry = fresh();
    let typed = [
        ("entry", entry.as_str()),
        ("on", "2026-05-21"),
        ("time", "17:30"),
        ("minutes", "75"),
        ("following", "true"),
    ];
    let moved = group.send("move", &typed).await;
    assert_eq!(moved.status, 303, "{}", moved.body);
    assert!(moved.location().ends_with("/2026-05-21"));
    // Sent twice, they meet where they do by now.
    let again = group.send("move", &typed).await;
    assert_eq!(
        (again.status, again.location()),
        (303, moved.location().clone())
    );
    for client in group.clients.clone() {
        assert_eq!(
            group.days(client).await,
            [
                "2026-05-21T17:30:00",
                "2026-05-28T17:30:00",
                "2026-06-04T17:30:00"
            ]
        );
        assert!(group.times(client).await.iter().all(|it| it.minutes == 75));
    }
    assert_eq!(group.jonas.get(&moved.location()).await.status, 200);
}

#[tokio::test]
async fn it_is_called_off_for_everybody_who_still_comes() {
    let mut group = Group::new().await;
    // One of them cannot come, and said so before.
    let absent = group.clients[1];
    let first = group.times(absent).await[0].id;
    let entry = fresh();
    let path = format!("/clients/{absent}/appointments/{first}/cancel");
    let typed = [
        ("entry", entry.as_str()),
        ("by", "client"),
        ("words", "a cold"),
    ];
    assert_eq!(group.jonas.post(&path, &typed).await.status, 303);

    let entry = fresh();
    let by_client = [("entry", entry.as_str()), ("by", "client")];
    let refused = group.send("call-off", &by_client).await;
    assert!(refused.status >= 400 && refused.says("their own times"));

    let typed = [("entry", entry.as_str()), ("by", "practice")];
    for _ in 0..2 {
        assert_eq!(group.send("call-off", &typed).await.status, 303);
    }
    for client in group.clients.clone() {
        let times = group.times(client).await;
        let Standing::Cancelled(how) = &times[0].standing else {
            panic!("it still stands for {client}");
        };
        assert_eq!(how.item.words == "a cold", client == absent);
        assert!(times[1].is_agreed() && times[2].is_agreed());
    }
    let page = group.jonas.get(&group.address).await;
    assert!(!page.says("Another time, for everybody"));
}

#[tokio::test]
async fn a_time_that_cannot_be_used_comes_back_as_it_was_typed() {
    let mut group = Group::new().await;
    let entry = fresh();
    let typed = [
        ("entry", entry.as_str()),
        ("on", "2026-05-21"),
        ("time", "half past five"),
        ("minutes", "75"),
    ];
    let page = group.send("move", &typed).await;
    assert_eq!(page.status, 422);
    assert!(page.says("a time such as 15:00"));
    assert_eq!(page.field("minutes"), "75");
    let client = group.clients[0];
    assert_eq!(group.days(client).await[0], "2026-05-20T18:00:00");
}

#[tokio::test]
async fn nobody_elses_group_is_moved() {
    let mut group = Group::new().await;
    let mut sabine = group.practice.clinician("Sabine Roth").await;
    let entry = fresh();
    let typed = [("entry", entry.as_str()), ("by", "practice")];
    let page = sabine
        .post(&format!("{}/call-off", group.address), &typed)
        .await;
    assert_eq!(page.status, 404);
    let client = group.clients[0];
    assert!(group.times(client).await[0].is_agreed());
    assert_eq!(group.jonas.get(&group.address).await.status, 200);
}
