//! The output folder: made beside the old one, which it replaces whole when it is finished.

use crate::diagnostic::Diagnostic;
use crate::report::enclosed;
use std::fs::{self, File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How often a folder is emptied again that something still writes into.
const TRIES: u32 = 200;
/// How long to wait before it.
const PAUSE: Duration = Duration::from_millis(10);

/// A new output folder that is not yet in its place.
///
/// For a study `x`, `.x.new` is being made, `.x.old` is the previous output while the two change places, and
/// `.x.running` is locked by the run that may do so.
#[derive(Debug)]
pub struct Scratch {
    new: PathBuf,
    old: PathBuf,
    place: PathBuf,
    running: Option<File>,
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
        let scratch = Self {
            new: hidden("new"),
            old: hidden("old"),
            place: output.join(study),
            running: Some(running),
        };
        scratch.recover().map_err(|error| unwritable(output, &error))?;
        scratch.refuse_foreign()?;
        fs::create_dir(&scratch.new).map_err(|error| unwritable(output, &error))?;
        Ok(scratch)
    }

    /// Whether an interrupted run left something behind, or another run is at it.
    pub fn is_pending(output: &Path, study: &str) -> bool {
        ["new", "old"].iter().any(|ending| output.join(format!(".{study}.{ending}")).exists())
    }

    /// The folder to write into.
    pub fn folder(&self) -> &Path {
        &self.new
    }

    /// Puts the new output in its place; until the run that is returned is dropped, no other run of the study begins.
    ///
    /// # Errors
    /// When it cannot be moved; the previous output is then put back.
    pub fn finish(mut self) -> Result<(PathBuf, Option<File>), Diagnostic> {
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
        Ok((self.place.clone(), self.running.take()))
    }

    fn recover(&self) -> std::io::Result<()> {
        if self.old.exists() && !self.place.exists() {
            fs::rename(&self.old, &self.place)?;
        }
        for left in [&self.old, &self.new] {
            clear(left)?;
        }
        Ok(())
    }

    /// Only a folder that telaah made may be replaced.
    fn refuse_foreign(&self) -> Result<(), Diagnostic> {
        let shown = self.place.display();
        let is_empty = || fs::read_dir(&self.place).is_ok_and(|mut entries| entries.next().is_none());
        let is_ours =
            || [enclosed::RESULTS, enclosed::INPUTS].iter().any(|name| self.place.join(name).is_file());
        if !self.place.exists() || is_ours() || is_empty() {
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

/// Removes a folder that an interrupted run left behind.
///
/// The Typst of a run that was killed lives on for a moment and may write into the folder while it is being emptied.
fn clear(left: &Path) -> std::io::Result<()> {
    let mut patience = TRIES;
    loop {
        match fs::remove_dir_all(left) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty && patience > 0 => {
                patience -= 1;
                std::thread::sleep(PAUSE);
            }
            done => return done,
        }
    }
}

fn unwritable(path: &Path, error: &std::io::Error) -> Diagnostic {
    Diagnostic::environment("output::unwritable", format!("`{}` cannot be written", path.display()))
        .cause(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_is_still_written_into_is_cleared() {
        let desk = tempfile::tempdir().expect("a folder");
        let folder = desk.path().join(".x.new");
        fs::create_dir(&folder).expect("a folder");
        let into = folder.clone();
        let writer = std::thread::spawn(move || {
            // As the Typst of a killed run does, which has the folder open until it is gone.
            (0..20_000).take_while(|i| fs::write(into.join(i.to_string()), "").is_ok()).count()
        });
        while fs::read_dir(&folder).expect("its entries").count() < 100 {}
        clear(&folder).expect("it is cleared");
        assert!(!folder.exists());
        assert!(writer.join().expect("it ends") >= 100);
    }
}
