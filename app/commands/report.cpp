#include "app/cli/options.h"
#include "app/cli/session.h"
#include "app/commands/commands.h"
#include "datasets/text/write_file.h"
#include "eval/report/html_report.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <string>

namespace mureum::app {

namespace {

struct ReportArguments
{
    std::string run, out;
    bool json = false;
};

void writeReport(const ReportArguments &arguments)
{
    const eval::RunData run = eval::loadRun(arguments.run);
    const std::filesystem::path file =
        arguments.out.empty() ? run.folder / "report.html" : std::filesystem::path(arguments.out);
    datasets::writeFileAtomically(file, eval::htmlReport(run));
    if (run.unread > 0)
        fmt::print(stderr, "warning: {} lines of {} are no records and were left out\n", run.unread,
                   (run.folder / "records.jsonl").string());
    if (arguments.json) {
        nlohmann::ordered_json document = run.summary;
        document["report"] = file.string();
        document["complete"] = run.complete;
        printJson(document);
    } else {
        fmt::print("{}\n", file.string());
    }
}

} // namespace

void addReportCommand(CLI::App &app, Session &)
{
    auto arguments = std::make_shared<ReportArguments>();
    CLI::App *command =
        app.add_subcommand("report", "Write the HTML report of an evaluation, finished or not");
    command->add_option("--run", arguments->run, "Folder that eval or score filled")->required();
    command->add_option("--out", arguments->out, "HTML file; else report.html in that folder");
    addJsonOption(*command, arguments->json);
    command->callback([arguments] { writeReport(*arguments); });
}

} // namespace mureum::app
