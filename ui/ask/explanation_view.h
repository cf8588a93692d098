#pragma once
#include "ui/ask/ask_service.h"

#include <QLabel>

class QTimer;

namespace mureum::ui {

/// What the SQL does, in the language of the window (QLocale's default): made from its syntax alone, so it can be trusted where the model
/// cannot. Hidden where there is nothing to say.
class ExplanationView : public QLabel
{
    Q_OBJECT
public:
    explicit ExplanationView(QWidget *parent = nullptr);

    /// Without one, columns go by the names they have in the SQL.
    void setSchema(SchemaPtr schema);
    /// Read again a moment after the last change.
    void setSql(const QString &sql);
    QSize minimumSizeHint() const override { return QSize(40, QLabel::minimumSizeHint().height()); }

private:
    void read();

    SchemaPtr schema_;
    QString sql_;
    QTimer *later_;
};

} // namespace mureum::ui
