#pragma once

#include <cstdint>
#include <vector>

namespace mureum::engine {

/// A run of tokens in a packed batch. Within a segment attention is causal; a segment with a parent
/// also sees the whole parent. Segments do not overlap; a parent lies before its branches and has no
/// parent itself.
struct Segment
{
    int begin = 0;
    int length = 0;
    int parent = -1; ///< index of the segment visible as a whole before the own tokens, or -1
};

/// Throws Error unless the segments lie inside [0, tokens), do not overlap and parents are valid.
void validateSegments(const std::vector<Segment> &segments, int64_t tokens);

} // namespace mureum::engine
