#pragma once
#include "engine/model/model.h"

namespace mureum::engine {

class GgufReader;

/// A model of architecture "llama" from a GGUF file. Throws Error.
Model readGgufModel(const GgufReader &reader, LoadAs as);

/// `general.file_type` of a model most of whose weights are of this type: llama.cpp's numbers; ours have the type's.
std::uint32_t ggufFileType(const GgufTensorType &type);

} // namespace mureum::engine
