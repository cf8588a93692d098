#include "ui/results/result_pane.h"

#include "ui/results/result_model.h"
#include "ui/results/result_view.h"

#include <QElapsedTimer>
#include <QLabel>
#include <QStackedLayout>
#include <QTimer>

namespace mureum::ui {

namespace {
/// A quicker query shows its rows without a word before.
constexpr int patienceMs = 250;
} // namespace

struct ResultPane::Parts
{
    ResultView *view;
    QLabel *message;
    QStackedLayout *layout;
    QTimer patience;
    QElapsedTimer sinceStart;
    bool pending = false; ///< `finished` is still to be emitted
};

ResultPane::ResultPane(QWidget *parent) : QWidget(parent), parts_(std::make_unique<Parts>())
{
    parts_->view = new ResultView;
    parts_->message = new QLabel;
    parts_->message->setObjectName(QStringLiteral("resultMessage"));
    parts_->message->setAlignment(Qt::AlignCenter);
    parts_->message->setWordWrap(true);
    parts_->message->setMargin(24);
    parts_->message->setTextFormat(Qt::PlainText);
    parts_->message->setForegroundRole(QPalette::PlaceholderText);
    parts_->layout = new QStackedLayout(this);
    parts_->layout->addWidget(parts_->message);
    parts_->layout->addWidget(parts_->view);
    parts_->patience.setSingleShot(true);
    parts_->patience.setInterval(patienceMs);

    connect(&parts_->patience, &QTimer::timeout, this, [this] { showText(tr("Running…")); });
    ResultModel &rows = parts_->view->rows();
    const auto showRows = [this] {
        if (!parts_->pending)
            return;
        parts_->patience.stop();
        parts_->layout->setCurrentWidget(parts_->view);
    };
    connect(&rows, &ResultModel::rowsInserted, this, showRows);
    connect(&rows, &ResultModel::settled, this, [this, showRows, &rows](double seconds) {
        showRows();
        if (std::exchange(parts_->pending, false))
            emit finished(rows.rowsSoFar(), seconds, QString());
    });
    connect(&rows, &ResultModel::failed, this, [this, &rows](const QString &error, double seconds) {
        if (!std::exchange(parts_->pending, false))
            return;
        parts_->patience.stop();
        if (rows.rowsSoFar() == 0)
            showText(error);
        emit finished(rows.rowsSoFar(), seconds, error);
    });
}

ResultPane::~ResultPane() = default;

void ResultPane::showText(const QString &text)
{
    parts_->message->setText(text);
    parts_->layout->setCurrentWidget(parts_->message);
}

void ResultPane::showQuery(const QString &databasePath, const QString &sql)
{
    parts_->pending = true;
    parts_->sinceStart.start();
    parts_->patience.start();
    parts_->view->prepare();
    parts_->view->rows().open(databasePath, sql);
}

void ResultPane::stop()
{
    parts_->patience.stop();
    ResultModel &rows = parts_->view->rows();
    rows.stop();
    if (!std::exchange(parts_->pending, false))
        return;
    if (rows.rowsSoFar() == 0)
        showText(tr("Stopped."));
    else
        parts_->layout->setCurrentWidget(parts_->view);
    emit finished(rows.rowsSoFar(), double(parts_->sinceStart.elapsed()) * 1e-3, QString());
}

void ResultPane::clear()
{
    parts_->patience.stop();
    parts_->pending = false;
    parts_->view->prepare();
    parts_->view->rows().clear();
    showText(QString());
}

void ResultPane::showMessage(const QString &text)
{
    parts_->patience.stop();
    showText(text);
}

} // namespace mureum::ui
