#pragma once
#include "eval/suite/compare.h"
#include "eval/suite/run_data.h"

#include <cstddef>
#include <string>
#include <vector>

// Reports as one HTML file each: styles, charts (SVG) and the few lines of script inside, no reference to
// anything outside, light and dark as the reader's system has it. Any text in a record, broken UTF-8
// included, is shown and never interpreted.

namespace mureum::eval {

struct HtmlReportOptions
{
    std::size_t maxFailures = 1000; ///< rows of the table of failures
    bool results = true;            ///< first rows of both results, where the databases are there
    double resultSeconds = 5;       ///< for running those queries again, all together
};

/// One run: rates with intervals, charts by group and clause, kinds of errors, the failures. Never throws for
/// anything in the run.
std::string htmlReport(const RunData &run, const HtmlReportOptions &options = {});

/// Runs against the first of them: differences with intervals and tests, and what turned. At least two.
std::string htmlComparison(const std::vector<RunData> &runs);

} // namespace mureum::eval
