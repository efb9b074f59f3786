//! Requests that another site's page makes with our people's browsers.

use attune_server::routes;

use crate::support::places::{Forms, Ids, address};
use crate::support::world::{Who, World};

/// What a browser says of such a request: new browsers, and old ones that only name the origin.
const ELSEWHERE: [&[(&str, &str)]; 4] = [
    &[
        ("sec-fetch-site", "cross-site"),
        ("origin", "https://elsewhere.example"),
    ],
    &[
        ("sec-fetch-site", "same-site"),
        ("origin", "http://other.localhost:7878"),
    ],
    &[("origin", "https://elsewhere.example")],
    &[("origin", "null")],
];

#[tokio::test]
async fn nothing_sent_from_elsewhere_is_taken() {
    let world = World::new().await;
    let routes = routes(&world.practice.app);
    let forms = Forms::gather(&world, &routes).await;
    let ids = Ids::of(&world);
    let before = world.everything().await;
    let mut cases = 0;
    for route in routes.iter().filter(|route| route.method == "POST") {
        let path = address(route, &world, &world.ours);
        let (path, fields) = forms.plausible(route, &ids).unwrap_or((path, Vec::new()));
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        for who in [
            Who::OwnClinician,
            Who::OurLink,
            Who::Administrator,
            Who::Nobody,
        ] {
            for origin in ELSEWHERE {
                let mut browser = world.browser(who).on_another_site(origin);
                let page = browser.post(&path, &fields).await;
                assert_eq!(page.status, 403, "POST {path} as {who:?} from {origin:?}");
                cases += 1;
            }
        }
    }
    assert_eq!(
        before,
        world.everything().await,
        "something was taken after all"
    );
    eprintln!("nothing sent from elsewhere is taken: {cases} cases");
}
