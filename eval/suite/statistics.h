#pragma once
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

// What is computed from counts: intervals and tests. All of it is exact or a published formula.

namespace mureum::eval {

/// Wilson's score interval of right/total at 95% (https://doi.org/10.1080/01621459.1927.10502953); {0, 1} of
/// nothing.
std::pair<double, double> wilson95(std::size_t right, std::size_t total);

/// Two measurements of the same examples: how often each combination came up.
struct PairedCounts
{
    std::size_t bothRight = 0;
    std::size_t fixed = 0;  ///< wrong in the first, right in the second
    std::size_t broken = 0; ///< right in the first, wrong in the second
    std::size_t bothWrong = 0;
    std::size_t total() const { return bothRight + fixed + broken + bothWrong; }
};

/// McNemar's exact test, two-sided: how likely a split at least this uneven between fixed and broken is where
/// both are equally likely (binomial with 1/2). 1 where nothing changed.
double mcnemarExact(std::size_t fixed, std::size_t broken);

/// Tango's score interval at 95% of the second rate minus the first (Statistics in Medicine 17, 1998,
/// 891-908): holds for few examples and where nothing changed. {-1, 1} of nothing.
std::pair<double, double> pairedDifference95(const PairedCounts &counts);

/// Cohen's kappa of two yes/no raters: agreement beyond chance, 1 for always, 0 for chance. Nothing where it
/// is not defined: no pairs, or both raters give one and the same answer throughout.
std::optional<double> cohenKappa(const PairedCounts &counts);

/// The middle value, the mean of the two middle ones for an even count; 0 of nothing.
double median(std::vector<double> values);

} // namespace mureum::eval
