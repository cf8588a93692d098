#include "engine/quantize/int8/int8.h"

#include "engine/core/threads.h"
#include "engine/quantize/round.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace mureum::engine {

void int8FromFloat(const float *source, std::int64_t rows, std::int64_t columns, std::byte *matrix)
{
    parallelFor(rows, [&](std::int64_t row) {
        const float *from = source + row * columns;
        std::byte *to = matrix + row * (int8RowHeaderBytes + columns);
        float largest = 0;
        for (std::int64_t i = 0; i < columns; ++i)
            largest = std::max(largest, std::fabs(from[i]));
        const float scale = largest / 127.0F, inverse = scale > 0 ? 1.0F / scale : 0.0F;
        std::memcpy(to, &scale, sizeof scale);
        for (std::int64_t i = 0; i < columns; ++i) {
            const float code = nearestWhole(std::clamp(from[i] * inverse, -127.0F, 127.0F));
            to[int8RowHeaderBytes + i] = static_cast<std::byte>(static_cast<std::int8_t>(code));
        }
    });
}

void int8RowsToFloat(const std::byte *matrix, std::int64_t, std::int64_t columns, std::int64_t begin,
                     std::int64_t end, float *destination)
{
    for (std::int64_t row = begin; row < end; ++row, destination += columns) {
        const std::byte *from = matrix + row * (int8RowHeaderBytes + columns);
        float scale;
        std::memcpy(&scale, from, sizeof scale);
        for (std::int64_t i = 0; i < columns; ++i)
            destination[i] =
                scale * static_cast<float>(static_cast<std::int8_t>(from[int8RowHeaderBytes + i]));
    }
}

} // namespace mureum::engine
