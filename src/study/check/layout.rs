//! Checks where the answers of a survey stand: its columns, its objects, and the headings of the answers.

use super::Checker;
use super::instrument::placeholders;
use super::positioning::answer_columns;
use crate::diagnostic::did_you_mean;
use crate::study::place::{Path, path};
use crate::study::positioning::Instrument;
use crate::study::schema::{self, ColumnType, ObjectColumn, StudyFile};

/// What a column of a survey is for.
struct Role<'a> {
    /// Where the study names the column.
    at: Path,
    /// The column.
    name: &'a schema::Name,
    /// Whether it must hold words rather than amounts.
    words: bool,
}

impl Checker<'_> {
    /// Checks where the answers stand; `before` is the number of errors before the survey was looked at.
    pub(super) fn layout(
        &mut self,
        plan: &schema::Positioning,
        instrument: &Instrument,
        file: &StudyFile,
        before: usize,
    ) {
        let Some(data) = self.survey_data(plan, file) else { return };
        self.shape(plan);
        self.object_labels(plan);
        self.object_values(plan);
        self.survey_columns(plan, data);
        self.survey_units(plan, file);
        self.pattern_of_columns(plan, instrument);
        // What follows from other mistakes is not told again.
        if self.problems.errors() == before {
            self.answer_names(plan, instrument, data);
            self.row_key(plan, data);
        }
    }

    fn survey_data<'a>(
        &mut self,
        plan: &schema::Positioning,
        file: &'a StudyFile,
    ) -> Option<&'a schema::Dataset> {
        let found = file.datasets.get(plan.data.0.as_str());
        if found.is_none() {
            let known: Vec<&str> = file.datasets.keys().map(|name| name.0.as_str()).collect();
            let hint = did_you_mean(&plan.data.0, known.iter().copied())
                .or(Some(format!("the datasets are `{}`", known.join("`, `"))));
            let message = format!("there is no dataset `{}`", plan.data.0);
            self.error("positioning::data", &path!["positioning", "data"], message, "", hint);
        }
        found
    }

    /// Whether what the study says of the rows goes together.
    fn shape(&mut self, plan: &schema::Positioning) {
        let code = "positioning::layout";
        let hint = |text: &str| Some(text.to_owned());
        match (&plan.item, &plan.answer) {
            (Some(_), None) => self.error(
                code,
                &path!["positioning", "item"],
                "`item` needs `answer`".into(),
                "nobody knows where the answers stand",
                hint("add `answer:` with the column of the answers"),
            ),
            (None, Some(_)) => self.error(
                code,
                &path!["positioning", "answer"],
                "`answer` needs `item`".into(),
                "nobody knows which item an answer is about",
                hint("add `item:` with the column that names the items"),
            ),
            _ => {}
        }
        if plan.object.is_some() && plan.objects.is_empty() {
            self.error(
                code,
                &path!["positioning", "object"],
                "`object` needs `objects`".into(),
                "nothing says what was rated",
                hint("name what was rated below `objects`"),
            );
        }
        if plan.answer.is_some() && plan.column.is_some() {
            self.error(
                code,
                &path!["positioning", "column"],
                "`column` does not go with `answer`".into(),
                "the answers stand in one column",
                hint("remove one of the two"),
            );
        }
        if plan.answer.is_some() && plan.object.is_none() && plan.objects.len() > 1 {
            self.error(
                code,
                &path!["positioning", "answer"],
                "nothing says which object a row is about".into(),
                "a row holds one answer",
                hint("add `object:` with the column that names the objects"),
            );
        }
    }

    /// Objects that a file may name by their labels must have different ones.
    fn object_labels(&mut self, plan: &schema::Positioning) {
        let alike = |a: &str, b: &str| a.trim().eq_ignore_ascii_case(b.trim());
        for (i, (name, label)) in plan.objects.iter().enumerate() {
            let label = label.resolve();
            let same = |(other, words): &(&schema::Name, &schema::LocalText)| {
                let words = words.resolve();
                alike(&words.id, &label.id) || alike(&words.en, &label.en) || alike(&other.0, &name.0)
            };
            if let Some((other, _)) = plan.objects.iter().take(i).find(same) {
                let message = format!("`{}` and `{}` are called the same", other.0, name.0);
                let at = path!["positioning", "objects", name.0.as_str()];
                self.key_error(
                    "positioning::same-name",
                    &at,
                    message,
                    "readers could not tell them apart",
                    None,
                );
            }
        }
    }

    /// What may stand in the column of objects means objects of the study, and every object.
    fn object_values(&mut self, plan: &schema::Positioning) {
        let Some(ObjectColumn::Settings(settings)) = &plan.object else { return };
        let known = || plan.objects.keys().map(|name| name.0.as_str());
        let before = self.problems.errors();
        for (value, name) in &settings.values {
            if !plan.objects.contains_key(name) && !plan.objects.is_empty() {
                let at = path!["positioning", "object", "values", value.as_str()];
                let listed = || format!("the objects are `{}`", known().collect::<Vec<_>>().join("`, `"));
                let hint = did_you_mean(&name.0, known()).unwrap_or_else(listed);
                let message = format!("there is no object `{}`", name.0);
                self.error("positioning::unknown-object", &at, message, "", Some(hint));
            }
        }
        if self.problems.errors() != before {
            return;
        }
        let lacks = plan.objects.keys().find(|name| !settings.values.values().any(|value| value == *name));
        if let Some(name) = lacks {
            let message = format!("nothing stands for `{}`", name.0);
            let at = path!["positioning", "object", "values"];
            let hint = Some(format!("add what stands in `{}` for it", settings.column.0));
            self.error("positioning::unknown-object", &at, message, "no row could be about it", hint);
        }
    }

    /// The columns that the study names are there and hold what they should.
    fn survey_columns(&mut self, plan: &schema::Positioning, data: &schema::Dataset) {
        let roles = roles(plan);
        for (i, role) in roles.iter().enumerate() {
            match data.columns.get(role.name.0.as_str()) {
                None => self.unknown_survey_column(&role.at, &role.name.0, data, &plan.data.0),
                Some(column) if role.words && !holds_words(column.kind) => {
                    let message = format!("`{}` does not hold words", role.name.0);
                    let hint = Some("use a column of type `code`, `text` or `category`".to_owned());
                    self.error("positioning::column-type", &role.at, message, "", hint);
                }
                Some(_) => {}
            }
            let both = roles[..i].iter().any(|earlier| earlier.name == role.name);
            if both && !is_unit(&role.at) {
                let message = format!("`{}` is named twice", role.name.0);
                self.error("positioning::same-column", &role.at, message, "a column holds one thing", None);
            }
        }
        if let Some(column) = plan.answer.as_ref().and_then(|name| data.columns.get(name.0.as_str())) {
            self.answer_type(&path!["positioning", "answer"], column.kind);
        }
    }

    fn unknown_survey_column(&mut self, at: &Path, name: &str, data: &schema::Dataset, dataset: &str) {
        let known: Vec<&str> = data.columns.keys().map(|name| name.0.as_str()).collect();
        let hint = did_you_mean(name, known.iter().copied())
            .unwrap_or_else(|| format!("declare it below `datasets.{dataset}.columns`"));
        let message = format!("there is no column `{name}`");
        let reason = format!("the dataset `{dataset}` declares none");
        self.error("positioning::unknown-column", at, message, &reason, Some(hint));
    }

    /// A column of answers that the dataset declares must be of a type that can hold them.
    fn answer_type(&mut self, at: &Path, kind: ColumnType) {
        if matches!(kind, ColumnType::Money | ColumnType::Percent | ColumnType::Date) {
            let hint = Some("declare it as `text`: cells hold numbers or the words of the scale".to_owned());
            let message = "this column cannot hold answers".to_owned();
            self.error("positioning::column-type", at, message, "its type is another", hint);
        }
    }

    /// Respondents answer for the units of the segmentation.
    fn survey_units(&mut self, plan: &schema::Positioning, file: &StudyFile) {
        let units = file.segmentation.as_ref().filter(|_| plan.unit.is_some());
        let units = units.and_then(|units| Some((&units.data.0, file.datasets.get(units.data.0.as_str())?)));
        let (code, reason) = ("positioning::no-units", "respondents answer for the units of a segmentation");
        if plan.unit.is_some() && file.segmentation.is_none() {
            let hint = Some("add `segmentation:`, or remove `unit`".to_owned());
            let message = "there are no units to link to".to_owned();
            self.error(code, &path!["positioning", "unit"], message, reason, hint);
        } else if plan.unit.is_none() && plan.representative.is_some() {
            let hint = Some("add `unit:` with the column of the units' keys".to_owned());
            let message = "nobody knows which units have answered".to_owned();
            self.error(code, &path!["positioning", "representative"], message, reason, hint);
        }
        let Some((dataset, data)) = units else { return };
        for (i, name) in plan.representative.iter().flatten().enumerate() {
            let at = path!["positioning", "representative", i];
            match data.columns.get(name.0.as_str()).map(|column| column.kind) {
                None => self.unknown_survey_column(&at, &name.0, data, dataset),
                Some(kind) if kind.is_numeric() || kind == ColumnType::Category => {}
                Some(_) => {
                    let hint = Some("use a column of numbers, or of type `category`".to_owned());
                    let message = format!("on `{}` units cannot be compared", name.0);
                    self.error("positioning::column-type", &at, message, "", hint);
                }
            }
            if plan.representative.iter().flatten().take(i).any(|earlier| earlier == name) {
                let message = format!("`{}` is named twice", name.0);
                self.error("positioning::same-column", &at, message, "once is enough", None);
            }
        }
    }

    /// The pattern tells items apart, and objects where a row holds several.
    fn pattern_of_columns(&mut self, plan: &schema::Positioning, instrument: &Instrument) {
        let Some(pattern) = plan.column.as_deref().filter(|_| plan.answer.is_none()) else { return };
        let at = path!["positioning", "column"];
        let code = "positioning::pattern";
        let wide = plan.object.is_none() && !plan.objects.is_empty();
        let unknown = placeholders(pattern).find(|name| *name != "item" && !(wide && *name == "object"));
        if let Some(name) = unknown {
            let hint = if wide { "use `{object}` and `{item}`" } else { "use `{item}`" };
            let message = format!("`{{{name}}}` stands for nothing");
            let reason =
                if name == "object" { "a row is about one object" } else { "no heading is made of it" };
            return self.error(code, &at, message, reason, Some(hint.into()));
        }
        let lacks = |name: &str| !placeholders(pattern).any(|known| known == name);
        let needed =
            [("item", instrument.items().count()), ("object", if wide { plan.objects.len() } else { 0 })];
        for (name, count) in needed {
            if count > 1 && lacks(name) {
                let message = format!("`{pattern}` has no `{{{name}}}`");
                let reason = format!("the columns of {count} {name}s would have one heading");
                return self.error(code, &at, message, &reason, None);
            }
        }
    }

    /// No two answers stand in one column, and none where something else stands.
    fn answer_names(&mut self, plan: &schema::Positioning, instrument: &Instrument, data: &schema::Dataset) {
        let at = path!["positioning", "column"];
        let reason = "an answer needs a column of its own";
        let hint = "change the pattern in `column`, or the name of the item";
        let names: Vec<String> = answer_columns(plan, instrument).into_iter().flatten().collect();
        for (i, name) in names.iter().enumerate() {
            let other = roles(plan).into_iter().any(|role| role.name.0 == *name);
            if names[..i].contains(name) || other || data.key.columns().iter().any(|key| key.0 == *name) {
                let message = format!("two things stand in the column `{name}`");
                self.error("positioning::same-column", &at, message, reason, Some(hint.into()));
                continue;
            }
            let header =
                |(_, column): &(&schema::Name, &schema::Column)| column.header.as_deref() == Some(name);
            match (data.columns.get(name.as_str()), data.columns.iter().find(header)) {
                (Some(column), _) => {
                    let at = path!["datasets", plan.data.0.as_str(), "columns", name.as_str()];
                    self.answer_type(&at, column.kind);
                }
                (None, Some((column, _))) => {
                    let message = format!("the column `{}` is read from the heading `{name}`", column.0);
                    self.error("positioning::same-column", &at, message, reason, Some(hint.into()));
                }
                _ => {}
            }
        }
    }

    /// In a file with several rows of a respondent, the respondent does not name the row.
    fn row_key(&mut self, plan: &schema::Positioning, data: &schema::Dataset) {
        let object = plan.object.as_ref().map(column_of);
        let several = plan.answer.is_some() || (object.is_some() && plan.objects.len() > 1);
        let respondent = plan.respondent.as_ref().map_or(data.key.first(), |name| &name.0);
        if several && matches!(&data.key, schema::Key::Column(name) if name.0 == respondent) {
            let rest = object.into_iter().chain(&plan.item).map(|name| name.0.as_str());
            let columns: Vec<&str> = std::iter::once(respondent).chain(rest).collect();
            let at = path!["datasets", plan.data.0.as_str(), "key"];
            let message = format!("`{respondent}` does not name the row");
            let hint = Some(format!("write `key: [{}]`: they do so together", columns.join(", ")));
            self.error("positioning::key", &at, message, "a respondent has several rows", hint);
        }
    }
}

/// The columns that a survey names, in the order in which the study describes them.
fn roles(plan: &schema::Positioning) -> Vec<Role<'_>> {
    let role = |key: &str, name, words| Role { at: path!["positioning", key], name, words };
    let mut object_at = path!["positioning", "object"];
    object_at.extend(matches!(plan.object, Some(ObjectColumn::Settings(_))).then(|| "column".into()));
    let object =
        plan.object.as_ref().map(|object| Role { at: object_at, name: column_of(object), words: true });
    let profile = plan.profile.iter().enumerate();
    let profile =
        profile.map(|(i, name)| Role { at: path!["positioning", "profile", i], name, words: false });
    let named = [("respondent", &plan.respondent, false), ("unit", &plan.unit, true)];
    let answer = [("item", &plan.item, true), ("answer", &plan.answer, false)];
    let named = named.into_iter().filter_map(|(key, name, words)| Some(role(key, name.as_ref()?, words)));
    let answer = answer.into_iter().filter_map(|(key, name, words)| Some(role(key, name.as_ref()?, words)));
    named.chain(object).chain(answer).chain(profile).collect()
}

/// Where one respondent answers for each unit, the unit may name the respondent.
fn is_unit(at: &Path) -> bool {
    *at == path!["positioning", "unit"]
}

fn holds_words(kind: ColumnType) -> bool {
    matches!(kind, ColumnType::Code | ColumnType::Text | ColumnType::Category)
}

/// The column that says which object a row is about.
pub(super) fn column_of(column: &ObjectColumn) -> &schema::Name {
    match column {
        ObjectColumn::Column(name) => name,
        ObjectColumn::Settings(settings) => &settings.column,
    }
}
