//! Who needs attention, in which order.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::sync::Arc;

use attune_care::caseload::{Filter, Order, Reason, arrange, reasons};
use attune_care::headline::OpenAlert;
use attune_care::{Headline, Record};
use attune_catalog::{Catalog, ProblemArea};
use attune_ids::{AlertId, SeededIds};
use attune_stats::signal::Signal;
use jiff::civil::{Date, date};

const TODAY: Date = date(2026, 5, 14);

fn quiet() -> Headline {
    Headline::of(&Record::default(), &Catalog::shipped().unwrap())
}

fn at_risk() -> Headline {
    let alert = OpenAlert {
        id: AlertId::new(&mut SeededIds::new(1)),
        measure: "phq-9".into(),
        on: date(2026, 5, 12),
        since: None,
        worse: false,
        steps: Vec::new(),
    };
    Headline {
        open_alerts: vec![alert],
        ..quiet()
    }
}

#[test]
fn every_reason_has_its_limit() {
    assert!(reasons(&quiet(), TODAY).is_empty());
    assert_eq!(
        reasons(&at_risk(), TODAY),
        [Reason::RiskAnswer(date(2026, 5, 12))]
    );
    let review = |on| Headline {
        plan: Some((2, on)),
        ..quiet()
    };
    assert!(reasons(&review(date(2026, 5, 15)), TODAY).is_empty());
    assert_eq!(reasons(&review(TODAY), TODAY), [Reason::ReviewDue(TODAY)]);
    let waiting = |on| Headline {
        waiting_since: vec![TODAY, on],
        ..quiet()
    };
    assert!(reasons(&waiting(date(2026, 5, 8)), TODAY).is_empty());
    assert_eq!(
        reasons(&waiting(date(2026, 5, 7)), TODAY),
        [Reason::Waiting(date(2026, 5, 7))]
    );
    let sessions = |sessions| Headline {
        sessions,
        ..quiet()
    };
    assert!(reasons(&sessions(2), TODAY).is_empty());
    assert_eq!(reasons(&sessions(3), TODAY), [Reason::NoPlan]);
}

#[test]
fn the_most_pressing_comes_first_whatever_order_they_are_found_in() {
    let headline = Headline {
        signal: Some(Signal::Watch),
        open_notes: 2,
        alliance_dip: Some(TODAY),
        plan: Some((1, TODAY)),
        ..at_risk()
    };
    let found = reasons(&headline, TODAY);
    let mut sorted = found.clone();
    sorted.sort();
    assert_eq!(found, sorted);
    assert!(matches!(found[0], Reason::RiskAnswer(_)));
    assert_eq!(found.last(), Some(&Reason::Watch));
}

fn people() -> Vec<(u8, String, Arc<Headline>)> {
    vec![
        (1, "Zoë Quiet".to_owned(), Arc::new(quiet())),
        (
            2,
            "Ben Waiting".to_owned(),
            Arc::new(Headline {
                open_notes: 1,
                ..quiet()
            }),
        ),
        (3, "Ada Risk".to_owned(), Arc::new(at_risk())),
        (
            4,
            "Cem Depressed".to_owned(),
            Arc::new(Headline {
                areas: vec![ProblemArea::Depression],
                ..quiet()
            }),
        ),
    ]
}

fn order(filter: &Filter, order: Order) -> Vec<u8> {
    arrange(people().into_iter(), filter, order, TODAY)
        .into_iter()
        .map(|line| line.key)
        .collect()
}

#[test]
fn the_list_is_ordered_and_narrowed() {
    assert_eq!(order(&Filter::default(), Order::Attention), [3, 2, 4, 1]);
    assert_eq!(order(&Filter::default(), Order::Name), [3, 2, 4, 1]);
    let named = Filter {
        text: " zOË ".into(),
        ..Filter::default()
    };
    assert_eq!(order(&named, Order::Name), [1]);
    let depressed = Filter {
        area: Some(ProblemArea::Depression),
        ..Filter::default()
    };
    assert_eq!(order(&depressed, Order::Attention), [4]);
    let pressing = Filter {
        only_attention: true,
        ..Filter::default()
    };
    assert_eq!(order(&pressing, Order::Attention), [3, 2]);
}
