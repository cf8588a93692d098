#include "datasets/synth/synth.h"

#include "datasets/lexicon/lexicon.h"
#include "datasets/sql/analysis.h"
#include "datasets/sql/parser.h"
#include "datasets/synth/database.h"
#include "datasets/synth/derive.h"
#include "datasets/synth/invent.h"
#include "datasets/synth/shapes.h"

#include <chrono>
#include <fmt/format.h>
#include <set>

namespace mureum::datasets::synth {

namespace {

/// A word twice in a row gives a sentence away as made by a machine.
bool stutters(const std::string &text)
{
    std::string last;
    std::size_t at = 0;
    while (at < text.size()) {
        std::size_t end = text.find(' ', at);
        if (end == std::string::npos)
            end = text.size();
        std::string word = text.substr(at, end - at);
        bool letters = false;
        for (unsigned char c : word)
            letters = letters || std::isalpha(c) || c >= 0x80;
        for (char &c : word)
            c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        if (letters && word.size() > 1 && word == last)
            return true;
        last = word;
        at = end + 1;
    }
    return false;
}

/// Texts of the query as a question may hold them.
void collectLiterals(const sql::Query &query, std::vector<std::string> &out)
{
    sql::forEachExpr(query, [&](const sql::Expr &e) {
        if (e.kind != sql::ExprKind::String)
            return;
        std::string text = e.text;
        std::erase(text, '%');
        out.push_back(std::move(text));
    });
}

std::string levelOf(const sql::Query &query)
{
    return std::string(sql::name(sql::hardness(query)));
}

} // namespace

struct Synthesizer::Impl
{
    std::uint64_t seed;
    Grammar grammar;
    Lexicon lexicon;

    std::vector<Example> write(const World &world, std::uint64_t stream, int count,
                               const std::vector<std::string> &languages, const WordingOptions &options,
                               const std::stop_token &stop);
};

std::vector<Example> Synthesizer::Impl::write(const World &world, std::uint64_t stream, int count,
                                              const std::vector<std::string> &languages,
                                              const WordingOptions &options, const std::stop_token &stop)
{
    Rng rng(seed, stream);
    Database database(world.file);
    std::vector<Example> out;
    std::set<std::string> seen;
    int empties = 0;
    std::vector<double> weights;
    for (const Shape &shape : allShapes())
        weights.push_back(shape.weight);
    // the mix of Spider's levels, each drawn before the question
    auto difficulty = [&] {
        static const std::vector<std::string> levels = {"easy", "medium", "hard", "extra"};
        return levels[rng.weighted({35, 33, 21, 11})];
    };
    std::string wanted = difficulty();
    int misses = 0;
    for (int tries = 0; static_cast<int>(out.size()) < count && tries < count * 200 && !stop.stop_requested();
         ++tries) {
        try {
            Drawer drawer(world, grammar, rng);
            const Shape &shape = allShapes()[rng.weighted(weights)];
            Drawn drawn = shape.draw(drawer);
            if (levelOf(drawn.query) != wanted && ++misses < 60)
                continue;
            settleNames(drawn.query, rng.chance(0.6) ? JoinStyle::Aliases : JoinStyle::TableNames);
            std::string query = sql::print(drawn.query);
            std::string language = rng.pick(languages);
            if (!seen.insert(language + query).second)
                continue;
            Database::Answer answer = database.run(query);
            if (!answer.ran)
                continue;
            if (!answer.telling || (drawn.query.limit && answer.firstCell.empty())) {
                if (empties + 1 > options.emptyShare * count)
                    continue;
                ++empties;
            }
            Lang lang = language == "ko" ? Lang::Ko : Lang::En;
            std::string question;
            Register reg = static_cast<Register>(rng.weighted(grammar.registerWeights()));
            for (int draws = 0; draws < 12 && question.empty(); ++draws) {
                try {
                    Renderer renderer(grammar, world, lang, reg, rng);
                    question = drawn.say(renderer);
                    if (renderer.unknownNames() > 0 && !rng.chance(0.3)) {
                        question.clear();
                        break;
                    }
                    if (stutters(question) || question.find('{') != std::string::npos ||
                        question.size() > 400)
                        question.clear();
                } catch (const Skip &) {
                    if (draws == 5)
                        reg = Register::Imperative;
                }
            }
            if (question.empty())
                continue;
            std::vector<std::string> kept = drawn.literals;
            collectLiterals(drawn.query, kept);
            if (rng.chance(options.noise))
                question = roughen(grammar, lang, reg, std::move(question), kept, rng);
            Example example;
            example.databaseId = world.schema.databaseId;
            example.question = std::move(question);
            example.query = query;
            example.queries = {query};
            example.difficulty = levelOf(drawn.query);
            example.language = language;
            if (!seen.insert(example.question).second)
                continue;
            out.push_back(std::move(example));
            wanted = difficulty();
            misses = 0;
        } catch (const Skip &) {
        }
    }
    return out;
}

Synthesizer::Synthesizer(std::uint64_t seed, const Resources &resources) : impl_(std::make_unique<Impl>())
{
    std::filesystem::path phrases = resources.phrases;
    if (std::filesystem::is_directory(phrases))
        phrases /= "phrases.json";
    impl_->seed = seed;
    impl_->grammar = Grammar::load(phrases);
    impl_->lexicon = Lexicon::load(resources.lexicon);
}

Synthesizer::~Synthesizer() = default;

std::vector<Example> Synthesizer::fromDatabase(const std::filesystem::path &file, int count,
                                               const std::vector<std::string> &languages,
                                               const WordingOptions &options, std::stop_token stop)
{
    World world = deriveWorld(impl_->lexicon, impl_->grammar, file);
    std::uint64_t stream = 1469598103934665603ULL; // FNV-1a of the name: databases do not share their draws
    for (unsigned char c : world.schema.databaseId)
        stream = (stream ^ c) * 1099511628211ULL;
    return impl_->write(world, stream, count, languages, options, stop);
}

std::vector<Example> Synthesizer::invent(std::uint64_t index, const std::filesystem::path &file, int count,
                                         const std::vector<std::string> &languages,
                                         const WordingOptions &options, std::stop_token stop)
{
    World world = inventWorld(impl_->lexicon, impl_->grammar, impl_->seed, index, file);
    return impl_->write(world, 2 * index + 1, count, languages, options, stop);
}

SynthReport synthesize(const SynthOptions &options,
                       const std::function<void(const SynthProgress &)> &progress, std::stop_token stop)
{
    if (options.languages.empty())
        throw Error("synth: no language given; use ko, en or ko,en");
    for (const std::string &language : options.languages)
        if (language != "ko" && language != "en")
            throw Error("synth: unknown language '" + language + "'; use ko, en or ko,en");
    if (options.count < 1)
        throw Error("synth: count must be at least 1");
    if ((options.invent > 0) == !options.database.empty())
        throw Error("synth: give either a database or a number of databases to invent");
    auto start = std::chrono::steady_clock::now();
    Synthesizer synthesizer(options.seed, options.resources);
    SynthReport report;
    std::vector<Example> all;
    auto add = [&](std::vector<Example> more) {
        ++report.databases;
        report.pairs += static_cast<int>(more.size());
        for (Example &e : more)
            all.push_back(std::move(e));
        if (progress)
            progress({report.databases, std::max(1, options.invent), report.pairs});
    };
    if (options.invent > 0) {
        std::error_code error;
        std::filesystem::create_directories(options.databases, error);
        if (error)
            throw Error(
                fmt::format("synth: cannot make folder {}: {}", options.databases.string(), error.message()));
        for (int i = 0; i < options.invent && !stop.stop_requested(); ++i) {
            std::filesystem::path file =
                options.databases / fmt::format("{}_{:06d}.sqlite", options.prefix, i + 1);
            add(synthesizer.invent(static_cast<std::uint64_t>(i) + 1, file, options.count, options.languages,
                                   options.wording, stop));
        }
    } else {
        add(synthesizer.fromDatabase(options.database, options.count, options.languages, options.wording,
                                     stop));
    }
    report.stopped = stop.stop_requested();
    if (all.empty() && !report.stopped)
        throw Error("synth: nothing could be asked about this database; it needs a table with rows");
    writeExamples(options.output, all);
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return report;
}

} // namespace mureum::datasets::synth
