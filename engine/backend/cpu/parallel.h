#pragma once

#include "engine/backend/backend.h"
#include "engine/backend/cpu/kernels.h"
#include "engine/core/error.h"
#include "engine/core/threads.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <omp.h>
#include <string>

namespace mureum::engine::cpu {

/// The rows of a matrix argument; `width` is the row length where the argument is dense.
inline Rows rowsOf(const ConstMat &mat, int64_t width, const char *op)
{
    if (mat.dtype != DType::F32 && mat.dtype != DType::BF16)
        throw Error(std::string(op) + ": dtype " + std::string(dtypeName(mat.dtype)) +
                    ", expected f32 or bf16");
    return {const_cast<void *>(mat.data), mat.dtype == DType::BF16, mat.stride ? mat.stride : width};
}

/// Below this many elements a second thread costs more than it brings.
constexpr int64_t serialElements = 8192;

/// body(begin, end) over equal contiguous shares of [0, count), one per thread.
template <typename Body>
void overRows(int64_t count, int64_t width, Body body)
{
    const int64_t wanted = threadCount();
    const int threads =
        static_cast<int>(std::max<int64_t>(1, std::min({wanted, count, count * width / serialElements})));
    if (threads == 1) {
        body(int64_t{0}, count);
        return;
    }
#pragma omp parallel num_threads(threads)
    {
        const int64_t team = omp_get_num_threads(), mine = omp_get_thread_num();
        body(count * mine / team, count * (mine + 1) / team);
    }
}

/// Scratch of one thread, 64-byte aligned, kept between calls.
inline float *threadScratch(int64_t floats)
{
    struct Free
    {
        void operator()(float *p) const { std::free(p); }
    };
    thread_local std::unique_ptr<float, Free> memory;
    thread_local int64_t capacity = 0;
    if (floats > capacity) {
        memory.reset();
        capacity = 0;
        const std::size_t bytes = (static_cast<std::size_t>(floats) * sizeof(float) + 63) / 64 * 64;
        memory.reset(static_cast<float *>(std::aligned_alloc(64, bytes)));
        if (!memory)
            return nullptr;
        capacity = floats;
    }
    return memory.get();
}

} // namespace mureum::engine::cpu
