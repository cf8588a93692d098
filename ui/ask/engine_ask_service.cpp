#include "ui/ask/ask_service.h"

#include <QElapsedTimer>
#include <optional>

namespace mureum::ui {

namespace {

std::filesystem::path toPath(const QString &file)
{
    return std::filesystem::path(file.toStdU16String());
}

class EngineAskService : public AskService
{
public:
    void loadModel(const QString &file, int threads) override
    {
        asker_.reset();
        if (file.isEmpty()) {
            emit modelFailed(AskService::tr(
                "No model was found beside the application. Choose a GGUF file in the settings."));
            return;
        }
        try {
            asker_.emplace(toPath(file), threads);
            emit modelLoaded(QString::fromStdString(asker_->modelName()));
        } catch (const std::exception &error) {
            asker_.reset();
            emit modelFailed(QString::fromUtf8(error.what()));
            return;
        }
        if (!adapter_.isEmpty())
            applyAdapter();
        if (!database_.isEmpty())
            openInAsker();
    }

    void useAdapter(const QString &folder) override
    {
        adapter_ = folder;
        if (asker_)
            applyAdapter();
    }

    void openDatabase(const QString &file) override
    {
        try {
            auto schema = std::make_shared<const datasets::Schema>(datasets::readSchema(toPath(file)));
            database_ = file;
            emit databaseOpened(file, std::move(schema));
        } catch (const std::exception &error) {
            emit databaseFailed(file, QString::fromUtf8(error.what()));
            return;
        }
        if (asker_)
            openInAsker();
    }

    void ask(quint64 id, const QString &question, const eval::AskOptions &options,
             std::stop_token stop) override
    {
        if (!asker_) {
            emit failed(id, AskService::tr("No model is loaded. SQL can still be written and run by hand."));
            return;
        }
        if (database_.isEmpty()) {
            emit failed(id, AskService::tr("Open a database first."));
            return;
        }
        if (!openError_.isEmpty()) {
            emit failed(id, openError_);
            return;
        }
        // A fast model writes more often than a screen is drawn.
        QElapsedTimer sinceShown;
        QString shown;
        const auto onSql = [&](std::string_view sql) {
            if (sinceShown.isValid() && sinceShown.elapsed() < 25)
                return;
            const QString text = QString::fromUtf8(sql.data(), qsizetype(sql.size()));
            if (text == shown)
                return;
            shown = text;
            sinceShown.start();
            emit sqlStreamed(id, text);
        };
        try {
            emit answered(id, std::make_shared<const eval::AskResult>(
                                  asker_->ask(question.toStdString(), options, onSql, stop)));
        } catch (const std::exception &error) {
            emit failed(id, QString::fromUtf8(error.what()));
        }
    }

private:
    void openInAsker()
    {
        openError_.clear();
        try {
            asker_->openDatabase(toPath(database_));
        } catch (const std::exception &error) {
            openError_ = QString::fromUtf8(error.what());
        }
    }

    void applyAdapter()
    {
        try {
            asker_->useAdapter(toPath(adapter_));
            emit adapterChanged(adapter_, QString::fromStdString(asker_->adapterWarning()));
        } catch (const std::exception &error) {
            asker_->useAdapter(std::filesystem::path());
            emit adapterChanged(QString(), QString::fromUtf8(error.what()));
        }
    }

    std::optional<eval::Asker> asker_;
    QString database_, openError_;
    QString adapter_; ///< the one asked for
};

} // namespace

std::unique_ptr<AskService> makeEngineAskService()
{
    return std::make_unique<EngineAskService>();
}

} // namespace mureum::ui
