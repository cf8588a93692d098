#pragma once
#include "engine/backend/cpu/quantized_kernels.h"

#include <cstdint>

namespace mureum::engine::cpu {

/// Cache rows of one layer-strided run, see KvRun.
struct DecodeRunArgs
{
    char *data;
    std::int64_t layerStride;
    std::int32_t length;
};

struct DecodeRowArgs
{
    std::int32_t token;
    std::int32_t visible;
    const DecodeRunArgs *runs; ///< of its sequence
    char *slot;                ///< its own cache row in layer 0
    std::int64_t slotStride;   ///< bytes between layers
    const float *rope;         ///< [headDim / 2][cos, sin]
};

struct DecodePartArgs
{
    QuantizedArgs args;
    const QuantizedKernel *kernel;
    std::int64_t begin; ///< its first output
};

struct DecodeProductArgs
{
    const void *dense; ///< null: parts
    const DecodePartArgs *parts;
    std::int32_t count;
    unsigned forms; ///< of the input, over all parts
};

struct DecodeLayerArgs
{
    const float *attentionNorm;
    DecodeProductArgs qkv, attentionOutput;
    const float *ffnNorm;
    DecodeProductArgs gateUp, down;
};

/// What a thread multiplies quantized matrices with: the phase's input, filled in where the chunk is its
/// first.
struct DecodeQuantizedWork
{
    QuantizedInput input;
    float *scratch;
};

/// Phases of a step: Embed, then the middle five for every layer, then Head. Within a phase every chunk may
/// run beside every other.
enum class DecodePhase { Embed, Project, Attend, AttentionOutput, GateUp, Down, Head };

/// Everything one decode step works on. "packed" buffers hold their rows in the order in which
/// the weights are unpacked (see decode_kernels.inl); padding is and stays zero.
struct DecodeArgs
{
    std::int32_t vocab, dim, ffnDim, heads, kvHeads, headDim, layers;
    float epsilon;
    bool bf16;
    bool quantized; ///< products are parts; then nothing is packed but queries
    bool int8Cache;
    void (*prepare)(const QuantizedInput &x, unsigned forms, std::int64_t rows, std::int64_t columns);
    const DecodeLayerArgs *layer;
    DecodeProductArgs embedding, head;
    const float *outputNorm;

    std::int32_t rows;
    const DecodeRowArgs *row;
    float *logits;

    float *residual;   ///< [rows][dim]
    float *query;      ///< packed [rows][heads][paddedHead], scaled
    float *attention;  ///< packed [rows][paddedQ]
    float *activation; ///< packed [rows][paddedFfn]
    std::int64_t paddedHead, paddedQ, paddedFfn, paddedDim, paddedContext;
};

/// One instruction set's step.
struct DecodeKernels
{
    std::int32_t width; ///< floats per vector; padded sizes are multiples of twice this
    /// One of `chunks` equal shares of a phase. Of the calling thread alone: normed, packed
    /// [rows][paddedDim], computed anew where `first`, and scratch.
    void (*run)(const DecodeArgs &args, DecodePhase phase, int layer, int chunk, int chunks, float *normed,
                float *scratch, bool first, const DecodeQuantizedWork &work);
};

const DecodeKernels &genericDecode();
const DecodeKernels &avx2Decode();
const DecodeKernels &avx512Decode();

} // namespace mureum::engine::cpu
