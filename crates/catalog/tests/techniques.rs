//! The shipped therapies and techniques: enough of them, safe to offer, and readable.
//!
//! What can be checked file by file is the loader's business (`tests/refusals`). These are the rules about the whole.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use attune_catalog::{Catalog, Caution, Severity, Technique};

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::shipped().unwrap());

const VIOLENCE_IN_COUPLE: &str = "Violence or fear in the couple";
const VIOLENT_OTHER: &str = "The other person is violent or threatening";
const UNSAFE: &str = "Life is not safe now";
const WISH_TO_DIE: &str = "Acute crisis, or a wish to die that is not yet safe";
const CANNOT_CALM: &str = "The client cannot yet calm down after distress";
const WITHDRAWAL: &str = "Daily drinking or drug use that is dangerous to stop suddenly";

fn technique(id: &str) -> &'static Technique {
    CATALOG.technique(id).unwrap()
}

/// The situations that stop a technique until somebody has ruled them out.
fn stops(technique: &Technique) -> BTreeSet<&str> {
    CATALOG
        .cautions_of(technique)
        .filter(|caution| caution.severity == Severity::NotNow)
        .map(|caution| caution.when.as_str())
        .collect()
}

fn all_cautions() -> impl Iterator<Item = (&'static str, &'static Caution)> {
    let of_modalities = CATALOG.modalities.iter().flat_map(|modality| {
        let id = modality.id.as_str();
        modality.cautions.iter().map(move |caution| (id, caution))
    });
    let of_techniques = CATALOG.techniques.iter().flat_map(|technique| {
        let id = technique.id.as_str();
        technique.cautions.iter().map(move |caution| (id, caution))
    });
    of_modalities.chain(of_techniques)
}

#[test]
fn there_is_a_choice_in_every_therapy() {
    assert!(CATALOG.modalities.len() >= 16);
    assert!(CATALOG.techniques.len() >= 80);
    for modality in &CATALOG.modalities {
        let own = CATALOG
            .techniques
            .iter()
            .filter(|technique| technique.modality == modality.id);
        assert!(own.count() >= 3, "{} has too few techniques", modality.id);
    }
}

#[test]
fn every_mechanism_can_be_met_in_two_ways_from_two_therapies() {
    for mechanism in &CATALOG.mechanisms {
        let serving: Vec<&Technique> = CATALOG
            .techniques
            .iter()
            .filter(|technique| technique.mechanisms.contains(&mechanism.id))
            .collect();
        let therapies: BTreeSet<&str> = serving
            .iter()
            .map(|technique| technique.modality.as_str())
            .collect();
        assert!(serving.len() >= 2, "{}", mechanism.id);
        assert!(therapies.len() >= 2, "{}: {therapies:?}", mechanism.id);
    }
}

/// Whatever is drawn, something can begin today, before a single situation has been looked at. Closeness between
/// partners is the exception: joint work asks about violence first, always.
#[test]
fn something_can_begin_at_once_for_every_mechanism_that_is_not_the_couples() {
    for mechanism in &CATALOG.mechanisms {
        let free = CATALOG.techniques.iter().any(|technique| {
            technique.mechanisms.contains(&mechanism.id) && stops(technique).is_empty()
        });
        assert_eq!(free, mechanism.id != "lost-closeness", "{}", mechanism.id);
    }
}

#[test]
fn a_technique_and_its_mechanisms_belong_to_the_same_sides_of_life() {
    for technique in &CATALOG.techniques {
        assert!(!technique.mechanisms.is_empty(), "{}", technique.id);
        assert!(!technique.problem_areas.is_empty(), "{}", technique.id);
        let meets = technique.mechanisms.iter().any(|id| {
            let mechanism = CATALOG.mechanism(id).unwrap();
            technique.domains.contains(&mechanism.domain)
        });
        assert!(meets, "{} acts on nothing in its domains", technique.id);
        let mut therapies = technique.also_in.clone();
        therapies.push(technique.modality.clone());
        let distinct: BTreeSet<&String> = therapies.iter().collect();
        assert_eq!(distinct.len(), therapies.len(), "{}", technique.id);
    }
}

#[test]
fn the_gravest_situations_stop_what_they_must_stop() {
    let must_stop = [
        (
            "sleep-routine",
            "Bipolar disorder, seizures, or work at machines or the wheel",
        ),
        (
            "interoceptive-exposure",
            "Heart, lung or seizure disorder, or pregnancy",
        ),
        (
            "cooling-down-fast",
            "Heart disease, an eating disorder, or medicine that slows the heart",
        ),
        ("urge-surfing", WITHDRAWAL),
        ("own-change-plan", WITHDRAWAL),
        ("memory-telling", UNSAFE),
        ("memory-telling", WISH_TO_DIE),
        (
            "memory-telling",
            "The therapist has no training in work on traumatic memories",
        ),
        ("emdr-processing", UNSAFE),
        ("emdr-processing", WISH_TO_DIE),
        ("emdr-processing", CANNOT_CALM),
        ("emdr-processing", "The therapist has no EMDR training"),
        ("early-scene", WISH_TO_DIE),
        ("early-scene", CANNOT_CALM),
        ("empty-chair", CANNOT_CALM),
        ("two-chair", WISH_TO_DIE),
        ("turned-against-oneself", WISH_TO_DIE),
        ("graded-exposure", "The danger is real and present"),
        ("acting-against-the-pull", "The danger is real and present"),
        ("facing-what-is", UNSAFE),
        ("communication-analysis", VIOLENT_OTHER),
        ("saying-it-clearly", VIOLENT_OTHER),
        ("state-of-the-dispute", VIOLENT_OTHER),
        ("doing-the-new-thing", VIOLENT_OTHER),
    ];
    for (id, situation) in must_stop {
        assert!(
            stops(technique(id)).contains(situation),
            "{id}: {situation}"
        );
    }
    for technique in &CATALOG.techniques {
        if ["emotionally-focused-couple", "behavioural-couple"]
            .contains(&technique.modality.as_str())
        {
            assert!(
                stops(technique).contains(VIOLENCE_IN_COUPLE),
                "{}",
                technique.id
            );
        }
    }
}

#[test]
fn psychosis_and_dissociation_are_thought_of_where_attention_turns_inwards() {
    let warns = |id: &str, word: &str| {
        CATALOG
            .cautions_of(technique(id))
            .any(|caution| caution.severity >= Severity::Careful && caution.when.contains(word))
    };
    for id in [
        "breathing-space",
        "body-scan",
        "more-than-the-story",
        "empty-chair",
        "two-chair",
        "early-scene",
    ] {
        assert!(warns(id, "Voices"), "{id}");
    }
    for id in [
        "memory-telling",
        "emdr-processing",
        "then-and-now",
        "more-than-the-story",
        "sides-of-me",
    ] {
        assert!(warns(id, "issociation"), "{id}");
    }
}

#[test]
fn what_steadies_is_not_stopped_by_the_therapy_it_comes_from() {
    for id in [
        "grounding",
        "alarm-explained",
        "calm-place",
        "nightmare-rewrite",
        "then-and-now",
    ] {
        assert!(
            stops(technique(id)).is_empty(),
            "{id}: {:?}",
            stops(technique(id))
        );
    }
    // What a technique says itself about the situation still stands.
    let own = CATALOG
        .cautions_of(technique("alarm-explained"))
        .find(|caution| caution.when == UNSAFE)
        .unwrap();
    assert_eq!(own.severity, Severity::Careful);
}

#[test]
fn a_situation_that_two_cautions_name_comes_once_with_the_greater_weight() {
    let mut catalog = CATALOG.clone();
    let index = |catalog: &Catalog| {
        let place = |technique: &Technique| technique.id == "speaker-listener";
        catalog.techniques.iter().position(place).unwrap()
    };
    let known = |catalog: &Catalog| {
        let technique = &catalog.techniques[index(catalog)];
        let found = catalog.cautions_of(technique);
        let of_violence = found.filter(|caution| caution.when == VIOLENCE_IN_COUPLE);
        of_violence
            .map(|caution| caution.severity)
            .collect::<Vec<_>>()
    };
    assert_eq!(known(&catalog), [Severity::NotNow]);
    let at = index(&catalog);
    catalog.techniques[at].cautions[0].severity = Severity::Note;
    assert_eq!(known(&catalog), [Severity::NotNow]);
}

#[test]
fn every_situation_is_named_by_a_caution_and_says_how_to_find_out() {
    for situation in &CATALOG.situations {
        let stops = |caution: &Caution| {
            caution.when == situation.when && caution.severity == Severity::NotNow
        };
        assert!(
            all_cautions().any(|(_, caution)| stops(caution)),
            "{}",
            situation.when
        );
        readable(&situation.when, &situation.find_out, 30..=180);
    }
}

/// Two spellings of one situation would have to be ruled out twice.
#[test]
fn one_situation_has_one_wording() {
    let mut wording: BTreeMap<String, &str> = BTreeMap::new();
    for (id, caution) in all_cautions() {
        let plain: String = caution
            .when
            .to_lowercase()
            .chars()
            .filter(|letter| letter.is_alphanumeric())
            .collect();
        let known = wording.entry(plain).or_insert(&caution.when);
        assert_eq!(*known, caution.when, "{id}");
    }
    for technique in &CATALOG.techniques {
        let mut own = BTreeSet::new();
        for caution in &technique.cautions {
            assert!(
                own.insert(&caution.when),
                "{}: {}",
                technique.id,
                caution.when
            );
        }
    }
}

#[test]
fn cautions_name_a_situation_and_say_what_to_do() {
    for (id, caution) in all_cautions() {
        let when = &caution.when;
        assert!((10..=80).contains(&when.chars().count()), "{id}: {when}");
        assert!(when.starts_with(char::is_uppercase), "{id}: {when}");
        assert!(!when.ends_with('.'), "{id}: {when}");
        readable(id, &caution.text, 10..=150);
    }
}

#[test]
fn no_name_and_no_text_stands_twice() {
    let mut names = BTreeSet::new();
    let of_modalities = CATALOG
        .modalities
        .iter()
        .flat_map(|modality| [&modality.name, &modality.short]);
    for name in of_modalities.chain(CATALOG.techniques.iter().map(|technique| &technique.name)) {
        // A modality may have its name as its short name.
        names.insert(name.to_lowercase());
    }
    let short_as_name = CATALOG
        .modalities
        .iter()
        .filter(|modality| modality.name == modality.short);
    assert_eq!(
        names.len() + short_as_name.count(),
        CATALOG.modalities.len() * 2 + CATALOG.techniques.len()
    );
    let mut texts = BTreeSet::new();
    let mut sheets = BTreeSet::new();
    for technique in &CATALOG.techniques {
        for text in [&technique.what, &technique.session] {
            assert!(texts.insert(text), "{}: {text}", technique.id);
        }
        if let Some(text) = &technique.how_it_helps {
            assert!(texts.insert(text), "{}: {text}", technique.id);
        }
        for sheet in &technique.worksheets {
            assert!(
                sheets.insert(sheet.name.to_lowercase()),
                "{}: {}",
                technique.id,
                sheet.name
            );
        }
    }
}

#[test]
fn texts_are_short_enough_to_be_read_between_two_clients() {
    for technique in &CATALOG.techniques {
        let id = &technique.id;
        assert!((4..=40).contains(&technique.name.chars().count()), "{id}");
        readable(id, &technique.what, 30..=170);
        readable(id, technique.how_it_helps.as_ref().unwrap(), 40..=200);
        readable(id, &technique.session, 100..=420);
        if let Some(text) = &technique.between_sessions {
            readable(id, text, 10..=110);
        }
        for sheet in &technique.worksheets {
            assert!(
                (3..=7).contains(&sheet.prompts.len()),
                "{id}: {}",
                sheet.name
            );
            for prompt in &sheet.prompts {
                assert!((5..=90).contains(&prompt.chars().count()), "{id}: {prompt}");
                plain(id, prompt);
            }
        }
    }
    for modality in &CATALOG.modalities {
        readable(&modality.id, &modality.what, 60..=220);
        readable(&modality.id, &modality.mechanism, 80..=320);
    }
}

/// Most worksheets are what a client takes home, so a good half of the techniques should have one to offer.
#[test]
fn there_is_something_to_write_on() {
    let with = CATALOG
        .techniques
        .iter()
        .filter(|technique| !technique.worksheets.is_empty());
    assert!(with.count() * 2 >= CATALOG.techniques.len());
}

/// A text in whole sentences, of a length, in plain words.
fn readable(id: &str, text: &str, length: std::ops::RangeInclusive<usize>) {
    assert!(
        length.contains(&text.chars().count()),
        "{id}: {} characters: {text}",
        text.chars().count()
    );
    assert!(
        text.starts_with(|first: char| first.is_uppercase() || first == '\''),
        "{id}: {text}"
    );
    assert!(text.ends_with(['.', '?']), "{id}: {text}");
    assert!(!text.contains("  ") && text.trim() == text, "{id}: {text}");
    let sentences: Vec<usize> = text
        .split(['.', '?', '!', ':', ';'])
        .map(|sentence| sentence.split_whitespace().count())
        .filter(|words| *words > 0)
        .collect();
    let words: usize = sentences.iter().sum();
    assert!(
        sentences.iter().all(|words| *words <= 36),
        "{id}: a sentence is too long: {text}"
    );
    assert!(
        words <= 24 * sentences.len(),
        "{id}: sentences are too long: {text}"
    );
    plain(id, text);
}

/// No trade words, and none of the house words of published manuals: what stands here is our own.
fn plain(id: &str, text: &str) {
    let lower = text.to_lowercase();
    let trade = [
        "affect regul",
        "comorbid",
        "contraindicat",
        "dysregulat",
        "facilitat",
        "maladaptive",
        "modality",
        "patient",
        "psychoeducat",
        "psychopathol",
        "utilis",
        "intervention",
    ];
    let of_manuals = [
        "dear man",
        "hot thought",
        "limited reparenting",
        "miracle question",
        "radical acceptance",
        "socratic",
        "tipp",
        "wise mind",
        "subjective units",
    ];
    for word in trade.iter().chain(&of_manuals) {
        assert!(!lower.contains(word), "{id}: \"{word}\" in: {text}");
    }
    let longest = text
        .split(|letter: char| !letter.is_alphabetic())
        .map(|word| word.chars().count())
        .max();
    assert!(
        longest.unwrap_or(0) <= 15,
        "{id}: a very long word in: {text}"
    );
}
