#include "datasets/synth/morphology.h"
#include "datasets/synth/shapes.h"

#include <algorithm>

namespace mureum::datasets::synth {

namespace {

/// Where the money of one row stands: in a column, or as quantity times price. The price may be the parent's.
struct Amount
{
    int entity = -1;
    int column = -1;
    int quantity = -1, price = -1;
    int priceLink = -1; ///< to the parent whose price counts; -1: the row's own
    bool bought = false;
};

bool isQuantity(const Attribute &a)
{
    return a.isNumber() && !a.money &&
           mentions(a, {"quantity", "qty", "units", "units sold", "number of units", "quantity ordered",
                        "수량", "판매량"}) &&
           !mentions(
               a, {"stock", "minimum", "maximum", "safety", "per", "재고", "최소", "최대", "안전", "박스당"});
}

bool isPrice(const Attribute &a)
{
    return a.isNumber() &&
           mentions(a, {"price", "unit price", "unit cost", "단가", "가격", "판매가", "개당 가격"}) &&
           !mentions(a, {"discount", "list", "minimum", "maximum", "previous", "할인", "최저", "최고"});
}

bool isAmount(const Attribute &a)
{
    return a.isNumber() && a.money && a.summable &&
           mentions(a, {"amount", "total", "total amount", "line total", "subtotal", "order amount",
                        "paid amount", "sales", "sales amount", "금액", "소계", "총액", "합계", "매출"}) &&
           !mentions(a, {"discount", "refund", "tax", "fee", "limit", "balance", "budget", "할인", "환불",
                         "세", "수수료", "한도", "잔액", "예산"});
}

/// What is sold or bought, by the table's first noun: a row of a budget has an amount too, but no sales.
bool trades(const Entity &e, std::initializer_list<std::string_view> words)
{
    const auto holds = [&](const std::vector<std::string> &nouns) {
        return !nouns.empty() && std::any_of(words.begin(), words.end(), [&](std::string_view word) {
            return nouns.front().find(word) != std::string::npos;
        });
    };
    return holds(e.en) || holds(e.ko);
}

bool isBought(const Entity &e)
{
    return trades(
        e, {"purchase", "procure", "receipt", "supply", "restock", "구매", "발주", "입고", "매입", "조달"});
}

bool isSold(const Entity &e)
{
    return trades(e, {"order", "sale", "sold", "ticket", "payment", "invoice", "billing", "booking",
                      "reservation", "line item", "주문", "판매", "매출", "결제", "송장", "청구", "예약",
                      "예매"});
}

/// Every way to add up money, an amount column before quantity times price.
std::vector<Amount> amountsOf(const Drawer &d)
{
    std::vector<Amount> all;
    for (std::size_t e = 0; e < d.world.entities.size(); ++e) {
        const Entity &entity = d.world.entities[e];
        const bool bought = isBought(entity);
        if (entity.rows.empty() || (!bought && !isSold(entity)))
            continue;
        const auto find = [](const Entity &in, bool (*fits)(const Attribute &)) {
            const auto at = std::find_if(in.attributes.begin(), in.attributes.end(), fits);
            return at == in.attributes.end() ? -1 : static_cast<int>(at - in.attributes.begin());
        };
        Amount amount{static_cast<int>(e),
                      find(entity, isAmount),
                      find(entity, isQuantity),
                      find(entity, isPrice),
                      -1,
                      bought};
        if (amount.column < 0 && amount.quantity >= 0 && amount.price < 0)
            for (std::size_t l = 0; l < d.world.links.size() && amount.price < 0; ++l) {
                const Link &link = d.world.links[l];
                if (link.child != amount.entity || link.manyToMany() || link.parent == link.child)
                    continue;
                amount.price = find(d.entity(link.parent), isPrice);
                amount.priceLink = static_cast<int>(l);
            }
        if (amount.column >= 0 || (amount.quantity >= 0 && amount.price >= 0))
            all.push_back(amount);
    }
    return all;
}

sql::ExprPtr valueOf(const Drawer &d, const Amount &amount)
{
    if (amount.column >= 0)
        return d.col(amount.entity, amount.column);
    const int owner = amount.priceLink >= 0 ? d.link(amount.priceLink).parent : amount.entity;
    sql::ExprPtr quantity = d.col(amount.entity, amount.quantity), price = d.col(owner, amount.price);
    return d.rng.chance(0.7) ? binary("*", quantity, price) : binary("*", price, quantity);
}

/// A stretch of time of the row itself or of what it belongs to: an order line has its order's date.
std::vector<Cond> drawWhen(Drawer &d, int e)
{
    const std::string op =
        d.rng.of<const char *>({"date_relative", "date_relative", "date_year", "date_month", "date_quarter"});
    try {
        return {d.condition(e, op)};
    } catch (const Skip &) {
    }
    Cond c;
    c.op = "parent";
    c.entity = e;
    c.link = d.linkTo(e);
    const Entity &parent = d.entity(d.link(c.link).parent);
    if (!isSold(parent) && !isBought(parent)) // a product's date of release says nothing of its sales
        throw Skip();
    c.inner = {d.condition(d.link(c.link).parent, op)};
    return {c};
}

Drawn amount(Drawer &d)
{
    const std::vector<Amount> all = amountsOf(d);
    if (all.empty())
        throw Skip();
    const Amount chosen = d.rng.pick(all);
    const int e = chosen.entity;
    const std::string what =
        d.rng.of<const char *>({"total", "by", "by", "top", "top", "topk", "topk", "low"});
    std::vector<Link> chain;
    int owner = e, group = -1;
    if (what != "total") {
        const int steps = d.rng.of({1, 1, 1, 2, 2});
        for (int i = 0; i < steps; ++i)
            chain.push_back(d.link(d.linkTo(i ? chain.back().parent : e)));
        owner = chain.back().parent;
        if (owner == e)
            throw Skip();
        const int label = d.entity(owner).label;
        group = label >= 0 && d.attribute(owner, label).role == Role::Name && d.rng.chance(0.7)
                    ? label
                    : d.group(owner);
        if (d.attribute(owner, group).key == "key")
            throw Skip();
    }
    const bool named = group >= 0 && group == d.entity(owner).label;
    std::vector<Cond> conds;
    if (d.rng.chance(0.55))
        conds = drawWhen(d, e);

    const sql::ExprPtr value = call("SUM", {valueOf(d, chosen)});
    const bool shown = what == "by" || (what != "total" && d.rng.chance(0.35));
    const int k = d.rng.of({3, 3, 5, 5, 10});
    std::vector<sql::ExprPtr> items;
    if (group >= 0)
        items.push_back(d.col(owner, group));
    if (shown || group < 0)
        items.push_back(value);
    Drawn out;
    out.query = select(std::move(items), d.entity(e).table);
    if (chosen.priceLink >= 0)
        joinParent(d.world, out.query, d.link(chosen.priceLink));
    for (const Link &link : chain)
        joinParent(d.world, out.query, link);
    restrict(d.world, out.query, conds);
    if (group >= 0) {
        // names may repeat: one group per key
        if (named)
            out.query.cores[0].groupBy.push_back(column(d.entity(owner).table, chain.back().parentColumn));
        if (!named || d.rng.chance(0.6))
            out.query.cores[0].groupBy.push_back(d.col(owner, group));
    }
    if (what == "top" || what == "topk" || what == "low") {
        orderBy(out.query, value, what != "low");
        limit(out.query, what == "topk" ? k : 1);
    }
    out.say = [=](Renderer &r) {
        static const std::vector<std::string> sold[] = {
            {"revenue", "sales", "sales amount", "sales revenue", "revenue", "turnover", "sales value"},
            {"매출", "매출", "매출액", "판매액", "판매 금액", "매출 금액"}};
        static const std::vector<std::string> bought[] = {
            {"purchase amount", "spend", "spending", "purchase cost", "purchase value"},
            {"구매 금액", "매입액", "구매액", "매입 금액", "발주 금액"}};
        Slots s;
        Context context;
        std::string metric = r.rng().pick((chosen.bought ? bought : sold)[r.korean() ? 1 : 0]);
        // what it is made of, spelled out
        if (chosen.column < 0 && r.rng().chance(0.12))
            metric += r.korean() ? r.rng().of<const char *>({"(수량×단가)", "(수량 x 단가)", "(단가×수량)"})
                                 : r.rng().of<const char *>({" (quantity times price)",
                                                             " (quantity x unit price)", " (qty * price)"});
        s.set("metric", metric);
        s.set("when",
              conds.empty() ? std::string() : r.when(conds[0].inner.empty() ? conds[0] : conds[0].inner[0]));
        if (group >= 0) {
            std::string name = r.noun(owner);
            const bool spelled = !named || r.rng().chance(0.3);
            if (spelled) {
                r.nameOf(owner, group);
                name += " " + r.ownedName(owner, group);
            }
            s.set("g", name);
            s.set("gs", pluralOf(name));
            if (r.korean())
                s.set("gwh", spelled ? r.questionWord(Role::Category) : r.questionWord(owner));
        }
        s.set("k", r.korean() ? std::to_string(k) : r.small(k));
        std::string text = r.sentence("amount." + what, s, context);
        if (shown && what != "by")
            text = withColumnsNamed(r, std::move(text), {s.text("g"), metric});
        return text;
    };
    return out;
}

} // namespace

const std::vector<Shape> &amountShapes()
{
    static const std::vector<Shape> shapes = {{"amount", 20, amount}};
    return shapes;
}

} // namespace mureum::datasets::synth
