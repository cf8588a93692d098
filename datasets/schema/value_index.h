#pragma once
#include "datasets/schema/schema.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mureum::datasets {

struct ValueHit
{
    int table = -1, column = -1;
    std::string value; ///< the cell as stored, to be written into SQL
    double score = 0;  ///< 1 for equality after folding, less for a looser match
};

/// Finds which cells a piece of a question names. Text columns only; distinct values, capped per column.
/// Folding: NFC, case folded, white space collapsed (see text/fold.h). Thread-safe once built.
class ValueIndex
{
public:
    struct Options
    {
        int maxValuesPerColumn = 20000;
        int maxValueBytes = 64;  ///< longer cells are prose, not names
        double maxSeconds = 2.0; ///< building stops there; what was read serves
    };
    static std::shared_ptr<const ValueIndex> build(const std::filesystem::path &file, const Schema &schema,
                                                   const Options &options);
    static std::shared_ptr<const ValueIndex> build(const std::filesystem::path &file, const Schema &schema)
    {
        return build(file, schema, Options());
    }
    virtual ~ValueIndex() = default;

    /// Cells equal to `text` after folding.
    virtual std::vector<ValueHit> equal(std::string_view text) const = 0;
    /// Cells that begin with the folded text, or that the text begins with (seoul -> 서울특별시 only through
    /// the data: 서울 finds 서울특별시). Shortest difference first. At least two characters.
    virtual std::vector<ValueHit> startingWith(std::string_view text, int limit = 8) const = 0;
    /// Longest run of folded characters from `begin` in `folded` that equals a cell; 0 where none.
    /// Word boundaries are the caller's business. `folded` has already been folded.
    virtual std::size_t longestAt(std::string_view folded, std::size_t begin) const = 0;
};

} // namespace mureum::datasets
