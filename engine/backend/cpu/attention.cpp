#include "engine/backend/cpu/cpu_backend.h"
#include "engine/backend/cpu/parallel.h"

#include <atomic>
#include <numeric>

namespace mureum::engine::cpu {

namespace {

/// A root segment with its branches, as (begin, length) pairs.
using Document = std::vector<int32_t>;

std::vector<Document> documentsOf(const std::vector<Segment> &segments)
{
    std::vector<Document> documents;
    std::vector<std::size_t> documentOf(segments.size());
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const Segment &s = segments[i];
        if (s.parent < 0) {
            documentOf[i] = documents.size();
            documents.push_back({s.begin, s.length});
        } else {
            documentOf[i] = documentOf[static_cast<std::size_t>(s.parent)];
            documents[documentOf[i]].insert(documents[documentOf[i]].end(), {s.begin, s.length});
        }
    }
    return documents;
}

int64_t work(const Document &document)
{
    int64_t pairs = int64_t{document[1]} * document[1];
    for (std::size_t i = 2; i < document.size(); i += 2)
        pairs += int64_t{document[i + 1]} * (document[i + 1] + 2 * document[1]);
    return pairs;
}

void checkShape(const AttentionShape &shape)
{
    if (shape.heads <= 0 || shape.kvHeads <= 0 || shape.headDim <= 0 || shape.heads % shape.kvHeads != 0)
        throw Error("attention: " + std::to_string(shape.heads) + " heads, " + std::to_string(shape.kvHeads) +
                    " kv heads, headDim " + std::to_string(shape.headDim) + " do not fit together");
}

/// Runs body(document, kvHead, item) for every pair, the longest documents first, each thread with scratch.
template <typename Body>
void overDocuments(const Kernels &kernels, const std::vector<Segment> &segments, const AttentionShape &shape,
                   Body body)
{
    std::vector<Document> documents = documentsOf(segments);
    std::stable_sort(documents.begin(), documents.end(),
                     [](const Document &a, const Document &b) { return work(a) > work(b); });
    const int64_t count = static_cast<int64_t>(documents.size()) * shape.kvHeads;
    int64_t cost = 0;
    for (const Document &document : documents)
        cost += work(document) * shape.heads * shape.headDim;
    const int threads = cost < 16 * serialElements ? 1 : threadCount();
    std::atomic<bool> outOfMemory = false;
#pragma omp parallel for schedule(dynamic, 1) num_threads(threads) if (threads > 1)
    for (int64_t i = 0; i < count; ++i) {
        const Document &document = documents[static_cast<std::size_t>(i / shape.kvHeads)];
        AttentionItem item = {
            document.data(), static_cast<int32_t>(document.size() / 2), shape.heads, shape.kvHeads,
            shape.headDim,   static_cast<int32_t>(i % shape.kvHeads),   nullptr};
        item.scratch = threadScratch(kernels.attentionScratch(item));
        if (item.scratch)
            body(item);
        else
            outOfMemory = true;
    }
    if (outOfMemory)
        throw Error("attention: no memory for the scratch panels; use shorter sequences");
}

/// Rows outside every segment, as [begin, end) pairs.
template <typename Body>
void overGaps(const std::vector<Segment> &segments, int64_t m, Body body)
{
    int64_t end = 0;
    for (const Segment &s : segments) {
        if (s.begin > end)
            body(end, int64_t{s.begin});
        end = int64_t{s.begin} + s.length;
    }
    if (end < m)
        body(end, m);
}

void clearRows(const Rows &rows, int64_t begin, int64_t end, int64_t width)
{
    const int64_t size = rows.bf16 ? 2 : 4;
    for (int64_t r = begin; r < end; ++r) {
        char *row = static_cast<char *>(rows.data) + r * rows.stride * size;
        std::fill(row, row + width * size, '\0');
    }
}

} // namespace

void CpuBackend::attention(Mat out, float *logSumExp, ConstMat qkv, const std::vector<Segment> &segments,
                           int64_t m, const AttentionShape &shape)
{
    checkShape(shape);
    validateSegments(segments, m);
    const int64_t width = int64_t{shape.heads} * shape.headDim;
    const Rows o = rowsOf(out, width, "attention");
    const Rows x = rowsOf(qkv, width + int64_t{2} * shape.kvHeads * shape.headDim, "attention");
    overGaps(segments, m, [&](int64_t begin, int64_t end) {
        clearRows(o, begin, end, width);
        std::fill(logSumExp + begin * shape.heads, logSumExp + end * shape.heads, 0.0F);
    });
    overDocuments(kernels_, segments, shape,
                  [&](const AttentionItem &item) { kernels_.attention(item, o, logSumExp, x); });
}

void CpuBackend::attentionBackward(Mat dQkv, ConstMat dOut, ConstMat out, const float *logSumExp,
                                   ConstMat qkv, const std::vector<Segment> &segments, int64_t m,
                                   const AttentionShape &shape)
{
    checkShape(shape);
    validateSegments(segments, m);
    const int64_t width = int64_t{shape.heads} * shape.headDim;
    const int64_t wide = width + int64_t{2} * shape.kvHeads * shape.headDim;
    const Rows dx = rowsOf(dQkv, wide, "attentionBackward"), dO = rowsOf(dOut, width, "attentionBackward");
    const Rows o = rowsOf(out, width, "attentionBackward"), x = rowsOf(qkv, wide, "attentionBackward");
    overGaps(segments, m, [&](int64_t begin, int64_t end) { clearRows(dx, begin, end, wide); });
    overDocuments(kernels_, segments, shape, [&](const AttentionItem &item) {
        kernels_.attentionBackward(item, dx, dO, o, logSumExp, x);
    });
}

void CpuBackend::cachedAttention(Mat out, ConstMat q, std::span<const CachedSpan> spans,
                                 const AttentionShape &shape)
{
    checkShape(shape);
    const int64_t width = int64_t{shape.heads} * shape.headDim;
    const int32_t group = shape.heads / shape.kvHeads;
    const Rows o = rowsOf(out, width, "cachedAttention"), x = rowsOf(q, width, "cachedAttention");
    // Long prompts: few items, so that a head's cache is unpacked only once or twice.
    constexpr int32_t rowsPerItem = 256;

    struct Work
    {
        const CachedSpan *span;
        int32_t total, row, rows, kvHead;
    };
    std::vector<Work> items;
    int64_t cost = 0;
    for (const CachedSpan &span : spans) {
        int64_t total = 0;
        for (const KvChunk &chunk : span.chunks) {
            if (chunk.dtype != DType::I8)
                (void)rowsOf({chunk.keys, chunk.dtype}, 1, "cachedAttention");
            if (chunk.dtype != span.chunks.front().dtype || chunk.length < 0)
                throw Error("cachedAttention: chunks of one sequence must share one dtype");
            total += chunk.length;
        }
        if (span.rows <= 0 || span.rows > total)
            throw Error("cachedAttention: " + std::to_string(span.rows) + " query rows in a context of " +
                        std::to_string(total));
        cost += total * span.rows * shape.heads * shape.headDim;
        for (int32_t row = 0; row < span.rows; row += rowsPerItem)
            for (int32_t h = 0; h < shape.kvHeads; ++h)
                items.push_back(
                    {&span, static_cast<int32_t>(total), row, std::min(rowsPerItem, span.rows - row), h});
    }

    std::atomic<bool> outOfMemory = false;
    const auto runItem = [&](const Work &work) {
        thread_local std::vector<CacheChunk> chunks;
        chunks.clear();
        for (const KvChunk &chunk : work.span->chunks) {
            const int64_t offset = work.kvHead * chunk.headStride * dtypeSize(chunk.dtype);
            chunks.push_back({static_cast<const char *>(chunk.keys) + offset,
                              static_cast<const char *>(chunk.values) + offset, chunk.dtype == DType::BF16,
                              chunk.dtype == DType::I8, chunk.length, chunk.tokenStride});
        }
        const auto at = [&](const Rows &rows) {
            const int64_t element = (int64_t{work.span->firstRow} + work.row) * rows.stride +
                                    int64_t{work.kvHead} * group * shape.headDim;
            return Rows{static_cast<char *>(rows.data) + element * (rows.bf16 ? 2 : 4), rows.bf16,
                        rows.stride};
        };
        CachedItem item = {chunks.data(),
                           static_cast<int32_t>(chunks.size()),
                           work.total,
                           work.rows,
                           work.total - work.span->rows + work.row + 1,
                           group,
                           shape.headDim,
                           at(x),
                           at(o),
                           nullptr};
        item.scratch = threadScratch(kernels_.cachedScratch(item));
        if (item.scratch)
            kernels_.cachedAttention(item);
        else
            outOfMemory = true;
    };
    const int64_t count = static_cast<int64_t>(items.size());
    const int threads = static_cast<int>(
        std::max<int64_t>(1, std::min<int64_t>({threadCount(), count, cost / (4 * serialElements)})));
#pragma omp parallel for schedule(dynamic, 1) num_threads(threads) if (threads > 1)
    for (int64_t i = 0; i < count; ++i)
        runItem(items[static_cast<std::size_t>(i)]);
    if (outOfMemory)
        throw Error("cachedAttention: no memory for the scratch panels; use shorter sequences");
}

void CpuBackend::storeHeads(void *cache, DType dtype, int64_t rowStride, int64_t headStride, ConstMat x,
                            int64_t m, int heads, int headDim)
{
    if (dtype != DType::I8) {
        if (headStride != headDim)
            throw Error("storeHeads: float heads lie side by side");
        convert({cache, dtype, rowStride}, x, m, int64_t{heads} * headDim);
        return;
    }
    const Rows xr = rowsOf(x, int64_t{heads} * headDim, "storeHeads");
    if (xr.bf16)
        throw Error("storeHeads: heads are rounded to 8 bits from f32");
    for (int64_t r = 0; r < m; ++r)
        for (int64_t h = 0; h < heads; ++h)
            kernels_.storeHead(static_cast<int8_t *>(cache) + r * rowStride + h * headStride,
                               static_cast<const float *>(xr.data) + r * xr.stride + h * headDim, headDim);
}

} // namespace mureum::engine::cpu
