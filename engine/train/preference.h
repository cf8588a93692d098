#pragma once

#include <span>
#include <vector>

namespace mureum::engine {

/// Log-probabilities of one pair's answers, each the sum over its tokens.
struct PairScores
{
    double chosen = 0, rejected = 0;
};

/// Direct preference optimization (Rafailov et al. 2023) of one pair:
/// -log sigmoid(beta * ((policy.chosen - reference.chosen) - (policy.rejected - reference.rejected))).
double preferenceLoss(const PairScores &policy, const PairScores &reference, double beta);
/// Its derivative by policy.chosen, always negative; by policy.rejected it is the opposite.
double preferenceSlope(const PairScores &policy, const PairScores &reference, double beta);

} // namespace mureum::engine
