//! The promise: editors complete and explain every key of a study, by the schema that ships with telaah.

use crate::support::{Desk, json, repository};
use serde_json::Value;
use std::fs;

#[test]
fn the_shipped_schema_is_the_one_telaah_prints() {
    let printed = Desk::empty().run(&["schema"]);
    assert_eq!((printed.status, &*printed.stderr), (0, ""));
    let shipped = Desk::shipped().read("studies/study.schema.json");
    assert!(printed.stdout == shipped, "`telaah schema > studies/study.schema.json` brings it up to date");
}

#[test]
fn every_key_has_a_description() {
    let schema = json(&Desk::empty().run(&["schema"]).stdout);
    let mut bare = Vec::new();
    let mut keys = 0;
    explained(&schema, &schema, "", &mut keys, &mut bare);
    assert!(bare.is_empty(), "no description: {bare:#?}");
    assert!(keys > 50, "only {keys} keys were found");
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
fn every_shipped_study_is_sound() {
    let desk = Desk::shipped();
    let names = crate::support::tree(&desk.path("studies")).into_keys();
    let studies: Vec<String> = names.filter(|name| !name.contains('/') && name.ends_with(".yaml")).collect();
    for study in studies {
        let run = desk.run(&["check", &format!("studies/{study}")]);
        assert_eq!((run.status, run.stderr), (0, format!("studies/{study}: no errors\n")));
    }
}
