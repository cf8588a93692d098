#pragma once
#include <stdexcept>
#include <string>

namespace mureum::datasets {

/// Bad input. The text says what, where and what to do, in one line, ready for `error: ...`.
class Error : public std::runtime_error
{
public:
    explicit Error(const std::string &message) : std::runtime_error(message) {}
};

} // namespace mureum::datasets
