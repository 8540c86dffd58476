//! The promise: every output folder describes itself, in `ro-crate-metadata.json`, by what it holds and nothing else.
//!
//! Whether the description follows RO-Crate and its profiles is for `just check-crates`, with the validator of others.

use crate::support::{Desk, MATARAM, QRIS, Tree, json};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use telaah::lock::sha256;
use telaah::rocrate::METADATA;

/// The files of a report without the description of them, and that description.
fn described(desk: &Desk, study: &str) -> (Tree, Value) {
    let mut files = desk.report(study).files;
    let text = String::from_utf8(files.remove(METADATA).expect("a description")).expect("UTF-8");
    for hidden in [&*desk.path("").to_string_lossy(), "/tmp", "/root"] {
        assert!(!text.contains(hidden.trim_end_matches('/')), "`{hidden}` of this machine stands in {text}");
    }
    (files, json(&text))
}

/// The entities of a crate by their identifiers, each of which stands once.
fn entities(described: &Value) -> BTreeMap<&str, &Value> {
    let entities = described["@graph"].as_array().expect("a graph");
    let by_id: BTreeMap<&str, &Value> =
        entities.iter().map(|entity| (entity["@id"].as_str().expect("an identifier"), entity)).collect();
    assert_eq!(by_id.len(), entities.len(), "an identifier stands twice");
    by_id
}

/// What a value refers to: one entity or several.
fn named(value: &Value) -> Vec<&str> {
    let one = |value: &'_ Value| value["@id"].as_str().map(str::to_owned);
    match value {
        Value::Array(values) => values.iter().filter_map(|value| value["@id"].as_str()).collect(),
        _ => {
            assert!(value.is_null() || one(value).is_some(), "not a reference: {value}");
            value["@id"].as_str().into_iter().collect()
        }
    }
}

/// An identifier as the path that it encodes.
fn path(id: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = id.bytes();
    while let Some(byte) = rest.next() {
        let mut digit = || char::from(rest.next().expect("a digit")).to_digit(16).expect("a digit") as u8;
        bytes.push(if byte == b'%' { digit() * 16 + digit() } else { byte });
    }
    String::from_utf8(bytes).expect("a path")
}

/// Every reference in a value.
fn references<'a>(value: &'a Value, found: &mut BTreeSet<&'a str>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| references(value, found)),
        Value::Object(fields) => {
            found.extend(fields.get("@id").and_then(Value::as_str).filter(|_| fields.len() == 1));
            fields.values().for_each(|value| references(value, found));
        }
        _ => {}
    }
}

/// Fails unless every file of the folder is described once, rightly, and nothing that is not there.
fn describes(files: &Tree, described: &Value) {
    let entities = entities(described);
    let is_file = |entity: &Value| match &entity["@type"] {
        Value::Array(types) => types.iter().any(|kind| kind == "File"),
        kind => kind == "File",
    };
    let as_files: BTreeMap<String, &Value> = entities
        .iter()
        .filter(|(_, entity)| is_file(entity))
        .map(|(id, entity)| (path(id), *entity))
        .collect();
    let there: BTreeSet<&String> = files.keys().collect();
    assert_eq!(as_files.keys().collect::<BTreeSet<_>>(), there);
    let parts: BTreeSet<String> = named(&entities["./"]["hasPart"]).into_iter().map(path).collect();
    assert_eq!(parts.iter().collect::<BTreeSet<_>>(), there, "`hasPart` lists other files");
    for (name, bytes) in files {
        let entity = as_files[name];
        assert_eq!(entity["sha256"], sha256(bytes), "{name}");
        assert_eq!(entity["contentSize"], bytes.len().to_string(), "{name}");
        assert_ne!(entity["encodingFormat"], "application/octet-stream", "{name}");
        assert!(entity["name"].is_string() && entity["description"].is_string(), "{name}");
    }
    let mut referred = BTreeSet::new();
    references(&described["@graph"], &mut referred);
    // What stands on the web and is named for what it is, not described.
    referred.retain(|id| !id.contains("://"));
    let unknown: Vec<&&str> = referred.iter().filter(|id| !entities.contains_key(**id)).collect();
    assert_eq!(unknown, Vec::<&&str>::new(), "referred to and not described");
}

#[test]
fn every_file_is_described_once_and_nothing_that_is_not_there() {
    let desk = Desk::shipped();
    for (study, shared) in [
        (QRIS, &["pekalongan-qris-2023/table1.csv"][..]),
        (MATARAM, &["mataram-2023/satker.csv", "mataram-2023/survei.csv"]),
    ] {
        let (files, described) = described(&desk, study);
        describes(&files, &described);
        let entities = entities(&described);
        let run = entities["#run"];
        let workflow = format!("inputs/{study}.yaml");
        assert_eq!(named(&entities["./"]["mainEntity"]), [workflow.as_str()]);
        assert!(named(&run["object"]).contains(&workflow.as_str()));
        for data in shared {
            assert!(named(&run["object"]).contains(&format!("inputs/{data}").as_str()), "{data}");
        }
        for result in ["report.pdf", "results.json", "tables.xlsx", "inputs.lock"] {
            assert!(named(&run["result"]).contains(&result), "{result}");
        }
        assert!(!named(&run["result"]).iter().any(|result| result.starts_with("inputs/")));
        let programs = named(&run["instrument"]).into_iter();
        let versions: Vec<_> = programs.map(|program| entities[program]["version"].as_str()).collect();
        assert_eq!(versions, [Some(env!("CARGO_PKG_VERSION")), Some("0.15.1")]);
        assert_eq!(run["endTime"], entities["./"]["datePublished"], "the study's date, not the clock's");
    }
}

#[test]
fn what_is_read_and_not_in_the_folder_is_told_but_not_claimed_to_be_there() {
    let desk = Desk::fixtures();
    desk.edit("studies/clinics.yaml", "origin: simulated", "origin: administrative");
    let (files, described) = described(&desk, "clinics");
    assert!(!files.contains_key("inputs/clinics/clinics.csv"));
    describes(&files, &described);
    let entities = entities(&described);
    let data = entities["#data-clinics%2Fclinics.csv"];
    assert_eq!(data["@type"], "CreativeWork");
    assert_eq!(data["sha256"], sha256(&desk.bytes("studies/clinics/clinics.csv")));
    let read = named(&entities["#run"]["object"]);
    assert!(read.contains(&"#data-clinics%2Fclinics.csv"));
    for role in ["#built-in%20template-", "#built-in%20font-"] {
        assert!(read.iter().any(|id| id.starts_with(role)), "{role}");
    }
    assert_eq!(entities["#no-licence"]["name"], "No licence stated");
    assert!(!described.to_string().contains("C-002"), "a row of unshared data stands in the description");
}

#[test]
fn data_of_others_keep_the_terms_of_their_source() {
    let desk = Desk::shipped();
    let (_, described) = described(&desk, QRIS);
    let entities = entities(&described);
    let data = entities["inputs/pekalongan-qris-2023/table1.csv"];
    assert_eq!(named(&data["license"]), ["#terms-of-the-source"]);
    assert_eq!(data["citation"], entities["./"]["citation"]);
    assert_eq!(named(&entities["./"]["license"]), ["https://spdx.org/licenses/CC-BY-4.0"]);
}

#[test]
fn names_that_look_like_addresses_or_code_stay_names() {
    let desk = Desk::fixtures();
    // What Windows allows in the name of a file.
    let hard = "clinics/a b #1%41{\u{e4}}'.csv";
    desk.write(&format!("studies/{hard}"), desk.bytes("studies/clinics/clinics.csv"));
    desk.edit("studies/clinics.yaml", "file: clinics/clinics.csv", &format!("file: \"{hard}\""));
    let (files, described) = described(&desk, "clinics");
    describes(&files, &described);
    let id = "inputs/clinics/a%20b%20%231%2541%7B%C3%A4%7D%27.csv";
    assert_eq!(entities(&described)[id]["name"], hard);
}

#[test]
fn authors_publisher_and_licence_are_those_of_the_study() {
    let desk = Desk::fixtures();
    desk.edit(
        "studies/clinics.yaml",
        "  - {name: R. Example, affiliation: Institute of Invented Data}\n",
        r#"  - {name: "A \"B\"", affiliation: {id: Klinik, en: Clinic}, affiliation_url: "https://clinic.example/", email: a@b.example}
  - {name: C, affiliation: {id: Klinik, en: Clinic}}
publisher: {name: Press, url: "https://press.example/"}
license: CC-BY-4.0
"#,
    );
    let (_, described) = described(&desk, "clinics");
    let entities = entities(&described);
    let root = entities["./"];
    assert_eq!(named(&root["author"]), ["#author-1", "#author-2"]);
    assert_eq!(entities["#author-1"]["name"], "A \"B\"");
    assert_eq!(entities["#author-1"]["affiliation"], entities["#author-2"]["affiliation"]);
    assert_eq!(named(&entities["#author-1"]["contactPoint"]), ["mailto:a@b.example"]);
    assert_eq!(entities["#organization-Clinic"]["url"], "https://clinic.example/");
    assert_eq!(named(&root["publisher"]), ["#organization-Press"]);
    assert_eq!(named(&root["license"]), ["https://spdx.org/licenses/CC-BY-4.0"]);
}
