#include "app/cli/options.h"
#include "app/cli/progress.h"
#include "app/cli/resources.h"
#include "app/cli/session.h"
#include "app/commands/commands.h"
#include "app/commands/evaluation_options.h"
#include "app/quantize/forecast.h"
#include "app/quantize/losses.h"
#include "datasets/text/write_file.h"
#include "engine/core/threads.h"
#include "engine/formats/gguf_reader.h"
#include "engine/quantize/quantize_model.h"

#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <memory>
#include <optional>

namespace mureum::app {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

struct QuantizeArguments
{
    ModelOptions model;
    engine::QuantizePlan plan;
    std::string out, run, calibration, databases, evaluation, text;
    std::vector<std::string> overrides;
    bool keepEmbeddings = false, keepHead = false, noDoubleQuantization = false;
    bool planOnly = false, resume = false, noMeasure = false, noSpeed = false, json = false;
    std::int64_t calibrationTokens = 32768;
    std::size_t limit = 0;
    int candidates = 6;
    std::uint64_t seed = 1;
    ProgressStyle progress = ProgressStyle::Auto;
};

QuestionFile readQuestions(const std::string &file, const fs::path &databases, const char *what)
{
    datasets::ExampleFile data = datasets::readExamples(file);
    for (const datasets::BadLine &bad : data.bad)
        fmt::print(stderr, "warning: {}, line {}: {}\n", file, bad.line, bad.reason);
    std::erase_if(data.examples, [](const datasets::Example &example) { return example.query.empty(); });
    if (data.examples.empty())
        throw UsageError(fmt::format("{}: {} holds no question with SQL", what, file));
    std::error_code code;
    if (!fs::is_directory(databases, code))
        throw UsageError(fmt::format("databases: {} is not a folder: name the one that holds <db_id>.sqlite",
                                     databases.string()));
    return {std::move(data.examples), databases};
}

/// The questions that come with the program, every second one to calibrate with and the others to measure on.
QuestionFile sampleQuestions(bool calibration)
{
    const fs::path folder = findResource("resources/samples", "samples");
    QuestionFile all = readQuestions((folder / "examples.jsonl").string(), folder, "sample questions"), half;
    half.databases = all.databases;
    for (std::size_t i = calibration ? 0 : 1; i < all.examples.size(); i += 2)
        half.examples.push_back(all.examples[i]);
    return half;
}

bool isQuestions(const std::string &file)
{
    return file.ends_with(".jsonl") || file.ends_with(".json");
}

engine::QuantizePlan planOf(const QuantizeArguments &arguments)
{
    engine::QuantizePlan plan = arguments.plan;
    plan.doubleQuantization = !arguments.noDoubleQuantization;
    if (arguments.keepEmbeddings)
        plan.embeddings = "keep";
    if (arguments.keepHead)
        plan.head = "keep";
    for (const std::string &text : arguments.overrides) {
        const auto equals = text.find('=');
        if (equals == std::string::npos || equals == 0 || equals + 1 == text.size())
            throw UsageError(fmt::format("--override {}: write PATTERN=SCHEME, such as ffn_down=q6_K", text));
        plan.overrides.emplace_back(text.substr(0, equals), text.substr(equals + 1));
    }
    return plan;
}

void printForecast(const Json &forecast, bool json)
{
    if (json) {
        printJson(forecast);
        return;
    }
    const auto row = [](const std::string &label, const Json &one) {
        fmt::print("  {:<14} {:>9.2f} MB {:>7.2f} bits a weight\n", label, one["bytes"].get<double>() * 1e-6,
                   one["bits_per_weight"].get<double>());
    };
    row("now", forecast["model"]);
    row("this plan", forecast);
    fmt::print("\n");
    for (const Json &one : forecast["schemes"]) {
        const std::string label =
            fmt::format("{} {}", one["scheme"].get<std::string>(), one["bits"].get<int>());
        if (one["error"].is_null())
            row(label, one);
        else
            fmt::print("  {:<14} {}\n", label, one["error"].get<std::string>());
    }
}

class Quantizing
{
public:
    Quantizing(const QuantizeArguments &arguments, Session &session)
        : arguments_(arguments), session_(session), plan_(planOf(arguments)),
          model_(findModel(arguments.model.model)),
          run_(arguments.run.empty() ? arguments.out + ".run" : arguments.run)
    {
        std::error_code code;
        if (fs::equivalent(model_, arguments.out, code))
            throw UsageError(
                fmt::format("quantize: {} is the model itself: write to another file", arguments.out));
        if (fs::is_directory(arguments.out, code))
            throw UsageError(fmt::format("quantize: {} is a folder: name a file", arguments.out));
        const fs::path folder = fs::absolute(arguments.out).parent_path();
        if (!fs::is_directory(folder, code))
            throw UsageError(
                fmt::format("quantize: the folder {} does not exist: create it first", folder.string()));
        engine::resolvePlan(plan_, engine::GgufReader(model_.string())); // says what is wrong with the plan
    }

    void run()
    {
        const auto start = Clock::now();
        engine::setThreadCount(arguments_.model.threads);
        std::optional<engine::QuantizeReport> report;
        Json losses;
        {
            Progress progress(arguments_.progress);
            report = quantize(progress);
        }
        if (report->complete && !arguments_.noMeasure && !session_.stop.stop_requested()) {
            Progress progress(arguments_.progress);
            losses = measure(progress);
        }
        finish(*report, losses, std::chrono::duration<double>(Clock::now() - start).count());
    }

private:
    bool events() const { return arguments_.progress == ProgressStyle::Json; }

    std::vector<engine::CalibrationBatch> calibration(std::vector<std::string> &warnings)
    {
        if (!engine::needsCalibration(plan_))
            return {};
        const engine::Model model = engine::loadModel(model_.string(), engine::LoadAs::Stored);
        if (!arguments_.calibration.empty() && !isQuestions(arguments_.calibration)) {
            calibrationFrom_ = arguments_.calibration;
            return calibrationText(model, arguments_.calibration, arguments_.calibrationTokens);
        }
        QuestionFile questions;
        if (arguments_.calibration.empty()) {
            calibrationFrom_ = "sample questions";
            questions = sampleQuestions(true);
        } else {
            if (arguments_.databases.empty())
                throw UsageError(
                    "--calibration: name the folder of the questions' databases with --databases");
            calibrationFrom_ = arguments_.calibration;
            questions = readQuestions(arguments_.calibration, arguments_.databases, "calibration");
        }
        return calibrationPrompts(model, questions, arguments_.calibrationTokens, arguments_.seed, warnings);
    }

    engine::QuantizeReport quantize(Progress &progress)
    {
        const Json config = configOf();
        if (auto finished = finishedBefore(config))
            return *finished;
        std::vector<std::string> warnings;
        const auto batches = calibration(warnings);
        const bool made = prepareRun(config);
        engine::QuantizeOptions options;
        options.workFolder = run_ / "layers";
        options.resume = arguments_.resume;
        engine::QuantizeCallbacks callbacks;
        const auto start = Clock::now();
        std::int64_t first = -1;
        callbacks.progress = [&](std::int64_t done, std::int64_t total, const std::string &what) {
            if (first < 0)
                first = done;
            const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
            Json extra = {{"phase", "quantizing"}, {"tensor", what}, {"seconds_left", nullptr}};
            if (done > first)
                extra["seconds_left"] =
                    seconds / static_cast<double>(done - first) * static_cast<double>(total - done);
            progress.show(static_cast<std::size_t>(done), static_cast<std::size_t>(total), what, extra);
        };
        callbacks.warning = [](const std::string &text) { fmt::print(stderr, "warning: {}\n", text); };
        for (const std::string &text : warnings)
            callbacks.warning(text);
        engine::QuantizeReport report;
        try {
            report = engine::quantizeModel(model_.string(), plan_, batches, arguments_.out, options,
                                           callbacks, session_.stop);
        } catch (...) {
            std::error_code code;
            if (made && !fs::exists(options.workFolder, code)) // nothing that could be resumed
                fs::remove_all(run_, code);
            throw;
        }
        report.warnings.insert(report.warnings.begin(), warnings.begin(), warnings.end());
        if (report.complete)
            datasets::writeFileAtomically(
                finishedFile(), Json{{"config", config}, {"report", engine::toJson(report)}}.dump() + "\n");
        return report;
    }

    fs::path finishedFile() const { return run_ / "quantized.json"; }

    /// Where an earlier process wrote the file, and only measuring is left.
    std::optional<engine::QuantizeReport> finishedBefore(const Json &config) const
    {
        std::error_code code;
        std::ifstream in(finishedFile());
        const Json known = Json::parse(in, nullptr, false);
        if (!arguments_.resume || !known.is_object() || known.value("config", Json()) != config)
            return {};
        engine::QuantizeReport report = engine::reportFromJson(known.at("report"));
        if (static_cast<std::int64_t>(fs::file_size(arguments_.out, code)) != report.bytes || code)
            return {};
        return report;
    }

    Json configOf() const
    {
        return {{"model", fs::absolute(model_).string()},
                {"out", fs::absolute(arguments_.out).string()},
                {"plan", engine::toJson(plan_)},
                {"calibration", arguments_.calibration},
                {"calibration_tokens", arguments_.calibrationTokens},
                {"eval", arguments_.evaluation},
                {"text", arguments_.text},
                {"databases", arguments_.databases},
                {"seed", arguments_.seed}};
    }

    /// True where the folder is new. One that holds anything but a run of this command is left alone.
    bool prepareRun(const Json &config) const
    {
        std::error_code code;
        if (fs::exists(run_, code) && !fs::is_empty(run_, code)) {
            std::ifstream in(run_ / "config.json");
            const Json known = Json::parse(in, nullptr, false);
            if (!known.is_object() || !known.contains("plan") || !known.contains("out"))
                throw UsageError(fmt::format("quantize: {} holds other files: name another folder with --run",
                                             run_.string()));
        }
        const bool made = fs::create_directories(run_, code);
        if (code)
            throw UsageError(fmt::format("quantize: cannot create {}: {}", run_.string(), code.message()));
        if (!arguments_.resume)
            fs::remove(finishedFile(), code);
        fs::remove(run_ / "report.json", code);
        datasets::writeFileAtomically(run_ / "config.json", config.dump(2) + "\n");
        return made;
    }

    Json measure(Progress &progress)
    {
        LossOptions options;
        options.original = model_;
        options.quantized = arguments_.out;
        options.run = run_;
        options.text = arguments_.text;
        options.threads = arguments_.model.threads;
        options.candidates = arguments_.candidates;
        options.speed = !arguments_.noSpeed;
        options.resume = arguments_.resume;
        const engine::Model model = engine::loadModel(model_.string(), engine::LoadAs::Stored);
        if (!arguments_.evaluation.empty()) {
            if (arguments_.databases.empty())
                throw UsageError("--eval: name the folder of the questions' databases with --databases");
            options.questions = readQuestions(arguments_.evaluation, arguments_.databases, "eval");
        } else if (model.tokenizer) {
            options.questions = sampleQuestions(false);
        }
        if (arguments_.limit > 0 && arguments_.limit < options.questions.examples.size())
            options.questions.examples.resize(arguments_.limit);
        LossEvents told;
        told.measuring = [&](const char *phase, std::size_t done, std::size_t total) {
            progress.show(done, total, phase, {{"phase", phase}});
        };
        return measureLosses(options, told, session_.stop);
    }

    void finish(const engine::QuantizeReport &report, const Json &losses, double seconds)
    {
        const bool stopped = session_.stop.stop_requested();
        Json document = {{"finished", report.complete && !stopped},
                         {"model", model_.string()},
                         {"out", arguments_.out},
                         {"run", run_.string()},
                         {"plan", engine::toJson(plan_)},
                         {"calibration", calibrationFrom_.empty() ? Json() : Json(calibrationFrom_)}};
        if (report.complete) {
            document["sizes"] = {{"before", report.sourceBytes}, {"after", report.bytes}};
            if (!losses.is_null()) {
                document.update(losses);
                if (!stopped)
                    document["recommendation"] = recommend(losses, document["sizes"], plan_, report);
            }
        }
        document["quantization"] = engine::toJson(report);
        document["seconds"] = seconds;
        if (report.complete)
            datasets::writeFileAtomically(
                run_ / "report.json", document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
        if (stopped)
            session_.exitCode = 1;
        if (!printOutcome(arguments_.progress, arguments_.json, document))
            printText(document, stopped);
    }

    static void row(const char *label, const Json &before, const Json &after, const char *unit, double factor,
                    int digits)
    {
        const auto cell = [&](const Json &value) {
            return value.is_null() ? std::string("-")
                                   : fmt::format("{:.{}f} {}", value.get<double>() * factor, digits, unit);
        };
        fmt::print("  {:<26} {:>16} -> {:>16}\n", label, cell(before), cell(after));
    }

    void printText(const Json &document, bool stopped) const
    {
        if (!document.contains("sizes")) {
            fmt::print("stopped: the same command with --resume goes on\n");
            return;
        }
        fmt::print("{}: {}\n", arguments_.out, plan_.scheme);
        row("size", document["sizes"]["before"], document["sizes"]["after"], "MB", 1e-6, 2);
        if (document.contains("speed") && !document["speed"].is_null()) {
            const Json &before = document["speed"]["before"], &after = document["speed"]["after"];
            row("load", before["load_seconds"], after["load_seconds"], "s", 1, 3);
            row("peak memory", before["peak_bytes"], after["peak_bytes"], "MB", 1e-6, 1);
            row("prefill", before["prefill_tokens_per_second"], after["prefill_tokens_per_second"],
                "tokens/s", 1, 0);
            row("decode", before["decode_tokens_per_second"], after["decode_tokens_per_second"], "tokens/s",
                1, 0);
        }
        if (document.contains("drift") && !document["drift"].is_null())
            for (const auto &[name, drift] : document["drift"].items())
                if (!drift.is_null()) {
                    row(("perplexity, " + name).c_str(), drift["perplexity_before"],
                        drift["perplexity_after"], "", 1, 4);
                    fmt::print("  {:<26} mean KL {:.5f}, same first choice in {:.2f}% of {}\n", "",
                               drift["mean_kl"].get<double>(), 100 * drift["same_top_token"].get<double>(),
                               drift["positions"].get<std::int64_t>());
                }
        if (document.contains("ex") && !document["ex"].is_null()) {
            row("execution accuracy", document["ex"]["before"], document["ex"]["after"], "%", 100, 1);
            for (const Json &flip : document["flips"])
                fmt::print("\n  {}: {} ({})\n    before: {}\n    after:  {}\n",
                           flip["fixed"].get<bool>() ? "mended" : "lost", flip["question"].get<std::string>(),
                           flip["db_id"].get<std::string>(), flip["before"].get<std::string>(),
                           flip["after"].get<std::string>());
        }
        if (document.contains("recommendation"))
            fmt::print("\n{}\n", document["recommendation"]["text"].get<std::string>());
        if (stopped)
            fmt::print("stopped while measuring: the same command with --resume goes on\n");
        else
            fmt::print("report: {}\n", (run_ / "report.json").string());
    }

    const QuantizeArguments &arguments_;
    Session &session_;
    const engine::QuantizePlan plan_;
    const fs::path model_, run_;
    std::string calibrationFrom_;
};

} // namespace

void addQuantizeCommand(CLI::App &app, Session &session)
{
    auto arguments = std::make_shared<QuantizeArguments>();
    engine::QuantizePlan &plan = arguments->plan;
    CLI::App *command = app.add_subcommand("quantize", "Shrink a model, and measure what that costs");
    command->add_option("-o,--out", arguments->out, "GGUF file to write");
    command->add_flag("--plan", arguments->planOnly,
                      "Only say how large the file would be, and what other schemes would make of the model");
    command
        ->add_option("--scheme", plan.scheme,
                     "absmax, zeropoint (plain rounding in groups), int8, nf4, gptq, awq (calibrated), or a "
                     "GGUF type: "
                     "q8_0, q6_K, q4_K, q4_0")
        ->check(CLI::IsMember(engine::quantizeSchemes(), CLI::ignore_case))
        ->capture_default_str();
    command->add_option("--bits", plan.bits, "Of absmax, zeropoint, gptq and awq")
        ->check(CLI::IsMember({4, 8}))
        ->capture_default_str();
    command
        ->add_option("--group", plan.group, "Columns that share a scale: 32, 64 or 128; 0: the most that fit")
        ->check(CLI::IsMember({0, 32, 64, 128}))
        ->capture_default_str();
    command->add_flag("--symmetric", plan.symmetric, "gptq: the zero in the middle of the range");
    command->add_flag("--act-order", plan.actOrder,
                      "gptq: columns with large inputs first; such models run more slowly");
    command->add_flag("--no-double-quant", arguments->noDoubleQuantization, "nf4: scales in 32 bits");
    command->add_option("--damping", plan.damping, "gptq: share of the mean diagonal added to the diagonal")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    command
        ->add_option("--override", arguments->overrides,
                     "PATTERN=SCHEME[:bits[:group]] for some matrices, such as ffn_down=q6_K or blk.0=keep; "
                     "may be given "
                     "several times")
        ->type_size(1)
        ->expected(1)
        ->take_all();
    command
        ->add_option("--embeddings", plan.embeddings,
                     "Scheme of the embeddings (and a tied head), keep, or auto")
        ->capture_default_str();
    command->add_option("--head", plan.head, "Scheme of a head of its own, keep, or auto")
        ->capture_default_str();
    command->add_flag("--keep-embeddings", arguments->keepEmbeddings, "The same as --embeddings keep");
    command->add_flag("--keep-head", arguments->keepHead, "The same as --head keep");
    command->add_option(
        "--calibration", arguments->calibration,
        "Questions with SQL (.jsonl, .json) or plain text that gptq and awq look at; else sample questions");
    command->add_option("--calibration-tokens", arguments->calibrationTokens, "How much of it")
        ->check(CLI::Range(std::int64_t{64}, std::int64_t{1} << 30))
        ->capture_default_str();
    command->add_option("--databases", arguments->databases,
                        "Folder with <db_id>.sqlite of --calibration and --eval");
    command->add_option(
        "--eval", arguments->evaluation,
        "Questions with right answers to measure on, others than those of --calibration; else sample "
        "questions");
    command->add_option("--text", arguments->text, "Plain text to measure on, too");
    command->add_option("--limit", arguments->limit, "First so many questions of --eval; 0: all")
        ->capture_default_str();
    command
        ->add_option("--candidates", arguments->candidates,
                     "Answers weighed in the measurements before and after")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();
    command->add_option("--run", arguments->run, "Folder of the run and its report; else OUT.run");
    command->add_flag("--resume", arguments->resume, "Go on where an earlier process stopped");
    command->add_flag("--no-measure", arguments->noMeasure, "Only write the file");
    command->add_flag("--no-speed", arguments->noSpeed, "Do not measure load time, memory and speed");
    addModelOptions(*command, arguments->model);
    addSeedOption(*command, arguments->seed);
    addProgressOption(*command, arguments->progress);
    addJsonOption(*command, arguments->json);
    command->callback([arguments, &session] {
        requireDevice(arguments->model.device);
        if (arguments->planOnly) {
            printForecast(forecast(findModel(arguments->model.model), planOf(*arguments)), arguments->json);
            return;
        }
        if (arguments->out.empty())
            throw UsageError("quantize: --out is missing: name the GGUF file to write");
        Quantizing(*arguments, session).run();
    });
}

} // namespace mureum::app
