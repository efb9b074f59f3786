//! Reading worksheets and workspaces.

use std::collections::{BTreeMap, BTreeSet};

use super::raw::{RawField, RawFieldKind, RawPart, RawPartKind, RawPicture, RawWorksheet};
use super::{
    Field, FieldKind, FieldPlace, Part, PartKind, Picture, PictureKind, Range, Rows, Turns,
    Worksheet, Workspace, check, language, prompts,
};
use crate::catalog::Catalog;
use crate::content::{Modality, Situation, Technique, one_per_file, refers};
use crate::error::CatalogError;
use crate::files::{Files, Source};

/// How many empty rows a table begins with where its file does not say.
const ROWS: usize = 3;

/// What a worksheet may refer to.
pub(super) struct Known<'a> {
    pub(super) workspaces: &'a [Workspace],
    pub(super) techniques: &'a [Technique],
    pub(super) situations: &'a [Situation],
}

/// All workspaces by their order, and all worksheets by workspace and order; those of techniques' prompts last.
pub(crate) fn load(
    files: &Files,
    modalities: &[Modality],
    techniques: &[Technique],
    situations: &[Situation],
) -> Result<(Vec<Workspace>, Vec<Worksheet>), CatalogError> {
    let mut workspaces = one_per_file(files, "workspaces", |workspace: &Workspace| {
        workspace.id.clone()
    })?;
    for workspace in &workspaces {
        let path = format!("workspaces/{}.toml", workspace.id);
        let source = files.source(&path)?;
        for name in &workspace.modalities {
            let known = modalities.iter().any(|modality| &modality.id == name);
            refers(source, "modality", name, known)?;
        }
    }
    workspaces.sort_by_key(|workspace| workspace.order);
    let known = Known {
        workspaces: &workspaces,
        techniques,
        situations,
    };
    let mut worksheets = Vec::new();
    for source in files.folder("worksheets") {
        worksheets.push(read(source, &known)?);
    }
    for technique in techniques {
        let home = |workspace: &&Workspace| workspace.modalities.contains(&technique.modality);
        if let Some(workspace) = workspaces.iter().find(home) {
            worksheets.extend(prompts::of(technique, &workspace.id));
        }
    }
    for worksheet in &worksheets {
        let path = format!("worksheets/{}.toml", worksheet.id);
        if let Ok(source) = files.source(&path) {
            check::picks(source, worksheet, &worksheets)?;
        }
    }
    let place: BTreeMap<String, u16> = workspaces
        .iter()
        .map(|workspace| (workspace.id.clone(), workspace.order))
        .collect();
    worksheets.sort_by_key(|it| (place.get(&it.workspace).copied(), it.order, it.id.clone()));
    Ok((workspaces, worksheets))
}

/// A worksheet a practice wrote for itself, checked by the rules of the shipped ones. `name` is its file's name without
/// extension.
///
/// # Errors
///
/// What the loader found wrong, with line and column; an id that ships with the program; a version that is there
/// already.
pub fn own(name: &str, text: &str, catalog: &Catalog) -> Result<Worksheet, CatalogError> {
    let path = format!("worksheets/{name}.toml");
    let mut files = Files::default();
    files.insert(&path, text.to_owned());
    let source = files.source(&path)?;
    let known = Known {
        workspaces: &catalog.workspaces,
        techniques: &catalog.techniques,
        situations: &catalog.situations,
    };
    let worksheet = read(source, &known)?;
    if catalog.shipped_worksheets.contains(&worksheet.id) {
        return Err(CatalogError::Identity {
            at: source.near(&worksheet.id),
            message: format!(
                "\"{}\" comes with the program; choose another id",
                worksheet.id
            ),
        });
    }
    if let Some(known) = catalog.worksheet(&worksheet.id)
        && worksheet.version <= known.version
    {
        let next = known.version.saturating_add(1);
        return Err(CatalogError::Identity {
            at: source.near("version"),
            message: format!(
                "version {} is there already; make this version {next}",
                known.version
            ),
        });
    }
    let mut all = catalog.worksheets.clone();
    all.retain(|known| known.id != worksheet.id);
    all.push(worksheet.clone());
    check::picks(source, &worksheet, &all)?;
    Ok(worksheet)
}

fn read(source: Source<'_>, known: &Known<'_>) -> Result<Worksheet, CatalogError> {
    let raw: RawWorksheet = source.toml()?;
    if raw.id != source.stem() {
        return Err(CatalogError::Identity {
            at: source.near(&raw.id),
            message: format!(
                "the file name says \"{}\", the id \"{}\"",
                source.stem(),
                raw.id
            ),
        });
    }
    let mut worksheet = Worksheet {
        parts: raw
            .parts
            .into_iter()
            .map(|part| read_part(source, part))
            .collect::<Result<_, _>>()?,
        pictures: raw
            .pictures
            .into_iter()
            .map(|picture| read_picture(source, picture))
            .collect::<Result<_, _>>()?,
        turns: raw
            .turns
            .map(|turns| {
                Ok(Turns {
                    does: read_place(source, &turns.does)?,
                    stirs: read_place(source, &turns.stirs)?,
                })
            })
            .transpose()?,
        id: raw.id,
        version: raw.version,
        name: raw.name,
        workspace: raw.workspace,
        stage: raw.stage,
        order: raw.order,
        used_by: raw.used_by,
        techniques: raw.techniques,
        minutes: raw.minutes,
        what: raw.what,
        when: raw.when,
        lens: raw.lens,
        source: raw.source,
        guides: raw.guides,
        cautions: raw.cautions,
        translations: Vec::new(),
    };
    check::whole(source, &worksheet, known)?;
    language::add(source, &mut worksheet, "de", raw.de)?;
    language::add(source, &mut worksheet, "es", raw.es)?;
    Ok(worksheet)
}

fn read_part(source: Source<'_>, raw: RawPart) -> Result<Part, CatalogError> {
    let id = raw.id;
    let wrong = |message: &str| CatalogError::Rule {
        at: source.near(&format!("id = \"{id}\"")),
        message: format!("part \"{id}\": {message}"),
    };
    let several = matches!(
        raw.kind,
        RawPartKind::Table | RawPartKind::Ladder | RawPartKind::Plan
    );
    if raw.rows.is_some() && !several {
        return Err(wrong("only a table, a ladder or a plan has rows"));
    }
    if raw.rows.is_some_and(|rows| !(1..=10).contains(&rows)) {
        return Err(wrong("begins with 1 to 10 rows"));
    }
    if raw.by.is_some() && raw.kind != RawPartKind::Ladder {
        return Err(wrong("only a ladder has \"by\""));
    }
    if !raw.arrows.is_empty() && raw.kind != RawPartKind::Diagram {
        return Err(wrong("only a diagram has arrows"));
    }
    let rows = raw.rows.unwrap_or(ROWS);
    let kind = match raw.kind {
        RawPartKind::Record => PartKind::Record,
        RawPartKind::Table => PartKind::Table { rows },
        RawPartKind::Plan => PartKind::Plan { rows },
        RawPartKind::Ladder => PartKind::Ladder {
            by: raw
                .by
                .ok_or_else(|| wrong("a ladder says in \"by\" which number it goes by"))?,
            rows,
        },
        RawPartKind::Diagram => PartKind::Diagram { arrows: raw.arrows },
        RawPartKind::Scale => PartKind::Scale,
        RawPartKind::Space => PartKind::Space,
    };
    let fields = raw.fields.into_iter();
    Ok(Part {
        fields: fields
            .map(|field| read_field(source, &id, field))
            .collect::<Result<_, _>>()?,
        kind,
        title: raw.title,
        help: raw.help,
        id,
    })
}

fn read_field(source: Source<'_>, part: &str, raw: RawField) -> Result<Field, CatalogError> {
    let wrong = |message: &str| CatalogError::Rule {
        at: source.near(&format!("id = \"{}\"", raw.id)),
        message: format!("field \"{part}.{}\": {message}", raw.id),
    };
    let (low, high) = (raw.low.clone(), raw.high.clone());
    let words = matches!(raw.kind, RawFieldKind::Line | RawFieldKind::Text);
    let chosen = matches!(raw.kind, RawFieldKind::Choice | RawFieldKind::Several);
    let number = raw.kind == RawFieldKind::Number;
    let belongs = [
        (!raw.suggest.is_empty(), words, "suggest"),
        (!raw.options.is_empty(), chosen, "options"),
        (
            raw.min.is_some() || raw.max.is_some(),
            number,
            "min and max",
        ),
        (low.is_some() || high.is_some(), number, "low and high"),
        (raw.unit.is_some(), number, "unit"),
        (raw.from.is_some(), raw.kind == RawFieldKind::Pick, "from"),
    ];
    if let Some((_, _, name)) = belongs.iter().find(|(there, fits, _)| *there && !fits) {
        return Err(wrong(&format!("\"{name}\" does not belong to this kind")));
    }
    let kind = match raw.kind {
        RawFieldKind::Line => FieldKind::Line(raw.suggest.clone()),
        RawFieldKind::Text => FieldKind::Text(raw.suggest.clone()),
        RawFieldKind::Number => {
            let (Some(min), Some(max)) = (raw.min, raw.max) else {
                return Err(wrong("a number has \"min\" and \"max\""));
            };
            if min >= max {
                return Err(wrong("\"min\" lies below \"max\""));
            }
            let ends = match (low, high) {
                (Some(low), Some(high)) => Some((low, high)),
                (None, None) => None,
                _ => return Err(wrong("say \"low\" and \"high\", or neither")),
            };
            FieldKind::Number(Range {
                min,
                max,
                ends,
                unit: raw.unit.clone(),
            })
        }
        RawFieldKind::Choice | RawFieldKind::Several => {
            let ids: BTreeSet<&str> = raw.options.iter().map(|it| it.id.as_str()).collect();
            if raw.options.len() < 2 || ids.len() != raw.options.len() {
                return Err(wrong(
                    "offers at least two things, each with an id of its own",
                ));
            }
            if raw.kind == RawFieldKind::Choice {
                FieldKind::Choice(raw.options.clone())
            } else {
                FieldKind::Several(raw.options.clone())
            }
        }
        RawFieldKind::Day => FieldKind::Day,
        RawFieldKind::Time => FieldKind::Time,
        RawFieldKind::Pick => {
            let from = raw.from.as_deref().and_then(|from| from.split_once('.'));
            let (worksheet, part) =
                from.ok_or_else(|| wrong("\"from\" names a worksheet and its part"))?;
            FieldKind::Pick(Rows {
                worksheet: worksheet.to_owned(),
                part: part.to_owned(),
            })
        }
    };
    Ok(Field {
        kind,
        label: raw.label,
        help: raw.help,
        at: raw.at.map(|[column, row]| (column, row)),
        id: raw.id,
    })
}

fn read_place(source: Source<'_>, name: &str) -> Result<FieldPlace, CatalogError> {
    name.split_once('.')
        .map(|(part, field)| FieldPlace {
            part: part.to_owned(),
            field: field.to_owned(),
        })
        .ok_or_else(|| CatalogError::Rule {
            at: source.near(name),
            message: format!("\"{name}\" names no field: write part.field"),
        })
}

fn read_picture(source: Source<'_>, raw: RawPicture) -> Result<Picture, CatalogError> {
    let place = |name: &str| read_place(source, name);
    Ok(match raw {
        RawPicture::Change {
            title,
            note,
            before,
            after,
        } => Picture {
            title,
            note,
            kind: PictureKind::Change {
                before: place(&before)?,
                after: place(&after)?,
            },
        },
        RawPicture::Course { title, note, field } => Picture {
            title,
            note,
            kind: PictureKind::Course {
                field: place(&field)?,
            },
        },
        RawPicture::Curve {
            title,
            note,
            across,
            up,
            by,
        } => Picture {
            title,
            note,
            kind: PictureKind::Curve {
                across: place(&across)?,
                up: place(&up)?,
                by: by.as_deref().map(place).transpose()?,
            },
        },
        RawPicture::Count {
            title,
            note,
            fields,
        } => Picture {
            title,
            note,
            kind: PictureKind::Count {
                fields: fields
                    .iter()
                    .map(|field| place(field))
                    .collect::<Result<_, _>>()?,
            },
        },
    })
}
