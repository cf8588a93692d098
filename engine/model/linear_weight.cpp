#include "engine/model/linear_weight.h"

#include <algorithm>

namespace mureum::engine {

namespace {

/// Columns from `column` on.
Mat columnsOf(const Mat &y, std::int64_t column, std::int64_t stride)
{
    return {static_cast<char *>(y.data) + column * dtypeSize(y.dtype), y.dtype, stride};
}

} // namespace

std::int64_t LinearWeight::outputs() const
{
    std::int64_t rows = dense.empty() ? 0 : dense.dim(0);
    for (const QuantizedMatrix &part : parts)
        rows += part.rows();
    return rows;
}

std::int64_t LinearWeight::inputs() const
{
    return dense.empty() ? parts.front().columns() : dense.dim(1);
}

bool LinearWeight::plain() const
{
    return adapters.empty() &&
           std::none_of(parts.begin(), parts.end(), [](const QuantizedMatrix &part) { return part.order(); });
}

void linear(Backend &backend, Mat y, ConstMat x, const LinearWeight &w, std::int64_t rowBegin, std::int64_t n,
            std::int64_t m)
{
    const std::int64_t k = w.inputs(), stride = y.stride ? y.stride : n;
    if (!w.dense.empty()) {
        const char *from =
            static_cast<const char *>(w.dense.raw()) + rowBegin * k * dtypeSize(w.dense.dtype());
        backend.linear(columnsOf(y, 0, stride), x, {from, w.dense.dtype()}, m, n, k);
        return;
    }
    std::int64_t partBegin = 0;
    for (const QuantizedMatrix &part : w.parts) {
        const std::int64_t begin = std::max(rowBegin, partBegin),
                           end = std::min(rowBegin + n, partBegin + part.rows());
        if (begin < end)
            backend.linearQuantized(columnsOf(y, begin - rowBegin, stride), x, part, begin - partBegin,
                                    end - begin, m);
        partBegin += part.rows();
    }
    for (const LinearWeight::LowRank &adapter : w.adapters) {
        const std::int64_t rank = adapter.a.dim(0);
        const std::int64_t begin = std::max(rowBegin, adapter.row),
                           end = std::min(rowBegin + n, adapter.row + adapter.b.dim(0));
        if (begin >= end)
            continue;
        Tensor inner({m, rank});
        backend.linear(inner, x, adapter.a, m, rank, k);
        backend.linear(columnsOf(y, begin - rowBegin, stride), inner,
                       adapter.b.f32() + (begin - adapter.row) * rank, m, end - begin, rank, true);
    }
}

void embedding(Backend &backend, Mat y, const LinearWeight &w, const std::int32_t *tokens, std::int64_t m)
{
    if (w.dense.empty())
        backend.embeddingQuantized(y, w.parts.front(), tokens, m);
    else
        backend.embedding(y, w.dense, tokens, m, w.dense.dim(0), w.dense.dim(1));
}

} // namespace mureum::engine
