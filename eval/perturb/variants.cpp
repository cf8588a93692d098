#include "eval/perturb/variants.h"

#include "datasets/error.h"
#include "datasets/schema/schema.h"
#include "datasets/text/write_file.h"
#include "eval/perturb/hints.h"
#include "eval/perturb/write_database.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>

namespace mureum::eval {

namespace fs = std::filesystem;
using datasets::Error;
using Json = nlohmann::ordered_json;

namespace {

/// Part of every key: raised whenever the same input gives other copies.
constexpr int generatorVersion = 2;

/// Two independent 64-bit sums (FNV-1a over words, with different primes) of a file or text.
class Digest
{
public:
    void add(const char *data, std::size_t size)
    {
        while (size > 0) {
            std::uint64_t word = 0;
            const std::size_t part = std::min(size, sizeof word);
            std::memcpy(&word, data, part);
            mix(word ^ (static_cast<std::uint64_t>(part) << 56));
            data += part;
            size -= part;
        }
    }
    void add(const std::string &text) { add(text.data(), text.size()); }
    /// False where the file cannot be read.
    bool addFile(const fs::path &file)
    {
        std::ifstream in(file, std::ios::binary);
        if (!in)
            return false;
        std::vector<char> block(1 << 20);
        while (in.read(block.data(), static_cast<std::streamsize>(block.size())), in.gcount() > 0)
            add(block.data(), static_cast<std::size_t>(in.gcount()));
        return !in.bad();
    }
    std::string text() const { return fmt::format("{:016x}{:016x}", a_, b_); }

private:
    void mix(std::uint64_t word)
    {
        a_ = (a_ ^ word) * 1099511628211ULL;
        a_ ^= a_ >> 29;
        b_ = (b_ ^ word) * 0x9E3779B97F4A7C15ULL;
        b_ ^= b_ >> 32;
    }
    std::uint64_t a_ = 14695981039346656037ULL, b_ = 0x6D75726575BULL;
};

std::optional<Variants> readManifest(const fs::path &folder, int count)
{
    std::ifstream in(folder / "manifest.json", std::ios::binary);
    if (!in)
        return std::nullopt;
    const Json manifest = Json::parse(in, nullptr, false);
    if (!manifest.is_object() || !manifest.contains("notes") || !manifest["notes"].is_array())
        return std::nullopt;
    Variants variants;
    for (int i = 0; i < count; ++i) {
        fs::path file = folder / fmt::format("{}.sqlite", i);
        std::error_code code;
        if (!fs::is_regular_file(file, code))
            return std::nullopt;
        variants.files.push_back(std::move(file));
    }
    for (const Json &note : manifest["notes"])
        if (note.is_string())
            variants.notes.push_back(note);
    return variants;
}

void sync(const fs::path &file)
{
    if (const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC); descriptor >= 0) {
        ::fsync(descriptor);
        ::close(descriptor);
    }
}

/// Removes what is left of a folder that was not finished.
struct Scratch
{
    fs::path folder;
    ~Scratch()
    {
        std::error_code ignored;
        fs::remove_all(folder, ignored);
    }
};

} // namespace

VariantStore::VariantStore(fs::path cache, std::uint64_t seed, int count)
    : cache_(std::move(cache)), seed_(seed), count_(count)
{
}

std::shared_ptr<const Variants> VariantStore::of(const fs::path &database,
                                                 const std::vector<std::string> &queries)
{
    std::promise<std::shared_ptr<const Variants>> promise;
    {
        std::unique_lock lock(mutex_);
        const auto found = known_.find(database);
        if (found != known_.end()) {
            const auto future = found->second;
            lock.unlock();
            return future.get();
        }
        known_.emplace(database, promise.get_future().share());
    }
    try {
        auto variants = make(database, queries);
        promise.set_value(variants);
        return variants;
    } catch (...) {
        promise.set_exception(std::current_exception());
        throw;
    }
}

std::shared_ptr<const Variants> VariantStore::make(const fs::path &database,
                                                   const std::vector<std::string> &queries) const
{
    const Hints hints = hintsOf(datasets::readSchema(database, {0, 0}), queries);
    Digest digest;
    if (!digest.addFile(database))
        throw Error(fmt::format("cannot read {}; check its permissions", database.string()));
    digest.addFile(database.string() + "-wal");
    digest.add(fmt::format("\n{} {} {}\n", generatorVersion, seed_, count_));
    digest.add(hints.fingerprint());
    const fs::path folder = cache_ / digest.text();
    if (auto variants = readManifest(folder, count_))
        return std::make_shared<Variants>(std::move(*variants));

    static std::atomic<unsigned> counter{0};
    const Scratch scratch{cache_ / fmt::format("{}.{}-{}.tmp", digest.text(), ::getpid(), counter++)};
    std::error_code code;
    fs::create_directories(scratch.folder, code);
    if (code)
        throw Error(fmt::format("cannot create {}: {}; choose another folder for perturbed databases",
                                scratch.folder.string(), code.message()));
    const SourceDatabase source = readSource(database, seed_);
    Variants variants;
    variants.notes = source.notes;
    for (int i = 0; i < count_; ++i) {
        const fs::path file = scratch.folder / fmt::format("{}.sqlite", i);
        for (const std::string &note : writeDatabase(file, source, perturb(source, hints, seed_, i)))
            if (std::find(variants.notes.begin(), variants.notes.end(), note) == variants.notes.end())
                variants.notes.push_back(note);
        sync(file);
        variants.files.push_back(folder / file.filename());
    }
    const Json manifest = {{"database", database.filename().string()},
                           {"version", generatorVersion},
                           {"seed", seed_},
                           {"variants", count_},
                           {"notes", variants.notes}};
    datasets::writeFileAtomically(scratch.folder / "manifest.json",
                                  manifest.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
    fs::rename(scratch.folder, folder, code);
    if (code) {
        // Another process was faster, and its copies are the same; or what lies there is incomplete.
        if (readManifest(folder, count_))
            return std::make_shared<Variants>(std::move(variants));
        fs::remove_all(folder, code);
        fs::rename(scratch.folder, folder, code);
        if (code && !readManifest(folder, count_))
            throw Error(fmt::format(
                "cannot write {}: {}; delete it, or choose another folder for perturbed databases",
                folder.string(), code.message()));
    }
    sync(cache_);
    return std::make_shared<Variants>(std::move(variants));
}

} // namespace mureum::eval
