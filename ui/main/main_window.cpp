#include "ui/main/main_window.h"
#include "ui/ask/ask_page.h"
#include "ui/ask/question_box.h"
#include "ui/main/about_dialog.h"
#include "ui/main/database_chooser.h"
#include "ui/main/settings_dialog.h"
#include "ui/settings/paths.h"
#include "ui/theme/icons.h"
#include "ui/widgets/message_bar.h"

#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QFileInfo>
#include <QLabel>
#include <QMenuBar>
#include <QMimeData>
#include <QStatusBar>
#include <QToolBar>

namespace mureum::ui {

namespace {

// The one local file a drag carries; empty where it carries anything else.
QString draggedFile(const QMimeData *mime)
{
    const QList<QUrl> urls = mime->urls();
    if (urls.size() != 1 || !urls.first().isLocalFile())
        return {};
    const QString file = urls.first().toLocalFile();
    return QFileInfo(file).isFile() ? file : QString();
}

} // namespace

MainWindow::MainWindow(AskClient &client, HistoryStore &history, Settings &settings, const QString &language)
    : client_(client), settings_(settings), chooser_(new DatabaseChooser(settings, this)),
      database_(new QLabel), model_(new QLabel), timing_(new QLabel)
{
    setWindowTitle(QStringLiteral("Mureum"));
    setWindowIcon(applicationIcon());
    setAcceptDrops(true);

    auto *databaseMenu = new QMenu(this);
    connect(databaseMenu, &QMenu::aboutToShow, this, [this, databaseMenu] { chooser_->fill(databaseMenu); });
    ask_ = new AskPage(client, history, settings, language, databaseMenu);
    setCentralWidget(ask_);

    buildRail();
    buildMenus();
    buildStatusBar();

    connect(chooser_, &DatabaseChooser::chosen, this, &MainWindow::openDatabase);
    connect(&client_, &AskClient::databaseOpened, this, &MainWindow::onDatabaseOpened);
    connect(&client_, &AskClient::modelChanged, this, &MainWindow::updateModelLabel);
    connect(ask_, &AskPage::timingChanged, timing_, &QLabel::setText);
    if (!client_.database().isEmpty())
        onDatabaseOpened(client_.database());
    updateModelLabel();
    if (!history.problem().isEmpty())
        ask_->messageBar()->showMessage(history.problem());

    const QByteArray geometry = settings_.get(keys::windowGeometry);
    if (geometry.isEmpty() || !restoreGeometry(geometry))
        resize(1240, 800);
    ask_->questionBox()->setFocus();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildRail()
{
    auto *rail = new QToolBar(tr("Pages"));
    rail->setObjectName(QStringLiteral("rail"));
    rail->setMovable(false);
    rail->setFloatable(false);
    rail->setContextMenuPolicy(Qt::PreventContextMenu);
    rail->setIconSize(QSize(24, 24));
    rail->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);

    auto *pages = new QActionGroup(this);
    QAction *ask = rail->addAction(symbolicIcon(QStringLiteral("ask")), tr("Ask"));
    ask->setToolTip(tr("Ask a database (Ctrl+1)"));
    ask->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_1));
    ask->setCheckable(true);
    ask->setChecked(true);
    pages->addAction(ask);
    connect(ask, &QAction::triggered, ask_, &AskPage::focusQuestion);

    auto *space = new QWidget;
    space->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding);
    rail->addWidget(space);
    QAction *settings = rail->addAction(symbolicIcon(QStringLiteral("settings")), tr("Settings"), this,
                                        &MainWindow::showSettings);
    settings->setToolTip(tr("Settings (Ctrl+,)"));
    addToolBar(Qt::LeftToolBarArea, rail);
}

void MainWindow::buildMenus()
{
    QMenu *file = menuBar()->addMenu(tr("&File"));
    file->addAction(symbolicIcon(QStringLiteral("open")), tr("&Open database…"), QKeySequence::Open, chooser_,
                    &DatabaseChooser::openDialog);
    QMenu *choose = file->addMenu(tr("&Recent and samples"));
    connect(choose, &QMenu::aboutToShow, this, [this, choose] { chooser_->fill(choose); });
    file->addSeparator();
    file->addAction(tr("&Settings…"), QKeySequence(Qt::CTRL | Qt::Key_Comma), this,
                    &MainWindow::showSettings);
    file->addSeparator();
    file->addAction(tr("&Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q), this, &QWidget::close);

    QMenu *question = menuBar()->addMenu(tr("&Question"));
    question->addAction(symbolicIcon(QStringLiteral("send")), tr("&Ask"), ask_, &AskPage::ask);
    QAction *stop = question->addAction(symbolicIcon(QStringLiteral("stop")), tr("&Stop"),
                                        QKeySequence(Qt::Key_Escape), ask_, &AskPage::stop);
    stop->setEnabled(false);
    connect(ask_, &AskPage::busyChanged, stop, &QAction::setEnabled);
    question->addAction(symbolicIcon(QStringLiteral("run")), tr("&Run the SQL"), QKeySequence(Qt::Key_F5),
                        this, [this] {
                            const QString sql = ask_->draft().sql;
                            if (!ask_->busy() && !sql.isEmpty())
                                ask_->runSql(sql);
                        });
    QAction *inspect = question->addAction(symbolicIcon(QStringLiteral("inspect")), tr("&What the model saw"),
                                           QKeySequence(Qt::CTRL | Qt::Key_I), ask_, &AskPage::showInspector);
    inspect->setEnabled(false);
    connect(ask_, &AskPage::inspectableChanged, inspect, &QAction::setEnabled);

    QMenu *view = menuBar()->addMenu(tr("&View"));
    view->addAction(tr("To the &question"), QKeySequence(Qt::CTRL | Qt::Key_L), ask_,
                    &AskPage::focusQuestion);
    view->addAction(tr("To the S&QL"), QKeySequence(Qt::CTRL | Qt::Key_E), ask_, &AskPage::focusSql);
    view->addAction(tr("Search the s&chema"), QKeySequence(Qt::CTRL | Qt::Key_F), ask_,
                    &AskPage::focusSchemaSearch);
    view->addAction(tr("Search the &history"), QKeySequence(Qt::CTRL | Qt::Key_H), ask_,
                    &AskPage::focusHistorySearch);
    view->addSeparator();
    view->addAction(symbolicIcon(QStringLiteral("panel")), tr("Show or hide the &side panel"),
                    QKeySequence(Qt::CTRL | Qt::Key_B), this,
                    [this] { ask_->setSidePanelVisible(!ask_->sidePanelVisible()); });

    QMenu *help = menuBar()->addMenu(tr("&Help"));
    help->addAction(tr("&Keys"), QKeySequence(Qt::Key_F1), this, &MainWindow::showKeys);
    help->addAction(applicationIcon(), tr("&About Mureum"), this, &MainWindow::showAbout);
}

void MainWindow::buildStatusBar()
{
    for (QLabel *label : {database_, model_, timing_})
        label->setContentsMargins(6, 0, 6, 0);
    database_->setAccessibleName(tr("Database"));
    model_->setAccessibleName(tr("Model"));
    timing_->setAccessibleName(tr("Timing"));
    statusBar()->addWidget(database_);
    statusBar()->addWidget(model_);
    statusBar()->addPermanentWidget(timing_);
}

void MainWindow::openDatabase(const QString &file)
{
    ask_->openDatabase(QFileInfo(file).absoluteFilePath());
}

void MainWindow::onDatabaseOpened(const QString &file)
{
    const QFileInfo info(file);
    setWindowTitle(tr("%1 – Mureum").arg(info.fileName()));
    database_->setText(tr("%1, read-only").arg(info.fileName()));
    database_->setToolTip(DatabaseChooser::displayPath(file));
    if (paths::sampleDatabases().contains(file))
        settings_.set(keys::lastDatabase, file);
    else
        settings_.addRecentDatabase(file);
}

void MainWindow::updateModelLabel()
{
    model_->setText(client_.modelReady()             ? client_.modelName()
                    : client_.modelError().isEmpty() ? tr("Loading the model…")
                                                     : tr("No model"));
    model_->setToolTip(client_.modelError());
}

void MainWindow::showSettings()
{
    (new SettingsDialog(settings_, this))->open();
}

void MainWindow::showAbout()
{
    (new AboutDialog(this))->open();
}

void MainWindow::showKeys()
{
    (new KeysDialog(this))->open();
}

void MainWindow::saveLayout()
{
    settings_.set(keys::windowGeometry, saveGeometry());
    ask_->saveLayout();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    ask_->stop();
    saveLayout();
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (!draggedFile(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    const QString file = draggedFile(event->mimeData());
    if (file.isEmpty())
        return;
    event->acceptProposedAction();
    openDatabase(file);
}

} // namespace mureum::ui
