#include "eval/score/cells.h"

#include <algorithm>
#include <cmath>

namespace mureum::eval {

namespace {

enum class Storage { Null, Number, Text, Blob };

Storage storage(const Cell &cell)
{
    switch (cell.index()) {
    case 0:
        return Storage::Null;
    case 1:
    case 2:
        return Storage::Number;
    case 3:
        return Storage::Text;
    default:
        return Storage::Blob;
    }
}

template <typename T>
int order(const T &a, const T &b)
{
    return a < b ? -1 : b < a ? 1 : 0;
}

int compare(std::int64_t integer, double real)
{
    constexpr double beyondInt64 = 9223372036854775808.0;
    if (real >= beyondInt64)
        return -1;
    if (real < -beyondInt64)
        return 1;
    const double whole = std::trunc(real);
    const int byWhole = order(integer, static_cast<std::int64_t>(whole));
    return byWhole != 0 ? byWhole : order(whole, real);
}

int compareNumbers(const Cell &a, const Cell &b)
{
    const auto *integerA = std::get_if<std::int64_t>(&a), *integerB = std::get_if<std::int64_t>(&b);
    if (integerA && integerB)
        return order(*integerA, *integerB);
    if (integerA)
        return compare(*integerA, std::get<double>(b));
    if (integerB)
        return -compare(*integerB, std::get<double>(a));
    return order(std::get<double>(a), std::get<double>(b));
}

double asReal(const Cell &number)
{
    const auto *integer = std::get_if<std::int64_t>(&number);
    return integer ? static_cast<double>(*integer) : std::get<double>(number);
}

} // namespace

int compareCells(const Cell &a, const Cell &b)
{
    const Storage kind = storage(a);
    if (kind != storage(b))
        return order(kind, storage(b));
    switch (kind) {
    case Storage::Null:
        return 0;
    case Storage::Number:
        return compareNumbers(a, b);
    case Storage::Text:
        return std::get<std::string>(a).compare(std::get<std::string>(b));
    default:
        return order(std::get<Blob>(a).bytes, std::get<Blob>(b).bytes);
    }
}

bool sameCell(const Cell &a, const Cell &b, double tolerance)
{
    if (compareCells(a, b) == 0)
        return true;
    const bool bothIntegers = a.index() == 1 && b.index() == 1;
    if (storage(a) != Storage::Number || storage(b) != Storage::Number || bothIntegers)
        return false;
    const double x = asReal(a), y = asReal(b);
    if (!std::isfinite(x) || !std::isfinite(y))
        return false;
    constexpr double residue = 1e-12;
    return std::fabs(x - y) <= std::max(residue, tolerance * std::max(std::fabs(x), std::fabs(y)));
}

} // namespace mureum::eval
