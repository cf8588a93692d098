#pragma once

namespace CLI {
class App;
}

namespace mureum::app {

struct Session;

// One file per command. Each adds its subcommand; the session outlives the parsing, which runs the command.

void addAdaptCommand(CLI::App &app, Session &session);
void addAskCommand(CLI::App &app, Session &session);
void addBenchCommand(CLI::App &app, Session &session);
void addCompareCommand(CLI::App &app, Session &session);
void addEvalCommand(CLI::App &app, Session &session);
void addFinetuneCommand(CLI::App &app, Session &session);
void addFootprintCommand(CLI::App &app, Session &session);
void addGenerateCommand(CLI::App &app, Session &session);
void addImportCommand(CLI::App &app, Session &session);
void addInspectCommand(CLI::App &app, Session &session);
void addJudgeCommand(CLI::App &app, Session &session);
void addMergeCommand(CLI::App &app, Session &session);
void addPerplexityCommand(CLI::App &app, Session &session);
void addPretrainCommand(CLI::App &app, Session &session);
void addQuantizeCommand(CLI::App &app, Session &session);
void addReportCommand(CLI::App &app, Session &session);
void addScoreCommand(CLI::App &app, Session &session);
void addSynthCommand(CLI::App &app, Session &session);
void addValidateCommand(CLI::App &app, Session &session);

/// All of them.
void addCommands(CLI::App &app, Session &session);

} // namespace mureum::app
