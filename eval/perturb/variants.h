#pragma once
#include <cstdint>
#include <filesystem>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace mureum::eval {

/// Perturbed copies of one database.
struct Variants
{
    std::vector<std::filesystem::path> files;
    std::vector<std::string> notes; ///< tables left as they were or left out, and why
};

/// Makes and keeps perturbed copies of databases (perturb.h): the idea of Zhong, Yu and Klein 2020 (Semantic
/// Evaluation for Text-to-SQL with Distilled Test Suites), with rows drawn from the database's own instead of
/// a fuzzer's.
///
/// A set of copies is made once, in a folder below `cache` that is named after the content of the database,
/// what right answers look for in it, the seed and the version of this code, and is renamed into place whole:
/// a killed process leaves no half of it, and two processes do not meet. The cache may be deleted at any
/// time. Thread-safe.
class VariantStore
{
public:
    VariantStore(std::filesystem::path cache, std::uint64_t seed = 1, int count = 5);

    /// `queries`: every right answer asked of this database. The original is only read. Throws
    /// datasets::Error where it cannot be read or the cache cannot be written.
    std::shared_ptr<const Variants> of(const std::filesystem::path &database,
                                       const std::vector<std::string> &queries);

    int count() const { return count_; }
    std::uint64_t seed() const { return seed_; }

private:
    std::shared_ptr<const Variants> make(const std::filesystem::path &database,
                                         const std::vector<std::string> &queries) const;

    std::filesystem::path cache_;
    std::uint64_t seed_;
    int count_;
    std::mutex mutex_;
    std::map<std::filesystem::path, std::shared_future<std::shared_ptr<const Variants>>> known_;
};

} // namespace mureum::eval
