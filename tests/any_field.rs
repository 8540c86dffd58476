//! The promise: telaah is for any field. No source and no template knows the words of one.

use std::fs;
use std::path::{Path, PathBuf};

/// Words of the treasury and of the shipped studies.
const WORDS: [&str; 17] = [
    "digipay",
    "kkp",
    "cms",
    "satker",
    "kppn",
    "mataram",
    "pagu",
    "dipa",
    "omspan",
    "spm",
    "treasury",
    "perbendaharaan",
    "kementerian",
    "qris",
    "pekalongan",
    "ceiling",
    "rekening",
];

/// Templates made for one field have a folder of their own here.
const OF_ONE_FIELD: [&str; 1] = ["templates/evaluation"];

#[test]
fn no_source_and_no_template_knows_the_words_of_one_field() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut read = 0;
    for file in ["src", "templates"].iter().flat_map(|folder| files(&root.join(folder))) {
        let name = file.strip_prefix(root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        if OF_ONE_FIELD.iter().any(|folder| name.starts_with(folder)) || is_test(&name) {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{name}: {error}"));
        read += 1;
        let known =
            |(i, line): (usize, &str)| word_of_a_field(line).map(|word| format!("{name}:{}: {word}", i + 1));
        found.extend(without_tests(&text).lines().enumerate().filter_map(known));
    }
    assert!(read > 60, "only {read} files were read");
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn a_word_of_one_field_is_noticed() {
    assert_eq!(word_of_a_field("let kkp_value = 1;").as_deref(), Some("kkp"));
    assert_eq!(word_of_a_field("{{ s.KPPN }} pays").as_deref(), Some("kppn"));
    assert_eq!(word_of_a_field("transform: scms, `setup`"), None);
}

fn word_of_a_field(line: &str) -> Option<String> {
    let words = line.split(|letter: char| !letter.is_alphanumeric()).map(str::to_lowercase);
    words.into_iter().find(|word| WORDS.contains(&word.as_str()))
}

/// Unit tests may show real data.
fn is_test(name: &str) -> bool {
    name.starts_with("src/") && ["tests.rs", "fixtures.rs"].iter().any(|file| name.ends_with(file))
}

fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())).flatten()
    {
        match entry.path() {
            path if path.is_dir() => all.extend(files(&path)),
            path => all.push(path),
        }
    }
    all
}
