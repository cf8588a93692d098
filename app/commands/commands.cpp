#include "app/commands/commands.h"

namespace mureum::app {

void addCommands(CLI::App &app, Session &session)
{
    addAskCommand(app, session);
    addEvalCommand(app, session);
    addScoreCommand(app, session);
    addJudgeCommand(app, session);
    addImportCommand(app, session);
    addValidateCommand(app, session);
    addCompareCommand(app, session);
    addReportCommand(app, session);
    addSynthCommand(app, session);
    addGenerateCommand(app, session);
    addBenchCommand(app, session);
    addPerplexityCommand(app, session);
    addInspectCommand(app, session);
    addPretrainCommand(app, session);
    addFinetuneCommand(app, session);
    addAdaptCommand(app, session);
    addMergeCommand(app, session);
    addQuantizeCommand(app, session);
    addFootprintCommand(app, session);
}

} // namespace mureum::app
