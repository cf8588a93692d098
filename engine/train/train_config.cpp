#include "engine/train/train_config.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <numbers>

namespace mureum::engine {

namespace {

/// Reads fields of one object by name and remembers which ones it knows.
class FieldReader
{
public:
    FieldReader(const nlohmann::json &json, std::string what) : json_(json), what_(std::move(what))
    {
        if (!json.is_object())
            throw Error(what_ + ": expected a JSON object");
    }

    template <typename T>
    void read(const char *name, T &value)
    {
        known_.emplace_back(name);
        const auto found = json_.find(name);
        if (found == json_.end())
            return;
        const bool fits = std::is_same_v<T, bool>          ? found->is_boolean()
                          : std::is_same_v<T, std::string> ? found->is_string()
                          : std::is_floating_point_v<T>    ? found->is_number()
                                                           : found->is_number_integer();
        if (!fits)
            throw Error(what_ + ": field \"" + name + "\" has the wrong type: " + found->dump());
        value = found->template get<T>();
    }

    void finish() const
    {
        for (const auto &[name, value] : json_.items())
            if (std::find(known_.begin(), known_.end(), name) == known_.end())
                throw Error(what_ + ": unknown field \"" + name + "\"");
    }

private:
    const nlohmann::json &json_;
    std::string what_;
    std::vector<std::string> known_;
};

template <typename Config, typename Visit>
void visitTrain(Config &c, Visit visit)
{
    visit("steps", c.steps);
    visit("learningRate", c.learningRate);
    visit("minLearningRate", c.minLearningRate);
    visit("warmupSteps", c.warmupSteps);
    visit("beta1", c.beta1);
    visit("beta2", c.beta2);
    visit("epsilon", c.epsilon);
    visit("weightDecay", c.weightDecay);
    visit("clipNorm", c.clipNorm);
    visit("accumulation", c.accumulation);
    visit("batchTokens", c.batchTokens);
    visit("labelSmoothing", c.labelSmoothing);
    visit("precision", c.precision);
    visit("seed", c.seed);
    visit("checkpointEvery", c.checkpointEvery);
    visit("logEvery", c.logEvery);
    visit("evaluateEvery", c.evaluateEvery);
    visit("patience", c.patience);
    visit("threads", c.threads);
    visit("optimizer", c.optimizer);
    visit("spill", c.spill);
}

template <typename Config, typename Visit>
void visitModel(Config &c, Visit visit)
{
    visit("vocabSize", c.vocabSize);
    visit("dim", c.dim);
    visit("layers", c.layers);
    visit("heads", c.heads);
    visit("kvHeads", c.kvHeads);
    visit("headDim", c.headDim);
    visit("ffnDim", c.ffnDim);
    visit("contextLength", c.contextLength);
    visit("ropeTheta", c.ropeTheta);
    visit("normEpsilon", c.normEpsilon);
    visit("tiedEmbeddings", c.tiedEmbeddings);
}

} // namespace

void TrainConfig::validate() const
{
    const auto require = [](bool good, const char *text) {
        if (!good)
            throw Error(std::string("train config: ") + text);
    };
    const auto share = [](double value) { return value >= 0.0 && value < 1.0; };
    require(steps > 0, "steps must be positive");
    require(std::isfinite(learningRate) && learningRate > 0.0, "learningRate must be positive");
    require(minLearningRate >= 0.0 && minLearningRate <= learningRate,
            "minLearningRate must be 0 .. learningRate");
    require(warmupSteps >= 0, "warmupSteps must not be negative");
    require(share(beta1) && share(beta2), "beta1 and beta2 must be in [0, 1)");
    require(epsilon > 0.0, "epsilon must be positive");
    require(weightDecay >= 0.0 && std::isfinite(weightDecay), "weightDecay must not be negative");
    require(clipNorm >= 0.0, "clipNorm must not be negative");
    require(accumulation >= 1, "accumulation must be at least 1");
    require(batchTokens >= 1 && batchTokens <= (1 << 24), "batchTokens must be 1 .. 16777216");
    require(share(labelSmoothing), "labelSmoothing must be in [0, 1)");
    require(precision == "auto" || precision == "bf16" || precision == "fp32",
            "precision must be auto, bf16 or fp32");
    require(optimizer == "adamw" || optimizer == "muon", "optimizer must be adamw or muon");
    require(checkpointEvery >= 0 && logEvery >= 1,
            "checkpointEvery must not be negative, logEvery at least 1");
    require(evaluateEvery >= 0 && patience >= 0, "evaluateEvery and patience must not be negative");
    require(threads >= 0 && threads <= 4096, "threads must be 0 .. 4096");
}

double TrainConfig::learningRateAt(int64_t step) const
{
    if (step <= warmupSteps)
        return learningRate * static_cast<double>(step) / static_cast<double>(warmupSteps);
    const double done = static_cast<double>(step - warmupSteps) /
                        static_cast<double>(std::max<int64_t>(1, steps - warmupSteps));
    const double cosine = 0.5 * (1.0 + std::cos(std::numbers::pi * std::min(1.0, done)));
    return minLearningRate + (learningRate - minLearningRate) * cosine;
}

nlohmann::json toJson(const TrainConfig &config)
{
    nlohmann::json json = nlohmann::json::object();
    visitTrain(config, [&](const char *name, const auto &value) { json[name] = value; });
    return json;
}

TrainConfig trainConfigFromJson(const nlohmann::json &json)
{
    TrainConfig config;
    FieldReader reader(json, "train config");
    visitTrain(config, [&](const char *name, auto &value) { reader.read(name, value); });
    reader.finish();
    config.validate();
    return config;
}

nlohmann::json toJson(const ModelConfig &config)
{
    nlohmann::json json = nlohmann::json::object();
    visitModel(config, [&](const char *name, const auto &value) { json[name] = value; });
    return json;
}

ModelConfig modelConfigFromJson(const nlohmann::json &json)
{
    ModelConfig config;
    FieldReader reader(json, "model config");
    visitModel(config, [&](const char *name, auto &value) { reader.read(name, value); });
    reader.finish();
    config.validate();
    return config;
}

} // namespace mureum::engine
