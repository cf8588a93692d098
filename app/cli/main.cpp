#include "app/cli/interrupt.h"
#include "app/cli/session.h"
#include "app/commands/commands.h"
#include "eval/run/utf8.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <new>
#include <string>

namespace {

constexpr int badInput = 2;

int fail(std::string message)
{
    std::replace(message.begin(), message.end(), '\n', ' ');
    while (message.ends_with(' '))
        message.pop_back();
    fmt::print(stderr, "error: {}\n", mureum::eval::validUtf8(message));
    return badInput;
}

} // namespace

int main(int argc, char **argv)
{
    using namespace mureum::app;
    Session session{stopOnInterrupt()};
    CLI::App app{"Mureum answers questions about a database, on your own machine", "mureum-cli"};
    app.set_version_flag("--version", std::string("mureum-cli " MUREUM_VERSION));
    app.require_subcommand(1);
    app.get_formatter()->column_width(34);
    addCommands(app, session);
    try {
        app.parse(argc, argv);
        flushOutput();
    } catch (const CLI::Success &help) {
        return app.exit(help);
    } catch (const CLI::ParseError &error) {
        return fail(std::string(error.what()) + ": see mureum-cli --help");
    } catch (const std::bad_alloc &) {
        return fail("memory: there is not enough of it: close other programs, or use less data");
    } catch (const std::exception &error) {
        return fail(error.what());
    }
    return session.exitCode;
}
