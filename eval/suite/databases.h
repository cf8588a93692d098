#pragma once
#include "datasets/examples/example.h"

#include <filesystem>
#include <map>
#include <mutex>
#include <string>

namespace mureum::eval {

/// Finds the database of an example; makes one of its context (DDL) where it names none. Thread-safe.
class Databases
{
public:
    explicit Databases(const std::filesystem::path &folder) : folder_(folder) {}
    /// Removes the databases it made.
    ~Databases();
    Databases(const Databases &) = delete;
    Databases &operator=(const Databases &) = delete;

    /// Throws datasets::Error where there is none or the DDL does not run.
    std::filesystem::path of(const datasets::Example &example);

private:
    std::filesystem::path make(const std::string &ddl);

    std::filesystem::path folder_;
    std::filesystem::path made_; ///< a temporary folder, empty until the first context
    std::mutex mutex_;
    std::map<std::string, std::filesystem::path> byContext_;
};

} // namespace mureum::eval
