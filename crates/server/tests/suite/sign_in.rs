//! Signing in, staying signed in, and being signed out: by limits, by oneself, by
//! an administrator.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use attune_ids::AccountId;
use attune_record::{Account, Actor, AuditAction, AuditLine};
use attune_server::sign_in::{current_code, hash_password, new_secret};
use jiff::SignedDuration;
use support::{Browser, Page, Practice};

const PASSWORD: &str = "quiet river at dawn";
const EMAIL: &str = "jonas.weil@example.org";

/// Somebody who can sign in, and the secret of the app on their phone.
async fn somebody(practice: &Practice) -> (AccountId, Vec<u8>) {
    let browser = practice.clinician("Jonas Weil").await;
    let id = browser.account();
    let secret = new_secret().unwrap();
    let line = practice_line(practice);
    let store = &practice.app.store;
    store.close_all_of(id, &line).await.unwrap();
    change(practice, id, |account| Account {
        password_hash: Some(hash_password(PASSWORD).unwrap()),
        totp_secret: Some(secret.clone()),
        ..account
    })
    .await;
    (id, secret)
}

async fn change(practice: &Practice, id: AccountId, changed: impl Fn(Account) -> Account) {
    let store = &practice.app.store;
    let found = store.account(id).await.unwrap();
    store
        .update_account(
            &changed(found.value),
            found.version,
            &practice_line(practice),
        )
        .await
        .unwrap();
}

fn practice_line(practice: &Practice) -> AuditLine {
    AuditLine {
        at: practice.app.now(),
        actor: Actor::Program,
        action: AuditAction::AccountChange,
        client: None,
        detail: String::new(),
    }
}

async fn try_in(browser: &mut Browser, email: &str, password: &str, code: &str) -> Page {
    let fields = [("email", email), ("password", password), ("code", code)];
    browser.post("/sign-in", &fields).await
}

/// A browser that has just signed in with a fresh code.
async fn enter(practice: &Practice, secret: &[u8]) -> Browser {
    practice.wait(SignedDuration::from_secs(30));
    let code = current_code(secret, practice.app.now()).unwrap();
    let mut browser = practice.stranger();
    let entered = try_in(&mut browser, EMAIL, PASSWORD, &code).await;
    assert_eq!(entered.status, 303, "{}", entered.body);
    browser
}

async fn is_in(browser: &mut Browser) -> bool {
    browser.get("/caseload").await.status == 200
}

#[tokio::test]
async fn a_code_is_good_once() {
    let practice = Practice::new().await;
    let (_, secret) = somebody(&practice).await;
    let code = current_code(&secret, practice.app.now()).unwrap();
    let mut first = practice.stranger();
    assert_eq!(try_in(&mut first, EMAIL, PASSWORD, &code).await.status, 303);
    assert!(is_in(&mut first).await);
    let mut second = practice.stranger();
    let refused = try_in(&mut second, EMAIL, PASSWORD, &code).await;
    assert_eq!(refused.status, 422);
    assert!(!is_in(&mut second).await);
    // An older code that was never used is no better than a used one.
    practice.wait(SignedDuration::from_secs(60));
    let mut third = enter(&practice, &secret).await;
    assert!(is_in(&mut third).await);
    let older = current_code(&secret, practice.app.now() - SignedDuration::from_secs(30)).unwrap();
    let refused = try_in(&mut second, EMAIL, PASSWORD, &older).await;
    assert_eq!(refused.status, 422);
}

#[tokio::test]
async fn every_wrong_thing_gets_the_same_answer() {
    let practice = Practice::new().await;
    let (_, secret) = somebody(&practice).await;
    let code = current_code(&secret, practice.app.now()).unwrap();
    let mut browser = practice.stranger();
    let mut answers = Vec::new();
    for (email, password, code) in [
        ("nobody@example.org", PASSWORD, code.as_str()),
        (EMAIL, "another river at dawn", &code),
        (EMAIL, PASSWORD, "000000"),
    ] {
        let refused = try_in(&mut browser, email, password, code).await;
        assert_eq!(refused.status, 422);
        answers.push(refused.body.replace(email, "").replace("value=\"\"", ""));
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
}

#[tokio::test]
async fn guessing_is_slowed_down_even_with_the_right_password() {
    let practice = Practice::new().await;
    let (_, secret) = somebody(&practice).await;
    let mut browser = practice.stranger();
    for _ in 0..6 {
        let refused = try_in(&mut browser, EMAIL, "a wrong guess here", "000000").await;
        assert_eq!(refused.status, 422);
    }
    let code = current_code(&secret, practice.app.now()).unwrap();
    let blocked = try_in(&mut browser, EMAIL, PASSWORD, &code).await;
    assert_eq!(blocked.status, 429);
    // Spelling the address otherwise is no way around it.
    let blocked = try_in(&mut browser, " Jonas.Weil@Example.ORG ", PASSWORD, &code).await;
    assert_eq!(blocked.status, 429);
    // Somebody else is not held up.
    let other = try_in(&mut browser, "other@example.org", PASSWORD, &code).await;
    assert_eq!(other.status, 422);
    practice.wait(SignedDuration::from_secs(61));
    let mut entered = enter(&practice, &secret).await;
    assert!(is_in(&mut entered).await);
}

#[tokio::test]
async fn a_session_ends_when_it_rests_too_long() {
    let practice = Practice::new().await;
    let (_, secret) = somebody(&practice).await;
    let mut browser = enter(&practice, &secret).await;
    practice.wait(SignedDuration::from_mins(30));
    assert!(is_in(&mut browser).await);
    practice.wait(SignedDuration::from_mins(30));
    assert!(is_in(&mut browser).await, "the last request was noted");
    practice.wait(SignedDuration::from_mins(30) + SignedDuration::from_secs(1));
    let back = browser.get("/caseload").await;
    assert_eq!(back.status, 303);
    assert_eq!(back.location(), "/sign-in?next=/caseload");
}

#[tokio::test]
async fn a_session_ends_after_a_day_of_work_in_any_case() {
    let practice = Practice::new().await;
    let (_, secret) = somebody(&practice).await;
    let mut browser = enter(&practice, &secret).await;
    for _ in 0..35 {
        practice.wait(SignedDuration::from_mins(20));
        assert!(is_in(&mut browser).await);
    }
    practice.wait(SignedDuration::from_mins(20));
    assert!(!is_in(&mut browser).await, "twelve hours have passed");
}

#[tokio::test]
async fn a_closed_account_is_out_with_the_next_request() {
    let practice = Practice::new().await;
    let (id, secret) = somebody(&practice).await;
    let mut browser = enter(&practice, &secret).await;
    assert!(is_in(&mut browser).await);
    change(&practice, id, |account| Account {
        enabled: false,
        ..account
    })
    .await;
    assert!(!is_in(&mut browser).await);
    practice.wait(SignedDuration::from_secs(30));
    let code = current_code(&secret, practice.app.now()).unwrap();
    let refused = try_in(&mut practice.stranger(), EMAIL, PASSWORD, &code).await;
    assert_eq!(refused.status, 422);
}

#[tokio::test]
async fn signing_out_ends_the_session_and_not_only_the_cookie() {
    let practice = Practice::new().await;
    let (_, secret) = somebody(&practice).await;
    let mut browser = enter(&practice, &secret).await;
    // Somebody kept the cookie.
    let mut thief = browser.clone();
    assert_eq!(browser.post("/sign-out", &[]).await.status, 303);
    assert!(!is_in(&mut thief).await);
}

#[tokio::test]
async fn one_ends_single_sessions_and_all_others() {
    let practice = Practice::new().await;
    let (_, secret) = somebody(&practice).await;
    let mut desk = enter(&practice, &secret).await;
    let mut home = enter(&practice, &secret).await;
    let mut train = enter(&practice, &secret).await;
    let page = desk.get("/account").await;
    assert!(page.says("This browser") && page.says("Another browser"));
    // The list begins with the one used last.
    let ids = sessions(&page);
    assert_eq!(ids.len(), 3);
    let others: Vec<&String> = ids.iter().filter(|id| !is_this(&page, id)).collect();
    assert_eq!(others.len(), 2);
    let ended = desk
        .post("/account/sessions/end", &[("session", others[0])])
        .await;
    assert_eq!(ended.status, 303);
    assert_eq!(
        usize::from(is_in(&mut home).await) + usize::from(is_in(&mut train).await),
        1
    );
    assert_eq!(
        desk.post("/account/sessions/end-others", &[]).await.status,
        303
    );
    assert!(!is_in(&mut home).await && !is_in(&mut train).await);
    assert!(is_in(&mut desk).await);
}

#[tokio::test]
async fn nobody_ends_somebody_elses_session() {
    let practice = Practice::new().await;
    let (_, secret) = somebody(&practice).await;
    let mut jonas = enter(&practice, &secret).await;
    let page = jonas.get("/account").await;
    let mine = sessions(&page).remove(0);
    let mut sabine = practice.clinician("Sabine Roth").await;
    let answer = sabine
        .post("/account/sessions/end", &[("session", &mine)])
        .await;
    assert_eq!(answer.status, 303, "as if it had ended");
    assert!(is_in(&mut jonas).await);
}

#[tokio::test]
async fn a_new_password_ends_every_other_session() {
    const NEW: &str = "slow train through fog";
    let practice = Practice::new().await;
    let (_, secret) = somebody(&practice).await;
    let mut desk = enter(&practice, &secret).await;
    let mut home = enter(&practice, &secret).await;
    let mut stolen = desk.clone();
    for (old, new, problem) in [
        (
            "a wrong guess here",
            NEW,
            "The present password does not fit.",
        ),
        (PASSWORD, "short", "at least 12 characters"),
        (PASSWORD, PASSWORD, "the password you have now"),
    ] {
        let refused = desk
            .post("/account/password", &[("old", old), ("new", new)])
            .await;
        assert_eq!(refused.status, 422);
        assert!(refused.says(problem), "{problem}");
        assert!(!refused.says(new), "no password is sent back");
    }
    let changed = desk
        .submit("/account/password", &[("old", PASSWORD), ("new", NEW)])
        .await;
    assert!(changed.says("Your password is changed."));
    assert!(is_in(&mut desk).await);
    assert!(!is_in(&mut home).await);
    assert!(!is_in(&mut stolen).await, "the old cookie is worth nothing");
    practice.wait(SignedDuration::from_secs(30));
    let code = current_code(&secret, practice.app.now()).unwrap();
    let mut browser = practice.stranger();
    assert_eq!(
        try_in(&mut browser, EMAIL, PASSWORD, &code).await.status,
        422
    );
    assert_eq!(try_in(&mut browser, EMAIL, NEW, &code).await.status, 303);
}

#[tokio::test]
async fn the_old_password_cannot_be_guessed_from_an_open_browser() {
    let practice = Practice::new().await;
    let (_, secret) = somebody(&practice).await;
    let mut browser = enter(&practice, &secret).await;
    let guess = [
        ("old", "a wrong guess here"),
        ("new", "slow train through fog"),
    ];
    for _ in 0..6 {
        assert_eq!(browser.post("/account/password", &guess).await.status, 422);
    }
    assert_eq!(browser.post("/account/password", &guess).await.status, 429);
}

/// The ids of the sessions on the account page, in its order.
fn sessions(page: &Page) -> Vec<String> {
    page.body
        .split("name=\"session\" value=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(str::to_owned)
        .collect()
}

fn is_this(page: &Page, id: &str) -> bool {
    page.body
        .split("<li>")
        .any(|item| item.contains(id) && item.contains("This browser"))
}
