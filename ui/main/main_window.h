#pragma once
#include "ui/ask/ask_client.h"
#include "ui/history/history_store.h"
#include "ui/settings/settings.h"

#include <QMainWindow>

class QLabel;

namespace mureum::ui {

class AskPage;
class DatabaseChooser;

/// The window: icon rail, menus, status bar, and the pages.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    MainWindow(AskClient &client, HistoryStore &history, Settings &settings, const QString &language);
    ~MainWindow() override;

    AskPage *askPage() const { return ask_; }
    /// Opens a database file (made absolute) and remembers it once it is open.
    void openDatabase(const QString &file);
    void saveLayout();

protected:
    void closeEvent(QCloseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void buildRail();
    void buildMenus();
    void buildStatusBar();
    void showSettings();
    void showAbout();
    void showKeys();
    void updateModelLabel();
    void onDatabaseOpened(const QString &file);

    AskClient &client_;
    Settings &settings_;
    DatabaseChooser *chooser_;
    AskPage *ask_;
    QLabel *database_, *model_, *timing_;
};

} // namespace mureum::ui
