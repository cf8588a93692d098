#pragma once
#include "ui/evaluation/sql_diff.h"

#include <QTextBrowser>

namespace mureum::ui {

/// Two statements side by side, clause beside clause, with what differs marked.
class SqlDiffView : public QTextBrowser
{
    Q_OBJECT
public:
    explicit SqlDiffView(QWidget *parent = nullptr);
    void setSql(const QString &leftTitle, const QString &left, const QString &rightTitle,
                const QString &right);

protected:
    void changeEvent(QEvent *event) override;

private:
    void draw();

    QString leftTitle_, rightTitle_;
    std::vector<SqlRow> rows_;
};

} // namespace mureum::ui
