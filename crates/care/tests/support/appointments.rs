//! Arbitrary entries about times to meet.

use attune_care::Body;
use attune_care::appointments::{Booking, CancelledBy, Cancelling, Keeping, Missing, Moving, Slot};
use attune_care::session::MeetingKind;
use attune_care::together::{Company, Consent, MetTogether, TogetherSaid};
use attune_ids::{AccountId, AppointmentId, SeriesId, SessionId, TogetherId};
use jiff::ToSpan;
use proptest::prelude::*;
use proptest::sample::select;

use super::{date, few, text};

pub(crate) fn any_appointment() -> impl Strategy<Value = Body> {
    prop_oneof![
        (
            few(),
            few(),
            select(MeetingKind::ALL.to_vec()),
            any::<u16>(),
            prop::option::of(few()),
            slots(),
        )
            .prop_map(|(series, with, how, minutes, together, slots)| {
                Body::AppointmentsMade(Booking {
                    series: SeriesId(series),
                    with: AccountId(with),
                    how,
                    minutes,
                    together: together.map(TogetherId),
                    slots,
                })
            }),
        (slots(), any::<u16>())
            .prop_map(|(slots, minutes)| Body::AppointmentsMoved(Moving { slots, minutes })),
        (
            prop::collection::vec(few().prop_map(AppointmentId), 0..3),
            select(CancelledBy::ALL.to_vec()),
            any::<bool>(),
            text(),
        )
            .prop_map(|(appointments, by, late, words)| {
                Body::AppointmentsCancelled(Cancelling {
                    appointments,
                    by,
                    late,
                    words,
                })
            }),
        (few(), text()).prop_map(|(appointment, words)| {
            Body::AppointmentMissed(Missing {
                appointment: AppointmentId(appointment),
                words,
            })
        }),
        (few(), few()).prop_map(|(appointment, session)| {
            Body::AppointmentKept(Keeping {
                appointment: AppointmentId(appointment),
                session: SessionId(session),
            })
        }),
        (
            few(),
            select(Company::ALL.to_vec()),
            select(vec![Consent::Open, Consent::Given, Consent::Withdrawn]),
            text(),
        )
            .prop_map(|(together, company, consent, words)| {
                Body::TogetherSaid(TogetherSaid {
                    together: TogetherId(together),
                    company,
                    consent,
                    words,
                })
            }),
        (few(), few(), select(Company::ALL.to_vec())).prop_map(|(session, together, company)| {
            Body::MetTogether(MetTogether {
                session: SessionId(session),
                together: TogetherId(together),
                company,
            })
        }),
    ]
}

fn slots() -> impl Strategy<Value = Vec<Slot>> {
    let slot = (few(), date(), 0i32..1440).prop_map(|(id, day, minute)| Slot {
        id: AppointmentId(id),
        at: day.at(0, 0, 0, 0) + minute.minutes(),
    });
    prop::collection::vec(slot, 0..4)
}
