//! Published numbers and statements, checked against the findings.

mod literal;
mod printed;

use crate::data::Records;
use crate::diagnostic::{Diagnostic, Diagnostics, Outcome, Place};
use crate::expression::{Answer, Evaluator, NO_SECTION, Problem};
use crate::locale::{Language, NumberStyle};
use crate::study::Claims;
use printed::Printed;
use serde::{Deserialize, Serialize};

/// How a claim compares with the findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The computed value, rounded as printed, is the published one; or the statement holds.
    Reproduced,
    /// The computed value is another one.
    Differs,
    /// The statement is false.
    Contradicted,
    /// The data are simulated: whether they agree says nothing about the publication.
    OnSimulatedData,
}

/// Whether a claim prints a value or says something in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimKind {
    /// A printed number.
    Number,
    /// A printed word, such as a label.
    Word,
    /// A statement that is true or false.
    Statement,
}

/// A published number or statement with what was computed for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClaimFindings {
    /// Where it stands in the publication, such as `Tabel 2`.
    #[serde(rename = "where")]
    pub place: String,
    /// What it is about.
    pub note: String,
    /// A number, a word or a statement.
    pub kind: ClaimKind,
    /// The expression over the findings.
    pub value: String,
    /// As printed; for a statement, its words.
    pub published: String,
    /// What was computed: a number, a word, or true or false.
    pub computed: serde_json::Value,
    /// What was computed, rounded and written as the publication prints it.
    pub computed_as_printed: String,
    /// How they compare.
    pub verdict: Verdict,
    /// Whether the computed value is the published one, or the statement is true.
    pub agrees: bool,
    /// Why a difference or contradiction is known and accepted; empty when it is not.
    pub acknowledged: String,
}

/// How many claims of one kind hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// All of them.
    pub total: usize,
    /// Those that reproduce or hold.
    pub reproduced: usize,
    /// Those that do not.
    pub not_reproduced: usize,
    /// Those that do not and are acknowledged.
    pub acknowledged: usize,
}

/// All claims of a study.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClaimsFindings {
    /// The file, as the study names it.
    pub file: String,
    /// How the publication writes numbers.
    pub numbers_style: NumberStyle,
    /// All claims; the sum of the next four.
    pub total: usize,
    /// Numbers and words that reproduce and statements that hold.
    pub reproduced: usize,
    /// Numbers and words that differ.
    pub differs: usize,
    /// Statements that are false.
    pub contradicted: usize,
    /// Claims about simulated data, which can never be reproduced.
    pub on_simulated_data: usize,
    /// The printed numbers and words alone.
    pub numbers: Tally,
    /// The statements alone.
    pub statements: Tally,
    /// Every claim, in the order of the file.
    pub items: Vec<ClaimFindings>,
}

const COLUMNS: [&str; 3] = ["where", "value", "published"];
/// Columns in words may have a translation, as `note_en`; a number is always compared as it was published.
const OPTIONAL: [&str; 10] = [
    "note",
    "acknowledged",
    "where_id",
    "note_id",
    "published_id",
    "acknowledged_id",
    "where_en",
    "note_en",
    "published_en",
    "acknowledged_en",
];
const VALUE: usize = 1;
const PUBLISHED: usize = 2;

/// Checks every claim of a file.
///
/// # Errors
/// Every expression that has no value, at its field; numbers that cannot be read; expressions that contain their answer.
pub fn check(
    claims: &Claims,
    evaluator: &Evaluator,
    simulated: bool,
    language: Language,
) -> Outcome<ClaimsFindings> {
    let mut problems = Diagnostics::default();
    let mut items = Vec::new();
    for checked in check_each(claims, evaluator, simulated, language)? {
        match checked {
            Ok(item) => items.push(item),
            Err(problem) => problems.push(problem),
        }
    }
    let problems = problems.once_in_each_file(&[NO_SECTION], |_, count| match count {
        1 => "take this claim out of the file, or `claims:` out of the study".to_owned(),
        _ => {
            format!("take this and {} more claims out of the file, or `claims:` out of the study", count - 1)
        }
    });
    problems.into_outcome(summarise(claims, items))
}

/// Checks every claim of a file by itself, where some expressions may have no value.
///
/// # Errors
/// When the file cannot be read; what is wrong with a claim stands in its place.
pub fn check_each(
    claims: &Claims,
    evaluator: &Evaluator,
    simulated: bool,
    language: Language,
) -> Outcome<Vec<Result<ClaimFindings, Diagnostic>>> {
    let records = Records::read(claims.file.text()?, &COLUMNS, &OPTIONAL)?;
    let check = |row| {
        let item = Claim { records: &records, row, style: claims.numbers, language }.check(evaluator)?;
        Ok(if simulated { ClaimFindings { verdict: Verdict::OnSimulatedData, ..item } } else { item })
    };
    Ok((0..records.len()).map(check).collect())
}

/// All claims together, with how many there are of each verdict.
pub fn summarise(claims: &Claims, items: Vec<ClaimFindings>) -> ClaimsFindings {
    let count = |verdict: Verdict| items.iter().filter(|item| item.verdict == verdict).count();
    let tally = |statements: bool| {
        let mut tally = Tally::default();
        for item in items.iter().filter(|item| (item.kind == ClaimKind::Statement) == statements) {
            tally.total += 1;
            tally.reproduced += usize::from(item.verdict == Verdict::Reproduced);
            tally.not_reproduced +=
                usize::from(matches!(item.verdict, Verdict::Differs | Verdict::Contradicted));
            tally.acknowledged += usize::from(!item.agrees && !item.acknowledged.is_empty());
        }
        tally
    };
    ClaimsFindings {
        file: claims.file.name.clone(),
        numbers_style: claims.numbers,
        total: items.len(),
        reproduced: count(Verdict::Reproduced),
        differs: count(Verdict::Differs),
        contradicted: count(Verdict::Contradicted),
        on_simulated_data: count(Verdict::OnSimulatedData),
        numbers: tally(false),
        statements: tally(true),
        items,
    }
}

/// One row of a claims file.
struct Claim<'a> {
    records: &'a Records,
    row: usize,
    style: NumberStyle,
    language: Language,
}

impl Claim<'_> {
    fn field(&self, column: usize) -> &str {
        self.records.get(self.row, column)
    }

    /// A field in words, in the report's language where it has a translation.
    fn words(&self, column: &str) -> String {
        let field = |name: &str| {
            let position = COLUMNS.iter().chain(&OPTIONAL).position(|known| *known == name);
            position.map_or("", |position| self.field(position))
        };
        let translated = field(&format!("{column}_{}", self.language.code()));
        (if translated.is_empty() { field(column) } else { translated }).to_owned()
    }

    fn check(&self, evaluator: &Evaluator) -> Result<ClaimFindings, Diagnostic> {
        let expression = self.field(VALUE);
        if expression.is_empty() || self.field(PUBLISHED).is_empty() {
            let column = if expression.is_empty() { VALUE } else { PUBLISHED };
            let problem =
                Diagnostic::error("claim::empty", format!("the claim has no `{}`", COLUMNS[column]));
            return Err(problem.at(self.records.place(self.row, column)));
        }
        match evaluator.evaluate(expression).map_err(|problem| self.bad_expression(&problem))? {
            Answer::Truth(holds) => Ok(self.statement(holds)),
            Answer::Number(computed) => self.number(computed),
            Answer::Text(word) => Ok(self.word(&word)),
            Answer::Other => {
                let problem =
                    Diagnostic::error("claim::kind", "this expression gives a list or a group, not a value");
                let hint = "a claim compares a number, a word, or something true or false";
                Err(problem.at(self.records.place(self.row, VALUE)).hint(hint))
            }
        }
    }

    fn bad_expression(&self, problem: &Problem) -> Diagnostic {
        let place = self.records.place(self.row, VALUE);
        let quoted = place.source.text[place.span.clone()].starts_with('"');
        let place = match &problem.span {
            Some(span) if !quoted => {
                Place::new(&place.source, place.span.start + span.start..place.span.start + span.end)
            }
            _ => place,
        };
        Diagnostic::error(problem.code, problem.message.clone()).at(place).maybe_hint(problem.hint.clone())
    }

    fn findings(
        &self,
        kind: ClaimKind,
        computed: serde_json::Value,
        as_printed: String,
        agrees: bool,
    ) -> ClaimFindings {
        let verdict = match (agrees, kind) {
            (true, _) => Verdict::Reproduced,
            (false, ClaimKind::Statement) => Verdict::Contradicted,
            (false, _) => Verdict::Differs,
        };
        ClaimFindings {
            place: self.words("where"),
            note: self.words("note"),
            kind,
            value: self.field(VALUE).to_owned(),
            published: match kind {
                ClaimKind::Statement => self.words("published"),
                ClaimKind::Number | ClaimKind::Word => self.field(PUBLISHED).to_owned(),
            },
            computed,
            computed_as_printed: as_printed,
            verdict,
            agrees,
            acknowledged: self.words("acknowledged"),
        }
    }

    fn statement(&self, holds: bool) -> ClaimFindings {
        self.findings(ClaimKind::Statement, holds.into(), String::new(), holds)
    }

    fn word(&self, computed: &str) -> ClaimFindings {
        let agrees = computed.trim() == self.field(PUBLISHED);
        self.findings(ClaimKind::Word, computed.into(), computed.to_owned(), agrees)
    }

    fn number(&self, computed: f64) -> Result<ClaimFindings, Diagnostic> {
        let Some(printed) = Printed::read(self.field(PUBLISHED), self.style) else {
            let problem = Diagnostic::error(
                "claim::not-a-number",
                format!("`{}` is not a number", self.field(PUBLISHED)),
            );
            let reason = format!("the expression gives the number {computed}");
            let hint =
                "write it as the paper prints it; `numbers:` of the claims says how the paper writes numbers";
            return Err(problem.at(self.records.place(self.row, PUBLISHED)).because(reason).hint(hint));
        };
        if literal::contains(self.field(VALUE), &printed) {
            let problem = Diagnostic::error(
                "claim::contains-published",
                "the expression contains the published number",
            );
            let reason = "a claim that names its own answer proves nothing";
            return Err(problem.at(self.records.place(self.row, VALUE)).because(reason));
        }
        let rounded = printed.round(computed).ok_or_else(|| {
            let problem = Diagnostic::error(
                "claim::too-large",
                format!("the computed value {computed} cannot be compared"),
            );
            problem.at(self.records.place(self.row, VALUE))
        })?;
        let as_printed = printed.write(rounded, self.style);
        let json =
            serde_json::Number::from_f64(computed).map_or(serde_json::Value::Null, serde_json::Value::Number);
        Ok(self.findings(ClaimKind::Number, json, as_printed, rounded == printed.value))
    }
}
