#pragma once
#include <string>
#include <string_view>

namespace mureum::eval {

/// Why a prediction does not count as right, from what stopped it first.
enum class ErrorKind {
    None,
    NoAnswer,     ///< the model gave no SQL
    ModelError,   ///< the model failed
    Syntax,       ///< SQLite cannot read it
    UnknownName,  ///< a table, column or function that is not there, or an ambiguous one
    NotAllowed,   ///< it writes, or is more than one statement
    Timeout,      ///< still running at the time limit
    RunFailure,   ///< any other error while it ran
    Columns,      ///< another number of columns
    Empty,        ///< no rows where the right answer has some
    RowCount,     ///< another number of rows
    Values,       ///< as many rows, with other values
    Order,        ///< the same rows in another order
    Variant,      ///< right on the database itself, wrong on a perturbed copy
    GoldFails,    ///< inconclusive: no right answer runs
    BothEmpty,    ///< inconclusive: both results are empty
    Undecided,    ///< inconclusive: too large, or columns too alike
    DatabaseError ///< inconclusive: the database cannot be read
};

/// As in records.jsonl: "no_answer", "model_error", "syntax_error", "unknown_name", "not_allowed", "timeout",
/// "run_error", "wrong_columns", "empty_result", "wrong_row_count", "wrong_values", "wrong_order",
/// "wrong_on_variant", "gold_fails", "both_empty", "undecided", "database_error"; "" for None.
std::string_view name(ErrorKind kind);
/// The opposite; None for any other text.
ErrorKind errorKindFromName(std::string_view text);
/// A few English words for people.
std::string_view describe(ErrorKind kind);

} // namespace mureum::eval
