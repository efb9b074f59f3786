use attune_record::{Attempt, Store, ThrottlePolicy};
use attune_testkit::{TestDatabase, on_both_databases};
use jiff::SignedDuration;

use crate::world::{DAY, at};

const POLICY: ThrottlePolicy = ThrottlePolicy {
    free: 3,
    first_wait: SignedDuration::from_secs(30),
    longest_wait: SignedDuration::from_mins(15),
    forget_after: SignedDuration::from_hours(24),
};

async fn attempt(store: &Store, subject: &str, second: i64) -> Attempt {
    store
        .count_attempt(subject, at(second), &POLICY)
        .await
        .unwrap()
}

async fn guessing_gets_slow_for_the_one_who_guesses(database: TestDatabase) {
    let store = database.store().await;
    for _ in 0..4 {
        assert!(matches!(
            attempt(&store, "ada", 0).await,
            Attempt::Allowed(_)
        ));
    }
    assert_eq!(
        attempt(&store, "ada", 29).await,
        Attempt::Blocked { until: at(30) }
    );
    assert!(matches!(
        attempt(&store, "grace", 29).await,
        Attempt::Allowed(_)
    ));
    assert!(matches!(
        attempt(&store, "ada", 30).await,
        Attempt::Allowed(_)
    ));
    assert_eq!(
        attempt(&store, "ada", 89).await,
        Attempt::Blocked { until: at(90) }
    );

    store.clear_attempts("ada").await.unwrap();
    let Attempt::Allowed(state) = attempt(&store, "ada", 89).await else {
        panic!("blocked")
    };
    assert_eq!(state.failures, 1);
}

async fn guesses_at_the_same_time_are_counted_one_by_one(database: TestDatabase) {
    let store = database.store().await;
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let store = store.clone();
        tasks.spawn(async move { attempt(&store, "ada", 0).await });
    }
    let outcomes = tasks.join_all().await;
    let allowed = outcomes
        .iter()
        .filter(|outcome| matches!(outcome, Attempt::Allowed(_)))
        .count();
    assert_eq!(allowed, 4);
}

async fn old_counters_are_swept_away(database: TestDatabase) {
    let store = database.store().await;
    attempt(&store, "ada", 0).await;
    assert_eq!(
        store
            .sweep_attempts(DAY - jiff::Span::new().days(400))
            .await
            .unwrap(),
        0
    );
    assert_eq!(
        store
            .sweep_attempts(DAY + jiff::Span::new().days(400))
            .await
            .unwrap(),
        1
    );
}

on_both_databases![
    guessing_gets_slow_for_the_one_who_guesses,
    guesses_at_the_same_time_are_counted_one_by_one,
    old_counters_are_swept_away,
];
