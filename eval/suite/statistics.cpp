#include "eval/suite/statistics.h"

#include <algorithm>
#include <cmath>

namespace mureum::eval {

namespace {

constexpr double z95 = 1.959963984540054;

/// Tango's statistic: how far the counts lie from a true difference of `delta`, in standard errors.
double tangoStatistic(double n, double fixed, double broken, double delta)
{
    // The rate of `broken` most likely under that difference: the larger root of a x^2 + b x + c.
    const double a = 2 * n;
    const double b = -fixed - broken + (2 * n - fixed + broken) * delta;
    const double c = -broken * delta * (1 - delta);
    const double root = std::sqrt(std::max(0.0, b * b - 4 * a * c));
    const double rate = std::max(0.0, (root - b) / (2 * a));
    const double variance = n * (2 * rate + delta * (1 - delta));
    const double distance = fixed - broken - n * delta;
    if (variance <= 0)
        return distance == 0 ? 0 : std::copysign(HUGE_VAL, distance);
    return distance / std::sqrt(variance);
}

} // namespace

std::pair<double, double> wilson95(std::size_t right, std::size_t total)
{
    if (total == 0)
        return {0.0, 1.0};
    const double n = static_cast<double>(total), p = static_cast<double>(right) / n;
    const double scale = 1 + z95 * z95 / n;
    const double centre = (p + z95 * z95 / (2 * n)) / scale;
    const double half = z95 * std::sqrt(p * (1 - p) / n + z95 * z95 / (4 * n * n)) / scale;
    return {std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

double mcnemarExact(std::size_t fixed, std::size_t broken)
{
    const std::size_t n = fixed + broken, fewer = std::min(fixed, broken);
    const double count = static_cast<double>(n);
    double tail = 0;
    for (std::size_t k = 0; k <= fewer; ++k) {
        const double chosen = static_cast<double>(k);
        tail += std::exp(std::lgamma(count + 1) - std::lgamma(chosen + 1) - std::lgamma(count - chosen + 1) -
                         count * std::log(2.0));
    }
    return std::min(1.0, 2 * tail);
}

std::pair<double, double> pairedDifference95(const PairedCounts &counts)
{
    if (counts.total() == 0)
        return {-1.0, 1.0};
    const double n = static_cast<double>(counts.total()), fixed = static_cast<double>(counts.fixed),
                 broken = static_cast<double>(counts.broken);
    const double estimate = (fixed - broken) / n;
    // The statistic falls steadily from one end of -1..1 to the other.
    const auto boundary = [&](double inside, double outside, double wanted) {
        constexpr int halvings = 60;
        for (int i = 0; i < halvings; ++i) {
            const double middle = (inside + outside) / 2;
            (std::fabs(tangoStatistic(n, fixed, broken, middle)) < wanted ? inside : outside) = middle;
        }
        return inside;
    };
    return {boundary(estimate, -1.0, z95), boundary(estimate, 1.0, z95)};
}

std::optional<double> cohenKappa(const PairedCounts &counts)
{
    const double n = static_cast<double>(counts.total());
    if (n == 0)
        return std::nullopt;
    const double agreed = static_cast<double>(counts.bothRight + counts.bothWrong) / n;
    const double first = static_cast<double>(counts.bothRight + counts.broken) / n;
    const double second = static_cast<double>(counts.bothRight + counts.fixed) / n;
    const double chance = first * second + (1 - first) * (1 - second);
    if (chance >= 1)
        return std::nullopt;
    return (agreed - chance) / (1 - chance);
}

double median(std::vector<double> values)
{
    if (values.empty())
        return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1)
        return *middle;
    return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

} // namespace mureum::eval
