#include "ui/widgets/choice_list.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QLabel>
#include <QPainter>
#include <QStyleOption>
#include <QVBoxLayout>

namespace mureum::ui {

namespace {

// A flat line: QPushButton neither elides nor aligns a second text to the right.
class ChoiceRow : public QAbstractButton
{
public:
    ChoiceRow(const ChoiceList::Choice &choice, const QIcon &icon) : detail_(choice.detail)
    {
        setText(choice.text);
        setIcon(icon);
        setToolTip(choice.text);
        setAccessibleName(choice.text);
        setAccessibleDescription(choice.detail);
        setCursor(Qt::PointingHandCursor);
        setFocusPolicy(Qt::StrongFocus);
        setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        setAttribute(Qt::WA_Hover);
        if (choice.monospace)
            setFont(editorFont());
    }

    QSize sizeHint() const override { return QSize(200, fontMetrics().lineSpacing() + 10); }
    QSize minimumSizeHint() const override { return QSize(80, sizeHint().height()); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const bool active = underMouse() || hasFocus() || isDown();
        if (active) {
            QColor fill = palette().color(QPalette::Highlight);
            fill.setAlpha(isDown() ? 70 : 35);
            painter.setPen(hasFocus() ? QPen(palette().color(QPalette::Highlight)) : QPen(Qt::NoPen));
            painter.setBrush(fill);
            painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
        }
        QRect area = rect().adjusted(8, 0, -8, 0);
        const int iconSize = 16;
        icon().paint(&painter, QRect(area.left(), (height() - iconSize) / 2, iconSize, iconSize),
                     Qt::AlignCenter, isEnabled() ? QIcon::Normal : QIcon::Disabled);
        area.setLeft(area.left() + iconSize + 8);
        if (!detail_.isEmpty()) {
            painter.setPen(secondaryText(palette()));
            painter.drawText(area, Qt::AlignRight | Qt::AlignVCenter, detail_);
            area.setRight(area.right() - fontMetrics().horizontalAdvance(detail_) - 16);
        }
        painter.setPen(palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::Text));
        painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter,
                         fontMetrics().elidedText(text().simplified(), Qt::ElideRight, area.width()));
    }

private:
    QString detail_;
};

} // namespace

ChoiceList::ChoiceList(const QString &heading, const QString &iconName, QWidget *parent)
    : QWidget(parent), icon_(iconName), heading_(new QLabel(heading)), layout_(new QVBoxLayout(this))
{
    layout_->setContentsMargins(0, 0, 0, 0);
    layout_->setSpacing(1);
    heading_->setForegroundRole(QPalette::PlaceholderText);
    heading_->setContentsMargins(8, 2, 8, 2);
    layout_->addWidget(heading_);
    hide();
}

void ChoiceList::setChoices(const QList<Choice> &choices)
{
    // Later, not now: this may run inside a row's own click.
    for (QWidget *row : std::as_const(rows_)) {
        row->hide();
        layout_->removeWidget(row);
        row->deleteLater();
    }
    rows_.clear();
    for (const Choice &choice : choices) {
        auto *row = new ChoiceRow(choice, symbolicIcon(icon_));
        const int index = int(rows_.size());
        connect(row, &QAbstractButton::clicked, this, [this, index] { emit chosen(index); });
        layout_->addWidget(row);
        rows_.append(row);
    }
    setVisible(!choices.isEmpty());
}

} // namespace mureum::ui
