//! No page of a client takes out of proportion longer for a long record.
//!
//! Milliseconds of one machine say nothing on another one, and this runs without optimisation. What holds everywhere is
//! how the time grows: the record grows four times, so a page that looks at each entry once takes four times as long,
//! and one that looks at every entry for each of them sixteen times. The limit lies between the two, at eight, as far
//! from the one as from the other. What a page costs anyway makes its growth smaller, never larger. The milliseconds
//! themselves are measured by `cargo xtask bench pages`.
#![expect(
    clippy::print_stderr,
    reason = "a test may stop at the first surprise, and tells what it measured"
)]

mod support;

use std::time::{Duration, Instant};

use attune_care::Record;
use attune_server::gate::Addition;
use attune_server::policy::Policy;
use attune_server::{Route, routes};

use jiff::SignedDuration;
use support::full::{self, FACTORS, FULL, PLANS, Size};
use support::places::address;
use support::world::{Who, World};

/// How much longer the one record is.
const LONGER: usize = 4;
/// How many times as long its pages may take: the geometric mean of `LONGER` and `LONGER` squared.
const MOST: f64 = 8.0;
/// Each page is asked for so often, and the shortest time counts: others work on the machine too.
const ROUNDS: usize = 2;
/// A page over the limit is measured anew so often, the shortest times being kept, before it counts as slow.
const SECOND_LOOKS: usize = 3;
/// Entries that every size has: problems, the drawing, the plans.
const IN_ANY_CASE: usize = 2 + FACTORS + 3 * FACTORS + PLANS as usize;

/// After this a record is opened from the database again.
const NOBODY_LOOKED: SignedDuration = SignedDuration::from_mins(6);

#[tokio::test]
async fn pages_grow_no_faster_than_the_record() {
    // The whole record takes minutes without optimisation, and a page grows alike on a part of it.
    let whole = std::env::var_os("ATTUNE_FULL_RECORD").is_some();
    let long = if whole { FULL } else { part(4) };
    let short = if whole {
        part(LONGER)
    } else {
        part(4 * LONGER)
    };
    let (little, much) = (with_record(short).await, with_record(long).await);
    let record = much.practice.record(much.ours.id).await;
    assert_long(&record, long);

    // Pages find the record open. What opening it costs grows no faster either.
    let (short, long) = (opened_anew(&little).await, opened_anew(&much).await);
    let times = growth(short, long);
    eprintln!("{times:>5.1} times {short:>10.1?} {long:>10.1?} opening the record");
    assert!(times <= MOST, "opening takes {times:.1} times as long");

    let routes = routes(&much.practice.app);
    let mut slow = Vec::new();
    for route in routes.iter().filter(|route| is_page_of_a_client(route)) {
        let mut short = shortest(route, &little).await;
        let mut long = shortest(route, &much).await;
        for _ in 0..SECOND_LOOKS {
            if growth(short, long) <= MOST {
                break;
            }
            short = short.min(shortest(route, &little).await);
            long = long.min(shortest(route, &much).await);
        }
        let times = growth(short, long);
        eprintln!(
            "{times:>5.1} times {short:>10.1?} {long:>10.1?} {}",
            route.path
        );
        if times > MOST {
            slow.push(format!("{}: {times:.1} times as long", route.path));
        }
    }
    assert!(
        slow.is_empty(),
        "with {LONGER} times the entries: {slow:#?}"
    );
}

/// Two people with everything in their records, the one we look at with so much more of it.
async fn with_record(size: Size) -> World {
    let world = World::new().await;
    let account = world.accounts[&Who::OwnClinician];
    let app = &world.practice.app;
    let today = world.practice.today().await;
    let addition = Addition {
        client: world.ours.id,
        entries: full::entries(&app.catalog, account, size, today),
    };
    let added = app.add_many(&[addition]).await;
    assert!(added.is_ok(), "{added:?}");
    world
}

/// A part of everything that grows: sessions, and what lies between them.
fn part(of: usize) -> Size {
    Size {
        sessions: FULL.sessions / of,
        entries: IN_ANY_CASE + (FULL.entries - IN_ANY_CASE) / of,
    }
}

fn assert_long(record: &Record, size: Size) {
    let signed = record.sessions.iter().filter(|state| state.note.is_some());
    assert!(signed.count() >= size.sessions);
    assert!(record.formulation.factors.len() >= FACTORS);
    assert!(record.formulation.influences.len() >= 3 * FACTORS);
    assert!(record.plans.len() >= 5);
    assert!(usize::try_from(record.version).is_ok_and(|entries| entries >= size.entries));
}

fn is_page_of_a_client(route: &Route) -> bool {
    route.method == "GET"
        && route.path.starts_with("/clients/{client}")
        && matches!(route.policy, Policy::ReadRecord | Policy::WriteRecord)
}

/// The shortest of several openings of a record nobody has looked at for a while.
async fn opened_anew(world: &World) -> Duration {
    let mut shortest = Duration::MAX;
    for _ in 0..ROUNDS + SECOND_LOOKS {
        world.practice.clock.advance(NOBODY_LOOKED);
        let start = Instant::now();
        world.practice.record(world.ours.id).await;
        shortest = shortest.min(start.elapsed());
    }
    shortest
}

async fn shortest(route: &Route, world: &World) -> Duration {
    let path = address(route, world, &world.ours);
    let mut jonas = world.browser(Who::OwnClinician);
    let mut shortest = Duration::MAX;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let page = jonas.get(&path).await;
        shortest = shortest.min(start.elapsed());
        assert!(page.status < 400, "{path}: {}", page.status);
    }
    shortest
}

fn growth(short: Duration, long: Duration) -> f64 {
    long.as_secs_f64() / short.as_secs_f64()
}
