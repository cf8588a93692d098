#include "datasets/synth/naming.h"

#include "datasets/synth/morphology.h"
#include "datasets/text/fold.h"

#include <algorithm>
#include <cctype>
#include <optional>

namespace mureum::datasets::synth {

namespace {

enum class Variant { Snake, Camel, Pascal, Erp, Korean };

Variant variantOf(std::string_view name)
{
    bool upper = false, lower = false, underscore = false;
    for (unsigned char c : name) {
        if (c >= 0x80)
            return Variant::Korean;
        upper = upper || std::isupper(c);
        lower = lower || std::islower(c);
        underscore = underscore || c == '_';
    }
    if (upper && !lower)
        return Variant::Erp;
    if (upper && !underscore)
        return std::isupper(static_cast<unsigned char>(name[0])) ? Variant::Pascal : Variant::Camel;
    return Variant::Snake;
}

std::string lowered(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

std::string uppered(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::toupper(c); });
    return text;
}

std::string withoutSpaces(std::string_view text)
{
    std::string out;
    for (char c : text)
        if (c != ' ')
            out += c;
    return out;
}

std::string capital(std::string text)
{
    if (!text.empty())
        text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
    return text;
}

std::vector<std::string> of(const std::vector<std::string> &names, Variant wanted)
{
    std::vector<std::string> out;
    for (const std::string &name : names)
        if (variantOf(name) == wanted)
            out.push_back(name);
    return out;
}

std::string snakeOf(std::string_view name)
{
    std::string out;
    for (const std::string &part : identifierParts(name))
        out += (out.empty() ? "" : "_") + part;
    return out;
}

} // namespace

Naming::Naming(Rng &rng)
{
    static const std::vector<double> weights = {34, 13, 14, 13, 6, 4, 16};
    style_ = static_cast<NamingStyle>(rng.weighted(weights));
    singular_ = rng.chance(0.35);
    plainId_ = rng.chance(0.3);
    keyWord_ = static_cast<int>(rng.weighted({6, 2, 2}));
    if (style_ == NamingStyle::Erp || style_ == NamingStyle::ErpLower)
        prefix_ = rng.of<const char *>({"", "", "TB_", "T_", "TBL_", "MM_", "SD_"});
    else if (style_ == NamingStyle::Pascal && rng.chance(0.15))
        prefix_ = "tbl";
    else if (style_ == NamingStyle::Snake && rng.chance(0.08))
        prefix_ = rng.of<const char *>({"tb_", "t_", "dim_"});
}

std::string Naming::convert(std::string_view snake) const
{
    std::vector<std::string> parts = identifierParts(snake);
    std::string out;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        switch (style_) {
        case NamingStyle::Camel:
            out += i ? capital(parts[i]) : parts[i];
            break;
        case NamingStyle::Pascal:
            out += capital(parts[i]);
            break;
        case NamingStyle::Erp:
            out += (i ? "_" : "") + uppered(parts[i]);
            break;
        case NamingStyle::ErpTight:
            out += uppered(parts[i]);
            break;
        default:
            out += (i ? "_" : "") + parts[i];
            break;
        }
    }
    return out;
}

std::string Naming::shortName(const LexiconEntity &entity) const
{
    // CUST_MST -> CUST, tb_customer -> customer
    std::vector<std::string> erp = of(entity.tables, Variant::Erp);
    if (erp.empty())
        return uppered(snakeOf(entity.en[0]));
    std::vector<std::string> parts = identifierParts(erp[0]);
    while (parts.size() > 1 && (parts[0] == "tb" || parts[0] == "t" || parts[0] == "tbl"))
        parts.erase(parts.begin());
    std::string out = parts[0];
    static const std::vector<std::string> tails = {"mst",  "hdr", "log", "hist", "dtl",
                                                   "info", "m",   "tb",  "lst",  "tbl"};
    for (std::size_t i = 1; i < parts.size(); ++i)
        if (std::find(tails.begin(), tails.end(), parts[i]) == tails.end())
            out += "_" + parts[i];
    return uppered(out);
}

std::string Naming::table(const LexiconEntity &entity, Rng &rng) const
{
    switch (style_) {
    case NamingStyle::Korean: {
        std::vector<std::string> names = of(entity.tables, Variant::Korean);
        return names.empty() ? withoutSpaces(entity.ko[0]) : names[0];
    }
    case NamingStyle::Erp:
    case NamingStyle::ErpLower:
    case NamingStyle::ErpTight: {
        std::vector<std::string> names = of(entity.tables, Variant::Erp);
        std::string name = names.empty() ? shortName(entity) : rng.pick(names);
        if (!prefix_.empty())
            name = prefix_ + shortName(entity);
        if (style_ == NamingStyle::ErpLower)
            return lowered(name);
        if (style_ == NamingStyle::ErpTight)
            std::erase(name, '_');
        return name;
    }
    case NamingStyle::Camel:
    case NamingStyle::Pascal: {
        std::vector<std::string> names =
            of(entity.tables, style_ == NamingStyle::Camel ? Variant::Camel : Variant::Pascal);
        if (!names.empty() && rng.chance(0.3))
            return prefix_ + names[0];
        return prefix_ + convert(singular_ ? entity.en[0] : entity.plural);
    }
    case NamingStyle::Snake: {
        std::vector<std::string> names = of(entity.tables, Variant::Snake);
        if (prefix_.empty() && !names.empty() && rng.chance(0.3))
            return rng.pick(names);
        return prefix_ + convert(singular_ ? entity.en[0] : entity.plural);
    }
    }
    return snakeOf(entity.en[0]);
}

std::string Naming::column(const LexiconAttribute &attribute, Rng &rng) const
{
    auto choose = [&](Variant v) -> std::optional<std::string> {
        std::vector<std::string> names = of(attribute.columns, v);
        if (names.empty())
            return std::nullopt;
        return rng.chance(0.75) ? names[0] : rng.pick(names);
    };
    std::string snake = choose(Variant::Snake).value_or(snakeOf(attribute.en[0]));
    switch (style_) {
    case NamingStyle::Korean:
        return withoutSpaces(choose(Variant::Korean).value_or(attribute.ko[0]));
    case NamingStyle::Erp:
        return choose(Variant::Erp).value_or(uppered(snake));
    case NamingStyle::ErpLower:
        return lowered(choose(Variant::Erp).value_or(snake));
    case NamingStyle::ErpTight: {
        std::string name = choose(Variant::Erp).value_or(uppered(snake));
        std::erase(name, '_');
        return name;
    }
    case NamingStyle::Camel: {
        std::vector<std::string> names = of(attribute.columns, Variant::Camel);
        return names.empty() || rng.chance(0.4) ? convert(snake) : names[0];
    }
    case NamingStyle::Pascal: {
        std::vector<std::string> names = of(attribute.columns, Variant::Pascal);
        return names.empty() || rng.chance(0.4) ? convert(snake) : names[0];
    }
    case NamingStyle::Snake:
        break;
    }
    return snake;
}

std::string Naming::primaryKey(const LexiconEntity &entity, bool textual) const
{
    static const char *const words[] = {"id", "no", "code"};
    static const char *const erpWords[] = {"ID", "NO", "CD"};
    static const char *const koWords[] = {"ID", "번호", "코드"};
    int word = textual ? 2 : keyWord_ == 2 ? 0 : keyWord_;
    switch (style_) {
    case NamingStyle::Korean:
        return withoutSpaces(entity.ko[0]) + koWords[word];
    case NamingStyle::Erp:
        return shortName(entity) + "_" + erpWords[word];
    case NamingStyle::ErpLower:
        return lowered(shortName(entity) + "_" + erpWords[word]);
    case NamingStyle::ErpTight: {
        std::string name = shortName(entity) + erpWords[word];
        std::erase(name, '_');
        return name;
    }
    default:
        if (plainId_ && !textual)
            return style_ == NamingStyle::Pascal ? "Id" : "id";
        return convert(snakeOf(entity.en[0]) + "_" + words[word]);
    }
}

std::string Naming::bridge(const LexiconEntity &left, const LexiconEntity &right) const
{
    switch (style_) {
    case NamingStyle::Korean:
        return withoutSpaces(left.ko[0]) + withoutSpaces(right.ko[0]);
    case NamingStyle::Erp:
        return prefix_ + shortName(left) + "_" + shortName(right) + "_MAP";
    case NamingStyle::ErpLower:
        return lowered(prefix_ + shortName(left) + "_" + shortName(right) + "_map");
    case NamingStyle::ErpTight: {
        std::string name = shortName(left) + shortName(right);
        std::erase(name, '_');
        return name;
    }
    default:
        return prefix_ + convert(snakeOf(left.en[0]) + "_" + snakeOf(singular_ ? right.en[0] : right.plural));
    }
}

std::string Naming::foreignKey(const LexiconRelation *relation, const LexiconEntity &parent,
                               bool textual) const
{
    if (korean() || style_ == NamingStyle::Erp || style_ == NamingStyle::ErpLower ||
        style_ == NamingStyle::ErpTight)
        return primaryKey(parent, textual);
    std::string snake = relation ? snakeOf(relation->column) : snakeOf(parent.en[0]) + "_id";
    if (!plainId_ && snake == snakeOf(parent.key) + "_id")
        return primaryKey(parent, textual);
    if (textual && snake.ends_with("_id"))
        snake = snake.substr(0, snake.size() - 3) + "_code";
    return convert(snake);
}

} // namespace mureum::datasets::synth
