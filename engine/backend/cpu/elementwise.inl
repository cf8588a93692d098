// Row-wise and element-wise kernels. Vector loops with one partial step for the tail, so that any
// width works.

template <typename Ty, typename Tx, typename Td, bool withDelta>
INLINE void rmsNormRows(const Rows &y, float *rstd, float *sum, const Rows &x, const Rows &delta,
                        const float *weight, int64_t begin, int64_t end, int64_t d, float epsilon)
{
    for (int64_t r = begin; r < end; ++r) {
        const Tx *xr = rowOf<Tx>(x, r);
        const Td *dr = withDelta ? rowOf<Td>(delta, r) : nullptr;
        float *sr = withDelta ? sum + r * d : nullptr;
        Ty *yr = rowOf<Ty>(y, r);
        VF squares = {};
        forVectors(
            d,
            [&](int64_t i) {
                VF v = load(xr + i);
                if constexpr (withDelta) {
                    v += load(dr + i);
                    store(sr + i, v);
                }
                squares += v * v;
            },
            [&](int64_t i, int64_t count) {
                VF v = loadPart(xr + i, count);
                if constexpr (withDelta) {
                    v += loadPart(dr + i, count);
                    storePart(sr + i, v, count);
                }
                squares += v * v;
            });
        const float inverse = inverseRoot(sumLanes(squares) / static_cast<float>(d) + epsilon);
        if (rstd)
            rstd[r] = inverse;
        const VF factor = splat(inverse);
        const auto source = [&] {
            if constexpr (withDelta)
                return static_cast<const float *>(sr);
            else
                return xr;
        }();
        forVectors(
            d, [&](int64_t i) { store(yr + i, load(source + i) * factor * load(weight + i)); },
            [&](int64_t i, int64_t count) {
                storePart(yr + i, loadPart(source + i, count) * factor * loadPart(weight + i, count), count);
            });
    }
}

static void rmsNorm(Rows y, float *rstd, float *sum, Rows x, Rows delta, const float *weight, int64_t begin,
                    int64_t end, int64_t d, float epsilon)
{
    withType(y.bf16, [&](auto ty) {
        using Ty = TYPE_OF(ty);
        if (delta.data)
            withType(delta.bf16, [&](auto td) {
                rmsNormRows<Ty, float, TYPE_OF(td), true>(y, rstd, sum, x, delta, weight, begin, end, d, epsilon);
            });
        else
            withType(x.bf16, [&](auto tx) {
                rmsNormRows<Ty, TYPE_OF(tx), float, false>(y, rstd, sum, x, delta, weight, begin, end, d,
                                                           epsilon);
            });
    });
}

// With xhat = x * rstd and g = dy * weight: dx = rstd * (g - xhat * mean(g * xhat)); dweight = sum dy * xhat.
template <typename Tg, typename Tc, bool copies>
INLINE void rmsNormBackwardRows(float *dx, const Rows &dxCopy, float *dweight, const Rows &dy, const float *x,
                                const float *rstd, const float *weight, int64_t begin, int64_t end, int64_t d,
                                bool accumulate)
{
    for (int64_t r = begin; r < end; ++r) {
        const Tg *gr = rowOf<Tg>(dy, r);
        const float *xr = x + r * d;
        float *dr = dx + r * d;
        Tc *cr = copies ? rowOf<Tc>(dxCopy, r) : nullptr;
        VF products = {};
        forVectors(
            d, [&](int64_t i) { products += load(gr + i) * load(weight + i) * load(xr + i); },
            [&](int64_t i, int64_t count) {
                products += loadPart(gr + i, count) * loadPart(weight + i, count) * loadPart(xr + i, count);
            });
        const float inverse = rstd[r];
        const VF factor = splat(inverse);
        const VF mean = splat(sumLanes(products) * inverse / static_cast<float>(d));
        forVectors(
            d,
            [&](int64_t i) {
                const VF g = load(gr + i);
                const VF normalized = load(xr + i) * factor;
                store(dweight + i, load(dweight + i) + g * normalized);
                VF result = factor * (g * load(weight + i) - normalized * mean);
                if (accumulate)
                    result += load(dr + i);
                store(dr + i, result);
                if constexpr (copies)
                    store(cr + i, result);
            },
            [&](int64_t i, int64_t count) {
                const VF g = loadPart(gr + i, count);
                const VF normalized = loadPart(xr + i, count) * factor;
                storePart(dweight + i, loadPart(dweight + i, count) + g * normalized, count);
                VF result = factor * (g * loadPart(weight + i, count) - normalized * mean);
                if (accumulate)
                    result += loadPart(dr + i, count);
                storePart(dr + i, result, count);
                if constexpr (copies)
                    storePart(cr + i, result, count);
            });
    }
}

static void rmsNormBackward(float *dx, Rows dxCopy, float *dweight, Rows dy, const float *x, const float *rstd,
                            const float *weight, int64_t begin, int64_t end, int64_t d, bool accumulate)
{
    withType(dy.bf16, [&](auto tg) {
        using Tg = TYPE_OF(tg);
        if (dxCopy.data)
            withType(dxCopy.bf16, [&](auto tc) {
                rmsNormBackwardRows<Tg, TYPE_OF(tc), true>(dx, dxCopy, dweight, dy, x, rstd, weight, begin, end,
                                                           d, accumulate);
            });
        else
            rmsNormBackwardRows<Tg, float, false>(dx, dxCopy, dweight, dy, x, rstd, weight, begin, end, d,
                                                  accumulate);
    });
}

INLINE VF swapPairs(VF v)
{
    VI order;
    for (int32_t i = 0; i < static_cast<int32_t>(W); ++i)
        order[i] = i ^ 1;
    return __builtin_shuffle(v, order);
}

static void rope(Rows x, const int32_t *positions, const float *table, int64_t begin, int64_t end, int64_t heads,
                 int64_t headDim, bool inverse)
{
    const VF direction = splat(inverse ? -1.0F : 1.0F);
    withType(x.bf16, [&](auto tx) {
        for (int64_t r = begin; r < end; ++r) {
            auto *row = rowOf<TYPE_OF(tx)>(x, r);
            const float *cosines = table + static_cast<int64_t>(positions[r]) * 2 * headDim;
            const float *sines = cosines + headDim;
            for (int64_t h = 0; h < heads; ++h, row += headDim)
                forVectors(
                    headDim,
                    [&](int64_t i) {
                        const VF v = load(row + i);
                        store(row + i, v * load(cosines + i) + swapPairs(v) * (load(sines + i) * direction));
                    },
                    [&](int64_t i, int64_t count) {
                        const VF v = loadPart(row + i, count);
                        storePart(row + i,
                                  v * loadPart(cosines + i, count) +
                                      swapPairs(v) * (loadPart(sines + i, count) * direction),
                                  count);
                    });
        }
    });
}

static void swiglu(Rows y, Rows gateUp, int64_t begin, int64_t end, int64_t f)
{
    withType(y.bf16, [&](auto ty) {
        withType(gateUp.bf16, [&](auto tx) {
            for (int64_t r = begin; r < end; ++r) {
                auto *yr = rowOf<TYPE_OF(ty)>(y, r);
                const auto *gate = rowOf<TYPE_OF(tx)>(gateUp, r);
                const auto *up = gate + f;
                forVectors(
                    f,
                    [&](int64_t i) {
                        const VF g = load(gate + i);
                        store(yr + i, g * sigmoidVec(g) * load(up + i));
                    },
                    [&](int64_t i, int64_t count) {
                        const VF g = loadPart(gate + i, count);
                        storePart(yr + i, g * sigmoidVec(g) * loadPart(up + i, count), count);
                    });
            }
        });
    });
}

static void swigluBackward(Rows dGateUp, Rows dy, Rows gateUp, int64_t begin, int64_t end, int64_t f)
{
    const auto gradients = [](VF g, VF u, VF dOut, VF &dGate, VF &dUp) {
        const VF s = sigmoidVec(g);
        dUp = dOut * g * s;
        dGate = dOut * u * s * (splat(1.0F) + g * (splat(1.0F) - s));
    };
    withType(dGateUp.bf16, [&](auto td) {
        withType(dy.bf16, [&](auto tg) {
            withType(gateUp.bf16, [&](auto tx) {
                for (int64_t r = begin; r < end; ++r) {
                    auto *dGateRow = rowOf<TYPE_OF(td)>(dGateUp, r);
                    auto *dUpRow = dGateRow + f;
                    const auto *dr = rowOf<TYPE_OF(tg)>(dy, r);
                    const auto *gate = rowOf<TYPE_OF(tx)>(gateUp, r);
                    const auto *up = gate + f;
                    VF dGate, dUp;
                    forVectors(
                        f,
                        [&](int64_t i) {
                            gradients(load(gate + i), load(up + i), load(dr + i), dGate, dUp);
                            store(dGateRow + i, dGate);
                            store(dUpRow + i, dUp);
                        },
                        [&](int64_t i, int64_t count) {
                            gradients(loadPart(gate + i, count), loadPart(up + i, count), loadPart(dr + i, count),
                                      dGate, dUp);
                            storePart(dGateRow + i, dGate, count);
                            storePart(dUpRow + i, dUp, count);
                        });
                }
            });
        });
    });
}

static void copyRows(Rows y, Rows x, const int32_t *index, int64_t begin, int64_t end, int64_t d)
{
    withType(y.bf16, [&](auto ty) {
        withType(x.bf16, [&](auto tx) {
            for (int64_t r = begin; r < end; ++r) {
                auto *yr = rowOf<TYPE_OF(ty)>(y, r);
                const auto *xr = rowOf<TYPE_OF(tx)>(x, index ? index[r] : r);
                forVectors(
                    d, [&](int64_t i) { store(yr + i, load(xr + i)); },
                    [&](int64_t i, int64_t count) { storePart(yr + i, loadPart(xr + i, count), count); });
            }
        });
    });
}

static void addRows(Rows y, Rows x, int64_t begin, int64_t end, int64_t d)
{
    withType(y.bf16, [&](auto ty) {
        withType(x.bf16, [&](auto tx) {
            for (int64_t r = begin; r < end; ++r) {
                auto *yr = rowOf<TYPE_OF(ty)>(y, r);
                const auto *xr = rowOf<TYPE_OF(tx)>(x, r);
                forVectors(
                    d, [&](int64_t i) { store(yr + i, load(yr + i) + load(xr + i)); },
                    [&](int64_t i, int64_t count) {
                        storePart(yr + i, loadPart(yr + i, count) + loadPart(xr + i, count), count);
                    });
            }
        });
    });
}

static void scatterAdd(float *table, const float *dy, const int32_t *tokens, int64_t rows, int64_t d,
                       int64_t columnBegin, int64_t columnEnd)
{
    for (int64_t r = 0; r < rows; ++r) {
        float *target = table + static_cast<int64_t>(tokens[r]) * d;
        const float *source = dy + r * d;
        for (int64_t c = columnBegin; c < columnEnd; ++c)
            target[c] += source[c];
    }
}
