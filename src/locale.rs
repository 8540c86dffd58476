//! Languages, and how numbers, money and dates are written in them.

use rust_decimal::{Decimal, RoundingStrategy};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A language of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Indonesian.
    Id,
    /// English.
    En,
}

impl Language {
    /// The two-letter code, as in BCP 47.
    pub fn code(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::En => "en",
        }
    }

    /// The other language.
    pub fn other(self) -> Self {
        match self {
            Self::Id => Self::En,
            Self::En => Self::Id,
        }
    }

    /// The style in which the language writes numbers.
    pub fn number_style(self) -> NumberStyle {
        match self {
            Self::Id => NumberStyle::Indonesian,
            Self::En => NumberStyle::English,
        }
    }
}

/// Which signs separate thousands and decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum NumberStyle {
    /// `1.234,56`
    Indonesian,
    /// `1,234.56`
    English,
}

impl NumberStyle {
    /// The sign between groups of three digits.
    pub fn group(self) -> char {
        match self {
            Self::Indonesian => '.',
            Self::English => ',',
        }
    }

    /// The sign before the decimals.
    pub fn decimal(self) -> char {
        match self {
            Self::Indonesian => ',',
            Self::English => '.',
        }
    }
}

/// A text that may be given in two languages; at least one of them is there.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Text {
    /// The Indonesian text, or the only one.
    pub id: String,
    /// The English text, or the only one.
    pub en: String,
}

impl Text {
    /// The same text in both languages.
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { id: text.clone(), en: text }
    }

    /// The text in a language.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Id => &self.id,
            Language::En => &self.en,
        }
    }
}

/// Rounds half away from zero to a number of decimals, exactly, from the shortest decimal form of `x`.
///
/// `None` when `x` is not finite or needs more than 28 digits.
pub fn round(x: f64, decimals: u32) -> Option<Decimal> {
    exact(x).map(|exact| to_decimals(exact, decimals))
}

/// Rounds half away from zero, and writes so many decimals.
fn to_decimals(exact: Decimal, decimals: u32) -> Decimal {
    let mut rounded = exact.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(decimals);
    rounded
}

/// The shortest decimal that stands for `x`; zero when it is smaller than 28 decimals can show.
///
/// `None` when `x` is not finite or needs more than 28 digits.
pub fn exact(x: f64) -> Option<Decimal> {
    if x.abs() < 1e-27 {
        return Some(Decimal::ZERO);
    }
    Decimal::from_scientific(&format!("{x:e}")).ok()
}

/// The fewest decimals, up to so many, that show every one of some values as it is.
pub fn places(values: &[f64], most: u32) -> u32 {
    let of = |value: &f64| exact(significant(*value)).map_or(0, |value| value.normalize().scale());
    values.iter().map(of).max().unwrap_or(0).min(most)
}

/// Rounds to 12 significant digits, as every finding is before anything reads it.
pub fn significant(x: f64) -> f64 {
    let rounded = format!("{x:.11e}").parse().unwrap_or(x);
    if rounded == 0.0 { 0.0 } else { rounded }
}

/// Everything needed to write values for one reader: a language and the study's currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locale {
    /// The language written in.
    pub language: Language,
    /// ISO 4217 code of the study's money.
    pub currency: String,
}

impl Locale {
    /// A number with a fixed number of decimals: `1.234,50`.
    pub fn number(&self, x: f64, decimals: u32) -> String {
        let plain = match round(x, decimals) {
            Some(rounded) => rounded.to_string(),
            None => format!("{x:.*}", decimals as usize),
        };
        group(&plain, self.language.number_style())
    }

    /// A number with as many decimals as it needs, at most `most`: `1.234,5`.
    pub fn short(&self, x: f64, most: u32) -> String {
        let decimals = round(x, most).map_or(most, |rounded| rounded.normalize().scale());
        self.number(x, decimals)
    }

    /// A whole number: `1.234`.
    pub fn count(&self, n: usize) -> String {
        group(&n.to_string(), self.language.number_style())
    }

    /// A share of one as a percentage: `12,5%`.
    ///
    /// It is multiplied as a decimal number: 0.2875 × 100 is 28.75, where floating-point numbers give a little less.
    pub fn percent(&self, share: f64, decimals: u32) -> String {
        match percentage(share) {
            Some(exact) => self.with_percent(to_decimals(exact, decimals)),
            None => format!("{}%", self.number(share * 100.0, decimals)),
        }
    }

    /// A share of one as a percentage with all the decimals that it has: `7%`, `12,25%`.
    pub fn whole_percent(&self, share: f64) -> String {
        match percentage(share) {
            Some(exact) => self.with_percent(exact.normalize()),
            None => self.percent(share, 1),
        }
    }

    fn with_percent(&self, percentage: Decimal) -> String {
        format!("{}%", written(percentage, self.language.number_style()))
    }

    /// A number with all the decimals that it has: `1.234,0625`.
    pub fn whole_number(&self, x: f64) -> String {
        match exact(x) {
            Some(exact) => written(exact.normalize(), self.language.number_style()),
            None => self.short(x, 12),
        }
    }

    /// An amount with all the decimals that it has, and its cents in full: `Rp1.000`, `USD 2.50`.
    pub fn whole_money(&self, amount: f64) -> String {
        let decimals = exact(amount).map_or(0, |exact| exact.normalize().scale());
        self.money(amount, if decimals == 0 { 0 } else { decimals.max(2) })
    }

    /// Two decimals where an amount has cents and the currency is paid in them, else none.
    pub fn cents(&self, amount: f64) -> u32 {
        let has = round(amount, 2).is_some_and(|amount| amount.normalize().scale() > 0);
        if has && !WITHOUT_CENTS.contains(&self.currency.as_str()) { 2 } else { 0 }
    }

    /// An amount in the study's currency: `Rp1.000`, `USD 1,000.50`.
    pub fn money(&self, amount: f64, decimals: u32) -> String {
        self.with_symbol(&self.number(amount.abs(), decimals), amount < 0.0)
    }

    /// An amount in words of magnitude: `Rp2,4 miliar`, `Rp2.4 billion`.
    pub fn money_in_words(&self, amount: f64, decimals: u32) -> String {
        match self.magnitude(amount.abs()) {
            Some((scale, word)) => {
                let scaled = amount.abs() / scale;
                // `Rp13,0 miliar` says that it was rounded, `Rp100 juta` that it was not.
                let exact = (scaled - scaled.round()).abs() * scale < 0.5;
                let scaled = if exact { self.short(scaled, 0) } else { self.number(scaled, decimals) };
                self.with_symbol(&format!("{scaled} {word}"), amount < 0.0)
            }
            None => self.money(amount, self.cents(amount)),
        }
    }

    /// A p value: `0,031`, or `< 0,001`.
    pub fn p_value(&self, p: f64) -> String {
        if p < 0.001 { format!("< {}", self.number(0.001, 3)) } else { self.number(p, 3) }
    }

    /// A date in words: `31 Desember 2023`, `31 December 2023`.
    pub fn date(&self, date: chrono::NaiveDate) -> String {
        use chrono::Datelike;
        let month = MONTHS[date.month0() as usize].get(self.language as usize).copied().unwrap_or("");
        format!("{} {month} {}", date.day(), date.year())
    }

    /// Items as a sentence lists them: `a, b, dan c`, `a, b, and c`.
    pub fn list(&self, items: &[String]) -> String {
        let and = match self.language {
            Language::Id => "dan",
            Language::En => "and",
        };
        match items {
            [] => String::new(),
            [one] => one.clone(),
            [one, two] => format!("{one} {and} {two}"),
            [first @ .., last] => format!("{}, {and} {last}", first.join(", ")),
        }
    }

    fn with_symbol(&self, text: &str, negative: bool) -> String {
        let symbol = match self.currency.as_str() {
            "IDR" => "Rp".to_owned(),
            code => format!("{code}\u{a0}"),
        };
        let sign = if negative { "−" } else { "" };
        format!("{sign}{symbol}{text}")
    }

    fn magnitude(&self, amount: f64) -> Option<(f64, &'static str)> {
        let (scale, words) = MAGNITUDES.iter().find(|(scale, _)| amount >= *scale)?;
        words.get(self.language as usize).map(|word| (*scale, *word))
    }
}

/// Currencies that are paid in whole amounts, by ISO 4217 or by custom.
const WITHOUT_CENTS: [&str; 13] =
    ["IDR", "JPY", "KRW", "VND", "CLP", "ISK", "UGX", "XAF", "XOF", "XPF", "PYG", "RWF", "VUV"];

/// A share times one hundred, without the error of floating-point numbers.
fn percentage(share: f64) -> Option<Decimal> {
    exact(share)?.checked_mul(Decimal::ONE_HUNDRED)
}

/// Words of magnitude, largest first, in Indonesian and English.
pub const MAGNITUDES: [(f64, [&str; 2]); 3] =
    [(1e12, ["triliun", "trillion"]), (1e9, ["miliar", "billion"]), (1e6, ["juta", "million"])];

const MONTHS: [[&str; 2]; 12] = [
    ["Januari", "January"],
    ["Februari", "February"],
    ["Maret", "March"],
    ["April", "April"],
    ["Mei", "May"],
    ["Juni", "June"],
    ["Juli", "July"],
    ["Agustus", "August"],
    ["September", "September"],
    ["Oktober", "October"],
    ["November", "November"],
    ["Desember", "December"],
];

/// A decimal in a number style, with all its decimals.
pub fn written(decimal: Decimal, style: NumberStyle) -> String {
    group(&decimal.to_string(), style)
}

/// Groups the digits of a plain decimal number in threes and writes a true minus sign.
fn group(plain: &str, style: NumberStyle) -> String {
    let (sign, digits) = match plain.strip_prefix('-') {
        Some(digits) if digits.bytes().any(|b| (b'1'..=b'9').contains(&b)) => ("−", digits),
        Some(digits) => ("", digits),
        None => ("", plain),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut out = String::from(sign);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            out.push(style.group());
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push(style.decimal());
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locale(language: Language) -> Locale {
        Locale { language, currency: "IDR".into() }
    }

    #[test]
    fn numbers_follow_the_language() {
        assert_eq!(locale(Language::Id).number(1234567.891, 2), "1.234.567,89");
        assert_eq!(locale(Language::En).number(1234567.891, 2), "1,234,567.89");
        assert_eq!(locale(Language::Id).number(-0.004, 2), "0,00");
        assert_eq!(locale(Language::Id).number(-1234.5, 0), "−1.235");
        assert_eq!(locale(Language::En).short(2.50, 3), "2.5");
        assert_eq!(locale(Language::Id).percent(0.8571428, 1), "85,7%");
        assert_eq!(locale(Language::Id).p_value(0.00002), "< 0,001");
    }

    #[test]
    fn rounding_is_half_away_from_zero_on_the_printed_decimal() {
        assert_eq!(round(2.675, 2).map(|d| d.to_string()).as_deref(), Some("2.68"));
        assert_eq!(round(-0.5, 0).map(|d| d.to_string()).as_deref(), Some("-1"));
        assert_eq!(round(1e-30, 3).map(|d| d.to_string()).as_deref(), Some("0.000"));
        assert_eq!(round(f64::NAN, 3), None);
    }

    #[test]
    fn money_is_written_as_indonesian_papers_do() {
        assert_eq!(locale(Language::Id).money(100_000.0, 0), "Rp100.000");
        assert_eq!(locale(Language::Id).money_in_words(2.4e9, 1), "Rp2,4 miliar");
        assert_eq!(locale(Language::En).money_in_words(-2.4e9, 1), "−Rp2.4 billion");
    }

    /// 0.2875 × 100 is 28.749999999999996 in floating-point numbers.
    #[test]
    fn percentages_are_multiplied_as_decimals() {
        assert_eq!(locale(Language::Id).percent(23.0 / 80.0, 1), "28,8%");
        assert_eq!(locale(Language::En).percent(1.0, 1), "100.0%");
        assert_eq!(locale(Language::En).percent(-0.0004, 1), "0.0%");
    }

    #[test]
    fn a_threshold_is_written_with_the_decimals_that_it_has() {
        let en = Locale { language: Language::En, currency: "USD".into() };
        assert_eq!(en.whole_percent(0.07), "7%");
        assert_eq!(en.whole_percent(0.1225), "12.25%");
        assert_eq!(en.whole_number(0.0625), "0.0625");
        assert_eq!(en.whole_number(12_000.0), "12,000");
        assert_eq!(en.whole_money(2.5), "USD\u{a0}2.50");
        assert_eq!(en.whole_money(2000.0), "USD\u{a0}2,000");
    }

    #[test]
    fn cents_are_kept_where_there_are_any() {
        let of = |currency: &str| Locale { language: Language::En, currency: currency.into() };
        assert_eq!(of("USD").money_in_words(6.49, 1), "USD\u{a0}6.49");
        assert_eq!(of("USD").money_in_words(6.0, 1), "USD\u{a0}6");
        assert_eq!(of("IDR").money_in_words(149.53, 1), "Rp150");
    }

    #[test]
    fn findings_keep_twelve_digits() {
        assert_eq!(significant(1.0 / 3.0), 0.333333333333);
        assert!(significant(-1e-320).is_sign_positive() || significant(-1e-320) < 0.0);
        assert!(significant(-0.0).is_sign_positive());
    }

    #[test]
    fn lists_and_dates_are_sentences() {
        let items: Vec<String> = ["a", "b", "c"].map(String::from).to_vec();
        assert_eq!(locale(Language::Id).list(&items), "a, b, dan c");
        assert_eq!(locale(Language::En).list(&items[..2]), "a and b");
        let date = chrono::NaiveDate::from_ymd_opt(2023, 12, 31).expect("a date");
        assert_eq!(locale(Language::Id).date(date), "31 Desember 2023");
    }
}
