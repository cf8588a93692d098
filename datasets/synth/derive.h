#pragma once
#include "datasets/lexicon/lexicon.h"
#include "datasets/synth/grammar.h"
#include "datasets/synth/world.h"

#include <filesystem>

namespace mureum::datasets::synth {

/// What any SQLite database is about, as far as its names, keys and values tell. Rows are read.
/// Throws Error where the file cannot be read.
World deriveWorld(const Lexicon &lexicon, const Grammar &grammar, const std::filesystem::path &file);

} // namespace mureum::datasets::synth
