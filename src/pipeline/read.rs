//! A study with its data and answers as they were read and checked, before anything is computed.

use super::Clock;
use super::run::Analysis;
use crate::data::Table;
use crate::diagnostic::{Diagnostic, Diagnostics, Outcome};
use crate::pdf;
use crate::positioning::answers::{self, Answers};
use crate::report::{self, Texts};
use crate::simulation;
use crate::study::schema::Missing;
use crate::study::{self, Dataset, InputFile, Study, Targeting};
use crate::targeting;
use rayon::prelude::*;
use std::path::Path;

/// A sound study with everything it is made from.
#[derive(Debug)]
pub struct Read {
    /// The study.
    pub study: Study,
    /// Its tables, in the order of its datasets.
    pub tables: Vec<Table>,
    /// The answers of its survey.
    pub answers: Option<Answers>,
    /// What the user should know, and letters that cannot be printed, which are told with what is found later.
    pub problems: Diagnostics,
}

impl Read {
    /// Reads a study and its data, and checks everything that can be said without computing.
    ///
    /// It is done anew in every run: what is read must be hashed anyway, and so a warning is told every time.
    ///
    /// # Errors
    /// All problems of the study and its data together.
    pub fn new(path: &Path, clock: &mut Clock) -> Outcome<Self> {
        let (study, mut problems) = study::load(path);
        clock.lap("study");
        let Some(study) = study else { return Err(problems) };
        problems.extend(names_to_avoid(&study));
        let tables: Vec<Option<Table>> =
            study.datasets.iter().map(|dataset| problems.keep(Table::read(dataset))).collect();
        clock.lap("data");
        let drawn: Vec<Outcome<Option<Diagnostic>>> =
            study.datasets.par_iter().map(|dataset| simulation::check_file(&study, dataset)).collect();
        for differs in drawn {
            let differs = problems.keep(differs).flatten();
            differs.into_iter().for_each(|problem| problems.push(problem));
        }
        clock.lap("simulation");
        problems.extend(targeting_problems(&study, &tables));
        let answers = survey_answers(&study, &tables, &mut problems);
        problems.sort();
        if problems.has_errors() {
            return Err(problems);
        }
        let tables: Vec<Table> = tables.into_iter().flatten().collect();
        tables.iter().for_each(|table| problems.extend(table.warnings.clone()));
        problems.sort();
        problems.extend(report::missing_glyphs(&study, &tables));
        clock.lap("glyphs");
        Ok(Self { study, tables, answers, problems })
    }

    /// The author's prose with its values filled in.
    ///
    /// # Errors
    /// Every inline value and citation that does not exist, with all that was found before.
    pub fn texts(&self, analysis: &Analysis) -> Outcome<Texts> {
        report::texts(&self.study, &analysis.tree).map_err(|found| {
            let mut problems = self.problems.clone();
            problems.extend(found);
            problems
        })
    }

    /// A dataset that an analysis names, with its rows.
    pub fn dataset(&self, name: &str) -> Option<(&Dataset, &Table)> {
        let dataset = self.study.datasets.iter().find(|dataset| dataset.name == name)?;
        Some((dataset, self.tables.iter().find(|table| table.name == name)?))
    }
}

/// The dataset that is targeted, with its position.
fn targeted_dataset(study: &Study) -> Option<(usize, &Targeting, &Dataset)> {
    let plan = study.targeting.as_ref()?;
    let (i, dataset) = study.datasets.iter().enumerate().find(|(_, dataset)| dataset.name == plan.data)?;
    Some((i, plan, dataset))
}

/// What is wrong with a targeting's expressions, told together with problems of the data.
fn targeting_problems(study: &Study, tables: &[Option<Table>]) -> Diagnostics {
    let found = targeted_dataset(study);
    let table = |i: usize| tables.get(i).and_then(Option::as_ref);
    found
        .map(|(i, plan, dataset)| targeting::check(plan, dataset, table(i), &counted_as_zero(study, plan)))
        .unwrap_or_default()
}

/// The columns of the targeted dataset of which the segmentation counts an empty cell as zero.
fn counted_as_zero(study: &Study, plan: &Targeting) -> Vec<String> {
    let segmentation = study.segmentation.iter().filter(|segmentation| segmentation.data == plan.data);
    let variables = segmentation.flat_map(|segmentation| &segmentation.variables);
    variables.filter(|one| one.missing == Missing::Zero).map(|one| one.column.clone()).collect()
}

/// The answers of a survey, with what is wrong with them or missing told together with problems of the data.
fn survey_answers(study: &Study, tables: &[Option<Table>], problems: &mut Diagnostics) -> Option<Answers> {
    let plan = study.positioning.as_ref()?;
    let read = |name: &str| {
        let position = study.datasets.iter().position(|dataset| dataset.name == name)?;
        Some((&study.datasets[position], tables.get(position)?.as_ref()?))
    };
    let (dataset, table) = read(&plan.data)?;
    // Where the units could not be read, no answer is blamed for naming one.
    let units = plan.units.as_ref().and_then(|name| read(name)).map(|(_, units)| units);
    let found = problems.keep(answers::read(plan, dataset, table, units))?;
    problems.extend(answers::warnings(plan, dataset, table, &found));
    Some(found)
}

/// Files whose names keep others from verifying the PDF that carries them.
fn names_to_avoid(study: &Study) -> Diagnostics {
    let refused = |(name, file): (String, &InputFile)| {
        let reason = pdf::refused_name(&name)?;
        let problem = Diagnostic::warning(
            "file::name",
            format!("`{}` has a name that not every machine can have", file.name),
        );
        Some(
            problem
                .because(reason)
                .hint("rename the file; as it is, nobody can verify the PDF of the report"),
        )
    };
    Diagnostics(report::enclosed::files(study).into_iter().filter_map(refused).collect())
}
