//! The client's own map, what it says differently from the clinician's, and the version both agree to.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use attune_care::formulate::{
    Confidence, Difference, Factor, HowMuch, Influence, Link, MOST_CAUSES, Question, Side, Sign,
    Take, ThingLine, VersionKind, Voice, answer_joint, ask_again, compare, joint_choices,
    map_versions, propose_joint, say_same, set_causes, set_how_much, set_things, steps,
    take_over_joint, taking_over_changes, tell, undo,
};
use attune_care::{Author, Body, Entry, NewEntry, Record, Refusal};
use attune_catalog::Domain;
use attune_ids::{AccountId, EntryId, FactorId, IdSource, InfluenceId, SeededIds};
use jiff::{SignedDuration, Timestamp};

/// A record that grows.
struct Story {
    entries: Vec<Entry>,
    ids: SeededIds,
    now: Timestamp,
}

impl Story {
    fn new() -> Self {
        Self {
            entries: Vec::new(),
            ids: SeededIds::new(5),
            now: Timestamp::UNIX_EPOCH,
        }
    }

    fn record(&self) -> Record {
        Record::from_entries(&self.entries)
    }

    fn entry(&mut self) -> EntryId {
        EntryId::new(&mut self.ids)
    }

    fn write(&mut self, by: Author, new: Vec<NewEntry>) {
        self.now += SignedDuration::from_mins(1);
        let at = self.now;
        let signed = new.into_iter().map(|entry| entry.sign(by, at));
        self.entries.extend(signed);
    }

    fn client(&mut self, new: Result<Vec<NewEntry>, Refusal>) {
        self.write(Author::Client, new.unwrap());
    }

    fn staff(&mut self, body: Body) {
        let new = vec![NewEntry::new(body, &mut self.ids)];
        self.write(Author::Staff(AccountId::new(&mut SeededIds::new(1))), new);
    }

    fn things(&mut self, words: &[&str]) -> Vec<FactorId> {
        let lines: Vec<ThingLine> = words.iter().map(|words| line(words)).collect();
        let entry = self.entry();
        let new = set_things(&self.record(), &[], &lines, entry, &mut self.ids);
        self.client(new);
        let own = self.record().maps.own.unwrap().item;
        own.things.iter().map(|thing| thing.id).collect()
    }

    fn causes(&mut self, thing: FactorId, led_by: &[FactorId]) {
        let entry = self.entry();
        self.client(set_causes(&self.record(), thing, led_by, entry));
    }

    fn link(&mut self, cause: FactorId, effect: FactorId, how_much: HowMuch, sign: Sign) {
        let entry = self.entry();
        let link = Link {
            cause,
            effect,
            how_much,
            sign,
        };
        self.client(set_how_much(&self.record(), link, entry));
    }

    fn factor(&mut self, text: &str) -> FactorId {
        let id = FactorId::new(&mut self.ids);
        self.staff(Body::FactorSet(Factor {
            id,
            text: text.to_owned(),
            domain: Domain::Thoughts,
            role: None,
            mechanism: None,
        }));
        id
    }

    fn arrow(&mut self, from: FactorId, to: FactorId, sign: Sign, strength: u8) {
        let id = InfluenceId::new(&mut self.ids);
        self.staff(Body::InfluenceSet(Influence {
            id,
            from,
            to,
            sign,
            strength,
            voice: Voice::Clinician,
            confidence: Confidence::High,
        }));
    }

    /// Worry, sleep and a walk: worry ruins sleep, the walk helps it.
    fn told() -> (Self, [FactorId; 3]) {
        let mut story = Self::new();
        let ids = story.things(&["worry", "poor sleep", "a walk"]);
        let [worry, sleep, walk] = ids[..] else {
            unreachable!("three were given")
        };
        story.causes(worry, &[]);
        story.causes(sleep, &[worry, walk]);
        story.link(worry, sleep, HowMuch::ALot, Sign::More);
        story.link(walk, sleep, HowMuch::Somewhat, Sign::Less);
        story.causes(walk, &[]);
        let entry = story.entry();
        story.client(tell(&story.record(), entry));
        (story, [worry, sleep, walk])
    }
}

fn line(words: &str) -> ThingLine {
    ThingLine {
        text: words.to_owned(),
        domain: Some(Domain::Emotions),
    }
}

#[test]
fn questions_come_one_after_the_other_and_only_marked_pairs_are_asked_about() {
    let mut story = Story::new();
    let ids = story.things(&["worry", "poor sleep", "money"]);
    let own = |story: &Story| story.record().maps.own.unwrap().item;
    assert_eq!(own(&story).next(), Some(Question::Causes { thing: ids[0] }));
    story.causes(ids[0], &[ids[2]]);
    let pair = Question::HowMuch {
        cause: ids[2],
        effect: ids[0],
    };
    assert_eq!(own(&story).next(), Some(pair));
    assert_eq!(own(&story).progress(), (1, 4));
    story.link(ids[2], ids[0], HowMuch::ALittle, Sign::More);
    story.causes(ids[1], &[]);
    story.causes(ids[2], &[]);
    assert_eq!((own(&story).next(), own(&story).progress()), (None, (4, 4)));
    // Nothing was shown to anybody yet.
    assert!(story.record().maps.shown().is_none());
    let entry = story.entry();
    story.client(tell(&story.record(), entry));
    assert!(story.record().maps.shown().unwrap().item.told);
    // An answer that is taken back is asked again, and the version that was shown stays.
    let entry = story.entry();
    story.client(ask_again(&story.record(), ids[0], entry));
    assert_eq!(own(&story).next(), Some(Question::Causes { thing: ids[0] }));
    assert_eq!(story.record().maps.shown().unwrap().item.links.len(), 1);
}

#[test]
fn what_is_not_at_all_is_no_arrow_and_what_was_not_asked_neither() {
    let (mut story, [worry, sleep, walk]) = Story::told();
    story.link(walk, sleep, HowMuch::NotAtAll, Sign::Less);
    let drawing = story.record().maps.own.unwrap().item.formulation();
    assert_eq!(drawing.influences.len(), 1);
    let arrow = &drawing.influences[0];
    assert_eq!((arrow.from, arrow.to, arrow.strength), (worry, sleep, 8));
    assert_eq!(arrow.voice, Voice::Client);
}

#[test]
fn a_thing_keeps_what_was_answered_as_long_as_its_words_stay() {
    let (mut story, [worry, sleep, _]) = Story::told();
    let again = story.things(&["Worry", "poor sleep", "debts"]);
    assert_eq!(again[..2], [worry, sleep]);
    let own = story.record().maps.own.unwrap().item;
    assert_eq!(own.links.len(), 1);
    // Whether debts lead to them was never asked.
    assert_eq!(own.next(), Some(Question::Causes { thing: worry }));
    assert!(!own.told);
}

#[test]
fn refusals() {
    let (mut story, [worry, sleep, walk]) = Story::told();
    let record = story.record();
    let entry = story.entry();
    let mut ids = SeededIds::new(9);
    let mut set = |lines: &[ThingLine]| set_things(&record, &[], lines, entry, &mut ids);
    assert!(matches!(set(&[line("one")]), Err(Refusal::Missing { .. })));
    assert!(matches!(
        set(&[line("one"), line("ONE ")]),
        Err(Refusal::AlreadyDone { .. })
    ));
    let no_domain = ThingLine {
        domain: None,
        ..line("two")
    };
    assert!(matches!(
        set(&[line("one"), no_domain]),
        Err(Refusal::Missing { .. })
    ));
    let nine: Vec<ThingLine> = (0..9).map(|number| line(&number.to_string())).collect();
    assert!(matches!(set(&nine), Err(Refusal::Invalid { .. })));
    let unknown = FactorId(SeededIds::new(77).next_id());
    let causes = set_causes(&record, unknown, &[], entry);
    assert_eq!(causes, Err(Refusal::NotThere { what: "thing" }));
    assert_eq!(MOST_CAUSES, 3);
    let many = [worry, walk, worry, walk];
    assert!(matches!(
        set_causes(&record, sleep, &many, entry),
        Err(Refusal::Invalid { .. })
    ));
    let unmarked = Link {
        cause: sleep,
        effect: worry,
        how_much: HowMuch::ALot,
        sign: Sign::More,
    };
    assert!(matches!(
        set_how_much(&record, unmarked, entry),
        Err(Refusal::NotThere { .. })
    ));
    assert!(matches!(
        tell(&record, entry),
        Err(Refusal::AlreadyDone { .. })
    ));
}

/// The clinician's drawing beside the client's: sleep has another name there.
fn both() -> (Story, [FactorId; 3], [FactorId; 3]) {
    let (mut story, own) = Story::told();
    let worry = story.factor("Worry");
    let sleep = story.factor("lies awake");
    let boss = story.factor("the new boss");
    story.arrow(worry, sleep, Sign::More, 3);
    story.arrow(sleep, worry, Sign::More, 6);
    story.arrow(boss, worry, Sign::More, 7);
    let entry = story.entry();
    let said = say_same(&story.record(), own[1], Some(sleep), entry).unwrap();
    story.write(Author::Staff(AccountId::new(&mut SeededIds::new(1))), said);
    (story, own, [worry, sleep, boss])
}

#[test]
fn differences_are_sentences_to_talk_about() {
    let (story, ..) = both();
    let record = story.record();
    let own = record.maps.shown().unwrap().item.formulation();
    let same = record.same_things(&own, &record.formulation);
    let found = compare(
        Side {
            name: "the client",
            drawing: &own,
        },
        Side {
            name: "you",
            drawing: &record.formulation,
        },
        &same,
    );
    assert_eq!(
        found.agreement(),
        "Both have 2 factors and 1 arrow with the same direction."
    );
    let sentences: Vec<&str> = found.differences.iter().map(Difference::sentence).collect();
    assert!(matches!(found.differences[0], Difference::Arrow(_)));
    assert!(sentences[0].contains("“lies awake” leads to more “Worry”, somewhat (6 of 10)"));
    assert!(matches!(found.differences[1], Difference::Strength(_)));
    assert!(
        sentences[1].contains("a lot (8 of 10)") && sentences[1].contains("a little (3 of 10)")
    );
    assert!(sentences[2].contains("“a walk”") && sentences[2].contains("leads to less"));
    assert!(sentences[3].contains("“the new boss”"));
}

#[test]
fn opposite_signs_are_told_first_and_have_nothing_between() {
    let (mut story, own, [_, sleep, _]) = both();
    let walk = story.factor("a walk");
    story.arrow(walk, sleep, Sign::More, 5);
    let record = story.record();
    let drawing = record.maps.shown().unwrap().item.formulation();
    let same = record.same_things(&drawing, &record.formulation);
    assert!(same.contains(&(own[2], walk)), "the same words");
    let found = compare(
        Side {
            name: "the client",
            drawing: &drawing,
        },
        Side {
            name: "you",
            drawing: &record.formulation,
        },
        &same,
    );
    assert!(matches!(found.differences[0], Difference::Opposite(_)));
    let (_, arrows) = joint_choices(&record).unwrap();
    let here = arrows.iter().find(|arrow| arrow.from == walk).unwrap();
    assert_eq!(here.takes(), [Take::Own, Take::Drawn, Take::Neither]);
    let shown = record.maps.shown().unwrap().entry;
    let keep = [walk, sleep];
    let refused = propose_joint(
        &record,
        shown,
        &keep,
        &[(walk, sleep, Take::Between)],
        shown,
    );
    assert!(matches!(refused, Err(Refusal::Invalid { .. })));
}

#[test]
fn a_joint_version_is_proposed_and_agreed_and_marks_who_and_when() {
    let (mut story, own, [worry, sleep, boss]) = both();
    let record = story.record();
    let shown = record.maps.shown().unwrap().entry;
    let takes = [
        (worry, sleep, Take::Between),
        (sleep, worry, Take::Drawn),
        (boss, worry, Take::Drawn),
        (own[2], sleep, Take::Own),
    ];
    let entry = story.entry();
    // The boss is left out, and the arrow with it.
    let keep = [worry, sleep, own[2]];
    let new = propose_joint(&record, shown, &keep, &takes, entry).unwrap();
    story.write(Author::Staff(AccountId::new(&mut SeededIds::new(1))), new);
    let record = story.record();
    let state = record.maps.newest_joint().unwrap();
    assert!(matches!(state.proposed.by, Author::Staff(_)) && state.agreed().is_none());
    let joint = state.proposed.item.formulation();
    assert_eq!((joint.factors.len(), joint.influences.len()), (3, 3));
    let first = &joint.influences[0];
    assert_eq!((first.from, first.to, first.strength), (worry, sleep, 5));
    assert!(
        joint
            .influences
            .iter()
            .all(|arrow| arrow.voice == Voice::Both)
    );

    let (proposal, entry) = (state.proposed.entry, story.entry());
    let silent = answer_joint(&record, proposal, false, "  ", entry);
    assert!(matches!(silent, Err(Refusal::Missing { .. })));
    story.client(answer_joint(
        &record,
        proposal,
        false,
        "the walk matters more",
        entry,
    ));
    assert!(
        story
            .record()
            .maps
            .newest_joint()
            .unwrap()
            .agreed()
            .is_none()
    );
    let entry = story.entry();
    story.client(answer_joint(&story.record(), proposal, true, "", entry));
    let record = story.record();
    let agreed = record.maps.newest_joint().unwrap().agreed().unwrap();
    assert_eq!((agreed.by, agreed.at), (Author::Client, story.now));
    let twice = answer_joint(&record, proposal, true, "", entry);
    assert!(matches!(twice, Err(Refusal::AlreadyDone { .. })));
    // The client shows another map: what was looked at is gone.
    let other = story.entry();
    let outdated = propose_joint(&record, other, &keep, &takes, other);
    assert!(matches!(outdated, Err(Refusal::NotThere { .. })));
}

#[test]
fn every_version_stays_and_a_sitting_is_one() {
    let (mut story, ..) = both();
    story.now += SignedDuration::from_hours(24);
    story.factor("later");
    let versions = map_versions(&story.record(), &story.entries);
    let kinds: Vec<&str> = versions
        .iter()
        .map(|version| match version.kind {
            VersionKind::Own(_) => "own",
            VersionKind::Drawn(_) => "drawn",
            VersionKind::Joint(_) => "joint",
        })
        .collect();
    assert_eq!(kinds, ["own", "drawn", "drawn"]);
    assert_eq!(versions[1].drawing.factors.len(), 3);
    assert_eq!(versions[2].drawing.factors.len(), 4);
}

#[test]
fn a_joint_version_becomes_the_drawing_in_one_step_that_can_be_taken_back() {
    let (mut story, [own_worry, own_sleep, _]) = Story::told();
    let worry = story.factor("worry");
    let sleep = story.factor("poor sleep");
    let coffee = story.factor("coffee");
    story.arrow(worry, sleep, Sign::More, 4);
    story.arrow(coffee, sleep, Sign::More, 6);
    let own = story.record().maps.shown().unwrap().entry;
    let walk = story.record().maps.shown().unwrap().item.things[2].id;
    assert!(worry != own_worry && sleep != own_sleep);
    let proposal = story.entry();
    let keep = [worry, sleep, walk];
    let takes = [(worry, sleep, Take::Between), (walk, sleep, Take::Own)];
    let new = propose_joint(&story.record(), own, &keep, &takes, proposal).unwrap();
    story.write(Author::Program, new);
    let before = story.record().formulation;

    let entry = story.entry();
    let early = take_over_joint(&story.record(), proposal, entry);
    assert_eq!(
        early,
        Err(Refusal::NotThere {
            what: "joint version that both agreed to"
        })
    );

    let answer = story.entry();
    let agreed = answer_joint(&story.record(), proposal, true, "", answer);
    story.client(agreed);
    let record = story.record();
    let joint = &record.maps.newest_joint().unwrap().proposed.item;
    let changes = taking_over_changes(&record.formulation, joint);
    assert_eq!(
        changes,
        [
            "“coffee” goes.",
            "The influence of “coffee” on “poor sleep” goes.",
            "“a walk” comes.",
            "The influence of “worry” on “poor sleep”: leads to more, somewhat (6 of 10), where leads to more, somewhat (4 of 10) is drawn.",
            "The influence of “a walk” on “poor sleep” comes: leads to less, somewhat.",
        ]
    );

    let new = take_over_joint(&record, proposal, entry);
    story.write(Author::Program, new.unwrap());
    let after = story.record().formulation;
    assert_eq!(after.factors, joint.factors);
    assert!(taking_over_changes(&after, joint).is_empty());
    let again = story.entry();
    assert!(matches!(
        take_over_joint(&story.record(), proposal, again),
        Err(Refusal::AlreadyDone { .. })
    ));

    let known = steps(&story.entries);
    let step = known.to_undo().unwrap();
    assert_eq!(step.what, "took the joint version over");
    let back = story.entry();
    let new = undo(&story.record(), step, back, &mut story.ids.clone());
    story.write(Author::Program, new.unwrap());
    assert_eq!(story.record().formulation, before);
}
