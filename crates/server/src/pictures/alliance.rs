use attune_care::Record;
use attune_care::relationship::{AllianceLine, Judged};
use attune_catalog::Catalog;
use attune_figures::{
    Figure, FigureId, Frame, Mark, MarkKind, Measured, Moved, PagePath, Range, Session, Threshold,
    Trajectory,
};
use attune_ids::{ClientId, EntryId};
use attune_stats::signal::AllianceState;
use jiff::civil::Date;

use super::trajectory::drawing;
use crate::AppError;
use crate::format::number;

/// The alliance over time with the person's own usual, what came between the two and what was tried. None before the first
/// form.
pub(crate) fn alliance(
    client: ClientId,
    record: &Record,
    catalog: &Catalog,
    line: &AllianceLine,
) -> Result<Option<String>, AppError> {
    let Some(last) = line.points.last() else {
        return Ok(None);
    };
    let mut thresholds = Vec::new();
    let mut summary = format!("{} {} at last", line.name, number(last.value));
    if let Some(usual) = last.usual {
        thresholds.push(Threshold {
            value: usual.mean,
            name: "their usual".to_owned(),
        });
        thresholds.push(Threshold {
            value: usual.band[0],
            name: "routine down to".to_owned(),
        });
        summary.push_str(&format!(
            ", held against their own usual of {} over {} earlier forms",
            number(usual.mean),
            usual.forms
        ));
    }
    summary.push('.');
    let [low, high] = line.range;
    let measured = line
        .points
        .iter()
        .map(|point| {
            let fell = matches!(
                point.state,
                Some(AllianceState::Suspected | AllianceState::Strong)
            );
            Ok(Measured {
                date: point.on,
                value: Some(point.value),
                label: number(point.value),
                moved: fell.then_some(Moved::Worse),
                link: page(client, &format!("assess/responses/{}", point.form))?,
            })
        })
        .collect::<Result<Vec<Measured>, AppError>>()?;
    let mut frame = Frame::new(
        FigureId::new(format!("alliance-{}", line.measure)).map_err(drawing)?,
        format!("{} after each session", line.name),
        summary,
    );
    frame.words.moved_worse = "below their usual".into();
    frame.words.life_event = "came between you".into();
    frame.words.plan_change = "repair".into();
    let picture = Trajectory {
        frame,
        range: Range::new(low, high).map_err(drawing)?,
        decimals: 1,
        measured,
        expected: Vec::new(),
        bands: Vec::new(),
        thresholds,
        sessions: sessions(client, record)?,
        marks: marks(client, record, catalog)?,
    };
    Ok(Some(picture.html()))
}

fn sessions(client: ClientId, record: &Record) -> Result<Vec<Session>, AppError> {
    record
        .sessions
        .iter()
        .map(|session| {
            Ok(Session {
                date: session.meeting.on,
                link: page(client, &format!("session/{}", session.meeting.id))?,
            })
        })
        .collect()
}

fn marks(client: ClientId, record: &Record, catalog: &Catalog) -> Result<Vec<Mark>, AppError> {
    let mut marks = Vec::new();
    let mut mark = |date: Date, kind, label: String, episode: EntryId| {
        marks.push(Mark {
            date,
            kind,
            label,
            link: page(client, &format!("relationship#episode-{episode}"))?,
        });
        Ok::<(), AppError>(())
    };
    for state in &record.ruptures {
        let id = state.noted.entry;
        let noticed = "noticed".to_owned();
        mark(state.noted.item.on, MarkKind::LifeEvent, noticed, id)?;
        for tried in &state.tried {
            let name = catalog
                .repair(&tried.item.approach)
                .map_or_else(String::new, |approach| approach.name.clone());
            mark(tried.item.on, MarkKind::PlanChange, name, id)?;
        }
        for judged in &state.judged {
            if judged.item.judged == Judged::Repaired {
                let repaired = "repaired".to_owned();
                mark(judged.item.on, MarkKind::PlanChange, repaired, id)?;
            }
        }
    }
    Ok(marks)
}

fn page(client: ClientId, end: &str) -> Result<Option<PagePath>, AppError> {
    PagePath::new(format!("/clients/{client}/{end}"))
        .map(Some)
        .map_err(drawing)
}
