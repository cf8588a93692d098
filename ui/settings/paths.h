#pragma once
#include <QString>
#include <QStringList>

/// Where things lie: XDG folders for what is the user's, `resources` for what came with the application.
namespace mureum::ui::paths {

QString configFile();  ///< $XDG_CONFIG_HOME/mureum/mureum.conf
QString dataDir();     ///< $XDG_DATA_HOME/mureum, made where missing
QString historyFile(); ///< dataDir()/history.sqlite
/// dataDir()/runs/KIND, where jobs of that kind have their run directories; not made.
QString runsDir(const QString &kind);

/// The folder with `samples` and `model`: $MUREUM_RESOURCES, a `resources` folder above the binary (the build
/// tree), or share/mureum beside the binary's prefix. Empty where none is found.
QString resourcesDir();

QStringList sampleDatabases(); ///< absolute files, shop first
/// Questions with right answers over the samples; empty where they are not installed.
QString sampleExamples();
/// The folder of databases that belongs to a file of questions: "databases" or "database" (Spider's) beside it
/// or one level up, or its own folder. Empty where there is none.
QString databasesBeside(const QString &questions);
QString bundledModel();        ///< absolute file; empty where there is none

/// Questions to click for a sample database in `language` ("ko", else English), from samples/questions.json.
QStringList exampleQuestions(const QString &database, const QString &language);

} // namespace mureum::ui::paths
