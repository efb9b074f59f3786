//! What a page costs does not grow with the record or the caseload behind it: the same number of SQL statements for
//! little and for much.
#![expect(
    clippy::print_stderr,
    reason = "a test may stop at the first surprise, and tells what it counted"
)]

mod support;

use attune_server::policy::Policy;
use attune_server::{Route, routes};

use support::places::address;
use support::queries;
use support::world::{Who, World};

/// More than any page needs today. A page that comes near it should ask for more at once.
const MOST: usize = 16;

/// One test alone in its file: statements are counted for the whole process.
#[tokio::test]
async fn pages_cost_the_same_for_little_and_for_much() {
    let world = World::new().await;
    queries::count();
    let routes = routes(&world.practice.app);
    let little = count(&world, &routes).await;
    assert!(
        little.iter().all(|(_, number)| *number > 0),
        "nothing was counted: {little:?}"
    );

    let jonas = world.browser(Who::OwnClinician);
    for number in 0..4 {
        let again = format!("again{number}");
        world
            .practice
            .more_story(&jonas, world.ours.id, &again)
            .await;
    }
    for number in 0..40 {
        world
            .practice
            .client(&jonas, &format!("Somebody {number}"))
            .await;
    }
    let much = count(&world, &routes).await;
    let mut growing = Vec::new();
    for ((path, before), (_, after)) in little.iter().zip(&much) {
        eprintln!("{after:>3} {path}");
        if after > before || *after > MOST {
            growing.push(format!(
                "{path}: {before} statements, and {after} with more"
            ));
        }
    }
    assert!(growing.is_empty(), "{growing:#?}");
}

/// Statements of every page that our client's clinician can see.
async fn count(world: &World, routes: &[Route]) -> Vec<(&'static str, usize)> {
    let mut counted = Vec::new();
    let mut jonas = world.browser(Who::OwnClinician);
    for route in routes.iter().filter(|route| route.method == "GET") {
        let sees = matches!(
            route.policy,
            Policy::Staff | Policy::Clinical | Policy::ReadRecord | Policy::WriteRecord
        );
        if !sees {
            continue;
        }
        let path = address(route, world, &world.ours);
        // The first one may bring something up to date.
        jonas.get(&path).await;
        // Whatever else runs in this process may ask something now and then: the lower of two counts is the page's.
        let mut fewest = usize::MAX;
        for _ in 0..2 {
            let before = queries::so_far();
            let page = jonas.get(&path).await;
            assert!(page.status < 400, "{path}: {}", page.status);
            fewest = fewest.min(queries::so_far() - before);
        }
        counted.push((route.path, fewest));
    }
    counted
}
