#pragma once
#include <cstddef>
#include <optional>

namespace mureum::eval {

/// How far two raters who say yes or no agree on the same things.
struct Agreement
{
    std::size_t bothYes = 0, onlyFirst = 0, onlySecond = 0, bothNo = 0;

    void add(bool first, bool second)
    {
        ++(first ? (second ? bothYes : onlyFirst) : (second ? onlySecond : bothNo));
    }

    std::size_t count() const { return bothYes + onlyFirst + onlySecond + bothNo; }

    /// Cohen's kappa (https://doi.org/10.1177/001316446002000104): 1 is full agreement, 0 that of chance.
    /// Nothing where chance alone agrees always: there is no count, or both always say the same word.
    std::optional<double> kappa() const
    {
        const auto n = static_cast<double>(count());
        if (n == 0)
            return std::nullopt;
        const double observed = static_cast<double>(bothYes + bothNo) / n;
        const double firstYes = static_cast<double>(bothYes + onlyFirst) / n;
        const double secondYes = static_cast<double>(bothYes + onlySecond) / n;
        const double chance = firstYes * secondYes + (1 - firstYes) * (1 - secondYes);
        if (chance >= 1)
            return std::nullopt;
        return (observed - chance) / (1 - chance);
    }
};

} // namespace mureum::eval
