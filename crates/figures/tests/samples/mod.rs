//! Invented people and numbers, shared by the gallery and the snapshot tests.

mod funnel;
mod sheets;
pub(crate) use funnel::funnel;
pub(crate) use sheets::{counts, curves, ratings};

use attune_figures::{
    Association, Associations, ByDomain, Conflict, Courses, Domain, DomainState, Effect, Expected,
    Factor, Fan, FanPoint, FeedbackLoop, FigureId, ForestPlot, ForestRow, Frame, HeatCell, HeatMap,
    Influence, LifeLine, LifeMark, MapPerson, MapTie, Mark, MarkKind, Measured, Moved, Nearness,
    Network, PagePath, Point, Range, RelationMap, Session, SeverityBand, Side, SmallCourse,
    Sparkline, Threshold, TieLine, TiedGroup, Trajectory, View, WholePerson,
};
use jiff::ToSpan as _;
use jiff::civil::{Date, date};

fn frame(id: &str, title: &str, summary: &str) -> Frame {
    Frame::new(FigureId::new(id).unwrap(), title, summary)
}

fn weeks(start: Date, count: i64) -> Date {
    start.checked_add(count.weeks()).unwrap()
}

fn phq9_bands() -> Vec<SeverityBand> {
    [
        (0.0, "minimal"),
        (5.0, "mild"),
        (10.0, "moderate"),
        (15.0, "moderately severe"),
        (20.0, "severe"),
    ]
    .into_iter()
    .map(|(from, name)| SeverityBand {
        from,
        name: name.to_owned(),
    })
    .collect()
}

/// A course with bands, a missing answer, sessions and marks.
pub(crate) fn trajectory() -> Trajectory {
    let start = date(2024, 3, 5);
    let scores = [
        Some(19.0),
        Some(18.0),
        Some(20.0),
        Some(16.0),
        None,
        Some(17.0),
        Some(14.0),
        Some(15.0),
        Some(11.0),
        None,
        None,
        Some(12.0),
        Some(9.0),
        Some(8.0),
    ];
    let measured = (0..).zip(scores).map(|(week, value)| Measured {
        date: weeks(start, week),
        value,
        label: value.map_or_else(|| "not answered".to_owned(), |v| format!("PHQ-9 {v}")),
        moved: None,
        link: None,
    });
    let expected = (0..=20).map(|week| {
        let time = f64::from(u8::try_from(week).unwrap());
        let mean = 8.0 + 11.0 * (-time / 9.0).exp();
        let spread = 1.2 + 0.22 * time;
        Expected {
            date: weeks(start, week),
            mean,
            half: (mean - 0.67 * spread, mean + 0.67 * spread),
            most: (mean - 1.28 * spread, mean + 1.28 * spread),
        }
    });
    let mark = |week, kind, label: &str| Mark {
        date: weeks(start, week),
        kind,
        label: label.to_owned(),
        link: None,
    };
    Trajectory {
        frame: frame(
            "phq9",
            "PHQ-9 since March",
            "PHQ-9 8, mild; 11 points lower than at the start, more than measurement error.",
        ),
        range: Range::new(0.0, 27.0).unwrap(),
        decimals: 0,
        measured: measured.collect(),
        expected: expected.collect(),
        bands: phq9_bands(),
        thresholds: vec![Threshold {
            value: 10.0,
            name: "caseness from 10".to_owned(),
        }],
        sessions: (0..14)
            .filter(|week| *week != 4 && *week != 10)
            .map(|w| Session::on(weeks(start, w)))
            .collect(),
        marks: vec![
            mark(
                3,
                MarkKind::PlanChange,
                "plan: activity first, then thought records",
            ),
            mark(5, MarkKind::LifeEvent, "mother in hospital"),
            mark(6, MarkKind::LifeEvent, "back at work, half days"),
            mark(
                9,
                MarkKind::PlanChange,
                "plan: sleep & \"worry time\" <added>",
            ),
            mark(13, MarkKind::LifeEvent, "moved to a flat of her own"),
        ],
    }
}

/// A measure without bands or expectation, and two scores.
pub(crate) fn short_trajectory() -> Trajectory {
    let start = date(2024, 12, 20);
    let measured = |days: i64, value| Measured {
        date: start.checked_add(days.days()).unwrap(),
        value: Some(value),
        label: format!("{value}"),
        moved: None,
        link: None,
    };
    Trajectory {
        frame: frame(
            "wellbeing",
            "Well-being",
            "Well-being 6.5 of 10, as at the start.",
        ),
        range: Range::new(0.0, 10.0).unwrap(),
        decimals: 1,
        measured: vec![measured(0, 6.5), measured(24, 6.5)],
        expected: Vec::new(),
        bands: Vec::new(),
        thresholds: vec![Threshold {
            value: 7.7,
            name: "usual in the population".to_owned(),
        }],
        sessions: vec![Session::on(start)],
        marks: Vec::new(),
    }
}

/// The course with everything that can be pressed, and what moved by more than
/// measurement error, better and worse.
pub(crate) fn linked_trajectory() -> Trajectory {
    let path = |part: &str, number: usize| {
        Some(PagePath::new(format!("/clients/1/{part}/{number}")).unwrap())
    };
    let mut course = trajectory();
    course.frame = frame(
        "linked",
        "PHQ-9 since March",
        "PHQ-9 8, mild; 11 points lower than at the start, more than measurement error.",
    );
    for (number, measured) in course.measured.iter_mut().enumerate() {
        measured.link = path("responses", number);
        measured.moved = match measured.value {
            Some(value) if value <= 13.0 => Some(Moved::Better),
            Some(value) if value >= 20.0 => Some(Moved::Worse),
            _ => None,
        };
    }
    for (number, session) in course.sessions.iter_mut().enumerate() {
        session.link = path("session", number);
    }
    for (number, mark) in course.marks.iter_mut().enumerate() {
        mark.link = path("marks", number);
    }
    course
}

/// Three measures on one axis: one with bands and expectation, one asked since later,
/// one with a single score.
pub(crate) fn courses() -> Courses {
    let mut anxiety = linked_trajectory();
    anxiety.frame = frame("c-gad7", "GAD-7", "GAD-7 6, mild.");
    anxiety.range = Range::new(0.0, 21.0).unwrap();
    anxiety.expected = Vec::new();
    anxiety.bands.truncate(4);
    anxiety.measured.drain(..4);
    for measured in &mut anxiety.measured {
        measured.value = measured.value.map(|value| value * 0.7);
        measured.moved = None;
    }
    let mut life = short_trajectory();
    life.frame = frame("c-life", "Satisfaction with life", "Asked once so far.");
    life.measured.truncate(1);
    life.measured[0].date = weeks(date(2024, 3, 5), 9);
    Courses {
        frame: frame(
            "courses",
            "Three measures",
            "Both symptom measures fell; satisfaction was asked once.",
        ),
        panels: vec![linked_trajectory(), anxiety, life],
    }
}

/// Years of marks, more than find room.
pub(crate) fn crowded_trajectory() -> Trajectory {
    let base = trajectory();
    let start = date(2021, 1, 12);
    Trajectory {
        frame: frame(
            "crowded",
            "Many marks",
            "Three years, with more marks than find room.",
        ),
        expected: Vec::new(),
        measured: (0..60)
            .map(|index| Measured {
                date: weeks(start, index * 3),
                value: (index % 11 != 5).then(|| {
                    12.0 + f64::from(i32::try_from((index * 7) % 9).unwrap())
                        - f64::from(i32::try_from(index).unwrap()) / 8.0
                }),
                label: "score".to_owned(),
                moved: None,
                link: None,
            })
            .collect(),
        sessions: (0..150)
            .map(|week| Session::on(weeks(start, week)))
            .collect(),
        marks: (0..22)
            .map(|index| Mark {
                date: weeks(start, index * 7),
                kind: if index % 3 == 0 {
                    MarkKind::PlanChange
                } else {
                    MarkKind::LifeEvent
                },
                label: format!("number {index} of the things that happened meanwhile"),
                link: None,
            })
            .collect(),
        ..base
    }
}

/// Nothing measured yet.
pub(crate) fn empty_trajectory() -> Trajectory {
    Trajectory {
        frame: frame("empty", "PHQ-9", "Nothing has been measured yet."),
        measured: Vec::new(),
        expected: Vec::new(),
        sessions: Vec::new(),
        marks: Vec::new(),
        ..trajectory()
    }
}

/// Four domains asked twice, one once, one never.
pub(crate) fn whole_person() -> WholePerson {
    let state = |now, then, words: &str| DomainState {
        now,
        then,
        words: words.to_owned(),
    };
    WholePerson {
        frame: frame(
            "whole",
            "The whole person",
            "Thoughts and behaviours are lighter than in March; money is harder.",
        ),
        now: "4 June".to_owned(),
        then: "5 March".to_owned(),
        ends: ("hardest".to_owned(), "well".to_owned()),
        domains: ByDomain {
            thoughts: state(
                Some(6.0),
                Some(3.0),
                "“I am a burden” believed less on most days",
            ),
            emotions: state(
                Some(4.5),
                Some(4.0),
                "low mornings, some joy with her sister",
            ),
            behaviours: state(Some(7.0), Some(2.0), "walks, cooks, back at work half days"),
            environment: state(None, None, ""),
            economic: state(
                Some(3.0),
                Some(6.0),
                "sick pay ended; the rent is a worry & a weight",
            ),
            relationships: state(Some(5.0), None, "closer to her sister; the rest unspoken"),
        },
    }
}

fn influence(from: usize, to: usize, strength: f64, effect: Effect, view: View) -> Influence {
    Influence {
        key: format!("i{from}-{to}"),
        from,
        to,
        strength,
        effect,
        view,
        link: None,
    }
}

/// Nine factors with two loops; two of the cards were put where they are.
pub(crate) fn network() -> Network {
    let factor = |key: &str, label: &str, domain, position: Option<(f64, f64)>| Factor {
        key: key.to_owned(),
        label: label.to_owned(),
        domain: Some(domain),
        position: position.map(|(x, y)| Point::new(x, y)),
        link: None,
    };
    let factors = vec![
        factor(
            "f0",
            "“I am a burden to everyone”",
            Domain::Thoughts,
            Some((400.0, 60.0)),
        ),
        factor("f1", "low mood in the morning", Domain::Emotions, None),
        factor(
            "f2",
            "stays in bed, cancels friends",
            Domain::Behaviours,
            None,
        ),
        factor("f3", "few people left to call", Domain::Relationships, None),
        factor(
            "f4",
            "debts & letters unopened",
            Domain::Economic,
            Some((110.0, 300.0)),
        ),
        factor("f5", "worry at night", Domain::Thoughts, None),
        factor("f6", "noisy flat above a bar", Domain::Environment, None),
        factor("f7", "sister calls on Sundays", Domain::Relationships, None),
        factor(
            "f8",
            "tired, cannot concentrate at work",
            Domain::Behaviours,
            None,
        ),
    ];
    let influences = vec![
        influence(0, 1, 0.8, Effect::More, View::Both),
        influence(1, 2, 0.9, Effect::More, View::Both),
        influence(2, 3, 0.6, Effect::More, View::Both),
        influence(3, 0, 0.5, Effect::More, View::One),
        influence(4, 5, 0.7, Effect::More, View::Both),
        influence(6, 5, 0.3, Effect::More, View::One),
        influence(5, 8, 0.6, Effect::More, View::Both),
        influence(8, 4, 0.4, Effect::More, View::Both),
        influence(7, 0, 0.5, Effect::Less, View::Both),
        influence(2, 1, 0.4, Effect::More, View::Both),
    ];
    let loops = vec![
        FeedbackLoop {
            sentence: "Feeling a burden lowers the mood; staying in bed leaves fewer people, which proves the burden.".to_owned(),
            influences: vec![0, 1, 2, 3],
        },
        FeedbackLoop {
            sentence: "Debts keep her awake; tired at work, she leaves more letters unopened.".to_owned(),
            influences: vec![4, 6, 7],
        },
    ];
    let frame = frame(
        "map",
        "What keeps it going",
        "Two loops meet in low mood and tiredness; the sister's calls work against the first.",
    );
    Network::new(frame, factors, influences, loops, 7).unwrap()
}

/// As many cards as a map holds, all placed by the layout, as links.
pub(crate) fn large_network(count: usize) -> Network {
    let factors = (0..count)
        .map(|index| Factor {
            key: format!("f{index}"),
            label: format!("factor number {index} with a few more words to wrap"),
            domain: Some(Domain::ALL[index % 6]),
            position: None,
            link: PagePath::new(format!("/factors/{index}")).ok(),
        })
        .collect();
    let influences = (0..count + count / 2)
        .map(|index| {
            let effect = if index % 5 == 0 {
                Effect::Less
            } else {
                Effect::More
            };
            // The second time around other cards are met.
            let to = if index < count {
                index * index + 5 * index + 1
            } else {
                index * 3 + 11
            };
            influence(index % count, to % count, 0.5, effect, View::Both)
        })
        .filter(|i| i.from != i.to)
        .collect();
    let frame = frame("large", "A large map", "Thirty factors.");
    Network::new(frame, factors, influences, Vec::new(), 1).unwrap()
}

/// Six therapies; the first three cannot be told apart.
pub(crate) fn forest() -> ForestPlot {
    let row =
        |label: &str, estimate: f64, half: f64, prediction: Option<f64>, weight, counts: &str| {
            ForestRow {
                label: label.to_owned(),
                estimate,
                interval: (estimate - half, estimate + half),
                prediction: prediction.map(|p| (estimate - p, estimate + p)),
                weight,
                counts: counts.to_owned(),
            }
        };
    ForestPlot {
        frame: frame(
            "forest",
            "Therapies for depression against waiting",
            "Four therapies are better than waiting; three of them cannot be told apart.",
        ),
        effect: "standardised mean difference; lower is better".to_owned(),
        interval_name: "95 % interval".to_owned(),
        no_difference: 0.0,
        favours: ("favours therapy".to_owned(), "favours waiting".to_owned()),
        decimals: 2,
        rows: vec![
            row(
                "Cognitive behavioural",
                -0.73,
                0.12,
                Some(0.55),
                41.0,
                "63 trials, 6,210 people",
            ),
            row(
                "Behavioural activation",
                -0.70,
                0.21,
                Some(0.60),
                22.0,
                "18 trials, 1,480 people",
            ),
            row(
                "Problem solving",
                -0.60,
                0.26,
                None,
                15.0,
                "12 trials, 1,105 people",
            ),
            row(
                "Short psychodynamic",
                -0.39,
                0.17,
                Some(0.5),
                18.0,
                "10 trials, 820 people",
            ),
            row(
                "Life review with a long name that needs two lines",
                -0.35,
                0.41,
                None,
                3.0,
                "2 trials, 96 people",
            ),
            row(
                "Supportive <counselling> & more",
                -0.05,
                0.3,
                None,
                8.0,
                "5 trials, 402 people",
            ),
        ],
        groups: vec![
            TiedGroup {
                first: 0,
                last: 2,
                label: "cannot be told apart".to_owned(),
            },
            TiedGroup {
                first: 2,
                last: 4,
                label: "cannot be told apart".to_owned(),
            },
        ],
    }
}

/// One row of a list.
pub(crate) fn sparkline(decorative: bool) -> Sparkline {
    let trajectory = trajectory();
    Sparkline {
        title: "PHQ-9 from 19 in March to 8".to_owned(),
        range: trajectory.range,
        decimals: 0,
        points: trajectory
            .measured
            .iter()
            .map(|m| (m.date, m.value))
            .collect(),
        decorative,
    }
}

/// Items of a questionnaire and how they go together.
pub(crate) fn associations() -> Associations {
    let names = [
        "Sad mood",
        "No interest",
        "Poor sleep",
        "Tired",
        "Appetite",
        "Guilt, or a feeling of having failed",
    ];
    let pairs = [
        (0, 1, 0.48),
        (1, 3, 0.18),
        (2, 3, 0.35),
        (0, 2, -0.07),
        (4, 3, 0.12),
        (5, 0, 0.41),
        (4, 5, 0.02),
    ];
    let pairs = pairs.map(|(one, other, strength)| Association {
        between: [one, other],
        strength,
    });
    let frame = frame(
        "associations",
        "Items that go together",
        "Sad mood and no interest go together most.",
    );
    Associations::new(frame, names.map(str::to_owned).to_vec(), pairs.to_vec()).unwrap()
}

/// A year of PHQ-9 after four scores.
pub(crate) fn fan() -> Fan {
    let expected = (3..=12).map(f64::from).map(|month| {
        let (mean, sd) = (21.0 - 0.2 * month, 3.9 + 0.1 * month);
        FanPoint {
            at: month,
            mean,
            bands: [1.28, 0.67].map(|reach| (mean - reach * sd, mean + reach * sd)),
        }
    });
    Fan {
        frame: frame(
            "fan",
            "Expected PHQ-9",
            "Little change is expected by month twelve.",
        ),
        time: "month".to_owned(),
        measure: "PHQ-9, points".to_owned(),
        bands: ["80 % band".to_owned(), "50 % band".to_owned()],
        decimals: 1,
        expected: expected.collect(),
        measured: vec![(0.0, 20.0), (1.0, 21.0), (2.0, 22.0), (3.0, 23.0)],
    }
}

/// Three therapies against each other.
pub(crate) fn heat_map() -> HeatMap {
    let cell = |value: f64, marked| {
        Some(HeatCell {
            value,
            text: format!("{value:.2}"),
            marked,
        })
    };
    HeatMap {
        frame: frame(
            "league",
            "Three therapies against each other",
            "Only waiting is told apart.",
        ),
        names: ["Cognitive", "Supportive", "Waiting"]
            .map(str::to_owned)
            .to_vec(),
        cells: vec![
            vec![None, cell(0.2, false), cell(0.9, true)],
            vec![cell(-0.2, false), None, cell(0.7, true)],
            vec![cell(-0.9, true), cell(-0.7, true), None],
        ],
        sides: ["row does better".to_owned(), "row does worse".to_owned()],
    }
}

/// A life of nearly forty years with its last weeks widened: an age, a rough year, a stretch, a day.
pub(crate) fn life_line() -> LifeLine {
    let mark = |number, (from, at, until), lasted, side, label: &str, when: &str| LifeMark {
        number,
        from,
        at,
        until,
        lasted,
        side,
        label: label.to_owned(),
        when: when.to_owned(),
        detail: "began after it: never resting".to_owned(),
        link: PagePath::new(format!("/life#event-{number}")).ok(),
    };
    LifeLine {
        frame: frame("life", "The life line", "Four events and three sessions."),
        from: date(1988, 3, 14),
        to: date(2026, 11, 20),
        recent_from: Some(date(2026, 8, 1)),
        events: vec![
            mark(
                1,
                (date(1997, 3, 14), date(1997, 9, 12), date(1998, 3, 13)),
                false,
                Side::Between,
                "Looked after the little sister",
                "aged 9 (1997/98)",
            ),
            mark(
                2,
                (date(2000, 3, 14), date(2000, 9, 12), date(2007, 12, 31)),
                true,
                Side::Good,
                "The swimming club",
                "aged 12 (2000/01) to 2007",
            ),
            mark(
                3,
                (date(2020, 1, 1), date(2021, 7, 1), date(2022, 12, 31)),
                false,
                Side::Hard,
                "Grandmother died <suddenly> & nobody spoke of it",
                "about 2021",
            ),
            mark(
                4,
                (date(2026, 10, 21), date(2026, 10, 21), date(2026, 10, 21)),
                false,
                Side::Good,
                "A nephew was born",
                "21 October 2026",
            ),
        ],
        sessions: vec![
            Session::on(date(2026, 9, 18)),
            Session::on(date(2026, 9, 25)),
            Session::on(date(2026, 10, 2)),
        ],
        plans: vec![(date(2026, 10, 2), "plan 1".to_owned(), None)],
        courses: vec![SmallCourse {
            label: "PHQ-9 (0 to 27): 20, then 9, mild; 11 points lower than at the start"
                .to_owned(),
            short: "PHQ-9: 20, then 9, mild".to_owned(),
            range: Range::new(0.0, 27.0).unwrap(),
            points: vec![
                (date(2026, 9, 10), 20.0, "PHQ-9 20".to_owned()),
                (date(2026, 11, 1), 9.0, "PHQ-9 9".to_owned()),
            ],
            link: PagePath::new("/courses").ok(),
        }],
    }
}

/// A family over three generations, a friend and a group, with every kind of line.
pub(crate) fn relations() -> RelationMap {
    let person = |name: &str, who: &str, generation, line: TieLine| MapPerson {
        name: name.to_owned(),
        who: who.to_owned(),
        generation,
        to_the_right: who == "partner",
        group: who == "faith, club or cause",
        died: who.contains("died"),
        line,
        link: PagePath::new("/people").ok(),
    };
    let line = |nearness, words: &str| TieLine {
        nearness,
        words: words.to_owned(),
        ..TieLine::default()
    };
    let near = |nearness| line(Some(nearness), "as drawn");
    RelationMap {
        frame: frame("people", "The map of people", "Seven people and groups."),
        middle: "the client".to_owned(),
        people: vec![
            person(
                "Gran",
                "grandparent, died 2020",
                Some(2),
                near(Nearness::VeryClose),
            ),
            person(
                "Father",
                "parent",
                Some(1),
                TieLine {
                    conflict: Some(Conflict::Strong),
                    broken: true,
                    ..near(Nearness::Distant)
                },
            ),
            person("Mother", "parent", Some(1), line(None, "nothing said yet")),
            person(
                "The sister",
                "sister or brother",
                Some(0),
                TieLine {
                    supports_first: true,
                    supports_second: true,
                    ..near(Nearness::Close)
                },
            ),
            person(
                "Chidi",
                "partner",
                Some(0),
                TieLine {
                    conflict: Some(Conflict::Some),
                    supports_first: true,
                    ..near(Nearness::Close)
                },
            ),
            person(
                "The friend from school & after",
                "friend",
                None,
                near(Nearness::Some),
            ),
            person(
                "The choir",
                "faith, club or cause",
                None,
                near(Nearness::Some),
            ),
        ],
        ties: vec![MapTie {
            one: 1,
            other: 2,
            line: TieLine {
                conflict: Some(Conflict::Strong),
                words: "strong conflict".to_owned(),
                ..TieLine::default()
            },
        }],
    }
}
