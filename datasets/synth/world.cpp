#include "datasets/synth/world.h"

#include "datasets/sql/parser.h"
#include "datasets/synth/calendar.h"
#include "datasets/synth/database.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace mureum::datasets::synth {

std::string_view roleName(Role role)
{
    static constexpr std::array<std::string_view, 10> names = {
        "name", "code", "category", "measure", "count", "time", "place", "person", "flag", "text"};
    return names[static_cast<std::size_t>(role)];
}

bool mentions(const Attribute &a, std::initializer_list<std::string_view> words)
{
    auto in = [&](const std::string &phrase) {
        std::string padded = " " + phrase + " ";
        for (std::string_view w : words) {
            bool hangul = static_cast<unsigned char>(w[0]) >= 0x80;
            if (padded.find(hangul ? std::string(w) : " " + std::string(w) + " ") != std::string::npos)
                return true;
        }
        return false;
    };
    return std::any_of(a.en.begin(), a.en.end(), in) || std::any_of(a.ko.begin(), a.ko.end(), in);
}

void judgeMeasure(Attribute &a)
{
    if (!a.isNumber())
        return;
    static const std::set<std::string, std::less<>> moneyUnits = {"won",  "dollars", "euros", "원", "달러",
                                                                  "유로", "yen",     "USD",   "KRW"};
    a.money = moneyUnits.contains(a.unitEn) || moneyUnits.contains(a.unitKo);
    a.mass = a.money || mentions(a, {"sales", "stock", "revenue", "experience", "inventory", "income",
                                     "budget", "usage", "consumption", "profit"});
    a.rankLike = mentions(a, {"rank",
                              "ranking",
                              "position",
                              "order of",
                              "place in",
                              "floor",
                              "round",
                              "league position",
                              "number of the floor",
                              "latitude",
                              "longitude",
                              "jersey number",
                              "version",
                              "학년",
                              "순위",
                              "위도",
                              "경도",
                              "등번호",
                              "grade level",
                              "year",
                              "id"});
    bool level =
        mentions(a,
                 {"rate",    "ratio",    "share",     "percentage",  "percent",  "score",     "rating",
                  "price",   "age",      "height",    "temperature", "average",  "speed",     "grade",
                  "index",   "level",    "width",     "depth",       "altitude", "elevation", "humidity",
                  "fare",    "limit",    "minimum",   "maximum",     "per",      "gpa",       "credit limit",
                  "unit",    "career",   "years",     "turnover",    "growth",   "change",    "strength",
                  "density", "latitude", "longitude", "size",        "capacity", "salary",    "weight",
                  "length",  "days to",  "평균",      "비율",        "률",       "율",        "점수",
                  "평점",    "가격",     "단가",      "나이",        "연령",     "온도",      "속도",
                  "지수",    "농도",     "최대",      "최소",        "경력"}) ||
        a.unitEn == "percent" || a.unitEn == "%" || a.unitEn == "stars" || a.unitEn == "floor" ||
        a.unitEn == "years" || a.unitEn == "ppm" || a.unitEn == "degrees Celsius" ||
        a.unitEn == "degrees C" || a.unitEn == "km/h";
    bool amount = mentions(a, {"amount",  "sales",   "revenue", "total",  "quantity", "cost", "spend",
                               "spent",   "paid",    "fee",     "budget", "salary",   "loss", "profit",
                               "expense", "payment", "balance", "금액",   "매출",     "수량", "합계",
                               "총액",    "비용",    "예산",    "손실",   "급여"});
    a.summable = !a.rankLike && (a.role == Role::Count
                                     ? !mentions(a, {"average", "평균", "per", "당"})
                                     : (!level || (amount && !mentions(a, {"rate", "ratio", "average", "평균",
                                                                           "률", "per", "당", "unit"}))));
}

void readRows(World &world, int maxRows)
{
    Database db(world.file);
    for (Entity &entity : world.entities) {
        if (entity.attributes.empty())
            continue;
        std::string query = "SELECT ";
        for (std::size_t i = 0; i < entity.attributes.size(); ++i)
            query += (i ? ", " : "") + sql::quoteIdentifier(entity.attributes[i].column);
        std::string from = " FROM " + sql::quoteIdentifier(entity.table);
        entity.rows = db.rows(query + from + " LIMIT " + std::to_string(maxRows), maxRows);
        entity.rowCount = static_cast<int>(entity.rows.size());
        for (std::size_t i = 0; i < entity.attributes.size(); ++i) {
            Attribute &a = entity.attributes[i];
            std::map<std::string, std::size_t> known;
            for (std::size_t v = 0; v < a.values.size(); ++v) {
                a.values[v].rows = 0;
                known[a.values[v].stored] = v;
            }
            a.numbers.clear();
            a.dates.clear();
            a.nulls = a.filled = 0;
            for (const auto &row : entity.rows) {
                const Cell &cell = row[i];
                if (cell.isNull() || (cell.kind == CellKind::Text && cell.text.empty())) {
                    ++a.nulls;
                    continue;
                }
                ++a.filled;
                if (cell.kind != CellKind::Text) {
                    a.numbers.push_back(cell.number);
                    continue;
                }
                Date date;
                if (a.role == Role::Time && readDate(cell.text, date)) {
                    a.dates.push_back(cell.text);
                    continue;
                }
                auto [it, added] = known.emplace(cell.text, a.values.size());
                if (added)
                    a.values.push_back({cell.text, cell.text, cell.text, 0});
                ++a.values[it->second].rows;
            }
            std::erase_if(a.values, [](const Value &v) { return v.rows == 0; });
            std::sort(a.numbers.begin(), a.numbers.end());
            std::sort(a.dates.begin(), a.dates.end());
        }
    }
    Database &reader = db;
    for (Link &link : world.links) {
        if (link.manyToMany())
            continue;
        const Entity &child = world.entities[static_cast<std::size_t>(link.child)];
        auto found = reader.rows("SELECT 1 FROM " + sql::quoteIdentifier(child.table) + " WHERE " +
                                     sql::quoteIdentifier(link.childColumn) + " IS NULL LIMIT 1",
                                 1);
        link.childNulls = !found.empty();
        std::string key = sql::quoteIdentifier(link.childColumn);
        auto counts = reader.rows("SELECT COUNT(" + key + "), COUNT(DISTINCT " + key + ") FROM " +
                                      sql::quoteIdentifier(child.table),
                                  1);
        link.oneToOne =
            !counts.empty() && counts[0][0].number > 2 && counts[0][0].number == counts[0][1].number;
    }
}

} // namespace mureum::datasets::synth
