#include "engine/backend/segments.h"

#include "engine/core/error.h"

#include <string>

namespace mureum::engine {

void validateSegments(const std::vector<Segment> &segments, int64_t tokens)
{
    int64_t end = 0;
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const Segment &s = segments[i];
        const std::string where = "segment " + std::to_string(i) + ": ";
        if (s.length <= 0 || s.begin < end || s.begin > tokens - s.length)
            throw Error(where + "begin " + std::to_string(s.begin) + ", length " + std::to_string(s.length) +
                        " must follow the segment before it and lie inside " + std::to_string(tokens) +
                        " tokens");
        end = static_cast<int64_t>(s.begin) + s.length;
        if (s.parent == -1)
            continue;
        if (s.parent < 0 || s.parent >= static_cast<int>(i))
            throw Error(where + "parent " + std::to_string(s.parent) + " must be an earlier segment or -1");
        if (segments[static_cast<std::size_t>(s.parent)].parent != -1)
            throw Error(where + "its parent is itself a branch; branches go one level deep");
    }
}

} // namespace mureum::engine
