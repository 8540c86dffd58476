//! Numbers as offices and papers write them: `96.242`, `1,103,886,467`, `Rp 1.000,00`, `(1.000)`, `12,5 %`.

use crate::locale::NumberStyle;
use rust_decimal::Decimal;

/// A number exactly as it was written, in plain ASCII: `-1234.50`, `1.5e3`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    plain: String,
    percent: bool,
    currency: Option<String>,
}

impl Written {
    /// The nearest floating-point number; none when it is too large for one.
    pub fn to_f64(&self) -> Option<f64> {
        self.plain.parse().ok().filter(|x: &f64| x.is_finite())
    }

    /// The exact decimal; none when it needs more than 28 digits.
    pub fn to_decimal(&self) -> Option<Decimal> {
        match self.plain.contains('e') {
            true => Decimal::from_scientific(&self.plain).ok(),
            false => Decimal::from_str_exact(&self.plain).ok(),
        }
    }

    /// The number of decimals that were written.
    pub fn decimals(&self) -> u32 {
        self.plain
            .split('e')
            .next()
            .and_then(|mantissa| mantissa.split_once('.'))
            .map_or(0, |(_, fraction)| fraction.len() as u32)
    }

    /// The currency that stood before it: an ISO 4217 code, or `$` for any dollar.
    pub fn currency(&self) -> Option<&str> {
        self.currency.as_deref()
    }

    /// Whether a currency stood before it that is not this one.
    pub fn is_other_currency(&self, code: &str) -> bool {
        match self.currency() {
            Some("$") => !code.ends_with('D'),
            Some(own) => own != code,
            None => false,
        }
    }

    /// Whether a percent sign followed.
    pub fn is_percent(&self) -> bool {
        self.percent
    }
}

/// What a text means in each style; they differ only when it holds a `.` or `,`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Readings {
    /// As Indonesian: `.` groups thousands, `,` begins the decimals.
    pub indonesian: Option<Written>,
    /// As English: `,` groups thousands, `.` begins the decimals.
    pub english: Option<Written>,
}

impl Readings {
    /// Reads a text in both styles.
    pub fn of(text: &str) -> Self {
        Self { indonesian: parse(text, NumberStyle::Indonesian), english: parse(text, NumberStyle::English) }
    }

    /// The reading in one style.
    pub fn get(&self, style: NumberStyle) -> Option<&Written> {
        match style {
            NumberStyle::Indonesian => self.indonesian.as_ref(),
            NumberStyle::English => self.english.as_ref(),
        }
    }

    /// Whether both styles give a number, and not the same one.
    pub fn is_ambiguous(&self) -> bool {
        self.indonesian.is_some() && self.english.is_some() && self.indonesian != self.english
    }
}

/// Whether a text is a number but for spaces and apostrophes in it: `2 345`, `'1234`.
pub fn is_number_but_for_signs(text: &str) -> bool {
    let is_sign = |letter: char| letter.is_whitespace() || matches!(letter, '\'' | '’' | '‘' | '`');
    let kept: String = text.chars().filter(|letter| !is_sign(*letter)).collect();
    let readings = Readings::of(&kept);
    kept.len() < text.len() && (readings.indonesian.is_some() || readings.english.is_some())
}

/// Reads a number in a style; none when it is not one.
pub fn parse(text: &str, style: NumberStyle) -> Option<Written> {
    let text: String = text.chars().filter(|c| !matches!(c, '\u{a0}' | '\u{202f}' | '\u{2009}')).collect();
    let text = text.trim();
    let (text, in_brackets) = match text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => (inner.trim(), true),
        None => (text, false),
    };
    let (text, percent) = match text.strip_suffix('%') {
        Some(rest) => (rest.trim_end(), true),
        None => (text, false),
    };
    let (signed, text) = sign(text);
    let (code, text) = currency(text);
    let (signed_inside, digits) = sign(text);
    if usize::from(in_brackets) + usize::from(signed.is_some()) + usize::from(signed_inside.is_some()) > 1 {
        return None;
    }
    let plain =
        magnitude(digits.strip_suffix(",-").or_else(|| digits.strip_suffix(".-")).unwrap_or(digits), style)?;
    let negative = in_brackets || signed == Some(true) || signed_inside == Some(true);
    let plain = if negative { format!("-{plain}") } else { plain };
    Some(Written { plain, percent, currency: code.map(str::to_owned) })
}

/// A leading sign (true for minus) and the rest.
fn sign(text: &str) -> (Option<bool>, &str) {
    match text.strip_prefix(['-', '−', '–']) {
        Some(rest) => (Some(true), rest.trim_start()),
        None => match text.strip_prefix('+') {
            Some(rest) => (Some(false), rest.trim_start()),
            None => (None, text),
        },
    }
}

/// Signs of currencies, and the codes they stand for.
const SYMBOLS: [(&str, &str); 9] = [
    ("Rp.", "IDR"),
    ("Rp", "IDR"),
    ("rp.", "IDR"),
    ("rp", "IDR"),
    ("US$", "USD"),
    ("$", "$"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("¥", "JPY"),
];

/// The code of a leading currency, a sign or three capital letters, and the text after it.
fn currency(text: &str) -> (Option<&str>, &str) {
    for (symbol, code) in SYMBOLS {
        if let Some(rest) = text.strip_prefix(symbol) {
            return (Some(code), rest.trim_start());
        }
    }
    match text.split_at_checked(3) {
        Some((code, rest)) if code.bytes().all(|letter| letter.is_ascii_uppercase()) => {
            (Some(code), rest.trim_start())
        }
        _ => (None, text),
    }
}

/// Digits with groups, decimals and exponent, as plain ASCII.
fn magnitude(text: &str, style: NumberStyle) -> Option<String> {
    let (mantissa, exponent) = match text.find(['e', 'E']) {
        Some(at) => (&text[..at], Some(exponent(&text[at + 1..])?)),
        None => (text, None),
    };
    let (whole, fraction) = match mantissa.split_once(style.decimal()) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let whole = ungroup(whole, style.group(), fraction.is_some())?;
    let mut plain = if whole.is_empty() { "0".to_owned() } else { whole };
    if let Some(fraction) = fraction {
        if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        plain = format!("{plain}.{fraction}");
    }
    Some(exponent.map_or(plain.clone(), |exponent| format!("{plain}e{exponent}")))
}

fn exponent(text: &str) -> Option<i32> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || digits.len() > 3 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// Whole digits without their group signs; groups must be of three, after a first of one to three.
fn ungroup(whole: &str, sign: char, may_be_empty: bool) -> Option<String> {
    let groups: Vec<&str> = whole.split(sign).collect();
    let digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() {
        return may_be_empty.then(String::new);
    }
    if !groups.iter().all(|group| digits(group)) {
        return None;
    }
    let grouped = groups.len() == 1
        || matches!(groups[0].len(), 1..=3)
            && !groups[0].starts_with('0')
            && groups[1..].iter().all(|group| group.len() == 3);
    grouped.then(|| groups.concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn both(text: &str) -> (Option<f64>, Option<f64>) {
        let readings = Readings::of(text);
        let value = |style| readings.get(style).and_then(Written::to_f64);
        (value(NumberStyle::Indonesian), value(NumberStyle::English))
    }

    #[test]
    fn office_numbers_are_read_as_they_are_written() {
        assert_eq!(both("96.242"), (Some(96242.0), Some(96.242)));
        assert_eq!(both("1,103,886,467"), (None, Some(1_103_886_467.0)));
        assert_eq!(both("Rp 1.000,00"), (Some(1000.0), None));
        assert_eq!(both("Rp1.000.000,-"), (Some(1_000_000.0), None));
        assert_eq!(both("(1.000)"), (Some(-1000.0), Some(-1.0)));
        assert_eq!(both("12,5 %"), (Some(12.5), None));
        assert_eq!(both("69.093,245"), (Some(69093.245), None));
        assert_eq!(both("−7"), (Some(-7.0), Some(-7.0)));
        assert_eq!(both("1.5e3"), (None, Some(1500.0)));
        assert_eq!(both("0.123"), (None, Some(0.123)));
        assert_eq!(both("IDR 5"), (Some(5.0), Some(5.0)));
    }

    #[test]
    fn what_is_not_a_number_is_not_read_as_one() {
        for text in [
            "",
            "-",
            "abc",
            "1.2.3",
            "1,23,456",
            "12 34",
            "1e",
            "--1",
            "(-1)",
            "NaN",
            "inf",
            "1.0000,5x",
            "٣",
        ] {
            assert_eq!(both(text), (None, None), "{text}");
        }
    }

    #[test]
    fn the_currency_is_kept() {
        let currency = |text: &str| parse(text, NumberStyle::English).and_then(|written| written.currency);
        assert_eq!(currency("Rp1,000").as_deref(), Some("IDR"));
        assert_eq!(currency("-US$5").as_deref(), Some("USD"));
        let dollars = parse("$5", NumberStyle::English).expect("a number");
        assert!(!dollars.is_other_currency("SGD") && dollars.is_other_currency("IDR"));
        assert_eq!(currency("5"), None);
    }

    #[test]
    fn only_a_sign_that_could_group_or_divide_is_ambiguous() {
        assert!(Readings::of("96.242").is_ambiguous());
        assert!(!Readings::of("96.24").is_ambiguous());
        assert!(!Readings::of("96242").is_ambiguous());
    }

    proptest! {
        #[test]
        fn a_written_number_is_read_back(value in -1_000_000_000_i64..1_000_000_000, decimals in 0_u32..4, indonesian: bool) {
            use crate::locale::{Language, Locale};
            let language = if indonesian { Language::Id } else { Language::En };
            let locale = Locale { language, currency: "IDR".into() };
            let exact = Decimal::new(value, decimals);
            let text = locale.number(exact.to_string().parse().expect("a number"), decimals);
            let read = parse(&text, language.number_style()).and_then(|written| written.to_decimal());
            prop_assert_eq!(read, Some(exact));
        }

        #[test]
        fn nothing_makes_the_parser_panic(text in ".{0,40}") {
            let _ = Readings::of(&text);
        }
    }
}
