//! What every answer carries, and what no page contains.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use attune_server::routes;
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;

use support::Page;
use support::places::pages;
use support::world::{Who, World};

/// Written here a second time: whoever weakens one of them has to do it twice.
const HEADERS: [(&str, &str); 7] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), geolocation=(), microphone=()",
    ),
    ("cache-control", "no-store"),
];

/// What must stand in the content security policy.
const DIRECTIVES: [&str; 8] = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
];

fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers
        .get(name)
        .map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn every_kind_of_answer_carries_the_headers() {
    let world = World::new().await;
    let mut jonas = world.browser(Who::OwnClinician);
    let ours = format!("/clients/{}", world.ours.id);
    let mut nobody = world.browser(Who::Nobody);
    let much = "x".repeat(2 * 1024 * 1024);
    let mut elsewhere = world
        .browser(Who::OwnClinician)
        .on_another_site(&[("sec-fetch-site", "cross-site")]);
    let answers: [(u16, Page); 8] = [
        (200, jonas.get(&ours).await),
        (200, jonas.head(&ours).await),
        (303, nobody.get(&ours).await),
        (403, elsewhere.post("/caseload", &[]).await),
        (404, nobody.get("/nothing/here").await),
        (405, nobody.post("/health", &[]).await),
        (413, nobody.post("/sign-in", &[("email", &much)]).await),
        (422, nobody.post("/sign-in", &[]).await),
    ];
    for (status, page) in answers {
        assert_eq!(page.status, status);
        for (name, value) in HEADERS {
            assert_eq!(text(&page.headers, name), value, "{name} of {status}");
        }
        let policy = text(&page.headers, "content-security-policy");
        for directive in DIRECTIVES {
            let stands = policy.split(';').any(|found| found.trim() == directive);
            assert!(
                stands,
                "{directive} is missing in that of {status}: {policy}"
            );
        }
        for hole in ["unsafe", "http", "*", "data:", "blob:"] {
            assert!(!policy.contains(hole), "{hole} in {policy}");
        }
    }
}

/// Assets have their content in their name: they alone may be kept.
#[tokio::test]
async fn assets_may_be_kept() {
    let world = World::new().await;
    let mut nobody = world.browser(Who::Nobody);
    let page = nobody.get("/sign-in").await.body;
    let (_, rest) = page.split_once("rel=\"stylesheet\" href=\"").unwrap();
    let style = nobody.get(rest.split('"').next().unwrap()).await;
    assert_eq!(style.status, 200);
    assert!(text(&style.headers, "content-type").starts_with("text/css"));
    assert!(text(&style.headers, "cache-control").contains("immutable"));
    assert_eq!(text(&style.headers, "x-content-type-options"), "nosniff");
    assert_eq!(text(&style.headers, "vary"), "accept-encoding");
}

/// A cookie that a script, another host or an unencrypted page could read would be a key under the mat.
#[tokio::test]
async fn cookies_are_for_this_host_alone() {
    let world = World::new().await;
    let entrance = format!("/q/{}", world.ours.link);
    let mut answers = vec![world.browser(Who::Nobody).get(&entrance).await];
    answers.push(
        world
            .browser(Who::OwnClinician)
            .post("/sign-out", &[])
            .await,
    );
    for page in answers {
        let cookie = page.headers.get(SET_COOKIE).unwrap().to_str().unwrap();
        let mut parts = cookie.split("; ");
        assert!(parts.next().unwrap().starts_with("__Host-"), "{cookie}");
        let parts: Vec<&str> = parts.collect();
        for wanted in ["Path=/", "Secure", "HttpOnly", "SameSite=Lax"] {
            assert!(parts.contains(&wanted), "{wanted} is missing in {cookie}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
}

/// Nothing inline, nothing from elsewhere, and nobody's words where they would stay: in titles and addresses.
#[tokio::test]
async fn no_page_contains_what_it_must_not() {
    let world = World::new().await;
    let pages = pages(&world, &routes(&world.practice.app)).await;
    assert!(pages.len() > 20, "only {} pages were found", pages.len());
    for (path, page) in pages {
        let content = text(&page.headers, "content-type").to_owned();
        if !content.starts_with("text/html") {
            continue;
        }
        assert_eq!(content, "text/html; charset=utf-8", "{path}");
        for tag in page.body.split('<').skip(1) {
            check_tag(
                &path,
                tag.split('>').next().unwrap_or_default(),
                world.ours.mark,
            );
        }
        let title = page.body.split("<title>").nth(1).unwrap_or_default();
        let title = title.split("</title>").next().unwrap_or_default();
        assert!(!title.is_empty(), "{path} has no title");
        assert!(!title.contains(world.ours.mark), "{path}: {title}");
    }
}

fn check_tag(path: &str, tag: &str, mark: &str) {
    let (name, attributes) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
    assert_ne!(name, "style", "{path} has a style of its own");
    assert!(
        name != "script" || attributes.contains("src=\"/assets/"),
        "{path} has a script of its own"
    );
    // Outside of the quotes stand the attributes' names.
    let names: String = attributes.split('"').step_by(2).collect();
    for attribute in names.split_whitespace() {
        let inline = attribute.starts_with("on") || attribute == "style=";
        assert!(!inline, "{path}: {tag}");
    }
    for reference in ["src=\"", "href=\"", "action=\"", "data-autosave=\""] {
        let Some(at) = attributes.find(reference) else {
            continue;
        };
        let value = &attributes[at + reference.len()..];
        let value = value.split('"').next().unwrap_or_default();
        let loaded = reference == "src=\"" || name == "link" || name == "use";
        let inside = value.starts_with('/') && !value.starts_with("//") || value.starts_with('#');
        assert!(inside || !loaded, "{path} loads {value}");
        assert!(!value.contains("javascript:"), "{path}: {tag}");
        assert!(
            !value.contains(mark),
            "somebody's words in an address: {path}: {tag}"
        );
    }
}
