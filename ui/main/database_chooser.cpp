#include "ui/main/database_chooser.h"
#include "ui/settings/paths.h"
#include "ui/theme/icons.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>

namespace mureum::ui {

DatabaseChooser::DatabaseChooser(Settings &settings, QWidget *window)
    : QObject(window), settings_(settings), window_(window)
{
}

QString DatabaseChooser::displayPath(const QString &file)
{
    const QString home = QDir::homePath() + u'/';
    return file.startsWith(home) ? QStringLiteral("~/") + file.mid(home.size()) : file;
}

void DatabaseChooser::fill(QMenu *menu)
{
    menu->clear();
    QAction *open = menu->addAction(symbolicIcon(QStringLiteral("open")), tr("&Open database…"), this,
                                    &DatabaseChooser::openDialog);
    open->setShortcut(QKeySequence::Open);
    open->setShortcutContext(Qt::WidgetShortcut); // shown here; the window's own action answers the key

    const QStringList samples = paths::sampleDatabases();
    QStringList recent = settings_.get(keys::recentDatabases);
    recent.removeIf([](const QString &file) { return !QFileInfo::exists(file); });
    const auto add = [this, menu](const QString &file, const QString &text) {
        // An ampersand in a file name is not a mnemonic.
        QAction *action = menu->addAction(symbolicIcon(QStringLiteral("database")),
                                          QString(text).replace(u'&', QLatin1String("&&")), this,
                                          [this, file] { emit chosen(file); });
        action->setToolTip(file);
        action->setData(file);
    };
    if (!recent.isEmpty()) {
        menu->addSection(tr("Recent"));
        for (const QString &file : std::as_const(recent))
            add(file, displayPath(file));
        menu->addAction(tr("Clear the recent list"), this, [this] { settings_.clearRecentDatabases(); });
    }
    if (!samples.isEmpty()) {
        menu->addSection(tr("Samples"));
        for (const QString &file : samples)
            add(file, QFileInfo(file).completeBaseName());
    }
    menu->setToolTipsVisible(true);
}

void DatabaseChooser::openDialog()
{
    if (folder_.isEmpty()) {
        const QString last = settings_.get(keys::lastDatabase);
        folder_ = last.isEmpty() || paths::sampleDatabases().contains(last) ? QDir::homePath()
                                                                            : QFileInfo(last).absolutePath();
    }
    // Without exec(): no event loop of its own.
    auto *dialog =
        new QFileDialog(window_, tr("Open a database"), folder_,
                        tr("SQLite databases (*.sqlite *.sqlite3 *.db *.db3 *.s3db);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &file) {
        folder_ = QFileInfo(file).absolutePath();
        emit chosen(file);
    });
    dialog->open();
}

} // namespace mureum::ui
