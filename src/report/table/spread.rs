//! The analysis of variance of every variable over the segments.

use super::words::{decimals_for, say};
use super::{Cell, Column, Group, Table};
use crate::locale::Locale;
use crate::segmentation::{Anova, SegmentationFindings};

/// Mean squares between and within segments, their degrees of freedom, F and p: the layout of SPSS.
pub fn anova(found: &SegmentationFindings, locale: &Locale) -> Table {
    let squares = |a: &Anova| [a.cluster_mean_square, a.error_mean_square.unwrap_or(0.0)];
    let decimals = decimals_for(found.anova.values().flat_map(squares));
    let square = say(locale, "Kuadrat tengah", "Mean square");
    let columns = vec![
        Column::prose(say(locale, "Variabel", "Variable")),
        Column::numeric(square),
        Column::numeric(say(locale, "db", "df")),
        Column::numeric(square),
        Column::numeric(say(locale, "db", "df")),
        Column::numeric("F"),
        Column::numeric("p"),
    ];
    let rows = found.variables.iter().filter_map(|v| {
        let a = found.anova.get(&v.name)?;
        Some(vec![
            Cell::Text(v.labels.get(locale.language).to_owned()),
            Cell::number(a.cluster_mean_square, decimals),
            Cell::Count(a.df1),
            Cell::optional(a.error_mean_square, decimals),
            Cell::Count(a.df2),
            Cell::optional(a.f, 3),
            a.p.map_or(Cell::Missing, Cell::P),
        ])
    });
    let mut table = Table::new("anova", columns, rows.collect());
    table.groups = vec![
        Group { label: String::new(), span: 1 },
        Group { label: say(locale, "Antarsegmen", "Between segments").to_owned(), span: 2 },
        Group { label: say(locale, "Dalam segmen (galat)", "Within segments (error)").to_owned(), span: 2 },
        Group { label: String::new(), span: 2 },
    ];
    table.noted([note(locale)])
}

fn note(locale: &Locale) -> String {
    let note = say(
        locale,
        "Hanya deskriptif: segmen dipilih agar berbeda sebesar-besarnya, sehingga p bukan peluang uji hipotesis. db: derajat bebas.",
        "Descriptive only: the segments were chosen to differ as much as possible, so p is not the probability of a test. df: degrees of freedom.",
    );
    note.to_owned()
}
