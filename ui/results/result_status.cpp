#include "ui/results/result_status.h"

#include "ui/results/result_model.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QTimer>
#include <QToolButton>

#include <algorithm>

namespace mureum::ui {

namespace {
constexpr int patienceMs = 200;
}

ResultStatus::ResultStatus(const ResultModel &rows, QWidget *parent)
    : QWidget(parent), rows_(rows), text_(new QLabel), job_(new QLabel), stop_(new QToolButton)
{
    text_->setObjectName(QStringLiteral("resultStatus"));
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    job_->setObjectName(QStringLiteral("resultJob"));
    for (QLabel *label : {text_, job_}) {
        label->setTextFormat(Qt::PlainText);
        // A long message is cut at the edge instead of widening the window; its tool tip has it whole.
        label->setMinimumWidth(1);
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    }
    job_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    stop_->setObjectName(QStringLiteral("resultStop"));
    stop_->setText(tr("Stop"));
    stop_->setIcon(symbolicIcon(QStringLiteral("stop")));
    stop_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    stop_->setAutoRaise(true);
    connect(stop_, &QToolButton::clicked, this, &ResultStatus::stopRequested);

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 2, 4, 2);
    layout->addWidget(text_, 1);
    layout->addWidget(job_, 1);
    layout->addWidget(stop_);
    // The button's height is kept while it is away: the rows above do not jump.
    setMinimumHeight(stop_->sizeHint().height() + 4);
    color();
    refresh();
}

void ResultStatus::color()
{
    const auto paint = [](QLabel *label, const QColor &wanted) {
        QPalette palette = label->palette();
        palette.setColor(QPalette::WindowText, wanted);
        label->setPalette(palette);
    };
    const QColor error = syntaxColors(palette()).error, calm = secondaryText(palette());
    paint(text_, error_.isEmpty() ? calm : error);
    paint(job_, jobFailed_ ? error : calm);
}

void ResultStatus::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        color();
}

void ResultStatus::setSeconds(double seconds)
{
    seconds_ = seconds;
    refresh();
}

void ResultStatus::setError(const QString &error)
{
    error_ = error;
    color();
    refresh();
}

void ResultStatus::setJob(const QString &text, bool running, bool failed)
{
    jobRunning_ = running;
    jobFailed_ = failed;
    job_->setText(text);
    job_->setToolTip(text);
    color();
    refresh();
}

QString ResultStatus::text() const
{
    return text_->text();
}

QString ResultStatus::jobText() const
{
    return job_->text();
}

QString ResultStatus::rowsText() const
{
    const QString count = QLocale().toString(rows_.rowsSoFar());
    const bool one = rows_.rowsSoFar() == 1;
    if (rows_.complete() && !rows_.awaited())
        return rows_.rowsSoFar() == 0 ? tr("no rows") : one ? tr("1 row") : tr("all %1 rows").arg(count);
    if (rows_.reading())
        return rows_.awaited() || rows_.rowsSoFar() == 0 ? tr("Running…")
                                                         : tr("Reading… %1 rows so far").arg(count);
    if (rows_.stopped())
        return tr("Stopped · %1 rows so far").arg(count);
    if (rows_.atLimit())
        return tr("the first %1 rows; an export holds them all").arg(count);
    return tr("%1 rows so far").arg(count);
}

void ResultStatus::refresh()
{
    // A quick answer replaces the former one without a flicker.
    if (!rows_.awaited()) {
        awaited_.invalidate();
    } else if (!awaited_.isValid()) {
        awaited_.start();
        QTimer::singleShot(patienceMs, this, &ResultStatus::refresh);
        return;
    } else if (awaited_.elapsed() < patienceMs - 1) {
        return;
    }
    QString text = rowsText();
    if (seconds_ >= 0 && !rows_.awaited())
        text += tr(" · %1 s").arg(QLocale().toString(std::max(seconds_, 0.001), 'f', seconds_ < 0.1 ? 3 : 2));
    if (!error_.isEmpty())
        text = rows_.rowsSoFar() > 0 ? text + QStringLiteral(" · ") + error_ : error_;
    text_->setText(text);
    text_->setToolTip(error_);
    stop_->setVisible(jobRunning_ || rows_.reading());
    stop_->setToolTip(jobRunning_ ? tr("Stop the export or copy") : tr("Stop reading; the rows so far stay"));
}

} // namespace mureum::ui
