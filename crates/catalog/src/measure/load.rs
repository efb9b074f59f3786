//! From the files of a measure to a checked [`Measure`].

use std::collections::BTreeMap;

use toml::Spanned;

use super::raw::{
    ItemTable, MeasureFile, NormKind, NormTable, NormsFile, OperationName, OptionTable, ScoreTable,
};
use super::text::wording_hash;
use super::{
    Band, ChangeRule, Item, Licence, Measure, Norm, Operation, OptionKind, OptionSet, ScoreRule,
    Text, vectors,
};
use crate::error::{CatalogError, Place};
use crate::files::{Files, Source, has_extension};
use crate::flag::{Condition, FlagRule};
use crate::version::version_key;

/// Every measure below `measures/`, sorted by id and version.
pub(crate) fn load_all(files: &Files) -> Result<Vec<Measure>, CatalogError> {
    let mut folders: Vec<&str> = Vec::new();
    for path in files.paths().filter(|path| path.starts_with("measures/")) {
        let Some((folder, _)) = path.rsplit_once('/') else {
            continue;
        };
        if folder.split('/').count() != 4 {
            return Err(CatalogError::Stray {
                at: Place::file(path),
            });
        }
        if folders.last() != Some(&folder) {
            folders.push(folder);
        }
    }
    let mut measures = folders
        .into_iter()
        .map(|folder| load_one(files, folder))
        .collect::<Result<Vec<_>, _>>()?;
    measures.sort_by_key(|measure| (measure.id.clone(), version_key(&measure.version)));
    for pair in measures.windows(2) {
        if let [one, two] = pair
            && (&one.id, &one.version) == (&two.id, &two.version)
        {
            return Err(CatalogError::Identity {
                at: Place::file(&format!("measures/{}/{}/{}", two.pack, two.id, two.version)),
                message: format!("pack {} already holds this measure", one.pack),
            });
        }
    }
    Ok(measures)
}

fn load_one(files: &Files, folder: &str) -> Result<Measure, CatalogError> {
    let path = |name: &str| format!("{folder}/{name}");
    let measure_path = path("measure.toml");
    let source = files.source(&measure_path)?;
    let file: MeasureFile = source.toml()?;
    check_folder(source, folder, &file)?;

    let items = items(source, &file)?;
    let scores = file
        .scores
        .iter()
        .map(|table| score_rule(source, table, &items))
        .collect::<Result<Vec<_>, _>>()?;
    let flags = flags(source, &file, &items)?;
    if let Some(total) = &file.total {
        known(
            source,
            total,
            "score",
            scores.iter().any(|rule| &rule.id == total.get_ref()),
        )?;
    }
    let licence: Licence = files.source(&path("licence.toml"))?.toml()?;
    if licence.evidence.is_empty() {
        return Err(CatalogError::Rule {
            at: Place::file(&path("licence.toml")),
            message: "a licence needs at least one piece of evidence".to_owned(),
        });
    }
    let mut measure = Measure {
        id: file.id.into_inner(),
        version: file.version.into_inner(),
        pack: folder.split('/').nth(1).unwrap_or_default().to_owned(),
        name: file.name,
        title: file.title,
        purpose: file.purpose,
        standing: file.standing,
        domains: file.domains,
        problem_areas: file.problem_areas,
        direction: file.direction,
        recall_days: file.recall_days,
        codes: file.codes,
        items,
        open_questions: file.open_questions,
        scores,
        total: file.total.map(Spanned::into_inner),
        flags,
        licence,
        texts: Vec::new(),
        norms: Vec::new(),
    };
    measure.texts = texts(files, folder, &measure)?;
    let norms_path = path("norms.toml");
    if files.get(&norms_path).is_some() {
        measure.norms = norms(files.source(&norms_path)?, &measure)?;
    }
    vectors::check(files.source(&path("vectors.json"))?, &measure)?;
    Ok(measure)
}

/// The folder says pack, id and version; the file must agree, and hold nothing nobody reads.
fn check_folder(source: Source<'_>, folder: &str, file: &MeasureFile) -> Result<(), CatalogError> {
    let mut parts = folder.split('/').skip(2);
    for stated in [&file.id, &file.version] {
        let folder_says = parts.next().unwrap_or_default();
        if stated.get_ref() != folder_says {
            return Err(CatalogError::Identity {
                at: source.at(&stated.span()),
                message: format!(
                    "the folder says \"{folder_says}\", the file \"{}\"",
                    stated.get_ref()
                ),
            });
        }
    }
    if version_key(file.version.get_ref()).is_none() {
        return Err(CatalogError::Identity {
            at: source.at(&file.version.span()),
            message: "a version is three numbers with dots".to_owned(),
        });
    }
    Ok(())
}

fn known<T: AsRef<str>>(
    source: Source<'_>,
    name: &Spanned<T>,
    kind: &'static str,
    exists: bool,
) -> Result<(), CatalogError> {
    if exists {
        Ok(())
    } else {
        Err(CatalogError::Unknown {
            at: source.at(&name.span()),
            kind,
            name: name.get_ref().as_ref().to_owned(),
        })
    }
}

fn items(source: Source<'_>, file: &MeasureFile) -> Result<Vec<Item>, CatalogError> {
    let sets = file
        .options
        .iter()
        .map(|(id, table)| Ok((id.as_str(), option_set(source, id, table)?)))
        .collect::<Result<BTreeMap<_, _>, CatalogError>>()?;
    let mut items: Vec<Item> = Vec::new();
    for table in &file.items {
        let ItemTable { id, options, .. } = table;
        if items.iter().any(|item| &item.id == id.get_ref()) {
            return Err(CatalogError::Identity {
                at: source.at(&id.span()),
                message: format!("item \"{}\" stands here twice", id.get_ref()),
            });
        }
        let set = sets.get(options.get_ref().as_str()).cloned();
        known(source, options, "option set", set.is_some())?;
        items.extend(set.map(|options| Item {
            id: id.get_ref().clone(),
            options,
            optional: table.optional,
            may_not_apply: table.may_not_apply,
            domain: table.domain,
            loinc: table.loinc.clone(),
        }));
    }
    Ok(items)
}

fn option_set(
    source: Source<'_>,
    id: &str,
    table: &OptionTable,
) -> Result<OptionSet, CatalogError> {
    let refuse = |at, message: &str| {
        Err(CatalogError::Rule {
            at,
            message: format!("option set \"{id}\": {message}"),
        })
    };
    let kind = match (&table.choices, &table.scale) {
        (Some(choices), None) if !choices.is_empty() => {
            let repeated = choices.iter().enumerate().any(|(position, choice)| {
                choices
                    .iter()
                    .take(position)
                    .any(|other| other.id == choice.id || other.value == choice.value)
            });
            if repeated {
                return refuse(source.whole(), "two choices share an id or a value");
            }
            OptionKind::Choices(choices.clone())
        }
        (None, Some(scale)) => {
            let (from, to) = *scale.get_ref();
            if from >= to {
                return refuse(source.at(&scale.span()), "a scale runs upwards");
            }
            OptionKind::Scale { from, to }
        }
        _ => return refuse(source.whole(), "give either choices or a scale"),
    };
    Ok(OptionSet {
        id: id.to_owned(),
        kind,
    })
}

fn score_rule(
    source: Source<'_>,
    table: &ScoreTable,
    items: &[Item],
) -> Result<ScoreRule, CatalogError> {
    let mut positions = Vec::new();
    for name in &table.of {
        positions.extend(item_positions(source, name, items)?);
    }
    let refuse = |message: &str| {
        Err(CatalogError::Rule {
            at: source.at(&table.id.span()),
            message: message.to_owned(),
        })
    };
    let entered = matches!(table.op, OperationName::Entered);
    if entered != positions.is_empty() {
        return refuse("name the items of the score; only an entered one has none");
    }
    if positions
        .iter()
        .any(|position| items.get(*position).is_some_and(|item| item.optional))
    {
        return refuse(
            "an optional item cannot be scored: leaving it off would leave the score off",
        );
    }
    let operation = match table.op {
        OperationName::Sum => Operation::Sum(positions),
        OperationName::Mean => Operation::Mean(positions),
        OperationName::Each => Operation::Each(positions),
        OperationName::Entered => Operation::Entered,
    };
    check_range(source, table, &operation, items)?;
    check_bands(source, table, &operation)?;
    Ok(ScoreRule {
        id: table.id.get_ref().clone(),
        operation,
        range: *table.range.get_ref(),
        bands: table
            .bands
            .iter()
            .map(|band| band.get_ref().clone())
            .collect(),
        bands_source: table.bands_source.clone(),
    })
}

/// An item id, or `q1..q9` for all items from the first to the last named.
fn item_positions(
    source: Source<'_>,
    name: &Spanned<String>,
    items: &[Item],
) -> Result<std::ops::RangeInclusive<usize>, CatalogError> {
    let (first, last) = name
        .get_ref()
        .split_once("..")
        .unwrap_or((name.get_ref(), name.get_ref()));
    let position = |id: &str| items.iter().position(|item| item.id == id);
    match (position(first), position(last)) {
        (Some(first), Some(last)) if first <= last => Ok(first..=last),
        _ => Err(CatalogError::Unknown {
            at: source.at(&name.span()),
            kind: "item",
            name: name.get_ref().clone(),
        }),
    }
}

fn check_range(
    source: Source<'_>,
    table: &ScoreTable,
    operation: &Operation,
    items: &[Item],
) -> Result<(), CatalogError> {
    let extents: Vec<(i32, i32)> = operation
        .items()
        .iter()
        .filter_map(|position| items.get(*position))
        .map(|item| item.options.extent())
        .collect();
    let total =
        |end: fn(&(i32, i32)) -> i32| extents.iter().map(|e| f64::from(end(e))).sum::<f64>();
    let count = extents.len() as f64;
    let (low, high) = *table.range.get_ref();
    let (least, most) = match operation {
        Operation::Sum(_) => (total(|e| e.0), total(|e| e.1)),
        Operation::Mean(_) => (total(|e| e.0) / count, total(|e| e.1) / count),
        Operation::Each(_) => (
            f64::from(extents.iter().map(|e| e.0).min().unwrap_or(low)),
            f64::from(extents.iter().map(|e| e.1).max().unwrap_or(high)),
        ),
        Operation::Entered => (f64::from(low), f64::from(high)),
    };
    if low < high && f64::from(low) <= least && most <= f64::from(high) {
        Ok(())
    } else {
        Err(CatalogError::Range {
            at: source.at(&table.range.span()),
            low: least,
            high: most,
        })
    }
}

/// Bands must cover the range without gap or overlap, in whole points, and say where they come from.
fn check_bands(
    source: Source<'_>,
    table: &ScoreTable,
    operation: &Operation,
) -> Result<(), CatalogError> {
    let (Some(first), Some(last)) = (table.bands.first(), table.bands.last()) else {
        return Ok(());
    };
    let refuse = |band: &Spanned<Band>, message: String| {
        Err(CatalogError::Bands {
            at: source.at(&band.span()),
            message,
        })
    };
    if !operation.whole() {
        return refuse(
            first,
            "a mean falls between whole points: it cannot have bands".to_owned(),
        );
    }
    if table.bands_source.is_none() {
        return refuse(first, "bands need a bands_source".to_owned());
    }
    let (low, high) = *table.range.get_ref();
    let mut next = low;
    for band in &table.bands {
        let Band { from, to, code, .. } = band.get_ref();
        if *from > next {
            return refuse(band, format!("no band holds {next} to {}", from - 1));
        }
        if *from < next {
            return refuse(
                band,
                format!("band \"{code}\" starts at {from}, inside the one before"),
            );
        }
        if to < from {
            return refuse(band, format!("band \"{code}\" ends before it starts"));
        }
        next = to.saturating_add(1);
    }
    if last.get_ref().to == high {
        Ok(())
    } else {
        refuse(
            last,
            format!("bands end at {}, the range at {high}", last.get_ref().to),
        )
    }
}

fn flags(
    source: Source<'_>,
    file: &MeasureFile,
    items: &[Item],
) -> Result<Vec<FlagRule>, CatalogError> {
    file.flags
        .iter()
        .map(|table| {
            let at = || source.at(&table.when.span());
            let condition: Condition = table
                .when
                .get_ref()
                .parse()
                .map_err(|message| CatalogError::Rule { at: at(), message })?;
            let position = items
                .iter()
                .position(|item| item.id == condition.item)
                .ok_or_else(|| CatalogError::Unknown {
                    at: at(),
                    kind: "item",
                    name: condition.item.clone(),
                })?;
            Ok(FlagRule {
                id: table.id.clone(),
                level: table.level,
                item: position,
                comparison: condition.comparison,
                threshold: condition.threshold,
            })
        })
        .collect()
}

/// The texts in the folder: allowed, unchanged since they were checked, and complete.
fn texts(files: &Files, folder: &str, measure: &Measure) -> Result<Vec<Text>, CatalogError> {
    let known_files = ["measure.toml", "licence.toml", "norms.toml", "vectors.json"];
    let mut texts = Vec::new();
    let prefix = format!("{folder}/");
    for path in files.paths() {
        let Some(name) = path.strip_prefix(&prefix) else {
            continue;
        };
        if known_files.contains(&name) {
            continue;
        }
        if !name.starts_with("text.") || !has_extension(name, "toml") {
            return Err(CatalogError::Stray {
                at: Place::file(path),
            });
        }
        if !measure.licence.class.wording_may_ship() {
            return Err(CatalogError::TextNotAllowed {
                at: Place::file(path),
                class: measure.licence.class.code(),
            });
        }
        texts.push(text(files.source(path)?, measure)?);
    }
    Ok(texts)
}

fn text(source: Source<'_>, measure: &Measure) -> Result<Text, CatalogError> {
    let text: Text = source.toml()?;
    if source.stem() != format!("text.{}", text.language) {
        return Err(CatalogError::Identity {
            at: source.whole(),
            message: format!(
                "the file name and the language \"{}\" disagree",
                text.language
            ),
        });
    }
    let found = wording_hash(source.text);
    if text.sha256 != found {
        let line = source
            .text
            .lines()
            .position(|line| line.starts_with("sha256"));
        return Err(CatalogError::TextHash {
            at: Place {
                file: source.path.to_owned(),
                line: line.map(|line| line + 1),
            },
            expected: text.sha256,
            found,
        });
    }
    let missing = |kind, name: &str| CatalogError::Unknown {
        at: source.whole(),
        kind,
        name: name.to_owned(),
    };
    for item in &measure.items {
        text.item(&item.id)
            .ok_or_else(|| missing("wording for item", &item.id))?;
        match &item.options.kind {
            OptionKind::Choices(choices) => {
                for choice in choices {
                    text.choice(&item.options.id, &choice.id)
                        .ok_or_else(|| missing("wording for choice", &choice.id))?;
                }
            }
            OptionKind::Scale { .. } => {
                text.ends(&item.id, &item.options.id)
                    .ok_or_else(|| missing("wording for the ends of", &item.id))?;
            }
        }
    }
    for question in &measure.open_questions {
        text.open(question)
            .ok_or_else(|| missing("wording for open question", question))?;
    }
    Ok(text)
}

fn norms(source: Source<'_>, measure: &Measure) -> Result<Vec<Norm>, CatalogError> {
    let file: NormsFile = source.toml()?;
    let mut norms: Vec<Norm> = Vec::new();
    for table in file.norms {
        known(
            source,
            &table.score,
            "score",
            measure.rule_for(table.score.get_ref()).is_some(),
        )?;
        let at = source.at(&table.id.span());
        let norm = norm(source, table)?;
        let clash = norms.iter().find(|other| {
            other.id == norm.id || (other.default && norm.default && other.score == norm.score)
        });
        if let Some(other) = clash {
            return Err(CatalogError::Identity {
                at,
                message: format!("\"{}\" has the same id or is the default already", other.id),
            });
        }
        norms.push(norm);
    }
    Ok(norms)
}

fn norm(source: Source<'_>, table: NormTable) -> Result<Norm, CatalogError> {
    let rule = match (
        table.kind.get_ref(),
        table.least_change,
        table.sd,
        table.reliability,
        table.reliability_kind,
    ) {
        (NormKind::Published, Some(least_change), None, None, None) if least_change > 0.0 => {
            ChangeRule::Published { least_change }
        }
        (NormKind::JacobsonTruax, None, Some(sd), Some(reliability), Some(reliability_kind))
            if sd > 0.0 && (0.0..=1.0).contains(&reliability) =>
        {
            ChangeRule::JacobsonTruax {
                sd,
                reliability,
                reliability_kind,
                clinical: table.clinical,
                functional: table.functional,
            }
        }
        _ => {
            return Err(CatalogError::Rule {
                at: source.at(&table.kind.span()),
                message: "a published norm has a least_change; a jacobson_truax norm an sd, a reliability \
                          between 0 and 1 and its kind; neither has the other's"
                    .to_owned(),
            });
        }
    };
    Ok(Norm {
        id: table.id.into_inner(),
        score: table.score.into_inner(),
        rule,
        case_at: table.case_at,
        population: table.population,
        source: table.source,
        note: table.note,
        default: table.default,
    })
}
