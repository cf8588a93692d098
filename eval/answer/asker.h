#pragma once
#include "datasets/schema/schema.h"
#include "eval/answer/links.h"
#include "eval/run/sql_runner.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace mureum::engine {
struct Adapter;
struct Model;
} // namespace mureum::engine

namespace mureum::eval {

struct AskOptions {
    int candidates = 6;  ///< beams that share the prompt; 1 is plain greedy
    bool run = true;     ///< execute candidates and return rows of the best
    RunLimits limits;
    double temperature = 0; ///< above 0: sampled instead of searched
    std::uint64_t seed = 0;
};

/// One answer the model considered, best first.
struct Candidate {
    std::string sql;
    double logProbability = 0; ///< of all its tokens, with a bonus for length that evens out long answers
    std::string error;         ///< what SQLite said, where it failed
    std::int64_t rows = -1;    ///< rows it gave (up to the cap); -1 where not run
};

struct AskTiming {
    double link = 0, prefill = 0, decode = 0, run = 0, total = 0; ///< seconds
    int promptTokens = 0, newTokens = 0;
};

struct AskResult {
    std::string sql; ///< the chosen answer; empty where none was found
    std::vector<Candidate> candidates;
    ResultSet result; ///< rows of `sql` where options.run
    std::string prompt;
    std::vector<Link> links;
    int tokenBudget = 0;
    AskTiming timing;
};

/// One question's way through the house: schema -> prompt -> model -> runner. One thread at a time.
class Asker
{
public:
    /// Loads a model file, quantized matrices as they are; `int8Cache`: keys and values in 8 bits. Throws engine::Error where it is missing, truncated or not ours to read.
    explicit Asker(const std::filesystem::path &model, int threads = 0, const std::filesystem::path &adapter = {},
                   bool int8Cache = false);
    /// A model in memory. Throws Error where it has no tokenizer.
    explicit Asker(std::shared_ptr<const engine::Model> model, int threads = 0, bool int8Cache = false);
    ~Asker();
    Asker(Asker &&) noexcept;

    /// Reads schema and value index. Throws datasets::Error. The previous database is let go.
    void openDatabase(const std::filesystem::path &file);
    const datasets::Schema &schema() const;
    std::string modelName() const;

    /// Answers with an adapter beside the model from now on; an empty path: the model alone. A folder is read once
    /// and kept, so that switching back costs nothing. Throws engine::Error where it does not fit the model.
    void useAdapter(const std::filesystem::path &folder);
    /// The same with one in memory, e.g. in the middle of its training; it replaces the one given so before.
    void useAdapter(const engine::Adapter &adapter);
    const engine::Model &model() const;
    /// What is doubtful about the adapter in use, for people: it was trained beside other weights. Empty: nothing.
    const std::string &adapterWarning() const;

    /// Throws Error for an empty or overlong (> 2,000 characters) question. `onSql` receives the whole SQL as far
    /// as it is known after every token, on the calling thread. A stop leaves result.sql as far as it came.
    AskResult ask(const std::string &question, const AskOptions &options = {},
                  const std::function<void(std::string_view)> &onSql = {}, std::stop_token stop = {});

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace mureum::eval
