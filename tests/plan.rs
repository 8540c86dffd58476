//! The promise: what has not changed is not made again, what has changed is never left as it was, and `telaah plan`
//! says beforehand what will run and why.
//!
//! Every kind of input of a study that has all of them is changed in turn. After each change the plan, the stages that
//! ran and the finished report are compared with one another, and the report with one that is computed from nothing.

use crate::support::{Desk, copy, json, tree};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::sync::Mutex;

const STUDY: &str = "studies/libraries.yaml";
const STAGES: [&str; 5] = ["segmentation", "targeting", "positioning", "document", "pdf"];

/// A change, what the plan must give as a reason, and whether it is a change of an input.
struct Case {
    name: &'static str,
    change: Box<dyn Fn(&Desk) + Send + Sync>,
    reason: &'static str,
    of_input: bool,
}

fn edit(
    name: &'static str,
    file: &'static str,
    old: &'static str,
    new: &'static str,
    reason: &'static str,
) -> Case {
    Case { name, change: Box::new(move |desk| desk.edit(file, old, new)), reason, of_input: true }
}

fn done(
    name: &'static str,
    reason: &'static str,
    of_input: bool,
    change: impl Fn(&Desk) + Send + Sync + 'static,
) -> Case {
    Case { name, change: Box::new(change), reason, of_input }
}

/// The fixture with every kind of input: an instrument and prose in files of their own, references, claims, a
/// template, and less to compute.
fn whole() -> Desk {
    let desk = Desk::fixtures();
    let text = desk.read(STUDY);
    let (before, instrument) = text.split_once("  instrument:\n").expect("an instrument");
    let (instrument, after) = instrument.split_once("  guidance:\n").expect("guidance");
    let own: String = instrument.lines().map(|line| format!("{}\n", &line[4..])).collect();
    desk.write("studies/libraries/instrument.yaml", own);
    let text = format!("{before}  instrument: libraries/instrument.yaml\n  guidance:\n{after}");
    let text = without_simulations(&text).replace("origin: simulated", "origin: published");
    let text = text.replace(
        "language: en\n",
        "language: en\ntemplate: own\nbibliography: libraries/references.bib\nclaims: libraries/claims.csv\n",
    );
    let text = text.replace("text:\n", "text:\n  introduction: {file: libraries/introduction.md}\n");
    let text = text
        .replace("references: 50", "references: 10")
        .replace("bootstrap: 50", "bootstrap: 10")
        .replace("starts: 50", "starts: 5");
    desk.write(STUDY, text);
    desk.write(
        "studies/libraries/introduction.md",
        "Libraries differ [@example2020], {{ segmentation.n }} of them here.\n",
    );
    desk.write("studies/libraries/references.bib", "@book{example2020, title = {On Libraries}, author = {Example, R.}, publisher = {Press}, year = {2020}}\n");
    desk.write("studies/libraries/claims.csv", "where,value,published,note,acknowledged\nAbstract,segmentation.n,90,Branches,\nAbstract,segmentation.k,4,Segments,\n");
    let templates = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    fs::create_dir_all(desk.path("studies/own/lib")).expect("a folder");
    fs::copy(templates.join("paper/report.typ.j2"), desk.path("studies/own/report.typ.j2"))
        .expect("a template");
    fs::copy(templates.join("lib/notes.typ"), desk.path("studies/own/lib/notes.typ")).expect("a layout");
    desk
}

/// A study without the blocks that say how its data are drawn.
fn without_simulations(text: &str) -> String {
    let mut inside = false;
    let kept = text.lines().filter(|line| {
        let indent = line.len() - line.trim_start().len();
        inside = line.trim_end() == "    simulation:" || (inside && indent > 4);
        !inside
    });
    kept.map(|line| format!("{line}\n")).collect()
}

const BRANCHES: &str = "studies/libraries/branches.csv";
const STAFF: &str = "studies/libraries/staff.csv";

fn cases() -> Vec<Case> {
    let mut cases = inputs();
    cases.extend(settings());
    cases.extend(kept());
    cases
}

/// Changes of the files that a study names.
fn inputs() -> Vec<Case> {
    let data = "data changed: libraries/branches.csv";
    let staff = "data changed: libraries/staff.csv";
    vec![
        edit(
            "a variable",
            BRANCHES,
            "B003,Norwood Reading Room,North,49740,161400,53401",
            "B003,Norwood Reading Room,North,49740,161400,63401",
            data,
        ),
        edit(
            "a variable of the validation",
            BRANCHES,
            "North,49740,161400,53401",
            "North,49740,991400,53401",
            data,
        ),
        edit("the potential", BRANCHES, "North,49740,161400,53401", "North,40740,161400,53401", data),
        edit(
            "a name",
            BRANCHES,
            "Norwood Reading Room,North,49740",
            "Northwood Reading Room,North,49740",
            data,
        ),
        edit("a missing value", BRANCHES, "137175,27629,18,45.5", "137175,,18,45.5", data),
        done("the order of rows", data, true, |desk| {
            let text = desk.read(BRANCHES);
            let mut lines: Vec<&str> = text.lines().collect();
            lines[1..].reverse();
            desk.write(BRANCHES, lines.join("\n"));
        }),
        done("a row less", staff, true, |desk| {
            let text = desk.read(STAFF);
            let kept: Vec<&str> = text.lines().take(text.lines().count() - 1).collect();
            desk.write(STAFF, kept.join("\n"));
        }),
        edit("an answer", STAFF, "L0143,B966,Head,2,5,6,3", "L0143,B966,Head,2,5,1,3", staff),
        edit("a respondent", STAFF, "L0143,B966,Head,2,5", "L0143,B966,Head,12,5", staff),
        edit("the unit of a respondent", STAFF, "L0143,B966,Head", "L0143,B003,Head", staff),
        edit(
            "the prose",
            "studies/libraries/introduction.md",
            "differ",
            "vary",
            "prose changed: libraries/introduction.md",
        ),
        edit(
            "a value in the prose",
            "studies/libraries/introduction.md",
            "segmentation.n",
            "segmentation.k",
            "prose changed: libraries/introduction.md",
        ),
        edit(
            "a claim",
            "studies/libraries/claims.csv",
            "segmentation.n,90",
            "segmentation.n,91",
            "claims changed: libraries/claims.csv",
        ),
        edit(
            "a note",
            "studies/libraries/claims.csv",
            "Branches",
            "All branches",
            "claims changed: libraries/claims.csv",
        ),
        edit(
            "a claim more",
            "studies/libraries/claims.csv",
            "Segments,\n",
            "Segments,\nAbstract,segmentation.k + 1,5,More,\n",
            "claims changed: libraries/claims.csv",
        ),
        edit(
            "a reference",
            "studies/libraries/references.bib",
            "On Libraries",
            "On All Libraries",
            "bibliography changed: libraries/references.bib",
        ),
        edit(
            "a reference that nobody cites",
            "studies/libraries/references.bib",
            "@book{example2020",
            "@book{other, title = {X}, author = {Y}, publisher = {Z}, year = {2021}}\n@book{example2020",
            "bibliography changed: libraries/references.bib",
        ),
        edit(
            "an item",
            "studies/libraries/instrument.yaml",
            "is soon explained",
            "is quickly explained",
            "instrument changed: libraries/instrument.yaml",
        ),
        edit(
            "the direction of an item",
            "studies/libraries/instrument.yaml",
            ", reversed: true",
            "",
            "instrument changed: libraries/instrument.yaml",
        ),
        edit(
            "the template",
            "studies/own/report.typ.j2",
            "#show: report.with(",
            "#set par(spacing: 2em)\n#show: report.with(",
            "template changed: own/report.typ.j2",
        ),
        edit(
            "the layout",
            "studies/own/lib/notes.typ",
            "// What stands under",
            "#let unused = 1\n// What stands under",
            "template changed: own/lib/notes.typ",
        ),
        done("a file more in the template", "template added: own/words.j2", true, |desk| {
            desk.write("studies/own/words.j2", "{# nothing #}\n");
        }),
        done("a file less in the template", "template gone: own/lib/notes.typ", true, |desk| {
            fs::remove_file(desk.path("studies/own/lib/notes.typ")).expect("it is there");
        }),
    ]
}

/// Changes of the study itself.
fn settings() -> Vec<Case> {
    let study = |name, old, new, reason| edit(name, STUDY, old, new, reason);
    vec![
        study("a comment", "language: en", "# a comment\nlanguage: en", "study changed: libraries.yaml"),
        study("the title", "How Ninety", "Why Ninety", "setting changed: report.title"),
        study("an author", "R. Example,", "S. Example,", "setting changed: report.authors[0].name"),
        study("the date", "2025-02-28", "2025-03-01", "setting changed: report.date"),
        study("the seed", "seed: 41", "seed: 42", "seed: 41, now 42"),
        study("the currency", "currency: EUR", "currency: USD", "setting changed: report.currency"),
        study("inline prose", "can be supported.", "could be supported.", "study changed: libraries.yaml"),
        study(
            "the source of data",
            "source: Invented for the tests of telaah",
            "source: Made up",
            "setting changed: datasets.branches.source",
        ),
        study(
            "the origin of data",
            "origin: published\n    source: Invented for",
            "origin: administrative\n    share: true\n    source: Invented for",
            "setting changed: datasets.branches.origin",
        ),
        study(
            "the label of a variable",
            "label: Visits",
            "label: Visitors",
            "setting changed: datasets.branches.columns.visits.label",
        ),
        study(
            "the label of the potential",
            "label: Inhabitants",
            "label: People",
            "setting changed: datasets.branches.columns.inhabitants.label",
        ),
        study(
            "the scaling",
            "  starts: 5",
            "  starts: 5\n  scaling: robust",
            "setting changed: segmentation.scaling",
        ),
        study(
            "the numbers of segments compared",
            "to: 7,",
            "to: 6,",
            "setting changed: segmentation.comparison",
        ),
        study("the name of a segment", "[Hubs,", "[Centres,", "setting changed: segmentation.segments[0]"),
        study("the starts", "  starts: 5", "  starts: 6", "setting changed: segmentation.start"),
        study("the resamples", "bootstrap: 10", "bootstrap: 11", "setting changed: segmentation.bootstrap"),
        study(
            "a variable of the validation less",
            "validation: [inhabitants, budget, district]",
            "validation: [inhabitants, budget]",
            "setting changed: segmentation.validation",
        ),
        study(
            "a threshold",
            "measure: events, at_least: 24",
            "measure: events, at_least: 30",
            "setting changed: targeting.criteria[0].threshold",
        ),
        study(
            "the label of a criterion",
            "label: Events of the year",
            "label: Events",
            "setting changed: targeting.criteria[0].label",
        ),
        study(
            "who is eligible",
            "inhabitants >= 8000",
            "inhabitants >= 9000",
            "setting changed: targeting.criteria[2].eligible",
        ),
        study("an object", "Self-service kiosk", "Kiosk", "setting changed: positioning.objects[0].label"),
        study("the outcome", "  outcome: intent\n", "", "setting changed: positioning.outcome"),
        study("when guidance is needed", "below: 4.5", "below: 4", "setting changed: positioning.guidance"),
        study(
            "a recommendation",
            "A morning of training",
            "A day of training",
            "setting changed: positioning.guidance",
        ),
        study(
            "no targeting",
            "targeting:\n  potential: inhabitants",
            "targeting:\n  potential: visits",
            "setting changed: targeting.potential",
        ),
    ]
}

/// What may happen to what was kept, while no input changes.
fn kept() -> Vec<Case> {
    let gone = |file: &'static str| move |desk: &Desk| fs::remove_file(desk.path(file)).expect("it is there");
    let added = |file: &'static str| {
        move |desk: &Desk| {
            let mut bytes = desk.bytes(file);
            bytes.push(b' ');
            desk.write(file, bytes);
        }
    };
    let recipes = |old: &'static str, new: &'static str| {
        move |desk: &Desk| {
            for stage in STAGES {
                let file = format!("output/.cache/libraries/{stage}.recipe.json");
                let text = desk.read(&file);
                let start = text.find(old).map(|at| at + old.rfind('"').expect("a quote") + 1);
                if let Some(start) = start {
                    let end = start + text[start..].find('"').expect("the end of a text");
                    desk.write(&file, format!("{}{new}{}", &text[..start], &text[end..]));
                }
            }
        }
    };
    vec![
        done("the PDF deleted", "output missing: report.pdf", false, gone("output/libraries/report.pdf")),
        done("the PDF changed", "output changed: report.pdf", false, added("output/libraries/report.pdf")),
        done(
            "the tables changed",
            "output changed: tables.xlsx",
            false,
            added("output/libraries/tables.xlsx"),
        ),
        done(
            "the findings deleted",
            "output missing: results.json",
            false,
            gone("output/libraries/results.json"),
        ),
        done(
            "a chart changed",
            "output changed: charts/profile.svg",
            false,
            added("output/libraries/charts/profile.svg"),
        ),
        done(
            "the description changed",
            "output changed: ro-crate-metadata.json",
            false,
            added("output/libraries/ro-crate-metadata.json"),
        ),
        done("the output deleted", "output missing: the whole folder", false, |desk| {
            fs::remove_dir_all(desk.path("output/libraries")).expect("it is there");
        }),
        done("the lock deleted", "lock missing", false, gone("studies/libraries.lock")),
        done("the lock changed", "lock changed", false, |desk| {
            desk.edit("studies/libraries.lock", "seed: 41", "seed: 40")
        }),
        done(
            "a result changed",
            "what was kept is damaged",
            false,
            added("output/.cache/libraries/targeting.json"),
        ),
        done("a recipe damaged", "what was kept is damaged", false, |desk| {
            desk.write("output/.cache/libraries/positioning.recipe.json", "{")
        }),
        done("the cache deleted", "not made before", false, |desk| {
            fs::remove_dir_all(desk.path("output/.cache")).expect("it is there");
        }),
        done("another build", "telaah was built anew", false, recipes("\"build\":\"", "0")),
        done("an older telaah", "telaah version: 0.0.9, now ", false, recipes("\"telaah\":\"", "0.0.9")),
        done("an older Typst", "Typst version: 0.14.2, now ", false, recipes("\"typst\":\"0", "0.14.2")),
    ]
}

/// What became of a case: the stages that ran although their results are what they were.
fn needless(base: &Desk, case: &Case) -> Vec<String> {
    let desk = Desk::empty();
    copy(&base.path(""), &desk.path(""));
    (case.change)(&desk);
    let plan = desk.run(&["plan", STUDY]);
    assert!(plan.stdout.contains(case.reason), "{}: no `{}` in\n{}", case.name, case.reason, plan.stdout);
    let plan = json(&desk.run(&["plan", "--format", "json", STUDY]).stdout);
    let run = desk.run(&["report", "--format", "json", STUDY]);
    assert_eq!(run.status, 0, "{}: {}{}", case.name, run.stdout, run.stderr);
    let ran = ran(&run.stdout);
    let (will, may) = (planned(&plan, "runs"), planned(&plan, "perhaps"));
    assert!(will.is_subset(&ran), "{}: {will:?} was planned, {ran:?} ran", case.name);
    let expected: BTreeSet<String> = will.union(&may).cloned().collect();
    assert!(ran.is_subset(&expected), "{}: {expected:?} was planned, {ran:?} ran", case.name);
    let verified = desk.run(&["verify", STUDY]);
    assert_eq!(verified.status, 0, "{}: stale\n{}{}", case.name, verified.stdout, verified.stderr);
    let again = desk.run(&["report", "--format", "json", STUDY]);
    assert_eq!(self::ran(&again.stdout), BTreeSet::new(), "{}: something runs a second time", case.name);
    let result =
        |desk: &Desk, stage: &str| fs::read(desk.path(&format!("output/.cache/libraries/{stage}.json")));
    ran.into_iter().filter(|stage| result(base, stage).ok() == result(&desk, stage).ok()).collect()
}

/// The stages that a finished report says have run.
fn ran(stdout: &str) -> BTreeSet<String> {
    let report = stdout.lines().map(json).find(|line| line["report"].is_string()).expect("a report");
    names(report["ran"].as_array().expect("stages").iter())
}

fn planned(plan: &Value, verdict: &str) -> BTreeSet<String> {
    names(plan["steps"].as_array().expect("steps").iter().filter(|step| step["verdict"] == verdict))
}

fn names<'a>(stages: impl Iterator<Item = &'a Value>) -> BTreeSet<String> {
    stages.map(|stage| stage["stage"].as_str().expect("a name").to_owned()).collect()
}

#[test]
fn every_kind_of_input_changes_what_depends_on_it_and_nothing_else() {
    let base = whole();
    let first = base.run(&["report", "--format", "json", STUDY]);
    assert_eq!(first.status, 0, "{}", first.stdout);
    assert_eq!(ran(&first.stdout), STAGES.map(str::to_owned).into());
    let cases = cases();
    let (next, needless_in) = (Mutex::new(cases.iter()), Mutex::new(Vec::new()));
    let take = || next.lock().expect("no panic").next();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(case) = take() {
                    let stages = needless(&base, case);
                    if case.of_input && !stages.is_empty() {
                        needless_in.lock().expect("no panic").push((case.name, stages));
                    }
                }
            });
        }
    });
    let needless_in = needless_in.into_inner().expect("no panic");
    let of_input = cases.iter().filter(|case| case.of_input).count();
    println!("{} of {of_input} changes of inputs ran a stage in vain: {needless_in:?}", needless_in.len());
    assert!(needless_in.len() * 20 <= of_input, "{needless_in:?}");
}

#[test]
fn without_the_cache_everything_is_made_again_to_the_same_bytes() {
    let desk = Desk::fixtures();
    let first = desk.report("clinics");
    let run = desk.run(&["report", "--format", "json", "--no-cache", "studies/clinics.yaml"]);
    assert_eq!(ran(&run.stdout), ["document", "pdf", "segmentation"].map(str::to_owned).into());
    assert_eq!(tree(&desk.path("output/clinics")), first.files);
    let plan = desk.run(&["plan", "--no-cache", "studies/clinics.yaml"]).stdout;
    assert_eq!(plan.matches("runs").count(), 3, "{plan}");
    assert!(desk.run(&["plan", "studies/clinics.yaml"]).stdout.starts_with("clinics: nothing to do\n"));
}

#[test]
fn a_plan_writes_nothing() {
    let desk = Desk::fixtures();
    let before = tree(&desk.path(""));
    let plan = desk.run(&["plan", "studies/clinics.yaml"]);
    assert_eq!((plan.status, tree(&desk.path("")) == before), (0, true), "{}", plan.stderr);
    assert!(plan.stdout.contains("not made before"), "{}", plan.stdout);
}

#[test]
fn warnings_are_told_again_when_nothing_has_changed() {
    let desk = Desk::fixtures();
    // The data of this study are drawn; another value is a warning.
    desk.edit(BRANCHES, "North,49740,161400,53401", "North,49740,161400,53402");
    let runs: Vec<_> = (0..2).map(|_| desk.run(&["report", STUDY])).collect();
    assert!(runs.iter().all(|run| run.stderr.contains("warning[simulation::differs]")), "{}", runs[1].stderr);
}

#[test]
fn the_order_in_which_datasets_stand_counts_where_it_shows() {
    let desk = whole();
    desk.edit(
        "studies/libraries/claims.csv",
        "Segments,\n",
        "Segments,\nAbstract,datasets[0].rows_read,90,First,\n",
    );
    assert_eq!(desk.run(&["report", STUDY]).status, 0);
    let text = desk.read(STUDY);
    let (before, rest) = text.split_once("  branches:\n").expect("a dataset");
    let (branches, rest) = rest.split_once("  staff:\n").expect("another");
    let (staff, after) = rest.split_once("segmentation:\n").expect("what follows");
    desk.write(STUDY, format!("{before}  staff:\n{staff}  branches:\n{branches}segmentation:\n{after}"));
    assert_eq!(desk.run(&["report", STUDY]).status, 0);
    let verified = desk.run(&["verify", STUDY]);
    assert_eq!(verified.status, 0, "{}", verified.stdout);
}

#[test]
fn the_same_study_under_another_name_is_another_report() {
    let desk = Desk::fixtures();
    desk.report("clinics");
    for end in ["yaml", "lock"] {
        desk.write(&format!("studies/other.{end}"), desk.bytes(&format!("studies/clinics.{end}")));
    }
    assert_eq!(desk.run(&["report", "studies/other.yaml"]).status, 0);
    let verified = desk.run(&["verify", "studies/other.yaml"]);
    assert_eq!(verified.status, 0, "{}", verified.stdout);
}

#[test]
fn two_datasets_of_one_file_are_both_looked_at() {
    let desk = whole();
    let text = desk.read(STUDY);
    // The same file twice: whichever dataset comes first, its values count.
    let text = text.replace("file: libraries/branches.csv", "file: libraries/both.csv");
    let text = text.replace("file: libraries/staff.csv", "file: libraries/both.csv");
    let (branches, staff) = (desk.read(BRANCHES), desk.read(STAFF));
    let staff: Vec<&str> = staff.lines().collect();
    // Each row of branches gets a row of staff beside it, of which the unit's key is its own.
    let rows = branches.lines().enumerate().map(|(i, branch)| {
        let fields: Vec<&str> = staff[i].split(',').collect();
        format!("{branch},{},{}\n", fields[0], fields[2..].join(","))
    });
    desk.write("studies/libraries/both.csv", rows.collect::<String>());
    desk.write(STUDY, text);
    let run = desk.run(&["report", STUDY]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let both = desk.read("studies/libraries/both.csv");
    let first = both.lines().nth(1).expect("a row");
    let changed = match first.strip_suffix('2') {
        Some(rest) => format!("{rest}5"),
        None => format!("{}2", &first[..first.len() - 1]),
    };
    desk.edit("studies/libraries/both.csv", first, &changed);
    let run = desk.run(&["report", "--format", "json", STUDY]);
    assert!(ran(&run.stdout).contains("positioning"), "{}", run.stdout);
    assert_eq!(desk.run(&["verify", STUDY]).status, 0);
}
