#include "ui/evaluation/verified_pairs.h"

#include "datasets/text/write_file.h"

#include <QFile>
#include <QFileInfo>
#include <QLockFile>

#include <nlohmann/json.hpp>

namespace mureum::ui {

namespace {

using Json = nlohmann::ordered_json;
constexpr int patienceMs = 3000;

QByteArray keyOf(const std::string &databaseId, const std::string &question)
{
    return QByteArray::fromStdString(databaseId) + '\n' + QByteArray::fromStdString(question);
}

/// The key of a line; empty where it is no example.
QByteArray keyOfLine(const QByteArray &line)
{
    const Json object = Json::parse(line.begin(), line.end(), nullptr, false);
    if (!object.is_object() || !object.contains("db_id") || !object.contains("question") ||
        !object["db_id"].is_string() || !object["question"].is_string())
        return {};
    return keyOf(object["db_id"].get<std::string>(), object["question"].get<std::string>());
}

QByteArray lineOf(const datasets::Example &example, const QString &database)
{
    Json object = {{"db_id", example.databaseId}, {"question", example.question}, {"query", example.query}};
    if (example.queries.size() > 1)
        object["queries"] = example.queries;
    if (!example.difficulty.empty())
        object["difficulty"] = example.difficulty;
    if (!example.language.empty())
        object["lang"] = example.language;
    object["database"] = database.toStdString();
    return QByteArray::fromStdString(object.dump(-1, ' ', false, Json::error_handler_t::replace));
}

QList<QByteArray> linesOf(const QString &path)
{
    QFile file(path);
    QList<QByteArray> lines =
        file.open(QIODevice::ReadOnly) ? file.readAll().split('\n') : QList<QByteArray>();
    while (!lines.isEmpty() && lines.last().trimmed().isEmpty())
        lines.removeLast();
    return lines;
}

} // namespace

VerifiedPairs::VerifiedPairs(const QString &file, QObject *parent) : QObject(parent), file_(file)
{
    load();
}

void VerifiedPairs::load()
{
    known_.clear();
    for (const QByteArray &line : linesOf(file_))
        if (const QByteArray key = keyOfLine(line); !key.isEmpty())
            known_.insert(key);
}

bool VerifiedPairs::contains(const std::string &databaseId, const std::string &question) const
{
    return known_.contains(keyOf(databaseId, question));
}

QString VerifiedPairs::save(const datasets::Example &example, const QString &database)
{
    // Another window may be saving, too.
    QLockFile lock(file_ + QStringLiteral(".lock"));
    if (!lock.tryLock(patienceMs))
        return tr("%1 is in use by another window. Nothing was saved; try again").arg(file_);
    QList<QByteArray> lines = linesOf(file_);
    if (QFileInfo::exists(file_) && QFileInfo(file_).size() > 0 && lines.isEmpty())
        return tr("%1 cannot be read. Nothing was saved").arg(file_);
    const QByteArray key = keyOf(example.databaseId, example.question), fresh = lineOf(example, database);
    qsizetype place = -1;
    for (qsizetype i = 0; i < lines.size() && place < 0; ++i)
        if (keyOfLine(lines[i]) == key)
            place = i;
    if (place >= 0)
        lines[place] = fresh;
    else
        lines.append(fresh);
    try {
        datasets::writeFileAtomically(std::filesystem::path(file_.toStdU16String()),
                                      (lines.join('\n') + '\n').toStdString());
    } catch (const std::exception &error) {
        return QString::fromUtf8(error.what());
    }
    load();
    emit changed();
    return {};
}

} // namespace mureum::ui
