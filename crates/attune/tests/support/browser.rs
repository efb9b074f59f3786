use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use attune_server::sign_in::current_code;
use jiff::{SignedDuration, Timestamp};

/// One person's browser: a port, its cookies, plain HTTP/1.1 with one request per connection.
#[derive(Debug, Clone, Default)]
pub struct Browser {
    pub port: u16,
    pub cookie: String,
    /// The authenticator app.
    secret: Vec<u8>,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Page {
    pub status: u16,
    head: String,
    pub body: String,
}

impl Page {
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines
            .find(|(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim())
    }

    /// Every cookie it sets, name and value.
    fn cookies(&self) -> Vec<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines
            .filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie"))
            .filter_map(|(_, cookie)| cookie.split(';').next())
            .map(str::trim)
            .collect()
    }
}

impl Browser {
    pub fn new(port: u16) -> Self {
        Self {
            port,
            ..Self::default()
        }
    }

    pub fn get(&self, path: &str) -> std::io::Result<Page> {
        self.send(&format!("GET {path} HTTP/1.1\r\n{}\r\n", self.headers()))
    }

    pub fn post(&self, path: &str, form: &[(&str, &str)]) -> std::io::Result<Page> {
        let body = form
            .iter()
            .map(|(key, value)| format!("{}={}", escaped(key), escaped(value)));
        let body = body.collect::<Vec<_>>().join("&");
        let length = body.len();
        self.send(&format!(
            "POST {path} HTTP/1.1\r\n{}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{body}",
            self.headers()
        ))
    }

    fn headers(&self) -> String {
        let origin = format!("http://localhost:{}", self.port);
        let mut headers = format!(
            "Host: localhost:{}\r\nOrigin: {origin}\r\nConnection: close\r\n",
            self.port
        );
        if !self.cookie.is_empty() {
            headers.push_str(&format!("Cookie: {}\r\n", self.cookie));
        }
        headers
    }

    fn send(&self, request: &str) -> std::io::Result<Page> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        stream.write_all(request.as_bytes())?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        read(&answer).ok_or_else(|| std::io::ErrorKind::UnexpectedEof.into())
    }

    /// Sets password and app up with the link of a new account.
    pub fn welcome(&mut self, link: &str, password: &str) {
        let (_, path) = link.split_once("/welcome/").unwrap();
        let path = format!("/welcome/{path}");
        let page = self.get(&path).unwrap();
        let (_, rest) = page.body.split_once("<code>").unwrap();
        self.secret = from_base32(rest.split("</code>").next().unwrap());
        let code = self.code(SignedDuration::ZERO);
        let done = self
            .post(&path, &[("password", password), ("code", &code)])
            .unwrap();
        assert_eq!(done.status, 303, "{}", done.body);
    }

    /// Signs in; the status of the answer.
    pub fn sign_in(&mut self, email: &str, password: &str) -> u16 {
        // The code of this moment may have been used by the set-up; the next one is accepted already.
        let code = self.code(SignedDuration::from_secs(30));
        self.sign_in_with(email, password, &code)
    }

    pub fn sign_in_with(&mut self, email: &str, password: &str, code: &str) -> u16 {
        let form = [("email", email), ("password", password), ("code", code)];
        let page = self.post("/sign-in", &form).unwrap();
        let cookies = page.cookies();
        if !cookies.is_empty() {
            self.cookie = cookies.join("; ");
        }
        page.status
    }

    fn code(&self, later: SignedDuration) -> String {
        current_code(&self.secret, Timestamp::now() + later).unwrap()
    }
}

/// Nothing if the answer was cut off. Lengths are counted in bytes: a file is no text.
fn read(answer: &[u8]) -> Option<Page> {
    let (head, body) = split(answer, b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(head).into_owned();
    let mut page = Page {
        status: head.split(' ').nth(1)?.parse().ok()?,
        head,
        body: String::new(),
    };
    let chunked = page
        .header("transfer-encoding")
        .is_some_and(|how| how.contains("chunked"));
    let length = page
        .header("content-length")
        .and_then(|length| length.parse::<usize>().ok());
    let body = if chunked {
        unchunk(body)?
    } else if length.is_some_and(|length| length != body.len()) {
        return None;
    } else {
        body.to_vec()
    };
    page.body = String::from_utf8_lossy(&body).into_owned();
    Some(page)
}

fn unchunk(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let (size, rest) = split(body, b"\r\n")?;
        let size = usize::from_str_radix(std::str::from_utf8(size).ok()?, 16).ok()?;
        if size == 0 {
            return Some(whole);
        }
        whole.extend_from_slice(rest.get(..size)?);
        body = rest.get(size + 2..)?;
    }
}

/// What stands before and after the first of these.
fn split<'a>(bytes: &'a [u8], at: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let start = bytes.windows(at.len()).position(|window| window == at)?;
    Some((&bytes[..start], &bytes[start + at.len()..]))
}

fn escaped(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}

/// RFC 4648, section 6.
fn from_base32(text: &str) -> Vec<u8> {
    let (mut bits, mut held, mut bytes) = (0_u32, 0_u32, Vec::new());
    for letter in text.bytes().filter(|letter| !letter.is_ascii_whitespace()) {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'2'..=b'7' => letter - b'2' + 26,
            _ => continue,
        };
        bits = ((bits << 5) | u32::from(value)) & 0xfff;
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from((bits >> held) & 0xff).unwrap());
        }
    }
    bytes
}
