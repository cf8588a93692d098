#include "ui/training/curves_panel.h"

#include "ui/evaluation/run_export.h"
#include "ui/results/delimited.h"
#include "ui/theme/icons.h"

#include <QBuffer>
#include <QFileDialog>
#include <QGridLayout>
#include <QLabel>
#include <QMenu>
#include <QStandardPaths>
#include <QSvgGenerator>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <map>

namespace mureum::ui {

namespace {

QString measureText(CurvesPanel::Measure measure)
{
    switch (measure) {
    case CurvesPanel::Loss:
        return CurvesPanel::tr("Loss");
    case CurvesPanel::Ex:
        return CurvesPanel::tr("EX on validation questions, %");
    case CurvesPanel::LearningRate:
        return CurvesPanel::tr("Learning rate");
    case CurvesPanel::GradNorm:
        return CurvesPanel::tr("Gradient norm");
    default:
        return CurvesPanel::tr("Tokens per second");
    }
}

ChartData::Series seriesOf(const CurvesPanel::Run &run, CurvesPanel::Measure measure)
{
    ChartData::Series series;
    series.name = run.name;
    if (measure == CurvesPanel::Ex) {
        for (const TrainingScore &score : run.scores) {
            series.keys.append(double(score.step));
            series.values.append(score.ex * 100);
        }
        return series;
    }
    for (const TrainingPoint &point : run.points) {
        series.keys.append(double(point.step));
        series.values.append(measure == CurvesPanel::Loss           ? point.loss
                             : measure == CurvesPanel::LearningRate ? point.learningRate
                             : measure == CurvesPanel::GradNorm     ? point.gradNorm
                                                                    : point.tokensPerSecond);
    }
    return series;
}

double lastStep(const QList<CurvesPanel::Run> &runs)
{
    double last = 1;
    for (const CurvesPanel::Run &run : runs) {
        last = std::max(last, double(run.steps));
        if (!run.points.isEmpty())
            last = std::max(last, double(run.points.last().step));
        if (!run.scores.isEmpty())
            last = std::max(last, double(run.scores.last().step));
    }
    return last;
}

} // namespace

void CurvePlot::mouseDoubleClickEvent(QMouseEvent *event)
{
    QCustomPlot::mouseDoubleClickEvent(event);
    emit resetRequested();
}

CurvesPanel::CurvesPanel(QWidget *parent)
    : QWidget(parent), note_(new QLabel), reset_(new QToolButton), export_(new QToolButton)
{
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    reset_->setText(tr("Whole run"));
    reset_->setToolTip(tr("Undo zooming (double click)"));
    reset_->setIcon(symbolicIcon(QStringLiteral("view")));
    export_->setText(tr("Export curves"));
    export_->setIcon(symbolicIcon(QStringLiteral("export")));
    export_->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(export_);
    menu->addAction(tr("As PNG…"), this,
                    [this] { choose(QStringLiteral("png"), tr("PNG pictures (*.png)")); });
    menu->addAction(tr("As SVG…"), this,
                    [this] { choose(QStringLiteral("svg"), tr("SVG drawings (*.svg)")); });
    menu->addAction(tr("As CSV…"), this, [this] { choose(QStringLiteral("csv"), tr("CSV (*.csv)")); });
    export_->setMenu(menu);
    note_->setForegroundRole(QPalette::PlaceholderText);
    note_->setMinimumWidth(40);
    auto *tools = new QHBoxLayout;
    tools->addWidget(note_, 1);
    for (QToolButton *button : {reset_, export_}) {
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setAutoRaise(true);
        tools->addWidget(button);
    }

    // Two wide ones over three small ones.
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(14);
    for (int i = 0; i < measures; ++i) {
        auto *title = new QLabel(measureText(Measure(i)));
        title->setObjectName(QStringLiteral("curveTitle"));
        title->setMinimumWidth(40);
        QFont bold = title->font();
        bold.setBold(true);
        title->setFont(bold);
        auto *plot = new CurvePlot;
        plot->setAccessibleName(measureText(Measure(i)));
        plots_[std::size_t(i)] = plot;
        const bool wide = i < 2;
        const int row = wide ? 0 : 2, column = wide ? i * 3 : (i - 2) * 2, span = wide ? 3 : 2;
        grid->addWidget(title, row, column, 1, span);
        grid->addWidget(plot, row + 1, column, 1, span);
        connect(plot, &CurvePlot::resetRequested, this, &CurvesPanel::resetZoom);
        connect(plot->xAxis, qOverload<const QCPRange &>(&QCPAxis::rangeChanged), this,
                [this, plot] { follow(plot); });
        connect(plot->yAxis, qOverload<const QCPRange &>(&QCPAxis::rangeChanged), this,
                [this, plot] { follow(plot); });
    }
    for (int column = 0; column < 6; ++column)
        grid->setColumnStretch(column, 1);
    grid->setRowStretch(1, 3);
    grid->setRowStretch(3, 2);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(10, 4, 10, 8);
    layout->addLayout(tools);
    layout->addLayout(grid, 1);
    connect(reset_, &QToolButton::clicked, this, &CurvesPanel::resetZoom);
    setRuns({});
}

void CurvesPanel::follow(CurvePlot *source)
{
    if (updating_)
        return;
    updating_ = true;
    zoomed_ = true;
    reset_->setEnabled(true);
    for (CurvePlot *plot : plots_) {
        if (plot == source || plot->xAxis->range() == source->xAxis->range())
            continue;
        plot->xAxis->setRange(source->xAxis->range());
        plot->replot(QCustomPlot::rpQueuedReplot);
    }
    updating_ = false;
}

void CurvesPanel::setRuns(const QList<Run> &runs)
{
    updating_ = true;
    runs_ = runs;
    bool any = false;
    for (int i = 0; i < measures; ++i) {
        CurvePlot *plot = plots_[std::size_t(i)];
        const QCPRange x = plot->xAxis->range(), y = plot->yAxis->range();
        ChartData lines;
        lines.xName = i < 2 ? tr("step") : QString();
        for (const Run &run : runs) {
            lines.series.append(seriesOf(run, Measure(i)));
            any = any || !lines.series.last().keys.isEmpty();
        }
        plot->setData(ChartKind::Line, lines);
        if (zoomed_) {
            plot->xAxis->setRange(x);
            plot->yAxis->setRange(y);
        } else {
            plot->xAxis->setRange(0, lastStep(runs_) * 1.03);
            QCPRange shown = plot->yAxis->range();
            // A few points of EX are a few questions: they do not fill the plot.
            const bool scored =
                std::any_of(runs.begin(), runs.end(), [](const Run &run) { return !run.scores.isEmpty(); });
            if (i == Ex && !scored)
                shown = QCPRange(0, 100);
            else if (i == Ex)
                shown = QCPRange(shown.lower - 8, std::min(100.0, shown.upper + 8));
            // Nothing here is ever below zero.
            plot->yAxis->setRange(std::max(0.0, shown.lower), shown.upper);
        }
    }
    updating_ = false;
    export_->setEnabled(any);
    note_->setText(any ? tr("Zoom with the wheel, move by dragging.")
                       : tr("The curves begin with the first steps of the training."));
    reset_->setEnabled(zoomed_);
}

void CurvesPanel::resetZoom()
{
    zoomed_ = false;
    setRuns(QList<Run>(runs_));
}

void CurvesPanel::drawAll(QCPPainter &painter, const QSize &size) const
{
    constexpr int gap = 12;
    const int title = fontMetrics().lineSpacing() + 4;
    painter.fillRect(QRect(QPoint(), size), palette().color(QPalette::Base));
    QFont bold = font();
    bold.setBold(true);
    const int high = (size.height() - 4 * gap - 2 * title) * 3 / 5;
    const int low = size.height() - 4 * gap - 2 * title - high;
    for (int i = 0; i < measures; ++i) {
        const bool wide = i < 2;
        const int perRow = wide ? 2 : 3, at = wide ? i : i - 2;
        const int width = (size.width() - gap * (perRow + 1)) / perRow, height = wide ? high : low;
        const QPoint corner(gap + at * (width + gap), wide ? gap : 2 * gap + title + high);
        painter.save();
        painter.translate(corner);
        painter.setFont(bold);
        painter.setPen(palette().color(QPalette::Text));
        painter.drawText(QRect(0, 0, width, title), Qt::AlignLeft | Qt::AlignVCenter,
                         measureText(Measure(i)));
        painter.translate(0, title);
        plots_[std::size_t(i)]->toPainter(&painter, width, height);
        painter.restore();
    }
}

QString CurvesPanel::savePng(const QString &file, const QSize &size) const
{
    constexpr double scale = 2; // sharp on paper and on dense screens
    QImage image(size * scale, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(scale);
    {
        QCPPainter painter(&image);
        drawAll(painter, size);
    }
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return writeWhole(file, bytes);
}

QString CurvesPanel::saveSvg(const QString &file, const QSize &size) const
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(), size));
    {
        QCPPainter painter(&generator);
        drawAll(painter, size);
    }
    return writeWhole(file, bytes);
}

QByteArray CurvesPanel::csv() const
{
    QByteArray out = "run,step,loss,learning_rate,grad_norm,tokens_per_second,ex\r\n";
    const auto number = [](double value) { return QByteArray::number(value, 'g', 9); };
    for (const Run &run : runs_) {
        QByteArray name;
        appendField(name, run.name.toUtf8(), {});
        std::map<qint64, std::pair<QByteArray, QByteArray>> lines; // step -> metrics, score
        for (const TrainingPoint &point : run.points)
            lines[point.step].first = number(point.loss) + ',' + number(point.learningRate) + ',' +
                                      number(point.gradNorm) + ',' + number(point.tokensPerSecond);
        for (const TrainingScore &score : run.scores)
            lines[score.step].second = number(score.ex);
        for (const auto &[step, cells] : lines)
            out += name + ',' + QByteArray::number(step) + ',' +
                   (cells.first.isEmpty() ? QByteArray(",,,") : cells.first) + ',' + cells.second + "\r\n";
    }
    return out;
}

void CurvesPanel::choose(const QString &ending, const QString &filter)
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    const QString name = runs_.size() == 1 ? runs_.first().name : tr("curves");
    auto *dialog = new QFileDialog(this, tr("Save the curves"), folder + u'/' + name + u'.' + ending, filter);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(ending);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, [this, ending](const QString &file) {
        const QSize size(std::max(900, width()), std::max(560, height()));
        const QString problem = ending == QLatin1String("png")   ? savePng(file, size)
                                : ending == QLatin1String("svg") ? saveSvg(file, size)
                                                                 : writeWhole(file, csv());
        emit told(problem.isEmpty() ? tr("Saved %1").arg(file) : problem);
    });
    dialog->open();
}

void CurvesPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::FontChange)
        return;
    QFont bold = font();
    bold.setBold(true);
    for (QLabel *title : findChildren<QLabel *>(QStringLiteral("curveTitle")))
        title->setFont(bold);
}

} // namespace mureum::ui
