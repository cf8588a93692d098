#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace mureum::datasets {

/// A stretch of time found in a question, in the canonical text of datasets/slots/period.h.
struct PeriodMention {
    std::size_t begin = 0, end = 0; ///< bytes
    std::string period;
};

/// Calendar dates, months, quarters, halves and years with their words (2024년 3월, March 2024, Q3 2024) and relative
/// ones (지난달, last month, 최근 30일). A bare four-digit number is not one: values.h decides about it.
std::vector<PeriodMention> findPeriods(std::string_view question);

} // namespace mureum::datasets
