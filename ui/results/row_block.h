#pragma once
#include "eval/run/sql_runner.h"

#include <QHash>
#include <QtGlobal>

#include <list>
#include <memory>
#include <vector>

namespace mureum::ui {

/// Rows of a result travel and are kept in blocks of this many.
constexpr int rowsPerBlock = 256;
/// A result shows its first rows from memory, and draws its chart from them: 10,240 of them at most.
constexpr int headBlocks = 40;

/// Consecutive rows of a result, immutable once handed over. The last block of a result is shorter, and so is
/// one whose statement is still running.
struct RowBlock
{
    /// Only the beginning of a large text or blob is kept for display.
    struct Cut
    {
        int cell;     ///< position in `cells`
        qint64 bytes; ///< size of the whole value
    };

    qint64 index = 0; ///< its first row is `index * rowsPerBlock`
    int columns = 0;
    std::vector<eval::Cell> cells; ///< row by row
    std::vector<Cut> cuts;         ///< by `cell`, ascending
    std::size_t bytes = 0;         ///< memory held, approximately

    int rows() const { return columns > 0 ? int(cells.size()) / columns : 0; }
    const eval::Cell &cell(int row, int column) const { return cells[std::size_t(row) * columns + column]; }
    /// Size in bytes of a value that is kept in part only, else -1.
    qint64 cutSize(int row, int column) const;
    /// Takes the values of `row` over, cutting the large ones.
    void append(std::vector<eval::Cell> &row);
};
using RowBlockPtr = std::shared_ptr<const RowBlock>;

/// Blocks last used, bounded in number and in memory.
class BlockCache
{
public:
    explicit BlockCache(std::size_t maxBytes = std::size_t{32} << 20, std::size_t maxBlocks = 512)
        : maxBytes_(maxBytes), maxBlocks_(maxBlocks)
    {
    }

    /// Replaces a shorter edition of the same block.
    void insert(RowBlockPtr block);
    /// Null where it is not (or no longer) there.
    RowBlockPtr find(qint64 index) const;
    void clear();
    std::size_t bytes() const { return bytes_; }
    std::size_t size() const { return used_.size(); }

private:
    std::size_t maxBytes_, maxBlocks_;
    std::size_t bytes_ = 0;
    mutable std::list<RowBlockPtr> used_; ///< most recent first
    QHash<qint64, std::list<RowBlockPtr>::iterator> places_;
};

} // namespace mureum::ui
