#include "engine/backend/decode_step.h"

#include "engine/backend/chunk_team.h"
#include "engine/backend/cpu/decode_kernels.h"
#include "engine/backend/cpu/quantized.h"
#include "engine/core/error.h"
#include "engine/core/tensor.h"
#include "engine/core/threads.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <string>
#include <tuple>

namespace mureum::engine {

namespace {

/// Weights one thread should have at least: below, waiting for one another costs more than sharing brings.
constexpr std::int64_t weightsPerThread = 1 << 18;
/// More chunks even out threads that are held up, fewer cost less taking.
constexpr int chunksPerThread = 4;
constexpr int firstRopePositions = 512;

std::int64_t roundedUp(std::int64_t count, std::int64_t unit)
{
    return (count + unit - 1) / unit * unit;
}

class CpuDecodeStep : public DecodeStep, private ChunkJob
{
public:
    CpuDecodeStep(const cpu::DecodeKernels &kernels, const cpu::QuantizedKernels &quantized,
                  DecodeModel model)
        : kernels_(kernels), quantized_(quantized), model_(std::move(model))
    {
        const std::int64_t hd = model_.shape.headDim, q = model_.shape.heads * hd;
        const std::int64_t perLayer =
            model_.dim * (2 * q + 2 * model_.shape.kvHeads * hd + std::int64_t{3} * model_.ffnDim);
        weights_ = perLayer * static_cast<std::int64_t>(model_.layers.size()) +
                   std::int64_t{model_.vocab} * model_.dim;
        args_.vocab = model_.vocab;
        args_.dim = model_.dim;
        args_.ffnDim = model_.ffnDim;
        args_.heads = model_.shape.heads;
        args_.kvHeads = model_.shape.kvHeads;
        args_.headDim = model_.shape.headDim;
        args_.layers = static_cast<std::int32_t>(model_.layers.size());
        args_.epsilon = model_.normEpsilon;
        args_.bf16 = model_.dtype == DType::BF16;
        args_.quantized = !model_.head.parts.empty();
        args_.int8Cache = model_.cache == DType::I8;
        args_.prepare = quantized_.prepare;
        point();
        const std::int64_t block = 2 * kernels_.width;
        args_.paddedHead = roundedUp(hd, block);
        args_.paddedQ = roundedUp(q, block);
        args_.paddedFfn = roundedUp(model_.ffnDim, block);
        args_.paddedDim = roundedUp(model_.dim, block);
    }

    void run(std::span<const DecodeRow> rows, std::span<const std::vector<KvRun>> sequences,
             float *logits) override
    {
        if (rows.empty() || rows.size() > maxRows)
            throw Error("decode step: " + std::to_string(rows.size()) + " rows; 1 to 16 are possible");
        gather(rows, sequences);
        args_.logits = logits;
        const int threads =
            static_cast<int>(std::clamp<std::int64_t>(weights_ / weightsPerThread, 1, threadCount()));
        reserve(threads);
        if (!team_ || team_->threads() != threads)
            team_ = std::make_unique<ChunkTeam>(threads);
        team_->run(*this, 2 + phasesPerLayer * args_.layers);
    }

    void rebind(DecodeModel model) override
    {
        const auto sizes = [](const DecodeModel &m) {
            return std::tuple(m.vocab, m.dim, m.ffnDim, m.shape.heads, m.shape.kvHeads, m.shape.headDim,
                              m.dtype, m.cache, m.head.parts.empty(), m.layers.size());
        };
        if (sizes(model) != sizes(model_))
            throw Error("decode step: other weights must have the same dimensions");
        model_ = std::move(model);
        const unsigned before = forms_;
        point();
        if ((forms_ & ~before) != 0)
            reservedContext_ = reservedThreads_ = 0; // other matrices may want inputs in other forms
    }

private:
    static constexpr int phasesPerLayer = 5;

    void point()
    {
        layers_.clear();
        parts_.clear();
        forms_ = 0;
        for (const DecodeModel::Layer &layer : model_.layers)
            layers_.push_back({layer.attentionNorm, point(layer.qkv), point(layer.attentionOutput),
                               layer.ffnNorm, point(layer.gateUp), point(layer.down)});
        args_.layer = layers_.data();
        args_.embedding = point(model_.embedding);
        args_.head = point(model_.head);
        args_.outputNorm = model_.outputNorm;
    }

    cpu::DecodeProductArgs point(const DecodeProduct &product)
    {
        cpu::DecodeProductArgs args = {product.dense, nullptr,
                                       static_cast<std::int32_t>(product.parts.size()), 0};
        std::vector<cpu::DecodePartArgs> &parts = parts_.emplace_back();
        std::int64_t begin = 0;
        for (const QuantizedMatrix &part : product.parts) {
            const cpu::QuantizedKernel &kernel = quantized_.find(part.type().id);
            parts.push_back({cpu::quantizedArgs(part), &kernel, begin});
            args.forms |= kernel.form;
            begin += part.rows();
        }
        args.parts = parts.data();
        forms_ |= args.forms;
        return args;
    }

    /// The input of a phase's product as `thread` keeps it in the forms that are asked for.
    cpu::DecodeQuantizedWork workOf(cpu::DecodePhase phase, const cpu::DecodeLayerArgs &layer, int thread,
                                    const float *normed) const
    {
        const std::int64_t q = std::int64_t{args_.heads} * args_.headDim;
        const auto work = [&](const cpu::DecodeProductArgs &w, const float *x, std::int64_t stride,
                              std::int64_t columns) -> cpu::DecodeQuantizedWork {
            char *memory = static_cast<char *>(const_cast<void *>(inputs_.raw())) + thread * inputBytes_;
            const std::int64_t scratch =
                cpu::quantizedScratchFloats(widest()) * static_cast<std::int64_t>(sizeof(float));
            return {cpu::layOutInput(memory + scratch, w.forms, args_.rows, columns, x, stride),
                    reinterpret_cast<float *>(memory)};
        };
        switch (phase) {
        case cpu::DecodePhase::Project:
            return work(layer.qkv, normed, args_.paddedDim, args_.dim);
        case cpu::DecodePhase::AttentionOutput:
            return work(layer.attentionOutput, args_.attention, args_.paddedQ, q);
        case cpu::DecodePhase::GateUp:
            return work(layer.gateUp, normed, args_.paddedDim, args_.dim);
        case cpu::DecodePhase::Down:
            return work(layer.down, args_.activation, args_.paddedFfn, args_.ffnDim);
        case cpu::DecodePhase::Head:
            return work(args_.head, normed, args_.paddedDim, args_.dim);
        default:
            return {};
        }
    }

    std::int64_t widest() const
    {
        return std::max(
            {std::int64_t{args_.dim}, std::int64_t{args_.ffnDim}, std::int64_t{args_.heads} * args_.headDim});
    }

    cpu::DecodePhase kind(int phase) const
    {
        if (phase == 0)
            return cpu::DecodePhase::Embed;
        if (phase == 1 + phasesPerLayer * args_.layers)
            return cpu::DecodePhase::Head;
        return static_cast<cpu::DecodePhase>(1 + (phase - 1) % phasesPerLayer);
    }

    int chunks(int phase) const override
    {
        if (team_->threads() == 1)
            return 1;
        const int wanted = chunksPerThread * team_->threads();
        switch (kind(phase)) {
        case cpu::DecodePhase::Embed:
            return 1;
        case cpu::DecodePhase::Project:
            return std::min(wanted, args_.heads + 2 * args_.kvHeads);
        case cpu::DecodePhase::Attend:
            return std::min(wanted, args_.rows * args_.kvHeads);
        default:
            return wanted;
        }
    }

    void run(int phase, int chunk, int thread, bool first) override
    {
        const int layer = phase == 0 ? 0 : std::min((phase - 1) / phasesPerLayer, args_.layers - 1);
        float *normed = normed_.f32() + thread * maxRows * args_.paddedDim;
        cpu::DecodeQuantizedWork work = {};
        if (args_.quantized)
            work = workOf(kind(phase), layers_[static_cast<std::size_t>(layer)], thread, normed);
        kernels_.run(args_, kind(phase), layer, chunk, chunks(phase), normed,
                     scratch_.f32() + thread * scratchFloats_, first, work);
    }

    void gather(std::span<const DecodeRow> rows, std::span<const std::vector<KvRun>> sequences)
    {
        runs_.clear();
        starts_.clear();
        for (const std::vector<KvRun> &sequence : sequences) {
            starts_.push_back(runs_.size());
            for (const KvRun &run : sequence)
                runs_.push_back({run.data, run.layerStride, run.length});
        }
        int context = 0, positions = 0;
        for (const DecodeRow &row : rows) {
            context = std::max(context, row.visible);
            positions = std::max(positions, row.position + 1);
        }
        context_ = std::max(context_, context);
        extendRope(positions);
        rows_.clear();
        const std::int64_t scale = args_.int8Cache ? kvScaleBytes : 0;
        const std::int64_t rowBytes =
            std::int64_t{2} * args_.kvHeads * (args_.headDim * dtypeSize(model_.cache) + scale);
        for (const DecodeRow &row : rows) {
            const cpu::DecodeRunArgs *runs = runs_.data() + starts_[static_cast<std::size_t>(row.sequence)];
            const cpu::DecodeRunArgs *own = runs;
            std::int64_t token = row.visible - 1;
            for (; token >= own->length; ++own)
                token -= own->length;
            rows_.push_back({row.token, row.visible, runs, own->data + token * rowBytes, own->layerStride,
                             rope_.data() + std::int64_t{row.position} * args_.headDim});
        }
        args_.rows = static_cast<std::int32_t>(rows_.size());
        args_.row = rows_.data();
    }

    void extendRope(int positions)
    {
        const int have = static_cast<int>(static_cast<std::int64_t>(rope_.size()) / args_.headDim);
        if (positions <= have)
            return;
        const int wanted = std::max({positions, 2 * have, firstRopePositions});
        rope_.resize(static_cast<std::size_t>(wanted) * static_cast<std::size_t>(args_.headDim));
        for (int p = have; p < wanted; ++p)
            for (int i = 0; i < args_.headDim; i += 2) {
                const double angle = p * std::pow(static_cast<double>(model_.ropeTheta),
                                                  -static_cast<double>(i) / args_.headDim);
                float *to = rope_.data() + static_cast<std::int64_t>(p) * args_.headDim + i;
                to[0] = static_cast<float>(std::cos(angle));
                to[1] = static_cast<float>(std::sin(angle));
            }
    }

    /// Memory for the largest call so far; padding is zero from the beginning and stays so.
    void reserve(int threads)
    {
        if (context_ <= reservedContext_ && threads <= reservedThreads_)
            return;
        const std::int64_t width = kernels_.width;
        reservedThreads_ = std::max(threads, reservedThreads_);
        reservedContext_ = std::max(context_, 2 * reservedContext_);
        args_.paddedContext = roundedUp(reservedContext_ + 4, width);
        const std::int64_t attention = 3 * (args_.paddedContext + args_.paddedHead);
        const std::int64_t heads = std::int64_t{maxRows} * args_.headDim;
        const std::int64_t ffn = 2 * maxRows * (roundedUp(args_.ffnDim, 8) + width);
        scratchFloats_ = roundedUp(std::max({attention, heads, ffn}), 2 * width);
        residual_ = Tensor({maxRows, args_.dim});
        query_ = Tensor({maxRows, args_.heads, args_.paddedHead});
        attention_ = Tensor({maxRows, args_.paddedQ});
        activation_ = Tensor({maxRows, args_.paddedFfn});
        normed_ = Tensor({reservedThreads_, maxRows, args_.paddedDim});
        scratch_ = Tensor({reservedThreads_, scratchFloats_});
        if (args_.quantized) {
            inputBytes_ =
                roundedUp(cpu::quantizedScratchFloats(widest()) * static_cast<std::int64_t>(sizeof(float)) +
                              cpu::quantizedInputBytes(forms_, maxRows, widest()),
                          64);
            inputs_ = Tensor({reservedThreads_ * inputBytes_}, DType::U8);
        }
        args_.residual = residual_.f32();
        args_.query = query_.f32();
        args_.attention = attention_.f32();
        args_.activation = activation_.f32();
    }

    const cpu::DecodeKernels &kernels_;
    const cpu::QuantizedKernels &quantized_;
    DecodeModel model_;
    std::int64_t weights_ = 0;
    std::vector<cpu::DecodeLayerArgs> layers_;
    std::deque<std::vector<cpu::DecodePartArgs>> parts_; ///< by product
    unsigned forms_ = 0;
    std::int64_t inputBytes_ = 0;
    Tensor inputs_; ///< per thread: scratch and input of products with quantized matrices
    std::vector<cpu::DecodeRunArgs> runs_;
    std::vector<std::size_t> starts_;
    std::vector<cpu::DecodeRowArgs> rows_;
    std::vector<float> rope_; ///< [positions][headDim / 2][cos, sin]
    cpu::DecodeArgs args_ = {};
    std::unique_ptr<ChunkTeam> team_;
    std::int64_t scratchFloats_ = 0;
    int context_ = 0, reservedContext_ = 0, reservedThreads_ = 0;
    Tensor residual_, query_, attention_, activation_, normed_, scratch_;
};

} // namespace

std::unique_ptr<DecodeStep> makeDecodeStep(const Backend &backend, DecodeModel model)
{
    const std::string name = backend.name();
    if (model.dtype != DType::F32 && model.dtype != DType::BF16)
        return nullptr;
    if (name == "cpu-avx512")
        return std::make_unique<CpuDecodeStep>(cpu::avx512Decode(), cpu::quantizedKernels("avx512"),
                                               std::move(model));
    if (name == "cpu-avx2")
        return std::make_unique<CpuDecodeStep>(cpu::avx2Decode(), cpu::quantizedKernels("avx2"),
                                               std::move(model));
    if (name == "cpu-generic")
        return std::make_unique<CpuDecodeStep>(cpu::genericDecode(), cpu::quantizedKernels("generic"),
                                               std::move(model));
    return nullptr;
}

} // namespace mureum::engine
