#include "ui/evaluation/link_finder.h"

#include "datasets/prompt/prompt.h"

namespace mureum::ui {

struct LinkFinder::Cache
{
    QString file;
    std::shared_ptr<const datasets::PromptDatabase> database;
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
                    cache->database = datasets::openForPrompts(std::filesystem::path(database.toStdU16String()));
                    cache->file = database;
                }
                links = eval::linksOf(*cache->database,
                                      datasets::readQuestion(*cache->database, question.toStdString()));
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
