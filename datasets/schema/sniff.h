#pragma once
#include "datasets/schema/schema.h"

#include <string_view>

namespace mureum::datasets {

/// What the sniffed rows of one column look like.
struct ColumnEvidence
{
    int integers = 0, reals = 0, texts = 0, blobs = 0;
    int zeroOrOne = 0;        ///< integers that are 0 or 1
    int dates = 0;            ///< texts YYYY-MM-DD (also / and .)
    int dateTimes = 0;        ///< texts that go on with a time of day
    int compactDates = 0;     ///< texts YYYYMMDD
    int compactDateTimes = 0; ///< texts YYYYMMDDhhmmss

    int count() const { return integers + reals + texts + blobs; }

    void addInteger(std::int64_t value);
    void addText(std::string_view value);
};

/// Type from the declaration first, then from the evidence.
ColumnType columnType(std::string_view name, std::string_view declaredType, const ColumnEvidence &evidence);

/// is_active, use_yn, 활성여부: names of yes/no columns.
bool looksLikeFlag(std::string_view name);
/// order_date, ORD_YMD, 가입일: names of day columns.
bool looksLikeDate(std::string_view name);

} // namespace mureum::datasets
