#include "datasets/importers/plan.h"
#include "datasets/importers/dialect.h"
#include "datasets/importers/golds.h"
#include "datasets/schema/ddl_tokens.h"
#include "datasets/text/fold.h"
#include "datasets/text/fnv.h"

#include <fmt/format.h>

#include <algorithm>

namespace mureum::datasets {

namespace fs = std::filesystem;

namespace {

bool isPlainName(const std::string &id)
{
    return !id.empty() && id != "." && id != ".." && id.size() <= 120 &&
           std::none_of(id.begin(), id.end(),
                        [](char c) { return c == '/' || c == '\\' || (c >= 0 && c < ' '); });
}

/// Letters, digits and _ of a table's name, at most 40 bytes.
std::string plainPart(const std::string &name)
{
    std::string out;
    for (const char32_t c : toCodePoints(name)) {
        const bool kept = c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                          (c >= 'a' && c <= 'z') || c == '_';
        const std::string letter = toUtf8(std::u32string(1, c));
        if (kept && out.size() + letter.size() <= 40)
            out += letter;
    }
    return out.empty() ? "tables" : out;
}

/// Only these describe a schema and its rows; PRAGMA, ATTACH, VACUUM INTO and the like are not run.
bool onlyDescribes(std::string_view ddl)
{
    for (const std::string &statement : splitStatements(ddl)) {
        auto tokens = tokenizeDdl(statement.substr(0, 4096));
        const auto first = std::find_if(tokens.begin(), tokens.end(),
                                        [](const DdlToken &token) { return token.kind != DdlKind::Comment; });
        if (first != tokens.end() && !first->is("CREATE") && !first->is("INSERT"))
            return false;
    }
    return true;
}

class Planner
{
public:
    Planner(ReadDataset &dataset, const ImportOptions &options) : dataset_(dataset)
    {
        if (!options.databases.empty())
            folders_.push_back(options.databases);
        folders_.insert(folders_.end(), dataset.databaseFolders.begin(), dataset.databaseFolders.end());
    }

    ImportPlan run()
    {
        for (ReadFile &file : dataset_.files)
            assignFile(file);
        for (const ImportProblem &problem : dataset_.problems)
            plan_.problems.push_back(problem);
        return std::move(plan_);
    }

private:
    void assignFile(ReadFile &file)
    {
        std::vector<Example> kept;
        for (Example &example : file.examples) {
            try {
                assign(example);
                kept.push_back(std::move(example));
            } catch (const Error &error) {
                file.bad.push_back({example.line, error.what()});
            }
        }
        file.examples = std::move(kept);
        std::stable_sort(file.bad.begin(), file.bad.end(),
                         [](const BadLine &a, const BadLine &b) { return a.line < b.line; });
        for (const BadLine &bad : file.bad)
            plan_.problems.push_back({file.path.filename().string(), bad.line, bad.reason});
    }

    void assign(Example &example)
    {
        if (!example.databaseId.empty() && !isPlainName(example.databaseId))
            throw Error(fmt::format("\"{}\" is not a database id; it must be a plain file name",
                                    example.databaseId.substr(0, 60)));
        if (!example.context.empty() && !haveFile(example.databaseId)) {
            example.databaseId = fromContext(example);
            example.context.clear();
        }
        const auto [place, fresh] = plan_.databases.try_emplace(example.databaseId);
        if (fresh && !locate(example.databaseId, place->second)) {
            plan_.databases.erase(place);
            plan_.missing.insert(example.databaseId);
            return;
        }
        PlannedDatabase &database = place->second;
        database.golds.insert(database.golds.end(), example.queries.begin(), example.queries.end());
    }

    bool haveFile(const std::string &id)
    {
        if (id.empty())
            return false;
        const auto [place, fresh] = files_.try_emplace(id);
        for (const fs::path &folder : folders_) {
            if (!fresh || !place->second.empty())
                break;
            try {
                place->second = databaseFile(folder, id);
            } catch (const Error &) {
                // Looked for in the next folder.
            }
        }
        return !place->second.empty();
    }

    bool locate(const std::string &id, PlannedDatabase &database)
    {
        if (const auto content = dataset_.contents.find(id); content != dataset_.contents.end()) {
            database.content = content->second;
            return true;
        }
        if (haveFile(id)) {
            database.file = files_[id];
            return true;
        }
        const auto schema = dataset_.schemas.find(id);
        if (schema == dataset_.schemas.end())
            return false;
        database.tables = parseDdl(schema->second);
        database.content = [ddl = schema->second] { return DatabaseContent{ddl, {}, {}}; };
        plan_.problems.push_back(
            {{}, 0, fmt::format("database \"{}\" has no file; it is made from tables.json", id)});
        return true;
    }

    /// The database made of the example's context.
    std::string fromContext(const Example &example)
    {
        const std::string text = nfc(example.context);
        const auto [known, fresh] = byContext_.try_emplace(text);
        if (!fresh) {
            if (known->second.empty())
                throw Error(unreadable);
            return known->second;
        }
        TranslatedDdl translated = translateDdl(text);
        if (translated.tables.empty())
            throw Error(unreadable);
        const bool native = translated.native && onlyDescribes(text) && runsInSqlite(text);
        DatabaseContent content;
        content.ddl = native ? text : sqliteDdl(translated.tables);
        if (!native)
            content.statements = translated.statements;
        std::string id = example.databaseId;
        if (id.empty() || plan_.databases.contains(id) || plan_.missing.contains(id))
            id = fmt::format("{}_{:012x}", id.empty() ? plainPart(translated.tables.front().name) : id,
                             Fnv1a::of(text) & 0xFFFFFFFFFFFFULL);
        PlannedDatabase &database = plan_.databases[id];
        if (translated.statements.empty())
            database.tables = std::move(translated.tables);
        database.content = [content = std::move(content)] { return content; };
        known->second = id;
        return id;
    }

    static constexpr const char *unreadable = "its context holds no CREATE TABLE statement that can be read";

    ReadDataset &dataset_;
    std::vector<fs::path> folders_;
    ImportPlan plan_;
    std::map<std::string, fs::path> files_;
    std::map<std::string, std::string> byContext_; ///< empty id: cannot be read
};

} // namespace

ImportPlan planImport(ReadDataset &dataset, const ImportOptions &options)
{
    return Planner(dataset, options).run();
}

} // namespace mureum::datasets
