#pragma once
#include <string>
#include <string_view>

namespace mureum::datasets::synth {

struct Date
{
    int year = 2000, month = 1, day = 1;
};

/// Days since 1970-01-01 (proleptic Gregorian) and back; H. Hinnant, "chrono-compatible low-level date
/// algorithms".
long daysOf(const Date &date);
Date dateOf(long days);
/// Reads the first ten characters, YYYY-MM-DD; false where they are not a date.
bool readDate(std::string_view text, Date &date);
std::string iso(const Date &date);

} // namespace mureum::datasets::synth
