//! The intake: brief for everybody, then deeper where there is a reason, as one flow for the client.

use attune_care::assess::Way;

use crate::{Scene, answer_visit, fresh};

#[tokio::test]
async fn low_sides_of_life_and_named_problems_bring_what_fits_with_its_reason() {
    let mut scene = Scene::new().await;
    let page = scene.get("/intake").await;
    assert!(page.says("0 of 3 answered"), "{}", page.body);
    assert!(page.says("Nothing is proposed yet"));
    assert!(page.says("asked by you, in person"), "whether life is safe");

    let asked = scene.ask("six-domain-check-in", Way::InRoom).await;
    let measure = scene
        .practice
        .app
        .catalog
        .measure("six-domain-check-in")
        .unwrap();
    let items: Vec<String> = measure
        .items
        .iter()
        .map(|item| format!("item-{}", item.id))
        .collect();
    let entry = fresh();
    let mut fields = vec![("entry", entry.as_str()), ("confirmed", "yes")];
    let economic = measure
        .items
        .iter()
        .position(|item| item.domain == Some(attune_catalog::Domain::Economic))
        .unwrap();
    // As well as can be everywhere else.
    let best: Vec<String> = measure
        .items
        .iter()
        .map(|item| item.options.values().into_iter().max().unwrap().to_string())
        .collect();
    for (place, item) in items.iter().enumerate() {
        fields.push((item, if place == economic { "2" } else { &best[place] }));
    }
    let answered = scene.post(&format!("/ask/{asked}"), &fields).await;
    assert_eq!(answered.status, 303, "{}", answered.body);
    let page = scene.get("/intake").await;
    assert!(page.says("1 of 3 answered"), "{}", page.body);
    assert!(page.says("(2 of 10) was low"), "{}", page.body);
    assert!(page.says("CFPB"), "{}", page.body);
    assert!(!page.says("PHQ-9"), "nobody spoke of depression");

    let entry = fresh();
    let problem = [
        ("entry", entry.as_str()),
        ("words", "I do not get going"),
        ("area", "depression"),
    ];
    scene.post("/problems", &problem).await;
    let page = scene.get("/intake").await;
    assert!(page.says("because depression was named"), "{}", page.body);
    assert!(page.says("PHQ-9"));
}

#[tokio::test]
async fn what_is_asked_together_is_answered_through_one_link_one_after_the_other() {
    let mut scene = Scene::new().await;
    let entry = fresh();
    let fields = [
        ("entry", entry.as_str()),
        ("measure", "gad-7"),
        ("measure", "phq-4"),
        ("measure", "swls"),
        ("way", "link"),
    ];
    let link = scene.post("/intake", &fields).await;
    assert_eq!(link.status, 200, "{}", link.body);
    let secret = link.body.split("/q/").nth(1).unwrap();
    let secret: String = secret.chars().take_while(char::is_ascii_hexdigit).collect();

    let mut phone = scene.practice.stranger();
    phone.get(&format!("/q/{secret}")).await;
    let early = phone.post("/portal/next", &[]).await;
    assert_eq!(early.location(), "/portal", "nothing is skipped");
    let sent = answer_visit(&mut phone, 7, 0).await;
    assert!(sent.says("Go on: 2 of 3"), "{}", sent.body);
    assert_eq!(phone.post("/portal/next", &[]).await.location(), "/portal");
    // The connection is lost here; the same link leads to where the person is.
    let mut other = scene.practice.stranger();
    other.get(&format!("/q/{secret}")).await;
    let sent = answer_visit(&mut other, 4, 0).await;
    assert!(sent.says("Go on: 3 of 3"), "{}", sent.body);
    other.post("/portal/next", &[]).await;
    let waiting = scene.waiting().await;
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].1, "swls");
    for number in 1..=5 {
        let path = format!("/portal/item/{number}");
        other.post(&path, &[("answer", "4")]).await;
    }
    let sent = other.submit("/portal/send", &[]).await;
    assert!(sent.says("You can close this page now"), "{}", sent.body);
    assert!(!sent.says("Go on"));
    assert!(scene.waiting().await.is_empty());
}

#[tokio::test]
async fn what_was_asked_by_itself_leads_to_nothing_else() {
    let mut scene = Scene::new().await;
    scene.ask("phq-4", Way::Link).await;
    let asked = scene.ask("gad-7", Way::Link).await;
    let link = scene.post(&format!("/assignments/{asked}/link"), &[]).await;
    let secret = link.body.split("/q/").nth(1).unwrap();
    let secret: String = secret.chars().take_while(char::is_ascii_hexdigit).collect();
    let mut phone = scene.practice.stranger();
    phone.get(&format!("/q/{secret}")).await;
    let sent = answer_visit(&mut phone, 7, 0).await;
    assert!(sent.says("You can close this page now"));
    assert_eq!(
        phone.post("/portal/next", &[]).await.location(),
        "/portal/thanks"
    );
    assert_eq!(scene.waiting().await.len(), 1);
}

#[tokio::test]
async fn nothing_ticked_says_so() {
    let mut scene = Scene::new().await;
    let entry = fresh();
    let page = scene
        .post("/intake", &[("entry", entry.as_str()), ("way", "link")])
        .await;
    assert_eq!(page.status, 422);
    assert!(page.says("Not asked yet"));
}
