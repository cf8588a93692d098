#pragma once
#include "ui/ask/ask_client.h"
#include "ui/history/history_store.h"
#include "ui/main/main_window.h"
#include "ui/settings/settings.h"
#include "ui/settings/translations.h"

#include <memory>

namespace mureum::ui {

/// The running application: settings, worker, history, and the one window over them. A change of language
/// builds the window anew over the same worker; a change of model or theme is applied at once.
class Desktop : public QObject
{
    Q_OBJECT
public:
    /// Empty file names: the XDG places.
    explicit Desktop(std::unique_ptr<AskService> service, const QString &settingsFile = {},
                     const QString &historyFile = {});
    ~Desktop() override;

    /// Loads the model and opens `database`, else the last one, else the shop sample. Shows the window.
    void start(const QString &database);
    MainWindow *window() const { return window_.get(); }
    Settings &settings() { return settings_; }
    AskClient &client() { return client_; }
    JobsStore &evaluations() { return evaluations_; }
    JobsStore &trainings() { return trainings_; }
    JobsStore &quantizations() { return quantizations_; }

private:
    void buildWindow();
    void loadModel();
    QString firstDatabase(const QString &wanted) const;
    void onSettingChanged(const QString &key);

    Settings settings_;
    Translations translations_;
    HistoryStore history_;
    AskClient client_;
    JobsStore evaluations_, trainings_, quantizations_;
    std::unique_ptr<MainWindow> window_;
    bool reloadPending_ = false;
};

} // namespace mureum::ui
