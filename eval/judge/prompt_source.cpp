#include "eval/judge/prompt_source.h"

#include "datasets/error.h"
#include "datasets/examples/example.h"
#include "datasets/schema/schema.h"
#include "eval/answer/text_prompt.h"
#include "eval/remote/token_estimate.h"
#include "eval/run/sql_runner.h"

#include <fmt/format.h>

namespace mureum::eval {

const JudgePromptSource::Database &JudgePromptSource::databaseOf(std::size_t index,
                                                                 const EvaluationRecord &record)
{
    std::filesystem::path file;
    std::string key = record.databaseId;
    if (options_.databaseOf) {
        file = options_.databaseOf(index, record);
        key = file.string();
    }
    const auto [found, fresh] = databases_.try_emplace(key);
    Database &database = found->second;
    if (fresh) {
        try {
            database.file =
                options_.databaseOf ? file : datasets::databaseFile(options_.databases, record.databaseId);
            datasets::SchemaOptions bare;
            bare.samplesPerColumn = 0;
            bare.rowsToSniff = 0;
            database.ddl = schemaDdl(datasets::readSchema(database.file, bare));
        } catch (const datasets::Error &error) {
            database.error = error.what();
        }
    }
    if (!database.error.empty())
        throw datasets::Error(database.error);
    return database;
}

/// The first rows as a small table; what SQLite says where there are none to show.
std::string JudgePromptSource::rows(const std::filesystem::path &file, const std::string &sql) const
{
    constexpr std::size_t mostCell = 100, usual = 300;
    if (measuring_)
        return std::string(usual, 'x');
    const RunLimits limits{std::chrono::seconds(2), 10};
    try {
        const ResultSet result = SqlRunner(file).run(sql, limits);
        std::string text = fmt::format("{}\n", fmt::join(result.columns, " | "));
        for (const auto &row : result.rows) {
            for (std::size_t c = 0; c < row.size(); ++c) {
                std::string cell = displayText(row[c]);
                if (cell.size() > mostCell)
                    cell = cell.substr(0, mostCell) + "...";
                text += (c > 0 ? " | " : "") + cell;
            }
            text += '\n';
        }
        if (result.truncated)
            return text + "(and more rows)\n";
        return text + fmt::format("({} row{})\n", result.rows.size(), result.rows.size() == 1 ? "" : "s");
    } catch (const RunError &error) {
        return fmt::format("(error: {})\n", error.what());
    }
}

ChatRequest JudgePromptSource::request(std::size_t index, const EvaluationRecord &record)
{
    std::map<std::string, std::string, std::less<>> values = {
        {"question", record.question}, {"gold", record.query}, {"prediction", record.prediction}};
    const bool goldRows = options_.prompts.uses("rows_gold");
    const bool predictionRows = options_.prompts.uses("rows_prediction");
    if (goldRows || predictionRows || options_.prompts.uses("schema")) {
        const Database &database = databaseOf(index, record);
        values["schema"] = database.ddl;
        if (goldRows)
            values["rows_gold"] = rows(database.file, record.query);
        if (predictionRows)
            values["rows_prediction"] = rows(database.file, record.prediction);
    }
    ChatRequest request;
    request.id = index;
    // What a server adds around each message (OpenAI's cookbook, "How to count tokens with tiktoken").
    constexpr std::size_t perMessage = 4, perRequest = 3;
    request.estimatedTokens = perRequest + judgeAnswerTokens;
    for (const auto &[role, text] :
         {std::pair("system", &options_.prompts.system), {"user", &options_.prompts.user}}) {
        if (text->empty())
            continue;
        request.messages.push_back({role, fillTemplate(*text, values)});
        request.estimatedTokens += perMessage + estimateTokens(request.messages.back().content);
    }
    return request;
}

} // namespace mureum::eval
