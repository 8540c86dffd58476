//! Days of the calendar, written as year-month-day.

use super::random::Random;
use crate::study::schema::{Dates, Day};
use chrono::{Days, NaiveDate};

/// A day between the two of a row's group; `share` is its place among them where it is drawn by rank.
pub fn between(
    dates: &Dates,
    group: Option<&str>,
    random: &mut Random,
    share: Option<f64>,
) -> Option<String> {
    let day = |day: &Option<Day>| match day.as_ref()? {
        Day::Same(text) => read(text),
        Day::PerGroup(days) => days.get(group?).and_then(|text| read(text)),
    };
    let (from, to) = (day(&dates.from)?, day(&dates.to)?);
    let days = (to - from).num_days().max(0).unsigned_abs() + 1;
    let later = match share {
        None => random.below(days),
        Some(share) => (libm::floor(share * days as f64) as u64).min(days - 1),
    };
    from.checked_add_days(Days::new(later)).map(|day| day.to_string())
}

/// So many days later, or earlier for fewer than none; none beyond the calendar.
pub fn later(from: &str, days: f64) -> Option<String> {
    let (from, days) = (read(from)?, libm::round(days));
    let by = Days::new(days.abs() as u64);
    let day = if days < 0.0 { from.checked_sub_days(by) } else { from.checked_add_days(by) };
    day.map(|day| day.to_string())
}

fn read(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
}

#[cfg(test)]
mod tests {
    use super::later;

    #[test]
    fn days_are_counted_over_the_ends_of_months() {
        assert_eq!(later("2024-02-28", 2.4).as_deref(), Some("2024-03-01"));
        assert_eq!(later("2023-01-01", -1.0).as_deref(), Some("2022-12-31"));
        assert_eq!(later("2023-01-01", 1e12), None);
    }
}
