#pragma once
#include "ui/settings/settings.h"

#include <QMenu>
#include <QPointer>

namespace mureum::ui {

/// Every way to pick a database: file dialog, recent list, samples. What is chosen is only announced.
class DatabaseChooser : public QObject
{
    Q_OBJECT
public:
    DatabaseChooser(Settings &settings, QWidget *window);

    /// Fills `menu` each time it opens: Open…, recent, samples.
    void fill(QMenu *menu);
    void openDialog();

    /// "~/work/shop.sqlite" for a file below the home folder.
    static QString displayPath(const QString &file);

signals:
    void chosen(const QString &file);

private:
    Settings &settings_;
    QWidget *window_;
    QString folder_;
};

} // namespace mureum::ui
