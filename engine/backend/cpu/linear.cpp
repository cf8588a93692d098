#include "engine/backend/cpu/cpu_backend.h"
#include "engine/backend/cpu/matmul.h"
#include "engine/backend/cpu/parallel.h"

namespace mureum::engine::cpu {

namespace {

/// Up to this many rows the weights are streamed once by our own kernel, whose result for one row does
/// not depend on the others; above, oneDNN's blocked product wins.
constexpr int64_t fewRowsLimit = 16;

/// An operand in the dtype the product wants: the argument itself, or a converted dense copy.
class Operand
{
public:
    Operand(CpuBackend &backend, const ConstMat &mat, DType wanted, int64_t rows, int64_t width)
        : view_{const_cast<void *>(mat.data), mat.dtype, mat.stride ? mat.stride : width, 1}
    {
        if (mat.dtype == wanted)
            return;
        copy_ = Tensor({rows, width}, wanted);
        backend.convert(copy_, mat, rows, width);
        view_ = {copy_.raw(), wanted, width, 1};
    }

    MatView plain() const { return view_; }
    MatView transposed() const { return {view_.data, view_.dtype, view_.columnStride, view_.rowStride}; }

private:
    Tensor copy_;
    MatView view_;
};

void checkDtypes(const char *op, const ConstMat &y, const ConstMat &a, const ConstMat &b)
{
    for (const ConstMat *mat : {&y, &a, &b})
        (void)rowsOf(*mat, 1, op);
}

/// Prompts come in any length, and oneDNN compiles code for every new shape (milliseconds). So below this
/// many rows a product runs as one block of a multiple of `unit` rows and one of exactly `unit` rows that
/// ends with the matrix and may overlap the first.
constexpr int64_t exactRows = 1024;

void blockedProduct(const MatView &c, const MatView &a, const MatView &b, int64_t m, int64_t n, int64_t k,
                    bool accumulate)
{
    const int64_t unit = m >= 128 ? 64 : 16;
    if (m >= exactRows || m < unit || accumulate) {
        matmul(c, a, b, m, n, k, accumulate);
        return;
    }
    const auto from = [](const MatView &view, int64_t row) {
        return MatView{static_cast<char *>(view.data) + row * view.rowStride * dtypeSize(view.dtype),
                       view.dtype, view.rowStride, view.columnStride};
    };
    const int64_t whole = m / unit * unit;
    matmul(c, a, b, whole, n, k, false);
    if (whole < m)
        matmul(from(c, m - unit), from(a, m - unit), b, unit, n, k, false);
}

/// c = a b with c possibly bf16 although the product runs in f32.
void product(CpuBackend &backend, const Mat &c, const MatView &a, const MatView &b, int64_t m, int64_t n,
             int64_t k, bool accumulate)
{
    if (c.dtype == DType::BF16 && a.dtype == DType::F32) {
        Tensor single({m, n});
        if (accumulate)
            backend.convert(single, c, m, n);
        blockedProduct({single.raw(), DType::F32, n, 1}, a, b, m, n, k, accumulate);
        backend.convert(c, single, m, n);
        return;
    }
    blockedProduct({c.data, c.dtype, c.stride ? c.stride : n, 1}, a, b, m, n, k, accumulate);
}

} // namespace

void CpuBackend::linear(Mat y, ConstMat x, ConstMat w, int64_t m, int64_t n, int64_t k, bool accumulate)
{
    checkDtypes("linear", y, x, w);
    if (m == 0 || n == 0)
        return;
    if (m <= fewRowsLimit) {
        Tensor dense;
        const float *input = static_cast<const float *>(x.data);
        if (x.dtype != DType::F32 || (x.stride && x.stride != k)) {
            dense = Tensor({m, k});
            convert(dense, x, m, k);
            input = dense.f32();
        }
        const Rows yr = rowsOf(y, n, "linear"), wr = rowsOf(w, k, "linear");
        constexpr int64_t unit = 8;
        overRows((n + unit - 1) / unit, unit * k, [&](int64_t first, int64_t last) {
            kernels_.fewRows(yr, input, wr, m, first * unit, std::min(n, last * unit), k, accumulate);
        });
        return;
    }
    const bool half = bf16_ && (x.dtype == DType::BF16 || w.dtype == DType::BF16);
    const DType type = half ? DType::BF16 : DType::F32;
    const Operand a(*this, x, type, m, k), b(*this, w, type, n, k);
    product(*this, y, a.plain(), b.transposed(), m, n, k, accumulate);
}

void CpuBackend::linearBackwardInput(Mat dx, ConstMat dy, ConstMat w, int64_t m, int64_t n, int64_t k,
                                     bool accumulate)
{
    checkDtypes("linearBackwardInput", dx, dy, w);
    if (m == 0 || k == 0)
        return;
    const bool half = bf16_ && (dy.dtype == DType::BF16 || w.dtype == DType::BF16);
    const DType type = half ? DType::BF16 : DType::F32;
    const Operand a(*this, dy, type, m, n), b(*this, w, type, n, k);
    product(*this, dx, a.plain(), b.plain(), m, k, n, accumulate);
}

void CpuBackend::linearBackwardWeight(Mat dw, ConstMat dy, ConstMat x, int64_t m, int64_t n, int64_t k,
                                      bool accumulate)
{
    checkDtypes("linearBackwardWeight", dw, dy, x);
    if (dw.dtype != DType::F32)
        throw Error("linearBackwardWeight: the gradient must be f32");
    if (n == 0 || k == 0 || m == 0)
        return;
    const bool half = bf16_ && (dy.dtype == DType::BF16 || x.dtype == DType::BF16);
    const DType type = half ? DType::BF16 : DType::F32;
    const Operand a(*this, dy, type, m, n), b(*this, x, type, m, k);
    product(*this, dw, a.transposed(), b.plain(), n, k, m, accumulate);
}

} // namespace mureum::engine::cpu
