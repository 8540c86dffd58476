//! The promise: sentences about targeting follow the findings. Where potential is turned around or thresholds change, every
//! sentence that would be false is another one, in both languages.

use crate::support::Desk;

const STUDY: &str = "studies/shops.yaml";
const DATA: &str = "studies/shops/shops.csv";

/// The sentences of the fixture's report, after what was edited.
fn said(language: &str, edit: &dyn Fn(&Desk)) -> String {
    let desk = Desk::fixtures();
    desk.edit(STUDY, "language: en", &format!("language: {language}"));
    edit(&desk);
    desk.report("shops").sentences()
}

fn as_it_is(_: &Desk) {}

/// The greatest potential becomes the least, and the other way round.
fn turn_potential(desk: &Desk) {
    let text = desk.read(DATA);
    let mut lines = text.lines();
    let head = lines.next().expect("a header");
    let turned = lines.map(|line| {
        let mut fields: Vec<String> = line.split(',').map(str::to_owned).collect();
        if let Ok(amount) = fields[3].parse::<f64>() {
            fields[3] = (1_228_400.0 - amount).to_string();
        }
        fields.join(",")
    });
    desk.write(DATA, format!("{head}\n{}\n", turned.collect::<Vec<_>>().join("\n")));
}

/// Targets that hardly anyone misses.
fn lower_targets(desk: &Desk) {
    desk.edit(STUDY, "at_least: 6", "at_least: 1");
    desk.edit(STUDY, "at_least: 60 %", "at_least: 10 %");
    desk.edit(STUDY, "at_most: 5 %", "at_most: 50 %");
    desk.edit(STUDY, "at_least: \"12,5 %\"", "at_least: 1 %");
}

/// Sentences that are said as it is, and those that are said instead after a change.
struct Change {
    language: &'static str,
    edit: &'static dyn Fn(&Desk),
    before: &'static [&'static str],
    after: &'static [&'static str],
}

const CHANGES: [Change; 4] = [
    Change { language: "en", edit: &turn_potential, before: &[], after: &[] },
    Change { language: "id", edit: &turn_potential, before: &[], after: &[] },
    Change { language: "en", edit: &lower_targets, before: &[], after: &[] },
    Change { language: "id", edit: &lower_targets, before: &[], after: &[] },
];

#[test]
fn what_became_false_is_no_longer_said() {
    for change in &CHANGES {
        let (before, after) = (said(change.language, &as_it_is), said(change.language, change.edit));
        for (sentence, here, there) in change
            .before
            .iter()
            .map(|sentence| (sentence, &before, &after))
            .chain(change.after.iter().map(|sentence| (sentence, &after, &before)))
        {
            assert!(here.contains(sentence), "`{sentence}` is not said in:\n{here}");
            assert!(!there.contains(sentence), "`{sentence}` is also said in:\n{there}");
        }
    }
}
