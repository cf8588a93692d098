#include "app/cli/progress.h"

#include "app/cli/session.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <map>

namespace mureum::app {

namespace {

constexpr auto pause = std::chrono::milliseconds(100);

} // namespace

void addProgressOption(CLI::App &command, ProgressStyle &style)
{
    static const std::map<std::string, ProgressStyle> names = {
        {"auto", ProgressStyle::Auto}, {"json", ProgressStyle::Json}, {"none", ProgressStyle::None}};
    command
        .add_option("--progress", style,
                    "auto: a bar on a terminal; json: one JSON object per line on stdout; none: nothing")
        ->transform(CLI::CheckedTransformer(names, CLI::ignore_case).description(""))
        ->type_name("auto|json|none");
}

Progress::Progress(ProgressStyle style) : style_(style)
{
    if (style_ == ProgressStyle::Auto && !::isatty(STDERR_FILENO))
        style_ = ProgressStyle::None;
}

Progress::~Progress()
{
    if (shown_ && style_ == ProgressStyle::Auto)
        std::fputc('\n', stderr);
}

void Progress::show(std::size_t done, std::size_t total, const std::string &text,
                    const nlohmann::ordered_json &extra)
{
    if (style_ == ProgressStyle::None)
        return;
    const auto now = Clock::now();
    if (!begun_) {
        // What a resumed job found done says nothing about its pace.
        begun_ = true;
        first_ = done > 0 ? done - 1 : 0;
    }
    if (done < total && shown_ && now - last_ < pause)
        return;
    last_ = now;
    shown_ = true;
    const double seconds = std::chrono::duration<double>(now - start_).count();
    if (style_ == ProgressStyle::Json) {
        nlohmann::ordered_json event = {
            {"event", "progress"}, {"done", done}, {"total", total}, {"seconds", seconds}};
        event.update(extra);
        printJsonLine(event);
        return;
    }
    constexpr std::size_t width = 30;
    const std::size_t filled = total > 0 ? done * width / total : 0;
    const double left =
        done > first_ ? seconds / static_cast<double>(done - first_) * static_cast<double>(total - done) : 0;
    fmt::print(stderr, "\r[{}{}] {}/{}  {}  {} left \x1b[K", std::string(filled, '#'),
               std::string(width - filled, '.'), done, total, text, formatDuration(left));
    std::fflush(stderr);
}

bool printOutcome(ProgressStyle style, bool json, const nlohmann::ordered_json &document)
{
    if (style == ProgressStyle::Json) {
        nlohmann::ordered_json event = {{"event", "done"}};
        event.update(document);
        printJsonLine(event);
    } else if (json) {
        printJson(document);
    } else {
        return false;
    }
    return true;
}

std::string formatDuration(double seconds)
{
    const auto whole = static_cast<long>(seconds + 0.5);
    if (whole < 60)
        return fmt::format("{} s", whole);
    if (whole < 3600)
        return fmt::format("{}:{:02}", whole / 60, whole % 60);
    return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

} // namespace mureum::app
