//! What differs between two reports, in words.

use super::visible::visible;
use crate::difference::{
    Answer, Change, ClaimChange, Difference, Fate, Kind, Lacking, Members, Named, NotCompared, Segment, What,
};
use serde_json::Value;

/// As many lines are shown of each list, unless all are asked for.
const SHOWN: usize = 40;
/// As many keys of units are shown of each move, unless all are asked for.
const KEYS: usize = 20;
/// As many letters are shown of a value or name.
const LONGEST: usize = 80;
/// As many letters are shown of what went in differently, with both values of a setting.
const LONGEST_REASON: usize = 400;
/// Fields whose numbers are names, places in an order or probabilities, of which a share says nothing.
const NO_SIZES: [&str; 10] = [
    "cluster",
    "initial_cluster",
    "number",
    "segment",
    "rank",
    "class",
    "p",
    "p_holm",
    "pearson_p",
    "spearman_p",
];

/// A text that is built line by line. What stands in reports is not trusted to keep to its line.
struct Lines {
    text: String,
    /// Whether every line is shown, however many there are.
    all: bool,
}

/// The difference as text for people: inputs, findings, claims, members, files, and what could not be compared.
pub fn text(difference: &Difference, all: bool) -> String {
    let mut lines = Lines { text: String::new(), all };
    lines.add(&format!("A  {} ({})", difference.a.path, kind(difference.a.kind)));
    lines.add(&format!("B  {} ({})", difference.b.path, kind(difference.b.kind)));
    lines.inputs(difference);
    let findings = difference.findings.iter().flatten();
    let (numbers, others): (Vec<_>, Vec<_>) = findings.partition(|change| change.is_number());
    lines.numbers(&numbers);
    lines.section("Parts of the findings", difference.parts.as_deref().unwrap_or_default(), part);
    lines.claims(difference.claims.as_deref().unwrap_or_default());
    lines.members(difference.members.as_ref());
    lines.section("Other findings", &others, |change| changed(change));
    lines.section("Files", difference.outputs.as_deref().unwrap_or_default(), fate);
    lines.section("Not compared", &difference.not_compared, lacking);
    if difference.equal {
        lines.add("");
        lines.add(&format!("no difference in {}", compared(difference)));
    }
    lines.text
}

impl Lines {
    fn add(&mut self, line: &str) {
        self.text += &visible(line);
        self.text.push('\n');
    }

    fn heading(&mut self, heading: &str) {
        self.add("");
        self.add(heading);
    }

    /// A heading with a line for each item, when there are any.
    fn section<T>(&mut self, heading: &str, items: &[T], line: impl Fn(&T) -> String) {
        if !items.is_empty() {
            self.heading(heading);
            self.list(items, line);
        }
    }

    fn list<T>(&mut self, items: &[T], line: impl Fn(&T) -> String) {
        let most = if self.all { items.len() } else { SHOWN };
        items.iter().take(most).for_each(|item| self.add(&format!("  {}", line(item))));
        if items.len() > most {
            self.add(&format!("  and {} more (`--all` shows them)", items.len() - most));
        }
    }

    fn inputs(&mut self, difference: &Difference) {
        let inputs = difference.inputs.as_deref().unwrap_or_default();
        let study = difference.study.as_ref();
        if study.is_none() && inputs.is_empty() {
            return;
        }
        self.heading("Inputs");
        if let Some(study) = study {
            self.add(&format!("  another study: {}, now {}", cut(&study.old), cut(&study.new)));
        }
        self.list(inputs, |reason| cut_at(&reason.to_string(), LONGEST_REASON));
    }

    fn numbers(&mut self, numbers: &[&Change]) {
        if !numbers.is_empty() {
            self.heading("Numbers");
            self.add(&format!(
                "  {}{}",
                counted(numbers.len(), "number differs", "numbers differ"),
                largest(numbers)
            ));
            self.list(numbers, |change| changed(change));
        }
    }

    fn claims(&mut self, claims: &[ClaimChange]) {
        if claims.is_empty() {
            return;
        }
        self.heading("Claims");
        let flipped = claims.iter().filter(|claim| claim.flipped()).count();
        let others = [
            (claims.iter().filter(|claim| claim.old.is_none()).count(), "only in B"),
            (claims.iter().filter(|claim| claim.new.is_none()).count(), "only in A"),
        ];
        let mut summary = counted(flipped, "claim flipped", "claims flipped");
        others.iter().filter(|(n, _)| *n > 0).for_each(|(n, where_)| summary += &format!(", {n} {where_}"));
        self.add(&format!("  {summary}"));
        self.list(claims, claim);
    }

    fn members(&mut self, members: Option<&Members>) {
        let Some(members) = members.filter(|members| !members.is_empty()) else { return };
        self.heading("Members of segments");
        self.list(&members.segments, |change| match (&change.old, &change.new) {
            (Some(old), Some(new)) => format!("{} is now {}", segment(old), segment(new)),
            (Some(old), None) => format!("{} is only in A", segment(old)),
            (None, new) => format!("{} is only in B", new.as_ref().map(segment).unwrap_or_default()),
        });
        let most = if self.all { usize::MAX } else { KEYS };
        self.list(&members.moved, |moved| {
            let units = counted(moved.keys.len(), "unit", "units");
            let ends = match (&moved.from, &moved.to) {
                (Some(from), Some(to)) => format!("from {} to {}", segment(from), segment(to)),
                (Some(from), None) => format!("from {}, not in B", segment(from)),
                (None, to) => format!("not in A, to {}", to.as_ref().map(segment).unwrap_or_default()),
            };
            format!("{units} {ends}: {}", keys(&moved.keys, most))
        });
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Folder => "folder",
        Kind::Lock => "lock",
        Kind::Pdf => "PDF",
        Kind::Findings => "findings",
    }
}

fn counted(n: usize, one: &str, several: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { several })
}

/// The number that differs most for its size.
fn largest(numbers: &[&Change]) -> String {
    let is_size = |change: &&&Change| {
        let field = change.path.rsplit('.').next().unwrap_or_default();
        !NO_SIZES.contains(&field)
    };
    let relative = |change: &&Change| Some((change.relative()?, change.path.clone()));
    let sizes = numbers.iter().filter(is_size).filter_map(relative);
    let greater =
        |best: (f64, String), next: (f64, String)| if next.0.abs() > best.0.abs() { next } else { best };
    match sizes.reduce(greater) {
        Some((share, path)) => format!("; the largest relative difference is {} ({path})", percent(share)),
        None => String::new(),
    }
}

fn changed(change: &Change) -> String {
    let what = match (&change.old, &change.new) {
        (Some(old), Some(new)) if change.order => {
            format!("another order: {}, now {}", listed(old), listed(new))
        }
        (Some(old), Some(new)) => format!("{}, now {}{}", shown(old), shown(new), differences(change)),
        (old, None) => format!("only in A: {}", old.as_ref().map(shown).unwrap_or_default()),
        (None, Some(new)) => format!("only in B: {}", shown(new)),
    };
    match change.path.as_str() {
        "" => what,
        path => format!("{path}: {what}"),
    }
}

fn differences(change: &Change) -> String {
    let absolute = change.absolute().map(|difference| signed(difference, &plain(difference)));
    let relative = change.relative().map(percent);
    let both: Vec<String> = [absolute, relative].into_iter().flatten().collect();
    if both.is_empty() { String::new() } else { format!(" ({})", both.join(", ")) }
}

/// A number as `results.json` has it, a whole one without decimals.
fn plain(number: f64) -> String {
    let text = Value::from(number).to_string();
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// A share as a percentage with its sign.
fn percent(share: f64) -> String {
    let percent = share * 100.0;
    let text = match percent.abs() {
        0.0 => "0".to_owned(),
        size if (0.01..1e6).contains(&size) => format!("{percent:.2}"),
        _ => format!("{percent:.1e}"),
    };
    signed(percent, &format!("{text} %"))
}

fn signed(number: f64, text: &str) -> String {
    if number > 0.0 { format!("+{text}") } else { text.replacen('-', "−", 1) }
}

/// A value in a few letters.
fn shown(value: &Value) -> String {
    match value {
        Value::Array(items) if items.len() > 3 => format!("a list of {}", items.len()),
        Value::Object(fields) if fields.len() > 3 => format!("a group of {}", fields.len()),
        _ => cut(&value.to_string()),
    }
}

fn listed(names: &Value) -> String {
    let names: Vec<&str> = names.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    cut(&names.join("; "))
}

fn cut(text: &str) -> String {
    cut_at(text, LONGEST)
}

fn cut_at(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn fate(named: &Named) -> String {
    let name = cut_at(&named.name, LONGEST_REASON);
    match named.change {
        Fate::Changed => format!("{name} changed"),
        Fate::Added => format!("{name} only in B"),
        Fate::Gone => format!("{name} only in A"),
    }
}

/// A part of the findings; the whole has a name of its own in a lock.
fn part(named: &Named) -> String {
    match named.name.as_str() {
        "all" => fate(&Named { name: "all together".to_owned(), ..*named }),
        _ => fate(named),
    }
}

fn claim(claim: &ClaimChange) -> String {
    let about = if claim.note.is_empty() { &claim.value } else { &claim.note };
    let words = |verdict: &str| cut(&verdict.replace('_', " "));
    let verdict = |answer: &Option<Answer>, side: &str| match answer {
        Some(answer) if answer.computed.is_empty() => words(&answer.verdict),
        Some(answer) => format!("{} ({})", words(&answer.verdict), cut(&answer.computed)),
        None => format!("not in {side}"),
    };
    let published = claim.new.as_ref().or(claim.old.as_ref()).map_or("", |answer| &answer.published);
    let (old, new) = (verdict(&claim.old, "A"), verdict(&claim.new, "B"));
    format!("{}: {}: {old}, now {new}; published {}", cut(&claim.place), cut(about), cut(published))
}

fn segment(segment: &Segment) -> String {
    match segment.label.as_str() {
        label if label.is_empty() || label == segment.number.to_string() => {
            format!("segment {}", segment.number)
        }
        label => format!("segment {} ({})", segment.number, cut(label)),
    }
}

fn keys(keys: &[String], most: usize) -> String {
    let shown = keys.iter().take(most).map(|key| cut(key)).collect::<Vec<_>>().join(", ");
    match keys.len().saturating_sub(most) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

fn lacking(lack: &NotCompared) -> String {
    let who = match lack.lacking {
        Lacking::A => "A has",
        Lacking::B => "B has",
        Lacking::Both => "A and B have",
    };
    match lack.what {
        What::Inputs => format!("inputs: {who} no lock"),
        What::Findings => format!("findings: {who} none"),
        What::Values => format!("values of findings: {who} only hashes of their parts"),
        What::Units => format!("{who} no {}, since data are not shared", lack.parts.join(", ")),
        What::Outputs => format!("files: {who} none"),
    }
}

/// What was compared, as an enumeration.
fn compared(difference: &Difference) -> String {
    let names = [
        ("inputs", difference.inputs.is_some()),
        ("findings", difference.findings.is_some() || difference.parts.is_some()),
        ("files", difference.outputs.is_some()),
    ];
    names.iter().filter(|(_, was)| *was).map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(old: Value, new: Value) -> Change {
        Change { path: "a.b".into(), old: Some(old), new: Some(new), order: false }
    }

    #[test]
    fn numbers_are_written_as_results_have_them() {
        assert_eq!(changed(&change(Value::from(8), Value::from(9))), "a.b: 8, now 9 (+1, +12.50 %)");
        assert_eq!(
            changed(&change(Value::from(0.1), Value::from(1e-9))),
            "a.b: 0.1, now 1e-9 (−0.099999999, −100.00 %)"
        );
        assert_eq!(changed(&change(Value::from(0), Value::from(-2))), "a.b: 0, now -2 (−2)");
        assert_eq!(changed(&change(Value::Null, Value::from("x"))), "a.b: null, now \"x\"");
    }

    #[test]
    fn ranks_are_not_the_largest_difference() {
        let rank = Change { path: "units[key=a].rank".into(), ..change(Value::from(1), Value::from(9)) };
        let size = change(Value::from(8), Value::from(7));
        assert_eq!(largest(&[&rank, &size]), "; the largest relative difference is −12.50 % (a.b)");
        assert_eq!(largest(&[&rank]), "");
    }
}
