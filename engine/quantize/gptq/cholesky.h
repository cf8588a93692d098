#pragma once
#include <cstdint>
#include <optional>
#include <vector>

namespace mureum::engine {

/// The upper triangle U [k, k] with U^T U = H^-1, zeros below its diagonal, of a symmetric positive definite
/// H [k, k], row-major; nothing where H is not positive definite. Neither H^-1 nor a second factorization is
/// needed: with H read backwards, H = R R^T for an upper R, and U = R^-1. The same on any number of threads.
std::optional<std::vector<double>> inverseCholesky(std::vector<double> h, std::int64_t k);

} // namespace mureum::engine
