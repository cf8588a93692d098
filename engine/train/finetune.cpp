#include "engine/train/finetune.h"

#include "engine/core/error.h"
#include "engine/core/threads.h"
#include "engine/train/adapter_objective.h"
#include "engine/train/full_objective.h"
#include "engine/train/nf4_weights.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

namespace mureum::engine {

TrainConfig FinetuneConfig::adapterTraining()
{
    TrainConfig train;
    train.steps = 300;
    train.learningRate = 1e-3;
    train.minLearningRate = 1e-4;
    train.warmupSteps = 10;
    train.beta2 = 0.99;
    train.weightDecay = 0;
    train.batchTokens = 2048;
    train.checkpointEvery = 50;
    return train;
}

void FinetuneConfig::validate() const
{
    train.validate();
    if (tuning != "lora" && tuning != "qlora" && tuning != "full")
        throw Error("fine-tuning: tuning '" + tuning + "' is unknown; use lora, qlora or full");
    if (method != "sft" && method != "dpo")
        throw Error("fine-tuning: method '" + method + "' is unknown; use sft or dpo");
    if (method == "dpo" && tuning == "full")
        throw Error("fine-tuning: dpo compares with the base and needs an adapter; use tuning lora or qlora");
    if (!(beta > 0))
        throw Error("fine-tuning: beta must be above 0; 0.1 suits most");
    if (tuning != "full")
        adapter.validate();
}

AdapterConfig FinetuneConfig::trainedAdapter() const
{
    AdapterConfig trained = adapter;
    trained.baseRounding = tuning == "qlora" ? "nf4" : "";
    return trained;
}

nlohmann::json toJson(const FinetuneConfig &config)
{
    return {{"tuning", config.tuning},
            {"method", config.method},
            {"beta", config.beta},
            {"checkpointing", config.checkpointing},
            {"rank", config.adapter.rank},
            {"alpha", config.adapter.alpha},
            {"dropout", config.adapter.dropout},
            {"rslora", config.adapter.rankStabilized},
            {"targets", config.adapter.targets},
            {"train", toJson(config.train)}};
}

FinetuneConfig finetuneConfigFromJson(const nlohmann::json &json)
{
    if (!json.is_object())
        throw Error("fine-tuning: expected a JSON object");
    FinetuneConfig config;
    const nlohmann::json known = toJson(config);
    for (const auto &[name, value] : json.items())
        if (!known.contains(name))
            throw Error("fine-tuning: unknown field \"" + name + "\"");
    const auto read = [&](const char *name, auto &value) {
        if (!json.contains(name))
            return;
        try {
            value = json.at(name).get<std::decay_t<decltype(value)>>();
        } catch (const nlohmann::json::exception &) {
            throw Error(std::string("fine-tuning: field \"") + name +
                        "\" has the wrong type: " + json.at(name).dump());
        }
    };
    read("tuning", config.tuning);
    read("method", config.method);
    read("beta", config.beta);
    read("checkpointing", config.checkpointing);
    read("rank", config.adapter.rank);
    read("alpha", config.adapter.alpha);
    read("dropout", config.adapter.dropout);
    read("rslora", config.adapter.rankStabilized);
    read("targets", config.adapter.targets);
    if (json.contains("train")) {
        nlohmann::json train = toJson(config.train);
        if (!json["train"].is_object())
            throw Error("fine-tuning: field \"train\" must be an object");
        train.update(json["train"]);
        config.train = trainConfigFromJson(train);
    }
    config.validate();
    return config;
}

std::unique_ptr<Trainer> makeFinetuneTrainer(const Model &base, const FinetuneConfig &config,
                                             const std::filesystem::path &directory, bool resume,
                                             const Adapter *initial, std::shared_ptr<Backend> backend)
{
    config.validate();
    setThreadCount(config.train.threads);
    if (!backend)
        backend = makeCpuBackend();
    std::unique_ptr<TrainingObjective> objective;
    const AdapterConfig wanted = config.trainedAdapter();
    TensorMap start;
    if (config.tuning == "full") {
        objective = std::make_unique<FullObjective>(base.config, config.train, backend, config.checkpointing);
        start = base.tensors;
    } else {
        if (initial) {
            validateAdapter(*initial, base.config, "initial adapter");
            AdapterConfig theirs = initial->config;
            theirs.dropout = wanted.dropout; // dropout is a matter of training, not of the adapter
            if (!(theirs == wanted))
                throw Error("initial adapter: its rank, alpha, targets or rounding of the base are not those "
                            "asked for; use its own");
            start = initial->tensors;
        }
        const DType type = trainsInHalf(config.train, *backend) ? DType::BF16 : DType::F32;
        const AdapterTraining training{wanted, config.method == "dpo", config.beta, config.checkpointing};
        objective = std::make_unique<AdapterObjective>(base.config, makeBaseWeights(base, wanted, type),
                                                       training, config.train, backend);
    }
    return std::make_unique<Trainer>(std::move(objective), config.train, directory, resume, start, backend);
}

Adapter makeAdapter(const Model &base, const FinetuneConfig &config, const TensorMap &tensors,
                    std::string baseHash)
{
    Adapter adapter;
    adapter.config = config.trainedAdapter();
    for (const auto &[name, tensor] : tensors)
        adapter.tensors.emplace(name, tensor.to(DType::F32));
    adapter.base = base.name;
    adapter.baseHash = baseHash.empty() ? modelHash(base) : std::move(baseHash);
    validateAdapter(adapter, base.config, "adapter");
    return adapter;
}

} // namespace mureum::engine
