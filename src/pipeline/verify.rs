//! Computes a report again, in a folder of its own, and compares it with its lock.

use super::{Finished, Options, PDF, strays};
use crate::diagnostic::Outcome;
use crate::lock::{Hashes, Lock, Reason};
use crate::study::Study;
use serde_json::Value;
use std::path::{Path, PathBuf};
