#pragma once

#include <stdexcept>

namespace mureum::engine {

/// The one exception type of the engine. The text is one line: what went wrong, where (file, tensor,
/// shapes or byte offset), and what to do.
class Error : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

} // namespace mureum::engine
