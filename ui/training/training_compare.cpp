#include "ui/training/training_compare.h"

#include "ui/jobs/rate.h"
#include "ui/theme/icons.h"
#include "ui/training/curves_panel.h"
#include "ui/training/training_info.h"
#include "ui/training/training_view.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/reading_table.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QShortcut>
#include <QSplitter>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace mureum::ui {

namespace {
constexpr int rereadMs = 1000;
}

TrainingCompare::TrainingCompare(QWidget *parent)
    : QWidget(parent), back_(new QToolButton), only_(new QCheckBox(tr("Only differences"))),
      table_(readingTable(model_, tr("Settings"))), curves_(new CurvesPanel), message_(new MessageBar)
{
    reread_.setInterval(rereadMs);
    back_->setIcon(symbolicIcon(QStringLiteral("back")));
    back_->setText(tr("Runs"));
    back_->setToolTip(tr("Back to the list of runs (Alt+Left)"));
    back_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    back_->setAutoRaise(true);
    auto *title = new QLabel(tr("Trainings compared"));
    QFont bold = title->font();
    bold.setBold(true);
    title->setFont(bold);
    auto *header = new QHBoxLayout;
    header->setContentsMargins(4, 6, 10, 4);
    header->setSpacing(8);
    header->addWidget(back_);
    header->addWidget(title, 1);
    header->addWidget(only_);

    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(table_);
    splitter->addWidget(curves_);
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 2);
    splitter->setSizes({240, 480});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(header);
    layout->addWidget(message_);
    layout->addWidget(splitter, 1);

    only_->setChecked(true);
    model_.setOnlyDifferences(true);
    connect(only_, &QCheckBox::toggled, &model_, &SettingsTable::setOnlyDifferences);
    connect(back_, &QToolButton::clicked, this, &TrainingCompare::backRequested);
    connect(curves_, &CurvesPanel::told, message_, &MessageBar::showMessage);
    connect(&reread_, &QTimer::timeout, this, &TrainingCompare::refresh);
    auto *backKey =
        new QShortcut(Qt::ALT | Qt::Key_Left, this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    connect(backKey, &QShortcut::activated, this, &TrainingCompare::backRequested);
}

TrainingCompare::~TrainingCompare() = default;

void TrainingCompare::open(const QList<JobProcess *> &jobs)
{
    close();
    QList<SettingsTable::Run> runs;
    for (const JobProcess *job : jobs) {
        const TrainingInfo info = readTrainingInfo(*job);
        // It is what the settings are compared for.
        runs.append(
            {info.title,
             info.config,
             {{tr("EX before"), percentText(info.before)}, {tr("EX after"), percentText(info.after)}}});
        names_.append(info.title);
        logs_.push_back(std::make_unique<TrainingLog>(job->directory()));
        if (job->running())
            reread_.start();
    }
    model_.setRuns(runs);
    table_->horizontalHeader()->setStretchLastSection(false);
    for (int column = 0; column < model_.columnCount(); ++column)
        table_->horizontalHeader()->resizeSection(column, column == 0 ? 160 : 230);
    table_->horizontalHeader()->setStretchLastSection(true);
    refresh();
}

void TrainingCompare::close()
{
    reread_.stop();
    names_.clear();
    logs_.clear();
    model_.setRuns({});
    curves_->setRuns({});
    curves_->resetZoom();
    message_->hide();
}

void TrainingCompare::refresh()
{
    QList<CurvesPanel::Run> curves;
    for (std::size_t i = 0; i < logs_.size(); ++i) {
        logs_[i]->refresh();
        curves.append({names_[qsizetype(i)], logs_[i]->points(), logs_[i]->scores(), 0});
    }
    curves_->setRuns(curves);
}

} // namespace mureum::ui
