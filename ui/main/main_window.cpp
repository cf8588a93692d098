#include "ui/main/main_window.h"
#include "ui/ask/ask_page.h"
#include "ui/ask/question_box.h"
#include "ui/evaluation/evaluation_page.h"
#include "ui/jobs/leave_question.h"
#include "ui/main/about_dialog.h"
#include "ui/main/database_chooser.h"
#include "ui/main/settings_dialog.h"
#include "ui/quantization/quantization_page.h"
#include "ui/settings/paths.h"
#include "ui/theme/icons.h"
#include "ui/training/adapt_panel.h"
#include "ui/training/training_page.h"
#include "ui/widgets/message_bar.h"

#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QFileInfo>
#include <QLabel>
#include <QLocale>
#include <QMenuBar>
#include <QMimeData>
#include <QStackedWidget>
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

MainWindow::MainWindow(AskClient &client, HistoryStore &history, JobsStore &evaluations, JobsStore &trainings,
                       JobsStore &quantizations, Settings &settings, const QString &language)
    : client_(client), evaluations_(evaluations), trainings_(trainings), quantizations_(quantizations),
      settings_(settings), chooser_(new DatabaseChooser(settings, this)), pages_(new QStackedWidget),
      rail_(new QActionGroup(this)), askOnly_(new QActionGroup(this)), database_(new QLabel),
      model_(new QLabel), timing_(new QLabel), jobs_(new QLabel)
{
    setWindowTitle(QStringLiteral("Mureum"));
    setWindowIcon(applicationIcon());
    setAcceptDrops(true);

    auto *databaseMenu = new QMenu(this);
    connect(databaseMenu, &QMenu::aboutToShow, this, [this, databaseMenu] { chooser_->fill(databaseMenu); });
    ask_ = new AskPage(client, history, settings, language, databaseMenu);
    evaluation_ = new EvaluationPage(evaluations, settings);
    pages_->addWidget(ask_);
    training_ = new TrainingPage(trainings, settings);
    adapt_ =
        new AdaptPanel(trainings, settings, settings.get(keys::keepHistory) ? history.file() : QString());
    ask_->addNotice(adapt_);
    pages_->addWidget(evaluation_);
    pages_->addWidget(training_);
    quantization_ = new QuantizationPage(quantizations, settings);
    pages_->addWidget(quantization_);
    setCentralWidget(pages_);

    buildRail();
    buildMenus();
    buildStatusBar();

    connect(chooser_, &DatabaseChooser::chosen, this, &MainWindow::openDatabase);
    connect(&client_, &AskClient::databaseOpened, this, &MainWindow::onDatabaseOpened);
    connect(&client_, &AskClient::modelChanged, this, &MainWindow::updateModelLabel);
    connect(ask_, &AskPage::timingChanged, timing_, &QLabel::setText);
    for (const JobsStore *jobs : {&evaluations_, &trainings_, &quantizations_}) {
        connect(jobs, &JobsStore::stateChanged, this, &MainWindow::updateJobsLabel);
        connect(jobs, &JobsStore::progressed, this, &MainWindow::updateJobsLabel);
    }
    connect(ask_, &AskPage::adaptRequested, adapt_, &AdaptPanel::ask);
    connect(ask_, &AskPage::adaptersRequested, this, [this] {
        showPage(Page::Training);
        training_->showAdapters();
    });
    connect(adapt_, &AdaptPanel::runRequested, this, [this](JobProcess *job) {
        showPage(Page::Training);
        training_->openRun(job);
    });
    const auto compareAnswers = [this](const QString &title, const QString &directory,
                                       const QString &databases) {
        showPage(Page::Evaluation);
        evaluation_->compareDirectories(
            {{directory + QStringLiteral("/before"), tr("%1, before").arg(title), databases},
             {directory + QStringLiteral("/after"), tr("%1, after").arg(title), databases}});
    };
    connect(training_, &TrainingPage::answersRequested, this, compareAnswers);
    connect(quantization_, &QuantizationPage::answersRequested, this, compareAnswers);
    if (!client_.database().isEmpty())
        onDatabaseOpened(client_.database());
    updateModelLabel();
    updateJobsLabel();
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

    const auto add = [&](const char *icon, const QString &name, const QString &toolTip, Page page) {
        QAction *action = rail->addAction(symbolicIcon(QLatin1String(icon)), name);
        action->setToolTip(toolTip);
        action->setShortcut(QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_1 + int(page))));
        action->setCheckable(true);
        rail_->addAction(action);
        connect(action, &QAction::triggered, this, [this, page] { showPage(page); });
    };
    add("ask", tr("Ask"), tr("Ask a database (Ctrl+1)"), Page::Ask);
    add("evaluate", tr("Evaluate"), tr("Measure how good a model is (Ctrl+2)"), Page::Evaluation);
    add("train", tr("Train"), tr("Make the model good at your database (Ctrl+3)"), Page::Training);
    add("quantize", tr("Shrink"), tr("Make a model smaller, and see what that costs (Ctrl+4)"),
        Page::Quantize);
    rail_->actions().first()->setChecked(true);

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
    askOnly_->setExclusive(false);
    askOnly_->addAction(
        question->addAction(symbolicIcon(QStringLiteral("send")), tr("&Ask"), ask_, &AskPage::ask));
    QAction *stop = question->addAction(symbolicIcon(QStringLiteral("stop")), tr("&Stop"),
                                        QKeySequence(Qt::Key_Escape), ask_, &AskPage::stop);
    stop->setEnabled(false);
    connect(ask_, &AskPage::busyChanged, stop, &QAction::setEnabled);
    askOnly_->addAction(question->addAction(symbolicIcon(QStringLiteral("run")), tr("&Run the SQL"),
                                            QKeySequence(Qt::Key_F5), this, [this] {
                                                const QString sql = ask_->draft().sql;
                                                if (!ask_->busy() && !sql.isEmpty())
                                                    ask_->runSql(sql);
                                            }));
    QAction *inspect = question->addAction(symbolicIcon(QStringLiteral("inspect")), tr("&What the model saw"),
                                           QKeySequence(Qt::CTRL | Qt::Key_I), ask_, &AskPage::showInspector);
    inspect->setEnabled(false);
    connect(ask_, &AskPage::inspectableChanged, inspect, &QAction::setEnabled);

    QMenu *view = menuBar()->addMenu(tr("&View"));
    view->addActions(rail_->actions());
    view->addSeparator();
    const auto onAsk = [this](void (AskPage::*focus)()) {
        return [this, focus] {
            showPage(Page::Ask);
            (ask_->*focus)();
        };
    };
    view->addAction(tr("To the &question"), QKeySequence(Qt::CTRL | Qt::Key_L), this,
                    onAsk(&AskPage::focusQuestion));
    view->addAction(tr("To the S&QL"), QKeySequence(Qt::CTRL | Qt::Key_E), this, onAsk(&AskPage::focusSql));
    view->addAction(tr("Search the s&chema"), QKeySequence(Qt::CTRL | Qt::Key_F), this, &MainWindow::find);
    view->addAction(tr("Search the &history"), QKeySequence(Qt::CTRL | Qt::Key_H), this,
                    onAsk(&AskPage::focusHistorySearch));
    view->addSeparator();
    askOnly_->addAction(view->addAction(symbolicIcon(QStringLiteral("panel")),
                                        tr("Show or hide the &side panel"),
                                        QKeySequence(Qt::CTRL | Qt::Key_B), this,
                                        [this] { ask_->setSidePanelVisible(!ask_->sidePanelVisible()); }));

    QMenu *help = menuBar()->addMenu(tr("&Help"));
    help->addAction(tr("&Keys"), QKeySequence(Qt::Key_F1), this, &MainWindow::showKeys);
    help->addAction(applicationIcon(), tr("&About Mureum"), this, &MainWindow::showAbout);
}

void MainWindow::buildStatusBar()
{
    for (QLabel *label : {database_, model_, timing_, jobs_})
        label->setContentsMargins(6, 0, 6, 0);
    database_->setAccessibleName(tr("Database"));
    model_->setAccessibleName(tr("Model"));
    timing_->setAccessibleName(tr("Timing"));
    jobs_->setAccessibleName(tr("Running jobs"));
    statusBar()->addWidget(database_);
    statusBar()->addWidget(model_);
    statusBar()->addPermanentWidget(jobs_);
    statusBar()->addPermanentWidget(timing_);
}

void MainWindow::openDatabase(const QString &file)
{
    showPage(Page::Ask);
    ask_->openDatabase(QFileInfo(file).absoluteFilePath());
}

void MainWindow::showPage(Page page)
{
    pages_->setCurrentIndex(int(page));
    rail_->actions().at(int(page))->setChecked(true);
    // Not only hidden: a key on one page must not do things on another.
    askOnly_->setEnabled(page == Page::Ask);
    if (page == Page::Ask)
        ask_->focusQuestion();
    else
        pages_->currentWidget()->setFocus();
}

MainWindow::Page MainWindow::page() const
{
    return Page(pages_->currentIndex());
}

void MainWindow::find()
{
    if (page() == Page::Ask)
        ask_->focusSchemaSearch();
    else if (page() == Page::Evaluation)
        evaluation_->focusSearch();
}

QList<JobProcess *> MainWindow::activeJobs() const
{
    return evaluations_.active() + trainings_.active() + quantizations_.active();
}

void MainWindow::updateJobsLabel()
{
    const QList<JobProcess *> active = activeJobs();
    jobs_->setVisible(!active.isEmpty());
    if (active.isEmpty())
        return;
    const double fraction = active.first()->fraction();
    const QString share =
        fraction >= 0 ? u' ' + QLocale().toString(int(fraction * 100)) + QLocale().percent() : QString();
    jobs_->setText(active.size() == 1 ? active.first()->title() + share
                                      : tr("%n job(s) running", nullptr, int(active.size())) + share);
}

void MainWindow::onDatabaseOpened(const QString &file)
{
    const QFileInfo info(file);
    training_->setDatabase(file);
    adapt_->setDatabase(file);
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
    evaluation_->saveLayout();
    training_->saveLayout();
    quantization_->saveLayout();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!leaving_ && !activeJobs().isEmpty()) {
        event->ignore();
        auto *question = new LeaveQuestion({&evaluations_, &trainings_, &quantizations_}, this);
        connect(question, &LeaveQuestion::leave, this, [this] {
            leaving_ = true;
            // Once the question is gone: it is a child of the window that closes.
            QMetaObject::invokeMethod(this, &QWidget::close, Qt::QueuedConnection);
        });
        question->open();
        return;
    }
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
