//! A lock as text: YAML, one file a line, the same for the same lock.

use super::{LOCK_VERSION, Lock};
use crate::study::{from_yaml, to_yaml};
use std::fmt;

/// What stands above every lock.
const HEAD: &str = "# What this report was made from, and what came out. Written by `telaah report`; `telaah verify` compares with it.\n";

/// Why a text is no lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockError(pub String);

impl fmt::Display for LockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for LockError {}

/// Reads the text of a lock.
///
/// # Errors
/// When it is not YAML, lacks something, holds something unknown, or has another layout.
pub fn parse(text: &str) -> Result<Lock, LockError> {
    let lock: Lock = from_yaml(text).map_err(LockError)?;
    match lock.lock_version {
        LOCK_VERSION => Ok(lock),
        other => Err(LockError(format!(
            "its layout has version {other}; this telaah reads version {LOCK_VERSION}"
        ))),
    }
}

pub(super) fn write(lock: &Lock) -> Result<String, LockError> {
    to_yaml(lock).map(|yaml| format!("{HEAD}{yaml}")).map_err(LockError)
}
