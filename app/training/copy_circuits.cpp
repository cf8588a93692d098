#include "app/training/copy_circuits.h"

#include "datasets/slots/symbols.h"

#include <cmath>
#include <random>
#include <string>
#include <vector>

namespace mureum::app {
namespace {

using Vector = std::vector<float>;

class Wiring
{
public:
    Wiring(const engine::ModelConfig &config, std::uint64_t seed, engine::TensorMap &tensors)
        : config_(config), tensors_(tensors), random_(seed), dim_(static_cast<std::size_t>(config.dim))
    {
        everyToken_ = direction();
        column_ = direction();
        table_ = direction();
        value_ = direction();
        keyword_ = direction();
        // What heads carry: identities of tokens, nothing of the directions above.
        for (int i = 0; i < config.headDim; ++i)
            carried_.push_back(direction());
        for (int i = 0; i < 2 * config.headDim; ++i)
            matched_.push_back(direction());
    }

    void embeddings(const eval::SlotTokens &slots, int answerToken)
    {
        float *rows = data("token_embd.weight");
        for (int token = 0; token < config_.vocabSize; ++token) {
            float *row = rows + static_cast<std::size_t>(token) * dim_;
            addTo(row, everyToken_, 1.0f);
            const int symbol = slots.symbol(token);
            if (token == answerToken || (symbol >= 0 && symbol < datasets::symFixedCount))
                addTo(row, keyword_, kindWeight);
            else if (datasets::tableSlot(symbol) >= 0)
                addTo(row, table_, kindWeight);
            else if (datasets::columnSlot(symbol) >= 0)
                addTo(row, column_, kindWeight);
            else if (datasets::valueSlot(symbol) >= 0)
                addTo(row, value_, kindWeight);
        }
    }

    /// Query heads of one key head look 1, 2, ... tokens back: rotary phases that agree at that distance only.
    void lookBack(int layer, int kvHead, const std::vector<int> &distances)
    {
        constexpr int pairs = 6; // the fast ones
        constexpr float gain = 0.5f;
        clear(layer, "attn_k", kvHead, 0, 2 * pairs);
        for (int j = 0; j < pairs; ++j)
            addTo(row(layer, "attn_k", kvHead, 2 * j), everyToken_, gain);
        const int group = config_.heads / config_.kvHeads;
        for (int i = 0; i < group; ++i) {
            const int head = kvHead * group + i;
            const int distance = distances[static_cast<std::size_t>(i) % distances.size()];
            clear(layer, "attn_q", head, 0, 2 * pairs);
            for (int j = 0; j < pairs; ++j) {
                const double angle = distance * std::pow(static_cast<double>(config_.ropeTheta), -2.0 * j / config_.headDim);
                addTo(row(layer, "attn_q", head, 2 * j), everyToken_, gain * static_cast<float>(std::cos(angle)));
                addTo(row(layer, "attn_q", head, 2 * j + 1), everyToken_, -gain * static_cast<float>(std::sin(angle)));
            }
        }
        carry(layer, kvHead);
    }

    /// Attends to tokens equal to its own, by the slow rotary pairs, which keep their phase over a prompt.
    void matchEqual(int layer, int kvHead, int part)
    {
        constexpr float gain = 2.2f;
        const int first = 12;
        const int group = config_.heads / config_.kvHeads;
        clear(layer, "attn_k", kvHead, 0, config_.headDim);
        for (int r = first; r < config_.headDim; ++r)
            addTo(row(layer, "attn_k", kvHead, r), matched_[static_cast<std::size_t>(part * config_.headDim + r)], gain);
        for (int i = 0; i < group; ++i) {
            clear(layer, "attn_q", kvHead * group + i, 0, config_.headDim);
            for (int r = first; r < config_.headDim; ++r)
                addTo(row(layer, "attn_q", kvHead * group + i, r), matched_[static_cast<std::size_t>(part * config_.headDim + r)], gain);
        }
        carry(layer, kvHead);
    }

    /// Words of the answer attend to pointers of the kinds given, one query head each.
    void attendToPointers(int layer, int kvHead, const std::vector<const Vector *> &kinds)
    {
        constexpr float gain = 0.75f;
        // A rotary pair with a period of about 200 tokens: the question's pointers lie nearer than the schema's.
        constexpr float nearGain = 0.45f;
        constexpr int nearPair = 4;
        const int group = config_.heads / config_.kvHeads;
        addTo(row(layer, "attn_k", kvHead, 2 * nearPair), everyToken_, nearGain);
        for (int i = 0; i < group; ++i)
            addTo(row(layer, "attn_q", kvHead * group + i, 2 * nearPair), everyToken_, nearGain);
        for (std::size_t i = 0; i < kinds.size(); ++i) {
            const int slow = config_.headDim - 2 - 2 * static_cast<int>(i);
            addTo(row(layer, "attn_k", kvHead, slow), *kinds[i], gain);
            if (static_cast<int>(i) < group)
                addTo(row(layer, "attn_q", kvHead * group + static_cast<int>(i), slow), keyword_, gain);
        }
        for (int i = static_cast<int>(kinds.size()); i < group; ++i)
            addTo(row(layer, "attn_q", kvHead * group + i, config_.headDim - 2), keyword_, gain);
        carry(layer, kvHead);
    }

    const Vector &column() const { return column_; }
    const Vector &table() const { return table_; }
    const Vector &value() const { return value_; }

private:
    static constexpr float kindWeight = 0.7f;

    /// A unit vector at right angles to all before it.
    Vector direction()
    {
        Vector v(dim_);
        std::mt19937_64 &random = random_;
        for (float &x : v)
            x = static_cast<float>(static_cast<double>(random() >> 11) * 0x1.0p-53 - 0.5);
        for (const auto &other : taken_) {
            float dot = 0;
            for (std::size_t i = 0; i < dim_; ++i)
                dot += v[i] * other[i];
            for (std::size_t i = 0; i < dim_; ++i)
                v[i] -= dot * other[i];
        }
        float norm = 0;
        for (float x : v)
            norm += x * x;
        for (float &x : v)
            x /= std::sqrt(norm);
        taken_.push_back(v);
        return v;
    }

    float *data(const std::string &name) { return tensors_.at(name).f32(); }
    std::string block(int layer, const char *name) const { return "blk." + std::to_string(layer) + "." + name + ".weight"; }
    float *row(int layer, const char *name, int head, int r)
    {
        return data(block(layer, name)) + (static_cast<std::size_t>(head) * static_cast<std::size_t>(config_.headDim) + static_cast<std::size_t>(r)) * dim_;
    }
    void clear(int layer, const char *name, int head, int from, int to)
    {
        for (int r = from; r < to; ++r)
            for (std::size_t j = 0; j < dim_; ++j)
                row(layer, name, head, r)[j] *= 0.25f;
    }
    void addTo(float *row, const Vector &v, float weight) const
    {
        for (std::size_t j = 0; j < dim_; ++j)
            row[j] += weight * v[j];
    }

    /// Value and output of a key head pass on the carried part of what it attends to.
    void carry(int layer, int kvHead)
    {
        constexpr float back = 0.1f;
        const int group = config_.heads / config_.kvHeads;
        float *output = data(block(layer, "attn_output"));
        for (int r = 0; r < config_.headDim; ++r) {
            const auto &v = carried_[static_cast<std::size_t>(r)];
            for (std::size_t j = 0; j < dim_; ++j)
                row(layer, "attn_v", kvHead, r)[j] = v[j];
            for (int i = 0; i < group; ++i)
                for (std::size_t j = 0; j < dim_; ++j)
                    output[j * static_cast<std::size_t>(config_.qDim()) + static_cast<std::size_t>((kvHead * group + i) * config_.headDim + r)] = back * v[j];
        }
    }

    const engine::ModelConfig &config_;
    engine::TensorMap &tensors_;
    std::mt19937_64 random_;
    std::size_t dim_;
    std::vector<Vector> taken_;
    Vector everyToken_, column_, table_, value_, keyword_;
    std::vector<Vector> carried_, matched_;
};

} // namespace

void wireCopying(const engine::ModelConfig &config, const eval::SlotTokens &slots, int answerToken, std::uint64_t seed,
                 engine::TensorMap &tensors)
{
    if (config.layers < 4 || config.heads < 8 || config.kvHeads < 4 || config.dim < 128 || config.headDim < 32 ||
        config.dim < 3 * config.headDim + 8)
        return;
    Wiring wiring(config, seed, tensors);
    wiring.embeddings(slots, answerToken);
    wiring.lookBack(0, 0, {1, 2});
    wiring.lookBack(0, 1, {3, 1});
    wiring.matchEqual(1, 0, 0);
    wiring.matchEqual(2, 0, 1);
    for (int layer : {2, 3}) {
        wiring.attendToPointers(layer, 2, {&wiring.column()});
        wiring.attendToPointers(layer, 3, {&wiring.table(), &wiring.value()});
    }
}

} // namespace mureum::app
