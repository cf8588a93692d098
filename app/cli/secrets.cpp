#include "app/cli/secrets.h"

#include "app/cli/session.h"

#include <algorithm>
#include <cstdlib>

namespace mureum::app {

std::string apiKeyFromEnvironment(const std::string &variable)
{
    const char *value = std::getenv(variable.empty() ? apiKeyVariable : variable.c_str());
    std::string key = value ? value : "";
    constexpr const char *blank = " \t\r\n";
    key.erase(0, std::min(key.find_first_not_of(blank), key.size()));
    key.erase(key.find_last_not_of(blank) + 1);
    if (key.empty() && !variable.empty())
        throw UsageError(
            "--key-env: the environment variable it names is not set; give the name of a variable, "
            "not the key");
    return key;
}

} // namespace mureum::app
