//! The pictures of the gallery: byte for byte as last looked at, with every
//! class described and styled, and each rule of the drawing that has a name.

#![expect(clippy::unwrap_used, reason = "a test stops on any error")]

use std::collections::BTreeSet;
use std::path::PathBuf;

use attune_figures::{
    Figure, FigureError, FigureId, Frame, Influence, Network, PagePath, Range, Size,
};

mod samples;

fn all() -> Vec<(&'static str, Box<dyn Figure>)> {
    vec![
        ("trajectory", Box::new(samples::trajectory())),
        ("short-trajectory", Box::new(samples::short_trajectory())),
        (
            "crowded-trajectory",
            Box::new(samples::crowded_trajectory()),
        ),
        ("linked-trajectory", Box::new(samples::linked_trajectory())),
        ("courses", Box::new(samples::courses())),
        ("empty-trajectory", Box::new(samples::empty_trajectory())),
        ("whole-person", Box::new(samples::whole_person())),
        ("network", Box::new(samples::network())),
        ("large-network", Box::new(samples::large_network(30))),
        ("forest", Box::new(samples::forest())),
        ("associations", Box::new(samples::associations())),
        ("fan", Box::new(samples::fan())),
        ("funnel", Box::new(samples::funnel())),
        ("ratings", Box::new(samples::ratings())),
        ("curves", Box::new(samples::curves())),
        ("counts", Box::new(samples::counts())),
        ("heat-map", Box::new(samples::heat_map())),
        ("life-line", Box::new(samples::life_line())),
        ("relations", Box::new(samples::relations())),
    ]
}

/// Compares with the committed picture; `UPDATE_PICTURES=1` writes it anew,
/// after it was looked at in the gallery.
fn same_as_committed(name: &str, svg: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/pictures")
        .join(format!("{name}.svg"));
    let svg = format!("{svg}\n");
    if std::env::var_os("UPDATE_PICTURES").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &svg).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == svg,
        "{name} changed: look at the gallery, then UPDATE_PICTURES=1"
    );
}

#[test]
fn pictures_are_as_last_looked_at() {
    for (name, figure) in all() {
        same_as_committed(&format!("{name}-wide"), &figure.svg(Size::Wide));
        same_as_committed(&format!("{name}-narrow"), &figure.svg(Size::Narrow));
    }
    same_as_committed("sparkline", &samples::sparkline(false).svg());
    same_as_committed("sparkline-decorative", &samples::sparkline(true).svg());
}

fn classes(html: &str) -> BTreeSet<String> {
    html.split("class=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .flat_map(|list| list.split(' '))
        // Loops are numbered; the class is described once.
        .map(|class| {
            let numbered = class.trim_end_matches(|c: char| c.is_ascii_digit());
            if numbered == "fig-loop-" {
                "fig-loop-<n>".to_owned()
            } else {
                class.to_owned()
            }
        })
        .collect()
}

#[test]
fn every_class_is_described_and_nearly_every_one_is_styled() {
    let docs = include_str!("../src/lib.rs");
    let css = include_str!("../../../web/src/figures.css");
    // Hooks for scripts and tests, or carried by attributes alone.
    let without_style = [
        "fig-trajectory",
        "fig-courses",
        "fig-whole-person",
        "fig-network",
        "fig-forest",
        "fig-fan",
        "fig-funnel",
        "fig-ratings",
        "fig-curves",
        "fig-counts",
        "fig-heat-map",
        "fig-associations",
        "fig-life-line",
        "fig-relations",
        "fig-person",
        "fig-relation",
        "fig-one-view",
        "fig-apart",
        "fig-loop-<n>",
    ];
    let mut used = classes(&samples::sparkline(false).svg());
    for (_, figure) in all() {
        used.extend(classes(&figure.html()));
    }
    for class in used {
        assert!(
            docs.contains(&format!("`{class}`")),
            "{class} is not in the crate's list"
        );
        let styled = css
            .split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '.'))
            .any(|token| token == format!(".{class}"));
        assert!(
            styled || without_style.contains(&class.as_str()),
            "{class} is not in figures.css"
        );
    }
}

#[test]
fn the_style_sheet_leaves_alone_what_the_geometry_depends_on() {
    let css = include_str!("../../../web/src/figures.css");
    assert!(!css.contains("font-size"));
    assert!(!css.contains('#'), "colours are tokens of tokens.css");
}

#[test]
fn a_missing_answer_is_a_gap_and_never_a_point() {
    let svg = samples::trajectory().svg(Size::Wide);
    // Fourteen were asked for, three are missing, in two places.
    assert_eq!(svg.matches("class=\"fig-measured\"").count(), 11);
    assert_eq!(svg.matches("class=\"fig-measured-line\"").count(), 3);
    let table = samples::trajectory().table().to_html();
    assert_eq!(
        table.matches("not answered").count(),
        6,
        "named in two cells of three rows"
    );
}

#[test]
fn ids_of_both_sizes_differ_so_that_both_can_be_on_one_page() {
    let html = samples::trajectory().html();
    for id in [
        "phq9-wide-title",
        "phq9-wide-desc",
        "phq9-narrow-title",
        "phq9-narrow-desc",
    ] {
        assert_eq!(html.matches(&format!("id=\"{id}\"")).count(), 1);
    }
}

#[test]
fn a_network_with_links_is_a_group_and_one_without_an_image() {
    assert!(
        samples::large_network(3)
            .svg(Size::Wide)
            .contains("role=\"group\"")
    );
    let plain = samples::network().svg(Size::Wide);
    assert!(plain.contains("role=\"img\"") && !plain.contains("<a "));
    assert!(plain.contains("fig-loop-1") && plain.contains("data-loop=\"1\""));
}

#[test]
fn given_cards_keep_still() {
    let places = samples::network().layout();
    assert_eq!((places[0].x, places[0].y), (400.0, 60.0));
    assert_eq!((places[4].x, places[4].y), (110.0, 300.0));
}

#[test]
fn what_cannot_be_drawn_is_refused() {
    assert_eq!(FigureId::new("a b"), Err(FigureError::UnsafeId));
    assert_eq!(FigureId::new(""), Err(FigureError::UnsafeId));
    assert_eq!(Range::new(1.0, 1.0), Err(FigureError::EmptyRange));
    for outside in [
        "https://example.org",
        "//example.org",
        "/\\example.org",
        "javascript:x",
        "/ x",
    ] {
        assert_eq!(PagePath::new(outside), Err(FigureError::OutsideLink));
    }
    let frame = Frame::new(FigureId::new("a").unwrap(), "", "");
    let lonely = Influence {
        key: String::new(),
        from: 0,
        to: 0,
        strength: 1.0,
        effect: attune_figures::Effect::More,
        view: attune_figures::View::Both,
        link: None,
    };
    let refused = Network::new(frame, Vec::new(), vec![lonely], Vec::new(), 1);
    assert_eq!(refused, Err(FigureError::UnknownFactor));
}

#[test]
fn kinds_of_ties_differ_without_colour() {
    let svg = samples::relations().svg(Size::Wide);
    // Of the picture and of its key: lines side by side, teeth, heads and cuts are shapes of their own.
    for shape in [
        "fig-tie-conflict",
        "fig-tie-head",
        "fig-tie-cut",
        "stroke-dasharray",
    ] {
        assert!(svg.contains(shape), "{shape}");
    }
    let triple = svg
        .split("fig-relation\"")
        .map(|tie| tie.matches("class=\"fig-tie\"").count());
    assert_eq!(triple.max(), Some(3));
}

#[test]
fn what_lies_before_the_line_begins_stands_at_its_end_and_no_sign_leaves_the_drawing() {
    let mut line = samples::life_line();
    line.from = jiff::civil::date(2015, 1, 1);
    line.recent_from = None;
    for size in [Size::Wide, Size::Narrow] {
        let svg = line.svg(size);
        assert!(!svg.contains("fig-scale-change"));
        for value in svg.split(" cx=\"").skip(1) {
            let x: f64 = value.split('"').next().unwrap().parse().unwrap();
            assert!((0.0..=size.width()).contains(&x), "{x}");
        }
    }
    let table = samples::life_line().table();
    assert!(
        table
            .rows
            .iter()
            .any(|row| row[1].starts_with("1. Looked after"))
    );
}
