//! What a browser does: keeps cookies, sends forms, reads pages.

use std::collections::BTreeMap;

use attune_ids::AccountId;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::{CONTENT_TYPE, COOKIE, HeaderMap, LOCATION, SET_COOKIE};
use axum::http::{Method, Request};
use tower::ServiceExt;

/// The largest page a test reads.
const LARGEST_PAGE: usize = 4 * 1024 * 1024;

/// One browser with its cookies. A clone is a second window of it.
#[derive(Clone)]
pub(crate) struct Browser {
    service: Router,
    account: Option<AccountId>,
    cookies: BTreeMap<String, String>,
    /// What the browser says about where a request comes from.
    origin: Vec<(&'static str, &'static str)>,
}

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Browser {
    pub(super) fn new(service: Router, account: Option<AccountId>) -> Self {
        Self {
            service,
            account,
            cookies: BTreeMap::new(),
            origin: vec![("sec-fetch-site", "same-origin")],
        }
    }

    /// The same browser with one more cookie.
    pub(crate) fn with_cookie(mut self, name: &str, value: &str) -> Self {
        self.cookies.insert(name.to_owned(), value.to_owned());
        self
    }

    /// The same browser, speaking to another server of the practice.
    pub(crate) fn speaking_to(mut self, service: Router) -> Self {
        self.service = service;
        self
    }

    /// The same browser, asking for pages in these languages.
    pub(crate) fn asking_for(mut self, languages: &'static str) -> Self {
        self.origin.push(("accept-language", languages));
        self
    }

    /// What the browser keeps under this name.
    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.get(name).cloned()
    }

    /// The same browser, in the hands of this person.
    pub(crate) fn of(mut self, account: AccountId) -> Self {
        self.account = Some(account);
        self
    }

    /// The same browser, showing another site's page that sends requests to us.
    pub(crate) fn on_another_site(mut self, origin: &[(&'static str, &'static str)]) -> Self {
        self.origin = origin.to_vec();
        self
    }

    /// Who is signed in here.
    pub(crate) fn account(&self) -> AccountId {
        self.account
            .unwrap_or_else(|| panic!("nobody is signed in in this browser"))
    }

    /// Asks for a page; redirects are not followed.
    pub(crate) async fn get(&mut self, path: &str) -> Page {
        self.send(Method::GET, path, String::new()).await
    }

    /// Sends a form; redirects are not followed.
    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let body = fields
            .iter()
            .map(|(name, value)| format!("{}={}", escape(name), escape(value)))
            .collect::<Vec<_>>()
            .join("&");
        self.send(Method::POST, path, body).await
    }

    /// Sends a form and asks for the page it leads to.
    pub(crate) async fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let answer = self.post(path, fields).await;
        assert_eq!(
            answer.status, 303,
            "{path} did not lead on: {}",
            answer.body
        );
        let onward = answer.location();
        self.get(&onward).await
    }

    /// Asks what a page would answer, without its content.
    pub(crate) async fn head(&mut self, path: &str) -> Page {
        self.send(Method::HEAD, path, String::new()).await
    }

    async fn send(&mut self, method: Method, path: &str, body: String) -> Page {
        let path = path.split('#').next().unwrap_or_default();
        let cookies = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect::<Vec<_>>()
            .join("; ");
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "localhost:7878")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(COOKIE, cookies);
        for (name, value) in &self.origin {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body)).unwrap();
        let response = self.service.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(SET_COOKIE) {
            self.keep(cookie.to_str().unwrap());
        }
        let body = to_bytes(body, LARGEST_PAGE).await.unwrap();
        Page {
            status: parts.status.as_u16(),
            headers: parts.headers,
            // A file that is not text is looked into for words all the same.
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    fn keep(&mut self, cookie: &str) {
        let Some((name, value)) = cookie
            .split(';')
            .next()
            .and_then(|pair| pair.split_once('='))
        else {
            return;
        };
        if value.is_empty() || cookie.contains("Max-Age=0") {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

impl Page {
    /// Where it leads.
    pub(crate) fn location(&self) -> String {
        let value = self
            .headers
            .get(LOCATION)
            .unwrap_or_else(|| panic!("leads nowhere: {self:?}"));
        value.to_str().unwrap().to_owned()
    }

    /// Whether these words stand on it.
    pub(crate) fn says(&self, words: &str) -> bool {
        self.body.contains(words)
    }

    /// The value of the first field with this name, for example of the hidden `entry`.
    pub(crate) fn field(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\"");
        let tag = self
            .body
            .split('<')
            .find(|tag| tag.starts_with("input") && tag.contains(&mark))
            .unwrap_or_else(|| panic!("no field \"{name}\" on {}", self.body));
        let value = tag
            .split("value=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next());
        value.unwrap_or_default().to_owned()
    }
}

/// A form's own way of writing what is not a letter or digit.
fn escape(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b' ' => "+".to_owned(),
            byte if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) => {
                char::from(byte).to_string()
            }
            byte => format!("%{byte:02X}"),
        })
        .collect()
}
