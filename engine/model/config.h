#pragma once

#include "engine/core/error.h"

#include <cmath>
#include <string>

namespace mureum::engine {

/// Dimensions of a Llama-family decoder (RMSNorm, interleaved RoPE, grouped-query attention, SwiGLU).
struct ModelConfig
{
    int vocabSize = 0;
    int dim = 0;
    int layers = 0;
    int heads = 0;
    int kvHeads = 0;
    int headDim = 0;
    int ffnDim = 0;
    int contextLength = 0;
    float ropeTheta = 10000.0F;
    float normEpsilon = 1e-5F;
    bool tiedEmbeddings = true;

    int qDim() const { return heads * headDim; }
    int kvDim() const { return kvHeads * headDim; }

    bool operator==(const ModelConfig &) const = default;

    /// Throws Error naming the first field that cannot be right.
    void validate() const
    {
        const auto require = [](bool good, const char *text) {
            if (!good)
                throw Error(std::string("model config: ") + text);
        };
        require(vocabSize > 0 && vocabSize <= (1 << 24), "vocabSize must be 1 .. 16777216");
        require(dim > 0 && dim <= (1 << 16), "dim must be 1 .. 65536");
        require(layers > 0 && layers <= 1024, "layers must be 1 .. 1024");
        require(heads > 0 && heads <= 1024, "heads must be 1 .. 1024");
        require(kvHeads > 0 && heads % kvHeads == 0, "heads must be a multiple of kvHeads");
        require(headDim > 0 && headDim <= 1024 && headDim % 2 == 0, "headDim must be even and at most 1024");
        require(ffnDim > 0 && ffnDim <= (1 << 20), "ffnDim must be 1 .. 1048576");
        require(contextLength > 0 && contextLength <= (1 << 24), "contextLength must be positive");
        require(std::isfinite(ropeTheta) && ropeTheta > 1.0F, "ropeTheta must be above 1");
        require(std::isfinite(normEpsilon) && normEpsilon > 0.0F, "normEpsilon must be above 0");
    }
};

} // namespace mureum::engine
