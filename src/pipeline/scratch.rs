//! The output folder: made beside the old one, which it replaces whole when it is finished.

use crate::diagnostic::Diagnostic;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

/// A new output folder that is not yet in its place.
///
/// For a study `x`, `.x.new` is being made, `.x.old` is the previous output while the two change places, and
/// `.x.running` is locked by the run that may do so.
#[derive(Debug)]
pub struct Scratch {
    new: PathBuf,
    old: PathBuf,
    place: PathBuf,
    _running: File,
}

impl Scratch {
    /// Begins a new output below a folder, after clearing what an interrupted run left behind.
    ///
    /// # Errors
    /// When the folder cannot be written, another run is at it, or the place is taken by something else.
    pub fn begin(output: &Path, study: &str) -> Result<Self, Diagnostic> {
        fs::create_dir_all(output).map_err(|error| unwritable(output, &error))?;
        let hidden = |ending: &str| output.join(format!(".{study}.{ending}"));
        let running = File::create(hidden("running")).map_err(|error| unwritable(output, &error))?;
        running.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => Diagnostic::environment(
                "output::busy",
                format!("another run is making the report of `{study}`"),
            )
            .hint("wait until it is done, or use another folder with `--output`"),
            TryLockError::Error(error) => unwritable(output, &error),
        })?;
        let scratch =
            Self { new: hidden("new"), old: hidden("old"), place: output.join(study), _running: running };
        scratch.recover().map_err(|error| unwritable(output, &error))?;
        scratch.refuse_foreign()?;
        fs::create_dir(&scratch.new).map_err(|error| unwritable(output, &error))?;
        Ok(scratch)
    }

    /// The folder to write into.
    pub fn folder(&self) -> &Path {
        &self.new
    }

    /// Puts the new output in its place.
    ///
    /// # Errors
    /// When it cannot be moved; the previous output is then put back.
    pub fn finish(self) -> Result<PathBuf, Diagnostic> {
        let had_output = self.place.exists();
        if had_output {
            fs::rename(&self.place, &self.old).map_err(|error| unwritable(&self.place, &error))?;
        }
        if let Err(error) = fs::rename(&self.new, &self.place) {
            if had_output {
                let _ = fs::rename(&self.old, &self.place);
            }
            return Err(unwritable(&self.place, &error));
        }
        let _ = fs::remove_dir_all(&self.old);
        Ok(self.place.clone())
    }

    fn recover(&self) -> std::io::Result<()> {
        if self.old.exists() && !self.place.exists() {
            fs::rename(&self.old, &self.place)?;
        }
        for left in [&self.old, &self.new] {
            if left.exists() {
                fs::remove_dir_all(left)?;
            }
        }
        Ok(())
    }

    /// Only a folder that telaah made may be replaced.
    fn refuse_foreign(&self) -> Result<(), Diagnostic> {
        let shown = self.place.display();
        let is_empty = || fs::read_dir(&self.place).is_ok_and(|mut entries| entries.next().is_none());
        if !self.place.exists() || self.place.join("results.json").is_file() || is_empty() {
            return Ok(());
        }
        Err(Diagnostic::environment("output::foreign", format!("`{shown}` is not an output of telaah"))
            .because("it would be replaced as a whole")
            .hint("move it away, or use another folder with `--output`"))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.new);
    }
}

fn unwritable(path: &Path, error: &std::io::Error) -> Diagnostic {
    Diagnostic::environment("output::unwritable", format!("`{}` cannot be written", path.display()))
        .cause(error)
}
