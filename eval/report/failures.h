#pragma once
#include "eval/report/html_report.h"

#include <string>

namespace mureum::eval::html {

/// The filterable list of a run's failures: question, right answer and prediction with differences marked,
/// the reason, and the first rows of both results where the database is there.
std::string failures(const RunData &run, const HtmlReportOptions &options);

/// Right answer and prediction (or two predictions), one below the other, differences marked.
std::string sqlPair(const std::string &firstLabel, const std::string &first, const std::string &secondLabel,
                    const std::string &second);

} // namespace mureum::eval::html
