//! The promise: whatever is wrong with a study's files, telaah neither breaks nor hangs, and says where it is wrong.
//!
//! Five hundred seeded mutations of whole studies: a line dropped, doubled or cut off, two lines swapped, a byte flipped,
//! inserted or replaced, also so that the file is no longer UTF-8. Each is checked within a time limit.
//!
//! **Where an error should stand.** All but swaps leave one wrong line, so an error should lead to it:
//! - it stands on the mutated line (for a doubled line, on either of the two);
//! - a dropped line leaves nothing to stand on: an error on a neighbour, on a line that opens a block around it or, at the
//!   top of a study, on its first line is right too; a dropped heading of a table is looked for by the whole study;
//! - or two lines disagree, no program can know which of them is wrong, and the error stands on one and names the other:
//!   by the key of the mutated line, or by a word that was not there before, such as a column's new name where a variable
//!   still uses the old one.
//!
//! A mutation may also make a line that is right in itself, such as a row with another key, and so break what other
//! files say of it: errors in those files alone are no wrong place. They are counted apart, and only when the error
//! stands in a file that depends on the mutated one ([`Mutant::depends`]).

use crate::support::{Desk, MATARAM, QRIS};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use std::collections::BTreeMap;
use std::sync::mpsc;
use std::time::Duration;
use telaah::diagnostic::{Diagnostic, Diagnostics, Severity};
use telaah::pipeline;

/// How many mutations are tried.
const MUTATIONS: u64 = 500;
/// The longest a check may take; the slowest takes a fraction of a second.
const LIMIT: Duration = Duration::from_secs(10);
/// How many are checked at a time.
const WORKERS: usize = 4;
/// The share of wrong lines that an error must lead to.
const ENOUGH: f64 = 0.95;

/// What is mutated: a study and one of its files. Studies and tables stand twice, so that they are drawn more often.
const FILES: [(&str, &str); 24] = [
    (QRIS, "pekalongan-qris-2023.yaml"),
    (QRIS, "pekalongan-qris-2023.yaml"),
    (QRIS, "pekalongan-qris-2023.yaml"),
    (QRIS, "pekalongan-qris-2023/table1.csv"),
    (QRIS, "pekalongan-qris-2023/table1.csv"),
    (QRIS, "pekalongan-qris-2023/claims.csv"),
    (QRIS, "pekalongan-qris-2023/claims.csv"),
    (QRIS, "pekalongan-qris-2023/pembahasan.md"),
    (QRIS, "pekalongan-qris-2023/introduction.md"),
    (QRIS, "pekalongan-qris-2023/abstrak.md"),
    (QRIS, "pekalongan-qris-2023/references.bib"),
    (MATARAM, "mataram-2023.yaml"),
    (MATARAM, "mataram-2023.yaml"),
    (MATARAM, "mataram-2023.yaml"),
    ("clinics", "clinics.yaml"),
    ("clinics", "clinics.yaml"),
    ("clinics", "clinics.yaml"),
    ("clinics", "clinics/clinics.csv"),
    ("clinics", "clinics/clinics.csv"),
    ("bakeries", "bakeries.yaml"),
    ("bakeries", "bakeries.yaml"),
    ("bakeries", "bakeries/instrument.yaml"),
    ("bakeries", "bakeries/survey.csv"),
    ("bakeries", "bakeries/survey.csv"),
];

/// What is done to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Drop,
    Double,
    Cut,
    Swap,
    Flip,
    Insert,
    Replace,
    NotUtf8,
}

const KINDS: [Kind; 8] =
    [Kind::Drop, Kind::Double, Kind::Cut, Kind::Swap, Kind::Flip, Kind::Insert, Kind::Replace, Kind::NotUtf8];

/// What typing errors leave behind.
const TYPED: &[u8] = b"\"'{}[]:,;#-&*!|>%@`\\\t $x7\r\0";

/// A mutated file, with the lines (from 1) on which an error would be right.
struct Mutant {
    study: &'static str,
    file: &'static str,
    kind: Kind,
    bytes: Vec<u8>,
    lines: Vec<usize>,
    /// Words of the mutated line that were not in the file before.
    new_words: Vec<String>,
    /// What stood on the line, and what stands there now.
    change: (String, String),
}

/// What a check said of a mutant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// There is no error: the file is still right.
    None,
    /// An error stands on the mutated line.
    OnTheLine,
    /// An error names what has become of the line.
    Named,
    /// The line is right in itself; what depends on it is in error.
    Dependent,
    /// The error leads nowhere.
    Wrong,
}

impl Mutant {
    fn of(seed: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let (study, file) = FILES[below(&mut rng, FILES.len())];
        let bytes = desk(study).bytes(&format!("studies/{file}"));
        loop {
            let kind = KINDS[below(&mut rng, KINDS.len())];
            let mutant = Self::mutate(&mut rng, study, file, kind, &bytes);
            if mutant.bytes != bytes {
                return mutant;
            }
        }
    }

    fn mutate(
        rng: &mut ChaCha8Rng,
        study: &'static str,
        file: &'static str,
        kind: Kind,
        bytes: &[u8],
    ) -> Self {
        let mut lines: Vec<Vec<u8>> =
            bytes.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
        let full: Vec<usize> = (0..lines.len()).filter(|&i| !text(&lines[i]).trim().is_empty()).collect();
        let i = full[below(rng, full.len())];
        let before = lines[i].clone();
        let within = below(rng, before.len().saturating_sub(1).max(1));
        let mut right = vec![i + 1];
        let mut after = before.clone();
        match kind {
            Kind::Drop => {
                right = around(&lines, i);
                lines.remove(i);
                after.clear();
            }
            Kind::Double => {
                right.push(i + 2);
                lines.insert(i, before.clone());
            }
            Kind::Cut => {
                after.truncate(within);
                after.push(b'\n');
            }
            Kind::Swap => {
                let j = full[below(rng, full.len())];
                right.push(j + 1);
                lines.swap(i, j);
                after.clone_from(&lines[i]);
            }
            Kind::Flip => after[within] ^= 1 << below(rng, 7),
            Kind::Insert => after.insert(within, TYPED[below(rng, TYPED.len())]),
            Kind::Replace => after[within] = TYPED[below(rng, TYPED.len())],
            Kind::NotUtf8 => after[within] = 0x80 | (rng.next_u32() as u8),
        }
        if !matches!(kind, Kind::Drop | Kind::Double | Kind::Swap) {
            lines[i].clone_from(&after);
            // A byte that has become a line end makes two lines.
            right.extend((1..text(&after).matches('\n').count()).map(|more| i + 1 + more));
            if text(&after).trim().is_empty() {
                // A line cut to nothing is dropped, and its neighbour below is one farther down.
                right.extend(around(&lines, i));
                right.push(i + 2);
            }
        }
        let old = text(bytes);
        let known: Vec<&str> = words(&old).collect();
        let now = text(&after);
        let new_words =
            words(&now).filter(|word| word.len() > 1 && !known.contains(word)).map(str::to_owned).collect();
        Self {
            study,
            file,
            kind,
            bytes: lines.concat(),
            lines: right,
            new_words,
            change: (text(&before), now),
        }
    }

    /// Checks the mutant in a thread of its own, so that neither a panic nor an endless loop stops the test.
    fn check(&self) -> Result<Diagnostics, String> {
        let desk = desk(self.study);
        desk.write(&format!("studies/{}", self.file), &self.bytes);
        let path = desk.path(&format!("studies/{}.yaml", self.study));
        let (send, receive) = mpsc::channel();
        let run = std::thread::spawn(move || send.send(pipeline::check(&path)));
        match receive.recv_timeout(LIMIT) {
            Ok(Ok(warnings)) => Ok(warnings),
            Ok(Err(problems)) => Ok(problems),
            Err(mpsc::RecvTimeoutError::Timeout) => Err(format!("not finished in {LIMIT:?}")),
            Err(mpsc::RecvTimeoutError::Disconnected) => match run.join() {
                Err(panic) => Err(format!("panic: {:?}", panic.downcast_ref::<String>())),
                Ok(_) => Err("nothing was said".into()),
            },
        }
    }

    /// Where the errors stand; the best of them counts.
    fn judge(&self, problems: &Diagnostics) -> Place {
        let errors = || problems.0.iter().filter(|problem| problem.severity == Severity::Error);
        if errors().next().is_none() {
            Place::None
        } else if errors().any(|error| self.is_on_the_line(error)) {
            Place::OnTheLine
        } else if errors().any(|error| self.is_named_by(error)) {
            Place::Named
        } else if errors().all(|error| self.depends(error)) {
            Place::Dependent
        } else {
            Place::Wrong
        }
    }

    fn is_on_the_line(&self, error: &Diagnostic) -> bool {
        let Some(place) = &error.place else { return false };
        if !place.source.name.ends_with(&format!("studies/{}", self.file)) {
            return self.is_dropped_heading() && error.code == "data::missing-column";
        }
        let last = place.source.text[..place.span.end].matches('\n').count() + 1;
        self.lines.iter().any(|line| (place.line()..=last.max(place.line())).contains(line))
    }

    fn is_dropped_heading(&self) -> bool {
        self.kind == Kind::Drop && self.file.ends_with(".csv") && self.lines.contains(&1)
    }

    fn is_named_by(&self, error: &Diagnostic) -> bool {
        let said = [&error.message].into_iter().chain(&error.reason).chain(&error.hints);
        let said: String = said.map(|text| format!("{text} ")).collect();
        let key = words(&self.change.0).next().unwrap_or_default();
        let is_study = self.file.ends_with(".yaml") && error.code != "study::yaml";
        if is_study && said.contains(&format!("`{key}`")) {
            return true;
        }
        self.new_words.iter().any(|word| words(&said).any(|other| other == word))
    }

    /// Whether the error stands in a file that goes by what the mutated file says: claims and prose by the data and the
    /// study, prose by the bibliography.
    fn depends(&self, error: &Diagnostic) -> bool {
        let name = error.place.as_ref().map_or("", |place| place.source.name.as_str());
        let about_findings = error.code.starts_with("expression::") || error.code.starts_with("claim::");
        let uses = name.ends_with("claims.csv") || name.ends_with(".md") || self.study == "clinics";
        match self.file.rsplit('/').next() {
            Some("references.bib") => error.code == "citation::unknown",
            Some("table1.csv" | "clinics.csv" | "pekalongan-qris-2023.yaml" | "mataram-2023.yaml") => {
                about_findings && uses
            }
            _ => false,
        }
    }

    fn shown(&self, seed: u64, problems: &Diagnostics) -> String {
        let errors = problems.0.iter().map(|error| {
            let place = error.place.as_ref().map_or("nowhere".into(), |place| {
                let file = place.source.name.rsplit('/').next().unwrap_or_default();
                format!("{file}:{}:{}", place.line(), place.column())
            });
            format!("\n    {} at {place}: {}", error.code, error.message)
        });
        let errors: String = errors.take(3).collect();
        let (before, after) = (self.change.0.trim_end(), self.change.1.trim_end());
        format!(
            "{seed}: {:?} {} at {:?}\n    - {before}\n    + {after}{errors}",
            self.kind, self.file, self.lines
        )
    }
}

fn desk(study: &str) -> Desk {
    if [QRIS, MATARAM].contains(&study) { Desk::shipped() } else { Desk::fixtures() }
}

fn below(rng: &mut ChaCha8Rng, limit: usize) -> usize {
    rng.next_u32() as usize % limit
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '_' | '-'))
        .filter(|word| !word.is_empty())
}

/// Where the lack of a line can be told, in the file without it: its neighbours, what opens the blocks around it, and
/// the first line with content.
fn around(lines: &[Vec<u8>], dropped: usize) -> Vec<usize> {
    let indent = |i: usize| {
        let line = text(&lines[i]);
        let content = line.trim_start();
        (!content.is_empty() && !content.starts_with('#')).then(|| line.len() - content.len())
    };
    let mut right = vec![dropped.max(1), dropped + 1];
    let mut inner = indent(dropped).unwrap_or(0);
    for i in (0..dropped).rev() {
        if let Some(outer) = indent(i).filter(|outer| *outer < inner) {
            right.push(i + 1);
            inner = outer;
        }
    }
    let first = (0..lines.len()).find(|&i| i != dropped && indent(i).is_some());
    right.extend(first.filter(|_| inner == 0).map(|i| if i > dropped { i } else { i + 1 }));
    right
}

/// A seed, what it made of a file, and what the check said.
type Told = (u64, Mutant, Result<Diagnostics, String>);

fn told(seed: u64) -> Told {
    let mutant = Mutant::of(seed);
    let problems = mutant.check();
    (seed, mutant, problems)
}

#[test]
fn five_hundred_mutations_break_nothing_and_are_told_at_their_lines() {
    // Not on rayon's threads: the checks need those, and would wait for each other.
    let told: Vec<Told> = std::thread::scope(|scope| {
        let share = |worker| move || (worker..MUTATIONS).step_by(WORKERS).map(told).collect::<Vec<Told>>();
        let workers: Vec<_> = (0..WORKERS as u64).map(|worker| scope.spawn(share(worker))).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("a worker")).collect()
    });
    let (mut broken, mut placeless, mut wrong) = (Vec::new(), Vec::new(), Vec::new());
    let mut counts: BTreeMap<Place, usize> = BTreeMap::new();
    let (mut swaps_with_errors, mut with_errors) = (0, 0);
    for (seed, mutant, problems) in &told {
        let problems = match problems {
            Ok(problems) => problems,
            Err(failure) => {
                broken.push(format!("{failure}: {}", mutant.shown(*seed, &Diagnostics::default())));
                continue;
            }
        };
        with_errors += usize::from(problems.has_errors());
        if problems.0.iter().any(has_no_place) {
            placeless.push(mutant.shown(*seed, problems));
        }
        if mutant.kind == Kind::Swap {
            swaps_with_errors += usize::from(problems.has_errors());
            continue;
        }
        let place = mutant.judge(problems);
        *counts.entry(place).or_default() += 1;
        if place == Place::Wrong {
            wrong.push(mutant.shown(*seed, problems));
        }
    }
    let count = |place: Place| counts.get(&place).copied().unwrap_or(0);
    let led = count(Place::OnTheLine) + count(Place::Named);
    let rate = led as f64 / (led + count(Place::Wrong)) as f64;
    println!(
        "{MUTATIONS} mutations, {with_errors} with errors ({swaps_with_errors} of them swaps); of one wrong line: \
         {counts:?}; {:.1} % led to the line\n{}",
        100.0 * rate,
        wrong.join("\n")
    );
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    assert!(placeless.is_empty(), "errors without a place:\n{}", placeless.join("\n"));
    assert!(rate >= ENOUGH, "only {:.1} % led to the wrong line:\n{}", 100.0 * rate, wrong.join("\n"));
    assert!(led >= 150, "only {led} mutations led to an error on their line");
    assert!(count(Place::Named) + count(Place::Dependent) < led / 4, "too many are excused: {counts:?}");
}

/// Only a file that cannot be opened has no line to show.
fn has_no_place(problem: &Diagnostic) -> bool {
    let is_about_a_whole_file = problem.code.starts_with("file::") && problem.file.is_some();
    problem.severity == Severity::Error && problem.place.is_none() && !is_about_a_whole_file
}
