#include "ui/quantization/phases_panel.h"

#include "ui/jobs/jobs_model.h"
#include "ui/widgets/value_label.h"

#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QVBoxLayout>

namespace mureum::ui {

PhasesPanel::PhasesPanel(QWidget *parent) : QWidget(parent), note_(wrappedLabel())
{
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    const QString names[] = {tr("Quantize layer by layer"), tr("Load time, memory, speed"),
                             tr("Probabilities, beside the original's"), tr("Questions to the original"),
                             tr("Questions to the smaller one")};
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(14);
    grid->setVerticalSpacing(10);
    grid->setColumnStretch(1, 1);
    grid->setColumnMinimumWidth(2, 260);
    for (int i = 0; i < QuantizationInfo::phases; ++i) {
        Row &row = rows_[std::size_t(i)];
        row = {new QLabel(names[i]), new QLabel, new QProgressBar};
        row.bar->setRange(0, 1000);
        row.bar->setTextVisible(false);
        row.bar->setMaximumHeight(10);
        row.bar->setAccessibleName(names[i]);
        grid->addWidget(row.name, i, 0);
        grid->addWidget(row.bar, i, 1);
        grid->addWidget(row.state, i, 2);
    }
    note_->setForegroundRole(QPalette::PlaceholderText);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->setSpacing(18);
    layout->addLayout(grid);
    layout->addWidget(note_);
    layout->addStretch(1);
}

void PhasesPanel::show(const QuantizationInfo &info, const JobProcess &job)
{
    const QLocale locale;
    for (int i = 0; i < QuantizationInfo::phases; ++i) {
        const Row &row = rows_[std::size_t(i)];
        const bool now = info.phase == i, past = info.phase > i;
        QFont font = row.name->font();
        font.setBold(now);
        row.name->setFont(font);
        row.bar->setValue(past ? 1000 : now && info.total > 0 ? int(1000 * info.done / info.total) : 0);
        QStringList state;
        if (now && info.total > 0)
            state.append(tr("%1 of %2").arg(locale.toString(info.done), locale.toString(info.total)));
        if (now && info.secondsLeft >= 0)
            state.append(tr("%1 left").arg(timeLeftText(info.secondsLeft)));
        if (now && !info.tensor.isEmpty())
            state.append(info.tensor);
        row.state->setText(past ? tr("done") : state.join(QStringLiteral(" · ")));
    }
    note_->setText(
        job.active()   ? tr("It goes on without this window. What is finished is kept when it is stopped.")
        : info.damaged ? tr("The report of this run is damaged. Resume measures again; the file is not "
                            "made anew.")
        : !job.file().command.program.isEmpty()
            ? tr("It has not come to its end. Resume goes on where it was.")
            : tr("It has not come to its end."));
}

QString PhasesPanel::noteText() const
{
    return note_->text();
}

QString PhasesPanel::phaseState(int phase) const
{
    return rows_[std::size_t(phase)].state->text();
}

} // namespace mureum::ui
