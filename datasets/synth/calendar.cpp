#include "datasets/synth/calendar.h"

#include <cctype>
#include <fmt/format.h>

namespace mureum::datasets::synth {

long daysOf(const Date &date)
{
    long y = date.year - (date.month <= 2);
    long era = (y >= 0 ? y : y - 399) / 400;
    long yoe = y - era * 400;
    long doy = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
    long doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

Date dateOf(long days)
{
    days += 719468;
    long era = (days >= 0 ? days : days - 146096) / 146097;
    long doe = days - era * 146097;
    long yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    long doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    long mp = (5 * doy + 2) / 153;
    Date d;
    d.day = static_cast<int>(doy - (153 * mp + 2) / 5 + 1);
    d.month = static_cast<int>(mp < 10 ? mp + 3 : mp - 9);
    d.year = static_cast<int>(yoe + era * 400 + (d.month <= 2));
    return d;
}

bool readDate(std::string_view text, Date &date)
{
    if (text.size() < 10 || text[4] != '-' || text[7] != '-')
        return false;
    int digits[8], n = 0;
    for (std::size_t i = 0; i < 10; ++i) {
        if (i == 4 || i == 7)
            continue;
        if (!std::isdigit(static_cast<unsigned char>(text[i])))
            return false;
        digits[n++] = text[i] - '0';
    }
    date.year = digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3];
    date.month = digits[4] * 10 + digits[5];
    date.day = digits[6] * 10 + digits[7];
    return date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= 31;
}

std::string iso(const Date &date)
{
    return fmt::format("{:04d}-{:02d}-{:02d}", date.year, date.month, date.day);
}

} // namespace mureum::datasets::synth
