use crate::bench::{Bench, close, json, refusal, table, warned};

/// The nine-node symptom network of Park et al. 2026 (doi:10.1038/s41598-026-38747-6), without self-loops. What follows
/// from it was computed independently: ten loops, one part of five, spectral radius 0.3939608.
fn park() -> String {
    let arrows = "sad>anh .33, sad>slp .14, sad>ene .15, sad>glt .13, sad>sui .15, slp>anh .13, slp>sad .14, slp>ene .22, \
                  slp>app .23, ene>anh .21, ene>sad .15, ene>slp .22, ene>con .12, app>ene .17, glt>sad .13, glt>app .15, \
                  glt>con .2, glt>mot .15, glt>sui .22, con>mot .17, sui>mot .3";
    let influences = arrows.split(", ").map(|arrow| {
        let (ends, weight) = arrow.split_once(' ').unwrap();
        let (from, to) = ends.split_once('>').unwrap();
        format!("{{\"from\": \"{from}\", \"to\": \"{to}\", \"weight\": 0{weight}}}")
    });
    let influences: Vec<String> = influences.collect();
    format!(
        "{{\"nodes\": [\"anh\", \"sad\", \"slp\", \"ene\", \"app\", \"glt\", \"con\", \"mot\", \"sui\"], \"influences\": [{}]}}",
        influences.join(", ")
    )
}

#[test]
fn a_published_map_has_its_published_loops_and_leverage() {
    let bench = Bench::new();
    let file = bench.file("park.json", &park());
    let found = json("map {} --weakening 1 --draws 200 --seed 7", &file);
    assert_eq!(found["seed"], 7);
    close(&found["spectral_radius"], 0.393_960_8, 1e-7);
    let loops = found["loops"].as_array().unwrap();
    assert_eq!(loops.len(), 10);
    close(&loops[0]["gain"], 0.0484, 1e-12);
    assert_eq!(loops[0]["sign"], "+");
    assert_eq!(found["components"][0].as_array().unwrap().len(), 5);
    for (name, after) in [
        ("ene", 0.1910),
        ("slp", 0.2224),
        ("sad", 0.2811),
        ("app", 0.3562),
        ("sui", 0.3940),
    ] {
        let nodes = found["nodes"].as_array().unwrap();
        let node = nodes.iter().find(|node| node["name"] == name).unwrap();
        close(&node["radius_after"], after, 5e-5);
        let rank = node["rank_interval"].as_array().unwrap();
        assert!(rank[0].as_f64() <= rank[1].as_f64());
    }
    assert_eq!(
        found,
        json("map {} --weakening 1 --draws 200 --seed 7", &file),
        "the same seed"
    );
    assert_ne!(
        found,
        json("map {} --weakening 1 --draws 200 --seed 8", &file),
        "another seed"
    );
}

#[test]
fn people_read_ranks_as_intervals_and_loops_as_ways() {
    let bench = Bench::new();
    let file = bench.file("park.json", &park());
    let said = table(&format!("map {{}} --plot {}", bench.path("map.svg")), &file);
    for part in [
        "10 loops",
        "rank, 90 %",
        "slp > ene > slp",
        "0.0484",
        "seed 1",
    ] {
        assert!(said.contains(part), "missing: {part}\n{said}");
    }
    assert!(bench.svg("map.svg").contains("fig-network"));
}

#[test]
fn a_sure_arrow_narrows_the_ranks() {
    let bench = Bench::new();
    let map = |sd: &str| {
        format!(
            "{{\"nodes\": [\"a\", \"b\", \"c\", \"d\"], \"influences\": [\
             {{\"from\": \"a\", \"to\": \"b\", \"weight\": 0.5, \"sd\": {sd}}}, {{\"from\": \"b\", \"to\": \"a\", \"weight\": 0.5, \"sd\": {sd}}},\
             {{\"from\": \"c\", \"to\": \"d\", \"weight\": 0.3, \"sd\": {sd}}}, {{\"from\": \"d\", \"to\": \"c\", \"weight\": 0.3, \"sd\": {sd}}}]}}"
        )
    };
    let sure = json("map {}", &bench.file("sure.json", &map("0")));
    let unsure = json("map {}", &bench.file("unsure.json", &map("0.4")));
    assert_eq!(
        sure["nodes"][2]["rank_interval"],
        serde_json::json!([3.5, 3.5])
    );
    assert!(unsure["nodes"][2]["rank_interval"][0].as_f64() < Some(3.5));
}

#[test]
fn what_a_map_cannot_say_is_said() {
    let bench = Bench::new();
    let chain = r#"{"nodes": ["a", {"name": "b", "severity": 3}], "influences": [{"from": "a", "to": "b", "weight": -1}]}"#;
    assert!(warned(
        &json("map {}", &bench.file("chain.json", chain)),
        "no_loops"
    ));
    let wild = r#"{"nodes": ["a", "b"], "influences": [
        {"from": "a", "to": "b", "weight": 1}, {"from": "b", "to": "a", "weight": 1, "confidence": 0.5}]}"#;
    assert!(warned(
        &json("map {}", &bench.file("wild.json", wild)),
        "amplifies_without_bound"
    ));
}

#[test]
fn a_bad_map_is_refused_with_its_place() {
    let bench = Bench::new();
    for (bad, place) in [
        (
            r#"{"nodes": ["a", "b"], "influences": [{"from": "a", "to": "x", "weight": 0.5}]}"#,
            "influences[0].to",
        ),
        (
            r#"{"nodes": ["a", "b"], "influences": [{"from": "a", "to": "b", "weight": 3}]}"#,
            "influences[0].weight",
        ),
        (r#"{"nodes": ["a", "a"]}"#, "nodes[1].name"),
        (
            r#"{"nodes": ["a"], "influences": [{"from": "a", "to": "a", "weight": 1}]}"#,
            "influences[0].to",
        ),
        (
            r#"{"nodes": ["a", {"name": "b", "severity": -1}]}"#,
            "nodes[1].severity",
        ),
        ("{\"nodes\": [\"a\",\n oops]}", "line 2, column 2"),
    ] {
        let (said, typed) = refusal("map {}", &bench.file("bad.json", bad));
        assert_eq!(typed["kind"], "bad_place");
        assert_eq!(typed["place"], place);
        assert!(
            said.contains("bad.json") && said.contains("expected"),
            "{said}"
        );
    }
    let good = bench.file("good.json", r#"{"nodes": ["a"]}"#);
    assert_eq!(
        refusal("map {} --weakening 2", &good).1["kind"],
        "out_of_range"
    );
    assert_eq!(refusal("map {} --draws 0", &good).1["kind"], "too_few");
    assert_eq!(
        refusal("map {}", &bench.path("absent.json")).1["kind"],
        "unreadable_table"
    );
}
