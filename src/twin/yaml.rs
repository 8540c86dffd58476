//! A dataset of a twin as YAML: a line for each column.

use super::Described;
use super::units::number;
use crate::study::Dataset;
use crate::study::schema::Column;
use serde_json::{Value, json};

/// Words that YAML would not read as text.
const WORDS: [&str; 12] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n", "inf", "nan", "e"];

/// A dataset with its columns and its simulation, below `datasets:`.
pub fn dataset(dataset: &Dataset, described: &Described) -> String {
    let simulation = &described.simulation;
    let name = &dataset.name;
    let keys: Vec<Value> = dataset.keys().map(|key| json!(key)).collect();
    let key = if let [only] = keys.as_slice() { flow(only) } else { flow(&Value::Array(keys)) };
    let source = json!({ "id": "kembaran simulasi; tidak satu baris pun diamati", "en": "a simulated twin; no row was observed" });
    let mut text = format!(
        "  {name}:\n    file: twin/{name}.csv\n    origin: simulated\n    source: {}\n    key: {key}\n    columns:\n",
        flow(&source)
    );
    for (name, column) in dataset.columns.iter().filter(|(name, _)| !described.answers.contains(name)) {
        text += &format!(
            "      {}: {}\n",
            scalar(name),
            flow(&declared(column, simulation.get("columns").and_then(|all| all.get(name))))
        );
    }
    text += "    simulation:\n";
    for (key, part) in simulation {
        match part {
            Value::Object(lines) if key != "groups" && key != "sample" => {
                text += &format!("      {key}:\n");
                for (name, line) in lines {
                    let is_invented = key == "columns" && described.invented.contains(name);
                    let note = if is_invented { "  # too few values to describe: invented" } else { "" };
                    text += &format!("        {}: {}{note}\n", scalar(name), flow(line));
                }
            }
            part => text += &format!("      {key}: {}\n", flow(part)),
        }
    }
    text
}

/// The declaration of a column without what only the original file needs.
fn declared(column: &Column, draw: Option<&Value>) -> Value {
    let mut column = serde_json::to_value(column).unwrap_or_default();
    let Some(fields) = column.as_object_mut() else { return column };
    fields.retain(|key, value| {
        let is_default = value.is_null() || *value == json!(false) || *value == json!([]);
        !is_default && !["header", "numbers", "missing_values", "digits"].contains(&key.as_str())
    });
    // Only the categories that are drawn are named.
    let drawn = draw.and_then(|draw| draw.get("categorical")).and_then(Value::as_object);
    if let Some((list, drawn)) = fields.get_mut("categories").zip(drawn) {
        *list = json!(drawn.keys().collect::<Vec<_>>());
    }
    column
}

/// A value in YAML's flow style, on one line.
fn flow(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let all: Vec<String> =
                fields.iter().map(|(key, value)| format!("{}: {}", scalar(key), flow(value))).collect();
            format!("{{{}}}", all.join(", "))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::String(text) => scalar(text),
        Value::Number(value) => {
            value.as_f64().map_or_else(|| value.to_string(), |value| number(value).to_string())
        }
        other => other.to_string(),
    }
}

/// A text as it stands where YAML reads it as that text, else in quotation marks.
fn scalar(text: &str) -> String {
    let is_letter = |letter: char| letter.is_alphanumeric() || " _/.()".contains(letter);
    let plain = text.starts_with(|first: char| first.is_alphabetic() || first == '_')
        && text.chars().all(is_letter)
        && !text.ends_with(' ')
        && !WORDS.contains(&text.to_lowercase().as_str());
    if plain { text.to_owned() } else { json!(text).to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_back_as_they_were() {
        for text in [
            "plain",
            "two words",
            "no",
            "NO",
            "12",
            "1e5",
            "a: b",
            "# x",
            "S ",
            "é\"\\",
            "",
            "- a",
            "{x}",
            "null",
        ] {
            let yaml = format!("{}: {}", scalar(text), flow(&json!({ "a": [text, 1.5] })));
            let back: Value = crate::study::from_yaml(&yaml).expect("YAML");
            assert_eq!(back, json!({ text: { "a": [text, 1.5] } }), "{yaml}");
        }
    }
}
