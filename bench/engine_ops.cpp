// Rates of the engine's ops at the bundled model's shapes: GFLOP/s of products and attention, GB/s of
// element-wise passes, per instruction set. `mureum-bench-ops [threads]`; run it on an idle machine.

#include "engine/backend/backend.h"
#include "engine/core/threads.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>

using namespace mureum::engine;

namespace {

using Clock = std::chrono::steady_clock;

constexpr int64_t rowCount = 8192, dim = 256, ffn = 768, vocab = 8192;
constexpr AttentionShape heads = {8, 4, 32};

double bestSeconds(const std::function<void()> &work)
{
    work();
    double best = 1e30;
    const auto start = Clock::now();
    do {
        const auto begin = Clock::now();
        work();
        best = std::min(best, std::chrono::duration<double>(Clock::now() - begin).count());
    } while (std::chrono::duration<double>(Clock::now() - start).count() < 0.2);
    return best;
}

/// `amount`: floating-point operations or bytes of one call.
void report(const Backend &backend, const char *op, double amount, const char *unit,
            const std::function<void()> &work)
{
    const double seconds = bestSeconds(work);
    std::printf("%-11s %-34s %9.3f ms %8.1f %s\n", backend.name().c_str(), op, seconds * 1e3,
                amount / seconds / 1e9, unit);
}

Tensor filled(std::vector<int64_t> shape, DType dtype)
{
    Tensor single(std::move(shape));
    for (int64_t i = 0; i < single.elements(); ++i)
        single.f32()[i] = static_cast<float>((i * 7919) % 1013) / 1013.0F - 0.5F;
    return single.to(dtype);
}

void products(Backend &backend, DType type)
{
    const std::string suffix = type == DType::BF16 ? " bf16" : " f32";
    const auto flops = [](int64_t m, int64_t n, int64_t k) { return 2.0 * static_cast<double>(m * n * k); };
    Tensor x = filled({rowCount, dim}, type), w = filled({2 * ffn, dim}, type);
    Tensor y({rowCount, 2 * ffn}, type), dx({rowCount, dim}, type), dw({2 * ffn, dim});
    const double amount = flops(rowCount, 2 * ffn, dim);
    report(backend, ("gate|up forward" + suffix).c_str(), amount, "GFLOP/s",
           [&] { backend.linear(y, x, w, rowCount, 2 * ffn, dim); });
    report(backend, ("gate|up backward, input" + suffix).c_str(), amount, "GFLOP/s",
           [&] { backend.linearBackwardInput(dx, y, w, rowCount, 2 * ffn, dim); });
    report(backend, ("gate|up backward, weight" + suffix).c_str(), amount, "GFLOP/s",
           [&] { backend.linearBackwardWeight(dw, y, x, rowCount, 2 * ffn, dim, true); });
    Tensor table = filled({vocab, dim}, type), logits({200, vocab});
    report(backend, ("prompt of 200, head" + suffix).c_str(), flops(200, vocab, dim), "GFLOP/s",
           [&] { backend.linear(logits, x, table, 200, vocab, dim); });
    report(backend, ("one row, head" + suffix).c_str(), static_cast<double>(table.byteSize()), "GB/s",
           [&] { backend.linear(logits, x, table, 1, vocab, dim); });
}

/// Prefixes of 150 tokens with eight branches of 45, as training packs them.
void attention(Backend &backend, DType type)
{
    const int64_t qDim = int64_t{heads.heads} * heads.headDim;
    const int64_t qkvDim = qDim + int64_t{2} * heads.kvHeads * heads.headDim;
    std::vector<Segment> segments;
    double pairs = 0;
    for (int begin = 0; begin + 150 + 8 * 45 <= rowCount; begin += 150 + 8 * 45) {
        const int root = static_cast<int>(segments.size());
        segments.push_back({begin, 150, -1});
        pairs += 150.0 * 151.0 / 2.0;
        for (int i = 0; i < 8; ++i) {
            segments.push_back({begin + 150 + 45 * i, 45, root});
            pairs += 45.0 * 150.0 + 45.0 * 46.0 / 2.0;
        }
    }
    const std::string suffix = type == DType::BF16 ? " bf16" : " f32";
    Tensor qkv = filled({rowCount, qkvDim}, type), out({rowCount, qDim}, type), lse({rowCount, heads.heads});
    Tensor dOut = filled({rowCount, qDim}, type), dQkv({rowCount, qkvDim}, type);
    const double forward = 4.0 * pairs * static_cast<double>(qDim);
    report(backend, ("attention forward" + suffix).c_str(), forward, "GFLOP/s",
           [&] { backend.attention(out, lse.f32(), qkv, segments, rowCount, heads); });
    report(backend, ("attention backward" + suffix).c_str(), 2.5 * forward, "GFLOP/s",
           [&] { backend.attentionBackward(dQkv, dOut, out, lse.f32(), qkv, segments, rowCount, heads); });
}

void elementWise(Backend &backend, DType type)
{
    const std::string suffix = type == DType::BF16 ? " bf16" : " f32";
    Tensor x = filled({rowCount, dim}, DType::F32), delta = filled({rowCount, dim}, type);
    Tensor y({rowCount, dim}, type), sum({rowCount, dim}), weight({dim});
    report(backend, ("add + rmsNorm" + suffix).c_str(),
           static_cast<double>(2 * x.byteSize() + 2 * y.byteSize()), "GB/s", [&] {
               backend.addRmsNorm(y, nullptr, sum.f32(), x.f32(), delta, weight.f32(), rowCount, dim, 1e-5F);
           });
    Tensor gateUp = filled({rowCount, 2 * ffn}, type), activated({rowCount, ffn}, type);
    report(backend, ("swiglu" + suffix).c_str(),
           static_cast<double>(gateUp.byteSize() + activated.byteSize()), "GB/s",
           [&] { backend.swiglu(activated, gateUp, rowCount, ffn); });
    const int64_t count = vocab * dim;
    Tensor p({count}), m({count}), v({count}), g = filled({count}, DType::F32);
    report(backend, "adamw f32", 7.0 * static_cast<double>(p.byteSize()), "GB/s", [&] {
        backend.adamw(p.f32(), m.f32(), v.f32(), g.f32(), nullptr, count,
                      {1e-3F, 0.9F, 0.95F, 1e-8F, 0.1F, 1.0F, 1});
    });
}

} // namespace

int main(int argc, char **argv)
{
    setThreadCount(argc > 1 ? std::atoi(argv[1]) : 0);
    std::printf("%d threads\n", threadCount());
    for (const std::string &isa : cpuIsas()) {
        const auto backend = makeCpuBackend(isa);
        for (const DType type : {DType::F32, DType::BF16}) {
            if (type == DType::F32 || backend->fastBf16())
                products(*backend, type);
            attention(*backend, type);
            elementWise(*backend, type);
        }
    }
    return 0;
}
