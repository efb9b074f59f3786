//! Arbitrary entries about worksheets and what they look at.

use attune_care::Body;
use attune_care::worksheets::{
    Asked, BesideAnswer, BesideSaid, Cell, FilledPart, FilledRow, Giving, GivingEnding, Links,
    Moment, PickedRow, Sheet, Value,
};
use attune_catalog::Domain;
use attune_ids::{
    EntryId, FactorId, MomentId, ProblemId, RowId, SessionId, SheetId, StrandId, TogetherId,
};
use jiff::civil::Time;
use proptest::prelude::*;
use proptest::sample::select;

use super::{date, few, text};

pub(crate) fn any_worksheet() -> impl Strategy<Value = Body> {
    prop_oneof![
        4 => sheet().prop_map(Body::SheetFilled),
        2 => giving().prop_map(Body::WorksheetGiven),
        1 => few().prop_map(|giving| Body::WorksheetGivingEnded(GivingEnding { giving: EntryId(giving) })),
        2 => moment().prop_map(Body::MomentSet),
        2 => beside().prop_map(Body::BesideSaid),
    ]
}

fn worksheet() -> impl Strategy<Value = String> {
    select(vec!["thought-record", "exposure-ladder", "felt-sense"]).prop_map(str::to_owned)
}

fn sheet() -> impl Strategy<Value = Sheet> {
    (
        few(),
        worksheet(),
        1u32..4,
        text(),
        date(),
        prop::collection::vec(part(), 0..3),
        links(),
    )
        .prop_map(|(id, worksheet, version, name, on, parts, links)| Sheet {
            id: SheetId(id),
            asked: Asked {
                worksheet,
                version,
                name,
            },
            on,
            parts,
            links,
        })
}

fn part() -> impl Strategy<Value = FilledPart> {
    (text(), text(), prop::collection::vec(row(), 0..3)).prop_map(|(id, title, rows)| FilledPart {
        id,
        title,
        rows,
    })
}

fn row() -> impl Strategy<Value = FilledRow> {
    let cell = (text(), text(), value()).prop_map(|(field, label, value)| Cell {
        field,
        label,
        value,
    });
    (few(), prop::collection::vec(cell, 0..3)).prop_map(|(id, cells)| FilledRow {
        id: RowId(id),
        cells,
    })
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        text().prop_map(Value::Words),
        any::<i32>().prop_map(|value| Value::Number {
            value,
            min: 0,
            max: 100,
        }),
        prop::collection::vec((text(), text()), 0..3).prop_map(Value::Chosen),
        date().prop_map(Value::Day),
        (0i8..24, 0i8..60).prop_map(|(hour, minute)| Value::Time(
            Time::new(hour, minute, 0, 0).unwrap_or_default()
        )),
        (few(), text()).prop_map(|(row, name)| Value::Row(PickedRow {
            row: RowId(row),
            name,
        })),
    ]
}

fn links() -> impl Strategy<Value = Links> {
    let several = || prop::collection::vec(few(), 0..2);
    let perhaps = || prop::option::of(few());
    (
        several(),
        several(),
        several(),
        perhaps(),
        perhaps(),
        perhaps(),
    )
        .prop_map(
            |(factors, problems, strands, session, moment, giving)| Links {
                factors: factors.into_iter().map(FactorId).collect(),
                problems: problems.into_iter().map(ProblemId).collect(),
                strands: strands.into_iter().map(StrandId).collect(),
                session: session.map(SessionId),
                moment: moment.map(MomentId),
                giving: giving.map(EntryId),
            },
        )
}

fn giving() -> impl Strategy<Value = Giving> {
    (
        worksheet(),
        prop::option::of(few()),
        text(),
        prop::option::of(few()),
    )
        .prop_map(|(worksheet, sheet, words, session)| Giving {
            worksheet,
            sheet: sheet.map(SheetId),
            words,
            session: session.map(SessionId),
        })
}

fn moment() -> impl Strategy<Value = Moment> {
    let domains = prop::collection::vec(select(Domain::ALL.to_vec()), 0..3);
    (
        few(),
        date(),
        text(),
        domains,
        prop::collection::vec(few(), 0..2),
    )
        .prop_map(|(id, on, words, domains, factors)| Moment {
            id: MomentId(id),
            on,
            words,
            domains,
            factors: factors.into_iter().map(FactorId).collect(),
        })
}

fn beside() -> impl Strategy<Value = BesideSaid> {
    let agreed = (few(), few()).prop_map(|(together, seen)| BesideAnswer::Agreed {
        together: TogetherId(together),
        seen: EntryId(seen),
    });
    let answer = prop_oneof![2 => agreed, 1 => Just(BesideAnswer::TakenBack)];
    (few(), date(), answer).prop_map(|(sheet, on, answer)| BesideSaid {
        sheet: SheetId(sheet),
        on,
        answer,
    })
}
