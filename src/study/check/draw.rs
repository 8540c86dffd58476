//! Checks how one column is drawn: its distribution, its parameters, the columns and groups it names.

use super::Checker;
use super::simulation::Plan;
use crate::diagnostic::did_you_mean;
use crate::study::place::{Path, path, spoken};
use crate::study::schema::{ColumnType, Draw, Limit, MissingWhen, Names, Outliers, Parameter, Tiers, Words};
use crate::study::{Bounds, Distribution, Holds, Kind, Need};

/// The code of a parameter that is out of its range.
const PARAMETER: &str = "simulation::parameter";

impl Checker<'_> {
    pub(super) fn drawn_column(&mut self, plan: &Plan, name: &str, draw: &Draw, at: &Path) {
        let Some(distribution) = self.one_distribution(name, draw, at) else { return };
        if let Distribution::Sampled(column) = distribution {
            self.sampled_column(plan, name, column, &[at.clone(), path!["sampled"]].concat());
        } else if let Some(column) = plan.data.columns.get(name) {
            self.fits(column.kind, name, &distribution, at);
        }
        if self.weights_of_groups(plan, name, &distribution, at) {
            return;
        }
        for given in draw.parameters() {
            let at = [at.clone(), given.at.clone()].concat();
            self.parameter(plan, given.parameter, given.bounds, &at);
        }
        self.needed(plan, draw, at);
        self.modifiers(plan, draw, &distribution, at);
        self.must_have_a_value(plan, name, draw, at);
        self.contents(plan, &distribution, at);
    }

    /// Weights that stand below the groups instead of below the categories: one mistake, told once with the right form.
    fn weights_of_groups(&mut self, plan: &Plan, name: &str, distribution: &Distribution, at: &Path) -> bool {
        let Distribution::Categorical(weights) = distribution else { return false };
        let groups = plan.groups();
        let inner = |weight: &Parameter| match weight {
            Parameter::PerGroup(inner) => inner.keys().map(|key| key.0.clone()).collect(),
            _ => Vec::new(),
        };
        let mut categories: Vec<String> = Vec::new();
        for category in weights.values().flat_map(inner) {
            if !groups.contains(&category.as_str()) && !categories.contains(&category) {
                categories.push(category);
            }
        }
        if categories.is_empty() || !weights.keys().all(|key| groups.contains(&key.as_str())) {
            return false;
        }
        let weight = |group: &str, category: &str| match weights.get(group) {
            Some(Parameter::PerGroup(inner)) => inner.get(category).copied().unwrap_or(0.0),
            _ => 0.0,
        };
        let of = |category: &String| {
            let each: Vec<String> =
                groups.iter().map(|group| format!("{group}: {}", weight(group, category))).collect();
            format!("{category}: {{{}}}", each.join(", "))
        };
        let form = categories.iter().map(of).collect::<Vec<_>>().join(", ");
        let message = format!("the weights of `{name}` stand below the groups");
        let at = [at.clone(), path!["categorical"]].concat();
        let hint = Some(format!("write `categorical: {{{form}}}`"));
        let reason = "the categories come first, and below each its weight or a weight per group";
        self.key_error("simulation::group", &at, message, reason, hint);
        true
    }

    /// Nothing is taken away from the key, nor from a column that must have a value in every row.
    fn must_have_a_value(&mut self, plan: &Plan, name: &str, draw: &Draw, at: &Path) {
        let is_key = plan.data.key.columns().iter().any(|key| key.0 == name);
        if !is_key && !plan.data.columns.get(name).is_some_and(|column| column.required) {
            return;
        }
        for (key, given) in
            [("missing", draw.missing.is_some()), ("missing_when", draw.missing_when.is_some())]
        {
            if given {
                let message = format!("`{name}` must have a value in every row");
                let reason =
                    if is_key { "it is the key of the rows" } else { "it is declared as `required`" };
                let hint = Some(format!("remove `{key}`"));
                self.key_error(
                    "simulation::missing",
                    &[at.clone(), path![key]].concat(),
                    message,
                    reason,
                    hint,
                );
            }
        }
    }

    fn one_distribution<'a>(&mut self, name: &str, draw: &'a Draw, at: &Path) -> Option<Distribution<'a>> {
        let given = draw.distributions();
        if let [one] = given.as_slice() {
            return Some(*one);
        }
        let (message, hint) = match given.as_slice() {
            [] => (
                format!("`{name}` has no distribution"),
                "name one, such as `log_normal: {median: 10, sigma: 0.5}`".to_owned(),
            ),
            many => {
                let keys: Vec<&str> = many.iter().map(Distribution::key).collect();
                (
                    format!("`{name}` has {} distributions", many.len()),
                    format!("keep one of `{}`", keys.join("`, `")),
                )
            }
        };
        self.key_error("simulation::distribution", at, message, "a column is drawn from one", Some(hint));
        None
    }

    /// Whether a column of this type can hold what the distribution gives.
    fn fits(&mut self, kind: ColumnType, name: &str, distribution: &Distribution, at: &Path) {
        let fits = match distribution.kind() {
            Kind::Numbers => kind.is_numeric(),
            Kind::Texts => matches!(kind, ColumnType::Code | ColumnType::Text | ColumnType::Category),
            Kind::Days => kind == ColumnType::Date,
            Kind::Labels => {
                kind != ColumnType::Date && (!kind.is_numeric() || all_numbers(&distribution.labels()))
            }
            Kind::Sampled => true,
        };
        if !fits {
            let key = distribution.key();
            let message = format!("`{key}` does not go with the type of `{name}`");
            let hint = Some("choose another distribution, or another `type`".to_owned());
            let at = [at.clone(), path![key]].concat();
            let reason = format!("this draws {}", in_words(distribution.kind()));
            self.key_error("simulation::type", &at, message, &reason, hint);
        }
    }

    pub(super) fn parameter(&mut self, plan: &Plan, parameter: &Parameter, bounds: Bounds, at: &Path) {
        let mut out_of_range = |value: f64, at: &Path| {
            if !bounds.allow(value) {
                let key = spoken(&at[at.len().saturating_sub(1)..]);
                let message = format!("`{key}` must be {}", bounds.words());
                self.error("simulation::parameter", at, message, &format!("this is {value}"), None);
            }
        };
        match parameter {
            Parameter::Number(value) => out_of_range(*value, at),
            Parameter::PerGroup(values) => {
                for (group, value) in values {
                    out_of_range(*value, &[at.clone(), path![group.0.as_str()]].concat());
                }
                self.per_group(plan, values.keys().map(|group| group.0.as_str()).collect(), at);
            }
            Parameter::Column(_) => {}
        }
    }

    /// A parameter by group names every group and no other.
    pub(super) fn per_group(&mut self, plan: &Plan, named: Vec<&str>, at: &Path) {
        let groups: Vec<&str> = plan.groups();
        for name in named.iter().filter(|name| !groups.contains(name)) {
            self.unknown_group(&groups, name, &[at.clone(), path![*name]].concat());
        }
        let forgotten: Vec<&str> = groups.iter().copied().filter(|group| !named.contains(group)).collect();
        if !forgotten.is_empty() {
            let message = format!("the group `{}` has no number here", forgotten.join("`, `"));
            let hint = Some("give a number for every group, or one number for all".to_owned());
            self.key_error("simulation::group", at, message, "every group needs one", hint);
        }
    }

    fn unknown_group(&mut self, groups: &[&str], name: &str, at: &Path) {
        let hint = did_you_mean(name, groups.iter().copied()).or(Some(match groups {
            [] => "declare the groups below `simulation: groups:`".to_owned(),
            groups => format!("the groups are `{}`", groups.join("`, `")),
        }));
        self.key_error("simulation::group", at, format!("there is no group `{name}`"), "", hint);
    }

    /// The columns that this one depends on are drawn, and hold numbers where numbers are needed.
    fn needed(&mut self, plan: &Plan, draw: &Draw, at: &Path) {
        self.needs(plan, draw.needs(), at);
    }

    /// Other columns that are needed, with the path below `at` where each is named.
    pub(super) fn needs(&mut self, plan: &Plan, needs: Vec<Need>, at: &Path) {
        for need in needs {
            let at = [at.clone(), need.at].concat();
            let Some(other) = plan.draw(need.column) else {
                let known: Vec<&str> = plan.draws().iter().map(|(name, _, _)| *name).collect();
                let hint = did_you_mean(need.column, known.iter().copied())
                    .or(Some(format!("the columns drawn are `{}`", known.join("`, `"))));
                let message = format!("there is no column `{}`", need.column);
                self.error(
                    "simulation::unknown-column",
                    &at,
                    message,
                    "`simulation` draws no such column",
                    hint,
                );
                continue;
            };
            let holds = |distribution: &Distribution| match (need.holds, distribution.kind()) {
                // Its own column says what it holds; a text among numbers has no value.
                (Holds::Anything, _) | (_, Kind::Sampled) => true,
                (Holds::Numbers, Kind::Labels) => all_numbers(&distribution.labels()),
                (Holds::Numbers, kind) => kind == Kind::Numbers,
                (Holds::Days, kind) => kind == Kind::Days,
            };
            if !other.distributions().iter().all(holds) {
                let what = if need.holds == Holds::Days { "days" } else { "numbers" };
                let message = format!("`{}` does not hold {what}", need.column);
                let reason = if what == "days" { "a day is needed here" } else { "a number is needed here" };
                self.error("simulation::type", &at, message, reason, None);
            }
        }
    }

    fn modifiers(&mut self, plan: &Plan, draw: &Draw, distribution: &Distribution, at: &Path) {
        let below = |key: &str| [at.clone(), path![key]].concat();
        if distribution.kind() != Kind::Numbers {
            self.only_for_numbers(draw, distribution, at);
        }
        if draw.round_to.is_some_and(|step| !(1e-9..=1e15).contains(&step)) {
            let message = "`round_to` must be more than zero".to_owned();
            self.error(PARAMETER, &below("round_to"), message, "values are rounded to its multiples", None);
        }
        if let (Some(least), Some(most)) = (draw.at_least, draw.at_most)
            && least > most
        {
            let message = format!("no value is at least {least} and at most {most}");
            self.error(PARAMETER, &below("at_least"), message, "", None);
        }
        if draw.truncate && distribution.kind() == Kind::Numbers {
            self.truncated(draw, distribution, &below("truncate"));
        }
        if let Some(outliers) = &draw.outliers {
            self.outliers(plan, outliers, &below("outliers"));
        }
        if let Some(when) = &draw.missing_when {
            self.missing_when(plan, when, &below("missing_when"));
        }
    }

    /// Only what can be drawn by rank can be drawn between limits.
    fn truncated(&mut self, draw: &Draw, distribution: &Distribution, at: &Path) {
        if !distribution.has_ranks() && !matches!(distribution, Distribution::Sum(_)) {
            let message = format!("`truncate` does not go with `{}`", distribution.key());
            let hint = Some("remove `truncate`: values beyond the limits are then set to them".to_owned());
            self.key_error(
                "simulation::type",
                at,
                message,
                "its values cannot be drawn between limits",
                hint,
            );
        } else if draw.at_least.is_none() && draw.at_most.is_none() {
            let message = "nothing says where to truncate".to_owned();
            let hint = Some("add `at_least`, `at_most` or both".to_owned());
            self.key_error(PARAMETER, at, message, "", hint);
        }
    }

    fn only_for_numbers(&mut self, draw: &Draw, distribution: &Distribution, at: &Path) {
        let given = [
            ("outliers", draw.outliers.is_some()),
            ("at_least", draw.at_least.is_some()),
            ("at_most", draw.at_most.is_some()),
            ("truncate", draw.truncate),
            ("round_to", draw.round_to.is_some()),
            ("zeros", draw.zeros.is_some()),
        ];
        for (key, _) in given.iter().filter(|(_, given)| *given) {
            let message = format!("`{key}` does not go with `{}`", distribution.key());
            let at = [at.clone(), path![*key]].concat();
            self.key_error("simulation::type", &at, message, "only numbers can be changed like this", None);
        }
    }

    fn outliers(&mut self, plan: &Plan, outliers: &Outliers, at: &Path) {
        if outliers.times.is_some() == outliers.group.is_some() {
            let message = "outliers are made in one of two ways".to_owned();
            let hint = Some("give either `times: 5` or `group: …`".to_owned());
            self.key_error("simulation::outliers", at, message, "", hint);
        }
        let groups: Vec<&str> = plan.groups();
        if let Some(group) = &outliers.group
            && !groups.contains(&group.0.as_str())
        {
            self.unknown_group(&groups, &group.0, &[at.clone(), path!["group"]].concat());
        }
    }

    /// Naming a column alone is enough where that column may have no value.
    fn missing_when(&mut self, plan: &Plan, when: &MissingWhen, at: &Path) {
        let never =
            |draw: &Draw| draw.missing.is_none() && draw.missing_when.is_none() && draw.needs().is_empty();
        let alone = when.at_least.is_none() && when.at_most.is_none() && when.one_of.is_empty();
        for (key, limit) in [("at_least", &when.at_least), ("at_most", &when.at_most)] {
            if let Some(Limit::Day(text)) = limit {
                self.day(text, &[at.clone(), path![key]].concat());
            }
        }
        if matches!(
            (&when.at_least, &when.at_most),
            (Some(Limit::Number(_)), Some(Limit::Day(_))) | (Some(Limit::Day(_)), Some(Limit::Number(_)))
        ) {
            let message = "one limit is a number and the other is a day".to_owned();
            self.key_error("simulation::missing-when", at, message, "a column holds only one of them", None);
        }
        if alone && plan.draw(&when.column.0).is_some_and(never) {
            let message = format!("`{}` always has a value, so this never applies", when.column.0);
            let hint = Some("add `at_least`, `at_most` or `one_of`".to_owned());
            self.key_error("simulation::missing-when", at, message, "", hint);
        }
    }

    /// What a distribution holds besides parameters.
    fn contents(&mut self, plan: &Plan, distribution: &Distribution, at: &Path) {
        let below = |steps: Path| [at.clone(), steps].concat();
        match distribution {
            Distribution::Tiers(tiers) => self.tiers(tiers, &below(path!["tiers", "steps"])),
            Distribution::Names(names) => self.names(names, &below(path!["names"])),
            Distribution::Dates(dates) => self.dates(plan, dates, &below(path!["dates"])),
            Distribution::Categorical(weights) => {
                let none = |weight: &Parameter| matches!(weight, Parameter::Number(value) if *value == 0.0);
                if weights.values().all(none) {
                    let message = "no category has a weight above 0".to_owned();
                    self.key_error(PARAMETER, &below(path!["categorical"]), message, "", None);
                }
            }
            Distribution::Product([]) => {
                let message = "a product needs a factor".to_owned();
                self.key_error(PARAMETER, &below(path!["product"]), message, "", None);
            }
            Distribution::Codes(codes) if codes.to.unwrap_or(u64::MAX) < codes.from => {
                self.error(PARAMETER, &below(path!["codes", "to"]), "`to` is below `from`".into(), "", None);
            }
            _ => {}
        }
    }

    /// Steps rise, and only the last is without a limit.
    fn tiers(&mut self, tiers: &Tiers, at: &Path) {
        let last = tiers.steps.len().saturating_sub(1);
        for (i, step) in tiers.steps.iter().enumerate() {
            let here = [at.clone(), path![i]].concat();
            let (message, hint) = match step.up_to {
                None if i < last => {
                    ("only the last step has no limit", "add `up_to`, or make it the last step")
                }
                Some(limit) if i > 0 && tiers.steps[i - 1].up_to.is_some_and(|earlier| earlier >= limit) => {
                    ("the limits of the steps must rise", "write the steps from the lowest to the highest")
                }
                Some(_) if i == last => {
                    ("the last step has a limit", "remove its `up_to`: it applies to all higher values")
                }
                _ => continue,
            };
            self.error("simulation::tiers", &here, message.into(), "", Some(hint.into()));
        }
    }

    /// Every list in the pattern is there, and no list is empty.
    fn names(&mut self, names: &Names, at: &Path) {
        let known: Vec<&str> = names.words.keys().map(|list| list.0.as_str()).collect();
        for list in lists_in(&names.pattern) {
            if !known.contains(&list) {
                let hint = did_you_mean(list, known.iter().copied())
                    .or(Some(format!("the lists are `{}`", known.join("`, `"))));
                let message = format!("there is no list of words `{list}`");
                self.error("simulation::names", &[at.clone(), path!["pattern"]].concat(), message, "", hint);
            }
        }
        for (list, words) in &names.words {
            let empty = match words {
                Words::List(words) => words.is_empty(),
                Words::By(words) => words.lists.values().any(Vec::is_empty),
            };
            if empty {
                let at = [at.clone(), path!["words", list.0.as_str()]].concat();
                self.key_error("simulation::names", &at, format!("`{}` has an empty list", list.0), "", None);
            }
        }
    }
}

/// The names in braces of a pattern.
fn lists_in(pattern: &str) -> Vec<&str> {
    let parts = pattern.split('{').skip(1);
    parts.filter_map(|part| part.split_once('}')).map(|(list, _)| list).collect()
}

fn all_numbers(labels: &[&str]) -> bool {
    labels.iter().all(|label| label.parse::<f64>().is_ok_and(f64::is_finite))
}

fn in_words(kind: Kind) -> &'static str {
    match kind {
        Kind::Numbers => "numbers",
        Kind::Labels => "words that are not numbers",
        Kind::Texts => "texts",
        Kind::Days => "days",
        Kind::Sampled => "what the sampled column holds",
    }
}
