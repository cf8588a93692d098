#include "ui/results/row_block.h"

#include <algorithm>

namespace mureum::ui {

namespace {

constexpr std::size_t longestText = 4096;
constexpr std::size_t longestBlob = 64;
constexpr std::size_t fewestBlocks = 4;

/// The longest beginning of at most `limit` bytes that does not split a UTF-8 character.
std::size_t textLimit(const std::string &text, std::size_t limit)
{
    while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0) == 0x80)
        --limit;
    return limit;
}

} // namespace

qint64 RowBlock::cutSize(int row, int column) const
{
    const int place = row * columns + column;
    const auto found = std::lower_bound(cuts.begin(), cuts.end(), place,
                                        [](const Cut &cut, int wanted) { return cut.cell < wanted; });
    return found != cuts.end() && found->cell == place ? found->bytes : -1;
}

void RowBlock::append(std::vector<eval::Cell> &row)
{
    columns = int(row.size());
    for (eval::Cell &cell : row) {
        if (auto *text = std::get_if<std::string>(&cell)) {
            if (text->size() > longestText) {
                cuts.push_back({int(cells.size()), qint64(text->size())});
                *text = text->substr(0, textLimit(*text, longestText));
            }
            bytes += text->size();
        } else if (auto *blob = std::get_if<eval::Blob>(&cell)) {
            if (blob->bytes.size() > longestBlob) {
                cuts.push_back({int(cells.size()), qint64(blob->bytes.size())});
                blob->bytes =
                    std::vector<std::uint8_t>(blob->bytes.begin(), blob->bytes.begin() + longestBlob);
            }
            bytes += blob->bytes.size();
        }
        bytes += sizeof(eval::Cell);
        cells.push_back(std::move(cell));
    }
}

void BlockCache::insert(RowBlockPtr block)
{
    const qint64 index = block->index;
    if (const auto place = places_.constFind(index); place != places_.constEnd()) {
        bytes_ -= (**place)->bytes;
        used_.erase(*place);
    }
    bytes_ += block->bytes;
    used_.push_front(std::move(block));
    places_[index] = used_.begin();
    // The newest stay whatever their size: they are what is being looked at.
    while (used_.size() > fewestBlocks && (bytes_ > maxBytes_ || used_.size() > maxBlocks_)) {
        bytes_ -= used_.back()->bytes;
        places_.remove(used_.back()->index);
        used_.pop_back();
    }
}

RowBlockPtr BlockCache::find(qint64 index) const
{
    const auto place = places_.constFind(index);
    if (place == places_.constEnd())
        return nullptr;
    used_.splice(used_.begin(), used_, *place);
    return **place;
}

void BlockCache::clear()
{
    used_.clear();
    places_.clear();
    bytes_ = 0;
}

} // namespace mureum::ui
