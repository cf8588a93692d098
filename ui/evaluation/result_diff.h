#pragma once
#include "eval/run/sql_runner.h"

#include <QString>

#include <filesystem>
#include <memory>
#include <stop_token>
#include <vector>

namespace mureum::ui {

/// The rows of one statement, cut to a few, and which of them have no counterpart on the other side.
struct ResultSide
{
    eval::ResultSet rows;
    QString error;                   ///< why there are none
    std::vector<char> rowDiffers;    ///< by row
    std::vector<char> columnDiffers; ///< by column: no column of the other side was taken for it
    qint64 differing = 0;            ///< rows marked
};
using ResultSidePtr = std::shared_ptr<const ResultSide>;

struct ResultPair
{
    ResultSidePtr gold, predicted;
    bool same = false; ///< the same bag of rows under some order of columns
};

/// Marks what differs. Columns with the same values are paired, the rest by place; rows count as a bag.
ResultPair diffResults(ResultSide gold, ResultSide predicted);

/// Runs both read-only, `maxRows` of each at most. Never throws.
ResultPair runBoth(const std::filesystem::path &database, const QString &gold, const QString &predicted,
                   std::int64_t maxRows, std::stop_token stop);

} // namespace mureum::ui
