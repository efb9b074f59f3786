//! PHQ-9, PHQ-4, PHQ-15, GAD-7, PSWQ, PCL-5.

use crate::forms::{Given, at_least, complete, rounded, sum};
use crate::{Said, Says, agree, agree_by};

pub(crate) const MEASURES: &[&str] = &["phq-9", "phq-4", "phq-15", "gad-7", "pswq", "pcl-5"];

fn phq_9_band(total: f64) -> &'static str {
    if total < 5.0 {
        "minimal"
    } else if total < 10.0 {
        "mild"
    } else if total < 15.0 {
        "moderate"
    } else if total < 20.0 {
        "moderately_severe"
    } else {
        "severe"
    }
}

fn phq_9_from(form: &[Given], total: Option<f64>) -> Said {
    let algorithm = complete(&form[..9]).map_or(Says::Unknown, |q| {
        let core = q[0] >= 2 || q[1] >= 2;
        let mut symptoms = q[..8].iter().filter(|value| **value >= 2).count();
        if q[8] >= 1 {
            symptoms += 1;
        }
        Says::Code(match symptoms {
            5.. if core => "major_depressive_syndrome",
            2..=4 if core => "other_depressive_syndrome",
            _ => "none",
        })
    });
    Said::default()
        .score("total", total)
        .band("total", total.map(phq_9_band))
        .from("caseness_ge_10", total, 10.0)
        .says("algorithm", algorithm)
        .flag("item9", form[8].value().map(|value| value >= 1))
}

#[test]
fn phq_9() {
    agree("phq-9", |form| phq_9_from(form, sum(&form[..9])));
}

#[test]
fn phq_9_prorated_on_request() {
    agree_by("phq-9", Some("prorate_max_missing_2"), |form| {
        let given: Vec<i32> = form[..9].iter().filter_map(|given| given.value()).collect();
        let total = (given.len() >= 7).then(|| {
            rounded(
                9.0 * f64::from(given.iter().sum::<i32>()) / given.len() as f64,
                2,
            )
        });
        phq_9_from(form, total)
    });
}

#[test]
fn gad_7() {
    agree("gad-7", |form| {
        let total = sum(form);
        let band = total.map(|total| match total {
            ..5.0 => "minimal",
            ..10.0 => "mild",
            ..15.0 => "moderate",
            _ => "severe",
        });
        Said::default()
            .score("total", total)
            .band("total", band)
            .from("screen_ge_10", total, 10.0)
            .from("nhs_caseness_ge_8", total, 8.0)
    });
}

#[test]
fn phq_4() {
    agree("phq-4", |form| {
        let (anxiety, depression) = (sum(&form[..2]), sum(&form[2..]));
        let total = anxiety.zip(depression).map(|(one, other)| one + other);
        let band = total.map(|total| match total {
            ..3.0 => "none",
            ..6.0 => "mild",
            ..9.0 => "moderate",
            _ => "severe",
        });
        Said::default()
            .score("anxiety", anxiety)
            .score("depression", depression)
            .score("total", total)
            .band("total", band)
            .from("anxiety_screen_ge_3", anxiety, 3.0)
            .from("depression_screen_ge_3", depression, 3.0)
    });
}

#[test]
fn phq_15() {
    agree("phq-15", |form| {
        // Item 4 is for women only and counts nothing where it does not apply.
        let counted: Vec<Given> = form
            .iter()
            .map(|given| match given {
                Given::NotApplicable => Given::Value(0),
                other => *other,
            })
            .collect();
        let total = sum(&counted);
        let severe = at_least(&counted, 2).map(|count| count as f64);
        let band = total.map(|total| match total {
            ..5.0 => "minimal",
            ..10.0 => "low",
            ..15.0 => "medium",
            _ => "high",
        });
        Said::default()
            .score("total", total)
            .band("total", band)
            .score("n_severe", severe)
            .from("somatoform_screen_ge_3_severe", severe, 3.0)
    });
}

#[test]
fn pswq() {
    agree("pswq", |form| {
        let total = complete(form).map(|q| {
            let keyed = (1..).zip(q).map(|(number, value)| match number {
                1 | 3 | 8 | 10 | 11 => 6 - value,
                _ => value,
            });
            f64::from(keyed.sum::<i32>())
        });
        let band = total.map(|total| match total {
            ..39.0 => "low",
            ..54.0 => "moderate_high",
            _ => "high",
        });
        Said::default()
            .score("total", total)
            .band("total", band)
            .from("ge_62", total, 62.0)
    });
}

#[test]
fn pcl_5() {
    agree("pcl-5", |form| {
        let clusters = [&form[0..5], &form[5..7], &form[7..14], &form[14..20]];
        let symptoms = clusters.map(|cluster| at_least(cluster, 2));
        let provisional = match symptoms {
            [Some(b), Some(c), Some(d), Some(e)] => Says::Met(b >= 1 && c >= 1 && d >= 2 && e >= 2),
            _ => Says::Unknown,
        };
        let total = sum(form);
        Said::default()
            .score("total", total)
            .score("B", sum(clusters[0]))
            .score("C", sum(clusters[1]))
            .score("D", sum(clusters[2]))
            .score("E", sum(clusters[3]))
            .says("provisional_dsm5", provisional)
            .from("ge_31", total, 31.0)
            .from("ge_33", total, 33.0)
    });
}
