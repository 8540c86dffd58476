//! The promise: sentences about targeting follow the findings. Where potential is turned around or thresholds change, every
//! sentence that would be false is another one, in both languages.

use crate::support::Desk;
use crate::support::follow::Change;

const STUDY: &str = "studies/shops.yaml";
const DATA: &str = "studies/shops/shops.csv";

/// The sentences of the fixture's report, after what was edited.
fn said(language: &str, edit: &dyn Fn(&Desk)) -> String {
    let desk = Desk::fixtures();
    desk.edit(STUDY, "language: en", &format!("language: {language}"));
    edit(&desk);
    desk.report("shops").sentences()
}

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
    desk.edit(STUDY, "at_least: 6,", "at_least: 1,");
    desk.edit(STUDY, "at_least: 60 %", "at_least: 10 %");
    desk.edit(STUDY, "at_most: 5 %", "at_most: 50 %");
    desk.edit(STUDY, "at_least: \"12,5 %\"", "at_least: 1 %");
}

const CHANGES: [Change; 4] = [
    Change {
        language: "en",
        edit: &turn_potential,
        before: &[
            "amounts to USD 8.1 million over 23 units, with a median of USD 258,300",
            "Among the segments, the largest part lies with Quiet: USD 4.0 million, or 49.1% of the total, at 47.8% of these units; units without a segment hold",
            "The median per unit, however, is highest in Busy (USD 650,400).",
            "The 10 units of greatest potential, 43.5% of those whose potential is known, hold 74.1% of it.",
            "The Gini coefficient is 0.413",
            "A high potential goes with a low adoption at 5 units (22.7%)",
            "Low adoption is less frequent among units of high potential (45.5%) than among those of low potential (54.5%).",
            "first in rank is Fountain Row (Quiet), which does not meet 4 criteria and has a potential of USD 588,800.",
        ],
        after: &[
            "The median per unit, however, is highest in Middling (USD 1.0 million).",
            "The Gini coefficient is 0.166",
            "Low adoption is more frequent among units of high potential (54.5%) than among those of low potential (45.5%).",
            "first in rank is Dock Road (Quiet)",
        ],
    },
    Change {
        language: "id",
        edit: &turn_potential,
        before: &[
            "Potensi, yaitu “Omzet”, berjumlah USD 8,1 juta pada 23 unit",
            "Di antara segmen, bagian terbesar ada pada Sepi: USD 4,0 juta atau 49,1% dari jumlah itu",
            "Median per unit justru tertinggi pada Ramai (USD 650.400).",
            "Separuh potensi dipegang oleh 6 unit dan 80% oleh 12 unit.",
            "Sebanyak 5 unit (22,7%) berpotensi tinggi tetapi beradopsi rendah",
            "Adopsi rendah lebih jarang dijumpai di antara unit berpotensi tinggi (45,5%)",
            "urutan pertama adalah Fountain Row (Sepi), yang belum memenuhi 4 kriteria, dengan potensi USD 588.800.",
        ],
        after: &[
            "Median per unit justru tertinggi pada Sedang (USD 1,0 juta).",
            "Separuh potensi dipegang oleh 10 unit dan 80% oleh 16 unit.",
            "Adopsi rendah lebih sering dijumpai di antara unit berpotensi tinggi (54,5%)",
            "urutan pertama adalah Dock Road (Sepi)",
        ],
    },
    Change {
        language: "en",
        edit: &lower_targets,
        before: &[
            "the target is at least 60%",
            "the target is at most 5%",
            "the one that is met least is Card payment (22.7%)",
            "Of the 23 units assessed, 10 (43.5%) meet it; the other 13 are together 48 months short of it",
            "the other 14 are together 469 goods above it",
            "*Most units can be targeted*: 20 of 24 (83.3%).",
            "The share is highest in Quiet (100.0%) and lowest in Busy (25.0%)",
            "At most 4 criteria are unmet at once, at 3 units (@tab-targeting-unmet).",
            "lists the first 10 target units",
            "All 20 target units are in @tab-targeting-units in the appendix.",
            "12 instead of 0 of 12 units would meet “Online orders”, with 71 months more at 12 units",
        ],
        after: &[
            "the target is at least 10%",
            "the one that is met least is Online orders (95.7%)",
            "All units assessed (22) meet it.",
            "The share that meets it is highest in Busy and Middling (100.0%) and lowest in Quiet (91.7%).",
            "*Less than half of the units can be targeted*: 3 of 24 (12.5%); 1 of them does not meet at least one criterion, and 2 are only not assessed on one yet.",
            "At most one criterion is unmet at once, at 1 unit (@tab-targeting-unmet).",
            "No unit of high potential has a low adoption.",
            "lists all 3 target units",
        ],
    },
    Change {
        language: "id",
        edit: &lower_targets,
        before: &[
            "sasarannya sekurang-kurangnya 60%",
            "yang paling sedikit Pembayaran kartu (22,7%)",
            "13 unit lainnya bersama-sama kekurangan 48 bulan, dengan median 4 bulan per unit",
            "14 unit lainnya bersama-sama kelebihan 469 barang",
            "*Sebagian besar unit dapat disasar*, yaitu 20 dari 24 (83,3%).",
            "Bagiannya tertinggi pada Sepi (100,0%) dan terendah pada Ramai (25,0%)",
            "Seluruh 20 unit sasaran ada pada @tab-targeting-units dalam lampiran.",
            "unit yang memenuhi “Pesanan daring” menjadi 12 dari semula 0 di antara 12 unit, dengan tambahan 71 bulan pada 12 unit",
        ],
        after: &[
            "sasarannya sekurang-kurangnya 10%",
            "yang paling sedikit Pesanan daring (95,7%)",
            "satu unit lainnya kekurangan 1 bulan",
            "Semua unit yang dinilai (22) memenuhinya.",
            "*Kurang dari separuh unit dapat disasar*, yaitu 3 dari 24 (12,5%); 1 di antaranya mempunyai sedikitnya satu kriteria yang belum terpenuhi, sedangkan 2 hanya mempunyai kriteria yang belum dinilai.",
            "Tidak ada unit berpotensi tinggi yang beradopsi rendah.",
            "memuat semua 3 unit sasaran",
        ],
    },
];

/// Whom "almost all" means, and the other words for a share, at their bounds: so many of 24 units.
#[test]
fn a_share_has_the_word_that_its_size_asks_for() {
    let met = |n: usize| {
        move |desk: &Desk| {
            let text = desk.read(DATA);
            let (head, rows) = text.split_once('\n').expect("a header");
            let row = |(i, line): (usize, &str)| {
                let mut fields: Vec<&str> = line.split(',').collect();
                fields[6] = if i < n { "12" } else { "1" };
                fields.join(",")
            };
            let rows: Vec<String> = rows.lines().enumerate().map(row).collect();
            desk.write(DATA, format!("{head}\n{}\n", rows.join("\n")));
            let study = desk.read(STUDY);
            let at = study.find("    - {name: card,").expect("the second criterion");
            desk.write(STUDY, study[..at].replace(", eligible: \"kind = 'shop'\"", ""));
        }
    };
    for (n, id, en) in [
        (0, "*Semua unit dapat disasar*", "*All units can be targeted*"),
        (
            2,
            "*Hampir semua unit dapat disasar*, yaitu 22 dari 24",
            "*Almost all units can be targeted*: 22 of 24",
        ),
        (
            3,
            "*Sebagian besar unit dapat disasar*, yaitu 21 dari 24",
            "*Most units can be targeted*: 21 of 24",
        ),
        (12, "*Separuh unit dapat disasar*", "*Half of the units can be targeted*"),
        (13, "*Kurang dari separuh unit dapat disasar*", "*Less than half of the units can be targeted*"),
        (
            24,
            "*Tidak ada unit yang dapat disasar*: setiap unit memenuhi",
            "*No unit can be targeted*: every unit meets",
        ),
    ] {
        for (language, sentence) in [("id", id), ("en", en)] {
            let said = said(language, &met(n));
            assert!(said.contains(sentence), "with {n} met, `{sentence}` is not said in:\n{said}");
        }
    }
}

#[test]
fn what_became_false_is_no_longer_said() {
    CHANGES.iter().for_each(|change| change.assert(said));
}
