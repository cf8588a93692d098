#pragma once
#include "ui/evaluation/example.h"
#include "ui/evaluation/run_info.h"

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

/// Clauses show F1 as Spider's partial scores count it: a clause is right as a whole or not at all. Their
/// interval takes the mean of queries that have it on either side for the number of trials. Groups without a
/// verdict are left out.
std::vector<Bar> breakDown(const std::vector<ExamplePtr> &records, Division division, const QString &measure);

} // namespace mureum::ui
