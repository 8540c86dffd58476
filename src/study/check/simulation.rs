//! Checks how a dataset is drawn: rows, groups, and that every column can be drawn in some order.

use super::Checker;
use super::positioning::AnswerColumns;
use crate::diagnostic::did_you_mean;
use crate::study::place::{self, Path, path};
use crate::study::schema::{self, Draw, Origin};
use crate::study::{DrawnColumn, Rows, Simulation};

/// A simulation with the dataset it belongs to.
pub(super) struct Plan<'a> {
    /// The path of the dataset.
    pub dataset: Path,
    /// The dataset.
    pub data: &'a schema::Dataset,
    /// The simulation.
    pub simulation: &'a schema::Simulation,
    /// The study, for the datasets that are sampled.
    pub file: &'a schema::StudyFile,
    /// The survey that the dataset holds the answers of.
    pub survey: Option<&'a AnswerColumns<'a>>,
}

impl<'a> Plan<'a> {
    /// A path below the dataset.
    pub fn below(&self, steps: Path) -> Path {
        [self.dataset.clone(), steps].concat()
    }

    /// Every column that is drawn, the latent ones first, with its path.
    pub fn draws(&self) -> Vec<(&'a str, &'a Draw, Path)> {
        let simulation = self.simulation;
        let of = |part: &'static str, columns: &'a indexmap::IndexMap<schema::Name, Draw>| {
            let root = self.below(path!["simulation", part]);
            columns.iter().map(move |(name, draw)| {
                (name.0.as_str(), draw, [root.clone(), path![name.0.as_str()]].concat())
            })
        };
        of("latent", &simulation.latent).chain(of("columns", &simulation.columns)).collect()
    }

    /// The latent groups of the rows: its own, or those of the dataset it samples.
    pub fn groups(&self) -> Vec<&'a str> {
        let mut simulation = self.simulation;
        // As many steps as there are datasets, since samples may go around in a circle.
        for _ in 0..self.file.datasets.len() {
            let Some(sample) = &simulation.sample else { break };
            let other = self.file.datasets.get(sample.of.0.as_str());
            let Some(other) = other.and_then(|data| data.simulation.as_ref()) else { break };
            simulation = other;
        }
        simulation.groups.keys().map(|group| group.0.as_str()).collect()
    }

    /// Whether the rows are those of another dataset that is not drawn.
    fn samples_nothing_drawn(&self) -> bool {
        let other =
            self.simulation.sample.as_ref().map(|sample| self.file.datasets.get(sample.of.0.as_str()));
        other.is_some_and(|other| other.is_none_or(|data| data.simulation.is_none()))
    }

    /// Whether a column holds answers that the measurement model draws.
    fn is_answer(&self, name: &str) -> bool {
        let drawn = self.survey.filter(|_| self.simulation.answers.is_some());
        drawn.is_some_and(|survey| survey.names.iter().flatten().any(|column| column == name))
    }

    /// How a column is drawn.
    pub fn draw(&self, name: &str) -> Option<&'a Draw> {
        self.simulation.columns.get(name).or_else(|| self.simulation.latent.get(name))
    }
}

impl Checker<'_> {
    /// How a dataset is drawn, where its own settings and those of what it samples agree with each other.
    pub(super) fn simulation(
        &mut self,
        name: &str,
        data: &schema::Dataset,
        file: &schema::StudyFile,
        survey: Option<&AnswerColumns>,
    ) -> Option<Simulation> {
        let simulation = data.simulation.as_ref()?;
        let plan = Plan { dataset: path!["datasets", name], data, simulation, file, survey };
        let before = self.problems.errors();
        self.simulated_origin(&plan);
        self.simulated_file(&plan);
        let rows = self.rows(name, &plan);
        if plan.samples_nothing_drawn() {
            // Its columns take their groups and values from there: one mistake, not fifty.
            return None;
        }
        self.drawn_columns(&plan);
        for (name, draw, at) in plan.draws() {
            self.drawn_column(&plan, name, draw, &at);
        }
        let correlations = self.correlations(&plan);
        let answers = self.answer_model(&plan);
        if self.problems.errors() != before {
            return None;
        }
        let order = self.drawing_order(&plan)?;
        Some(Simulation {
            rows: rows?,
            groups: plan.groups().into_iter().map(str::to_owned).collect(),
            columns: order,
            correlations,
            answers,
            file_place: self.at(&plan.below(path!["file"])),
        })
    }

    fn simulated_origin(&mut self, plan: &Plan) {
        if plan.data.origin != Origin::Simulated {
            let hint = Some("write `origin: simulated`, or remove `simulation`".to_owned());
            let message = "data with a `simulation` are simulated".to_owned();
            let reason = "the report would not say that the data were drawn";
            self.error("simulation::origin", &plan.below(path!["origin"]), message, reason, hint);
        }
    }

    fn simulated_file(&mut self, plan: &Plan) {
        let ending = std::path::Path::new(&plan.data.file).extension().unwrap_or_default();
        if !["csv", "tsv", "txt"].iter().any(|known| ending.eq_ignore_ascii_case(known)) {
            let message = format!("`{}` cannot be drawn", plan.data.file);
            let hint = Some("give the file a name that ends in `.csv` or `.tsv`".to_owned());
            let reason = "telaah writes simulated data as CSV or TSV";
            self.error("simulation::file", &plan.below(path!["file"]), message, reason, hint);
        }
    }

    /// Which rows there are: as many as the study says, in groups that add up to them; or those of a sample.
    fn rows(&mut self, name: &str, plan: &Plan) -> Option<Rows> {
        let (groups, at) = (&plan.simulation.groups, plan.below(path!["simulation"]));
        let below = |key: &str| [at.clone(), path![key]].concat();
        if let Some(sample) = &plan.simulation.sample {
            return self.sampled_rows(name, plan, sample, &below("sample"));
        }
        let Some(rows) = plan.simulation.rows else {
            let hint = Some("add `rows`, or a `sample` of another dataset".to_owned());
            self.key_error("simulation::rows", &at, "nothing says how many rows there are".into(), "", hint);
            return None;
        };
        let sum: usize = groups.values().fold(0, |sum, size| sum.saturating_add(*size));
        if !groups.is_empty() && sum != rows {
            let message = format!("the groups have {sum} rows where `rows` asks for {rows}");
            let hint = Some("change the size of a group, or `rows`".to_owned());
            self.error("simulation::rows", &below("groups"), message, "", hint);
        }
        Some(Rows::Sized(rows, groups.values().copied().collect()))
    }

    /// Every declared column is drawn, and no other; a latent column is not declared.
    fn drawn_columns(&mut self, plan: &Plan) {
        let declared: Vec<&str> = plan.data.columns.keys().map(|name| name.0.as_str()).collect();
        for name in &declared {
            if !plan.simulation.columns.contains_key(*name) && !plan.is_answer(name) {
                let hint = Some(format!("declare how `{name}` is drawn, below `simulation: columns:`"));
                let message = format!("`{name}` is not drawn");
                let at = plan.below(path!["columns", *name]);
                let reason = "`simulation` says nothing of this column";
                self.key_error("simulation::missing-column", &at, message, reason, hint);
            }
        }
        for name in plan.simulation.columns.keys().map(|name| name.0.as_str()) {
            if !declared.contains(&name) && !plan.is_answer(name) {
                let hint = did_you_mean(name, declared.iter().copied())
                    .or(Some("declare it below `columns`, or draw it below `latent`".to_owned()));
                let at = plan.below(path!["simulation", "columns", name]);
                let message = format!("there is no column `{name}`");
                let reason = "the dataset declares no such column";
                self.key_error("simulation::unknown-column", &at, message, reason, hint);
            }
        }
        for name in plan.simulation.latent.keys().map(|name| name.0.as_str()) {
            if declared.contains(&name) {
                let at = plan.below(path!["simulation", "latent", name]);
                let message = format!("`{name}` is a column of the file, so it is not latent");
                let hint = Some("move it below `columns`, or give it another name".to_owned());
                self.key_error("simulation::latent", &at, message, "", hint);
            }
        }
    }

    /// The columns, each after those it depends on, otherwise in the order of the study.
    fn drawing_order(&mut self, plan: &Plan) -> Option<Vec<DrawnColumn>> {
        let mut waiting = plan.draws();
        let mut ordered: Vec<DrawnColumn> = Vec::new();
        while !waiting.is_empty() {
            let known = |column: &str| ordered.iter().any(|earlier| earlier.name == column);
            let ready =
                waiting.iter().position(|(_, draw, _)| draw.needs().iter().all(|need| known(need.column)));
            let Some(ready) = ready else {
                self.circular(&waiting);
                return None;
            };
            let (name, draw, at) = waiting.remove(ready);
            let place = place::of_key(self.source, &at);
            ordered.push(DrawnColumn { name: name.to_owned(), draw: draw.clone(), place });
        }
        Some(ordered)
    }

    fn circular(&mut self, waiting: &[(&str, &Draw, Path)]) {
        let circle = circle(waiting);
        let Some((_, _, at)) = waiting.iter().find(|(name, _, _)| Some(name) == circle.first()) else {
            return;
        };
        let words = circle.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" → ");
        let message = "columns depend on each other in a circle".to_owned();
        let hint = Some("let one of them depend on none of the others".to_owned());
        self.key_error("simulation::circular", at, message, &words, hint);
    }
}

/// A way from a column that cannot be drawn back to itself, through what each needs.
fn circle<'a>(waiting: &[(&'a str, &'a Draw, Path)]) -> Vec<&'a str> {
    let mut way: Vec<&str> = waiting.first().map(|(name, _, _)| *name).into_iter().collect();
    while let Some(&last) = way.last() {
        let draw = waiting.iter().find(|(name, _, _)| *name == last).map(|(_, draw, _)| *draw);
        let is_waiting = |column: &str| waiting.iter().any(|(name, _, _)| *name == column);
        let needs = draw.map(Draw::needs).unwrap_or_default();
        let Some(next) = needs.iter().map(|need| need.column).find(|column| is_waiting(column)) else {
            break;
        };
        let seen = way.iter().position(|earlier| *earlier == next);
        way.push(next);
        if let Some(start) = seen {
            return way.split_off(start);
        }
    }
    way
}
