#pragma once
#include "ui/ask/ask_service.h"

#include <QFileInfo>
#include <QMap>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QThread>
#include <atomic>
#include <sqlite3.h>

/// An AskService that answers from a table, token by token, so that tests know what to expect.
class FakeAskService : public mureum::ui::AskService
{
public:
    QMap<QString, QString> answers;              ///< question -> SQL
    std::vector<mureum::eval::Candidate> others; ///< further candidates of every answer
    bool hasModel = true;
    std::chrono::milliseconds perToken{0};
    static inline std::atomic<int> alive = 0, stopsSeen = 0;

    FakeAskService() { ++alive; }
    ~FakeAskService() override { --alive; }

    void loadModel(const QString &, int) override
    {
        if (hasModel)
            emit modelLoaded(QStringLiteral("fake-1"));
        else
            emit modelFailed(QStringLiteral("no such model: fake.gguf"));
    }

    void openDatabase(const QString &file) override
    {
        try {
            emit databaseOpened(file, std::make_shared<const mureum::datasets::Schema>(
                                          mureum::datasets::readSchema(file.toStdString())));
        } catch (const std::exception &error) {
            emit databaseFailed(file, QString::fromUtf8(error.what()));
        }
    }

    /// A folder whose name says "bad" does not fit.
    void useAdapter(const QString &folder) override
    {
        if (folder.contains(QStringLiteral("bad")))
            emit adapterChanged(QString(), QStringLiteral("%1: it does not fit").arg(folder));
        else
            emit adapterChanged(folder, QString());
    }

    void ask(quint64 id, const QString &question, const mureum::eval::AskOptions &,
             std::stop_token stop) override
    {
        if (!hasModel) {
            emit failed(id, QStringLiteral("no model"));
            return;
        }
        const QString sql = answers.value(question);
        auto result = std::make_shared<mureum::eval::AskResult>();
        for (int length = 1; length <= sql.size() && !stop.stop_requested(); ++length) {
            if (perToken.count() > 0)
                QThread::msleep(static_cast<unsigned long>(perToken.count()));
            result->sql = sql.left(length).toStdString();
            emit sqlStreamed(id, sql.left(length));
        }
        if (stop.stop_requested())
            ++stopsSeen;
        mureum::eval::Candidate best;
        best.sql = result->sql;
        best.rows = 1;
        result->candidates.push_back(best);
        result->candidates.insert(result->candidates.end(), others.begin(), others.end());
        result->prompt = "schema\n" + question.toStdString();
        result->tokenBudget = 1024;
        result->timing.promptTokens = 100;
        result->timing.newTokens = int(sql.size());
        result->timing.total = 0.25;
        emit answered(id, std::move(result));
    }
};

/// A folder for one test, with XDG places inside, and a small shop.
struct TestHome
{
    QTemporaryDir folder;

    TestHome()
    {
        qputenv("XDG_CONFIG_HOME", folder.filePath(QStringLiteral("config")).toUtf8());
        qputenv("XDG_DATA_HOME", folder.filePath(QStringLiteral("data")).toUtf8());
        qputenv("MUREUM_RESOURCES", MUREUM_SOURCE_DIR "/resources");
    }
    QString path(const char *name) const { return folder.filePath(QString::fromUtf8(name)); }

    QString database(const char *name, const char *sql) const
    {
        const QString file = path(name);
        sqlite3 *db = nullptr;
        sqlite3_open(file.toUtf8().constData(), &db);
        // No waiting for the disk: a test file need not survive a power cut.
        sqlite3_exec(db, "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY", nullptr, nullptr, nullptr);
        char *message = nullptr;
        if (sqlite3_exec(db, sql, nullptr, nullptr, &message) != SQLITE_OK)
            qFatal("%s", message);
        sqlite3_close(db);
        return file;
    }
    QString shop(const char *name = "test_shop.sqlite") const
    {
        return database(name, R"(
            CREATE TABLE category(id INTEGER PRIMARY KEY, name TEXT NOT NULL);
            CREATE TABLE product(id INTEGER PRIMARY KEY, name TEXT, price REAL,
                                 category_id INTEGER REFERENCES category(id));
            CREATE TABLE "order list"(번호 INTEGER PRIMARY KEY, "수량 합계" INTEGER);
            CREATE VIEW cheap AS SELECT name FROM product WHERE price < 3;
            INSERT INTO category VALUES(1, '음료'), (2, 'Snack');
            INSERT INTO product VALUES(1, 'Tea', 2.5, 1), (2, 'Rice ''cake''', 4, 2), (3, NULL, NULL, 2);
            INSERT INTO "order list" VALUES(1, 5);)");
    }
};
