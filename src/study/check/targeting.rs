//! Checks the settings of a targeting against each other and against the dataset.

use super::Checker;
use crate::diagnostic::did_you_mean;
use crate::locale::{Text, significant};
use crate::study::place::{self, Path, path};
use crate::study::schema::{self, ColumnType, StudyFile, Threshold};
use crate::study::targeting::{Bound, Criterion, Expression, Targeting};

impl Checker<'_> {
    pub(super) fn targeting(&mut self, plan: &schema::Targeting, file: &StudyFile) -> Option<Targeting> {
        let before = self.problems.errors();
        let (name, data) = self.targeted(plan, file)?;
        self.unit_names(plan, data);
        self.potential(plan, data);
        self.counted_by(plan, data);
        let criteria: Vec<Option<Criterion>> =
            (0..plan.criteria.len()).map(|i| self.criterion(plan, i)).collect();
        let adoption_line = self.adoption_line(plan);
        self.what_if(plan, file);
        let questions = plan.what_if.as_ref().map(|questions| {
            let place = |i: usize| self.at(&path!["targeting", "what_if", i]);
            questions.iter().cloned().enumerate().map(|(i, question)| (question, place(i))).collect()
        });
        (self.problems.errors() == before).then_some(())?;
        Some(Targeting {
            data: name,
            name: plan.name.as_ref().map(|name| name.0.clone()),
            potential: plan.potential.as_ref().map(|name| name.0.clone()),
            criteria: criteria.into_iter().flatten().collect(),
            adoption: plan.adoption,
            rank: plan.rank,
            by: plan.by.iter().map(|name| name.0.clone()).collect(),
            totals: plan.totals.iter().map(|name| name.0.clone()).collect(),
            potential_line: plan.quadrants.as_ref().and_then(|lines| lines.potential),
            adoption_line,
            what_if: questions,
            potential_place: self.at(&path!["targeting", "potential"]),
        })
    }

    /// The dataset that is targeted: the one named, or that of the segmentation.
    fn targeted<'a>(
        &mut self,
        plan: &schema::Targeting,
        file: &'a StudyFile,
    ) -> Option<(String, &'a schema::Dataset)> {
        let of_segmentation = || file.segmentation.as_ref().map(|segmentation| &segmentation.data);
        let Some(name) = plan.data.as_ref().or_else(of_segmentation) else {
            let hint = Some("add `data:` with the name of a dataset".to_owned());
            let message = "`targeting` does not say which data it is about".to_owned();
            let reason = "without a segmentation there is no dataset to take";
            self.error("targeting::data", &path!["targeting"], message, reason, hint);
            return None;
        };
        let found = file.datasets.get(name.0.as_str());
        if found.is_none() && plan.data.is_some() {
            let known: Vec<&str> = file.datasets.keys().map(|name| name.0.as_str()).collect();
            let hint = did_you_mean(&name.0, known.iter().copied())
                .or(Some(format!("the datasets are `{}`", known.join("`, `"))));
            let message = format!("there is no dataset `{}`", name.0);
            self.error("targeting::data", &path!["targeting", "data"], message, "", hint);
        }
        found.map(|data| (name.0.clone(), data))
    }

    fn unit_names(&mut self, plan: &schema::Targeting, data: &schema::Dataset) {
        let words =
            |kind: ColumnType| matches!(kind, ColumnType::Text | ColumnType::Code | ColumnType::Category);
        let of = "`text`, `code` or `category`";
        self.column_of_kind(
            path!["targeting", "name"],
            plan.name.as_ref(),
            data,
            words,
            ("does not hold names", of),
        );
    }

    fn potential(&mut self, plan: &schema::Targeting, data: &schema::Dataset) {
        let of = "`count`, `number`, `money` or `percent`";
        let (column, numeric) = (plan.potential.as_ref(), ColumnType::is_numeric);
        self.column_of_kind(
            path!["targeting", "potential"],
            column,
            data,
            numeric,
            ("does not hold numbers", of),
        );
        let declared = plan.quadrants.as_ref().and_then(|lines| lines.potential);
        if declared.is_some() && plan.potential.is_none() {
            let hint = Some("add `potential:` with a numeric column".to_owned());
            let message = "there is no potential to divide".to_owned();
            let at = path!["targeting", "quadrants", "potential"];
            self.error("targeting::contradiction", &at, message, "`targeting` names none", hint);
        }
    }

    /// The columns by which units are counted, and those that are added up.
    fn counted_by(&mut self, plan: &schema::Targeting, data: &schema::Dataset) {
        let category = |kind: ColumnType| kind == ColumnType::Category;
        for (i, name) in plan.by.iter().enumerate() {
            let words = ("does not hold categories", "`category`");
            self.column_of_kind(path!["targeting", "by", i], Some(name), data, category, words);
        }
        let added =
            |kind: ColumnType| matches!(kind, ColumnType::Count | ColumnType::Number | ColumnType::Money);
        for (i, name) in plan.totals.iter().enumerate() {
            let words = ("cannot be added up", "`count`, `number` or `money`");
            self.column_of_kind(path!["targeting", "totals", i], Some(name), data, added, words);
        }
    }

    /// A column that must be there and hold what is asked for.
    fn column_of_kind(
        &mut self,
        at: Path,
        column: Option<&schema::Name>,
        data: &schema::Dataset,
        fits: impl Fn(ColumnType) -> bool,
        (fault, kinds): (&str, &str),
    ) {
        let Some(name) = column else { return };
        match data.columns.get(name.0.as_str()) {
            Some(column) if fits(column.kind) => {}
            Some(_) => {
                let hint = Some(format!("use a column of type {kinds}"));
                self.error("targeting::column-type", &at, format!("`{}` {fault}", name.0), "", hint);
            }
            None => {
                let fitting = data.columns.iter().filter(|(_, column)| fits(column.kind));
                let known: Vec<&str> = fitting.map(|(name, _)| name.0.as_str()).collect();
                let hint = did_you_mean(&name.0, known.iter().copied())
                    .or((!known.is_empty()).then(|| format!("such columns are `{}`", known.join("`, `"))));
                let message = format!("there is no column `{}`", name.0);
                self.error("targeting::unknown-column", &at, message, "the dataset declares none", hint);
            }
        }
    }

    fn criterion(&mut self, plan: &schema::Targeting, i: usize) -> Option<Criterion> {
        let criterion = &plan.criteria[i];
        let root = path!["targeting", "criteria", i];
        let below = |key: &str| [root.clone(), path![key]].concat();
        if plan.criteria[..i].iter().any(|earlier| earlier.name == criterion.name) {
            let message = format!("two criteria are called `{}`", criterion.name.0);
            let reason = "the findings could not tell them apart";
            self.error("targeting::same-name", &below("name"), message, reason, None);
        }
        let (bound, threshold, key) = self.bound(criterion, &root)?;
        let (threshold, percent) = self.threshold(threshold, &below(key))?;
        if percent && criterion.of.is_none() {
            let message = "a percentage of nothing".to_owned();
            let reason = "without `of` there is nothing to take it of";
            let hint = "add `of:`, or write the number alone where the column already holds percentages";
            self.error("targeting::percentage", &below(key), message, reason, Some(hint.into()));
        }
        let expression =
            |text: &String, key: &str| Expression { text: text.clone(), place: self.at(&below(key)) };
        let label = criterion.label.as_ref();
        Some(Criterion {
            name: criterion.name.0.clone(),
            label: label.map_or_else(|| Text::same(&criterion.name.0), |label| label.resolve()),
            measure: expression(&criterion.measure, "measure"),
            of: criterion.of.as_ref().map(|text| expression(text, "of")),
            unit: criterion.unit.as_ref().map(|unit| unit.resolve()),
            per: criterion.per.as_ref().map(|per| per.resolve()),
            missing: criterion.missing,
            eligible: criterion.eligible.as_ref().map(|text| expression(text, "eligible")),
            bound,
            threshold,
            percent,
        })
    }

    /// The one bound of a criterion, with the key it stands under.
    fn bound<'a>(
        &mut self,
        criterion: &'a schema::Criterion,
        root: &Path,
    ) -> Option<(Bound, &'a Threshold, &'static str)> {
        match (&criterion.at_least, &criterion.at_most) {
            (Some(least), None) => Some((Bound::AtLeast, least, "at_least")),
            (None, Some(most)) => Some((Bound::AtMost, most, "at_most")),
            // One that was written, but cannot be understood, was told already.
            (None, None) if self.is_written(root, "at_least") || self.is_written(root, "at_most") => None,
            (None, None) => {
                let message = format!("the criterion `{}` has no threshold", criterion.name.0);
                let hint = Some("add `at_least:` or `at_most:`".to_owned());
                self.error("targeting::threshold", root, message, "nothing would meet or miss it", hint);
                None
            }
            (Some(_), Some(_)) => {
                let message = format!("the criterion `{}` has two thresholds", criterion.name.0);
                let hint = Some("make two criteria of it, each with its own name".to_owned());
                let at = [root.clone(), path!["at_most"]].concat();
                self.error("targeting::threshold", &at, message, "a gap is measured to one of them", hint);
                None
            }
        }
    }

    /// Whether a key stands in the study, whatever its value.
    fn is_written(&self, root: &Path, key: &str) -> bool {
        place::of_key(self.source, &[root.clone(), path![key]].concat()).is_some()
    }

    /// A bound as a number, and whether it was a percentage; `1.250 %` may be two numbers.
    pub(super) fn threshold(&mut self, threshold: &Threshold, at: &Path) -> Option<(f64, bool)> {
        if let Threshold::Percent(text) = threshold
            && let Some([grouped, divided]) = readings(text)
        {
            let message = format!("`{text}` may be read in two ways");
            let hint = format!("write `{grouped} %`, or `{divided} %`");
            self.error(
                "study::ambiguous-percentage",
                at,
                message,
                "its sign may group thousands or begin decimals",
                Some(hint),
            );
            return None;
        }
        share(threshold)
    }

    fn adoption_line(&mut self, plan: &schema::Targeting) -> Option<f64> {
        let at = path!["targeting", "quadrants", "adoption"];
        let (line, _) = self.threshold(plan.quadrants.as_ref()?.adoption.as_ref()?, &at)?;
        if !(0.0..=1.0).contains(&line) {
            let hint = Some("write a share such as `0.5`, or a percentage such as `50 %`".to_owned());
            let message = format!("`{line}` is no share of one");
            self.error("targeting::share", &at, message, "adoption lies between 0 and 1", hint);
        }
        Some(line)
    }

    fn what_if(&mut self, plan: &schema::Targeting, file: &StudyFile) {
        let Some(questions) = plan.what_if.as_ref().filter(|questions| !questions.is_empty()) else { return };
        if file.segmentation.is_none() {
            let message = "`what_if` needs a segmentation".to_owned();
            let hint = Some("add `segmentation:`, or remove `what_if`".to_owned());
            let reason = "there are no segments to compare";
            self.error("targeting::contradiction", &path!["targeting", "what_if"], message, reason, hint);
        }
        for (i, question) in questions.iter().enumerate() {
            if question.segment == question.like {
                let message = format!("segment {} is compared with itself", question.segment);
                let at = path!["targeting", "what_if", i, "like"];
                self.error("targeting::contradiction", &at, message, "nothing would change", None);
            }
        }
    }
}

/// A threshold as a number, and whether it was a percentage; percentages are shares of one.
pub(super) fn share(threshold: &Threshold) -> Option<(f64, bool)> {
    match threshold {
        Threshold::Number(number) => Some((*number, false)),
        Threshold::Percent(text) => {
            let digits = text.trim_end_matches('%').trim().replace(',', ".");
            // With 12 digits, as findings are, so that 0.7 % is 0.007.
            digits.parse::<f64>().ok().map(|percentage| (significant(percentage / 100.0), true))
        }
    }
}

/// The two numbers that a percentage may be, where its one sign may group thousands or divide decimals.
fn readings(text: &str) -> Option<[String; 2]> {
    let digits = text.trim_end_matches('%').trim();
    let (whole, part) = digits.split_once(['.', ','])?;
    let grouped = part.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0');
    // A last zero less, or one more, leaves one reading.
    let divided = part.strip_suffix('0').map_or_else(|| format!("{part}0"), str::to_owned);
    grouped.then(|| [format!("{whole}{part}"), format!("{whole}.{divided}")])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_sign_that_could_group_or_divide_makes_two_readings() {
        assert_eq!(readings("1.250 %"), Some(["1250".into(), "1.25".into()]));
        assert_eq!(readings("12,345%"), Some(["12345".into(), "12.3450".into()]));
        for text in ["12.5 %", "0.125 %", "12.25 %", "1250 %", "1.2500 %", "1250.125 %"] {
            assert_eq!(readings(text), None, "{text}");
        }
    }

    #[test]
    fn a_percentage_is_a_share_with_twelve_digits() {
        assert_eq!(share(&Threshold::Percent("0.7 %".into())), Some((0.007, true)));
        assert_eq!(share(&Threshold::Percent("12,25%".into())), Some((0.1225, true)));
    }
}
