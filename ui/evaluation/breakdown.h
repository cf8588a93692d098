#pragma once
#include "ui/evaluation/run_info.h"
#include "ui/evaluation/example.h"

namespace mureum::ui {

/// One way to divide the examples of a run.
enum class Division { Hardness, Clause, Language, Length, Database };
QString divisionText(Division division);

/// One group: its share of right answers, and how to see its examples.
struct Bar
{
    QString label;
    Rate rate;
    ExampleFilter filter; ///< only the division's field is set
};

/// Clauses show F1 of what Spider's partial scores count (2 matched / (gold + predicted)); their interval takes
/// the mean of gold and predicted elements for the number of trials. Groups without a verdict are left out.
std::vector<Bar> breakDown(const std::vector<RecordPtr> &records, Division division, Measure measure);

} // namespace mureum::ui
