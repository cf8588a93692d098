#include "ui/evaluation/link_finder.h"

#include <optional>

namespace mureum::ui {

struct LinkFinder::Cache
{
    QString file;
    std::optional<eval::QuestionLinker> linker;
};

LinkFinder::LinkFinder(QObject *parent)
    : QObject(parent), cache_(std::make_shared<Cache>()), worker_(QStringLiteral("links"))
{
}

void LinkFinder::find(const QString &database, const QString &question)
{
    worker_.run(
        [cache = cache_, database, question](std::stop_token) {
            std::vector<eval::Link> links;
            try {
                if (cache->file != database) {
                    cache->linker.emplace(std::filesystem::path(database.toStdU16String()));
                    cache->file = database;
                }
                links = cache->linker->link(question.toStdString());
            } catch (const std::exception &) {
                // The rows beside it tell what is wrong with the database.
                cache->file.clear();
            }
            return links;
        },
        [this, question](const std::vector<eval::Link> &links) {
            if (!links.empty())
                emit found(question, links);
        });
}

} // namespace mureum::ui
