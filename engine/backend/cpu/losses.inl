// Softmax, cross entropy and the optimizer.

/// Replaces x[0, n) by exp(x - max) and returns the sum; `top` receives the maximum.
INLINE float exponentials(float *x, int64_t n, float &top)
{
    VF best = splat(lowest);
    int64_t i = 0;
    for (; i + W <= n; i += W)
        best = maximum(best, load(x + i));
    top = maxLanes(best);
    for (; i < n; ++i)
        top = x[i] > top ? x[i] : top;
    const VF shift = splat(top);
    VF sum = {};
    for (i = 0; i + W <= n; i += W) {
        const VF e = expVec(load(x + i) - shift);
        store(x + i, e);
        sum += e;
    }
    float total = sumLanes(sum);
    if (i < n) {
        const VF e = expVec(loadPart(x + i, n - i) - shift);
        storePart(x + i, e, n - i);
        for (; i < n; ++i)
            total += x[i];
    }
    return total;
}

static void softmax(float *x, int64_t begin, int64_t end, int64_t n)
{
    for (int64_t r = begin; r < end; ++r) {
        float *row = x + r * n;
        float top;
        const VF factor = splat(1.0F / exponentials(row, n, top));
        forVectors(
            n, [&](int64_t i) { store(row + i, load(row + i) * factor); },
            [&](int64_t i, int64_t count) { storePart(row + i, loadPart(row + i, count) * factor, count); });
    }
}

// -sum_j q_j log p_j with q = (1-s) one-hot + s/n is lse - (1-s) x_target - s mean(x), and its
// gradient p - q. Two reading passes (running maximum, then the sum) keep the logits intact until
// the last one writes the gradient, so that dLogits may be the logits themselves.
template <typename T>
INLINE double crossEntropyRow(T *out, const float *x, int32_t target, int64_t n, float smoothing, float weight)
{
    VF best = splat(lowest);
    VF linear = {};
    int64_t i = 0;
    for (; i + W <= n; i += W) {
        best = maximum(best, load(x + i));
        linear += load(x + i);
    }
    float top = maxLanes(best);
    float sumOfLogits = sumLanes(linear);
    for (; i < n; ++i) {
        top = x[i] > top ? x[i] : top;
        sumOfLogits += x[i];
    }
    const VF shift = splat(top);
    VF sum = {};
    float tail = 0.0F;
    forVectors(
        n, [&](int64_t j) { sum += expVec(load(x + j) - shift); },
        [&](int64_t j, int64_t count) {
            float lanes[W];
            store(lanes, expVec(loadPart(x + j, count) - shift));
            for (int64_t lane = 0; lane < count; ++lane)
                tail += lanes[lane];
        });
    const float total = sumLanes(sum) + tail;
    const float targetLogit = x[target];
    const VF factor = splat(weight / total);
    const VF even = splat(weight * smoothing / static_cast<float>(n));
    const float targetGradient =
        [&] {
            float lanes[W];
            store(lanes, expVec(splat(targetLogit) - shift) * factor - even);
            return lanes[0];
        }() -
        weight * (1.0F - smoothing);
    forVectors(
        n, [&](int64_t j) { store(out + j, expVec(load(x + j) - shift) * factor - even); },
        [&](int64_t j, int64_t count) {
            storePart(out + j, expVec(loadPart(x + j, count) - shift) * factor - even, count);
        });
    storePart(out + target, splat(targetGradient), 1);
    const double logSumExp = static_cast<double>(top) + __builtin_log(static_cast<double>(total));
    return logSumExp - (1.0 - static_cast<double>(smoothing)) * static_cast<double>(targetLogit) -
           static_cast<double>(smoothing) * static_cast<double>(sumOfLogits) / static_cast<double>(n);
}

static double crossEntropy(Rows dLogits, const float *logits, const int32_t *targets, int64_t begin, int64_t end,
                           int64_t n, float smoothing, double *rowLosses, const float *rowWeights)
{
    double loss = 0.0;
    withType(dLogits.bf16, [&](auto tag) {
        for (int64_t r = begin; r < end; ++r) {
            auto *out = rowOf<TYPE_OF(tag)>(dLogits, r);
            if (targets[r] < 0) {
                for (int64_t j = 0; j < n; ++j)
                    out[j] = 0;
                if (rowLosses)
                    rowLosses[r] = 0.0;
                continue;
            }
            const double row =
                crossEntropyRow(out, logits + r * n, targets[r], n, smoothing, rowWeights ? rowWeights[r] : 1.0F);
            if (rowLosses)
                rowLosses[r] = row;
            loss += row;
        }
    });
    return loss;
}

/// Chris Wellons' "lowbias32" (Hash Prospector): every bit of the result depends on every bit of x.
INLINE uint32_t scrambled(uint32_t x)
{
    x = (x ^ (x >> 16)) * 0x7feb352dU;
    x = (x ^ (x >> 15)) * 0x846ca68bU;
    return x ^ (x >> 16);
}

static void dropout(Rows y, Rows x, int64_t begin, int64_t end, int64_t d, float rate, uint64_t key)
{
    const float factor = 1.0F / (1.0F - rate);
    const auto threshold = static_cast<uint32_t>(static_cast<double>(rate) * 4294967296.0);
    const auto low = static_cast<uint32_t>(key), high = static_cast<uint32_t>(key >> 32);
    withType(y.bf16, [&](auto ty) {
        withType(x.bf16, [&](auto tx) {
            for (int64_t r = begin; r < end; ++r) {
                auto *yr = rowOf<TYPE_OF(ty)>(y, r);
                const auto *xr = rowOf<TYPE_OF(tx)>(x, r);
                const uint32_t row = scrambled(static_cast<uint32_t>(r) ^ low) + high;
                const auto coins = [&](int64_t i) {
                    float keep[W];
                    for (uint32_t lane = 0; lane < static_cast<uint32_t>(W); ++lane)
                        keep[lane] = scrambled(row ^ (static_cast<uint32_t>(i) + lane)) >= threshold ? factor : 0.0F;
                    return load(keep);
                };
                forVectors(
                    d, [&](int64_t i) { store(yr + i, load(xr + i) * coins(i)); },
                    [&](int64_t i, int64_t count) { storePart(yr + i, loadPart(xr + i, count) * coins(i), count); });
            }
        });
    });
}

static void scaleRows(Rows x, float factor, int64_t begin, int64_t end, int64_t d)
{
    withType(x.bf16, [&](auto tx) {
        for (int64_t r = begin; r < end; ++r) {
            auto *row = rowOf<TYPE_OF(tx)>(x, r);
            forVectors(
                d, [&](int64_t i) { store(row + i, load(row + i) * splat(factor)); },
                [&](int64_t i, int64_t count) { storePart(row + i, loadPart(row + i, count) * splat(factor), count); });
        }
    });
}

static void adamw(float *p, float *m, float *v, const float *g, uint16_t *shadow, int64_t count,
                  const AdamWScalars &s)
{
    const VF b1 = splat(s.beta1), b2 = splat(s.beta2), c1 = splat(1.0F - s.beta1), c2 = splat(1.0F - s.beta2);
    const VF rate = splat(s.rate * s.correction1), keep = splat(1.0F - s.rate * s.decay);
    const VF correction2 = splat(s.correction2), epsilon = splat(s.epsilon), gs = splat(s.gradientScale);
    const auto step = [&](VF &pv, VF &mv, VF &vv, VF gv) {
        gv *= gs;
        mv = b1 * mv + c1 * gv;
        vv = b2 * vv + c2 * gv * gv;
        pv = pv * keep - rate * mv / (squareRoot(vv * correction2) + epsilon);
    };
    forVectors(
        count,
        [&](int64_t i) {
            VF pv = load(p + i), mv = load(m + i), vv = load(v + i);
            step(pv, mv, vv, load(g + i));
            store(p + i, pv);
            store(m + i, mv);
            store(v + i, vv);
            if (shadow)
                store(shadow + i, pv);
        },
        [&](int64_t i, int64_t rest) {
            VF pv = loadPart(p + i, rest), mv = loadPart(m + i, rest), vv = loadPart(v + i, rest);
            step(pv, mv, vv, loadPart(g + i, rest));
            storePart(p + i, pv, rest);
            storePart(m + i, mv, rest);
            storePart(v + i, vv, rest);
            if (shadow)
                storePart(shadow + i, pv, rest);
        });
}

static double sumOfSquares(const float *x, int64_t count)
{
    double total = 0.0;
    for (int64_t begin = 0; begin < count; begin += 4096) {
        const int64_t length = count - begin < 4096 ? count - begin : 4096;
        VF sum = {};
        forVectors(
            length,
            [&](int64_t i) {
                const VF v = load(x + begin + i);
                sum += v * v;
            },
            [&](int64_t i, int64_t rest) {
                const VF v = loadPart(x + begin + i, rest);
                sum += v * v;
            });
        total += static_cast<double>(sumLanes(sum));
    }
    return total;
}

static void scale(float *x, float factor, int64_t count)
{
    for (int64_t i = 0; i < count; ++i)
        x[i] *= factor;
}
