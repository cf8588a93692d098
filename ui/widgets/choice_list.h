#pragma once
#include <QList>
#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace mureum::ui {

/// A heading and a few lines to click, each elided to the width: example questions, other answers.
class ChoiceList : public QWidget
{
    Q_OBJECT
public:
    struct Choice
    {
        QString text;
        QString detail; ///< right-aligned, second rank
        bool monospace = false;
    };

    explicit ChoiceList(const QString &heading, const QString &iconName, QWidget *parent = nullptr);

    /// Hidden while there is nothing to choose.
    void setChoices(const QList<Choice> &choices);
    int count() const { return int(rows_.size()); }
    QWidget *row(int index) const { return rows_[index]; }

signals:
    void chosen(int index);

private:
    QString icon_;
    QLabel *heading_;
    QVBoxLayout *layout_;
    QList<QWidget *> rows_;
};

} // namespace mureum::ui
