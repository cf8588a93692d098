#pragma once
#include "datasets/lexicon/lexicon.h"
#include "datasets/synth/grammar.h"
#include "datasets/synth/world.h"

#include <cstdint>
#include <filesystem>

namespace mureum::datasets::synth {

/// Composes a random database of related entities from the lexicon, writes it to `file` (through a temporary
/// name) and returns what it is about, rows read back. The same seed and index give the same database.
/// Throws Error where the file cannot be written.
World inventWorld(const Lexicon &lexicon, const Grammar &grammar, std::uint64_t seed, std::uint64_t index,
                  const std::filesystem::path &file);

} // namespace mureum::datasets::synth
