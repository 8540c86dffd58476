//! Checks the days of a drawn column.

use super::Checker;
use super::simulation::Plan;
use crate::study::place::{Path, path};
use crate::study::schema::{Dates, Day};
use chrono::NaiveDate;

/// The code of a day that is none, or that does not go with another one.
const PARAMETER: &str = "simulation::parameter";

impl Checker<'_> {
    /// Days lie between two days, or follow another column: one of the two.
    pub(super) fn dates(&mut self, plan: &Plan, dates: &Dates, at: &Path) {
        match (&dates.from, &dates.to, &dates.after, &dates.days) {
            (Some(from), Some(to), None, None) => self.between(plan, from, to, at),
            (None, None, Some(_), Some(_)) => {}
            _ => {
                let message = "it is not clear which days are meant".to_owned();
                let hint = "give either `from` and `to`, or `after` (a column of dates) and `days`";
                self.key_error(PARAMETER, at, message, "", Some(hint.to_owned()));
            }
        }
    }

    fn between(&mut self, plan: &Plan, from: &Day, to: &Day, at: &Path) {
        let below = |key: &str| [at.clone(), path![key]].concat();
        let (first, last) = (self.days(plan, from, &below("from")), self.days(plan, to, &below("to")));
        // The same day for all groups is compared with each.
        let of = |days: &[NaiveDate], i: usize| days.get(i).or(days.first()).copied();
        let groups = first.len().max(last.len());
        let ordered =
            (0..groups).all(|i| of(&first, i).zip(of(&last, i)).is_none_or(|(first, last)| first <= last));
        if !ordered {
            self.error(PARAMETER, &below("to"), "`to` is before `from`".into(), "", None);
        }
    }

    /// The days by group, or the one day of all; nothing when one of them is wrong.
    fn days(&mut self, plan: &Plan, day: &Day, at: &Path) -> Vec<NaiveDate> {
        match day {
            Day::Same(text) => self.day(text, at).into_iter().collect(),
            Day::PerGroup(days) => {
                self.per_group(plan, days.keys().map(|group| group.0.as_str()).collect(), at);
                let read = |group: &str| days.get(group).map(|text| (group.to_owned(), text));
                let all: Vec<_> = plan.groups().into_iter().filter_map(read).collect();
                let found: Option<Vec<NaiveDate>> = all
                    .into_iter()
                    .map(|(group, text)| self.day(text, &[at.clone(), path![group.as_str()]].concat()))
                    .collect();
                found.unwrap_or_default()
            }
        }
    }

    /// A day of the calendar.
    pub(super) fn day(&mut self, text: &str, at: &Path) -> Option<NaiveDate> {
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
        if day.is_none() {
            let hint = Some("write a day of the calendar, such as 2023-12-31".to_owned());
            self.error(PARAMETER, at, format!("`{text}` is not a date"), "", hint);
        }
        day
    }
}
