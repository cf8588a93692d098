#pragma once
#include "datasets/examples/example.h"

#include <nlohmann/json.hpp>

#include <functional>
#include <string_view>
#include <vector>

namespace mureum::datasets {

/// Reads JSON lines, or one JSON array where the text begins with [, element by element: `visit` gets the
/// line an element begins on and may end it by returning false. What is not JSON, nested deeper than 64
/// levels or longer than 64 MiB is reported and left out; the elements of a truncated array before the cut
/// are read.
void forEachJson(std::string_view text, std::vector<BadLine> &bad,
                 const std::function<bool(std::size_t line, nlohmann::json &element)> &visit);

} // namespace mureum::datasets
