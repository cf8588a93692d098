#pragma once
#include "datasets/synth/condition.h"
#include "datasets/synth/grammar.h"
#include "datasets/synth/renderer.h"
#include "datasets/synth/rng.h"
#include "datasets/synth/sql_build.h"
#include "datasets/synth/world.h"

#include <functional>
#include <initializer_list>
#include <string>
#include <vector>

namespace mureum::datasets::synth {

/// A drawn question: its SQL, and how to say it.
struct Drawn
{
    sql::Query query;
    std::function<std::string(Renderer &)> say;
    std::vector<std::string> literals; ///< texts the surface must leave alone
};

/// Draws entities, columns and conditions of a World. Values come from one sampled row per entity, so that
/// conditions drawn together mostly have an answer together.
class Drawer
{
public:
    Drawer(const World &w, const Grammar &g, Rng &r) : world(w), grammar(g), rng(r) {}

    const World &world;
    const Grammar &grammar;
    Rng &rng;

    const Entity &entity(int e) const { return world.entities[static_cast<std::size_t>(e)]; }
    const Attribute &attribute(int e, int a) const
    {
        return entity(e).attributes[static_cast<std::size_t>(a)];
    }
    const Link &link(int l) const { return world.links[static_cast<std::size_t>(l)]; }
    sql::ExprPtr col(int e, int a) const { return column(entity(e).table, attribute(e, a).column); }

    int anyEntity();
    /// An attribute with one of the roles that has values; throws Skip where there is none.
    int attributeOf(int e, std::initializer_list<Role> roles, const std::vector<int> &except = {});
    int measure(int e, const std::vector<int> &except = {});
    int group(int e,
              const std::vector<int> &except = {}); ///< category, place, sometimes person or flagless code
    int timeOf(int e);
    /// The label first, then others.
    std::vector<int> selected(int e, int count);
    int anyLink(bool manyToMany = true);
    int linkTo(int child); ///< some link from the child to a parent; throws Skip
    int linkFrom(int parent);

    double threshold(const Attribute &attribute);
    Cond condition(int e, bool easy = false, const std::vector<int> &except = {});
    Cond condition(int e, std::string op, const std::vector<int> &except = {});
    /// On the entity itself, or through one of its parents.
    Cond anyCondition(int e, bool easy = false, const std::vector<int> &except = {});
    std::vector<Cond> conditions(int e, int count, bool easy = false);
    Cond parentCondition(int e, int depth = 1);
    Cond relationCondition(int e, std::string op = {});
    Cond nestedCondition(int e);
    std::vector<Cond> twoValues(int e); ///< two values of one column, each a condition
    sql::ExprPtr relativeDate(const sql::ExprPtr &date, std::string_view key);

    bool identifying = false; ///< names and codes may be compared with

private:
    const std::vector<Cell> &rowOf(int e);
    Cond dateCondition(int e, const std::string &op, const std::vector<int> &except);
    std::vector<std::pair<int, std::size_t>> rows_;
};

/// Adds the conditions, with the joins conditions on parents need.
void restrict(const World &world, sql::Query &query, const std::vector<Cond> &conds,
              std::string_view op = "AND");
/// Brings the parent of a link in, once.
void joinParent(const World &world, sql::Query &query, const Link &link);
sql::ExprPtr conjunction(const std::vector<Cond> &conds, std::string_view op = "AND");

} // namespace mureum::datasets::synth
