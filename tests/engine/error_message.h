#pragma once
#include "engine/core/error.h"

#include <functional>
#include <string>

/// What the action's Error says; empty where it throws none.
inline std::string messageOf(const std::function<void()> &action)
{
    try {
        action();
    } catch (const mureum::engine::Error &error) {
        return error.what();
    }
    return {};
}

inline bool mentions(const std::string &text, const std::string &part)
{
    return text.find(part) != std::string::npos;
}
