#pragma once
#include <QButtonGroup>
#include <QList>
#include <QWidget>

class QAbstractButton;

namespace mureum::ui {

/// A few ways to go on side by side, each with a title and a line on what it means; one of them is chosen.
class ChoiceCards : public QWidget
{
    Q_OBJECT
public:
    explicit ChoiceCards(const QString &name, QWidget *parent = nullptr);

    /// The first card is chosen until another is.
    void add(const QString &id, const QString &title, const QString &text);
    void setText(const QString &id, const QString &text);
    QString choice() const;
    /// Nothing happens where there is no such card.
    void setChoice(const QString &id);
    /// A card that is not offered is hidden; where it was chosen the first that is left takes its place until
    /// it is offered again.
    void setOffered(const QString &id, bool offered);
    bool offered(const QString &id) const;
    QAbstractButton *card(const QString &id) const;

signals:
    void chosen(const QString &id);

private:
    QButtonGroup group_;
    QList<QAbstractButton *> cards_;
    QString wanted_; ///< chosen last, offered or not
    bool substituting_ = false;
};

} // namespace mureum::ui
