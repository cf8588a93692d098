#pragma once

#include "engine/core/tensor.h"

#include <filesystem>

namespace mureum::engine {

/// Zeroed F32 memory in a nameless file in `folder`, which the system moves to disk and back as it needs the
/// room; the file is gone with the last view. Its space is reserved at once: a full disk is an Error here,
/// nothing later.
Tensor spilledTensor(const std::filesystem::path &folder, std::vector<int64_t> shape);

} // namespace mureum::engine
