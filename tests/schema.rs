//! The promise: editors complete and explain every key of a study, by the schema that ships with telaah.

use crate::support::{Desk, json, repository};
use serde_json::Value;
use std::fs;

/// The kinds of file that have a schema, with the file that ships it.
const KINDS: [(&str, &str, usize); 2] =
    [("study", "study.schema.json", 100), ("instrument", "instrument.schema.json", 15)];

#[test]
fn the_shipped_schemas_are_those_telaah_prints() {
    for (kind, file, _) in KINDS {
        let printed = Desk::empty().run(&["schema", kind]);
        assert_eq!((printed.status, &*printed.stderr), (0, ""));
        let shipped = Desk::shipped().read(&format!("studies/{file}"));
        assert!(printed.stdout == shipped, "`telaah schema {kind} > studies/{file}` brings it up to date");
    }
    assert_eq!(Desk::empty().run(&["schema"]).stdout, Desk::empty().run(&["schema", "study"]).stdout);
    assert_eq!(Desk::empty().run(&["schema", "paper"]).status, 2);
}

#[test]
fn every_key_has_a_description() {
    for (kind, _, at_least) in KINDS {
        let schema = json(&Desk::empty().run(&["schema", kind]).stdout);
        let mut bare = Vec::new();
        let mut keys = 0;
        explained(&schema, &schema, "", &mut keys, &mut bare);
        assert!(bare.is_empty(), "no description: {bare:#?}");
        assert!(keys > at_least, "only {keys} keys of a {kind} were found");
    }
}

/// Collects keys, and words that may be chosen, without a description of their own or of the type they refer to.
fn explained(schema: &Value, node: &Value, at: &str, keys: &mut usize, bare: &mut Vec<String>) {
    for (key, property) in node["properties"].as_object().into_iter().flatten() {
        *keys += 1;
        if description(schema, property).is_empty() {
            bare.push(format!("{at}/properties/{key}"));
        }
    }
    for choice in node["oneOf"].as_array().into_iter().flatten().filter(|choice| choice["const"].is_string())
    {
        if description(schema, choice).is_empty() {
            bare.push(format!("{at}/oneOf/{}", choice["const"]));
        }
    }
    match node {
        Value::Object(items) => {
            items.iter().for_each(|(key, item)| explained(schema, item, &format!("{at}/{key}"), keys, bare));
        }
        Value::Array(items) => {
            items.iter().for_each(|item| explained(schema, item, &format!("{at}/[]"), keys, bare));
        }
        _ => {}
    }
}

fn description<'a>(schema: &'a Value, node: &'a Value) -> &'a str {
    let own = node["description"].as_str().unwrap_or("").trim();
    let referred = node["$ref"].as_str().and_then(|at| schema.pointer(at.trim_start_matches('#')));
    if own.is_empty() {
        referred.and_then(|node| node["description"].as_str()).unwrap_or("").trim()
    } else {
        own
    }
}

#[test]
fn every_shipped_study_names_the_schema_for_editors() {
    let studies = repository().join("studies");
    let files = fs::read_dir(&studies).expect("the studies").map(|entry| entry.expect("an entry").path());
    let studies: Vec<_> =
        files.filter(|path| path.extension().is_some_and(|ending| ending == "yaml")).collect();
    assert!(!studies.is_empty());
    for study in studies {
        let text = fs::read_to_string(&study).expect("a study");
        let first = text.lines().next().expect("a line");
        assert_eq!(first, "# yaml-language-server: $schema=study.schema.json", "{}", study.display());
    }
}

#[test]
fn every_shipped_instrument_names_its_schema_for_editors() {
    let files = crate::support::tree(&repository().join("studies"));
    for (name, bytes) in files.iter().filter(|(name, _)| name.starts_with("instruments/")) {
        let text = String::from_utf8_lossy(bytes);
        let first = text.lines().next().expect("a line");
        assert_eq!(first, "# yaml-language-server: $schema=../instrument.schema.json", "{name}");
    }
}

#[test]
fn every_shipped_study_is_sound() {
    let desk = Desk::shipped();
    let names = crate::support::tree(&desk.path("studies")).into_keys();
    let studies: Vec<String> = names.filter(|name| !name.contains('/') && name.ends_with(".yaml")).collect();
    for study in studies {
        let run = desk.run(&["check", &format!("studies/{study}")]);
        assert_eq!((run.status, run.stderr), (0, format!("studies/{study}: no errors\n")));
    }
}
