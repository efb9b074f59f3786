//! One immutable event in a record.

use attune_ids::{AccountId, EntryId, IdSource};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    appointments, assess, diary, formulate, journal, letter, matching, people, plan, relationship,
    review, risk, session, space, supervise, together, worksheets,
};

/// Format of the serialised entries this program writes. Older formats are
/// read forever; `tests/suite/golden_entries.rs` holds one of every kind.
pub const FORMAT: u32 = 1;

/// Who is behind an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Author {
    /// A person who signed in.
    Staff(AccountId),
    /// The client, through a link.
    Client,
    /// An import from a file.
    Import,
    /// The program itself, following a stated rule (for example a raised alert).
    Program,
}

/// One event: who, when, what.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Serialisation format, see [`FORMAT`].
    #[serde(rename = "v")]
    pub format: u32,
    /// Made by the browser or the program before saving, so that saving twice is harmless.
    pub id: EntryId,
    /// When it was written (not when it happened; payloads carry their own dates).
    pub at: Timestamp,
    /// Who wrote it.
    pub by: Author,
    /// What happened.
    pub body: Body,
}

/// What a rule wants written; the gate adds author and time.
#[derive(Debug, Clone, PartialEq)]
pub struct NewEntry {
    /// See [`Entry::id`].
    pub id: EntryId,
    /// See [`Entry::body`].
    pub body: Body,
}

impl NewEntry {
    /// An entry with a fresh id.
    pub fn new(body: Body, ids: &mut dyn IdSource) -> Self {
        Self {
            id: EntryId::new(ids),
            body,
        }
    }

    /// The finished entry.
    pub fn sign(self, by: Author, at: Timestamp) -> Entry {
        Entry {
            format: FORMAT,
            id: self.id,
            at,
            by,
            body: self.body,
        }
    }
}

/// Everything that can happen in a record, by step of the loop.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Body {
    /// The first entry of every record.
    RecordOpened(assess::Opening),

    /// A problem was named, or its wording changed.
    ProblemSet(assess::Problem),
    /// A problem is no longer worked on.
    ProblemClosed(assess::ProblemClosing),
    /// The client was asked to answer a measure.
    MeasureAssigned(assess::Assignment),
    /// The request was taken back.
    AssignmentWithdrawn(assess::Withdrawal),
    /// A measure was answered, wholly or in part.
    ResponseGiven(assess::Response),
    /// A total without item answers came from another system.
    TotalImported(assess::ImportedTotal),
    /// A risk answer was given.
    AlertRaised(assess::Alert),
    /// A clinician acted on a risk answer.
    AlertAcknowledged(assess::Acknowledgement),
    /// Something the client said about a domain of life.
    WordsHeard(assess::Words),
    /// Words of the client became a measure of their own.
    PersonalMeasureMade(assess::PersonalMeasure),
    /// It is not asked any more.
    PersonalMeasureEnded(assess::PersonalEnding),
    /// A need or a strength was named or changed.
    AspectSet(assess::Aspect),
    /// Something that happened in life was written down or told better.
    LifeEventSet(assess::LifeEvent),
    /// A schedule was set up, changed, paused or gone on with.
    ScheduleSet(assess::schedule::Schedule),
    /// A schedule ended.
    ScheduleEnded(assess::schedule::ScheduleEnding),
    /// A form on paper was typed in, for the first or the second time.
    PaperEntered(assess::PaperPass),
    /// The client was reminded by mail of something that waits.
    ClientReminded(assess::Reminder),
    /// Somebody was put on the map of people, or told better.
    PersonSet(people::Person),
    /// What is between two of them was drawn, or told better.
    TieSet(people::Tie),
    /// It was chosen how the therapy is followed: by scores, or in words.
    TrackingChosen(assess::TrackingChosen),

    /// A factor was added or changed.
    FactorSet(formulate::Factor),
    /// A factor was taken out of the formulation.
    FactorRemoved(formulate::FactorRemoval),
    /// An influence was added or changed.
    InfluenceSet(formulate::Influence),
    /// An influence was taken out of the formulation.
    InfluenceRemoved(formulate::InfluenceRemoval),
    /// Cards of the drawing were put somewhere.
    FactorsPlaced(formulate::Placing),
    /// Something that follows from the drawing was accepted, doubted or dismissed.
    FindingJudged(formulate::Judgement),
    /// The client drew on their own map.
    OwnMapDrawn(formulate::OwnMap),
    /// A thing of the client's map and a factor are the same, or are not after all.
    SameThingSaid(formulate::SameThing),
    /// A joint version of both maps was put to the client.
    JointMapProposed(formulate::JointMap),
    /// The client agreed to it, or said what is not right yet.
    JointMapAnswered(formulate::JointAnswer),
    /// A joint version became the drawing.
    JointMapTakenOver(formulate::TakingOver),

    /// A candidate strand was taken up or declined.
    CandidateDecided(matching::CandidateDecision),
    /// Scores of a preference inventory came from elsewhere, without item answers.
    PreferencesBrought(matching::PreferencesBrought),
    /// It was said which comparison of trials fits a problem, or that none does.
    ComparisonChosen(matching::ComparisonChosen),

    /// A plan version was agreed.
    PlanAgreed(plan::PlanVersion),
    /// The client co-signed a plan version.
    PlanCosigned(plan::Cosigning),
    /// How near goals are was said.
    GoalsRated(plan::GoalsRated),

    /// A session took place.
    SessionHeld(session::Meeting),
    /// Something was done in a session.
    WorkDone(session::Work),
    /// A between-session task was agreed.
    TaskGiven(session::Task),
    /// A between-session task was looked at together.
    TaskReviewed(session::TaskOutcome),
    /// The note of a session was locked.
    NoteLocked(session::Note),
    /// A locked note was amended; the original stays.
    NoteAmended(session::Amendment),
    /// The client said how a between-session task went.
    TaskTold(session::TaskReport),
    /// The client took that back.
    TaskReportTakenBack(session::TaskReportTakenBack),

    /// A review ended in a decision.
    ReviewHeld(review::Review),
    /// A version of the relapse plan was written down.
    RelapsePlanAgreed(review::RelapsePlan),
    /// A case was taken to supervision under a pseudonym.
    CaseShared(supervise::CaseSharing),
    /// It is not shared any more.
    CaseShareEnded(supervise::CaseEnding),

    /// A plan version or the map is shown in the client's space from now on.
    Shared(space::Sharing),
    /// It is not shown there any more.
    Unshared(space::Unsharing),
    /// The client agreed to what was shared, or said something about it.
    RemarkMade(space::Remark),
    /// Scores are shown in the client's space, or are not.
    ScoresShown(space::ScoresShown),

    /// The client shared a page of their journal.
    JournalShared(journal::JournalPage),
    /// The client shared it differently, or again.
    JournalSharingSet(journal::JournalSharing),
    /// The client took it back.
    JournalTakenBack(journal::JournalTakenBack),
    /// Somebody of the practice was shown it.
    JournalRead(journal::JournalReading),

    /// A diary was agreed.
    DiaryAgreed(diary::Agreement),
    /// It was ended before its last day.
    DiaryEnded(diary::DiaryEnding),
    /// The client answered it once.
    DiaryAnswered(diary::DiaryAnswer),

    /// One more answer joined an alert that was open.
    AlertRepeated(risk::AlertRepeat),
    /// Nobody had acted on an alert in time, and somebody else was brought in.
    AlertEscalated(risk::Escalation),
    /// A version of the safety plan was agreed.
    SafetyPlanAgreed(risk::SafetyPlan),

    /// Something may have come between client and therapist.
    RuptureNoted(relationship::RuptureNoted),
    /// It was said what became of it.
    RuptureJudged(relationship::RuptureJudged),
    /// Something was tried to mend it.
    RepairTried(relationship::RepairTried),
    /// The clinician said how a session was for them.
    SessionRated(relationship::SessionRated),

    /// A version of a letter was finished.
    LetterWritten(letter::Letter),
    /// A version of a letter is shown to the client, or is not any more.
    LetterShown(letter::LetterShown),

    /// One or several times to meet were agreed.
    AppointmentsMade(appointments::Booking),
    /// One or several of them were moved.
    AppointmentsMoved(appointments::Moving),
    /// One or several of them were called off.
    AppointmentsCancelled(appointments::Cancelling),
    /// The client did not come.
    AppointmentMissed(appointments::Missing),
    /// They met: a session was begun from it.
    AppointmentKept(appointments::Keeping),
    /// The client said whether they agree to meet others.
    TogetherSaid(together::TogetherSaid),
    /// A session was one with others.
    MetTogether(together::MetTogether),

    /// A worksheet was filled in, or filled in further.
    SheetFilled(worksheets::Sheet),
    /// A worksheet was given to the client.
    WorksheetGiven(worksheets::Giving),
    /// It is not asked of them any more.
    WorksheetGivingEnded(worksheets::GivingEnding),
    /// Something that happened was named, to be looked at more than once, or told better.
    MomentSet(worksheets::Moment),
    /// The client said whether a sheet of theirs may be laid beside their partner's.
    BesideSaid(worksheets::BesideSaid),

    /// An earlier entry was made by mistake or taken back. It stays readable and no longer
    /// counts. A voiding can be voided in turn: then the entry counts again.
    Voided(Voiding),
}

/// Takes an entry out of the count without removing it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Voiding {
    /// The entry that no longer counts.
    pub entry: EntryId,
    /// Why.
    pub because: String,
}

impl Entry {
    /// The bytes to seal. JSON, so that any future program can read them.
    ///
    /// # Errors
    /// Only if a payload holds a number JSON cannot carry.
    pub fn to_bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(self)
    }

    /// Reads an entry of any released format.
    ///
    /// # Errors
    /// The bytes are not an entry this program knows (written by a newer one).
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(bytes)
    }
}
