#pragma once
#include <string>

// Keys of remote servers. They come through the environment only: arguments can be read by everybody on the
// machine (ps), files stay. A desktop that keeps keys in the keyring sets the variable for its child process.

namespace mureum::app {

/// The variable a key is looked for in where no other is named.
constexpr const char *apiKeyVariable = "MUREUM_API_KEY";

/// The key in `variable`, blanks around it taken off. `variable` empty: that of apiKeyVariable, or no key
/// where it is not set. Throws UsageError where a named variable is not set or empty, without repeating the
/// name: it may be the key itself, given by mistake.
std::string apiKeyFromEnvironment(const std::string &variable);

} // namespace mureum::app
