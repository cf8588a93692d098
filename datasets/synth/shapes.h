#pragma once
#include "datasets/synth/drawer.h"

#include <string_view>
#include <vector>

namespace mureum::datasets::synth {

/// A kind of question: draws its tree and says how it is worded. `draw` throws Skip where the database does
/// not have what it takes.
struct Shape
{
    std::string_view name;
    double weight;
    Drawn (*draw)(Drawer &);
};

const std::vector<Shape> &listShapes();      ///< rows and columns of one entity, ordered, the first k
const std::vector<Shape> &aggregateShapes(); ///< counts and sums
const std::vector<Shape> &groupShapes();     ///< GROUP BY, HAVING, the most frequent
const std::vector<Shape> &relatedShapes();   ///< over foreign keys
const std::vector<Shape> &chainShapes();     ///< over several foreign keys
const std::vector<Shape> &amountShapes();    ///< money: quantity times price, or an amount column
const std::vector<Shape> &nestedShapes();    ///< subqueries, set operations, ratios
const std::vector<Shape> &allShapes();

// shared by the shape files
std::string aggregateSql(std::string_view function);
sql::ExprPtr aggregateOf(Drawer &d, const std::string &function, int e, int a);
/// SQL of gt, ge, lt, le, eq
const char *symbolOf(const std::string &op);
/// Averages are asked for rounded now and then; 0: as they come.
int drawDecimals(Drawer &d, const std::string &function);
/// `sentence`, with how to round where decimals > 0.
std::string rounding(Renderer &r, std::string sentence, int decimals);
/// avg, sum, max or min of an attribute for which it means something.
std::pair<std::string, int> drawAggregate(Drawer &d, int e, bool times = true);
/// Adds a remark in brackets or after a comma: rounded to one decimal, including those with none.
std::string withAside(Renderer &r, std::string sentence, std::string_view en, std::string_view enShort,
                      std::string_view ko, std::string_view koShort);
std::string withRounding(Renderer &r, std::string sentence, int decimals);
sql::ExprPtr rounded(sql::ExprPtr value, int decimals);
/// A second sentence naming the columns wanted: Show the city and the count.
std::string withColumnsNamed(Renderer &r, std::string sentence, const std::vector<std::string> &names);
void putVerbPhrase(Renderer &r, Slots &slots, int e, const std::vector<Cond> &conds);

} // namespace mureum::datasets::synth
