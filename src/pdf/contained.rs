//! Runs the reader of a foreign file apart: a thread with a stack of its own, whose panic or endless work ends nothing
//! but itself.

use super::{MAX_SECONDS, Refusal};
use std::io::Error;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

/// The name of the thread, whose panics are told as a damaged file.
pub const THREAD: &str = "pdf";
/// Room for the deepest nesting that the parser allows.
const STACK: usize = 64 << 20;

/// Why there is no result.
#[derive(Debug)]
pub(super) enum Ended {
    /// The file was refused.
    Refused(Refusal),
    /// The reader panicked.
    Broken,
    /// The reader took too long.
    Slow,
    /// There was no thread to be had.
    NoThread(Error),
}

/// The result of some work on a foreign file.
pub(super) fn run<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Ended> {
    let (done, result) = channel();
    let thread = thread::Builder::new().name(THREAD.into()).stack_size(STACK);
    thread.spawn(move || done.send(work())).map_err(Ended::NoThread)?;
    match result.recv_timeout(Duration::from_secs(MAX_SECONDS)) {
        Ok(result) => result.map_err(Ended::Refused),
        Err(RecvTimeoutError::Disconnected) => Err(Ended::Broken),
        Err(RecvTimeoutError::Timeout) => Err(Ended::Slow),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_of_the_reader_is_no_panic_of_telaah() {
        let result: Result<(), Ended> = run(|| panic!("a mistake in a library"));
        assert!(matches!(result, Err(Ended::Broken)), "{result:?}");
        assert_eq!(run(|| Ok(1)).ok(), Some(1));
    }
}
