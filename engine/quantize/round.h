#pragma once

namespace mureum::engine {

/// The nearest whole number, ties to even, of |x| below 2^22: what std::nearbyint gives, without a call.
inline float nearestWhole(float x)
{
    constexpr float magic = 12582912.0F; // 1.5 * 2^23
    return (x + magic) - magic;
}

} // namespace mureum::engine
