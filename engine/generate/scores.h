#pragma once
#include <span>

namespace mureum::engine {

/// log(sum(exp(logits))), to about 1e-6 relative. Entries that are not finite count as minus infinity; throws
/// Error where none is finite (a damaged model).
double logSumExp(std::span<const float> logits);

/// Index of the largest entry, the first of equals; NaN never wins. -1 where every entry is NaN or minus
/// infinity.
int argMax(std::span<const float> logits);

} // namespace mureum::engine
