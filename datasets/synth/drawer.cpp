#include "datasets/synth/drawer.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace mureum::datasets::synth {

namespace {

bool among(const std::vector<int> &list, int a)
{
    return std::find(list.begin(), list.end(), a) != list.end();
}

/// Two or three leading digits kept, the rest zero: people ask for round numbers.
double rounded(double v, bool whole)
{
    if (v == 0)
        return 0;
    double size = std::pow(10, std::floor(std::log10(std::fabs(v))));
    double step = size / (std::fabs(v) / size < 3 ? 10 : 2);
    double out = std::round(v / step) * step;
    if (whole)
        return std::round(out);
    return std::round(out * 100) / 100;
}

std::string sqlNumber(double v)
{
    if (v == std::floor(v))
        return fmt::format("{:.0f}", v);
    std::string text = fmt::format("{:.4f}", v);
    while (text.ends_with("0"))
        text.pop_back();
    return text;
}

} // namespace

int Drawer::anyEntity()
{
    std::vector<double> weights;
    for (const Entity &e : world.entities)
        weights.push_back(!e.askable || e.rows.empty() ? 0
                                                       : 1 + 0.15 * static_cast<double>(e.attributes.size()));
    double sum = 0;
    for (double w : weights)
        sum += w;
    if (sum <= 0)
        throw Skip();
    return static_cast<int>(rng.weighted(weights));
}

int Drawer::attributeOf(int e, std::initializer_list<Role> roles, const std::vector<int> &except)
{
    std::vector<int> fitting;
    const auto &attributes = entity(e).attributes;
    for (std::size_t i = 0; i < attributes.size(); ++i)
        if (attributes[i].filled > 0 && !among(except, static_cast<int>(i)) &&
            std::find(roles.begin(), roles.end(), attributes[i].role) != roles.end())
            fitting.push_back(static_cast<int>(i));
    if (fitting.empty())
        throw Skip();
    return rng.pick(fitting);
}

int Drawer::measure(int e, const std::vector<int> &except)
{
    int a = attributeOf(e, {Role::Measure, Role::Count}, except);
    if (attribute(e, a).numbers.empty())
        throw Skip();
    return a;
}

int Drawer::group(int e, const std::vector<int> &except)
{
    for (int tries = 0; tries < 6; ++tries) {
        int a = rng.chance(0.85) ? attributeOf(e, {Role::Category, Role::Place}, except)
                                 : attributeOf(e, {Role::Category, Role::Place, Role::Person}, except);
        if (attribute(e, a).values.size() >= 2)
            return a;
    }
    throw Skip();
}

int Drawer::timeOf(int e)
{
    for (int tries = 0; tries < 6; ++tries) {
        int a = attributeOf(e, {Role::Time});
        if (!attribute(e, a).dates.empty())
            return a;
    }
    throw Skip();
}

std::vector<int> Drawer::selected(int e, int count)
{
    const Entity &ent = entity(e);
    std::vector<int> out;
    if (ent.label >= 0 && (count > 1 || rng.chance(0.75)))
        out.push_back(ent.label);
    std::vector<int> others;
    for (std::size_t i = 0; i < ent.attributes.size(); ++i) {
        const Attribute &a = ent.attributes[i];
        bool key = a.key == "key" && !rng.chance(0.25);
        if (!among(out, static_cast<int>(i)) && a.role != Role::Flag && !key && a.filled > 0)
            others.push_back(static_cast<int>(i));
    }
    rng.shuffle(others);
    for (int a : others)
        if (static_cast<int>(out.size()) < count)
            out.push_back(a);
    if (static_cast<int>(out.size()) < count)
        throw Skip();
    return out;
}

int Drawer::anyLink(bool manyToMany)
{
    std::vector<int> fitting;
    for (std::size_t l = 0; l < world.links.size(); ++l)
        if (manyToMany || !world.links[l].manyToMany())
            fitting.push_back(static_cast<int>(l));
    if (fitting.empty())
        throw Skip();
    return rng.pick(fitting);
}

int Drawer::linkTo(int child)
{
    std::vector<int> fitting;
    for (std::size_t l = 0; l < world.links.size(); ++l)
        if (world.links[l].child == child && world.links[l].parent != child && !world.links[l].manyToMany())
            fitting.push_back(static_cast<int>(l));
    if (fitting.empty())
        throw Skip();
    return rng.pick(fitting);
}

int Drawer::linkFrom(int parent)
{
    std::vector<int> fitting;
    for (std::size_t l = 0; l < world.links.size(); ++l)
        if (world.links[l].parent == parent && world.links[l].child != parent)
            fitting.push_back(static_cast<int>(l));
    if (fitting.empty())
        throw Skip();
    return rng.pick(fitting);
}

double Drawer::threshold(const Attribute &attribute)
{
    const auto &n = attribute.numbers;
    if (n.empty())
        throw Skip();
    double q = 0.12 + 0.72 * rng.uniform();
    double v = n[static_cast<std::size_t>(q * static_cast<double>(n.size() - 1))];
    bool whole = v == std::floor(v);
    double out = rng.chance(0.85) ? rounded(v, whole) : v;
    if (out < n.front() || out > n.back())
        out = v;
    return out;
}

const std::vector<Cell> &Drawer::rowOf(int e)
{
    for (const auto &[known, row] : rows_)
        if (known == e)
            return entity(e).rows[row];
    if (entity(e).rows.empty())
        throw Skip();
    rows_.emplace_back(e, static_cast<std::size_t>(rng.below(static_cast<int>(entity(e).rows.size()))));
    return entity(e).rows[rows_.back().second];
}

Cond Drawer::condition(int e, bool easy, const std::vector<int> &except)
{
    static const std::vector<std::pair<const char *, double>> all = {
        {"eq", 30},        {"gt", 7},           {"ge", 7},         {"lt", 6},           {"le", 5},
        {"between", 5},    {"in", 5},           {"neq", 4},        {"like", 10},        {"null", 8},
        {"flag", 8},       {"date_year", 5},    {"date_month", 3}, {"date_quarter", 1}, {"date_before", 2},
        {"date_after", 2}, {"date_since", 2},   {"date_until", 1}, {"date_last_n", 3},  {"date_relative", 8},
        {"not_in", 2},     {"date_between", 2}, {"date_eq", 1.5}};
    static const std::vector<std::pair<const char *, double>> simple = {
        {"eq", 42},       {"gt", 8},         {"ge", 7},         {"lt", 7},           {"le", 3}, {"flag", 12},
        {"date_year", 7}, {"date_month", 4}, {"date_since", 3}, {"date_before", 2},  {"in", 3}, {"like", 2},
        {"null", 2},      {"between", 2},    {"neq", 2},        {"date_relative", 2}};
    const auto &choices = easy ? simple : all;
    std::vector<double> weights;
    for (const auto &c : choices)
        weights.push_back(c.second);
    for (int tries = 0; tries < 25; ++tries) {
        try {
            return condition(e, std::string(choices[rng.weighted(weights)].first), except);
        } catch (const Skip &) {
        }
    }
    throw Skip();
}

Cond Drawer::condition(int e, std::string op, const std::vector<int> &except)
{
    Cond c;
    c.entity = e;
    c.op = op;
    auto cellOf = [&](int a) -> const Cell & { return rowOf(e)[static_cast<std::size_t>(a)]; };
    auto valueIndex = [&](int a) {
        const Attribute &attr = attribute(e, a);
        const Cell &cell = cellOf(a);
        for (std::size_t i = 0; i < attr.values.size(); ++i)
            if (!cell.isNull() && attr.values[i].stored == cell.text)
                return static_cast<int>(i);
        if (attr.values.empty())
            throw Skip();
        return rng.below(static_cast<int>(attr.values.size()));
    };
    if (op == "gt" || op == "ge" || op == "lt" || op == "le") {
        c.attribute = measure(e, except);
        c.low = threshold(attribute(e, c.attribute));
        const char *symbol = op == "gt" ? ">" : op == "ge" ? ">=" : op == "lt" ? "<" : "<=";
        c.sql = binary(symbol, col(e, c.attribute), number(sqlNumber(c.low)));
        return c;
    }
    if (op == "between") {
        c.attribute = measure(e, except);
        c.low = threshold(attribute(e, c.attribute));
        c.high = threshold(attribute(e, c.attribute));
        if (c.low > c.high)
            std::swap(c.low, c.high);
        if (c.low == c.high)
            throw Skip();
        c.sql = between(col(e, c.attribute), number(sqlNumber(c.low)), number(sqlNumber(c.high)));
        return c;
    }
    if (op == "eq" || op == "neq") {
        if (op == "neq")
            c.attribute = attributeOf(e, {Role::Category, Role::Place}, except);
        else if (rng.chance(0.06))
            c.attribute = attributeOf(e, {Role::Count}, except);
        else if (identifying && rng.chance(0.3))
            c.attribute = attributeOf(e, {Role::Name, Role::Code}, except);
        else
            c.attribute = attributeOf(e, {Role::Category, Role::Category, Role::Place, Role::Person}, except);
        const Attribute &attr = attribute(e, c.attribute);
        const Cell &cell = cellOf(c.attribute);
        if (attr.role == Role::Count || cell.kind == CellKind::Integer) {
            if (cell.isNull())
                throw Skip();
            c.low = cell.number;
            c.raw = cell.text;
            c.sql = binary("=", col(e, c.attribute), number(cell.text));
            return c;
        }
        c.values = {valueIndex(c.attribute)};
        const std::string &stored = attr.values[static_cast<std::size_t>(c.values[0])].stored;
        if (stored.size() > 60)
            throw Skip();
        c.sql = binary(op == "eq" ? "=" : "!=", col(e, c.attribute), text(stored));
        return c;
    }
    if (op == "in" || op == "not_in") {
        c.attribute = attributeOf(e, {Role::Category, Role::Place}, except);
        const Attribute &attr = attribute(e, c.attribute);
        int wanted = rng.chance(0.8) ? 2 : 3;
        if (static_cast<int>(attr.values.size()) < wanted + 1)
            throw Skip();
        std::vector<int> order;
        for (std::size_t i = 0; i < attr.values.size(); ++i)
            order.push_back(static_cast<int>(i));
        rng.shuffle(order);
        order.resize(static_cast<std::size_t>(wanted));
        int own = valueIndex(c.attribute);
        if (op == "in" && !among(order, own))
            order[0] = own;
        c.values = order;
        std::vector<sql::ExprPtr> list;
        for (int v : order)
            list.push_back(text(attr.values[static_cast<std::size_t>(v)].stored));
        c.sql = inList(col(e, c.attribute), std::move(list), op == "not_in");
        return c;
    }
    if (op == "like") {
        c.attribute = attributeOf(e, {Role::Name, Role::Name, Role::Code, Role::Text, Role::Person}, except);
        const Cell &cell = cellOf(c.attribute);
        if (cell.kind != CellKind::Text)
            throw Skip();
        std::vector<std::string> words;
        std::size_t at = 0;
        while (at < cell.text.size()) {
            std::size_t end = std::min(cell.text.find(' ', at), cell.text.size());
            if (end > at)
                words.push_back(cell.text.substr(at, end - at));
            at = end + 1;
        }
        if (words.empty())
            throw Skip();
        if (attribute(e, c.attribute).role == Role::Code) { // INC-2301: what stands before the running number
            std::size_t n = cell.text.find_first_of("-_ ");
            n = n == std::string::npos ? cell.text.find_first_of("0123456789") : n;
            if (n == std::string::npos || n < 2 || n > 8)
                throw Skip();
            c.raw = cell.text.substr(0, n);
            c.op = "like_prefix";
            c.sql = like(col(e, c.attribute), c.raw + "%");
            return c;
        }
        bool hangul = static_cast<unsigned char>(words[0][0]) >= 0x80;
        int which = rng.below(3);
        if (words.size() == 1 && hangul && which == 0)
            c.raw =
                words[0].substr(0, rng.chance(0.5) && words[0].size() > 6 ? 6 : 3); // one or two syllables
        else
            c.raw = which == 0 ? words.front() : which == 2 ? words.back() : rng.pick(words);
        if (c.raw.find_first_of("%_'\"") != std::string::npos || c.raw.size() < 2 ||
            (c.raw == cell.text && which != 1))
            throw Skip();
        c.op = which == 0 ? "like_prefix" : which == 1 ? "like_contains" : "like_suffix";
        std::string pattern = (which == 0 ? "" : "%") + c.raw + (which == 2 ? "" : "%");
        c.sql = like(col(e, c.attribute), pattern);
        return c;
    }
    if (op == "null") {
        std::vector<int> fitting;
        for (std::size_t i = 0; i < entity(e).attributes.size(); ++i)
            if (entity(e).attributes[i].nulls > 0 && entity(e).attributes[i].role != Role::Flag &&
                !among(except, static_cast<int>(i)))
                fitting.push_back(static_cast<int>(i));
        if (fitting.empty())
            throw Skip();
        c.attribute = rng.pick(fitting);
        c.op = rng.chance(0.65) ? "is_null" : "not_null";
        c.sql = isNull(col(e, c.attribute), c.op == "not_null");
        return c;
    }
    if (op == "flag") {
        c.attribute = attributeOf(e, {Role::Flag}, except);
        const Attribute &attr = attribute(e, c.attribute);
        bool on = rng.chance(0.65);
        c.op = on ? "flag_true" : "flag_false";
        c.sql = binary("=", col(e, c.attribute), cell(on ? attr.trueCell : attr.falseCell));
        return c;
    }
    return dateCondition(e, op, except);
}

sql::ExprPtr Drawer::relativeDate(const sql::ExprPtr &date, std::string_view key)
{
    auto period = [&](const char *format, std::initializer_list<const char *> shifts) {
        std::vector<sql::ExprPtr> args = {text(format), text("now")};
        for (const char *s : shifts)
            args.push_back(text(s));
        return binary("=", strftime(format, date), call("strftime", std::move(args)));
    };
    if (key == "today")
        return binary("=", call("date", {date}), call("date", {text("now")}));
    if (key == "yesterday")
        return binary("=", call("date", {date}), call("date", {text("now"), text("-1 day")}));
    if (key == "this_month")
        return period("%Y-%m", {});
    if (key == "last_month")
        return period("%Y-%m", {"start of month", "-1 month"});
    if (key == "this_year")
        return period("%Y", {});
    if (key == "last_year")
        return period("%Y", {"start of year", "-1 year"});
    throw Skip();
}

Cond Drawer::dateCondition(int e, const std::string &op, const std::vector<int> &except)
{
    Cond c;
    c.entity = e;
    c.op = op;
    c.attribute = attributeOf(e, {Role::Time}, except);
    const Attribute &attr = attribute(e, c.attribute);
    sql::ExprPtr when = col(e, c.attribute);
    const Cell &own = rowOf(e)[static_cast<std::size_t>(c.attribute)];
    if (attr.year) {
        if (attr.numbers.empty())
            throw Skip();
        c.date = {static_cast<int>(own.isNull() ? attr.numbers[attr.numbers.size() / 2] : own.number), 1, 1};
        if (c.date.year < 1000)
            throw Skip();
        auto year = [](const Date &d) { return number(std::to_string(d.year)); };
        if (op == "date_year") {
            c.sql = binary("=", when, year(c.date));
        } else if (op == "date_before" || op == "date_after" || op == "date_since" || op == "date_until") {
            const char *symbol = op == "date_before"  ? "<"
                                 : op == "date_after" ? ">"
                                 : op == "date_since" ? ">="
                                                      : "<=";
            c.sql = binary(symbol, when, year(c.date));
        } else if (op == "date_between") {
            c.op = "between";
            c.dateTo = c.date;
            c.dateTo.year += rng.between(1, 8);
            c.sql = between(when, year(c.date), year(c.dateTo));
        } else {
            throw Skip();
        }
        return c;
    }
    if (attr.dates.empty())
        throw Skip();
    if (own.isNull() || !readDate(own.text, c.date))
        if (!readDate(rng.pick(attr.dates), c.date))
            throw Skip();
    bool stamped = attr.type == ColumnType::DateTime;
    sql::ExprPtr day = stamped ? call("date", {when}) : when;
    if (op == "date_year") {
        c.sql = binary("=", strftime("%Y", when), text(std::to_string(c.date.year)));
    } else if (op == "date_month") {
        c.sql = binary("=", strftime("%Y-%m", when), text(iso(c.date).substr(0, 7)));
    } else if (op == "date_quarter") {
        c.n = (c.date.month + 2) / 3;
        Date first{c.date.year, c.n * 3 - 2, 1};
        Date last =
            dateOf(daysOf(c.n == 4 ? Date{c.date.year + 1, 1, 1} : Date{c.date.year, c.n * 3 + 1, 1}) - 1);
        c.sql = between(day, text(iso(first)), text(iso(last)));
    } else if (op == "date_before" || op == "date_after" || op == "date_since" || op == "date_until") {
        if (rng.chance(0.55))
            c.date.day = 1;
        if (rng.chance(0.3))
            c.date.month = 1;
        const char *symbol = op == "date_before"  ? "<"
                             : op == "date_after" ? ">"
                             : op == "date_since" ? ">="
                                                  : "<=";
        bool plain = op == "date_before" || op == "date_since"; // a time of day changes nothing here
        c.sql = binary(symbol, plain ? when : day, text(iso(c.date)));
    } else if (op == "date_between") {
        c.op = "between";
        if (rng.chance(0.5))
            c.date.day = 1;
        c.dateTo = dateOf(daysOf(c.date) + rng.between(20, 400));
        if (rng.chance(0.5)) {
            Date next{c.dateTo.month == 12 ? c.dateTo.year + 1 : c.dateTo.year, c.dateTo.month % 12 + 1, 1};
            c.dateTo = dateOf(daysOf(next) - 1);
        }
        c.sql = between(day, text(iso(c.date)), text(iso(c.dateTo)));
    } else if (op == "date_eq") {
        c.op = "eq";
        c.sql = binary("=", day, text(iso(c.date)));
    } else {
        // birth dates and founding dates are not recent
        Date last;
        if (!readDate(attr.dates.back(), last) || last.year < 2024)
            throw Skip();
        if (op == "date_last_n") {
            c.n = rng.of({7, 14, 30, 60, 90, 180});
            c.sql = binary(">=", when, call("date", {text("now"), text(fmt::format("-{} days", c.n))}));
        } else {
            c.op = "date_relative";
            c.word = rng.of<const char *>({"today", "yesterday", "this_month", "this_month", "last_month",
                                           "last_month", "this_year", "this_year", "last_year", "last_year"});
            c.sql = relativeDate(when, c.word);
        }
    }
    return c;
}

std::vector<Cond> Drawer::conditions(int e, int count, bool easy)
{
    std::vector<Cond> out;
    std::vector<int> used;
    for (int i = 0; i < count; ++i) {
        out.push_back(condition(e, easy, used));
        used.push_back(out.back().attribute);
    }
    int times = 0;
    for (const Cond &c : out)
        times += attribute(e, c.attribute).role == Role::Time;
    for (Cond &c : out)
        c.named = times > 1 && attribute(e, c.attribute).role == Role::Time;
    return out;
}

std::vector<Cond> Drawer::twoValues(int e)
{
    int a = group(e);
    const Attribute &attr = attribute(e, a);
    std::vector<int> order;
    for (std::size_t i = 0; i < attr.values.size(); ++i)
        order.push_back(static_cast<int>(i));
    rng.shuffle(order);
    std::vector<Cond> out;
    for (int i = 0; i < 2; ++i) {
        Cond c;
        c.entity = e;
        c.op = "eq";
        c.attribute = a;
        c.values = {order[static_cast<std::size_t>(i)]};
        c.sql = binary("=", col(e, a), text(attr.values[static_cast<std::size_t>(c.values[0])].stored));
        out.push_back(std::move(c));
    }
    return out;
}

} // namespace mureum::datasets::synth
