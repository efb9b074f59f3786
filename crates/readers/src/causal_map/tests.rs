use proptest::prelude::*;

use super::read;

const VALID: &str = r#"{"nodes": ["poor sleep", {"name": "low mood", "severity": 7}, "worry"],
 "influences": [{"from": "worry", "to": "poor sleep", "weight": 0.5, "sd": 0.1, "confidence": 0.8},
  {"from": "poor sleep", "to": "low mood", "weight": -0.25}, {"from": "low mood", "to": "worry", "weight": 1}]}"#;

#[test]
fn the_valid_file_is_valid() {
    assert!(read(VALID.as_bytes()).is_ok());
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    let fault = |text: &str| {
        read(text.as_bytes())
            .err()
            .map_or_else(String::new, |fault| fault.to_string())
    };
    assert!(
        fault(r#"{"nodes": ["a", "a"]}"#).starts_with("nodes[1].name: the name of an earlier node")
    );
    assert!(
        fault(r#"{"nodes": ["a"], "influences": [{"from": "a", "to": "b", "weight": 1}]}"#)
            .starts_with("influences[0].to:")
    );
    assert!(
        fault(r#"{"nodes": ["a", "b"], "influences": [{"from": "a", "to": "b", "weight": 2}]}"#)
            .starts_with("influences[0].weight:")
    );
    assert!(fault("{").starts_with("line 1, column 1"));
}

proptest! {
    /// Whatever the numbers are, there is an answer and no panic.
    #[test]
    fn any_numbers_are_read_or_refused(weight in any::<f64>(), sd in any::<f64>(), from in 0_usize..4, to in 0_usize..4) {
        let nodes = ["a", "b", "c", "d"];
        let map = serde_json::json!({"nodes": nodes[..3], "influences": [
            {"from": nodes[from], "to": nodes[to], "weight": weight, "sd": sd}]});
        let answer = read(map.to_string().as_bytes());
        prop_assert_eq!(answer.is_ok(), from != to && from < 3 && to < 3 && weight != 0.0 && weight.abs() <= 1.0 && sd >= 0.0 && sd.is_finite());
    }
}
