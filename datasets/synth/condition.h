#pragma once
#include "datasets/sql/ast.h"
#include "datasets/synth/calendar.h"

#include <string>
#include <vector>

namespace mureum::datasets::synth {

/// A restriction on the rows of one entity, as drawn: its SQL, and what is needed to say it.
struct Cond
{
    /// eq neq gt ge lt le between in not_in like_prefix like_contains like_suffix is_null not_null flag_true
    /// flag_false; date_year date_month date_quarter date_before date_after date_since date_until date_last_n
    /// date_relative; have never relcount (related rows); parent (through a foreign key); avg_gt avg_lt
    /// max_eq cmp_other same_as (subqueries)
    std::string op;
    int entity = -1, attribute = -1;
    std::vector<int> values; ///< indices into Attribute::values
    std::string raw;         ///< a value with no entry there: a code number, a piece for LIKE
    double low = 0, high = 0;
    Date date, dateTo;
    int n = 0;        ///< days, quarter, count
    std::string word; ///< relative date key, comparison (gt ...), direction, statistic
    std::string stat;
    int link = -1;
    std::vector<Cond> inner; ///< conditions of the related rows
    bool named = false;      ///< two dates in a sentence: each names its column
    sql::ExprPtr sql;
};

} // namespace mureum::datasets::synth
