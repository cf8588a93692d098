#include "app/cli/options.h"
#include "app/cli/resources.h"
#include "app/cli/session.h"
#include "app/commands/commands.h"
#include "engine/core/threads.h"
#include "engine/model/peft_adapter.h"
#include "engine/train/merge_drift.h"

#include <fmt/format.h>

#include <memory>

namespace mureum::app {

namespace {

struct MergeArguments
{
    ModelOptions model;
    std::string adapter, out, storage = "bf16";
    std::vector<std::string> prompts;
    bool json = false;
};

/// What the drift is measured on where nothing is given: questions and SQL in both languages.
constexpr const char *samplePrompts[] = {
    "<schema> <t1> orders <c1> order id <num> <pk> <c2> customer <c3> amount <num> <c4> ordered on <dt> <t2> "
    "customers "
    "<c5> customer id <num> <pk> <c6> name <q> how many orders <t1> are there for every customer <c2> <sql>",
    "CREATE TABLE employees (id INTEGER PRIMARY KEY, name TEXT, salary REAL, department TEXT);\n"
    "-- Which department has the highest average salary?\nSELECT department, AVG(salary) FROM employees",
    "매출이 가장 높은 지역의 고객 이름과 주문 금액을 알려 줘",
};

std::vector<std::vector<int>> tokensOf(const MergeArguments &arguments, const engine::Model &model)
{
    std::vector<std::vector<int>> all;
    if (!model.tokenizer) {
        // Without a tokenizer any tokens serve.
        std::vector<int> tokens;
        for (int i = 0; i < std::min(128, model.config.contextLength); ++i)
            tokens.push_back((i * 7919 + 13) % model.config.vocabSize);
        return {tokens};
    }
    if (arguments.prompts.empty())
        for (const char *prompt : samplePrompts)
            all.push_back(model.tokenizer->encode(prompt));
    for (const std::string &prompt : arguments.prompts)
        all.push_back(model.tokenizer->encode(prompt));
    return all;
}

void merge(const MergeArguments &arguments)
{
    engine::setThreadCount(arguments.model.threads);
    const std::filesystem::path file = findModel(arguments.model.model);
    std::error_code ignored;
    if (std::filesystem::equivalent(file, arguments.out, ignored))
        throw UsageError(
            fmt::format("merge: {} is the base model itself: write to another file", arguments.out));
    const engine::Model base = engine::loadModel(file.string());
    const engine::Adapter adapter = engine::loadAdapter(arguments.adapter, base.config);
    const bool sameBase = adapter.baseHash.empty() || adapter.baseHash == engine::modelHash(base);
    if (!sameBase)
        fmt::print(stderr, "warning: the adapter was trained on other weights ({}) than those of {}\n",
                   adapter.base.empty() ? "unnamed" : adapter.base, file.string());
    engine::saveModel(arguments.out, engine::mergeAdapter(base, adapter), arguments.storage);
    const engine::Model merged = engine::loadModel(arguments.out);
    const engine::MergeDrift drift =
        engine::measureMergeDrift(base, adapter, merged, tokensOf(arguments, base));
    if (arguments.json) {
        printJson({{"out", arguments.out},
                   {"storage", arguments.storage},
                   {"bytes", std::filesystem::file_size(arguments.out)},
                   {"same_base", sameBase},
                   {"drift",
                    {{"positions", drift.positions},
                     {"mean_absolute", drift.meanAbsolute},
                     {"max_absolute", drift.maxAbsolute},
                     {"mean_kl", drift.meanKl},
                     {"max_kl", drift.maxKl},
                     {"same_top_token", drift.sameTopToken}}}});
        return;
    }
    fmt::print("{}: {:.1f} MB, {}\n", arguments.out,
               static_cast<double>(std::filesystem::file_size(arguments.out)) / 1e6, arguments.storage);
    fmt::print("logit drift over {} positions: mean {:.2e}, max {:.2e}; KL mean {:.2e}, max {:.2e}; same "
               "first choice in "
               "{:.2f}%\n",
               drift.positions, drift.meanAbsolute, drift.maxAbsolute, drift.meanKl, drift.maxKl,
               100 * drift.sameTopToken);
}

} // namespace

void addMergeCommand(CLI::App &app, Session &)
{
    auto arguments = std::make_shared<MergeArguments>();
    CLI::App *command = app.add_subcommand("merge", "Write a model with an adapter in its weights");
    command->add_option("--adapter", arguments->adapter, "Folder of the adapter")->required();
    command->add_option("-o,--out", arguments->out, "GGUF file to write")->required();
    command->add_option("--storage", arguments->storage, "Of the weights")
        ->check(CLI::IsMember({"f32", "f16", "bf16", "q8_0"}))
        ->capture_default_str();
    command
        ->add_option("--prompt", arguments->prompts,
                     "Text to measure the drift on; may be given several times")
        ->type_size(1)
        ->expected(1)
        ->take_all();
    addModelOptions(*command, arguments->model);
    addJsonOption(*command, arguments->json);
    command->callback([arguments] {
        requireDevice(arguments->model.device);
        merge(*arguments);
    });
}

} // namespace mureum::app
