#pragma once
#include <QWidget>

class QLineEdit;

namespace mureum::ui {

class ChoiceCards;

/// The bundled model, or a file.
class ModelChoice : public QWidget
{
    Q_OBJECT
public:
    struct Words
    {
        QString name;         ///< of the choice, for screen readers
        QString bundled, own; ///< what it means to choose the one or the other
        QString fileTip;
    };
    explicit ModelChoice(const Words &words, QWidget *parent = nullptr);

    /// `file` empty: the bundled model, where there is one.
    void setModel(const QString &file);
    QString model() const; ///< empty: the bundled one
    QString missing() const;

    ChoiceCards *cards() const { return cards_; }
    QLineEdit *fileField() const { return file_; }

signals:
    void changed();

private:
    ChoiceCards *cards_;
    QLineEdit *file_;
    QWidget *fileRow_;
};

/// 10,500,000 as "10.5 M".
QString parameterText(qint64 count);

} // namespace mureum::ui
