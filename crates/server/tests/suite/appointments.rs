//! Times to meet: agreed and changed on the client's page, seen in the week, on the caseload, in the client's space,
//! in a calendar program, and in a mail.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use attune_care::appointments::Standing;
use attune_ids::ClientId;
use support::{Browser, Practice, fresh};

/// Agrees on times that begin on this day at three, every so many weeks, so many times.
async fn agree(jonas: &mut Browser, client: ClientId, on: &str, every: &str, number: &str) {
    let typed = [
        ("entry", fresh()),
        ("on", on.to_owned()),
        ("time", "15:00".to_owned()),
        ("minutes", "50".to_owned()),
        ("how", "in_person".to_owned()),
        ("every", every.to_owned()),
        ("number", number.to_owned()),
        ("until", String::new()),
    ];
    let typed: Vec<(&str, &str)> = typed
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let address = format!("/clients/{client}/appointments");
    // Sent twice, agreed once.
    for _ in 0..2 {
        assert_eq!(jonas.post(&address, &typed).await.status, 303);
    }
}

async fn first(practice: &Practice, client: ClientId) -> String {
    practice.record(client).await.appointments[0].id.to_string()
}

#[tokio::test]
async fn a_series_is_agreed_moved_called_off_and_stands_again() {
    let practice = Practice::new().await;
    let mut jonas = practice.clinician("Jonas Weil").await;
    let client = practice.client(&jonas, "Mira Okafor").await;
    agree(&mut jonas, client, "2026-05-21", "1", "3").await;
    assert_eq!(practice.record(client).await.appointments.len(), 3);
    let one = format!(
        "/clients/{client}/appointments/{}",
        first(&practice, client).await
    );
    let entry = fresh();
    let moved = [
        ("entry", entry.as_str()),
        ("on", "2026-05-22"),
        ("time", "09:30"),
        ("minutes", "45"),
        ("following", "true"),
    ];
    jonas.submit(&format!("{one}/move"), &moved).await;
    let record = practice.record(client).await;
    let days: Vec<String> = record
        .appointments
        .iter()
        .map(|one| one.at.to_string())
        .collect();
    assert_eq!(
        days,
        [
            "2026-05-22T09:30:00",
            "2026-05-29T09:30:00",
            "2026-06-05T09:30:00"
        ]
    );
    let brief = jonas.get(&format!("/clients/{client}/session/brief")).await;
    assert!(brief.says("You meet Fri 22 May at 09:30."));
    let entry = fresh();
    let off = [
        ("entry", entry.as_str()),
        ("by", "client"),
        ("late", "true"),
        ("words", "A cold"),
    ];
    jonas.submit(&format!("{one}/cancel"), &off).await;
    let page = jonas.get(&format!("/clients/{client}/appointments")).await;
    assert!(page.says("called off by the client, late") && page.says("A cold"));
    jonas
        .submit(&format!("{one}/again"), &[("entry", &fresh())])
        .await;
    assert!(practice.record(client).await.appointments[0].is_agreed());
}

#[tokio::test]
async fn todays_come_first_on_the_caseload_and_a_session_begins_from_there() {
    let practice = Practice::new().await;
    let mut jonas = practice.clinician("Jonas Weil").await;
    let mut sabine = practice.clinician("Sabine Roth").await;
    let client = practice.client(&jonas, "Mira Okafor").await;
    let other = practice.client(&jonas, "Tom Lund").await;
    agree(&mut jonas, client, "2026-05-14", "0", "").await;
    agree(&mut jonas, other, "2026-05-14", "0", "").await;
    for place in ["/caseload", "/week"] {
        let page = jonas.get(place).await;
        assert!(
            page.says("15:00 to 15:50") && page.says("Mira Okafor"),
            "{place}"
        );
        // Both are at three: said, and not forbidden.
        assert!(page.says("at the same time as another"), "{place}");
        assert!(!sabine.get(place).await.says("15:00 to 15:50"), "{place}");
    }
    assert!(!jonas.get("/week?from=2026-05-25").await.says("Mira Okafor"));
    assert_eq!(jonas.get("/week?from=nonsense").await.status, 200);
    let one = first(&practice, client).await;
    let start = format!("/clients/{client}/appointments/{one}/start");
    let entry = fresh();
    for _ in 0..2 {
        let page = jonas.post(&start, &[("entry", entry.as_str())]).await;
        assert_eq!(page.status, 303);
    }
    // A second press, from another window, opens the same session.
    jonas.submit(&start, &[("entry", &fresh())]).await;
    let record = practice.record(client).await;
    assert_eq!(record.sessions.len(), 1);
    let session = record.sessions[0].meeting.id;
    assert_eq!(record.appointments[0].standing, Standing::Kept(session));
    assert_eq!(
        sabine.post(&start, &[("entry", &fresh())]).await.status,
        404
    );
}

#[tokio::test]
async fn a_calendar_reads_times_and_nothing_else_until_the_address_is_taken_back() {
    let practice = Practice::new().await;
    "Europe/Berlin".clone_into(&mut practice.app.settings.write().await.time_zone);
    let mut jonas = practice.clinician("Jonas Weil").await;
    let client = practice.client(&jonas, "Mira Okafor").await;
    // Over the change of the clocks in October.
    agree(&mut jonas, client, "2026-10-21", "1", "2").await;
    let address = |page: &support::Page| {
        let from = page.body.find("/calendar/").unwrap();
        page.body[from..].split('"').next().unwrap().to_owned()
    };
    let made = jonas
        .post("/account/calendar", &[("initials", "true")])
        .await;
    let feed = address(&made);
    let mut program = practice.stranger();
    let read = program.get(&feed).await;
    assert_eq!(read.status, 200);
    assert_eq!(read.headers["content-type"], "text/calendar; charset=utf-8");
    let lines: Vec<&str> = read.body.split("\r\n").collect();
    assert!(
        lines.contains(&"DTSTART:20261021T130000Z") && lines.contains(&"DTEND:20261021T135000Z")
    );
    assert!(lines.contains(&"DTSTART:20261028T140000Z"));
    assert!(lines.contains(&"SUMMARY:Appointment MO"));
    for word in [
        "Mira",
        "Okafor",
        "session",
        "therap",
        "Lindenhof",
        &client.to_string(),
    ] {
        assert!(!read.body.contains(word), "{word}");
    }
    let uids = |body: &str| -> Vec<String> {
        let lines = body.lines().filter(|line| line.starts_with("UID:"));
        lines.map(str::to_owned).collect()
    };
    // Called off, it is still there, as the same one.
    let one = first(&practice, client).await;
    let off = format!("/clients/{client}/appointments/{one}/cancel");
    jonas
        .submit(&off, &[("entry", &fresh()), ("by", "both")])
        .await;
    let again = program.get(&feed).await;
    assert_eq!(uids(&again.body), uids(&read.body));
    assert_eq!(again.body.matches("STATUS:CANCELLED").count(), 1);
    // A new address ends the old one; without initials there are none.
    let newer = address(&jonas.post("/account/calendar", &[]).await);
    assert_eq!(program.get(&feed).await.status, 404);
    assert!(!program.get(&newer).await.body.contains("MO"));
    assert!(!jonas.get("/account/calendar").await.body.contains(&newer));
    jonas.post("/account/calendar/end", &[]).await;
    assert_eq!(program.get(&newer).await.status, 404);
    for wrong in ["/calendar/x", &format!("/calendar/{}", "0".repeat(96))] {
        assert_eq!(program.get(wrong).await.status, 404);
    }
}

#[tokio::test]
async fn a_form_that_cannot_be_used_comes_back_as_it_was_typed() {
    let practice = Practice::new().await;
    let mut jonas = practice.clinician("Jonas Weil").await;
    let client = practice.client(&jonas, "Mira Okafor").await;
    let address = format!("/clients/{client}/appointments");
    let entry = fresh();
    let typed = |minutes: &'static str, number: &'static str| {
        [
            ("entry", entry.clone()),
            ("on", "2026-06-03".to_owned()),
            ("time", "16:45".to_owned()),
            ("minutes", minutes.to_owned()),
            ("how", "video".to_owned()),
            ("every", "2".to_owned()),
            ("number", number.to_owned()),
            ("until", String::new()),
        ]
    };
    for (minutes, number, problem) in [
        ("1", "3", "Minutes: from 5 to 480."),
        ("fifty", "3", "Minutes: a number such as 50."),
        ("45", "", "How long it goes on"),
        ("45", "1000", "The series: from 1 to 104 times"),
    ] {
        let typed = typed(minutes, number);
        let typed: Vec<(&str, &str)> = typed
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let page = jonas.post(&address, &typed).await;
        assert_eq!(page.status, 422);
        assert!(page.says(problem), "{problem}");
        for kept in [
            "value=\"2026-06-03\"",
            "value=\"16:45\"",
            "value=\"video\" selected",
            "value=\"2\" selected",
            &format!(
                "name=\"minutes\" type=\"number\" min=\"5\" max=\"480\" required value=\"{minutes}\""
            ),
        ] {
            assert!(page.says(kept), "{kept}");
        }
        // The same form, so that correcting it saves once.
        assert!(page.says(&format!("value=\"{}\"", entry.replace('-', ""))));
    }
    assert!(practice.record(client).await.appointments.is_empty());

    agree(&mut jonas, client, "2026-05-21", "1", "3").await;
    let one = first(&practice, client).await;
    let entry = fresh();
    let moved = [
        ("entry", entry.as_str()),
        ("on", "2026-05-22"),
        ("time", "09:30"),
        ("minutes", "900"),
        ("following", "true"),
    ];
    let page = jonas.post(&format!("{address}/{one}/move"), &moved).await;
    assert_eq!(page.status, 422);
    assert!(page.says("<details class=\"more\" open><summary>Move it"));
    assert!(page.says("value=\"09:30\"") && page.says("name=\"following\" value=\"true\" checked"));
    assert!(page.says("value=\"900\""));
}
