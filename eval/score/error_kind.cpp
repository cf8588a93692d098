#include "eval/score/error_kind.h"

#include <algorithm>
#include <array>

namespace mureum::eval {

namespace {

struct Kind
{
    std::string_view name, words;
};

/// In the order of the enumeration.
constexpr std::array<Kind, 18> kinds = {{
    {"", "right"},
    {"no_answer", "no SQL"},
    {"model_error", "the model failed"},
    {"syntax_error", "syntax error"},
    {"unknown_name", "unknown table, column or function"},
    {"not_allowed", "not a single reading statement"},
    {"timeout", "time limit"},
    {"run_error", "failed while running"},
    {"wrong_columns", "another number of columns"},
    {"empty_result", "no rows"},
    {"wrong_row_count", "another number of rows"},
    {"wrong_values", "other values"},
    {"wrong_order", "another order"},
    {"wrong_on_variant", "wrong on a perturbed database"},
    {"gold_fails", "the right answer does not run"},
    {"both_empty", "both results are empty"},
    {"undecided", "cannot be decided"},
    {"database_error", "the database cannot be read"},
}};

} // namespace

std::string_view name(ErrorKind kind)
{
    return kinds[static_cast<std::size_t>(kind)].name;
}

ErrorKind errorKindFromName(std::string_view text)
{
    const auto found =
        std::find_if(kinds.begin(), kinds.end(), [&](const Kind &kind) { return kind.name == text; });
    return found == kinds.end() ? ErrorKind::None : static_cast<ErrorKind>(found - kinds.begin());
}

std::string_view describe(ErrorKind kind)
{
    return kinds[static_cast<std::size_t>(kind)].words;
}

} // namespace mureum::eval
