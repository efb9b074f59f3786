//! What came between client and therapist once, and how it was mended.

use anyhow::Context;
use attune_care::assess::MeasureRef;
use attune_care::relationship::{
    Judged, RepairTried, RuptureJudged, RuptureNoted, SessionRated, judge_rupture, note_rupture,
    rate_session, rating_form, try_repair,
};
use attune_catalog::Answer;
use attune_ids::{EntryId, SessionId};
use jiff::civil::Date;

use super::life::Telling;

/// What the clinician thought the session was like: better than the client did.
const OWN_VOICE: [i32; 5] = [8, 7, 8, 8, 7];

impl Telling<'_> {
    /// After the session in which it fell: the clinician writes it down, and how the session was for them.
    pub(super) fn rupture_noticed(&mut self, session: SessionId, on: Date) -> anyhow::Result<()> {
        let form = self
            .diary
            .record()
            .responses
            .last()
            .map(|given| given.entry);
        let hand = self.clinician();
        self.diary.apply(hand, on, |record, _, entry, _| {
            let noted = RuptureNoted {
                on,
                session: Some(session),
                form,
                what: "Went quiet after I went on to the next task. I did not ask.".to_owned(),
            };
            note_rupture(record, &noted, on, entry)
        })?;
        self.diary.apply(hand, on, |record, catalog, entry, _| {
            let Some(measure) = rating_form(catalog) else {
                return Ok(Vec::new());
            };
            let rated = SessionRated {
                session,
                measure: MeasureRef::of(measure),
                answers: OWN_VOICE.map(Answer::Value).to_vec(),
            };
            rate_session(record, catalog, rated, entry)
        })
    }

    /// In the session after it: talked about, tried, well again.
    pub(super) fn rupture_mended(&mut self, session: SessionId, on: Date) -> anyhow::Result<()> {
        let noted = self.diary.record().ruptures.last();
        let rupture = noted.context("nothing was noticed")?.noted.entry;
        self.judge(rupture, Judged::Confirmed, "", on)?;
        let hand = self.clinician();
        self.diary.apply(hand, on, |record, catalog, entry, _| {
            let tried = RepairTried {
                rupture,
                on,
                session: Some(session),
                approach: "own-your-part".to_owned(),
                how_it_went: "I said that I had hurried. There was a long breath, and then the rest of the story."
                    .to_owned(),
            };
            try_repair(record, catalog, tried, on, entry)
        })?;
        self.judge(
            rupture,
            Judged::Repaired,
            "said it felt lighter at the door",
            on,
        )
    }

    fn judge(
        &mut self,
        rupture: EntryId,
        judged: Judged,
        words: &str,
        on: Date,
    ) -> anyhow::Result<()> {
        let hand = self.clinician();
        self.diary.apply(hand, on, |record, _, entry, _| {
            let judged = RuptureJudged {
                rupture,
                judged,
                on,
                words: words.to_owned(),
            };
            judge_rupture(record, &judged, on, entry)
        })
    }
}
