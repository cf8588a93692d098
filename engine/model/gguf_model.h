#pragma once
#include "engine/model/model.h"

namespace mureum::engine {

class GgufReader;

/// A model of architecture "llama" from a GGUF file. Throws Error.
Model readGgufModel(const GgufReader &reader, LoadAs as);

} // namespace mureum::engine
