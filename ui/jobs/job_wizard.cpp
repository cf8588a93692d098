#include "ui/jobs/job_wizard.h"

#include "ui/jobs/findings.h"
#include "ui/theme/icons.h"
#include "ui/widgets/form_page.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace mureum::ui {

JobWizard::JobWizard(const QString &title, QWidget *parent)
    : QDialog(parent), steps_(new QListWidget), stack_(new QStackedWidget), status_(reportLabel()),
      copy_(new QPushButton(tr("Copy as command"))), back_(new QPushButton(tr("Back"))),
      next_(new QPushButton(tr("Next"))), begin_(new QPushButton(tr("Start")))
{
    setWindowTitle(title);
    setAttribute(Qt::WA_DeleteOnClose);
    steps_->setFrameShape(QFrame::NoFrame);
    steps_->setAccessibleName(tr("Steps"));
    steps_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    steps_->viewport()->setAutoFillBackground(false);
    steps_->setIconSize(QSize(16, 16));
    connect(steps_, &QListWidget::currentRowChanged, this, [this](int row) {
        stack_->setCurrentIndex(row);
        look();
    });
    for (QPushButton *button : {copy_, back_})
        button->setAutoDefault(false);
    next_->setDefault(true);
    auto *cancel = new QPushButton(tr("Cancel"));
    cancel->setAutoDefault(false);
    connect(copy_, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(commandText()); });
    connect(back_, &QPushButton::clicked, this, [this] { setCurrentStep(currentStep() - 1); });
    connect(next_, &QPushButton::clicked, this, [this] { setCurrentStep(currentStep() + 1); });
    connect(begin_, &QPushButton::clicked, this, &JobWizard::accept);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);

    auto *middle = new QHBoxLayout;
    middle->setSpacing(12);
    middle->addWidget(steps_);
    middle->addWidget(stack_, 1);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(copy_);
    buttons->addStretch(1);
    for (QPushButton *button : {back_, next_, begin_, cancel})
        buttons->addWidget(button);
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(middle, 1);
    layout->addWidget(status_);
    layout->addLayout(buttons);
    resize(940, 720);
}

void JobWizard::addStep(const QString &title, FormPage *page)
{
    auto *scroll = new QScrollArea;
    scroll->setWidget(page);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    stack_->addWidget(scroll);
    pages_.append(page);
    auto *item = new QListWidgetItem(tr("%1. %2").arg(pages_.size()).arg(title));
    const QFontMetrics metrics = steps_->fontMetrics();
    item->setSizeHint(QSize(metrics.horizontalAdvance(item->text()) + 44, metrics.height() + 14));
    steps_->addItem(item);
    steps_->setFixedWidth(steps_->sizeHintForColumn(0) + 36);
    connect(page, &FormPage::changed, this, [this] { touch(); });
}

int JobWizard::currentStep() const
{
    return steps_->currentRow();
}

void JobWizard::setCurrentStep(int step)
{
    steps_->setCurrentRow(step);
}

int JobWizard::findMissing(std::vector<Finding> &findings) const
{
    int wrong = -1;
    for (int i = 0; i < pages_.size(); ++i)
        if (const QString missing = pages_[i]->missing(); !missing.isEmpty()) {
            findings.push_back({true, missing});
            wrong = wrong < 0 ? i : wrong;
        }
    return wrong;
}

void JobWizard::tell(const std::vector<Finding> &findings, int wrong, const QString &summary, bool busy)
{
    findings_ = findings;
    for (int i = 0; i < steps_->count(); ++i)
        steps_->item(i)->setIcon(i == wrong ? symbolicIcon(QStringLiteral("warning")) : QIcon());
    QStringList lines;
    bool free = true;
    if (!findings_.empty()) {
        free = showFindings(status_, findings_);
        lines.append(status_->text());
    }
    if (!summary.isEmpty())
        lines.append(summary);
    status_->setText(lines.join(QStringLiteral("<br>")));
    const int step = currentStep();
    const bool last = step == steps_->count() - 1;
    back_->setEnabled(step > 0);
    next_->setVisible(!last);
    begin_->setVisible(last);
    next_->setEnabled(step < 0 || pages_.at(step)->missing().isEmpty());
    begin_->setEnabled(free && !busy);
    (last ? begin_ : next_)->setDefault(true);
}

QString JobWizard::statusText() const
{
    return status_->text();
}

void JobWizard::accept()
{
    if (!begin_->isEnabled() || currentStep() != steps_->count() - 1)
        return;
    begin();
    QDialog::accept();
}

} // namespace mureum::ui
