#include "ui/main/desktop.h"
#include "ui/ask/ask_page.h"
#include "ui/settings/paths.h"
#include "ui/theme/theme.h"

#include <QFileInfo>

namespace mureum::ui {

Desktop::Desktop(std::unique_ptr<AskService> service, const QString &settingsFile, const QString &historyFile)
    : settings_(settingsFile), history_(historyFile.isEmpty() ? paths::historyFile() : historyFile),
      client_(std::move(service)), evaluations_(paths::runsDir(QStringLiteral("eval"))),
      trainings_(paths::runsDir(QStringLiteral("training"))),
      quantizations_(paths::runsDir(QStringLiteral("quantize")))
{
    applyTheme(settings_.get(keys::theme));
    translations_.apply(settings_.get(keys::language));
    connect(&settings_, &Settings::changed, this, &Desktop::onSettingChanged);
}

Desktop::~Desktop() = default;

void Desktop::start(const QString &database)
{
    buildWindow();
    window_->show();
    // The schema first: it shows at once, while the model takes its moment.
    const QString file = firstDatabase(database);
    if (!file.isEmpty())
        window_->openDatabase(file);
    loadModel();
}

void Desktop::buildWindow()
{
    window_ = std::make_unique<MainWindow>(client_, history_, evaluations_, trainings_, quantizations_,
                                           settings_, translations_.language());
}

QString Desktop::firstDatabase(const QString &wanted) const
{
    if (!wanted.isEmpty())
        return QFileInfo(wanted).absoluteFilePath();
    const QString last = settings_.get(keys::lastDatabase);
    if (!last.isEmpty() && QFileInfo(last).isFile())
        return last;
    return paths::sampleDatabases().value(0);
}

void Desktop::loadModel()
{
    const QString chosen = settings_.get(keys::modelFile);
    client_.loadModel(chosen.isEmpty() ? paths::bundledModel() : chosen, settings_.get(keys::threads));
}

void Desktop::onSettingChanged(const QString &key)
{
    if (key == QLatin1String(keys::theme.name)) {
        applyTheme(settings_.get(keys::theme));
    } else if (key == QLatin1String(keys::language.name)) {
        // Queued: the change comes out of a dialog of the window that goes.
        QMetaObject::invokeMethod(
            this,
            [this] {
                translations_.apply(settings_.get(keys::language));
                if (!window_)
                    return;
                window_->saveLayout();
                const AskPage::Draft draft = window_->askPage()->draft();
                const MainWindow::Page page = window_->page();
                window_->askPage()->stop();
                const std::unique_ptr<MainWindow> former = std::move(window_);
                buildWindow();
                window_->askPage()->restore(draft);
                window_->showPage(page);
                window_->show();
            },
            Qt::QueuedConnection);
    } else if (key == QLatin1String(keys::modelFile.name) || key == QLatin1String(keys::threads.name)) {
        // One load for both keys of one dialog.
        if (reloadPending_)
            return;
        reloadPending_ = true;
        QMetaObject::invokeMethod(
            this,
            [this] {
                reloadPending_ = false;
                client_.stop();
                loadModel();
            },
            Qt::QueuedConnection);
    }
}

} // namespace mureum::ui
