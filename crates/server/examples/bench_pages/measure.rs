use std::time::{Duration, Instant};

use attune_server::{App, service};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use tower::ServiceExt;

use crate::practice::Practice;
use crate::{Failure, queries};

const WARM_UP: usize = 20;
const REQUESTS: usize = 200;
const LARGEST_PAGE: usize = 16 * 1024 * 1024;
/// How often a record is opened by a program that does not know it yet.
const STARTS: usize = 30;

/// One page, asked for again and again.
pub(crate) struct Pages {
    /// Shortest first.
    pub(crate) times: Vec<Duration>,
    /// Length of the page.
    pub(crate) bytes: usize,
    /// SQL statements per request, on average.
    pub(crate) queries: f64,
}

impl Pages {
    /// Asks for a page as a signed-in browser does.
    pub(crate) async fn get(app: &App, practice: &Practice, path: &str) -> Result<Self, Failure> {
        let service = service(app.clone());
        let mut times = Vec::with_capacity(REQUESTS);
        let mut bytes = 0;
        let mut queries_before = 0;
        for round in 0..WARM_UP + REQUESTS {
            if round == WARM_UP {
                queries_before = queries::so_far();
            }
            let start = Instant::now();
            let length = ask(&service, practice, path).await?;
            if round >= WARM_UP {
                times.push(start.elapsed());
            }
            bytes = length;
        }
        times.sort();
        Ok(Self {
            times,
            bytes,
            queries: (queries::so_far() - queries_before) as f64 / REQUESTS as f64,
        })
    }

    /// Asks for a page of a record that was not opened before, in a program that has just shown the caseload.
    pub(crate) async fn first(practice: &Practice, path: &str) -> Result<Self, Failure> {
        let mut times = Vec::with_capacity(STARTS);
        let mut bytes = 0;
        for _ in 0..STARTS {
            let (_, app) = practice.start().await?;
            let service = service(app.clone());
            ask(&service, practice, "/caseload").await?;
            let queries_before = queries::so_far();
            let start = Instant::now();
            bytes = ask(&service, practice, path).await?;
            times.push((start.elapsed(), queries::so_far() - queries_before));
            app.store.close().await;
        }
        let queries: usize = times.iter().map(|(_, queries)| queries).sum();
        let mut times: Vec<Duration> = times.into_iter().map(|(time, _)| time).collect();
        times.sort();
        Ok(Self {
            times,
            bytes,
            queries: queries as f64 / STARTS as f64,
        })
    }

    /// Half of the requests were answered within this.
    pub(crate) fn p50(&self) -> Duration {
        self.times[self.times.len() / 2]
    }

    /// 95 of 100 requests were.
    pub(crate) fn p95(&self) -> Duration {
        self.times[self.times.len() * 95 / 100]
    }

    /// All of them were.
    pub(crate) fn max(&self) -> Duration {
        self.times[self.times.len() - 1]
    }
}

/// Asks as a signed-in browser does. Returns the length of the page.
async fn ask(service: &Router, practice: &Practice, path: &str) -> Result<usize, Failure> {
    let request = Request::get(path)
        .header("cookie", format!("__Host-attune={}", practice.session))
        .body(Body::empty())?;
    let response = service.clone().oneshot(request).await?;
    let status = response.status();
    let page = to_bytes(response.into_body(), LARGEST_PAGE).await?;
    if status != 200 {
        return Err(format!("{path} answered {status}").into());
    }
    Ok(page.len())
}
