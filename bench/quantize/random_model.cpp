// Writes a model of random weights: something to measure memory and speed of storage types on at any size.
//
//   mureum-bench-random-model OUT.gguf TYPE [DIM LAYERS FFN VOCAB]
//
// The defaults make about 150 million parameters. Then: mureum-cli bench --model OUT.gguf

#include "engine/core/error.h"
#include "engine/model/model.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>

using namespace mureum::engine;

namespace {

constexpr int headDim = 64;

Tensor randomTensor(const std::vector<std::int64_t> &shape, std::minstd_rand &random)
{
    Tensor tensor(shape);
    if (shape.size() == 1) {
        for (std::int64_t i = 0; i < tensor.elements(); ++i)
            tensor.f32()[i] = 1.0F;
        return tensor;
    }
    // Sums of uniform numbers are normal enough, and quick.
    const float scale = 1.0F / std::sqrt(static_cast<float>(shape[1]));
    std::uniform_real_distribution<float> uniform(-1.0F, 1.0F);
    for (std::int64_t i = 0; i < tensor.elements(); ++i)
        tensor.f32()[i] = scale * (uniform(random) + uniform(random) + uniform(random));
    return tensor;
}

} // namespace

int main(int count, char **arguments)
{
    if (count != 3 && count != 7) {
        std::fprintf(stderr, "usage: %s OUT.gguf TYPE [DIM LAYERS FFN VOCAB]\n", arguments[0]);
        return 2;
    }
    try {
        const auto number = [&](int index, int fallback) {
            return count == 7 ? std::atoi(arguments[index]) : fallback;
        };
        Model model;
        model.config.dim = number(3, 1024);
        model.config.layers = number(4, 12);
        model.config.ffnDim = number(5, 2816);
        model.config.vocabSize = number(6, 8192);
        model.config.heads = model.config.dim / headDim;
        model.config.kvHeads = model.config.heads / 2;
        model.config.headDim = headDim;
        model.config.contextLength = 1024;
        model.config.validate();
        model.name = "random";
        std::minstd_rand random(1);
        for (const TensorSpec &spec : expectedTensors(model.config)) {
            const Tensor tensor = randomTensor(spec.shape, random);
            if (spec.shape.size() == 2 && !ggufType(arguments[2]).native)
                model.quantized.emplace(spec.name, quantizeMatrix(tensor, ggufType(arguments[2])));
            else
                model.tensors.emplace(spec.name, tensor);
        }
        saveModel(arguments[1], model, arguments[2]);
        std::printf("%.1f M parameters, %.1f MB of weights\n", static_cast<double>(model.parameters()) / 1e6,
                    static_cast<double>(model.weightBytes()) / 1e6);
    } catch (const Error &error) {
        std::fprintf(stderr, "error: %s\n", error.what());
        return 2;
    }
    return 0;
}
