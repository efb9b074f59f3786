//! What holds for every picture whatever it is given: well-formed, finite,
//! escaped, named, free of style, script and outside references.

#![expect(clippy::unwrap_used, reason = "a test stops on any error")]

use attune_figures::{
    ByDomain, Courses, Domain, DomainState, Effect, Expected, Factor, FeedbackLoop, Figure,
    FigureId, ForestPlot, ForestRow, Frame, Influence, Mark, MarkKind, Measured, Moved, Network,
    PagePath, Point, Range, Session, SeverityBand, Size, Sparkline, Threshold, TiedGroup,
    Trajectory, View, WholePerson,
};
use jiff::civil::Date;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

/// Attributes that hold numbers.
const GEOMETRY: [&str; 18] = [
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "dy",
    "cx",
    "cy",
    "r",
    "rx",
    "d",
    "width",
    "height",
    "viewBox",
    "stroke-width",
    "stroke-dasharray",
    "font-size",
];

/// Everything the rules for output say, for one drawing.
fn check_svg(svg: &str) {
    let document = roxmltree::Document::parse(svg).unwrap_or_else(|e| panic!("{e} in {svg}"));
    // Labels may say anything: escaped, none of these can come from one.
    for forbidden in ["<style", "<script", "style=\"", "href=\"http", "=\"url("] {
        assert!(!svg.contains(forbidden), "{forbidden} in {svg}");
    }
    let mut ids = Vec::new();
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        assert!(
            !["style", "script", "foreignObject", "image", "use"].contains(&node.tag_name().name())
        );
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            assert!(
                name != "style" && !name.starts_with("on"),
                "{name} in {svg}"
            );
            assert!(name != "href" || value.starts_with('/'), "{value}");
            if GEOMETRY.contains(&name) {
                assert!(
                    !value.contains("NaN") && !value.contains("inf"),
                    "{name}={value}"
                );
            }
            if name == "id" {
                ids.push(value.to_owned());
            }
            if name == "class" {
                assert!(
                    value.split(' ').all(|class| class.starts_with("fig")),
                    "{value}"
                );
            }
            if name == "font-size" {
                assert!(value.parse::<f64>().unwrap() >= 11.0, "{value}");
            }
        }
    }
    let named = document
        .root_element()
        .attribute("aria-labelledby")
        .unwrap_or_default();
    assert!(
        named
            .split_whitespace()
            .all(|id| ids.iter().any(|known| known == id))
    );
    ids.sort();
    let count = ids.len();
    ids.dedup();
    assert_eq!(count, ids.len());
}

fn check(figure: &dyn Figure) {
    for size in [Size::Wide, Size::Narrow] {
        let svg = figure.svg(size);
        check_svg(&svg);
        assert_eq!(svg, figure.svg(size), "the same data gives the same bytes");
        let document = roxmltree::Document::parse(&svg).unwrap();
        let root = document.root_element();
        assert!(["img", "group"].contains(&root.attribute("role").unwrap_or_default()));
        assert_eq!(
            root.attribute("aria-labelledby")
                .unwrap_or_default()
                .split(' ')
                .count(),
            2
        );
        let view: Vec<f64> = root
            .attribute("viewBox")
            .unwrap()
            .split(' ')
            .map(|n| n.parse().unwrap())
            .collect();
        assert!(view[2] > 0.0 && view[3] > 0.0, "{view:?}");
    }
    let table = figure.table();
    assert!(
        table
            .rows
            .iter()
            .all(|row| row.len() == table.headers.len())
    );
    // The whole figure is XML too, so the page around it cannot break.
    let html = figure.html();
    roxmltree::Document::parse(&html).unwrap_or_else(|e| panic!("{e} in {html}"));
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("<b>&\"'</b> style=\"x\"".to_owned()),
        Just("<script>alert(1)</script>".to_owned()),
        Just("Verhaltensaktivierungsprogrammverantwortlicher".to_owned()),
        any::<String>(),
        "[a-z ]{0,60}",
    ]
}

/// Any finite number, ordinary ones more often than extreme ones.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => -30.0..60.0_f64,
        1 => Just(0.0),
        1 => prop_oneof![Just(f64::MAX), Just(f64::MIN), Just(f64::MIN_POSITIVE), Just(-0.0)],
        1 => any::<f64>().prop_filter("finite", |v| v.is_finite()),
    ]
}

/// As callers might hand it on: sometimes not a number at all.
fn careless() -> impl Strategy<Value = f64> {
    prop_oneof![9 => number(), 1 => prop_oneof![Just(f64::NAN), Just(f64::INFINITY)]]
}

fn day() -> impl Strategy<Value = Date> {
    let near = (2020_i16..2026, 1_i8..=12, 1_i8..=28);
    let far = (-9999_i16..=9999, 1_i8..=12, 1_i8..=28);
    prop_oneof![9 => near, 1 => far]
        .prop_map(|(year, month, day)| Date::new(year, month, day).unwrap())
}

fn range() -> impl Strategy<Value = Range> {
    (number(), number()).prop_map(|(a, b)| {
        Range::new(a.min(b), a.max(b)).unwrap_or_else(|_| Range::new(0.0, 27.0).unwrap())
    })
}

fn frame() -> impl Strategy<Value = Frame> {
    (text(), text())
        .prop_map(|(title, summary)| Frame::new(FigureId::new("figure-1").unwrap(), title, summary))
}

prop_compose! {
    fn trajectory()(
        frame in frame(),
        range in range(),
        decimals in 0_usize..3,
        measured in vec((day(), option::of(careless()), text()), 0..12),
        expected in vec((day(), careless(), careless(), careless()), 0..6),
        bands in vec((careless(), text()), 0..6),
        thresholds in vec((careless(), text()), 0..3),
        sessions in vec((day(), any::<bool>()), 0..6),
        marks in vec((day(), any::<bool>(), text()), 0..8),
        linked: bool,
    ) -> Trajectory {
        let link = linked.then(|| PagePath::new("/clients/1/responses/2?a=1&b=2").unwrap());
        Trajectory {
            frame, range, decimals,
            sessions: sessions.into_iter().map(|(date, linked)| Session {
                date,
                link: link.clone().filter(|_| linked),
            }).collect(),
            measured: measured.into_iter().enumerate().map(|(index, (date, value, label))| Measured {
                date, value, label,
                moved: [None, Some(Moved::Better), Some(Moved::Worse)][index % 3],
                link: link.clone(),
            }).collect(),
            expected: expected.into_iter()
                .map(|(date, mean, a, b)| Expected { date, mean, half: (a, b), most: (b, a) }).collect(),
            bands: bands.into_iter().map(|(from, name)| SeverityBand { from, name }).collect(),
            thresholds: thresholds.into_iter().map(|(value, name)| Threshold { value, name }).collect(),
            marks: marks.into_iter().map(|(date, life, label)| Mark {
                date, label,
                link: link.clone(),
                kind: if life { MarkKind::LifeEvent } else { MarkKind::PlanChange },
            }).collect(),
        }
    }
}

fn state() -> impl Strategy<Value = DomainState> {
    (option::of(careless()), option::of(careless()), text())
        .prop_map(|(now, then, words)| DomainState { now, then, words })
}

prop_compose! {
    fn whole_person()(
        frame in frame(),
        now in text(), then in text(), low in text(), high in text(),
        (thoughts, emotions, behaviours) in (state(), state(), state()),
        (environment, economic, relationships) in (state(), state(), state()),
    ) -> WholePerson {
        WholePerson {
            frame, now, then,
            ends: (low, high),
            domains: ByDomain { thoughts, emotions, behaviours, environment, economic, relationships },
        }
    }
}

prop_compose! {
    fn forest()(
        frame in frame(),
        effect in text(),
        no_difference in number(),
        favours in (text(), text()),
        rows in vec(
            (text(), careless(), (careless(), careless()), option::of((careless(), careless())), careless(), text()),
            0..8),
        groups in vec((0_usize..9, 0_usize..9, text()), 0..4),
    ) -> ForestPlot {
        ForestPlot {
            frame, effect, no_difference, favours,
            interval_name: "95 % interval".to_owned(),
            decimals: 2,
            rows: rows.into_iter().map(|(label, estimate, interval, prediction, weight, counts)|
                ForestRow { label, estimate, interval, prediction, weight, counts }).collect(),
            groups: groups.into_iter().map(|(first, last, label)|
                TiedGroup { first, last, label }).collect(),
        }
    }
}

prop_compose! {
    fn network()(
        frame in frame(),
        factors in vec((text(), option::of(0_usize..6), option::weighted(0.3, (careless(), careless())), any::<bool>()), 1..9),
        influences in vec((0_usize..9, 0_usize..9, careless(), any::<bool>(), any::<bool>()), 0..14),
        in_loop in vec(0_usize..14, 0..4),
        seed: u64,
    ) -> Network {
        let count = factors.len();
        let factors = factors.into_iter().map(|(label, domain, position, linked)| Factor {
            key: label.clone(),
            label,
            domain: domain.map(|index| Domain::ALL[index]),
            position: position.map(|(x, y)| Point::new(x, y)),
            link: linked.then(|| PagePath::new("/clients/1/factors/2?a=1&b=2").unwrap()),
        }).collect();
        let influences: Vec<Influence> = influences.into_iter().map(|(from, to, strength, more, both)| Influence {
            key: "i".to_owned(),
            from: from % count,
            to: to % count,
            strength,
            effect: if more { Effect::More } else { Effect::Less },
            view: if both { View::Both } else { View::One },
            link: None,
        }).collect();
        let known = in_loop.into_iter().filter(|index| *index < influences.len()).collect();
        let loops = vec![FeedbackLoop { sentence: "round <and> round".to_owned(), influences: known }];
        Network::new(frame, factors, influences, loops, seed).unwrap()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_trajectory(figure in trajectory()) { check(&figure); }

    #[test]
    fn any_courses(frame in frame(), panels in vec(trajectory(), 0..4)) {
        check(&Courses { frame, panels });
    }

    #[test]
    fn any_whole_person(figure in whole_person()) { check(&figure); }

    #[test]
    fn any_forest_plot(figure in forest()) { check(&figure); }

    #[test]
    fn any_sparkline(
        title in text(),
        range in range(),
        points in vec((day(), option::of(careless())), 0..12),
        decorative: bool,
    ) {
        let spark = Sparkline { title, range, decimals: 1, points, decorative };
        let svg = spark.svg();
        check_svg(&svg);
        prop_assert_eq!(svg.contains("<title"), !decorative);
        prop_assert_eq!(spark.table(&attune_figures::Words::default()).rows.len(), spark.points.len());
    }
}

proptest! {
    // Each case solves a layout six times over.
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_network(figure in network()) { check(&figure); }
}
