#pragma once

#include "engine/model/adapter.h"

#include <cmath>
#include <random>

/// Made-up models and adapters for the adapters' tests.
namespace mureum::engine::adapter_test {

inline Tensor randomTensor(std::vector<int64_t> shape, std::mt19937 &random, float deviation)
{
    std::normal_distribution<float> normal;
    Tensor tensor(std::move(shape));
    for (int64_t i = 0; i < tensor.elements(); ++i)
        tensor.f32()[i] = deviation * normal(random);
    return tensor;
}

inline Model randomModel(const ModelConfig &config, unsigned seed = 1)
{
    Model model;
    model.config = config;
    model.name = "tiny";
    std::mt19937 random(seed);
    for (const TensorSpec &spec : expectedTensors(config)) {
        Tensor tensor =
            randomTensor(spec.shape, random,
                         spec.shape.size() == 1 ? 0.1F : 1.0F / std::sqrt(static_cast<float>(spec.shape[1])));
        if (spec.shape.size() == 1)
            for (int64_t i = 0; i < tensor.elements(); ++i)
                tensor.f32()[i] += 1.0F;
        model.tensors.emplace(spec.name, tensor);
    }
    return model;
}

/// Neither A nor B is zero.
inline Adapter randomAdapter(const Model &model, AdapterConfig config, unsigned seed = 2, float size = 0.3F)
{
    Adapter adapter;
    adapter.config = std::move(config);
    adapter.base = model.name;
    std::mt19937 random(seed);
    for (const AdapterSpec &spec : adapterSpecs(adapter.config, model.config)) {
        adapter.tensors.emplace(spec.tensor + ".lora_a",
                                randomTensor({adapter.config.rank, spec.inputs}, random,
                                             1.0F / std::sqrt(static_cast<float>(spec.inputs))));
        adapter.tensors.emplace(spec.tensor + ".lora_b",
                                randomTensor({spec.outputs, adapter.config.rank}, random, size));
    }
    return adapter;
}

inline AdapterConfig smallAdapter(bool head = false)
{
    AdapterConfig config;
    config.rank = 3;
    config.alpha = 5;
    if (head)
        config.targets.emplace_back("lm_head");
    return config;
}

} // namespace mureum::engine::adapter_test
