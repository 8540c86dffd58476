//! Checks the settings of a segmentation against each other and against the dataset.

use super::Checker;
use super::choice::given_number;
use crate::diagnostic::did_you_mean;
use crate::locale::Text;
use crate::study::place::{Path, path};
use crate::study::schema::{self, NamedStart, StudyFile};
use crate::study::{Segmentation, Start, Variable};

/// The number of k-means++ starts when the study does not say.
const STARTS: usize = 100;
/// The number of iterations of SPSS QUICK CLUSTER when the study does not say.
const SPSS_ITERATIONS: usize = 10;

impl Checker<'_> {
    pub(super) fn segmentation(
        &mut self,
        plan: &schema::Segmentation,
        file: &StudyFile,
    ) -> Option<Segmentation> {
        let Some(data) = file.datasets.get(plan.data.0.as_str()) else {
            let known: Vec<&str> = file.datasets.keys().map(|name| name.0.as_str()).collect();
            let hint = did_you_mean(&plan.data.0, known.iter().copied())
                .or(Some(format!("the datasets are `{}`", known.join("`, `"))));
            let message = format!("there is no dataset `{}`", plan.data.0);
            self.error("segmentation::data", &path!["segmentation", "data"], message, "", hint);
            return None;
        };
        let variables = self.variables(plan, data, &plan.data.0);
        let comparison = self.comparison(plan);
        let start = self.start(plan);
        let labels = self.labels(plan);
        let validation = self.validation(plan, data);
        let spss = plan.start == schema::Start::Named(NamedStart::Spss);
        let comparison = comparison?;
        let fewest = comparison.as_ref().map(|numbers| numbers.from);
        Some(Segmentation {
            data: plan.data.0.clone(),
            variables: variables?,
            transform: plan.transform,
            scaling: plan.scaling,
            k: given_number(plan).or(fewest)?,
            comparison,
            start: start?,
            max_iterations: plan.max_iterations.or(spss.then_some(SPSS_ITERATIONS)),
            order: plan.order,
            labels: labels?,
            validation,
            resamples: plan.stability.as_ref().map(|stability| stability.bootstrap),
            other_ways: plan.sensitivity.as_ref().map(schema::Sensitivity::ways).unwrap_or_default(),
            labels_place: plan.segments.as_ref().and_then(|_| self.at(&path!["segmentation", "segments"])),
            place: self.at(&path!["segmentation"]),
            k_place: self.at(&path!["segmentation", "k"]),
        })
    }

    fn variables(
        &mut self,
        plan: &schema::Segmentation,
        data: &schema::Dataset,
        dataset: &str,
    ) -> Option<Vec<Variable>> {
        let mut variables: Vec<Variable> = Vec::new();
        let mut sound = true;
        for (i, variable) in plan.variables.iter().enumerate() {
            let settings = variable.settings();
            let at = match variable {
                schema::Variable::Column(_) => path!["segmentation", "variables", i],
                schema::Variable::Settings(_) => path!["segmentation", "variables", i, "column"],
            };
            let name = &settings.column.0;
            let before = self.problems.errors();
            match data.columns.get(name.as_str()) {
                None => self.unknown_variable(&at, name, data, dataset),
                Some(column) if !column.kind.is_numeric() => {
                    let hint = Some(
                        "variables are columns of type `count`, `number`, `money` or `percent`".to_owned(),
                    );
                    let message = format!("`{name}` does not hold numbers");
                    self.error("segmentation::not-numeric", &at, message, "k-means needs numbers", hint);
                }
                Some(_) if variables.iter().any(|earlier| earlier.column == *name) => {
                    let message = format!("the variable `{name}` stands twice");
                    self.error("segmentation::twice", &at, message, "it would weigh double", None);
                }
                Some(_) => {}
            }
            sound &= self.problems.errors() == before;
            let place = self.at(&at);
            variables.push(Variable {
                column: name.clone(),
                missing: settings.missing,
                better: settings.better,
                place,
            });
        }
        sound.then_some(variables)
    }

    fn unknown_variable(&mut self, at: &Path, name: &str, data: &schema::Dataset, dataset: &str) {
        let numeric = data.columns.iter().filter(|(_, column)| column.kind.is_numeric());
        let known: Vec<&str> = numeric.map(|(name, _)| name.0.as_str()).collect();
        let hint = did_you_mean(name, known.iter().copied())
            .or(Some(format!("numeric columns are `{}`", known.join("`, `"))));
        let message = format!("there is no variable `{name}`");
        self.error(
            "segmentation::unknown-variable",
            at,
            message,
            &format!("`{dataset}` declares no such column"),
            hint,
        );
    }

    fn start(&mut self, plan: &schema::Segmentation) -> Option<Start> {
        let at = path!["segmentation", "start"];
        let random = plan.start == schema::Start::Named(NamedStart::KMeansPlusPlus);
        if plan.starts.is_some() && !random {
            let hint = Some("remove `starts`, or use `start: k-means++`".to_owned());
            let message = "`starts` does not go with this `start`".to_owned();
            let reason = "given first centres are one start";
            self.error(
                "segmentation::contradiction",
                &path!["segmentation", "starts"],
                message,
                reason,
                hint,
            );
        }
        match &plan.start {
            schema::Start::Named(NamedStart::KMeansPlusPlus) => {
                Some(Start::KMeansPlusPlus { starts: plan.starts.unwrap_or(STARTS) })
            }
            schema::Start::Named(NamedStart::Spss) => Some(Start::Spss),
            schema::Start::Cases(start) => {
                self.as_many_as_k(start.cases.len(), plan, &[at.clone(), path!["cases"]].concat(), "cases")?;
                let place = |i: usize| self.at(&[at.clone(), path!["cases", i]].concat());
                Some(Start::Cases(
                    start.cases.iter().enumerate().map(|(i, case)| (case.clone(), place(i))).collect(),
                ))
            }
            schema::Start::Centers(start) => {
                let at = [at, path!["centers"]].concat();
                self.as_many_as_k(start.centers.len(), plan, &at, "centers")?;
                for (i, center) in start.centers.iter().enumerate() {
                    let at = [at.clone(), path![i]].concat();
                    let message =
                        format!("this centre has {} of {} numbers", center.len(), plan.variables.len());
                    if center.len() != plan.variables.len() {
                        self.error(
                            "segmentation::centers",
                            &at,
                            message,
                            "a centre needs a number per variable",
                            None,
                        );
                        return None;
                    }
                }
                Some(Start::Centers(start.centers.clone()))
            }
        }
    }

    /// There must be as many as segments; where a rule chooses their number, that is seen when it has chosen.
    fn as_many_as_k(
        &mut self,
        given: usize,
        plan: &schema::Segmentation,
        at: &Path,
        what: &str,
    ) -> Option<()> {
        let Some(k) = given_number(plan).filter(|k| *k != given) else { return Some(()) };
        let entries = if given == 1 { "entry" } else { "entries" };
        let message = format!("`{what}` has {given} {entries} where `k` asks for {k}");
        self.error("segmentation::count", at, message, "there must be as many as segments", None);
        None
    }

    fn labels(&mut self, plan: &schema::Segmentation) -> Option<Vec<Text>> {
        let at = path!["segmentation", "segments"];
        let Some(list) = &plan.segments else {
            return Some((1..=given_number(plan).unwrap_or(0)).map(Segmentation::unnamed).collect());
        };
        let (id, en) = list.resolve();
        for labels in [&id, &en] {
            self.as_many_as_k(labels.len(), plan, &at, "segments")?;
            if let Some(twice) = labels.iter().enumerate().find(|(i, label)| labels[..*i].contains(label)) {
                let message = format!("two segments are called `{}`", twice.1);
                self.error(
                    "segmentation::same-label",
                    &at,
                    message,
                    "a reader could not tell them apart",
                    None,
                );
                return None;
            }
        }
        Some(id.into_iter().zip(en).map(|(id, en)| Text { id, en }).collect())
    }
}
