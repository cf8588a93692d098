#pragma once
#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace mureum::datasets {
struct PromptDatabase;
struct ReadQuestion;
} // namespace mureum::datasets

namespace mureum::eval {

/// A piece of the question that was recognised in the database.
struct Link
{
    std::size_t begin = 0, end = 0; ///< bytes of the question
    enum class Kind { Table, Column, Value } kind = Kind::Column;
    std::string target; ///< table, table.column, or the cell's value
};

/// What a question was found to mention, by place in it.
std::vector<Link> linksOf(const datasets::PromptDatabase &database, const datasets::ReadQuestion &question);

/// Links questions to one database without a model.
class QuestionLinker
{
public:
    /// Reads schema and value index. Throws datasets::Error.
    explicit QuestionLinker(const std::filesystem::path &file);
    std::vector<Link> link(const std::string &question) const;

private:
    std::shared_ptr<const datasets::PromptDatabase> database_;
};

} // namespace mureum::eval
