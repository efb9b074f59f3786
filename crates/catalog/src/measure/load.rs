//! From the files of a measure to a checked [`Measure`].

use toml::Spanned;

use super::criteria::criteria;
use super::items::{flags, items};
use super::raw::MeasureFile;
use super::scores::score_rule;
use super::{Grant, Item, Licence, Measure, Operation, ScoreRule, Text, norms, text, vectors};
use crate::error::{CatalogError, Place};
use crate::files::{Files, Source, has_extension};
use crate::own::PRACTICE_PACK;
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
    let mut scores = Vec::new();
    for table in &file.scores {
        scores.push(score_rule(source, table, &items, &scores)?);
    }
    let flags = flags(source, &file, &items)?;
    check_score_ids(source, &file, &scores, &items)?;
    let criteria = criteria(source, &file, &items, &scores)?;
    if let Some(total) = &file.total {
        source.known(
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
    let pack = folder.split('/').nth(1).unwrap_or_default();
    if licence.grant.is_some() && pack != PRACTICE_PACK {
        return Err(CatalogError::Rule {
            at: Place::file(&path("licence.toml")),
            message: format!("only a measure in the pack \"{PRACTICE_PACK}\" has a grant"),
        });
    }
    let mut measure = Measure {
        id: file.id.into_inner(),
        version: file.version.into_inner(),
        pack: pack.to_owned(),
        name: file.name,
        title: file.title,
        purpose: file.purpose,
        standing: file.standing,
        domains: file.domains,
        problem_areas: file.problem_areas,
        direction: file.direction,
        asked_by: file.asked_by,
        recall_days: file.recall_days,
        codes: file.codes,
        items,
        open_questions: file.open_questions,
        scores,
        total: file.total.map(Spanned::into_inner),
        criteria,
        flags,
        licence,
        texts: Vec::new(),
        norms: Vec::new(),
    };
    measure.texts = texts(files, folder, &measure)?;
    let norms_path = path("norms.toml");
    if files.get(&norms_path).is_some() {
        measure.norms = norms::read(files.source(&norms_path)?, &measure)?;
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
    let plain = |sign: u8| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == b'-';
    let id = file.id.get_ref();
    if id.is_empty() || !id.bytes().all(plain) {
        return Err(CatalogError::Identity {
            at: source.at(&file.id.span()),
            message: "an id is small letters, digits and hyphens".to_owned(),
        });
    }
    let version = file.version.get_ref();
    let completed = version.contains('+') && folder.split('/').nth(1) != Some(PRACTICE_PACK);
    if version_key(version).is_none() || completed {
        return Err(CatalogError::Identity {
            at: source.at(&file.version.span()),
            message: "a version is three numbers with dots".to_owned(),
        });
    }
    Ok(())
}

/// Scores are looked up by id, so no two may share one; with `each` the items' ids count.
fn check_score_ids(
    source: Source<'_>,
    file: &MeasureFile,
    scores: &[ScoreRule],
    items: &[Item],
) -> Result<(), CatalogError> {
    let mut taken: Vec<&str> = Vec::new();
    for (table, rule) in file.scores.iter().zip(scores) {
        let made: Vec<&str> = match &rule.operation {
            Operation::Each(positions) => positions
                .iter()
                .filter_map(|position| items.get(*position))
                .map(|item| item.id.as_str())
                .collect(),
            _ => vec![&rule.id],
        };
        for id in made {
            if taken.contains(&id) {
                return Err(CatalogError::Identity {
                    at: source.at(&table.id.span()),
                    message: format!("there is a score \"{id}\" already"),
                });
            }
            taken.push(id);
        }
    }
    Ok(())
}

/// Wording that may not ship is allowed where a practice has stated what permits it. The shipped catalogue holds no
/// pack of a practice.
fn may_hold_wording(measure: &Measure) -> bool {
    let stated = |grant: &Grant| !grant.holder.trim().is_empty() && !grant.basis.trim().is_empty();
    measure.licence.class.wording_may_ship()
        || (measure.pack == PRACTICE_PACK && measure.licence.grant.as_ref().is_some_and(stated))
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
        if !may_hold_wording(measure) {
            return Err(CatalogError::TextNotAllowed {
                at: Place {
                    file: path.to_owned(),
                    line: Some(1),
                    column: None,
                },
                class: measure.licence.class.code(),
            });
        }
        texts.push(text::read(files.source(path)?, measure)?);
    }
    Ok(texts)
}
