#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use attune_ids::{IdSource, SeededIds};
use proptest::prelude::*;
use proptest::sample::select;

use super::*;

fn people<'a>(names: &[&'a str]) -> Vec<Present<'a>> {
    let mut ids = SeededIds::new(7);
    names
        .iter()
        .map(|name| Present {
            session: SessionId(ids.next_id()),
            name,
        })
        .collect()
}

#[test]
fn each_record_has_its_own_name_and_nobody_elses() {
    let people = people(&["Anna Weber", "Ben Roth"]);
    let words = SharedWords::read(
        "Anna told Ben Roth what ANNA's week was. Bens answer: none.",
        &people,
    );
    let [anna, ben] = [people[0].session, people[1].session];
    assert_eq!(
        words.for_record_of(anna, &people, Company::Couple),
        "Anna told [partner] what Anna's week was. [partner]s answer: none."
    );
    assert_eq!(
        words.for_record_of(ben, &people, Company::Couple),
        "[partner] told Ben Roth what [partner]'s week was. Bens answer: none."
    );
    assert_eq!(words.named(&people), [(anna, 2), (ben, 2)]);
}

#[test]
fn a_name_that_two_have_stands_for_nobody() {
    let people = people(&["Anna Weber", "Ben Weber"]);
    let words = SharedWords::read("The Webers came, Anna first.", &people);
    for present in &people {
        let text = words.for_record_of(present.session, &people, Company::Family);
        assert!(!text.contains("Weber"), "{text}");
    }
}

#[test]
fn small_words_of_a_name_and_other_words_stay() {
    let people = people(&["Luz de la Cruz", "Élodie van Dam"]);
    let words = SharedWords::read("de la van: lights, luzern, Elodie and élodie.", &people);
    let text = words.for_record_of(people[0].session, &people, Company::Group);
    assert_eq!(
        text,
        "de la van: lights, luzern, [group member] and [group member]."
    );
}

#[test]
fn writing_without_capitals_is_found_within_a_sentence() {
    let people = people(&["王伟", "李娜"]);
    let words = SharedWords::read("今天王伟和李娜来了", &people);
    let text = words.for_record_of(people[0].session, &people, Company::Couple);
    assert_eq!(text, "今天王伟和[partner]来了");
}

#[test]
fn somebody_whose_record_is_not_open_any_more_stays_unnamed() {
    let people = people(&["Anna Weber", "Ben Roth"]);
    let words = SharedWords::read("Anna and Ben", &people);
    assert_eq!(
        words.with_names(&people[..1], Company::Couple),
        "Anna and [partner]"
    );
}

const NAMES: [&str; 8] = [
    "Anna Weber",
    "Ben Weber",
    "Anna-Maria O'Neill",
    "Jo Will",
    "Élodie de Clercq",
    "müller",
    "Li",
    "Ann",
];

/// Whole words of a text, as names are compared.
fn plain_words(text: &str) -> Vec<Vec<char>> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .map(plain)
        .collect()
}

fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        select(NAMES.to_vec()).prop_map(str::to_owned),
        select(NAMES.to_vec()).prop_map(str::to_uppercase),
        select(vec![
            "anna", "weber", "elodie", "Bens", "ann", "s", "will", " ", ", ", "-", "\n", "partner"
        ])
        .prop_map(str::to_owned),
        "[a-zé' ]{0,6}",
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_part_of_anybody_elses_name_is_in_a_record(
        names in prop::sample::subsequence(NAMES.to_vec(), 2..=4),
        text in any_text(),
    ) {
        let people = people(&names);
        let words = SharedWords::read(&text, &people);
        for own in &people {
            let filed = words.for_record_of(own.session, &people, Company::Group);
            let there = plain_words(&filed);
            for other in people.iter().filter(|other| other.session != own.session) {
                for part in parts_of(other.name) {
                    prop_assert!(!there.contains(&plain(part)), "{part} in {filed}");
                }
            }
        }
    }

    #[test]
    fn what_is_read_again_comes_out_the_same(
        names in prop::sample::subsequence(NAMES.to_vec(), 1..=4),
        text in any_text(),
    ) {
        let people = people(&names);
        let words = SharedWords::read(&text, &people);
        let shown = words.with_names(&people, Company::Group);
        // Letter for letter, but for capitals and accents of names.
        let same: Vec<char> = plain(&text);
        prop_assert_eq!(plain(&shown), same);
        let again = SharedWords::read(&shown, &people);
        prop_assert_eq!(&again, &words);
        // Sealed and opened.
        let sealed = serde_json::to_string(&words).unwrap();
        for name in &names {
            for part in parts_of(name).into_iter().filter(|part| part.len() > 3) {
                prop_assert!(!plain_words(&sealed).contains(&plain(part)), "{part} in {sealed}");
            }
        }
        prop_assert_eq!(serde_json::from_str::<SharedWords>(&sealed).unwrap(), words);
    }
}
