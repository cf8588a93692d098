#include "datasets/slots/symbols.h"

#include <array>

namespace mureum::datasets {
namespace {

constexpr std::array fixedNames = {
    "</s>",     "<from>",   "<left>",    "<on>",       "<select>",  "<distinct>", "<,>",     "<where>",   "<group>",
    "<having>", "<order>",  "<desc>",    "<limit>",    "<offset>",  "<union>",    "<unionall>", "<intersect>", "<except>",
    "<(>",      "<)>",      "<and>",     "<or>",       "<not>",     "<exists>",   "<eq>",    "<ne>",      "<lt>",
    "<gt>",     "<le>",     "<ge>",      "<between>",  "<in>",      "<notin>",    "<inq>",   "<notinq>",  "<contains>",
    "<starts>", "<ends>",   "<notcontains>", "<isnull>", "<notnull>", "<within>", "<*>",     "<count>",   "<sum>",
    "<avg>",    "<min>",    "<max>",     "<add>",      "<sub>",     "<mul>",      "<div>",   "<neg>",     "<round>",
    "<abs>",    "<length>", "<upper>",   "<lower>",    "<coalesce>", "<nullif>",  "<int>",   "<real>",    "<year>",
    "<month>",  "<ym>",     "<day>",     "<hour>",     "<date>",    "<julian>",   "<case>",  "<when>",    "<then>",
    "<else>",   "<endcase>", "<true>",   "<false>",    "<null>",    "<n100>",     "<n100.0>", "<n1.0>",   "<n0>",
    "<n1>",     "<n2>",     "<n3>",      "<n4>",       "<n5>",      "<n6>",       "<n7>",    "<n8>",      "<n9>",
    "<n10>"};
static_assert(fixedNames.size() == symFixedCount);

std::vector<std::string> makeNames()
{
    std::vector<std::string> names(fixedNames.begin(), fixedNames.end());
    auto addSlots = [&names](char letter, int count) {
        for (int i = 0; i < count; ++i)
            names.push_back("<" + std::string(1, letter) + std::to_string(i) + ">");
    };
    addSlots('t', maxTableSlots);
    addSlots('c', maxColumnSlots);
    addSlots('v', maxValueSlots);
    return names;
}

const std::vector<std::string> &names()
{
    static const auto all = makeNames();
    return all;
}

} // namespace

const std::string &symbolName(int symbol) { return names()[static_cast<std::size_t>(symbol)]; }

std::vector<std::string> allPieces()
{
    std::vector<std::string> pieces(names().begin() + 1, names().end());
    for (auto text : {piece::schema, piece::question, piece::answer, piece::number, piece::date, piece::flag,
                      piece::primary, piece::foreign, piece::loose})
        pieces.emplace_back(text);
    return pieces;
}

} // namespace mureum::datasets
