//! The promise: `telaah verify` finds whatever was changed by itself, and nothing where nothing was changed.
//!
//! Every verification is a new process in a folder of its own, with an empty cache.

use crate::support::{Desk, MATARAM, QRIS, Run, copy, json, repository};
use std::fs;
use std::sync::atomic::{AtomicU64, Ordering};

const STUDY: &str = "studies/clinics.yaml";

/// A finished report of a small study with claims, and no cache.
fn finished() -> Desk {
    let desk = Desk::fixtures();
    desk.edit(STUDY, "language: en\n", "language: en\nclaims: clinics/claims.csv\n");
    let claims = "where,value,published,note,acknowledged\nTable 1,segmentation.n,24,Clinics,other\nTable 1,segmentation.k,3,Groups,other\n";
    desk.write("studies/clinics/claims.csv", claims);
    desk.report("clinics");
    fs::remove_dir_all(desk.path("output/.cache")).expect("a cache");
    desk
}

/// A copy of a desk.
fn copied(base: &Desk) -> Desk {
    let desk = Desk::empty();
    copy(&base.path(""), &desk.path(""));
    desk
}

/// Numbers that look random, the same for the same seed (splitmix64).
struct Draws(u64);

impl Draws {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % n as u64).expect("it fits")
    }
}

/// The kinds of what can be changed by itself, each with the files that hold it.
const KINDS: [(&str, &[&str]); 6] = [
    ("data", &["studies/clinics/clinics.csv"]),
    ("claims", &["studies/clinics/claims.csv"]),
    ("settings", &[STUDY]),
    ("findings", &["output/clinics/results.json"]),
    ("lock", &["studies/clinics.lock"]),
    (
        "attachments",
        &[
            "output/clinics/inputs.lock",
            "output/clinics/inputs/clinics.yaml",
            "output/clinics/inputs/clinics/clinics.csv",
            "output/clinics/inputs/clinics/claims.csv",
            "output/clinics/report.pdf",
            "output/clinics/tables.xlsx",
        ],
    ),
];

/// Changes one digit of one file, and says which.
fn change(desk: &Desk, seed: u64) -> String {
    let mut draws = Draws(seed);
    let (kind, files) = KINDS[draws.below(KINDS.len())];
    let file = files[draws.below(files.len())];
    let mut bytes = desk.bytes(file);
    let digits: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at].is_ascii_digit()).collect();
    let at = digits[draws.below(digits.len())];
    let other = b'0' + (bytes[at] - b'0' + 1 + draws.below(9) as u8) % 10;
    let said = format!("{kind}: {file} at {at}: {} to {}", char::from(bytes[at]), char::from(other));
    bytes[at] = other;
    desk.write(file, bytes);
    said
}

/// Does something for every number below a limit, on two threads.
fn each(limit: u64, work: impl Fn(u64) + Sync) {
    let next = AtomicU64::new(0);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    match next.fetch_add(1, Ordering::Relaxed) {
                        seed if seed < limit => work(seed),
                        _ => break,
                    }
                }
            });
        }
    });
}

#[test]
fn every_one_of_200_changed_values_is_found() {
    let base = finished();
    each(200, |seed| {
        let desk = copied(&base);
        let said = change(&desk, seed);
        let run = desk.run(&["verify", STUDY]);
        assert_eq!(run.status, 1, "seed {seed}, {said}: not found\n{}{}", run.stdout, run.stderr);
        let told = if said.starts_with("data") { "clinics/clinics.csv" } else { "clinics" };
        assert!((run.stdout + &run.stderr).contains(told), "seed {seed}, {said}");
    });
}

#[test]
fn none_of_50_harmless_repetitions_is_found() {
    let base = finished();
    each(50, |seed| {
        let desk = copied(&base);
        let mut draws = Draws(1000 + seed);
        if draws.below(2) == 0 {
            fs::remove_dir_all(desk.path("output")).expect("an output");
        }
        // The same bytes, written now.
        desk.write(STUDY, desk.bytes(STUDY));
        desk.write("studies/clinics.lock", desk.bytes("studies/clinics.lock"));
        let mut study = STUDY.to_owned();
        let mut output = "output".to_owned();
        let mut telaah = desk.telaah();
        if draws.below(2) == 0 {
            desk.write("elsewhere/here.txt", "");
            telaah.current_dir(desk.path("elsewhere"));
            (study, output) = (format!("../{study}"), "../output".to_owned());
        }
        let threads = ["1", "2", "8"][draws.below(3)];
        telaah.env("RAYON_NUM_THREADS", threads).env("POLARS_MAX_THREADS", threads);
        telaah.env("TZ", ["UTC", "Asia/Jakarta", "America/New_York"][draws.below(3)]);
        telaah.env("LANG", ["C", "id_ID.UTF-8", "tr_TR.UTF-8"][draws.below(3)]);
        let run = Run::of(telaah.args(["verify", "--output", &output, &study]));
        assert_eq!(run.status, 0, "seed {seed}:\n{}{}", run.stdout, run.stderr);
        assert!(run.stdout.starts_with("clinics: verified\n"), "{}", run.stdout);
    });
}

#[test]
fn a_changed_value_is_told_with_the_numbers_that_follow_from_it() {
    let desk = finished();
    desk.edit("studies/clinics/clinics.csv", "C-002,871,", "C-002,971,");
    let run = desk.run(&["verify", STUDY]);
    assert_eq!(run.status, 1);
    let inputs = run.stdout.find("data changed: clinics/clinics.csv").expect("the input is told");
    let numbers = run.stdout.find("segmentation.within_ss: ").expect("a number is told");
    let files = run.stdout.find("report.pdf: other bytes").expect("a file is told");
    assert!(inputs < numbers && numbers < files, "{}", run.stdout);
    let told = json(&desk.run(&["verify", "--format", "json", STUDY]).stdout);
    assert_eq!(told["verified"], false);
    let changed =
        |path: &str| told["numbers"].as_array().expect("numbers").iter().any(|change| change["path"] == path);
    assert!(changed("segmentation.within_ss"), "{told}");
    // Without the old output the lock still says which parts of the findings differ.
    fs::remove_dir_all(desk.path("output")).expect("an output");
    let run = desk.run(&["verify", STUDY]);
    assert_eq!(run.status, 1);
    assert!(
        run.stdout.contains("segmentation.within_ss (the old values are not there any more)"),
        "{}",
        run.stdout
    );
}

#[test]
fn without_a_lock_and_with_a_broken_one_verify_says_so() {
    let desk = Desk::fixtures();
    let run = desk.run(&["verify", STUDY]);
    assert_eq!((run.status, run.stdout.as_str()), (1, ""));
    assert!(
        run.stderr.contains("error[lock::missing]")
            && run.stderr.contains("telaah report studies/clinics.yaml")
    );
    desk.write("studies/clinics.lock", "lock_version: 1\nstudy: [");
    let run = desk.run(&["verify", STUDY]);
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("error[lock::invalid]"), "{}", run.stderr);
}

#[test]
fn a_report_that_is_locked_refuses_changed_inputs_and_leaves_all_as_it_was() {
    let desk = finished();
    let before = crate::support::tree(&desk.path(""));
    assert_eq!(desk.run(&["report", "--locked", STUDY]).status, 0, "what is as the lock says is made");
    fs::remove_dir_all(desk.path("output/.cache")).expect("a cache");
    desk.edit("studies/clinics/claims.csv", "Groups", "Segments");
    let run = desk.run(&["report", "--locked", STUDY]);
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("error[lock::inputs]: claims changed: clinics/claims.csv"), "{}", run.stderr);
    desk.edit("studies/clinics/claims.csv", "Segments", "Groups");
    // A lock that asks for other outputs is not obeyed either.
    let lock = desk.read("studies/clinics.lock");
    let report = lock.lines().find(|line| line.trim_start().starts_with("report.pdf:")).expect("a hash");
    desk.edit("studies/clinics.lock", report, &format!("    report.pdf: {}", "0".repeat(64)));
    let run = desk.run(&["report", "--locked", STUDY]);
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("error[lock::outputs]"), "{}", run.stderr);
    desk.write("studies/clinics.lock", lock);
    let mut after = crate::support::tree(&desk.path(""));
    after.retain(|name, _| before.contains_key(name));
    assert_eq!(crate::support::differing(&before, &after), Vec::<&str>::new());
}

#[test]
fn the_shipped_studies_are_what_their_locks_say_in_both_languages() {
    for study in [QRIS, MATARAM] {
        let desk = Desk::shipped();
        let file = format!("studies/{study}.yaml");
        for (language, locks) in [("id", "studies"), ("en", "tests/fixtures/locks")] {
            let text = desk.read(&file);
            desk.write(&file, text.replace("language: id\n", &format!("language: {language}\n")));
            desk.report(study);
            let committed = fs::read_to_string(repository().join(locks).join(format!("{study}.lock")));
            let made = desk.read(&format!("studies/{study}.lock"));
            if std::env::var_os("TELAAH_ACCEPT_LOCKS").is_some() {
                fs::write(repository().join(locks).join(format!("{study}.lock")), &made)
                    .expect("it is written");
                continue;
            }
            let committed = committed.expect("a committed lock");
            let differing = committed.lines().zip(made.lines()).filter(|(old, new)| old != new);
            let differing: Vec<String> =
                differing.take(20).map(|(old, new)| format!("-{old}\n+{new}")).collect();
            assert!(committed == made, "{study} in {language}:\n{}", differing.join("\n"));
        }
    }
}

#[test]
fn a_lock_that_says_something_false_besides_what_is_true_is_noticed() {
    let base = finished();
    let lock = base.read("studies/clinics.lock");
    let hash = |name: &str| {
        lock.lines().find(|line| line.trim_start().starts_with(name)).expect("a hash").to_owned() + "\n"
    };
    for (name, false_line) in [
        ("clinics.yaml:", "    clinics.yaml: '0000'\n"),
        ("report.pdf:", "    report.pdf: '0000'\n"),
        ("seed:", "seed: 8\n"),
        ("# What", "# Nothing was changed.\n"),
    ] {
        let desk = copied(&base);
        let there = hash(name);
        desk.edit("studies/clinics.lock", &there, &format!("{false_line}{there}"));
        let run = desk.run(&["verify", STUDY]);
        assert_eq!(run.status, 1, "{name}\n{}", run.stdout);
    }
    // Line ends of another system are no change.
    base.write("studies/clinics.lock", lock.replace('\n', "\r\n"));
    let run = base.run(&["verify", STUDY]);
    assert_eq!(run.status, 0, "{}{}", run.stdout, run.stderr);
}

#[test]
fn a_study_can_be_compared_with_a_lock_that_was_kept_elsewhere() {
    let desk = finished();
    desk.write("kept/clinics.lock", desk.bytes("studies/clinics.lock"));
    assert_eq!(desk.run(&["verify", "--lock", "kept/clinics.lock", STUDY]).status, 0);
    desk.edit(STUDY, "seed: 7", "seed: 8");
    desk.report("clinics");
    assert_eq!(desk.run(&["verify", STUDY]).status, 0);
    let run = desk.run(&["verify", "--lock", "kept/clinics.lock", STUDY]);
    assert_eq!(run.status, 1);
    assert!(run.stdout.contains("seed: 7, now 8"), "{}", run.stdout);
    let run = desk.run(&["verify", "studies/none.yaml"]);
    assert!(run.status == 1 && run.stderr.contains("error[file::missing]"), "{}", run.stderr);
}
