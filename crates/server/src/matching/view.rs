//! Candidates, ready for the page.

use attune_care::matching::{
    Candidate, Choice, Considerations, Group, Matching, Place, Situation, first_to_consider,
    row_words,
};
use attune_catalog::{Catalog, Domain, EvidenceRow, Origin, Severity};
use attune_ids::EntryId;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::format::day;
use crate::page::form_id;

/// Candidates under one heading.
pub(crate) struct Section {
    pub(crate) heading: &'static str,
    pub(crate) about: &'static str,
    /// To look at first.
    pub(crate) first: Vec<GroupView>,
    /// The others, folded.
    pub(crate) more: Vec<GroupView>,
    /// How many those are.
    pub(crate) number: usize,
}

pub(crate) struct GroupView {
    pub(crate) together: Option<String>,
    /// How many of those that stand together are in the other part of the section.
    pub(crate) elsewhere: usize,
    pub(crate) candidates: Vec<CandidateView>,
}

pub(crate) struct CandidateView {
    pub(crate) technique: String,
    pub(crate) name: String,
    pub(crate) modality: String,
    pub(crate) what: String,
    /// How it is thought to help: a hypothesis, not a finding.
    pub(crate) how_it_helps: Option<String>,
    /// What a session with it looks like.
    pub(crate) in_session: String,
    /// Sheets to fill in: name and what is asked.
    pub(crate) worksheets: Vec<(String, Vec<String>)>,
    pub(crate) domains: Vec<Domain>,
    /// The domain whose colour the edge takes.
    pub(crate) edge: &'static str,
    pub(crate) reasons_for: Vec<String>,
    pub(crate) reasons_against: Vec<String>,
    /// What to be careful with: the situation, and what to do about it.
    pub(crate) careful: Vec<(String, String)>,
    /// What is good to know in a situation, likewise.
    pub(crate) good_to_know: Vec<(String, String)>,
    pub(crate) evidence: Vec<EvidenceLine>,
    pub(crate) feasibility: Vec<String>,
    /// The five considerations, each in a few words.
    pub(crate) five: Considerations,
    pub(crate) preferences_known: bool,
    pub(crate) forbidden: bool,
    /// Situations to rule out before it may be taken, each with how to find out.
    pub(crate) to_rule_out: Vec<(String, String)>,
    /// Situations ruled out, which may hold after all.
    pub(crate) ruled_out: Vec<String>,
    pub(crate) decision: Option<Decided>,
    pub(crate) entry: EntryId,
    pub(crate) no_entry: EntryId,
    pub(crate) check_entry: EntryId,
}

impl CandidateView {
    pub(crate) fn is_taken(&self) -> bool {
        self.decision.as_ref().is_some_and(|decided| decided.taken)
    }

    pub(crate) fn is_declined(&self) -> bool {
        self.decision.as_ref().is_some_and(|decided| !decided.taken)
    }

    /// The reason of an earlier no, to be changed.
    pub(crate) fn because(&self) -> &str {
        match &self.decision {
            Some(decided) if !decided.taken => &decided.because,
            _ => "",
        }
    }
}

pub(crate) struct Decided {
    pub(crate) taken: bool,
    pub(crate) on: String,
    pub(crate) because: String,
}

pub(crate) struct EvidenceLine {
    pub(crate) words: String,
    pub(crate) quality: String,
    pub(crate) origin: String,
    pub(crate) source: String,
    pub(crate) doi: Option<String>,
    pub(crate) note: Option<String>,
}

/// Groups by where they stand, in the order the rule gave them, each parted into what
/// to look at first and the rest.
pub(crate) fn sections(
    matching: &Matching,
    nothing_drawn: bool,
    catalog: &Catalog,
    zone: &TimeZone,
    today: Date,
) -> Vec<Section> {
    let places = [
        Place::OnTheDrawing,
        Place::Nearby,
        Place::Elsewhere,
        Place::NotNow,
    ];
    let firsts = first_to_consider(matching);
    let mut sections: Vec<Section> = Vec::new();
    for place in places {
        let of_place: Vec<&Group> = matching
            .groups
            .iter()
            .filter(|group| group.place == place)
            .collect();
        if of_place.is_empty() {
            continue;
        }
        let part = |first: bool| -> Vec<GroupView> {
            of_place
                .iter()
                .filter_map(|group| {
                    let candidates: Vec<CandidateView> = group
                        .candidates
                        .iter()
                        .filter(|found| firsts.contains(&found.technique.as_str()) == first)
                        .map(|found| candidate(found, catalog, zone, today))
                        .collect();
                    (!candidates.is_empty()).then(|| GroupView {
                        together: group.together.clone(),
                        elsewhere: group.candidates.len() - candidates.len(),
                        candidates,
                    })
                })
                .collect()
        };
        let (heading, about) = heading(place, nothing_drawn);
        let more = part(false);
        sections.push(Section {
            heading,
            about,
            first: part(true),
            number: more.iter().map(|group| group.candidates.len()).sum(),
            more,
        });
    }
    sections
}

fn heading(place: Place, nothing_drawn: bool) -> (&'static str, &'static str) {
    match place {
        Place::OnTheDrawing => (
            "Acts on what you drew",
            "Each acts on the very kind of thing a factor was said to be.",
        ),
        Place::Nearby => (
            "Near what you drew",
            "The same side of life as a factor; nobody has said what kind of thing it is.",
        ),
        Place::Elsewhere if nothing_drawn => (
            "Used for this kind of problem",
            "Nothing is drawn yet, so this goes by trials alone.",
        ),
        Place::Elsewhere => (
            "Touches nothing that is drawn",
            "Used for this kind of problem; it may still be right.",
        ),
        Place::NotNow => (
            "Not before something is ruled out",
            "The catalogue says: do not begin while this holds. Nobody has ruled it out for this client, so these are not offered.",
        ),
    }
}

fn candidate(found: &Candidate, catalog: &Catalog, zone: &TimeZone, today: Date) -> CandidateView {
    let technique = catalog.technique(&found.technique);
    let find_out = |when: &str| {
        let situation = catalog.situations.iter().find(|known| known.when == when);
        situation.map_or_else(String::new, |situation| situation.find_out.clone())
    };
    let situations = |known: &[Situation]| -> Vec<String> {
        found
            .cautions
            .iter()
            .filter(|caution| {
                caution.severity == Severity::NotNow && known.contains(&caution.known)
            })
            .map(|caution| caution.when.clone())
            .collect()
    };
    let open = |severity: Severity| -> Vec<(String, String)> {
        let open = found.cautions.iter().filter(|caution| caution.is_open());
        open.filter(|caution| caution.severity == severity)
            .map(|caution| (caution.when.clone(), caution.text.clone()))
            .collect()
    };
    CandidateView {
        technique: found.technique.clone(),
        name: found.name.clone(),
        modality: found.modality.clone(),
        what: found.what.clone(),
        how_it_helps: technique.and_then(|technique| technique.how_it_helps.clone()),
        in_session: technique.map_or_else(String::new, |technique| technique.session.clone()),
        worksheets: technique.map_or_else(Vec::new, |technique| {
            let sheets = technique.worksheets.iter();
            sheets
                .map(|sheet| (sheet.name.clone(), sheet.prompts.clone()))
                .collect()
        }),
        edge: found.domains.first().map_or("", |domain| domain.code()),
        domains: found.domains.clone(),
        reasons_for: found.reasons_for.clone(),
        reasons_against: found.reasons_against.clone(),
        careful: open(Severity::Careful),
        good_to_know: open(Severity::Note),
        evidence: found
            .evidence
            .rows
            .iter()
            .map(|row| evidence(row, catalog))
            .collect(),
        feasibility: found.feasibility.clone(),
        five: found.considerations(),
        preferences_known: found.preferences.is_some(),
        forbidden: found.is_forbidden(),
        to_rule_out: situations(&[Situation::NotAsked, Situation::Holds])
            .into_iter()
            .map(|when| {
                let how = find_out(&when);
                (when, how)
            })
            .collect(),
        ruled_out: situations(&[Situation::RuledOut]),
        decision: found.decision.as_ref().and_then(|decision| {
            let taken = match decision.item.choice {
                Choice::Taken => true,
                Choice::Declined => false,
                Choice::Open => return None,
            };
            Some(Decided {
                taken,
                on: day(decision.at.to_zoned(zone.clone()).date(), today),
                because: decision.item.because.clone(),
            })
        }),
        entry: form_id(),
        no_entry: form_id(),
        check_entry: form_id(),
    }
}

/// A row with its origin: no number stands alone.
pub(crate) fn evidence(row: &EvidenceRow, catalog: &Catalog) -> EvidenceLine {
    EvidenceLine {
        words: row_words(row, catalog),
        quality: row.quality.clone(),
        origin: match (row.origin, &row.method) {
            (Origin::Read, _) => "Read in the publication.".to_owned(),
            (Origin::Computed, None) => "Computed from an open database.".to_owned(),
            (Origin::Computed, Some(method)) => {
                format!("Computed from an open database. {method}")
            }
        },
        source: row.source.clone(),
        doi: row.doi.clone(),
        note: row.note.clone(),
    }
}
