//! Draws the data that a study declares.

mod answers;
mod column;
mod days;
mod drawing;
mod gamma;
mod law;
mod random;
mod sample;
mod samplers;
mod texts;

use crate::data::{self, Table, Values};
use crate::diagnostic::{Diagnostic, Diagnostics, Outcome, Place};
use crate::study::schema::Column;
use crate::study::{Dataset, InputFile, Rows, Sample, Simulation, Study};
use drawing::Drawing;
use random::Random;

/// A dataset as it was drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// The file.
    pub bytes: Vec<u8>,
    /// The number of rows.
    pub rows: usize,
}

/// Draws the file of a dataset with a simulation; none for a dataset without one.
///
/// The same seed gives the same bytes on every machine, with any number of threads.
///
/// # Errors
/// What cannot be drawn as declared, at the column of the study; and cells that break the dataset's own declaration.
/// Nothing is said where the dataset that it samples cannot be drawn: drawing that one says it.
pub fn draw(study: &Study, dataset: &Dataset) -> Outcome<Option<Drawn>> {
    let Some(simulation) = &dataset.simulation else { return Ok(None) };
    let drawing = drawing(study, dataset, simulation)?;
    let bytes = written(dataset, &drawing)?;
    agrees_with_declaration(dataset, &bytes)?;
    Ok(Some(Drawn { bytes, rows: drawing.rows }))
}

/// Every column of a dataset, drawn after the dataset that it samples.
fn drawing<'a>(study: &'a Study, dataset: &'a Dataset, simulation: &'a Simulation) -> Outcome<Drawing<'a>> {
    let mut drawing = match &simulation.rows {
        Rows::Sized(rows, sizes) => {
            Drawing::new(dataset, study.seed, *rows, groups(dataset, sizes, study.seed))
        }
        Rows::Sampled(sample) => sampled(study, dataset, sample)?,
    };
    for column in &simulation.columns {
        drawing.draw(column)?;
    }
    if let Some(model) = &simulation.answers {
        let answers = answers::answers(&drawing, model)?;
        drawing.add(answers);
    }
    Ok(drawing)
}

/// A dataset of which nothing is drawn yet but which rows of another respond.
fn sampled<'a>(study: &'a Study, dataset: &'a Dataset, sample: &Sample) -> Outcome<Drawing<'a>> {
    let other = study.datasets.iter().find(|other| other.name == sample.of);
    let Some((other, simulation)) = other.and_then(|other| Some((other, other.simulation.as_ref()?))) else {
        return Err(Diagnostics::default());
    };
    let source = drawing(study, other, simulation).map_err(|_| Diagnostics::default())?;
    let rows = sample::responding(&source, sample, study.seed, &dataset.name)?;
    if rows.is_empty() {
        let message = format!("no row of `{}` responds", sample.of);
        let problem = Diagnostic::error("simulation::failed", message).maybe_at(sample.place.clone());
        return Err(problem.hint("raise the share of `response`").into());
    }
    Ok(Drawing::of_sample(dataset, study.seed, source, rows))
}

/// The latent group of every row: sizes are exact, and the rows of a group are spread over the file.
fn groups(dataset: &Dataset, sizes: &[usize], seed: u64) -> Vec<usize> {
    let mut groups: Vec<usize> =
        sizes.iter().enumerate().flat_map(|(group, size)| vec![group; *size]).collect();
    let mut random = Random::new(seed, &dataset.name, "", "groups");
    // Fisher and Yates, from the end.
    for last in (1..groups.len()).rev() {
        groups.swap(last, random.below(last as u64 + 1) as usize);
    }
    groups
}

/// The drawn table as the bytes of a file that the dataset's declaration reads, rows sorted by key.
fn written(dataset: &Dataset, drawing: &Drawing) -> Result<Vec<u8>, Diagnostic> {
    let columns: Vec<(&(String, Column), Vec<String>)> =
        dataset.columns.iter().map(|column| (column, drawing.cells(&column.0))).collect();
    let keys = drawing.cells(&dataset.key);
    let mut order: Vec<usize> = (0..keys.len()).collect();
    order.sort_by(|&a, &b| keys[a].cmp(&keys[b]));
    let heading = |(name, column): &(String, Column)| column.header.clone().unwrap_or_else(|| name.clone());
    let headings: Vec<String> = columns.iter().map(|(column, _)| heading(column)).collect();
    let rows = order.iter().map(|&row| columns.iter().map(|(_, cells)| cells[row].clone()).collect());
    data::write_table(dataset, &headings, rows)
}

/// What was drawn is read back as a report would read it, so that no file is written that a report refuses.
fn agrees_with_declaration(dataset: &Dataset, bytes: &[u8]) -> Outcome<()> {
    let file = InputFile { bytes: bytes.into(), ..dataset.file.clone() };
    // Every row that is drawn must be sound, also one that the study leaves out.
    let drawn = Dataset { file, only: None, ..dataset.clone() };
    let table = Table::read(&drawn).map_err(|problems| not_allowed(&drawn, problems))?;
    let is_empty =
        |values: &Values| values.numbers().is_some_and(|numbers| numbers.iter().all(Option::is_none));
    let Some((name, _)) = table.columns.iter().find(|(_, values)| is_empty(values)) else { return Ok(()) };
    let problem = Diagnostic::error("simulation::empty", format!("`{name}` has no value in any row"));
    let hint = "look at `missing` and `missing_when`, also of the columns it depends on";
    Err(problem.maybe_at(place_of(dataset, name)).hint(hint).into())
}

/// The columns that were drawn with cells that their declaration refuses, each at its place in the study.
fn not_allowed(drawn: &Dataset, problems: Diagnostics) -> Diagnostics {
    let alone = |name: &str| {
        let kept = |column: &&(String, Column)| drawn.keys().any(|key| *key == column.0) || column.0 == name;
        Dataset { columns: drawn.columns.iter().filter(kept).cloned().collect(), ..drawn.clone() }
    };
    let mut told = Diagnostics::default();
    // What is wrong with the key is wrong whichever column stands beside it, and told once.
    let keys_are_wrong = Table::read(&alone(&drawn.key)).is_err();
    let is_blamed = |name: &str| !keys_are_wrong || drawn.keys().any(|key| *key == *name);
    for (name, _) in drawn.columns.iter().filter(|(name, _)| is_blamed(name)) {
        let Err(refused) = Table::read(&alone(name)) else { continue };
        let Some(first) = refused.0.into_iter().next() else { continue };
        let message = format!("`{name}` is drawn with values that its declaration refuses");
        let problem = Diagnostic::error("simulation::refused", message);
        let problem = problem.maybe_at(place_of(drawn, name)).because(first.message);
        told.push(problem.hint("limit what is drawn, or change the declaration of the column"));
    }
    if told.0.is_empty() { problems } else { told }
}

fn place_of(dataset: &Dataset, name: &str) -> Option<Place> {
    let drawn = dataset.simulation.iter().flat_map(|simulation| &simulation.columns);
    drawn.filter(|column| column.name == name).find_map(|column| column.place.clone())
}

/// Whether the file of a dataset is what its simulation draws; a warning when it is not.
///
/// # Errors
/// As [`draw`].
pub fn check_file(study: &Study, dataset: &Dataset) -> Outcome<Option<Diagnostic>> {
    let Some(drawn) = draw(study, dataset)? else { return Ok(None) };
    if *drawn.bytes == *dataset.file.bytes {
        return Ok(None);
    }
    let place = dataset.simulation.as_ref().and_then(|simulation| simulation.file_place.clone());
    let message = format!("`{}` is not what its simulation draws", dataset.file.name);
    let problem = Diagnostic::warning("simulation::differs", message)
        .maybe_at(place)
        .because("the report would be of data that nobody can draw again")
        .hint("`telaah simulate --replace` draws it anew; to keep the file, remove `simulation`");
    Ok(Some(problem))
}
