#pragma once
#include "eval/suite/record.h"
#include "fake_ask_service.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <fstream>

/// Run directories and programs for tests of the evaluation page.
namespace files {

inline void write(const QString &file, const QByteArray &content, bool append = false)
{
    QDir().mkpath(QFileInfo(file).absolutePath());
    QFile out(file);
    if (!out.open(append ? QIODevice::Append : QIODevice::WriteOnly))
        qFatal("cannot write %s", qPrintable(file));
    out.write(content);
}

inline mureum::eval::EvaluationRecord record(std::size_t index, const char *question,
                                             mureum::eval::Verdict ex,
                                             const char *prediction = "SELECT count(*) FROM product")
{
    mureum::eval::EvaluationRecord one;
    one.index = index;
    one.databaseId = "test_shop";
    one.question = question;
    one.language = "en";
    one.query = "SELECT count(*) FROM category";
    one.prediction = prediction;
    one.hardness = "easy";
    one.score.ex = one.score.exBird = ex;
    if (ex == mureum::eval::Verdict::Wrong) {
        one.score.kind = mureum::eval::ErrorKind::Values;
        one.score.reason = "other values";
    }
    one.seconds = 0.25;
    one.answerSeconds = 0.2;
    one.newTokens = 7;
    return one;
}

inline QByteArray line(const mureum::eval::EvaluationRecord &record)
{
    return QByteArray::fromStdString(toJson(record).dump()) + '\n';
}

/// A run directory as mureum-cli leaves it; complete where `summary` is not empty.
inline void run(const QString &folder, const std::vector<mureum::eval::EvaluationRecord> &records,
                const QString &databases, const QJsonObject &summary = {})
{
    const QJsonObject config{
        {QStringLiteral("format"), QStringLiteral("mureum evaluation 1")},
        {QStringLiteral("examples"), qint64(records.size())},
        {QStringLiteral("answerer"),
         QJsonObject{{QStringLiteral("model"), QStringLiteral("/models/tiny.gguf")}}},
        {QStringLiteral("about"), QJsonObject{{QStringLiteral("data"), QStringLiteral("/data/dev.jsonl")},
                                              {QStringLiteral("databases"), databases}}}};
    write(folder + QStringLiteral("/config.json"), QJsonDocument(config).toJson());
    QByteArray lines;
    for (const auto &one : records)
        lines += line(one);
    write(folder + QStringLiteral("/records.jsonl"), lines);
    if (!summary.isEmpty())
        write(folder + QStringLiteral("/summary.json"), QJsonDocument(summary).toJson());
}

/// An executable of `text` for /bin/sh.
inline QString script(const QString &file, const char *text)
{
    write(file, QByteArray("#!/bin/sh\n") + text);
    QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return file;
}

} // namespace files
