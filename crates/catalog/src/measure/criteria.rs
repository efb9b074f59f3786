//! Criteria: from tables to checked values.

use toml::Spanned;

use super::items::{condition, item_positions, item_tests};
use super::raw::{CaseTable, CriterionTable, MeasureFile, UndecidedName};
use super::{
    Case, Combination, Criterion, CriterionKind, Item, Operation, ScoreRule, Subject, Test,
};
use crate::error::CatalogError;
use crate::files::Source;

/// Names a report gives to other things; a score or criterion called so could not be told from them.
const RESERVED: [&str; 2] = ["band", "prorated"];

pub(super) fn criteria(
    source: Source<'_>,
    file: &MeasureFile,
    items: &[Item],
    scores: &[ScoreRule],
) -> Result<Vec<Criterion>, CatalogError> {
    let mut read: Vec<Criterion> = Vec::new();
    for table in &file.criteria {
        let id = table.id.get_ref();
        let taken = read.iter().any(|earlier| &earlier.id == id)
            || scores.iter().any(|rule| &rule.id == id)
            || items
                .iter()
                .any(|item| &item.id == id && !is_choice_of(table, item))
            || RESERVED.contains(&id.as_str());
        if taken {
            return Err(CatalogError::Identity {
                at: source.at(&table.id.span()),
                message: format!("\"{id}\" is the name of something else already"),
            });
        }
        let scope = Scope {
            source,
            items,
            scores,
            earlier: &read,
        };
        let kind = scope.kind(table)?;
        read.push(Criterion {
            id: id.clone(),
            kind,
            source: table.source.clone(),
        });
    }
    Ok(read)
}

/// An answer reported as it is may go by the name of its item.
fn is_choice_of(table: &CriterionTable, item: &Item) -> bool {
    table
        .choice_of
        .as_ref()
        .is_some_and(|name| name.get_ref() == &item.id)
}

/// What a condition may name.
struct Scope<'a> {
    source: Source<'a>,
    items: &'a [Item],
    scores: &'a [ScoreRule],
    earlier: &'a [Criterion],
}

impl Scope<'_> {
    fn kind(&self, table: &CriterionTable) -> Result<CriterionKind, CatalogError> {
        let cases = table.cases.as_deref();
        let whole = table.when.as_ref().map(std::slice::from_ref);
        let all = table.all.as_deref().or(whole);
        let given = [
            table.when.is_some(),
            table.all.is_some(),
            table.any.is_some(),
            cases.is_some(),
            table.choice_of.is_some(),
            table.items_where.is_some(),
        ];
        let single = given.iter().filter(|given| **given).count() == 1;
        if !single || cases.is_some() != table.otherwise.is_some() {
            return self.refuse(
                &table.id,
                "a criterion has one of `when`, `all`, `any`, `cases` (with `otherwise`), `choice_of`, `items_where`",
            );
        }
        match (
            cases,
            &table.otherwise,
            &table.choice_of,
            &table.items_where,
        ) {
            (Some(cases), Some(otherwise), ..) => Ok(CriterionKind::Cases {
                cases: cases
                    .iter()
                    .map(|case| self.case(table, case))
                    .collect::<Result<_, _>>()?,
                otherwise: otherwise.clone(),
                undecided_does_not_hold: table.undecided == UndecidedName::DoesNotHold,
            }),
            (_, _, Some(item), _) => {
                let position = *item_positions(self.source, item, self.items)?.start();
                Ok(CriterionKind::ChoiceOf(position))
            }
            (_, _, _, Some(written)) => Ok(CriterionKind::ItemsWhere(item_tests(
                self.source,
                written,
                self.items,
            )?)),
            _ => Ok(CriterionKind::Condition(self.combination(
                &table.id,
                all,
                table.any.as_deref(),
            )?)),
        }
    }

    fn case(&self, table: &CriterionTable, case: &CaseTable) -> Result<Case, CatalogError> {
        Ok(Case {
            code: case.code.clone(),
            when: self.combination(&table.id, case.all.as_deref(), case.any.as_deref())?,
        })
    }

    fn combination(
        &self,
        id: &Spanned<String>,
        all: Option<&[Spanned<String>]>,
        any: Option<&[Spanned<String>]>,
    ) -> Result<Combination, CatalogError> {
        let tests = |written: &[Spanned<String>]| {
            written
                .iter()
                .map(|text| self.test(text))
                .collect::<Result<Vec<_>, _>>()
        };
        match (all, any) {
            (Some(all), None) if !all.is_empty() => Ok(Combination::All(tests(all)?)),
            (None, Some(any)) if !any.is_empty() => Ok(Combination::Any(tests(any)?)),
            _ => self.refuse(id, "give conditions either in `all` or in `any`"),
        }
    }

    fn test(&self, text: &Spanned<String>) -> Result<Test, CatalogError> {
        let condition = condition(self.source, text)?;
        let name = condition.item;
        let item = self.items.iter().position(|item| item.id == name);
        let score = self.scores.iter().any(|rule| {
            rule.id == name && !matches!(rule.operation, Operation::Each(_) | Operation::Entered)
        });
        let criterion = self.earlier.iter().any(|criterion| criterion.id == name);
        let subject = match item {
            Some(position) => Subject::Item(position),
            None if score => Subject::Score(name),
            None if criterion => Subject::Criterion(name),
            None => {
                return Err(CatalogError::Unknown {
                    at: self.source.at(&text.span()),
                    kind: "item, score or earlier criterion",
                    name,
                });
            }
        };
        Ok(Test {
            subject,
            comparison: condition.comparison,
            threshold: condition.threshold,
        })
    }

    fn refuse<T>(&self, id: &Spanned<String>, message: &str) -> Result<T, CatalogError> {
        Err(CatalogError::Rule {
            at: self.source.at(&id.span()),
            message: message.to_owned(),
        })
    }
}
