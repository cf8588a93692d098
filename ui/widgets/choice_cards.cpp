#include "ui/widgets/choice_cards.h"
#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QScopedValueRollback>
#include <QVBoxLayout>

#include <algorithm>

namespace mureum::ui {

namespace {

class Card : public QAbstractButton
{
public:
    Card(const QString &id, const QString &title, const QString &text)
        : title_(new QLabel(title)), text_(new QLabel)
    {
        setObjectName(id);
        setText(title);
        setCheckable(true);
        setCursor(Qt::PointingHandCursor);
        setFocusPolicy(Qt::StrongFocus);
        setAttribute(Qt::WA_Hover);
        QFont bold = title_->font();
        bold.setBold(true);
        title_->setFont(bold);
        for (QLabel *label : {title_, text_}) {
            label->setWordWrap(true);
            label->setTextFormat(Qt::PlainText);
            label->setAttribute(Qt::WA_TransparentForMouseEvents);
            label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
            label->setMinimumWidth(60);
        }
        auto *layout = new QVBoxLayout(this);
        layout->setContentsMargins(12, 9, 12, 9);
        layout->setSpacing(3);
        layout->addWidget(title_);
        layout->addWidget(text_, 1);
        QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
        policy.setHeightForWidth(true);
        setSizePolicy(policy);
        say(text);
    }

    void say(const QString &text)
    {
        text_->setText(text);
        text_->setVisible(!text.isEmpty());
        setAccessibleName(title_->text());
        setAccessibleDescription(text);
    }
    QSize sizeHint() const override { return layout()->totalSizeHint(); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QColor accent = palette().color(QPalette::Highlight);
        QColor fill = palette().color(QPalette::Base);
        QColor edge = separator(palette());
        if (isChecked() || isDown() || underMouse()) {
            const double share = isChecked() || isDown() ? 0.14 : 0.06;
            fill = QColor::fromRgbF(float(fill.redF() + (accent.redF() - fill.redF()) * share),
                                    float(fill.greenF() + (accent.greenF() - fill.greenF()) * share),
                                    float(fill.blueF() + (accent.blueF() - fill.blueF()) * share));
            edge = isChecked() ? accent : edge;
        }
        const double thick = isChecked() ? 1.6 : 1;
        painter.setPen(QPen(edge, thick));
        painter.setBrush(fill);
        const QRectF area = QRectF(rect()).adjusted(1.5, 1.5, -1.5, -1.5);
        painter.drawRoundedRect(area, 6, 6);
        if (hasFocus()) {
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(palette().color(QPalette::WindowText), 1, Qt::DotLine));
            painter.drawRoundedRect(area.adjusted(2.5, 2.5, -2.5, -2.5), 4, 4);
        }
    }

private:
    QLabel *title_, *text_;
};

} // namespace

ChoiceCards::ChoiceCards(const QString &name, QWidget *parent) : QWidget(parent)
{
    setAccessibleName(name);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    connect(&group_, &QButtonGroup::buttonToggled, this, [this](QAbstractButton *card, bool on) {
        if (!on)
            return;
        if (!substituting_)
            wanted_ = card->objectName();
        emit chosen(card->objectName());
    });
}

void ChoiceCards::add(const QString &id, const QString &title, const QString &text)
{
    auto *card = new Card(id, title, text);
    cards_.append(card);
    group_.addButton(card);
    layout()->addWidget(card);
    static_cast<QHBoxLayout *>(layout())->setStretchFactor(card, 1);
    if (cards_.size() == 1)
        card->setChecked(true);
}

void ChoiceCards::setText(const QString &id, const QString &text)
{
    if (QAbstractButton *found = card(id))
        static_cast<Card *>(found)->say(text);
}

QString ChoiceCards::choice() const
{
    const QAbstractButton *checked = group_.checkedButton();
    return checked ? checked->objectName() : QString();
}

void ChoiceCards::setChoice(const QString &id)
{
    QAbstractButton *found = card(id);
    if (!found)
        return;
    wanted_ = id;
    if (!found->isHidden())
        found->setChecked(true);
}

void ChoiceCards::setOffered(const QString &id, bool offered)
{
    QAbstractButton *found = card(id);
    if (!found)
        return;
    found->setVisible(offered);
    if (offered && id == wanted_)
        found->setChecked(true);
    if (!offered && found->isChecked())
        for (QAbstractButton *other : cards_)
            if (!other->isHidden()) {
                const QScopedValueRollback substituting(substituting_, true);
                other->setChecked(true);
                break;
            }
}

bool ChoiceCards::offered(const QString &id) const
{
    const QAbstractButton *found = card(id);
    return found && !found->isHidden();
}

QAbstractButton *ChoiceCards::card(const QString &id) const
{
    const auto found = std::find_if(cards_.begin(), cards_.end(),
                                    [&id](const QAbstractButton *card) { return card->objectName() == id; });
    return found == cards_.end() ? nullptr : *found;
}

} // namespace mureum::ui
