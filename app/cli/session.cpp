#include "app/cli/session.h"

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace mureum::app {

namespace {

std::string text(const nlohmann::ordered_json &document, int indent)
{
    return document.dump(indent, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

} // namespace

void printJson(const nlohmann::ordered_json &document)
{
    const std::string out = text(document, 2);
    std::fwrite(out.data(), 1, out.size(), stdout);
}

void printJsonLine(const nlohmann::ordered_json &event)
{
    const std::string out = text(event, -1);
    std::fwrite(out.data(), 1, out.size(), stdout);
    std::fflush(stdout);
}

void flushOutput()
{
    if (std::fflush(stdout) != 0 || std::ferror(stdout))
        throw UsageError(std::string("output: it could not be written (") + std::strerror(errno) +
                         "): free some space or write elsewhere");
}

} // namespace mureum::app
