//! Dates in ISO 8601: `2023-05-06`, and with less precision `2023-05` and `2023`; and the additions of ISO 8601-2 (the
//! Extended Date/Time Format, level 1): seasons, uncertainty, unspecified digits, intervals.

use std::fmt;

/// A date with the precision that was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    year: u16,
    month: Option<u8>,
    day: Option<u8>,
}

impl Date {
    /// Parses a date. An interval yields its beginning, or its end if the beginning is open. `None` if the text is not
    /// a valid date, such as 30 February.
    pub fn parse(raw: &str) -> Option<Self> {
        let text = raw.trim();
        if let Some((from, to)) = text.split_once('/') {
            let end = Self::parse_one(to);
            if matches!(from, "" | "..") {
                return end;
            }
            return Self::parse_one(from).filter(|_| matches!(to, "" | "..") || end.is_some());
        }
        Self::parse_one(text)
    }

    /// Returns the end of an interval if it is before the beginning.
    pub fn early_end(raw: &str) -> Option<&str> {
        let (from, to) = raw.trim().split_once('/')?;
        let (start, end) = (Self::parse_one(from)?, Self::parse_one(to)?);
        end.is_before(&start).then_some(to)
    }

    fn parse_one(text: &str) -> Option<Self> {
        // A time of day may only follow a complete date.
        let (date, time) = text.split_once(['T', ' ']).map_or((text, None), |(date, time)| (date, Some(time)));
        let is_time = |time: &str| {
            time.len() >= 4
                && time.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.' | b'Z' | b'+' | b'-'))
        };
        if time.is_some_and(|time| !is_time(time)) {
            return None;
        }
        let date = date.strip_suffix(['?', '~', '%']).unwrap_or(date);
        let mut parts = date.split('-');
        let year = year(parts.next()?)?;
        // Unspecified digits continue to the end: `1999-XX-XX`, `1999-05-XX`.
        let known = |part: &str| if part == "XX" { Some(None) } else { number(part).map(Some) };
        let month = parts.next().map_or(Some(None), known)?;
        let day = parts.next().map_or(Some(None), known)?;
        let is_possible = match (month, day) {
            (None, day) => day.is_none(),
            // 21 to 24 are seasons.
            (Some(month), None) => matches!(month, 1..=12 | 21..=24),
            (Some(month), Some(day)) => (1..=12).contains(&month) && day >= 1 && day <= days(year, month),
        };
        let is_whole = parts.next().is_none() && (time.is_none() || day.is_some());
        (is_possible && is_whole).then_some(Date { year, month, day })
    }

    /// Returns the year.
    pub fn year(&self) -> u16 {
        self.year
    }

    /// Returns the date without its day if the day is the first of the month.
    #[must_use]
    pub fn without_first_day(self) -> Self {
        Self { day: self.day.filter(|day| *day != 1), ..self }
    }

    /// Whether it is before another date, compared to the precision of both. A season has no months that are valid
    /// everywhere.
    pub fn is_before(&self, other: &Date) -> bool {
        let month = |date: &Date| date.month.filter(|month| *month <= 12);
        if self.year != other.year {
            return self.year < other.year;
        }
        match (month(self), month(other)) {
            (Some(one), Some(two)) if one != two => one < two,
            (Some(_), Some(_)) => matches!((self.day, other.day), (Some(one), Some(two)) if one < two),
            _ => false,
        }
    }

    /// Rewrites a date that has the year first and other separators: `2023/5/1`, `2023.05.01`.
    pub fn year_first(raw: &str) -> Option<String> {
        let text = raw.trim().trim_end_matches(['/', '.']);
        let parts: Vec<&str> = text.split(['/', '.', '-']).collect();
        let [year, month, rest @ ..] = parts.as_slice() else { return None };
        let is_number = |text: &str| matches!(text.len(), 1 | 2) && text.bytes().all(|byte| byte.is_ascii_digit());
        if year.len() != 4 || !is_number(month) || rest.len() > 1 || !rest.iter().all(|day| is_number(day)) {
            return None;
        }
        let found = match rest {
            [day] => format!("{year}-{month:0>2}-{day:0>2}"),
            _ => format!("{year}-{month:0>2}"),
        };
        // Two numbers may be two years: `2023/24`, `2004/05`. Four bytes are not necessarily four digits.
        let short = year.get(2..).and_then(|short| short.parse::<u8>().ok());
        let next_year = || short.is_some_and(|short| format!("{:02}", (short + 1) % 100) == *month);
        let is_month = rest.len() == 1 || month.len() == 2 && *month <= "12" && !next_year();
        (is_month && Self::parse(&found).is_some()).then_some(found)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(formatter, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(formatter, "-{day:02}")?;
        }
        Ok(())
    }
}

/// Parses four digits. The last digits may be unspecified: `199X` begins in 1990.
fn year(text: &str) -> Option<u16> {
    let known = text.trim_end_matches('X');
    let is_year = text.len() == 4 && !known.is_empty() && known.bytes().all(|byte| byte.is_ascii_digit());
    if is_year { format!("{known:0<4}").parse().ok() } else { None }
}

fn number(text: &str) -> Option<u8> {
    (text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

/// Returns the number of days in a month.
fn days(year: u16, month: u8) -> u8 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invalid_dates_are_rejected() {
        for good in [
            "2023",
            "2023-05",
            "2023-05-06",
            "2024-02-29",
            "2000-02-29",
            "2023-21",
            "2023?",
            "2023-05~",
            "199X",
            "1999-XX",
            "1999-XX-XX",
            "1999-05-XX",
            "2023/2024",
            "2023-01/..",
            "../2023",
            "/2023-05",
            "2023-05-06T10:00:00Z",
            "2023-05-06 10:00:00",
            "0001-01-01",
        ] {
            assert!(Date::parse(good).is_some(), "{good}");
        }
        for bad in [
            "2023-02-29",
            "1900-02-29",
            "2023-02-30",
            "2023-13",
            "2023-00",
            "1999-XX-05",
            "1999-X",
            "2023-04-31",
            "05/06/2023",
            "2023/5/1",
            "2023-5-1",
            "23",
            "2023-01-01-01",
            "May 2023",
            "2023-05-06Tx",
            "",
            "2023T10:00",
            "20230506",
            "2023-25",
            "unknown/2006",
            "/2006-13",
            "/",
        ] {
            assert_eq!(Date::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn every_date_is_read_as_it_is_printed() {
        for year in [1600, 1899, 1900, 1999, 2000, 2023, 2024] {
            for month in 1..=12 {
                for day in 1..=31 {
                    let written = format!("{year:04}-{month:02}-{day:02}");
                    // Computes the number of days in another way: the day after the last begins the next month.
                    let exists = day <= 28
                        || match month {
                            2 => day == 29 && (year % 400 == 0 || year % 4 == 0 && year % 100 != 0),
                            4 | 6 | 9 | 11 => day <= 30,
                            _ => true,
                        };
                    let found = Date::parse(&written);
                    assert_eq!(found.is_some(), exists, "{written}");
                    if let Some(date) = found {
                        assert_eq!(date.to_string(), written);
                    }
                }
            }
        }
    }

    #[test]
    fn dates_are_compared_as_far_as_both_are_known() {
        let before = |one: &str, two: &str| {
            Date::parse(one).is_some_and(|one| Date::parse(two).is_some_and(|two| one.is_before(&two)))
        };
        assert!(before("2022", "2023-01-01") && before("2023-01", "2023-02-01") && before("2023-01-01", "2023-01-02"));
        assert!(!before("2023", "2023-05-06") && !before("2023-05", "2023-05-06") && !before("2023-21", "2023-12"));
        assert!(!before("2023-05-06", "2023-05-06"));
    }

    #[test]
    fn intervals_run_forward() {
        assert_eq!(Date::early_end("2016-01/2015-03"), Some("2015-03"));
        for good in ["2015-03/2016-01", "2016/2016", "2016-05/2016", "2016/..", "2016", "2016-13/2015"] {
            assert_eq!(Date::early_end(good), None, "{good}");
        }
    }

    #[test]
    fn dates_with_the_year_first_are_rewritten() {
        assert_eq!(Date::year_first("2023/5/1").as_deref(), Some("2023-05-01"));
        assert_eq!(Date::year_first("2023.05.01").as_deref(), Some("2023-05-01"));
        assert_eq!(Date::year_first("2023/05/01/").as_deref(), Some("2023-05-01"));
        for none in ["05/06/2023", "2023/24", "2023-02-30", "5.6.23", "2023"] {
            assert_eq!(Date::year_first(none), None, "{none}");
        }
    }
}
