//! A practice of ordinary size: many clients with a short record, one with a long one.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use attune_care::assess::{
    Assignment, MeasureRef, Opening, Problem, Response, Way, Words, WordsKind,
};
use attune_care::formulate::{Confidence, Factor, Influence, Role, Sign, Voice};
use attune_care::plan::{Goal, PlanVersion, Strand, Terms, Turn};
use attune_care::session::{Meeting, MeetingKind, Note, Work};
use attune_care::{Author, Body, Entry, NewEntry};
use attune_catalog::{Answer, Catalog, Domain, Measure, ProblemArea, score};
use attune_ids::{
    AccountId, AssignmentId, ClientId, FactorId, GoalId, IdSource, InfluenceId, ProblemId,
    SeededIds, SessionId, StrandId,
};
use attune_record::{
    Account, Actor, AuditAction, AuditLine, Location, Roles, StaffSession, Store, TokenHash,
};
use attune_server::clock::SystemClock;
use attune_server::gate::Beginning;
use attune_server::identity::Identity;
use attune_server::{App, AppError, ServerConfig};
use attune_vault::{Argon2Cost, Unlock, Vault};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use tempfile::TempDir;

use crate::full::{self, FULL};
use crate::{Failure, queries};

/// Entries of the long record: about two years of weekly sessions.
pub(crate) const ENTRIES: usize = 300;
/// Records begun in one transaction.
const AT_ONCE: usize = 500;
const PASSPHRASE: &str = "four plain words here";

pub(crate) struct Practice {
    folder: TempDir,
    /// The secret of a signed-in clinician's cookie.
    pub(crate) session: String,
    pub(crate) longest_record: ClientId,
    /// Sixty factors, five versions of the plan, a hundred sessions, 5,000 entries.
    pub(crate) full_record: ClientId,
}

impl Practice {
    pub(crate) async fn make(clients: usize) -> Result<Self, Failure> {
        let folder = tempfile::tempdir()?;
        let keyring = folder.path().join("keyring");
        let (vault, _code) = Vault::create(&keyring, PASSPHRASE, Argon2Cost::default())?;
        let location = Location::Sqlite(folder.path().join("record.sqlite"));
        let vault = Arc::new(vault);
        let store = Store::connect(&location, Arc::clone(&vault)).await?;
        let mut ids = SeededIds::new(1);
        let account = clinician(&store, &mut ids).await?;
        let session = sign_in(&store, account, &mut ids).await?;
        let app = app(store.clone(), vault).await?;

        let mut diary = Diary::new(account, &mut ids)?;
        let long = diary.beginning("Somebody Long", ENTRIES);
        let longest_record = long.client;
        let today = app.today().await;
        let full = diary.full(full::entries(&app.catalog, account, FULL, today), today);
        let full_record = full.client;
        let mut begun = vec![long, full];
        for number in 1..clients {
            begun.push(diary.beginning(&format!("Somebody {number}"), 10));
            if begun.len() == AT_ONCE || number + 1 == clients {
                app.begin_many(&begun, account).await.map_err(in_words)?;
                begun.clear();
            }
        }
        if !begun.is_empty() {
            app.begin_many(&begun, account).await.map_err(in_words)?;
        }
        store.close().await;
        Ok(Self {
            folder,
            session,
            longest_record,
            full_record,
        })
    }

    /// Starts as the program does, from the passphrase to the first page, and tells how long that took.
    pub(crate) async fn start(&self) -> Result<(Duration, App), Failure> {
        let keyring: PathBuf = self.folder.path().join("keyring");
        let start = Instant::now();
        let vault = Arc::new(Vault::unlock(&keyring, Unlock::Passphrase(PASSPHRASE))?);
        let location = Location::Sqlite(self.folder.path().join("record.sqlite"));
        let store = Store::connect(&location, Arc::clone(&vault)).await?;
        let app = app(store, vault).await?;
        let ready = start.elapsed();
        queries::count();
        Ok((ready, app))
    }
}

async fn app(store: Store, vault: Arc<Vault>) -> Result<App, Failure> {
    let catalog = Catalog::shipped()?;
    let config = ServerConfig::default();
    App::new(store, vault, catalog, config, Arc::new(SystemClock))
        .await
        .map_err(in_words)
}

fn in_words(error: AppError) -> Failure {
    format!("{error:?}").into()
}

fn line(action: AuditAction) -> AuditLine {
    AuditLine {
        at: Timestamp::now(),
        actor: Actor::Program,
        action,
        client: None,
        detail: String::new(),
    }
}

async fn clinician(store: &Store, ids: &mut SeededIds) -> Result<AccountId, Failure> {
    let account = Account {
        id: AccountId::new(ids),
        name: "Dr Jonas Weil".to_owned(),
        email: "jonas@example.org".to_owned(),
        password_hash: None,
        totp_secret: None,
        last_totp_step: None,
        roles: Roles {
            clinician: true,
            ..Roles::default()
        },
        enabled: true,
        setup: None,
        personal_keys: Vec::new(),
        personal_codes: Vec::new(),
        kept_keys: Vec::new(),
        kept_texts: Vec::new(),
        calendar: None,
    };
    let line = line(AuditAction::AccountCreate);
    store.create_account(&account, &line).await?;
    Ok(account.id)
}

async fn sign_in(
    store: &Store,
    account: AccountId,
    ids: &mut SeededIds,
) -> Result<String, Failure> {
    let now = Timestamp::now();
    let secret = ids.next_id().simple().to_string();
    let session = StaffSession {
        id: ids.next_id(),
        account,
        created: now,
        last_seen: now,
        expires: now + SignedDuration::from_hours(12),
        confirmed: None,
    };
    let hash = TokenHash::of(secret.as_bytes());
    let line = line(AuditAction::SignIn);
    store.open_session(&session, hash, &line).await?;
    Ok(secret)
}

/// Writes records that look like those of real work.
struct Diary<'a> {
    author: AccountId,
    ids: &'a mut SeededIds,
    symptoms: Measure,
    feedback: Measure,
    technique: String,
}

impl<'a> Diary<'a> {
    fn new(author: AccountId, ids: &'a mut SeededIds) -> Result<Self, Failure> {
        let catalog = Catalog::shipped()?;
        let measure = |id| catalog.measure(id).cloned().ok_or("no such measure");
        Ok(Self {
            author,
            ids,
            symptoms: measure("phq-9")?,
            feedback: measure("session-feedback")?,
            technique: catalog.techniques[0].id.clone(),
        })
    }

    /// A record of so many entries.
    fn beginning(&mut self, name: &str, entries: usize) -> Beginning {
        let start = Date::constant(2024, 3, 7);
        let mut bodies = vec![Body::RecordOpened(Opening {
            on: start,
            source: None,
        })];
        if entries >= ENTRIES {
            bodies.extend(self.understanding());
        } else {
            bodies.push(self.problem().1);
        }
        let mut day = start;
        while bodies.len() < entries {
            bodies.extend(self.week(day));
            day = day.saturating_add(7.days());
        }
        bodies.truncate(entries);
        let at = start
            .to_zoned(jiff::tz::TimeZone::UTC)
            .map_or(Timestamp::UNIX_EPOCH, |start| start.timestamp());
        let entries: Vec<Entry> = bodies
            .into_iter()
            .map(|body| NewEntry::new(body, &mut *self.ids).sign(Author::Staff(self.author), at))
            .collect();
        Beginning {
            client: ClientId::new(&mut *self.ids),
            person: Identity {
                name: name.to_owned(),
                born: Some(Date::constant(1991, 3, 9)),
                ..Identity::default()
            },
            entries,
        }
    }

    /// A record that begins three years ago and goes on with these entries.
    fn full(&mut self, entries: Vec<Entry>, today: Date) -> Beginning {
        let on = today.saturating_sub(3.years());
        let opening = Body::RecordOpened(Opening { on, source: None });
        let at = on
            .to_zoned(jiff::tz::TimeZone::UTC)
            .map_or(Timestamp::UNIX_EPOCH, |start| start.timestamp());
        let opening = NewEntry::new(opening, &mut *self.ids).sign(Author::Staff(self.author), at);
        Beginning {
            client: ClientId::new(&mut *self.ids),
            person: Identity {
                name: "Somebody Full".to_owned(),
                ..Identity::default()
            },
            entries: std::iter::once(opening).chain(entries).collect(),
        }
    }

    fn problem(&mut self) -> (ProblemId, Body) {
        let id = ProblemId::new(&mut *self.ids);
        let problem = Problem {
            id,
            area: ProblemArea::Depression,
            words: "I do not get going in the morning and then the day is gone".to_owned(),
        };
        (id, Body::ProblemSet(problem))
    }

    /// Problems, words, a formulation and a plan.
    fn understanding(&mut self) -> Vec<Body> {
        let (problem, named) = self.problem();
        let mut bodies = vec![named];
        for domain in Domain::ALL {
            bodies.push(Body::WordsHeard(Words {
                domain,
                about: WordsKind::Said,
                text: "Since the move nobody rings at the door any more".to_owned(),
            }));
        }
        let factors: Vec<FactorId> = (0..9).map(|_| FactorId::new(&mut *self.ids)).collect();
        for (number, id) in factors.iter().enumerate() {
            bodies.push(Body::FactorSet(Factor {
                id: *id,
                text: format!("Something that plays a part, number {number}"),
                domain: Domain::ALL[number % Domain::ALL.len()],
                role: Some(Role::ALL[number % Role::ALL.len()]),
                mechanism: None,
            }));
        }
        for (number, pair) in factors.windows(2).enumerate() {
            bodies.push(Body::InfluenceSet(Influence {
                id: InfluenceId::new(&mut *self.ids),
                from: pair[0],
                to: pair[1],
                sign: Sign::More,
                strength: 3 + u8::try_from(number % 6).unwrap_or_default(),
                voice: Voice::Both,
                confidence: Confidence::Medium,
            }));
        }
        bodies.push(Body::PlanAgreed(PlanVersion {
            number: 1,
            strands: vec![Strand {
                id: StrandId::new(&mut *self.ids),
                problem,
                factors: factors[..3].to_vec(),
                technique: self.technique.clone(),
                measure: Some(self.symptoms.id.clone()),
                expected: "Half the points by the summer".to_owned(),
                turn: Turn::Now,
                sessions: None,
            }],
            goals: vec![Goal {
                id: GoalId::new(&mut *self.ids),
                words: "Have breakfast with my daughter".to_owned(),
                domain: None,
            }],
            review_on: Date::constant(2024, 6, 1),
            reason: "First plan".to_owned(),
            agreed_with_client: true,
            review: None,
            terms: Terms::default(),
        }));
        bodies
    }

    /// A session with its note, what was done, a questionnaire and feedback.
    fn week(&mut self, on: Date) -> Vec<Body> {
        let session = SessionId::new(&mut *self.ids);
        let mut bodies = self.answered(self.symptoms.clone(), None, on);
        bodies.push(Body::SessionHeld(Meeting {
            id: session,
            on,
            how: MeetingKind::InPerson,
        }));
        bodies.push(Body::WorkDone(Work {
            session,
            strand: None,
            technique: self.technique.clone(),
            how_it_went: "Looked at the week together and chose two mornings".to_owned(),
        }));
        bodies.push(Body::NoteLocked(Note {
            session,
            text: "Came on time. The week was heavy until Thursday. ".repeat(12),
        }));
        bodies.extend(self.answered(self.feedback.clone(), Some(session), on));
        bodies
    }

    /// A questionnaire that was asked and answered.
    fn answered(&mut self, measure: Measure, session: Option<SessionId>, on: Date) -> Vec<Body> {
        let id = AssignmentId::new(&mut *self.ids);
        let random = self.ids.next_id().as_u128();
        let answers: Vec<Answer> = measure
            .items
            .iter()
            .enumerate()
            .map(|(number, item)| {
                let values = item.options.values();
                let choice = usize::try_from(random >> (4 * number) & 0xF).unwrap_or_default();
                Answer::Value(values[choice % values.len()])
            })
            .collect();
        let Ok(scored) = score(&measure, &answers) else {
            return Vec::new();
        };
        let asked = Assignment {
            id,
            measure: MeasureRef::of(&measure),
            way: Way::Link,
            on,
            session,
            battery: None,
        };
        let given = Response {
            assignment: id,
            measure: MeasureRef::of(&measure),
            answers,
            words: None,
            way: Way::Link,
            on,
            scored,
            session,
            paper: None,
        };
        vec![Body::MeasureAssigned(asked), Body::ResponseGiven(given)]
    }
}
