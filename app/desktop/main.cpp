#include "ui/main/desktop.h"
#include "ui/theme/icons.h"

#include <QApplication>
#include <QCommandLineParser>

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("mureum"));
    QApplication::setApplicationDisplayName(QStringLiteral("Mureum"));
    QApplication::setApplicationVersion(QStringLiteral(MUREUM_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("io.mureum.Mureum"));
    mureum::ui::initResources();
    QApplication::setWindowIcon(mureum::ui::applicationIcon());

    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Ask a database in Korean or English, on your own machine."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("database"), QStringLiteral("SQLite file to open"),
                                 QStringLiteral("[database]"));
    parser.process(application);

    mureum::ui::Desktop desktop(mureum::ui::makeEngineAskService());
    desktop.start(parser.positionalArguments().value(0));
    return QApplication::exec();
}
