#pragma once
#include <nlohmann/json.hpp>

#include <filesystem>
#include <stdexcept>
#include <stop_token>
#include <string>

namespace mureum::app {

/// The input cannot be worked on: `error: <text>` and exit code 2.
class UsageError : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// What main hands every command.
struct Session
{
    std::stop_token stop; ///< requested by Ctrl+C or SIGTERM
    int exitCode = 0;     ///< 1: the work ran, and its result is negative; 2 comes from exceptions only
};

/// One JSON document on stdout; bytes that are not UTF-8 become U+FFFD.
void printJson(const nlohmann::ordered_json &document);
/// The same on one line, flushed: an event of a long job.
void printJsonLine(const nlohmann::ordered_json &event);

/// Throws UsageError where stdout could not take everything (a full disk behind a redirection).
void flushOutput();

} // namespace mureum::app
