#include "eval/score/strict_match.h"

#include "datasets/error.h"
#include "datasets/sql/parser.h"
#include "eval/score/strict_form.h"

namespace mureum::eval {

bool strictMatch(const datasets::Schema &schema, const std::string &gold, const std::string &prediction)
{
    if (gold == prediction)
        return true;
    try {
        return strictForm(datasets::sql::parse(gold), schema) ==
               strictForm(datasets::sql::parse(prediction), schema);
    } catch (const datasets::Error &) {
        return false;
    }
}

} // namespace mureum::eval
