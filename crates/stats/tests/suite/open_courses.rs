//! The prediction on real courses: monthly PHQ-9 scores of the development part of
//! the open `RefraMED` trial data (Lynch et al. 2020). The parameters were fitted to
//! people among whom these are, so this checks the algebra on real courses (uneven
//! times, gaps, rounding to whole points). It says nothing about accuracy for others.
#![expect(clippy::unwrap_used, reason = "tests")]
#![expect(clippy::print_stdout, reason = "a skipped test says so")]

use std::collections::BTreeMap;

use attune_stats::Proportion;
use attune_stats::change::Direction;
use attune_stats::growth::{Observation, ReferenceCourse, TimeFunction, TimeUnit};

const DATA: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../shared/data/reframed_phq9_dev.csv"
);

fn reference() -> ReferenceCourse {
    ReferenceCourse::new(
        [18.831_301, -1.940_808],
        [18.597_173, -0.069_534, 4.169_921],
        11.741_768,
        TimeFunction::LogOnePlus,
        TimeUnit::Months,
    )
    .unwrap()
}

/// Courses by patient, ordered by month; rows without month or score are left out.
fn courses(text: &str) -> Vec<Vec<Observation>> {
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    let column = |name| header.iter().position(|other| *other == name).unwrap();
    let (patient, month, score) = (column("patient"), column("month"), column("phq9"));
    let mut people: BTreeMap<String, Vec<Observation>> = BTreeMap::new();
    for line in lines {
        let cells: Vec<&str> = line.split(',').collect();
        if let (Ok(month), Ok(score)) = (cells[month].parse(), cells[score].parse()) {
            people
                .entry(cells[patient].to_owned())
                .or_default()
                .push(Observation::new(month, score).unwrap());
        }
    }
    let mut courses: Vec<Vec<Observation>> = people.into_values().collect();
    for course in &mut courses {
        course.sort_by(|one, two| one.time.get().total_cmp(&two.time.get()));
    }
    courses
}

#[test]
fn bands_hold_and_ranks_spread() {
    let Ok(text) = std::fs::read_to_string(DATA) else {
        println!("skipped: the open course data are not here");
        return;
    };
    let courses = courses(&text);
    assert!(courses.len() > 100);
    let reference = reference();

    let coverages = [0.50, 0.80, 0.95];
    let mut inside = [0_u32; 3];
    let mut predicted = 0_u32;
    for course in &courses {
        for known in 1..course.len() {
            let next = course[known];
            let prediction = reference
                .given(&course[..known])
                .unwrap()
                .at(next.time.get())
                .unwrap();
            predicted += 1;
            for (count, coverage) in inside.iter_mut().zip(coverages) {
                let band = prediction.band(Proportion::new(coverage).unwrap()).unwrap();
                *count += u32::from((band.lower..=band.upper).contains(&next.score.get()));
            }
        }
    }
    // Cross-validated over all 250 people these were .562, .828 and .940.
    let shares = inside.map(|count| f64::from(count) / f64::from(predicted));
    for (share, expected) in shares.iter().zip([0.562, 0.828, 0.940]) {
        assert!((share - expected).abs() < 0.03, "{shares:?} of {predicted}");
    }

    let ranks: Vec<f64> = courses
        .iter()
        .map(|course| {
            course
                .iter()
                .copied()
                .filter(|one| one.time.get() <= 3.0)
                .collect::<Vec<_>>()
        })
        .filter(|course| course.len() >= 3)
        .map(|course| {
            let rank = reference
                .given(&course)
                .unwrap()
                .improvement_rank(12.0, Direction::LowerIsBetter)
                .unwrap();
            rank.rank.get()
        })
        .collect();
    // An alarm rate of 40% should alarm for about 40% of the reference's own people:
    // four standard errors of a share around it.
    let alarmed = ranks.iter().filter(|rank| **rank <= 0.40).count() as f64 / ranks.len() as f64;
    let tolerance = 4.0 * (0.24 / ranks.len() as f64).sqrt();
    assert!(
        (alarmed - 0.40).abs() < tolerance,
        "{alarmed} of {}",
        ranks.len()
    );
    println!(
        "coverage {shares:.3?} of {predicted}; alarmed {alarmed:.3} of {}",
        ranks.len()
    );
}
