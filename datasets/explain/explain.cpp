#include "datasets/explain/explain.h"

#include "datasets/error.h"
#include "datasets/explain/expression_reader.h"
#include "datasets/sql/parser.h"

#include <algorithm>

namespace mureum::datasets {

using explaining::ExpressionReader;

namespace {

/// Lines of one SELECT, in the order a reader wants them: what is shown, of what, which rows.
class QueryReader
{
public:
    QueryReader(const sql::Query &query, const Schema &schema, ReadingLanguage language)
        : query_(query), say_(query, schema, language)
    {
    }

    std::vector<ReadingLine> lines()
    {
        for (const auto &table : query_.with)
            add("With", "먼저", table.name + ": " + say_.inlined(*table.query));
        if (query_.cores.size() == 1)
            core(query_.cores[0]);
        else
            compound();
        if (!query_.orderBy.empty())
            add("Sorted by", "정렬", say_.order(query_.orderBy));
        if (query_.limit)
            add("Only", "개수", say_.limit(query_));
        return std::move(lines_);
    }

private:
    void add(const char *english, const char *korean, std::string text)
    {
        if (!text.empty())
            lines_.push_back({say_.korean() ? korean : english, std::move(text)});
    }

    void core(const sql::SelectCore &core)
    {
        add("Shows", "표시", say_.items(core));
        add("From", "대상", say_.sources(core));
        if (core.where)
            add("Where", "조건", say_.condition(*core.where));
        add("For each", "묶음", say_.list(core.groupBy));
        if (core.having)
            add("Only groups where", "묶음 조건", say_.condition(*core.having));
    }

    void compound()
    {
        for (std::size_t i = 0; i < query_.cores.size(); ++i) {
            if (i == 0) {
                add("Takes", "먼저", say_.inlined(query_.cores[0]));
                continue;
            }
            const std::string text = say_.inlined(query_.cores[i]);
            switch (query_.ops[i - 1]) {
            case sql::SetOp::Union:
                add("Together with, without repeats", "합치기(중복 제외)", text);
                break;
            case sql::SetOp::UnionAll:
                add("Together with", "합치기", text);
                break;
            case sql::SetOp::Intersect:
                add("Only what is also in", "다음에도 있는 것만", text);
                break;
            case sql::SetOp::Except:
                add("Without", "다음은 제외", text);
                break;
            }
        }
    }

    const sql::Query &query_;
    ExpressionReader say_;
    std::vector<ReadingLine> lines_;
};

} // namespace

std::vector<ReadingLine> explain(const sql::Query &query, const Schema &schema, ReadingLanguage language)
{
    return QueryReader(query, schema, language).lines();
}

std::string explain(std::string_view sql, const Schema &schema, ReadingLanguage language)
{
    std::string text;
    try {
        for (const auto &[label, line] : explain(sql::parse(sql), schema, language))
            text += (text.empty() ? "" : "\n") + label + ": " + line;
    } catch (const Error &) {
        return {};
    }
    return text;
}

} // namespace mureum::datasets
