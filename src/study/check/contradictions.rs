//! What a study says of itself that its data do not bear out, as after copying another study: told as warnings.

use super::Checker;
use crate::diagnostic::Diagnostic;
use crate::locale::Text;
use crate::study::place::{Path, path};
use crate::study::schema::{Origin, StudyFile};

/// Beginnings of words that say of data that nobody observed them, in small letters.
const UNREAL: [&str; 4] = ["simulasi", "disimulasi", "simulated", "rekaan"];

impl Checker<'_> {
    /// Warnings of a title and of sources that call observed data simulated, and of a regeneration that compares nothing.
    pub(super) fn contradictions(&mut self, file: &StudyFile) {
        let is_simulated = |origin| origin == Origin::Simulated;
        if !file.datasets.is_empty() && !file.datasets.values().any(|data| is_simulated(data.origin)) {
            self.unreal(&path!["title"], "the title", &file.title.resolve());
        }
        for (name, data) in file.datasets.iter().filter(|(_, data)| !is_simulated(data.origin)) {
            let what = format!("the source of `{}`", name.0);
            self.unreal(&path!["datasets", name.0.as_str(), "source"], &what, &data.source.resolve());
        }
        if file.reproduces.is_some() && file.claims.is_none() {
            let message = "the report says that it regenerates a publication, but compares nothing with it";
            let problem = Diagnostic::warning("study::contradiction", message)
                .maybe_at(self.at(&path!["reproduces"]))
                .hint("remove `reproduces:`, or add `claims:` with what was published");
            self.problems.push(problem);
        }
    }

    fn unreal(&mut self, at: &Path, what: &str, text: &Text) {
        let both = format!("{} {}", text.id, text.en).to_lowercase();
        let mut words = both.split(|letter: char| !letter.is_alphanumeric());
        let Some(word) = words.find(|word| UNREAL.iter().any(|unreal| word.starts_with(unreal))) else {
            return;
        };
        let problem =
            Diagnostic::warning("study::contradiction", format!("{what} says `{word}` of data that are not"))
                .maybe_at(self.at(at))
                .because("no such data have the origin `simulated`")
                .hint("correct the text, or the `origin`");
        self.problems.push(problem);
    }
}
