#include "engine/train/memory_plan.h"

#include "engine/core/error.h"
#include "engine/core/threads.h"
#include "engine/quantize/nf4/nf4.h"
#include "engine/train/adapter_layout.h"
#include "engine/train/decoder.h"

#include <algorithm>
#include <fmt/format.h>

namespace mureum::engine {

namespace {

/// Code oneDNN generates, its scratch memory and the batches ahead: measured at several sizes, hardly varies.
constexpr int64_t programBytes = int64_t{20} << 20;

int64_t roundedUp(int64_t count, int64_t unit)
{
    return (count + unit - 1) / unit * unit;
}

/// Scratch of attention's kernels, one document as long as it may be, in every thread.
int64_t attentionScratch(const ModelConfig &model, int64_t rows, int threads)
{
    constexpr int64_t width = 16, blockRows = 48;
    const int64_t tokens = std::min<int64_t>(rows, model.contextLength), hp = roundedUp(model.headDim, width);
    const int64_t group = model.heads / model.kvHeads, columns = 2 * roundedUp(tokens, width);
    const int64_t floats =
        4 * tokens * group * hp + 4 * tokens * hp + 2 * model.headDim * columns + 2 * blockRows * columns;
    return floats * static_cast<int64_t>(sizeof(float)) * std::min(threads, model.kvHeads);
}

/// Elements of all layers' matrices and of embedding and head.
struct Sizes
{
    int64_t layers, tables, norms;
};

Sizes sizesOf(const ModelConfig &model)
{
    const int64_t dim = model.dim;
    const int64_t layer =
        dim * (int64_t{2} * model.qDim() + int64_t{2} * model.kvDim() + int64_t{3} * model.ffnDim);
    return {layer * model.layers, (model.tiedEmbeddings ? 1 : 2) * int64_t{model.vocabSize} * dim,
            dim * (2 * model.layers + int64_t{1})};
}

int64_t nf4Bytes(const ModelConfig &model, int64_t elements, int64_t size)
{
    const int64_t blocks = elements / Nf4Matrix::block;
    const int64_t largest = std::max(
        {int64_t{2} * model.ffnDim * model.dim, (model.qDim() + int64_t{2} * model.kvDim()) * model.dim});
    return elements / 2 + blocks + 4 * (blocks / Nf4Matrix::scaleBlock) + largest * size;
}

} // namespace

MemoryPlan planMemory(const ModelConfig &model, const FinetuneConfig &config, const PlanOptions &options)
{
    model.validate();
    config.validate();
    const int64_t size = options.half ? 2 : 4, rows = config.train.batchTokens;
    const int threads = options.threads > 0 ? options.threads : threadCount();
    const Sizes sizes = sizesOf(model);
    MemoryPlan plan;
    int64_t trained = 0;
    if (config.tuning == "full") {
        trained = ParameterLayout(model).total();
    } else {
        const AdapterLayout layout(model, config.adapter);
        trained = layout.total();
        const int64_t matrices =
            config.tuning == "qlora" ? nf4Bytes(model, sizes.layers, size) : sizes.layers * size;
        plan.frozen = matrices + sizes.tables * size + sizes.norms * 4;
        plan.activations +=
            LowRank::plannedBytes(model, layout, rows, TrainingDecoder::headRows(rows),
                                  options.half ? DType::BF16 : DType::F32, config.checkpointing);
    }
    plan.parameters = trained * (options.half ? 6 : 4);
    plan.gradients = trained * 4;
    (config.train.spill.empty() ? plan.moments : plan.spilled) = trained * 8;
    plan.activations += TrainingDecoder::plannedBytes(model, rows, options.half, config.checkpointing) +
                        attentionScratch(model, rows, threads);
    if (options.evaluates) {
        // Its weights, the adapted copy, and two prompts of the context's length.
        const int64_t adapted = config.tuning == "full" ? 0 : sizes.layers * size;
        plan.kv = (sizes.layers + sizes.tables) * size + adapted +
                  int64_t{2} * model.contextLength * model.layers * 2 * model.kvDim() * size;
    }
    plan.program = programBytes;
    return plan;
}

ProposedPlan proposePlan(const ModelConfig &model, const FinetuneConfig &wanted, int64_t limit,
                         int64_t longestExample, const PlanOptions &options, const std::string &spillFolder)
{
    ProposedPlan plan{wanted, planMemory(model, wanted, options), {}};
    const auto fits = [&] {
        plan.memory = planMemory(model, plan.config, options);
        return plan.memory.total() <= limit;
    };
    const auto shrinkBatch = [&] {
        FinetuneConfig &config = plan.config;
        const int64_t before = config.train.batchTokens;
        while (!fits() && config.train.batchTokens / 2 >= longestExample) {
            config.train.batchTokens /= 2;
            config.train.accumulation *= 2;
        }
        if (config.train.batchTokens != before)
            plan.changes.push_back(fmt::format("batches of {} tokens instead of {}, {} of them a step",
                                               config.train.batchTokens, before, config.train.accumulation));
    };
    if (fits())
        return plan;
    shrinkBatch();
    if (!fits() && !plan.config.checkpointing) {
        plan.config.checkpointing = true;
        plan.changes.emplace_back("activations computed twice (gradient checkpointing)");
    }
    if (!fits() && plan.config.tuning == "lora") {
        plan.config.tuning = "qlora";
        plan.changes.emplace_back("the base in NF4 (QLoRA)");
    }
    if (!fits() && plan.config.train.spill.empty() && !spillFolder.empty()) {
        plan.config.train.spill = spillFolder;
        plan.changes.emplace_back("the optimizer's moments in a file in " + spillFolder);
    }
    if (!fits())
        throw Error(fmt::format(
            "fine-tuning: {} MiB of memory do not suffice, {} MiB are needed at least; use a smaller "
            "model, a lower rank or shorter examples",
            limit >> 20, (plan.memory.total() >> 20) + 1));
    return plan;
}

} // namespace mureum::engine
