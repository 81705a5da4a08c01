//! Plain gRPC over HTTP/2 on a unix socket, for one client: unary calls, one message each way.

use std::sync::Arc;
use std::time::Duration;

use bytes::{BufMut, Bytes, BytesMut};
use h2::server::SendResponse;
use http::{HeaderMap, HeaderValue, Request, Response};
use tokio::net::{UnixListener, UnixStream};
use tokio::task::JoinSet;

/// The gRPC status codes that are used.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Code {
    Internal = 13,
    Unimplemented = 12,
}

/// A call that failed below the protocol: Terraform reports it as a bug of the provider.
pub(crate) type Failure = (Code, String);

/// What answers the calls.
pub(crate) trait Service: Send + Sync + 'static {
    /// Whether there is such a method. Asked before the request's body is read: a streaming call
    /// never ends its body.
    fn knows(&self, method: &str) -> bool;

    /// Answers one call: the message's bytes in, the answer's bytes out.
    fn call(&self, method: &str, message: &[u8]) -> Result<Vec<u8>, Failure>;

    /// Whether a method asks the process to end.
    fn ends(&self, method: &str) -> bool;
}

/// Serves until a client asks the process to end, or the last client has gone (Terraform was
/// killed).
pub(crate) async fn serve(
    listener: UnixListener,
    service: Arc<impl Service>,
) -> std::io::Result<()> {
    let (end, mut ended) = tokio::sync::mpsc::channel::<()>(1);
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let (stream, _) = accepted?;
                connections.spawn(connection(stream, Arc::clone(&service), end.clone()));
            }
            _ = ended.recv() => break,
            Some(_) = connections.join_next() => if connections.is_empty() { return Ok(()) },
        }
    }
    // The answer to the request to end must still leave; go-plugin closes the connection when it
    // has it.
    let drain = async { while connections.join_next().await.is_some() {} };
    let _ = tokio::time::timeout(Duration::from_millis(100), drain).await;
    Ok(())
}

async fn connection(
    stream: UnixStream,
    service: Arc<impl Service>,
    end: tokio::sync::mpsc::Sender<()>,
) -> Result<(), h2::Error> {
    // One window for everything: the default of 64 KiB costs round trips on a schema.
    let mut connection = h2::server::Builder::new()
        .initial_window_size(1 << 24)
        .initial_connection_window_size(1 << 24)
        .handshake(stream)
        .await?;
    while let Some(request) = connection.accept().await {
        let (request, respond) = request?;
        tokio::spawn(exchange(request, respond, Arc::clone(&service), end.clone()));
    }
    Ok(())
}

async fn exchange(
    request: Request<h2::RecvStream>,
    mut respond: SendResponse<Bytes>,
    service: Arc<impl Service>,
    end: tokio::sync::mpsc::Sender<()>,
) -> Result<(), h2::Error> {
    let method = request.uri().path().to_owned();
    if !service.knows(&method) {
        let failure = (Code::Unimplemented, format!("unknown method {method}"));
        return refuse(&mut respond, &failure);
    }
    let message = receive(request.into_body()).await?;
    let answer = message
        .get(5..)
        .ok_or_else(|| (Code::Internal, "a message without its prefix".to_owned()))
        .and_then(|message| service.call(&method, message));
    match answer {
        Ok(answer) => send(&mut respond, &answer)?,
        Err(failure) => refuse(&mut respond, &failure)?,
    }
    if service.ends(&method) {
        // A closed channel means that the process is ending already.
        let _ = end.send(()).await;
    }
    Ok(())
}

/// The whole body: five bytes of prefix (uncompressed, length) and the message.
async fn receive(mut body: h2::RecvStream) -> Result<BytesMut, h2::Error> {
    let mut whole = BytesMut::new();
    while let Some(part) = body.data().await {
        let part = part?;
        body.flow_control().release_capacity(part.len())?;
        whole.extend_from_slice(&part);
    }
    Ok(whole)
}

fn send(respond: &mut SendResponse<Bytes>, message: &[u8]) -> Result<(), h2::Error> {
    let mut body = BytesMut::with_capacity(message.len() + 5);
    body.put_u8(0);
    body.put_u32(u32::try_from(message.len()).unwrap_or(u32::MAX));
    body.extend_from_slice(message);
    let mut stream = respond.send_response(head(), false)?;
    stream.send_data(body.freeze(), false)?;
    let mut trailers = HeaderMap::new();
    trailers.insert("grpc-status", HeaderValue::from_static("0"));
    stream.send_trailers(trailers)
}

fn refuse(respond: &mut SendResponse<Bytes>, (code, message): &Failure) -> Result<(), h2::Error> {
    let mut head = head();
    head.headers_mut().insert("grpc-status", HeaderValue::from(*code as u16));
    if let Ok(message) = HeaderValue::from_str(message) {
        head.headers_mut().insert("grpc-message", message);
    }
    respond.send_response(head, true).map(drop)
}

fn head() -> Response<()> {
    let mut head = Response::new(());
    head.headers_mut().insert("content-type", HeaderValue::from_static("application/grpc"));
    head
}
