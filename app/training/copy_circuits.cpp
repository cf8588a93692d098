#include "app/training/copy_circuits.h"

#include "datasets/slots/symbols.h"

#include <cmath>
#include <random>
#include <string>
#include <vector>

namespace mureum::app {
namespace {

// The residual stream is laid out by dimension. With a separate output matrix a pointer's code comes in at `seen` and is
// predicted from `said`, so that no token predicts itself.
constexpr int codeSize = 32;
constexpr int seen = 0;            ///< code of a pointer, as embedded
constexpr int said = codeSize;     ///< code of the pointer that should come next
constexpr int told = 2 * codeSize; ///< code of the pointer just before
constexpr int everyToken = 3 * codeSize, column = everyToken + 1, table = everyToken + 2, value = everyToken + 3,
              keyword = everyToken + 4, free = everyToken + 5; ///< from `free` on: what makes words differ

class Wiring
{
public:
    Wiring(const engine::ModelConfig &config, std::uint64_t seed, engine::TensorMap &tensors)
        : config_(config), tensors_(tensors), random_(seed), dim_(static_cast<std::size_t>(config.dim)),
          group_(config.heads / config.kvHeads)
    {
    }

    void embeddings(const eval::SlotTokens &slots, int answerToken)
    {
        float *in = data("token_embd.weight"), *out = data("output.weight");
        for (int token = 0; token < config_.vocabSize; ++token, in += dim_, out += dim_) {
            for (std::size_t j = 0; j < dim_; ++j) {
                in[j] = j < free ? 0.0f : 0.08f * normal();
                out[j] = 0.02f * normal();
            }
            in[everyToken] = 1.0f;
            const int symbol = slots.symbol(token);
            const int kind = kindOf(symbol, token == answerToken);
            if (kind < 0)
                continue;
            in[kind] = 0.7f;
            if (symbol >= 0)
                out[keyword] = 1.5f;
            if (kind == keyword)
                continue;
            for (int i = 0; i < codeSize; ++i) {
                const float code = random_() % 2 ? 0.15f : -0.15f;
                in[seen + i] = code;
                out[said + i] = code;
            }
        }
    }

    /// Query heads of one key head look 1, 2, ... tokens back: rotary phases that agree at that distance only.
    void lookBack(int layer, int kvHead, const std::vector<int> &distances)
    {
        constexpr int pairs = 6; // the fast ones
        constexpr float gain = 0.55f;
        for (int j = 0; j < pairs; ++j)
            set(layer, "attn_k", kvHead, 2 * j, everyToken, gain);
        for (int i = 0; i < group_; ++i)
            for (int j = 0; j < pairs; ++j) {
                const int distance = distances[static_cast<std::size_t>(i) % distances.size()];
                const double angle = distance * std::pow(static_cast<double>(config_.ropeTheta), -2.0 * j / config_.headDim);
                set(layer, "attn_q", kvHead * group_ + i, 2 * j, everyToken, gain * static_cast<float>(std::cos(angle)));
                set(layer, "attn_q", kvHead * group_ + i, 2 * j + 1, everyToken, -gain * static_cast<float>(std::sin(angle)));
            }
        carry(layer, kvHead, seen, told, 0.2f);
    }

    /// Attends to tokens equal to its own, by the slow rotary pairs, which keep their phase over a prompt.
    void matchEqual(int layer, int kvHead)
    {
        constexpr float gain = 2.0f;
        constexpr int first = 12;
        for (int r = first; r < config_.headDim; ++r) {
            std::vector<float> direction(dim_, 0.0f);
            float norm = 0;
            for (std::size_t j = free; j < dim_; ++j)
                norm += (direction[j] = normal()) * direction[j];
            for (std::size_t j = free; j < dim_; ++j) {
                const float weight = gain * direction[j] / std::sqrt(norm);
                set(layer, "attn_k", kvHead, r, static_cast<int>(j), weight);
                for (int i = 0; i < group_; ++i)
                    set(layer, "attn_q", kvHead * group_ + i, r, static_cast<int>(j), weight);
            }
        }
        carry(layer, kvHead, told, said, 0.5f);
    }

    /// Words of the answer attend to pointers of one kind for each query head, those of the question before those of the
    /// schema: a rotary pair with a period of about 200 tokens prefers what is near.
    void attendToPointers(int layer, int kvHead, const std::vector<int> &kinds)
    {
        constexpr float gain = 0.9f, nearGain = 0.5f;
        constexpr int nearPair = 4;
        set(layer, "attn_k", kvHead, 2 * nearPair, everyToken, nearGain);
        for (std::size_t i = 0; i < kinds.size(); ++i)
            set(layer, "attn_k", kvHead, config_.headDim - 2 - 2 * static_cast<int>(i), kinds[i], gain);
        for (int i = 0; i < group_; ++i) {
            const int which = static_cast<int>(static_cast<std::size_t>(i) % kinds.size());
            set(layer, "attn_q", kvHead * group_ + i, 2 * nearPair, everyToken, nearGain);
            set(layer, "attn_q", kvHead * group_ + i, config_.headDim - 2 - 2 * which, keyword, gain);
        }
        carry(layer, kvHead, seen, said, 0.6f);
    }

    /// Before anything is wired: what heads are drawn with stays as a weak background.
    void quieten(int layer, int kvHead)
    {
        auto scale = [&](const char *name, int head) {
            float *rows = data(block(layer, name)) + static_cast<std::size_t>(head * config_.headDim) * dim_;
            for (std::size_t i = 0; i < static_cast<std::size_t>(config_.headDim) * dim_; ++i)
                rows[i] *= 0.1f;
        };
        scale("attn_k", kvHead);
        for (int i = 0; i < group_; ++i)
            scale("attn_q", kvHead * group_ + i);
    }

private:
    static int kindOf(int symbol, bool answerToken)
    {
        if (answerToken || (symbol >= 0 && symbol < datasets::symFixedCount))
            return keyword;
        if (datasets::tableSlot(symbol) >= 0)
            return table;
        if (datasets::columnSlot(symbol) >= 0)
            return column;
        return datasets::valueSlot(symbol) >= 0 ? value : -1;
    }

    /// Sum of twelve uniforms: normal enough, the same everywhere.
    float normal()
    {
        double sum = -6;
        for (int i = 0; i < 12; ++i)
            sum += static_cast<double>(random_() >> 11) * 0x1.0p-53;
        return static_cast<float>(sum);
    }

    float *data(const std::string &name) { return tensors_.at(name).f32(); }
    static std::string block(int layer, const char *name) { return "blk." + std::to_string(layer) + "." + name + ".weight"; }

    void set(int layer, const char *name, int head, int r, int dimension, float weight)
    {
        data(block(layer, name))[static_cast<std::size_t>(head * config_.headDim + r) * dim_ + static_cast<std::size_t>(dimension)] = weight;
    }

    /// Values read the code at `from`, outputs add it at `to`.
    void carry(int layer, int kvHead, int from, int to, float weight)
    {
        float *output = data(block(layer, "attn_output"));
        const auto width = static_cast<std::size_t>(config_.qDim());
        for (int r = 0; r < codeSize; ++r) {
            for (std::size_t j = 0; j < dim_; ++j)
                set(layer, "attn_v", kvHead, r, static_cast<int>(j), 0.0f);
            set(layer, "attn_v", kvHead, r, from + r, 1.0f);
            for (int i = 0; i < group_; ++i) {
                const auto column_ = static_cast<std::size_t>((kvHead * group_ + i) * config_.headDim + r);
                for (std::size_t j = 0; j < dim_; ++j)
                    output[j * width + column_] = 0.0f;
                output[static_cast<std::size_t>(to + r) * width + column_] = weight;
            }
        }
    }

    const engine::ModelConfig &config_;
    engine::TensorMap &tensors_;
    std::mt19937_64 random_;
    std::size_t dim_;
    int group_;
};

} // namespace

void wireCopying(const engine::ModelConfig &config, const eval::SlotTokens &slots, int answerToken, std::uint64_t seed,
                 engine::TensorMap &tensors)
{
    if (config.layers < 4 || config.kvHeads < 4 || config.headDim != codeSize || config.dim < free + 64 || config.tiedEmbeddings)
        return;
    // Else the sum of eight layers' noise drowns what the wired heads say.
    for (auto &[name, tensor] : tensors)
        if (name.ends_with("attn_output.weight") || name.ends_with("ffn_down.weight"))
            for (std::int64_t i = 0; i < tensor.elements(); ++i)
                tensor.f32()[i] *= 0.1f;
    Wiring wiring(config, seed, tensors);
    wiring.embeddings(slots, answerToken);
    for (int kvHead : {0, 1}) {
        wiring.quieten(0, kvHead);
        wiring.lookBack(0, kvHead, kvHead == 0 ? std::vector{1, 2} : std::vector{3, 1});
    }
    for (int layer : {1, 2}) {
        wiring.quieten(layer, 0);
        wiring.matchEqual(layer, 0);
    }
    for (int layer : {2, 3}) {
        wiring.quieten(layer, 2);
        wiring.attendToPointers(layer, 2, {column});
        wiring.quieten(layer, 3);
        wiring.attendToPointers(layer, 3, {table, value});
    }
}

} // namespace mureum::app
