#include "ui/training/adapters_view.h"

#include "engine/model/adapter.h"
#include "engine/model/model.h"
#include "ui/jobs/job_delegate.h"
#include "ui/settings/paths.h"
#include "ui/theme/icons.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QMessageBox>
#include <QProcess>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace mureum::ui {

namespace {

QString nameOf(const QString &database)
{
    return QFileInfo(database).completeBaseName();
}

} // namespace

AdaptersView::AdaptersView(JobsStore &jobs, Settings &settings, QWidget *parent)
    : QWidget(parent), jobs_(jobs), settings_(settings), model_(settings), worker_(QStringLiteral("hash")),
      table_(new QTableView), empty_(new QLabel), stack_(new QStackedWidget)
{
    sorted_.setSourceModel(&model_);
    sorted_.setSortRole(AdaptersModel::SortRole);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildTools());
    layout->addWidget(stack_, 1);
    buildTable();
    empty_->setText(
        tr("An adapter is a small file beside the model that makes it good at one database. Fine-tunings "
           "leave theirs here; adapters made elsewhere (LoRA, in PEFT's format) can be opened."));
    empty_->setAlignment(Qt::AlignCenter);
    empty_->setWordWrap(true);
    empty_->setMargin(60);
    empty_->setBackgroundRole(QPalette::Base);
    empty_->setAutoFillBackground(true);
    empty_->setForegroundRole(QPalette::PlaceholderText);
    stack_->addWidget(empty_);
    stack_->addWidget(table_);

    connect(&model_, &AdaptersModel::failed, this, &AdaptersView::told);
    connect(&model_, &QAbstractItemModel::modelReset, this, &AdaptersView::updateTools);
    connect(&model_, &QAbstractItemModel::dataChanged, this, &AdaptersView::updateTools);
    connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &AdaptersView::updateTools);
    connect(&jobs_, &JobsStore::added, this, &AdaptersView::refresh);
    connect(&jobs_, &JobsStore::removed, this, &AdaptersView::refresh);
    connect(&jobs_, &JobsStore::stateChanged, this, [this](const JobProcess *job) {
        if (!job->active())
            refresh();
    });
    connect(&settings_, &Settings::changed, this, [this](const QString &key) {
        if (key == QLatin1String(keys::modelFile.name))
            refresh();
    });
    refresh();
}

AdaptersView::~AdaptersView()
{
    if (merging_) {
        merging_->disconnect(this);
        merging_->kill(); // what it writes gets its name only at the end
        merging_->waitForFinished(1000);
    }
}

QWidget *AdaptersView::buildTools()
{
    auto *tools = new QWidget;
    auto *layout = new QHBoxLayout(tools);
    layout->setContentsMargins(6, 6, 6, 4);
    layout->setSpacing(2);
    const auto add = [&](const char *icon, const QString &text, const QString &toolTip) {
        auto *button = new QToolButton;
        button->setIcon(symbolicIcon(QLatin1String(icon)));
        button->setText(text);
        button->setToolTip(toolTip);
        button->setAutoRaise(true);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        layout->addWidget(button);
        return button;
    };
    open_ = add("open", tr("Open adapter…"), tr("Show an adapter folder that lies elsewhere"));
    layout->addStretch(1);
    use_ = add("spark", tr("Use"), tr("Answer with it from now on"));
    off_ = add("close", tr("Switch off"), tr("Answer with the model alone"));
    merge_ = add("train", tr("Merge…"), tr("Write a model file with the adapter in its weights"));
    export_ = add("export", tr("Export…"), tr("Copy the adapter to another folder"));
    remove_ = add("delete", tr("Delete…"), tr("Delete the adapter"));
    auto *menu = new QMenu(use_);
    use_->setMenu(menu);
    use_->setPopupMode(QToolButton::InstantPopup);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { fillUse(menu); });
    connect(open_, &QToolButton::clicked, this, &AdaptersView::chooseFolder);
    connect(off_, &QToolButton::clicked, this, [this] {
        if (current() >= 0)
            ActiveAdapters(settings_).forget(model_.adapter(current()).folder);
    });
    connect(merge_, &QToolButton::clicked, this, &AdaptersView::chooseMerge);
    connect(export_, &QToolButton::clicked, this, &AdaptersView::chooseExport);
    connect(remove_, &QToolButton::clicked, this, &AdaptersView::confirmRemove);
    return tools;
}

void AdaptersView::buildTable()
{
    table_->setModel(&sorted_);
    table_->setItemDelegate(new JobDelegate(table_));
    table_->setAccessibleName(tr("Adapters"));
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setEditTriggers(QAbstractItemView::EditKeyPressed | QAbstractItemView::DoubleClicked);
    table_->setSortingEnabled(true);
    table_->sortByColumn(AdaptersModel::Date, Qt::DescendingOrder);
    table_->setFrameShape(QFrame::NoFrame);
    table_->setShowGrid(false);
    table_->setAlternatingRowColors(true);
    table_->setWordWrap(false);
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setDefaultSectionSize(table_->fontMetrics().lineSpacing() * 2 + 10);
    QHeaderView *header = table_->horizontalHeader();
    header->setHighlightSections(false);
    constexpr int widths[AdaptersModel::columns] = {190, 130, 170, 150, 60, 80, 104, 104, 130};
    for (int column = 0; column < AdaptersModel::columns; ++column)
        header->resizeSection(column, widths[column]);
    auto *remove = new QShortcut(QKeySequence::Delete, table_, nullptr, nullptr, Qt::WidgetShortcut);
    connect(remove, &QShortcut::activated, this, &AdaptersView::confirmRemove);
    setFocusProxy(table_);
}

void AdaptersView::setDatabase(const QString &file)
{
    database_ = file;
}

void AdaptersView::refresh()
{
    const QString former = current() >= 0 ? model_.adapter(current()).folder : QString();
    QStringList folders;
    for (int row = 0; row < jobs_.count(); ++row)
        if (!jobs_.at(row)->active() && holdsAdapter(jobs_.at(row)->directory()))
            folders.append(jobs_.at(row)->directory());
    for (const QString &folder : settings_.get(keys::openedAdapters))
        if (!folders.contains(folder) && holdsAdapter(folder))
            folders.append(folder);
    model_.setFolders(folders);
    if (!former.isEmpty())
        select(former);

    const QString chosen = settings_.get(keys::modelFile);
    const QString model = chosen.isEmpty() ? paths::bundledModel() : chosen;
    if (model == hashedModel_ || model.isEmpty() || folders.isEmpty())
        return;
    hashedModel_ = model;
    model_.setModelHash(QString());
    // Reads all weights: not here.
    worker_.run(
        [model](std::stop_token) {
            try {
                return QString::fromStdString(engine::modelHash(engine::loadModel(model.toStdString())));
            } catch (const std::exception &) {
                return QString(); // the Ask page says what is wrong with it
            }
        },
        [this](const QString &hash) { model_.setModelHash(hash); });
}

int AdaptersView::current() const
{
    const QModelIndexList rows = table_->selectionModel()->selectedRows();
    return rows.isEmpty() ? -1 : sorted_.mapToSource(rows.first()).row();
}

void AdaptersView::select(const QString &folder)
{
    const int row = model_.rowOf(folder);
    if (row >= 0)
        table_->selectRow(sorted_.mapFromSource(model_.index(row, 0)).row());
}

void AdaptersView::updateTools()
{
    const int row = current();
    const bool any = model_.rowCount() > 0, usable = row >= 0 && model_.adapter(row).problem.isEmpty();
    stack_->setCurrentIndex(any ? 1 : 0);
    use_->setEnabled(usable);
    off_->setEnabled(row >= 0 && !model_.useText(row).isEmpty());
    merge_->setEnabled(usable && !merging_);
    export_->setEnabled(usable);
    remove_->setEnabled(row >= 0);
    for (QToolButton *button : {use_, off_, merge_, export_, remove_})
        button->setVisible(any);
}

void AdaptersView::fillUse(QMenu *menu)
{
    menu->clear();
    if (current() < 0)
        return;
    const AdapterInfo adapter = model_.adapter(current());
    QStringList databases;
    for (const QString &database : {adapter.database, database_})
        if (!database.isEmpty() && !databases.contains(database))
            databases.append(database);
    for (const QString &database : std::as_const(databases))
        menu->addAction(tr("For %1").arg(nameOf(database).replace(u'&', QLatin1String("&&"))), this,
                        [this, folder = adapter.folder, database] { activate(folder, database); });
    menu->addAction(tr("For all databases"), this,
                    [this, folder = adapter.folder] { activate(folder, QString()); });
}

void AdaptersView::activate(const QString &folder, const QString &database)
{
    const int row = model_.rowOf(folder);
    if (row >= 0 && !model_.adapter(row).problem.isEmpty()) {
        emit told(tr("%1 cannot be used: %2").arg(model_.adapter(row).name, model_.adapter(row).problem));
    } else if (row >= 0 && model_.isForeign(row)) {
        askForeign(folder, database);
    } else if (database.isEmpty()) {
        ActiveAdapters(settings_).useEverywhere(folder);
    } else {
        ActiveAdapters(settings_).use(database, folder);
    }
}

void AdaptersView::askForeign(const QString &folder, const QString &database)
{
    const AdapterInfo &adapter = model_.adapter(model_.rowOf(folder));
    auto *box =
        new QMessageBox(QMessageBox::Warning, tr("Other weights"), QString(), QMessageBox::NoButton, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setText(tr("“%1” was trained beside other weights (%2) than those of the model in use.")
                     .arg(adapter.name, adapter.base.isEmpty() ? adapter.baseHash : adapter.base));
    box->setInformativeText(
        tr("Answers would most likely be worse than without it. Choose the model it was made for in "
           "the settings, or adapt this model anew."));
    box->addButton(tr("Cancel"), QMessageBox::RejectRole);
    QPushButton *anyway = box->addButton(tr("Use it anyway"), QMessageBox::DestructiveRole);
    connect(anyway, &QPushButton::clicked, this, [this, folder, database] {
        if (database.isEmpty())
            ActiveAdapters(settings_).useEverywhere(folder);
        else
            ActiveAdapters(settings_).use(database, folder);
    });
    box->open();
}

void AdaptersView::chooseFolder()
{
    auto *dialog = new QFileDialog(this, tr("Open an adapter folder"));
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, &AdaptersView::openAdapter);
    dialog->open();
}

void AdaptersView::openAdapter(const QString &given)
{
    const QString folder = QFileInfo(given).absoluteFilePath();
    if (!holdsAdapter(folder)) {
        emit told(tr("%1 holds no adapter_config.json. Choose the folder of an adapter.").arg(folder));
        return;
    }
    QStringList opened = settings_.get(keys::openedAdapters);
    if (!opened.contains(folder))
        settings_.set(keys::openedAdapters, opened << folder);
    refresh();
    select(folder);
}

void AdaptersView::chooseMerge()
{
    if (current() < 0)
        return;
    const AdapterInfo adapter = model_.adapter(current());
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    auto *dialog =
        new QFileDialog(this, tr("Write the merged model"),
                        folder + u'/' + adapter.name + QStringLiteral(".gguf"), tr("Models (*.gguf)"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("gguf"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, from = adapter.folder](const QString &file) { merge(from, file); });
    dialog->open();
}

void AdaptersView::merge(const QString &folder, const QString &file)
{
    if (merging_)
        return;
    const QString chosen = settings_.get(keys::modelFile);
    QStringList arguments{
        QStringLiteral("merge"), QStringLiteral("--adapter"), folder, QStringLiteral("--out"), file,
        QStringLiteral("--json")};
    if (!chosen.isEmpty())
        arguments << QStringLiteral("--model") << chosen;
    merging_ = new QProcess(this);
    connect(merging_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error != QProcess::FailedToStart)
            return;
        emit told(tr("mureum-cli cannot be started: %1").arg(merging_->errorString()));
        merging_->deleteLater();
        merging_ = nullptr;
        updateTools();
    });
    connect(merging_, &QProcess::finished, this, [this, file](int code, QProcess::ExitStatus status) {
        const QJsonObject said = QJsonDocument::fromJson(merging_->readAllStandardOutput()).object();
        QString problem = QString::fromUtf8(merging_->readAllStandardError()).trimmed();
        if (status == QProcess::NormalExit && code == 0) {
            const QJsonObject drift = said.value(QLatin1String("drift")).toObject();
            emit told(
                tr("Saved %1. It chooses the same next token as model and adapter apart in %2 of all cases.")
                    .arg(file, QLocale().toString(
                                   drift.value(QLatin1String("same_top_token")).toDouble() * 100, 'f', 1) +
                                   QLocale().percent()));
        } else {
            emit told(tr("Nothing was merged: %1").arg(problem.remove(QStringLiteral("error: "))));
        }
        merging_->deleteLater();
        merging_ = nullptr;
        updateTools();
    });
    emit told(tr("Merging…"));
    merging_->start(findCli(), arguments, QIODevice::ReadOnly);
    updateTools();
}

void AdaptersView::chooseExport()
{
    if (current() < 0)
        return;
    const AdapterInfo adapter = model_.adapter(current());
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    auto *dialog =
        new QFileDialog(this, tr("Copy the adapter to a new folder"), folder + u'/' + adapter.name);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setLabelText(QFileDialog::FileName, tr("New folder:"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, [this, adapter](const QString &to) {
        const QString problem = exportAdapter(adapter, to);
        emit told(problem.isEmpty() ? tr("Saved %1").arg(to) : problem);
    });
    dialog->open();
}

void AdaptersView::confirmRemove()
{
    if (current() < 0)
        return;
    const AdapterInfo adapter = model_.adapter(current());
    const bool opened = settings_.get(keys::openedAdapters).contains(adapter.folder);
    auto *box =
        new QMessageBox(QMessageBox::Question, tr("Delete adapter"), QString(), QMessageBox::NoButton, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setText(opened ? tr("Take “%1” off the list?").arg(adapter.name)
                        : tr("Delete the adapter “%1”?").arg(adapter.name));
    box->setInformativeText(opened
                                ? tr("Its files stay where they are.")
                                : tr("The run that made it stays, with its curves. This cannot be undone."));
    box->addButton(tr("Cancel"), QMessageBox::RejectRole);
    QPushButton *remove =
        box->addButton(opened ? tr("Take off") : tr("Delete"), QMessageBox::DestructiveRole);
    connect(remove, &QPushButton::clicked, this, [this, folder = adapter.folder, opened] {
        ActiveAdapters(settings_).forget(folder);
        QString problem;
        if (opened) {
            QStringList folders = settings_.get(keys::openedAdapters);
            folders.removeAll(folder);
            settings_.set(keys::openedAdapters, folders);
        } else {
            problem = deleteAdapter(folder);
        }
        if (!problem.isEmpty())
            emit told(problem);
        refresh();
    });
    box->open();
}

} // namespace mureum::ui
