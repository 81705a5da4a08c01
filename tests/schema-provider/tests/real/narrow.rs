//! Between Terraform and a provider: of the schemas, what a tree names passes.
//!
//! Each command asks for the schemas of some 1500 types, and reading them takes it most of its time. What passes is all that a
//! tree's plans need: the types that it names.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use bytes::{Bytes, BytesMut};
use h2::client::SendRequest;
use h2::server::SendResponse;
use http::{HeaderMap, HeaderValue, Request, Response};
use libtest_mimic::Failed;
use prost::encoding::decode_varint;
use tempfile::TempDir;
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::Mutex;

/// One window for everything, as in the schema provider.
const WINDOW: u32 = 1 << 24;

/// A socket in front of a provider's own.
pub(super) struct Narrow {
    folder: TempDir,
    passage: Arc<Passage>,
}

struct Passage {
    provider: PathBuf,
    words: Mutex<String>,
    /// The schemas of all types, once they were asked for.
    schemas: Mutex<Option<Answer>>,
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// An answer: head, message, and the trailers with the status, where there are any.
type Answer = (http::response::Parts, Bytes, Option<HeaderMap>);

impl Narrow {
    pub(super) fn before(provider: &Path) -> Result<Self, Failed> {
        let folder = tempfile::tempdir()?;
        let passage = Arc::new(Passage {
            provider: provider.to_owned(),
            words: Mutex::default(),
            schemas: Mutex::default(),
        });
        let narrow = Self { folder, passage: Arc::clone(&passage) };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let listener = {
            let _inside = runtime.enter();
            UnixListener::bind(narrow.socket())?
        };
        // A command whose calls fail says so.
        thread::spawn(move || runtime.block_on(serve(listener, passage)));
        Ok(narrow)
    }

    pub(super) fn socket(&self) -> PathBuf {
        self.folder.path().join("provider.sock")
    }

    /// What passes from now on: the types that are among these words, separated by commas.
    pub(super) fn pass(&self, words: &str) {
        words.clone_into(&mut self.passage.words.blocking_lock());
    }
}

async fn serve(listener: UnixListener, passage: Arc<Passage>) {
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(connection(stream, Arc::clone(&passage)));
    }
}

async fn connection(stream: UnixStream, passage: Arc<Passage>) -> Result<(), Failure> {
    let provider = UnixStream::connect(&passage.provider).await?;
    let (provider, running) = h2::client::Builder::new()
        .initial_window_size(WINDOW)
        .initial_connection_window_size(WINDOW)
        .handshake::<_, Bytes>(provider)
        .await?;
    tokio::spawn(running);
    let mut connection = h2::server::Builder::new()
        .initial_window_size(WINDOW)
        .initial_connection_window_size(WINDOW)
        .handshake::<_, Bytes>(stream)
        .await?;
    while let Some(request) = connection.accept().await {
        let (request, respond) = request?;
        tokio::spawn(exchange(request, respond, provider.clone(), Arc::clone(&passage)));
    }
    Ok(())
}

async fn exchange(
    request: Request<h2::RecvStream>,
    mut respond: SendResponse<Bytes>,
    provider: SendRequest<Bytes>,
    passage: Arc<Passage>,
) -> Result<(), Failure> {
    let method = request.uri().path().to_owned();
    if !method.starts_with("/tfplugin") {
        // What go-plugin streams beside the protocol; it does without.
        let mut head = Response::new(());
        head.headers_mut().insert("content-type", HeaderValue::from_static("application/grpc"));
        head.headers_mut().insert("grpc-status", HeaderValue::from_static("12"));
        respond.send_response(head, true)?;
        return Ok(());
    }
    let message = receive(&mut request.into_body()).await?;
    let (head, mut body, trailers) = if method.ends_with("/GetSchema") {
        let mut schemas = passage.schemas.lock().await;
        let all = match schemas.take() {
            Some(all) => all,
            None => forward(provider, &method, message).await?,
        };
        schemas.insert(all).clone()
    } else {
        forward(provider, &method, message).await?
    };
    if method.ends_with("/GetSchema") {
        let words = passage.words.lock().await;
        body = narrowed(&body, &words.split(',').collect()).ok_or("a schema that is none")?;
    }
    let mut stream = respond.send_response(Response::from_parts(head, ()), trailers.is_none())?;
    if let Some(trailers) = trailers {
        stream.send_data(body, false)?;
        stream.send_trailers(trailers)?;
    }
    Ok(())
}

async fn forward(
    provider: SendRequest<Bytes>,
    method: &str,
    message: Bytes,
) -> Result<Answer, Failure> {
    let request = Request::post(format!("http://provider{method}"))
        .header("content-type", "application/grpc")
        .header("te", "trailers")
        .body(())?;
    let (answer, mut stream) = provider.ready().await?.send_request(request, false)?;
    stream.send_data(message, true)?;
    let (head, mut body) = answer.await?.into_parts();
    let message = receive(&mut body).await?;
    Ok((head, message, body.trailers().await?))
}

async fn receive(body: &mut h2::RecvStream) -> Result<Bytes, h2::Error> {
    let mut whole = BytesMut::new();
    while let Some(part) = body.data().await {
        let part = part?;
        body.flow_control().release_capacity(part.len())?;
        whole.extend_from_slice(&part);
    }
    Ok(whole.freeze())
}

/// The fields of a schema's message that have entries by the name of a type: resources, data sources, ephemeral ones.
const BY_TYPE: [u64; 3] = [2, 3, 8];

/// A message of schemas, behind gRPC's five bytes, without the types that nobody names.
fn narrowed(message: &[u8], words: &BTreeSet<&str>) -> Option<Bytes> {
    let mut kept = vec![0; 5];
    let mut rest = message.get(5..)?;
    while !rest.is_empty() {
        let whole = rest;
        let tag = decode_varint(&mut rest).ok()?;
        let length = usize::try_from(decode_varint(&mut rest).ok()?).ok()?;
        let (field, after) = rest.split_at_checked(length)?;
        rest = after;
        if !BY_TYPE.contains(&(tag >> 3)) || words.contains(name(field)?) {
            kept.extend_from_slice(whole.get(..whole.len() - after.len())?);
        }
    }
    let length = u32::try_from(kept.len() - 5).ok()?;
    kept.get_mut(1..5)?.copy_from_slice(&length.to_be_bytes());
    Some(kept.into())
}

/// The key of a map's entry: its first field.
fn name(mut entry: &[u8]) -> Option<&str> {
    let _tag = decode_varint(&mut entry).ok()?;
    let length = usize::try_from(decode_varint(&mut entry).ok()?).ok()?;
    str::from_utf8(entry.get(..length)?).ok()
}
