//! Worksheets that were filled in, and moments that were named.

use std::collections::BTreeMap;

use anyhow::{Context, anyhow};
use attune_care::worksheets::{
    Filling, Giving, Links, MomentInput, PickedRow, Typed, TypedRow, fill_sheet, give_worksheet,
    pickable, read, set_moment,
};
use attune_catalog::Domain;
use attune_catalog::worksheet::{FieldKind, Rows, Worksheet};
use attune_ids::{EntryId, RowId, SessionId, SheetId};
use jiff::civil::Date;
use serde::Deserialize;

use super::calendar;
use super::couple::CoupleText;
use super::diary::Hand;
use super::life::Telling;

/// Days after a session on which the client fills in what was given in it.
const LATER: i64 = 2;

/// Who fills in a sheet or names a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum By {
    Client,
    Clinician,
}

/// What `sheets.toml` holds.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Filled {
    #[serde(rename = "moment")]
    pub(super) moments: Vec<MomentText>,
    #[serde(rename = "sheet")]
    pub(super) sheets: Vec<SheetText>,
    pub(super) couple: CoupleText,
}

/// A sheet as it is written in the file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SheetText {
    pub(super) person: String,
    /// Counted from 0.
    pub(super) session: usize,
    pub(super) by: By,
    pub(super) worksheet: String,
    /// Keys of the story.
    #[serde(default)]
    pub(super) factors: Vec<String>,
    #[serde(default)]
    pub(super) of_the_moment: bool,
    pub(super) rows: Vec<RowText>,
}

/// What is typed in one part, or in one row of a table.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RowText {
    pub(super) part: String,
    pub(super) answers: BTreeMap<String, Answers>,
}

/// One answer, or all that were ticked.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Answers {
    One(String),
    Several(Vec<String>),
}

/// A moment as it is written in the file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MomentText {
    pub(super) person: String,
    pub(super) session: usize,
    pub(super) by: By,
    pub(super) words: String,
    pub(super) domains: Vec<Domain>,
}

impl Telling<'_> {
    /// What was filled in and named in the session with this number, and in the days after it.
    pub(super) fn sheets_of(
        &mut self,
        number: usize,
        session: SessionId,
        on: Date,
    ) -> anyhow::Result<()> {
        let texts = &self.texts.filled;
        let later = calendar::after(on, LATER)?;
        for by in [By::Clinician, By::Client] {
            // What would lie ahead has not happened.
            if by == By::Client && later >= self.today {
                continue;
            }
            let day = if by == By::Client { later } else { on };
            let mine = |person: &str, at: usize, who: By| {
                person == self.person.name && at == number && who == by
            };
            let named: Vec<_> = (texts.moments.iter())
                .filter(|text| mine(&text.person, text.session, text.by))
                .collect();
            let filled: Vec<_> = (texts.sheets.iter())
                .filter(|text| mine(&text.person, text.session, text.by))
                .collect();
            for text in named {
                self.name_moment(text, day)?;
            }
            for text in filled {
                let links = self.links(text, session);
                self.fill_in_sheet(&text.worksheet, &text.rows, links, by, day)
                    .with_context(|| format!("the {} of session {number}", text.worksheet))?;
            }
        }
        Ok(())
    }

    fn hand_of(&self, by: By) -> Hand {
        match by {
            By::Client => Hand::Client,
            By::Clinician => self.clinician(),
        }
    }

    fn name_moment(&mut self, text: &MomentText, on: Date) -> anyhow::Result<()> {
        let input = MomentInput {
            id: None,
            on,
            words: text.words.clone(),
            domains: text.domains.clone(),
            factors: Vec::new(),
        };
        let hand = self.hand_of(text.by);
        self.diary.apply(hand, on, |record, _, entry, ids| {
            set_moment(record, input, on, entry, ids)
        })
    }

    fn links(&mut self, text: &SheetText, session: SessionId) -> Links {
        let techniques = self
            .catalog
            .worksheet(&text.worksheet)
            .map_or(&[][..], |worksheet| &worksheet.techniques);
        let strands = self
            .strands
            .iter()
            .filter(|(_, technique)| techniques.contains(technique))
            .map(|(strand, _)| *strand)
            .collect();
        let factors = text.factors.iter().filter_map(|key| self.factor(key));
        let factors = factors.collect();
        let last_moment = self.diary.record().moments.last();
        let moment = last_moment.map(|kept| kept.item.id);
        Links {
            factors,
            strands,
            session: (text.by == By::Clinician).then_some(session),
            moment: moment.filter(|_| text.of_the_moment),
            ..Links::default()
        }
    }

    /// Fills in a worksheet by its own rules; the client's is given to them first. Answers with the sheet and its entry.
    pub(super) fn fill_in_sheet(
        &mut self,
        worksheet: &str,
        rows: &[RowText],
        mut links: Links,
        by: By,
        on: Date,
    ) -> anyhow::Result<(SheetId, EntryId)> {
        let worksheet = self
            .catalog
            .worksheet(worksheet)
            .context("there is no such worksheet")?;
        if by == By::Client {
            links.giving = Some(self.given(worksheet, on)?);
        }
        let ids: Vec<RowId> = rows.iter().map(|_| RowId::new(self.diary.ids())).collect();
        let sheets = &self.diary.record().sheets;
        let pick = |from: &Rows| pickable(sheets, from);
        let mut typed = Typed::default();
        for (row, id) in rows.iter().zip(ids) {
            let cells = cells(worksheet, row, &pick);
            let written = typed.parts.entry(row.part.clone()).or_default();
            written.push(TypedRow { id, cells });
        }
        let parts = read(worksheet, &typed, &pick).map_err(|problems| anyhow!("{problems:?}"))?;
        let filling = Filling {
            sheet: SheetId::new(self.diary.ids()),
            seen: None,
            on,
            parts,
            links,
        };
        let mut filled = None;
        let hand = self.hand_of(by);
        let author = self.diary.author(hand);
        self.diary.apply(hand, on, |record, _, entry, _| {
            filled = Some(entry);
            fill_sheet(record, worksheet, &filling, author, on, entry)
        })?;
        Ok((filling.sheet, filled.context("no sheet was filled in")?))
    }

    /// The giving that lets the client fill this worksheet in; made if there is none.
    fn given(&mut self, worksheet: &Worksheet, on: Date) -> anyhow::Result<EntryId> {
        let given = |telling: &mut Self| {
            let mut given = telling.diary.record().given_worksheets.iter();
            given
                .find(|state| state.given.item.worksheet == worksheet.id)
                .map(|state| state.given.entry)
        };
        if let Some(entry) = given(self) {
            return Ok(entry);
        }
        let giving = Giving {
            worksheet: worksheet.id.clone(),
            sheet: None,
            words: String::new(),
            session: None,
        };
        let hand = self.clinician();
        self.diary.apply(hand, on, |record, _, entry, _| {
            give_worksheet(record, worksheet, giving, entry)
        })?;
        given(self).context("the worksheet was not given")
    }
}

/// What is typed in a row. A row of another sheet is written by its name and sent by its id.
fn cells(
    worksheet: &Worksheet,
    row: &RowText,
    pick: &dyn Fn(&Rows) -> Vec<PickedRow>,
) -> BTreeMap<String, Vec<String>> {
    let kind = |field: &str| Some(&worksheet.part(&row.part)?.field(field)?.kind);
    let typed = |field: &str, words: &String| match kind(field) {
        Some(FieldKind::Pick(from)) => {
            let picked = pick(from).into_iter().find(|picked| &picked.name == words);
            picked.map_or_else(|| words.clone(), |picked| picked.row.to_string())
        }
        _ => words.clone(),
    };
    row.answers
        .iter()
        .map(|(field, answers)| {
            let words = match answers {
                Answers::One(words) => std::slice::from_ref(words),
                Answers::Several(words) => words,
            };
            let typed = words.iter().map(|words| typed(field, words)).collect();
            (field.clone(), typed)
        })
        .collect()
}
