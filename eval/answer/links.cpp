#include "eval/answer/links.h"

#include "datasets/prompt/prompt.h"

#include <algorithm>

namespace mureum::eval {

namespace {

std::string itemName(const datasets::Schema &schema, int table, int column)
{
    const auto &t = schema.tables[static_cast<std::size_t>(table)];
    return column < 0 ? t.name : t.name + "." + t.columns[static_cast<std::size_t>(column)].name;
}

} // namespace

std::vector<Link> linksOf(const datasets::PromptDatabase &database, const datasets::ReadQuestion &question)
{
    const datasets::Schema &schema = database.schema;
    std::vector<Link> links;
    for (const auto &link : question.links)
        links.push_back({link.begin, link.end, link.column < 0 ? Link::Kind::Table : Link::Kind::Column,
                         itemName(schema, link.table, link.column)});
    for (const auto &value : question.values)
        links.push_back({value.begin, value.end, Link::Kind::Value,
                         value.cells.empty()
                             ? value.text
                             : itemName(schema, value.cells.front().table, value.cells.front().column) +
                                   " = " + value.cells.front().value});
    std::sort(links.begin(), links.end(), [](const Link &a, const Link &b) { return a.begin < b.begin; });
    return links;
}

QuestionLinker::QuestionLinker(const std::filesystem::path &file) : database_(datasets::openForPrompts(file))
{
}

std::vector<Link> QuestionLinker::link(const std::string &question) const
{
    return linksOf(*database_, datasets::readQuestion(*database_, question));
}

} // namespace mureum::eval
