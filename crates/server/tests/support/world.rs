//! Two clients with everything in their records, and everybody who could come to the door.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use attune_care::Record;
use attune_care::assess::Way;
use attune_ids::{AccountId, ClientId, IdSource, RandomIds};
use attune_record::{
    Account, AuditAction, CalendarFeed, ClientLink, LinkPurpose, PortalSession, Relation, Roles,
    TokenHash,
};
use attune_server::sign_in::prepare_setup;
use jiff::SignedDuration;

use super::{Browser, Practice};

/// Everybody who could come to the door. "Ours" is the client all of this is about, "theirs" another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Who {
    /// Not signed in, no link.
    Nobody,
    /// Our client's clinician.
    OwnClinician,
    /// The other client's clinician.
    OtherClinician,
    /// A supervisor with whom our client's record is shared.
    OwnSupervisor,
    /// A supervisor with whom nothing is shared.
    OtherSupervisor,
    /// Administers the practice and sees no clients.
    Administrator,
    /// Was our client's clinician, and was signed in when the account was disabled.
    DisabledClinician,
    /// Was our client's clinician until the relation was ended.
    FormerClinician,
    /// Is related to our client as a clinician, and is no clinician any more.
    RoleTaken,
    /// Came through a link for our client.
    OurLink,
    /// Came through a link for the other client.
    TheirLink,
    /// Came through a link for our client that has expired since.
    ExpiredLink,
    /// Came through a link for our client that was withdrawn since.
    WithdrawnLink,
    /// Is in the space of our client.
    OurSpace,
    /// Is in the space of the other client.
    TheirSpace,
    /// Was in the space of our client until the visit came to its end.
    ExpiredSpace,
    /// Was in the space of our client when it was closed.
    ClosedSpace,
}

impl Who {
    pub(crate) const ALL: [Self; 17] = [
        Self::Nobody,
        Self::OwnClinician,
        Self::OtherClinician,
        Self::OwnSupervisor,
        Self::OtherSupervisor,
        Self::Administrator,
        Self::DisabledClinician,
        Self::FormerClinician,
        Self::RoleTaken,
        Self::OurLink,
        Self::TheirLink,
        Self::ExpiredLink,
        Self::WithdrawnLink,
        Self::OurSpace,
        Self::TheirSpace,
        Self::ExpiredSpace,
        Self::ClosedSpace,
    ];
}

/// A client with a story.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) id: ClientId,
    /// Stands in every word of this record and nowhere else in the world.
    pub(crate) mark: &'static str,
    pub(crate) record: Record,
    /// The secret of a link to this client's questionnaire that nobody has opened yet.
    pub(crate) link: String,
    /// The secret of a link to this client's space that nobody has opened yet.
    pub(crate) space: String,
}

pub(crate) struct World {
    pub(crate) practice: Practice,
    pub(crate) ours: Known,
    pub(crate) theirs: Known,
    /// A client of ours about whom nothing is known yet: pages have other forms then.
    pub(crate) blank: ClientId,
    /// The secret part of a set-up link.
    pub(crate) invitation: String,
    /// The secret of the calendar of our client's clinician.
    pub(crate) calendar: String,
    pub(crate) accounts: BTreeMap<Who, AccountId>,
    browsers: BTreeMap<Who, Browser>,
}

impl World {
    pub(crate) async fn new() -> Self {
        let practice = Practice::new().await;
        let mut browsers = BTreeMap::from([(Who::Nobody, practice.stranger())]);
        for (who, name, roles) in staff() {
            browsers.insert(who, practice.staff(name, roles).await);
        }
        let accounts: BTreeMap<Who, AccountId> = staff()
            .into_iter()
            .map(|(who, _, _)| (who, browsers[&who].account()))
            .collect();
        let [mark, other_mark] = marks();
        let ours = known(&practice, &browsers[&Who::OwnClinician], mark).await;
        let theirs = known(&practice, &browsers[&Who::OtherClinician], other_mark).await;
        let blank = practice.client(&browsers[&Who::OwnClinician], "New").await;
        let mut world = Self {
            blank,
            invitation: invite(&practice).await,
            calendar: calendar(&practice, accounts[&Who::OwnClinician]).await,
            practice,
            ours,
            theirs,
            accounts,
            browsers,
        };
        world.relate().await;
        world.hand_out_links().await;
        world.open_spaces().await;
        world
    }

    /// A window of this person's browser; what happens in it stays in it.
    pub(crate) fn browser(&self, who: Who) -> Browser {
        self.browsers[&who].clone()
    }

    async fn relate(&self) {
        let grants = [
            (Who::OwnSupervisor, Relation::Supervisor),
            (Who::DisabledClinician, Relation::Clinician),
            (Who::FormerClinician, Relation::Clinician),
            (Who::RoleTaken, Relation::Clinician),
        ];
        let store = &self.practice.app.store;
        for (who, relation) in grants {
            let line = self.practice.line(AuditAction::AccessGrant);
            let granted = store.grant(self.ours.id, self.accounts[&who], relation, &line);
            granted.await.unwrap();
        }
        let line = self.practice.line(AuditAction::AccessRevoke);
        let former = self.accounts[&Who::FormerClinician];
        let revoked = store.revoke(self.ours.id, former, Relation::Clinician, &line);
        revoked.await.unwrap();

        let found = store.account(self.accounts[&Who::DisabledClinician]).await;
        let found = found.unwrap();
        let disabled = Account {
            enabled: false,
            ..found.value
        };
        let line = self.practice.line(AuditAction::AccountChange);
        let updated = store.update_account(&disabled, found.version, &line).await;
        updated.unwrap();
    }

    async fn hand_out_links(&mut self) {
        let now = self.practice.app.now();
        let hour = SignedDuration::from_hours(1);
        for (who, client, expires, revoked) in [
            (Who::OurLink, &self.ours, now + hour, None),
            (Who::TheirLink, &self.theirs, now + hour, None),
            (Who::ExpiredLink, &self.ours, now - hour, None),
            (Who::WithdrawnLink, &self.ours, now + hour, Some(now)),
        ] {
            let token = secret();
            let id = RandomIds.next_id();
            let link = ClientLink {
                id,
                client: client.id,
                purpose: purpose(&client.record),
                created: now - hour,
                expires,
                // The visit itself is young and long: only the link's own state can end it.
                session: Some(PortalSession {
                    token_hash: TokenHash::of(token.as_bytes()),
                    opened: now,
                    last_seen: now,
                    expires: now + hour,
                }),
                completed: None,
                revoked,
            };
            let audit = self.practice.line(AuditAction::LinkCreate);
            let hash = TokenHash::of(secret().as_bytes());
            let made = self.practice.app.store.create_link(&link, hash, &audit);
            made.await.unwrap();
            let cookie = format!("{}-{token}", id.simple());
            let browser = self.practice.stranger();
            let browser = browser.with_cookie("__Host-attune-link", &cookie);
            self.browsers.insert(who, browser);
        }
    }
}

impl World {
    async fn open_spaces(&mut self) {
        let now = self.practice.app.now();
        let hour = SignedDuration::from_hours(1);
        for (who, client, ends, revoked) in [
            (Who::OurSpace, self.ours.id, now + hour, None),
            (Who::TheirSpace, self.theirs.id, now + hour, None),
            (Who::ExpiredSpace, self.ours.id, now - hour, None),
            (Who::ClosedSpace, self.ours.id, now + hour, Some(now)),
        ] {
            let token = secret();
            let link = ClientLink {
                id: RandomIds.next_id(),
                client,
                purpose: LinkPurpose::Portal,
                created: now - hour,
                expires: now + hour,
                session: Some(PortalSession {
                    token_hash: TokenHash::of(token.as_bytes()),
                    opened: now - hour,
                    last_seen: now,
                    expires: ends,
                }),
                completed: Some(now - hour),
                revoked,
            };
            let audit = self.practice.line(AuditAction::LinkCreate);
            let hash = TokenHash::of(secret().as_bytes());
            let made = self.practice.app.store.create_link(&link, hash, &audit);
            made.await.unwrap();
            let cookie = format!("{}-{token}", link.id.simple());
            let browser = self.practice.stranger();
            let browser = browser.with_cookie("__Host-attune-space", &cookie);
            self.browsers.insert(who, browser);
        }
    }
}

fn staff() -> [(Who, &'static str, Roles); 8] {
    let nothing = Roles::default();
    let clinician = Roles {
        clinician: true,
        ..nothing
    };
    let supervisor = Roles {
        supervisor: true,
        ..nothing
    };
    let administrator = Roles {
        administrator: true,
        ..nothing
    };
    [
        (Who::OwnClinician, "Jonas Weil", clinician),
        (Who::OtherClinician, "Sabine Roth", clinician),
        (Who::OwnSupervisor, "Ada Obi", supervisor),
        (Who::OtherSupervisor, "Piet Vos", supervisor),
        (Who::Administrator, "Eva Brandt", administrator),
        (Who::DisabledClinician, "Tom Reed", clinician),
        (Who::FormerClinician, "Nora Lind", clinician),
        (Who::RoleTaken, "Luc Petit", administrator),
    ]
}

/// New in every run, the same in every world of it: so that the same page has the same words in two worlds.
fn marks() -> &'static [String; 2] {
    static MARKS: OnceLock<[String; 2]> = OnceLock::new();
    MARKS.get_or_init(|| [secret(), secret()].map(|secret| format!("qv{}", &secret[..12])))
}

async fn known(practice: &Practice, clinician: &Browser, mark: &'static str) -> Known {
    let id = practice.client_with_story(clinician, mark).await;
    let record = practice.record(id).await;
    keep_drafts(clinician, id, &record, mark).await;
    let link = give_link(practice, id, purpose(&record)).await;
    let space = give_link(practice, id, LinkPurpose::Portal).await;
    Known {
        id,
        mark,
        record,
        link,
        space,
    }
}

/// Unfinished text is as private as the record: a note being written carries the mark too.
async fn keep_drafts(clinician: &Browser, client: ClientId, record: &Record, mark: &str) {
    let open = record.sessions.iter().find(|state| state.note.is_none());
    let session = open.unwrap().meeting.id;
    let note = format!("{mark} said little");
    let entry = RandomIds.next_id().to_string();
    let kept = clinician
        .clone()
        .post(
            &format!("/clients/{client}/session/{session}/note/autosave"),
            &[("entry", &entry), ("version", "0"), ("text", &note)],
        )
        .await;
    assert_eq!(kept.status, 204, "{}", kept.body);
    // A letter taken up again, which is a draft as well.
    let letter = record.letters[0].item.letter;
    let again = format!("/clients/{client}/letters/{letter}/versions/1/again");
    let kept = clinician.clone().post(&again, &[]).await;
    assert_eq!(kept.status, 303, "{}", kept.body);
}

async fn give_link(practice: &Practice, client: ClientId, purpose: LinkPurpose) -> String {
    let now = practice.app.now();
    let token = secret();
    let link = ClientLink {
        id: RandomIds.next_id(),
        client,
        purpose,
        created: now,
        expires: now + SignedDuration::from_hours(24),
        session: None,
        completed: None,
        revoked: None,
    };
    let audit = practice.line(AuditAction::LinkCreate);
    let made = practice
        .app
        .store
        .create_link(&link, TokenHash::of(token.as_bytes()), &audit);
    made.await.unwrap();
    token
}

/// The last questionnaire of the story that waits for an answer through a link: feedback, which has an open question.
fn purpose(record: &Record) -> LinkPurpose {
    let open = record
        .assignments
        .iter()
        .rfind(|state| state.is_open() && state.assignment.way == Way::Link);
    LinkPurpose::Answer(open.unwrap().assignment.id)
}

async fn invite(practice: &Practice) -> String {
    let mut account = Account {
        id: AccountId::new(&mut RandomIds),
        name: "Mina Falk".to_owned(),
        email: "mina.falk@example.org".to_owned(),
        password_hash: None,
        totp_secret: None,
        last_totp_step: None,
        roles: Roles::default(),
        enabled: true,
        setup: None,
        personal_keys: Vec::new(),
        personal_codes: Vec::new(),
        kept_keys: Vec::new(),
        kept_texts: Vec::new(),
        calendar: None,
    };
    let invitation = prepare_setup(&mut account, practice.app.now());
    let line = practice.line(AuditAction::AccountCreate);
    let created = practice.app.store.create_account(&account, &line).await;
    created.unwrap();
    invitation.unwrap_or_else(|error| panic!("no invitation for a test: {error:?}"))
}

async fn calendar(practice: &Practice, clinician: AccountId) -> String {
    let token = format!("{clinician}{}", secret());
    let mut found = practice.app.store.account(clinician).await.unwrap();
    found.value.calendar = Some(CalendarFeed {
        token_hash: TokenHash::of(token.as_bytes()),
        initials: false,
    });
    let line = practice.line(AuditAction::AccountChange);
    let store = &practice.app.store;
    let updated = store.update_account(&found.value, found.version, &line);
    updated.await.unwrap();
    token
}

fn secret() -> String {
    let mut bytes = [0u8; 16];
    getrandom::fill(&mut bytes).unwrap();
    format!("{:032x}", u128::from_be_bytes(bytes))
}

impl World {
    /// All that a request could have changed, to compare.
    pub(crate) async fn everything(&self) -> String {
        let store = &self.practice.app.store;
        let mut all = vec![format!("{:?}", store.accounts().await.unwrap())];
        for account in self.accounts.values() {
            all.push(format!("{:?}", store.sessions_of(*account).await.unwrap()));
        }
        for known in [&self.ours, &self.theirs] {
            let record = self.practice.record(known.id).await;
            let relations = store.relations_to(known.id).await.unwrap();
            let links = store.links_of(known.id).await.unwrap();
            let drafts = store.drafts_of(known.id).await.unwrap();
            let identity = store.client_row(known.id).await.unwrap().identity_version;
            all.push(format!(
                "{record:?}\n{relations:?}\n{links:?}\n{drafts:?}\n{identity}"
            ));
        }
        all.join("\n")
    }
}
