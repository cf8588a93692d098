#include "engine/train/preference.h"

#include <cmath>

namespace mureum::engine {

namespace {

double margin(const PairScores &policy, const PairScores &reference, double beta)
{
    return beta * ((policy.chosen - reference.chosen) - (policy.rejected - reference.rejected));
}

} // namespace

double preferenceLoss(const PairScores &policy, const PairScores &reference, double beta)
{
    // log(1 + exp(-z)) without overflow.
    const double z = margin(policy, reference, beta);
    return std::max(0.0, -z) + std::log1p(std::exp(-std::abs(z)));
}

double preferenceSlope(const PairScores &policy, const PairScores &reference, double beta)
{
    return -beta / (1.0 + std::exp(margin(policy, reference, beta)));
}

} // namespace mureum::engine
