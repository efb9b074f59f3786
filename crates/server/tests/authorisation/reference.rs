//! Who may do what, written down a second time: by hand, as a table, and without a look at how the program decides.

use attune_server::Route;
use attune_server::policy::Policy;

use crate::support::world::Who;

/// Whose record an address names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whose {
    /// It names no client.
    Nobodys,
    /// Our client.
    Ours,
    /// The other client.
    Theirs,
    /// A client who does not exist.
    NoOnes,
}

/// What comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The handler's own answer.
    Admitted,
    /// The way to the sign-in page.
    SignInFirst,
    /// The same as at an address where nothing is.
    NothingHere,
}

use Outcome::{Admitted, NothingHere, SignInFirst};
use Who::{
    Administrator, DisabledClinician, ExpiredLink, FormerClinician, Nobody, OtherClinician,
    OtherSupervisor, OurLink, OurSpace, OwnClinician, OwnSupervisor, RoleTaken, TheirLink,
    TheirSpace, WithdrawnLink,
};
use Who::{ClosedSpace, ExpiredSpace};

/// What this person gets at this route.
pub(crate) fn expected(route: &Route, who: Who, whose: Whose) -> Outcome {
    let policy = route.policy;
    if route.path == "/clients/new" && matches!(who, OwnSupervisor | OtherSupervisor) {
        // They come with other people's clients; the gate begins no record for them.
        return if route.method == "GET" {
            Admitted
        } else {
            NothingHere
        };
    }
    let signed_in = !matches!(
        who,
        Nobody
            | DisabledClinician
            | OurLink
            | TheirLink
            | ExpiredLink
            | WithdrawnLink
            | OurSpace
            | TheirSpace
            | ExpiredSpace
            | ClosedSpace
    );
    let admitted: &[Who] = match (policy, whose) {
        (Policy::Anyone, _) => &Who::ALL,
        (Policy::ClientLink, _) => &[OurLink, TheirLink],
        (Policy::ClientSpace, _) => &[OurSpace, TheirSpace],
        (Policy::Staff, _) => &[
            OwnClinician,
            OtherClinician,
            OwnSupervisor,
            OtherSupervisor,
            Administrator,
            FormerClinician,
            RoleTaken,
        ],
        (Policy::Clinical, _) => &[
            OwnClinician,
            OtherClinician,
            OwnSupervisor,
            OtherSupervisor,
            FormerClinician,
        ],
        (Policy::Administrator, _) => &[Administrator, RoleTaken],
        // Nobody here both works with a client and administers the practice; `tests/erasure.rs` has somebody who does.
        (Policy::EraseRecord, _)
        | (Policy::BothRecords, Whose::Theirs)
        | (
            Policy::BothRecords | Policy::ReadRecord | Policy::WriteRecord,
            Whose::NoOnes | Whose::Nobodys,
        ) => &[],
        (Policy::ReadRecord, Whose::Ours) => &[OwnClinician, OwnSupervisor],
        // The second client an address names is the one that our client's clinician works with alone.
        (Policy::BothRecords | Policy::WriteRecord, Whose::Ours) => &[OwnClinician],
        (Policy::ReadRecord | Policy::WriteRecord, Whose::Theirs) => &[OtherClinician],
    };
    if admitted.contains(&who) {
        Admitted
    } else if signed_in || [Policy::ClientLink, Policy::ClientSpace].contains(&policy) {
        NothingHere
    } else {
        SignInFirst
    }
}

/// Who may ever see a word of our client's record, on whatever page.
pub(crate) fn may_see_ours(who: Who) -> bool {
    matches!(who, OwnClinician | OwnSupervisor | OurSpace)
}

/// Who may ever see a word of the other client's record.
pub(crate) fn may_see_theirs(who: Who) -> bool {
    matches!(who, OtherClinician | TheirSpace)
}

/// What an address says about its policy, so that a route under the wrong one is noticed even though everything
/// else here believes the list of routes.
pub(crate) fn fits_address(method: &str, path: &str, policy: Policy) -> bool {
    let names_client = path.contains("{client}");
    match policy {
        // Everything that is open to everybody stands here by name.
        Policy::Anyone => [
            "/health",
            "/assets/{name}",
            "/sign-in",
            "/welcome/{token}",
            "/q/{token}",
            "/s/{token}",
            "/portal/sign-in",
            "/portal/sign-in/passkey/begin",
            "/portal/sign-in/passkey/finish",
            "/portal/help",
            "/portal/leave",
            "/portal/language",
            "/hand-back",
            // Calendars cannot sign in; the secret in the address is for nothing else.
            "/calendar/{token}",
        ]
        .contains(&path),
        Policy::ClientLink | Policy::ClientSpace => path.starts_with("/portal"),
        // Words that are searched for must not stand in an address.
        Policy::ReadRecord => {
            names_client && (method == "GET" || path == "/clients/{client}/search")
        }
        Policy::WriteRecord | Policy::EraseRecord => names_client,
        Policy::BothRecords => names_client && path.contains("{other}") && method == "GET",
        Policy::Administrator => path.starts_with("/practice"),
        Policy::Staff | Policy::Clinical => {
            !names_client && !path.starts_with("/portal") && !path.starts_with("/practice")
        }
    }
}
