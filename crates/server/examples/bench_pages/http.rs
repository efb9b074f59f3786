//! As little of a browser as a page needs: one connection per request, nothing kept.

use std::net::SocketAddr;

use tokio::net::TcpStream;

use crate::Failure;

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// With its head.
    pub(crate) bytes: usize,
}

/// Asks for a page as a browser with this cookie does, and reads it to its end.
pub(crate) async fn get(address: SocketAddr, path: &str, cookie: &str) -> Result<Answer, Failure> {
    let stream = TcpStream::connect(address).await?;
    let request = format!(
        "GET {path} HTTP/1.1\r\nhost: {address}\r\ncookie: {cookie}\r\nconnection: close\r\n\r\n"
    );
    send(&stream, request.as_bytes()).await?;
    let answer = receive(&stream).await?;
    let status = answer
        .get(9..12)
        .and_then(|code| std::str::from_utf8(code).ok())
        .ok_or("no answer")?
        .parse()?;
    Ok(Answer {
        status,
        bytes: answer.len(),
    })
}

async fn send(stream: &TcpStream, mut bytes: &[u8]) -> Result<(), Failure> {
    while !bytes.is_empty() {
        stream.writable().await?;
        match stream.try_write(bytes) {
            Ok(sent) => bytes = &bytes[sent..],
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

async fn receive(stream: &TcpStream) -> Result<Vec<u8>, Failure> {
    let mut answer = Vec::new();
    let mut part = vec![0; 1 << 16];
    loop {
        stream.readable().await?;
        match stream.try_read(&mut part) {
            Ok(0) => return Ok(answer),
            Ok(length) => answer.extend_from_slice(&part[..length]),
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error.into()),
        }
    }
}
