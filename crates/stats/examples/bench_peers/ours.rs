//! Our side, and the files for the other.

use std::error::Error;
use std::path::Path;
use std::time::Instant;

use attune_stats::Proportion;
use attune_stats::change::Direction;
use attune_stats::graphical_model::{
    BootstrapSettings, CompleteRows, PathSettings, bootstrap, fit as fit_network,
};
use attune_stats::growth::{Estimation, FitOptions, GrowthRows, Levels, TimeFunction, fit};
use attune_stats::meta_analysis::{EffectEstimate, Model, pool};
use attune_stats::network_meta_analysis::{Contrast, Network, analyse};

use crate::simulate::{self, Courses, write_table};

/// One case on our side.
pub(crate) struct Timed {
    /// The name that the other side uses too.
    pub(crate) case: String,
    /// The fastest of three.
    pub(crate) seconds: f64,
    /// The number that both sides report.
    pub(crate) result: f64,
}

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Simulates, writes and times everything. `quick` leaves the largest data out.
pub(crate) fn run(folder: &Path, quick: bool) -> Outcome<Vec<Timed>> {
    let mut timed = Vec::new();
    let sizes: &[usize] = if quick {
        &[1_000, 10_000]
    } else {
        &[1_000, 10_000, 50_000]
    };
    for &clients in sizes {
        let courses = simulate::courses(clients, 1);
        write_courses(&folder.join(format!("growth-{clients}.csv")), &courses)?;
        timed.push(growth(&format!("growth-{clients}"), &courses, false)?);
        timed.push(growth(
            &format!("growth-therapist-{clients}"),
            &courses,
            true,
        )?);
    }
    if !quick {
        // Too many for the other side: shows that time grows with the rows and not faster.
        for clients in [100_000, 1_000_000] {
            let courses = simulate::courses(clients, 1);
            timed.push(growth(&format!("growth-{clients}"), &courses, false)?);
            if let Some(megabytes) = most_memory() {
                println!("growth-{clients}: at most {megabytes} MB so far, data included");
            }
        }
    }
    timed.push(meta(folder)?);
    timed.push(networks_of_trials(folder)?);
    timed.extend(primary_care()?);
    timed.push(lasso(folder)?);
    timed.push(bootstraps(folder, if quick { 100 } else { 1_000 })?);
    Ok(timed)
}

/// The most memory this process ever held, where the system tells.
fn most_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024)
}

fn best_of_three(case: &str, work: impl Fn() -> Outcome<f64>) -> Outcome<Timed> {
    let mut best = f64::INFINITY;
    let mut result = f64::NAN;
    for _ in 0..3 {
        let began = Instant::now();
        result = work()?;
        best = best.min(began.elapsed().as_secs_f64());
    }
    println!("{case}: {best:.4} s");
    Ok(Timed {
        case: case.to_owned(),
        seconds: best,
        result,
    })
}

fn write_courses(file: &Path, courses: &Courses) -> Outcome<()> {
    let rows = (0..courses.scores.len()).map(|row| {
        format!(
            "{},t{},{},{}",
            courses.clients[row], courses.therapists[row], courses.times[row], courses.scores[row]
        )
    });
    Ok(write_table(file, "client,therapist,time,score", rows)?)
}

fn growth(case: &str, courses: &Courses, crossed: bool) -> Outcome<Timed> {
    best_of_three(case, || {
        let group = Levels::of(&courses.clients);
        let therapists = crossed.then(|| Levels::of(&courses.therapists));
        let rows = GrowthRows {
            outcome: &courses.scores,
            time: &courses.times,
            group: &group,
            covariates: &[],
            crossed: therapists.as_ref(),
        };
        let options = FitOptions {
            time_function: TimeFunction::LogOnePlus,
            estimation: Estimation::Restricted,
        };
        Ok(fit(&rows, options)?.criterion)
    })
}

fn meta(folder: &Path) -> Outcome<Timed> {
    let (effects, errors) = simulate::trials(500, 2);
    let table = effects.iter().zip(&errors);
    write_table(
        &folder.join("meta.csv"),
        "effect,se",
        table.map(|(effect, error)| format!("{effect},{error}")),
    )?;
    let rows = effects
        .iter()
        .zip(&errors)
        .map(|(effect, error)| EffectEstimate::new(*effect, *error))
        .collect::<Result<Vec<_>, _>>()?;
    best_of_three("meta-500", || {
        let pooled = pool(&rows, Model::RestrictedLikelihood)?;
        Ok(pooled.heterogeneity.tau2.unwrap_or(f64::NAN))
    })
}

fn networks_of_trials(folder: &Path) -> Outcome<Timed> {
    let simulated = simulate::contrasts(60, 500, 3);
    let rows = simulated.iter().map(|trial| {
        format!(
            "t{:02},t{:02},{},{}",
            trial.first, trial.second, trial.effect, trial.error
        )
    });
    write_table(&folder.join("nma.csv"), "treat1,treat2,effect,se", rows)?;
    let contrasts = simulated
        .iter()
        .zip(1..)
        .map(|(trial, number)| {
            let treatments = [
                format!("t{:02}", trial.first),
                format!("t{:02}", trial.second),
            ];
            let [first, second] = &treatments;
            let study = format!("trial {number}");
            Contrast::new(&study, [first, second], trial.effect, trial.error)
        })
        .collect::<Result<Vec<_>, _>>()?;
    best_of_three("nma-60-500", || network_q(&contrasts, "t00"))
}

fn network_q(contrasts: &[Contrast], reference: &str) -> Outcome<f64> {
    let network = Network::new(contrasts)?;
    let analysis = analyse(&network, reference, Direction::HigherIsBetter)?;
    Ok(analysis.heterogeneity.q)
}

/// Treatments for depression in primary care (Linde et al. 2016), if the open data are at hand. Not timed in R: Debian
/// has no package for it.
fn primary_care() -> Outcome<Option<Timed>> {
    let file = Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/nma_linde2016.csv"
    ));
    if !file.exists() {
        println!("nma-primary-care: skipped, the open data are not here");
        return Ok(None);
    }
    let mut contrasts = Vec::new();
    for row in csv::Reader::from_path(file)?.records() {
        let row = row?;
        let (effect, error) = (row[7].parse()?, row[8].parse()?);
        contrasts.push(Contrast::new(&row[0], [&row[3], &row[4]], effect, error)?);
    }
    best_of_three("nma-primary-care", || network_q(&contrasts, "Placebo")).map(Some)
}

fn write_items(file: &Path, items: &[Vec<f64>]) -> Outcome<CompleteRows> {
    let nodes = items.first().map_or(0, Vec::len);
    let header: Vec<String> = (1..=nodes).map(|item| format!("item{item}")).collect();
    let rows = items.iter().map(|row| {
        let values: Vec<String> = row.iter().map(f64::to_string).collect();
        values.join(",")
    });
    write_table(file, &header.join(","), rows)?;
    let answers: Vec<Vec<Option<f64>>> = items
        .iter()
        .map(|row| row.iter().copied().map(Some).collect())
        .collect();
    Ok(CompleteRows::new(&answers)?)
}

fn edges(partial: &[Vec<f64>]) -> f64 {
    let entries = partial.iter().flatten().filter(|entry| **entry != 0.0);
    let on_the_diagonal = (0..partial.len()).filter(|node| partial[*node][*node] != 0.0);
    #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
    let twice = (entries.count() - on_the_diagonal.count()) as f64;
    twice / 2.0
}

fn lasso(folder: &Path) -> Outcome<Timed> {
    let rows = write_items(
        &folder.join("items-100.csv"),
        &simulate::items(100, 1_000, 4),
    )?;
    let path = PathSettings::usual(0.5)?;
    best_of_three("glasso-path-100", || {
        Ok(edges(&fit_network(&rows, &path)?.partial))
    })
}

fn bootstraps(folder: &Path, draws: u32) -> Outcome<Timed> {
    let rows = write_items(&folder.join("items-25.csv"), &simulate::items(25, 500, 5))?;
    std::fs::write(folder.join("draws"), draws.to_string())?;
    let path = PathSettings::usual(0.5)?;
    let settings = BootstrapSettings {
        draws,
        seed: 1,
        level: Proportion::new(0.95)?,
    };
    best_of_three(&format!("ggm-25-bootstrap-{draws}"), || {
        bootstrap(&rows, &path, settings, &|| ())?;
        Ok(edges(&fit_network(&rows, &path)?.partial))
    })
}
