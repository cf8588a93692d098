#include "app/quantize/footprint.h"
#include "app/cli/options.h"
#include "app/cli/resources.h"
#include "app/cli/session.h"
#include "app/commands/commands.h"

#include <memory>

namespace mureum::app {

/// Not listed in the help: `quantize` starts it, so that what it measures has a process to itself.
void addFootprintCommand(CLI::App &app, Session &)
{
    auto arguments = std::make_shared<ModelOptions>();
    CLI::App *command =
        app.add_subcommand("footprint", "Load time, peak memory and speed of a model, as JSON");
    command->group("");
    addModelOptions(*command, *arguments);
    command->callback([arguments] {
        requireDevice(arguments->device);
        printJson(toJson(measureFootprint(findModel(arguments->model), arguments->threads)));
    });
}

} // namespace mureum::app
