//! The promise: whoever receives a report can check it with the PDF alone; a part that does not agree with the others is
//! named, what cannot be checked is listed, and a PDF made to do harm does none.

use crate::support::{Desk, Run, Tree, json, tree};
use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use serde_json::Value;
use std::sync::OnceLock;
use telaah::pdf::{self, Attachment};

/// The study that most tests use: small, with simulated data, which are shared.
const STUDY: &str = "clinics";

/// The report of the small study, made once.
fn report() -> &'static [u8] {
    static REPORT: OnceLock<Vec<u8>> = OnceLock::new();
    REPORT.get_or_init(|| {
        let desk = Desk::fixtures();
        desk.report(STUDY);
        desk.bytes(&format!("output/{STUDY}/report.pdf"))
    })
}

/// A folder with nothing but a PDF, and a folder for what is temporary.
fn received(bytes: &[u8]) -> Desk {
    let desk = Desk::empty();
    desk.write("report.pdf", bytes);
    desk.write("tmp/keep", "");
    desk
}

/// Checks the PDF of a folder; nothing may be left or written anywhere in it.
fn verify(desk: &Desk, arguments: &[&str]) -> Run {
    let before = files(desk);
    let mut command = desk.telaah();
    command.env("TMPDIR", desk.path("tmp")).env("TMP", desk.path("tmp")).env("TEMP", desk.path("tmp"));
    let run = Run::of(command.args(["verify", "report.pdf"]).args(arguments));
    assert_eq!(files(desk), before, "verifying left something behind");
    run
}

fn files(desk: &Desk) -> Tree {
    tree(&desk.path("."))
}

/// What `verify --format json` says of a PDF.
fn verdict(bytes: &[u8]) -> Value {
    let run = verify(&received(bytes), &["--format", "json"]);
    assert!(run.status < 3, "{} {}", run.stdout, run.stderr);
    let told = json(run.stdout.trim());
    let verified = told.get("verified").and_then(Value::as_bool).unwrap_or(false);
    assert_eq!(run.status, i32::from(!verified), "{told}");
    told
}

/// The kinds of differences of a verdict.
fn kinds<'a>(told: &'a Value, list: &str) -> Vec<&'a str> {
    told[list].as_array().into_iter().flatten().filter_map(|entry| entry["what"].as_str()).collect()
}

/// A PDF with its objects edited.
fn edited(pdf: &[u8], edit: impl FnOnce(&mut Document)) -> Vec<u8> {
    let mut document = Document::load_mem(pdf).expect("a PDF");
    edit(&mut document);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("the PDF is written");
    bytes
}

/// The attachments of a document: the name and the number of each specification.
fn specifications(document: &Document) -> Vec<(String, ObjectId)> {
    let specification = |(id, object): (&ObjectId, &Object)| {
        let specification = object.as_dict().ok().filter(|fields| fields.has_type(b"Filespec"))?;
        Some((lopdf::decode_text_string(specification.get(b"UF").ok()?).ok()?, *id))
    };
    document.objects.iter().filter_map(specification).collect()
}

/// The stream of an attachment.
fn stream_of(document: &Document, name: &str) -> ObjectId {
    let (_, id) = specifications(document).into_iter().find(|(other, _)| other == name).expect(name);
    let files = document.get_dictionary(id).and_then(|fields| fields.get(b"EF")).and_then(Object::as_dict);
    files.and_then(|files| files.get(b"F")).and_then(Object::as_reference).expect("the stream")
}

/// A PDF with the content of an attachment changed.
fn with_content(pdf: &[u8], name: &str, change: impl FnOnce(Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    edited(pdf, |document| {
        let id = stream_of(document, name);
        let stream = document.get_object_mut(id).and_then(Object::as_stream_mut).expect("a stream");
        let old = stream.get_plain_content().expect("its content");
        stream.set_plain_content(change(old));
        stream.dict.remove(b"DecodeParms");
    })
}

/// The list of names with their specifications.
fn names(document: &mut Document) -> &mut Vec<Object> {
    let catalog = document.catalog_mut().expect("the catalog");
    let names = catalog.get_mut(b"Names").and_then(Object::as_dict_mut).expect("names");
    let files = names.get_mut(b"EmbeddedFiles").and_then(Object::as_dict_mut).expect("files");
    files.get_mut(b"Names").and_then(Object::as_array_mut).expect("a list")
}

/// A PDF with one more attachment.
fn with_attachment(pdf: &[u8], name: &str, stream: Stream) -> Vec<u8> {
    edited(pdf, |document| {
        let stream = document.add_object(stream);
        let text = Object::String(name.as_bytes().to_vec(), StringFormat::Literal);
        let specification = document.add_object(dictionary! {
            "Type" => "Filespec", "F" => text.clone(), "UF" => lopdf::text_string(name),
            "EF" => dictionary! { "F" => stream },
        });
        names(document).extend([text, specification.into()]);
    })
}

fn plain(content: &[u8]) -> Stream {
    Stream::new(Dictionary::new(), content.to_vec())
}

/// The code of the problem that a PDF is refused for.
fn refused(bytes: &[u8]) -> String {
    let told = verdict(bytes);
    told["code"].as_str().unwrap_or_else(|| panic!("{told}")).to_owned()
}

fn attachments(bytes: &[u8]) -> Vec<Attachment> {
    pdf::open(bytes.to_vec(), "report.pdf").and_then(|pdf| pdf.attachments()).expect("attachments")
}

#[test]
fn verify_pdf_needs_nothing_but_the_pdf() {
    let run = verify(&received(report()), &[]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    assert!(run.stdout.starts_with("report.pdf: verified\n"), "{}", run.stdout);
    assert!(run.stdout.contains("the PDF has the same bytes"), "{}", run.stdout);
    assert!(
        run.stdout.contains("It does not show who made it, nor that the data are true."),
        "{}",
        run.stdout
    );
    let names: Vec<String> = attachments(report()).into_iter().map(|file| file.name).collect();
    assert_eq!(names, ["inputs.lock", "inputs/clinics.yaml", "inputs/clinics/clinics.csv", "results.json"]);
}

#[test]
fn verify_pdf_bears_with_the_names_of_files() {
    let desk = Desk::fixtures();
    desk.edit("studies/clinics.yaml", "file: clinics/clinics.csv", "file: ./clinics/./clinics.csv");
    desk.report(STUDY);
    let pdf = desk.bytes("output/clinics/report.pdf");
    assert!(attachments(&pdf).iter().any(|file| file.name == "inputs/clinics/clinics.csv"));
    assert_eq!(verdict(&pdf)["verified"], true);
    desk.write("studies/clinics/aux.csv", desk.bytes("studies/clinics/clinics.csv"));
    desk.edit("studies/clinics.yaml", "./clinics/./clinics.csv", "clinics/aux.csv");
    let told = desk.report(STUDY).run.stderr;
    assert!(told.contains("warning[file::name]"), "{told}");
    assert_eq!(refused(&desk.bytes("output/clinics/report.pdf")), "pdf::attachment-name");
}

#[test]
fn verify_pdf_compares_with_a_lock() {
    let desk = Desk::fixtures();
    desk.report(STUDY);
    let lock = desk.read(&format!("studies/{STUDY}.lock"));
    let pdf = desk.bytes(&format!("output/{STUDY}/report.pdf"));
    let with = |lock: &str| {
        let desk = received(&pdf);
        desk.write("x.lock", lock);
        verify(&desk, &["--lock", "x.lock"])
    };
    let run = with(&lock);
    assert_eq!(run.status, 0, "{}", run.stdout);
    assert!(run.stdout.contains("the inputs and the PDF itself are as x.lock says"), "{}", run.stdout);
    let seed = with(&lock.replacen("seed: 7", "seed: 8", 1));
    assert_eq!(seed.status, 1, "{}", seed.stdout);
    assert!(seed.stdout.contains("x.lock against the PDF: seed: 8, now 7"), "{}", seed.stdout);
    let hash =
        lock.lines().find_map(|line| line.trim().strip_prefix("report.pdf: ")).expect("the PDF's hash");
    let other = with(&lock.replace(hash, &"0".repeat(64)));
    assert_eq!(other.status, 1, "{}", other.stdout);
    assert!(other.stdout.contains("x.lock is the lock of another PDF"), "{}", other.stdout);
    let none = verify(&received(&pdf), &["--lock", "no.lock"]);
    assert!(none.status == 1 && none.stderr.contains("lock::missing"), "{}", none.stderr);
}

#[test]
fn verify_pdf_finds_one_changed_letter_in_any_attachment() {
    let files = attachments(report());
    for seed in 0..24 {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let file = &files[(seed % files.len() as u64) as usize];
        let places: Vec<usize> =
            (0..file.bytes.len()).filter(|at| file.bytes[*at].is_ascii_digit()).collect();
        let at = places[(random.next_u32() as usize) % places.len()];
        let old = file.bytes[at];
        let new = b'0' + (old - b'0' + 1 + (random.next_u32() % 9) as u8) % 10;
        let pdf = with_content(report(), &file.name, |mut bytes| {
            bytes[at] = new;
            bytes
        });
        let told = verdict(&pdf);
        let name = &file.name;
        let context =
            String::from_utf8_lossy(&file.bytes[at.saturating_sub(30)..(at + 20).min(file.bytes.len())]);
        assert_eq!(
            told["verified"],
            Value::Bool(false),
            "seed {seed}: {name} at {at}, {old} → {new}: {context}"
        );
    }
}

#[test]
fn verify_pdf_finds_data_changed_together_with_their_hash() {
    let file = attachments(report()).into_iter().find(|file| file.name.ends_with(".csv")).expect("the data");
    let text = String::from_utf8(file.bytes.clone()).expect("text");
    let last = text.trim_end().rfind(|letter: char| letter.is_ascii_digit()).expect("a digit");
    let mut changed = file.bytes.clone();
    changed[last] = if changed[last] == b'1' { b'2' } else { b'1' };
    let (old, new) = (telaah::lock::sha256(&file.bytes), telaah::lock::sha256(&changed));
    let pdf = with_content(report(), &file.name, |_| changed);
    let pdf = with_content(&pdf, "inputs.lock", |lock| {
        String::from_utf8(lock).unwrap().replace(&old, &new).into_bytes()
    });
    let told = verdict(&pdf);
    let findings: Vec<&str> = told["differs"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|entry| entry["change"]["path"].as_str())
        .collect();
    assert!(findings.iter().any(|path| path.starts_with("segmentation")), "{told}");
    assert!(findings.iter().any(|path| path.ends_with("sha256")), "{told}");
}

#[test]
fn verify_pdf_names_the_page_of_a_changed_text_or_drawing() {
    let change = |edit: &dyn Fn(&mut lopdf::content::Operation) -> bool| {
        let pdf = edited(report(), |document| {
            let page = *document.get_pages().get(&2).expect("a second page");
            let content = document.get_page_content(page);
            let mut content = Content::decode(&content).expect("operations");
            assert!(content.operations.iter_mut().any(edit), "nothing was changed");
            let content = content.encode().expect("operations");
            let stream = document.get_page_contents(page)[0];
            document
                .get_object_mut(stream)
                .and_then(Object::as_stream_mut)
                .expect("a stream")
                .set_plain_content(content);
        });
        verdict(&pdf)
    };
    // The first letter of the first long text takes the code of the second.
    let told = change(&|operation| {
        let Some(Object::Array(parts)) = operation.operands.first_mut() else { return false };
        let Some(Object::String(codes, _)) = parts.first_mut().filter(|_| operation.operator == "TJ") else {
            return false;
        };
        if codes.len() < 4 || codes[..2] == codes[2..4] {
            return false;
        }
        codes.copy_within(2..4, 0);
        true
    });
    assert_eq!(kinds(&told, "differs"), ["page"], "{told}");
    assert_eq!(told["differs"][0]["page"], 2, "{told}");
    let told = change(&|operation| {
        let is_line = operation.operator == "l";
        if is_line {
            operation.operands[0] = Object::Real(1.5);
        }
        is_line
    });
    assert_eq!(kinds(&told, "differs"), ["drawing"], "{told}");
    assert_eq!(told["differs"][0]["page"], 2, "{told}");
}

#[test]
fn verify_pdf_tells_what_is_only_in_the_bytes() {
    let pdf = edited(report(), |document| {
        let id = document.trailer.get(b"Info").and_then(Object::as_reference).expect("information");
        let information = document.get_object_mut(id).and_then(Object::as_dict_mut).expect("information");
        information.set("Author", Object::string_literal("Someone else"));
    });
    let told = verdict(&pdf);
    assert_eq!(kinds(&told, "differs"), ["bytes"], "{told}");
}

#[test]
fn verify_pdf_knows_another_version_and_compares_its_numbers() {
    let older = |lock: Vec<u8>| {
        String::from_utf8(lock).unwrap().replacen("typst: 0.15.1", "typst: 0.15.0", 1).into_bytes()
    };
    let told = verdict(&with_content(report(), "inputs.lock", older));
    assert_eq!(kinds(&told, "differs"), ["version"], "the pages name 0.15.1: {told}");
    assert!(kinds(&told, "agrees").contains(&"findings"), "{told}");
    assert_eq!(kinds(&told, "unchecked"), ["other-version"], "{told}");
}

#[test]
fn verify_pdf_refuses_names_that_lead_elsewhere() {
    let names = [
        "../evil.txt",
        "inputs/../../evil.txt",
        "/tmp/evil.txt",
        "C:/evil.txt",
        "inputs\\evil.txt",
        "inputs/nul",
        "inputs/a.",
        "inputs/a\u{202e}b",
        "Inputs.lock",
        "inputs.lock",
        "inputs.lock/x",
        "inputs/clinics.yaml/x",
        "INPUTS/Clinics.yaml",
    ];
    for name in names {
        assert_eq!(
            refused(&with_attachment(report(), name, plain(b"evil"))),
            "pdf::attachment-name",
            "{name}"
        );
    }
}

#[test]
fn verify_pdf_tells_of_files_that_are_no_part_of_a_report() {
    for name in ["evil.txt", "inputs/clinics/more.csv", "results.shared.json"] {
        let told = verdict(&with_attachment(report(), name, plain(b"{}")));
        assert!(kinds(&told, "differs").contains(&"unknown"), "{name}: {told}");
    }
    let gone = edited(report(), |document| {
        let at =
            names(document).iter().position(|name| name.as_str().is_ok_and(|name| name.ends_with(b".csv")));
        names(document).drain(at.unwrap()..at.unwrap() + 2);
    });
    assert!(kinds(&verdict(&gone), "differs").contains(&"absent"));
}

#[test]
fn verify_pdf_refuses_what_grows_without_end() {
    let mut bomb = plain(&vec![b'0'; pdf::MAX_ATTACHMENT + 1]);
    bomb.compress().expect("a stream");
    assert!(bomb.content.len() < 1 << 20, "the bomb is small");
    assert_eq!(refused(&with_attachment(report(), "inputs/bomb", bomb)), "pdf::too-large");
    let many = edited(report(), |document| {
        let entry = names(document)[..2].to_vec();
        names(document).extend(std::iter::repeat_n(entry, pdf::MAX_ATTACHMENTS + 1).flatten());
    });
    assert_eq!(refused(&many), "pdf::too-many");
    let circle = edited(report(), |document| {
        let id = document.new_object_id();
        document.objects.insert(id, dictionary! { "Kids" => vec![Object::Reference(id)] }.into());
        let catalog = document.catalog_mut().expect("the catalog");
        let names = catalog.get_mut(b"Names").and_then(Object::as_dict_mut).expect("names");
        names.set("EmbeddedFiles", id);
    });
    assert_eq!(refused(&circle), "pdf::damaged");
    let deep = [b"%PDF-1.7\n1 0 obj\n".to_vec(), b"[".repeat(1 << 20), b"\nendobj\n".to_vec()].concat();
    let start = deep.len();
    let end = format!(
        "xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \ntrailer\n<</Size 2/Root 1 0 R>>\nstartxref\n{start}\n%%EOF"
    );
    assert_eq!(refused(&[deep, end.into_bytes()].concat()), "pdf::damaged");
}

#[test]
fn verify_pdf_refuses_what_telaah_did_not_write() {
    assert_eq!(refused(b"x"), "pdf::not-a-pdf");
    assert_eq!(refused(b"%PDF-1.7\n"), "pdf::damaged");
    assert_eq!(refused(&report()[..report().len() / 2]), "pdf::damaged");
    let changed =
        [report(), b"\n1 0 obj\n<<>>\nendobj\nxref\n0 0\ntrailer\n<</Size 1>>\nstartxref\n0\n%%EOF\n"]
            .concat();
    assert_eq!(refused(&changed), "pdf::rewritten");
    let bare = edited(report(), |document| names(document).clear());
    assert_eq!(refused(&bare), "pdf::no-lock");
    for (lock, code) in [("", "pdf::bad-lock"), ("&a [*a, *a]", "pdf::bad-lock"), ("\u{0}", "pdf::bad-lock")]
    {
        assert_eq!(refused(&with_content(report(), "inputs.lock", |_| lock.into())), code, "{lock:?}");
    }
    let nothing = verify(&Desk::empty_with_tmp(), &[]);
    assert!(nothing.status == 1 && nothing.stderr.contains("file::missing"), "{}", nothing.stderr);
}

#[test]
fn verify_pdf_never_fails_on_spoilt_bytes() {
    for seed in 0..240 {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let mut bytes = report().to_vec();
        for _ in 0..=(random.next_u32() % 4) {
            let at = random.next_u32() as usize % bytes.len();
            match random.next_u32() % 4 {
                0 => bytes[at] = random.next_u32() as u8,
                1 => drop(bytes.drain(at..(at + random.next_u32() as usize % 200).min(bytes.len()))),
                2 => bytes.truncate(at),
                _ => {
                    let part = bytes[at..(at + 100).min(bytes.len())].to_vec();
                    bytes.splice(at..at, part);
                }
            }
            if bytes.is_empty() {
                break;
            }
        }
        if let Ok(pdf) = pdf::open(bytes.clone(), "x.pdf") {
            let _ = (pdf.attachments().map(|files| files.len()), pdf.pages().map(|pages| pages.len()));
        }
        if seed % 12 == 0 {
            let run = verify(&received(&bytes), &["--format", "json"]);
            assert!(run.status == 1 || (run.status == 0 && bytes == report()), "seed {seed}: {}", run.stdout);
            assert!(!run.stderr.contains("mistake of its own"), "seed {seed}: {}", run.stderr);
        }
    }
}

#[test]
fn verify_pdf_keeps_a_hostile_template_in_its_folder() {
    let desk = Desk::fixtures();
    let secret = desk.path("secret.txt");
    desk.write("secret.txt", "the secret");
    let reads = [
        format!("#read({:?})", secret.to_string_lossy()),
        "#read(\"/../secret.txt\")".to_owned(),
        "#read(\"../../secret.txt\")".to_owned(),
        "{% include \"../../secret.txt\" %}".to_owned(),
    ];
    for read in reads {
        desk.edit_template(STUDY, &read);
        let run = desk.run(&["report", &format!("studies/{STUDY}.yaml")]);
        assert_eq!(run.status, 1, "{read}: {}", run.stderr);
    }
}

#[test]
fn verify_pdf_calls_nobody() {
    let desk = Desk::fixtures();
    desk.edit_template(STUDY, "#import \"@preview/no-such-package:0.0.1\": x");
    let run = desk.run(&["report", &format!("studies/{STUDY}.yaml")]);
    assert_eq!(run.status, 1, "{}", run.stderr);
    // The proxy that is not there refuses; without it there would be an answer, or a name that is not found.
    assert!(run.stderr.contains("Connection Failed"), "{}", run.stderr);
}

/// What tests of templates need.
impl Desk {
    /// Gives a study a template of its own with one line.
    fn edit_template(&self, study: &str, line: &str) {
        let file = format!("studies/{study}.yaml");
        if !self.read(&file).contains("template:") {
            self.edit(&file, "language: en\n", "language: en\ntemplate: own\n");
        }
        self.write("studies/own/report.typ.j2", format!("#set document(title: \"x\")\n{line}\n"));
    }

    fn empty_with_tmp() -> Self {
        let desk = Self::empty();
        desk.write("tmp/keep", "");
        desk
    }
}

/// A study with units, a survey and claims, whose units are not given away.
fn closed() -> &'static (Vec<u8>, Tree) {
    static CLOSED: OnceLock<(Vec<u8>, Tree)> = OnceLock::new();
    CLOSED.get_or_init(|| {
        let desk = Desk::fixtures();
        desk.edit(
            "studies/libraries.yaml",
            "file: libraries/branches.csv\n",
            "file: libraries/branches.csv\n    share: false\n",
        );
        let study = desk.read("studies/libraries.yaml");
        desk.write(
            "studies/libraries.yaml",
            study + "claims: {file: libraries/claims.csv, numbers: english}\n",
        );
        let claims =
            "where,value,published\nTable 1,segmentation.n,90\nTable 2,segmentation.members | length,90\n";
        desk.write("studies/libraries/claims.csv", claims);
        let report = desk.report("libraries");
        (desk.bytes("output/libraries/report.pdf"), report.files)
    })
}

#[test]
fn verify_pdf_without_data_checks_what_it_can_and_lists_the_rest() {
    let told = verdict(&closed().0);
    assert_eq!(told["verified"], true, "{told}");
    assert_eq!(kinds(&told, "differs"), [""; 0], "{told}");
    assert!(kinds(&told, "agrees").contains(&"claims"), "{told}");
    for kind in ["data", "findings", "analysis", "pages", "claim"] {
        assert!(kinds(&told, "unchecked").contains(&kind), "{kind}: {told}");
    }
    let with = |change: &dyn Fn(&mut Value)| {
        let pdf = with_content(&closed().0, "results.shared.json", |bytes| {
            let mut tree: Value = serde_json::from_slice(&bytes).unwrap();
            change(&mut tree);
            format!("{tree:#}\n").into_bytes()
        });
        verdict(&pdf)
    };
    let told = with(&|tree| tree["claims"]["on_simulated_data"] = 1.into());
    assert_eq!(kinds(&told, "differs"), ["finding"], "{told}");
    let told = with(&|tree| tree["claims"]["items"][0]["computed"] = 91.0.into());
    assert_eq!(told["differs"][0]["change"]["path"], "claims.items[where=Table 1].computed", "{told}");
    let told = with(&|tree| tree["targeting"]["targets"]["targeted"] = 1.into());
    assert_eq!(
        kinds(&told, "differs"),
        ["value"],
        "the abstract on the first page has another number: {told}"
    );
}

#[test]
fn verify_pdf_computes_again_what_has_its_data() {
    let desk = Desk::fixtures();
    desk.edit(
        "studies/bakeries.yaml",
        "file: bakeries/survey.csv\n",
        "file: bakeries/survey.csv\n    share: false\n",
    );
    desk.report("bakeries");
    let pdf = desk.bytes("output/bakeries/report.pdf");
    let told = verdict(&pdf);
    assert_eq!(told["verified"], true, "{told}");
    let names = |list: &str, kind: &str| -> Vec<Value> {
        let entries = told[list].as_array().unwrap().iter().filter(|entry| entry["what"] == kind);
        entries.map(|entry| entry["name"].clone()).collect()
    };
    assert_eq!(names("agrees", "analysis"), ["segmentation"]);
    assert_eq!(names("unchecked", "analysis"), ["positioning"]);
    let pdf = with_content(&pdf, "results.json", |bytes| {
        let mut tree: Value = serde_json::from_slice(&bytes).unwrap();
        tree["segmentation"]["clusters"][0]["size"] = 1000.into();
        format!("{tree:#}\n").into_bytes()
    });
    let told = verdict(&pdf);
    let path = told["differs"][0]["change"]["path"].as_str().unwrap_or_else(|| panic!("{told}"));
    assert!(path.starts_with("segmentation.clusters[") && path.ends_with(".size"), "{told}");
}

#[test]
fn verify_pdf_gives_away_nothing_about_single_units() {
    let (pdf, files) = closed();
    let units = String::from_utf8(files["results.json"].clone()).expect("text");
    let units: Value = serde_json::from_str(&units).expect("findings");
    let keys: Vec<&str> = units["segmentation"]["members"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|unit| unit["key"].as_str())
        .collect();
    assert!(keys.len() > 20, "the study has units");
    let attached = attachments(pdf);
    assert!(attached.iter().all(|file| !file.name.ends_with("branches.csv") && file.name != "results.json"));
    let shared = attached.iter().find(|file| file.name == "results.shared.json").expect("findings");
    let text = String::from_utf8(shared.bytes.clone()).expect("text");
    let named: Vec<&&str> = keys.iter().filter(|key| text.contains(&format!("\"{key}\""))).collect();
    assert_eq!(named, [&""; 0], "units are named");
    let tree: Value = serde_json::from_str(&text).expect("findings");
    let claims = &tree["claims"]["items"];
    assert_eq!((&claims[0]["computed"], &claims[1]["computed"]), (&90.0.into(), &Value::Null), "{claims}");
    assert!(
        tree["left_out"].as_array().is_some_and(|paths| paths.contains(&"segmentation.members".into())),
        "{}",
        tree["left_out"]
    );
}
