//! What every chart asks of the findings: names, numbers and groups, in the report's language.

use super::style::{SMALL, Type};
use super::text::{Ruler, clean};
use crate::locale::{Language, Locale, MAGNITUDES};
use crate::segmentation::{Cluster, Member, SegmentationFindings, VariableFindings};
use crate::statistics::summary;
use crate::study::schema::Transform;

/// Numbers from here on are written in words of magnitude or in short.
pub const LONG: f64 = 1e7;

/// The findings with the language and the font that they are shown in.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// What is shown.
    pub findings: &'a SegmentationFindings,
    /// How words and numbers are written.
    pub locale: &'a Locale,
    /// What measures text.
    pub ruler: &'a Ruler<'a>,
}

/// A segment with its units.
pub struct Group<'a> {
    /// The segment.
    pub cluster: &'a Cluster,
    /// Its units, as sorted.
    pub members: Vec<&'a Member>,
}

impl<'a> Scene<'a> {
    /// The one of two texts that is in the report's language.
    pub fn say(&self, id: &'a str, en: &'a str) -> &'a str {
        match self.locale.language {
            Language::Id => id,
            Language::En => en,
        }
    }

    /// The segments with their units, sorted by a number and then by key; segments without units are left out.
    pub fn groups(&self, descending: impl Fn(&Member) -> f64) -> Vec<Group<'a>> {
        let group = |cluster: &'a Cluster| {
            let mut members: Vec<_> =
                self.findings.members.iter().filter(|m| m.cluster == cluster.number).collect();
            members.sort_by(|a, b| descending(b).total_cmp(&descending(a)).then_with(|| a.key.cmp(&b.key)));
            Group { cluster, members }
        };
        self.findings.clusters.iter().map(group).filter(|group| !group.members.is_empty()).collect()
    }

    /// What a segment is called.
    pub fn segment(&self, cluster: &Cluster) -> String {
        clean(cluster.labels.get(self.locale.language))
    }

    /// What the segment of a number is called.
    pub fn segment_name(&self, number: usize) -> String {
        let cluster = self.findings.clusters.iter().find(|cluster| cluster.number == number);
        cluster.map_or_else(|| number.to_string(), |cluster| self.segment(cluster))
    }

    /// What a variable is called.
    pub fn variable(&self, variable: &VariableFindings) -> String {
        clean(variable.labels.get(self.locale.language))
    }

    /// What the variables are called, with their units where these differ.
    pub fn variable_titles(&self) -> Vec<String> {
        let shared = self.shared_unit().is_some();
        let title = |variable: &VariableFindings| match self.unit(variable) {
            unit if shared || unit.is_empty() => self.variable(variable),
            unit => format!("{} ({unit})", self.variable(variable)),
        };
        self.findings.variables.iter().map(title).collect()
    }

    /// The unit of a variable; that of money is the currency.
    pub fn unit(&self, variable: &VariableFindings) -> String {
        match (variable.money, self.locale.currency.as_str()) {
            (true, "IDR") => "Rp".to_owned(),
            (true, code) => code.to_owned(),
            (false, _) => clean(&variable.unit),
        }
    }

    /// The unit of all variables, when they have the same one; a single variable shares with itself.
    pub fn shared_unit(&self) -> Option<String> {
        let mut units = self.findings.variables.iter().map(|variable| self.unit(variable));
        let first = units.next()?;
        let alone = self.findings.variables.len() == 1;
        (alone || (!first.is_empty() && units.all(|unit| unit == first))).then_some(first)
    }

    /// Every variable with what standardises its values.
    pub fn standards(&self) -> Vec<(&'a VariableFindings, Standard)> {
        self.findings.variables.iter().map(|variable| (variable, Standard::of(self, variable))).collect()
    }

    /// Whether values are transformed before they are compared.
    pub fn is_transformed(&self) -> bool {
        self.findings.transform != Transform::None
    }

    /// A value of a variable, in words.
    pub fn value(&self, variable: &VariableFindings, x: f64) -> String {
        self.amount(variable, x, variable.decimals)
    }

    /// A mean of a variable, in words.
    pub fn mean(&self, variable: &VariableFindings, x: f64) -> String {
        self.amount(variable, x, mean_decimals(variable))
    }

    /// A number with its unit, or an amount of money; billions in words.
    fn amount(&self, variable: &VariableFindings, x: f64, decimals: u32) -> String {
        if variable.money && x.abs() >= 1e9 {
            return self.locale.money_in_words(x, 2);
        }
        if variable.money {
            return self.locale.money(x, decimals);
        }
        let number = self.locale.number(x, decimals);
        if variable.unit.is_empty() { number } else { format!("{number} {}", clean(&variable.unit)) }
    }

    /// `1 unit`, `7 units`.
    pub fn units(&self, n: usize) -> String {
        let word = if n == 1 { "unit" } else { self.say("unit", "units") };
        format!("{} {word}", self.locale.count(n))
    }

    /// A distance of a unit, with decimals and in the magnitude that suit the greatest of them.
    pub fn distance(&self, x: f64) -> String {
        let greatest = self.findings.members.iter().map(|member| member.distance).fold(0.0, f64::max);
        self.beside(x, greatest)
    }

    /// A number with the decimals and in the magnitude that suit the greatest of its kind: `796,1 miliar`.
    pub fn beside(&self, x: f64, greatest: f64) -> String {
        let magnitude = MAGNITUDES.iter().find(|(scale, _)| greatest >= LONG && greatest >= *scale);
        match magnitude.and_then(|(scale, words)| Some((scale, words.get(self.locale.language as usize)?))) {
            Some((scale, word)) => {
                format!("{} {word}", self.locale.number(x / scale, decimals(greatest / scale)))
            }
            None => self.locale.number(x, decimals(greatest)),
        }
    }

    /// The first few of some sentences' parts, and how many were left unsaid.
    pub fn some(&self, parts: Vec<String>, most: usize) -> String {
        let unsaid = parts.len().saturating_sub(most);
        let mut said: Vec<String> = parts.into_iter().take(most).collect();
        if unsaid > 0 {
            said.push(format!(
                "{} {}",
                self.locale.count(unsaid),
                self.say("lainnya tidak disebut", "more not named here")
            ));
        }
        said.join("; ")
    }

    /// The name of a unit, in the room there is.
    pub fn name(&self, member: &Member, room: f64) -> String {
        self.ruler.fit(&clean(&member.key), SMALL, room)
    }

    /// The width of a text.
    pub fn width(&self, text: &str, kind: Type) -> f64 {
        self.ruler.width(text, kind)
    }
}

/// Decimals that leave three or four digits.
pub fn decimals(x: f64) -> u32 {
    match x {
        x if x >= 1000.0 => 0,
        x if x >= 10.0 => 1,
        x if x >= 1.0 => 2,
        _ => 3,
    }
}

/// Decimals of a variable's means, the same for all of them and as in the tables: small values need more.
pub fn mean_decimals(variable: &VariableFindings) -> u32 {
    let wanted: u32 = match variable.min.abs().max(variable.max.abs()) {
        _ if variable.money => 0,
        x if x >= 10_000.0 => 0,
        x if x >= 100.0 => 1,
        _ => 2,
    };
    variable.decimals + wanted.saturating_sub(variable.decimals.min(1))
}

/// Turns the values of a variable into standard scores, after the transform of the study.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standard {
    transform: Transform,
    mean: f64,
    sd: f64,
}

impl Standard {
    /// Mean and standard deviation (n − 1) of the values, as the study transforms them.
    pub fn of(scene: &Scene, variable: &VariableFindings) -> Self {
        let transform = scene.findings.transform;
        if transform == Transform::None {
            return Self { transform, mean: variable.mean, sd: variable.sd };
        }
        let values = scene.findings.members.iter().filter_map(|member| member.values.get(&variable.name));
        let values: Vec<f64> = values.map(|x| transformed(transform, *x)).collect();
        Self { transform, mean: summary::mean(&values), sd: summary::sd(&values) }
    }

    /// The standard score of a value; 0 where nothing varies.
    pub fn z(self, x: f64) -> f64 {
        if self.sd > 0.0 { (transformed(self.transform, x) - self.mean) / self.sd } else { 0.0 }
    }
}

fn transformed(transform: Transform, x: f64) -> f64 {
    match transform {
        Transform::None => x,
        Transform::Log1p => libm::log1p(x),
    }
}

/// The greatest by a number; the first of equals.
pub fn greatest<T>(items: impl IntoIterator<Item = T>, by: impl Fn(&T) -> f64) -> Option<T> {
    items.into_iter().fold(None, |best: Option<T>, item| match best {
        Some(best) if by(&best) >= by(&item) => Some(best),
        _ => Some(item),
    })
}

/// The least by a number; the first of equals.
pub fn least<T>(items: impl IntoIterator<Item = T>, by: impl Fn(&T) -> f64) -> Option<T> {
    greatest(items, |item| -by(item))
}
