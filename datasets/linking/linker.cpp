#include "datasets/linking/linker.h"

#include "datasets/text/fold.h"

#include <algorithm>
#include <map>
#include <unordered_set>

namespace mureum::datasets {
namespace {

constexpr float partialThreshold = 0.45f;

float common(const std::vector<ConceptUse> &a, const std::vector<ConceptUse> &b)
{
    float best = 0;
    for (const auto &x : a)
        for (const auto &y : b)
            if (x.id == y.id)
                best = std::max(best, x.strength * y.strength);
    return best;
}

/// "enroll" and "enrollment", "nation" and "nationality"
bool sameBeginning(const std::string &a, const std::string &b)
{
    const auto n = std::min(a.size(), b.size());
    return n >= 4 && std::max(a.size(), b.size()) - n <= 4 && static_cast<unsigned char>(a[0]) < 0x80 &&
           a.compare(0, n, b, 0, n) == 0;
}

float strength(const QuestionWord &word, const std::string &key, const std::vector<ConceptUse> &concepts)
{
    if (word.key == key)
        return 1;
    const float shared = common(word.concepts, concepts);
    if (shared < 0.6f && sameBeginning(word.key, key))
        return 0.6f;
    return shared;
}

bool isAscii(const std::string &text)
{
    return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x80; });
}

const std::unordered_set<std::string> tableAffixes = {"tb", "tbl", "t", "tab", "table", "mst", "mstr", "master", "dtl",
                                                      "hd",  "hdr", "info", "dim", "fact", "data"};

} // namespace

struct SchemaLinker::Gram {
    std::size_t first = 0, count = 0;
    std::string key, compact;
    std::vector<ConceptUse> concepts;
    bool stop = false; ///< nothing but stop words
};

SchemaLinker::SchemaLinker(const Schema &schema, const Thesaurus &thesaurus) : thesaurus_(thesaurus)
{
    for (int t = 0; t < static_cast<int>(schema.tables.size()); ++t) {
        const auto &table = schema.tables[static_cast<std::size_t>(t)];
        auto &indices = itemOf_.emplace_back();
        indices.push_back(items_.size());
        items_.push_back(makeItem(table.name, t, -1));
        const auto tableItem = items_.back();
        auto addAlias = [&](const std::string &comment, int c) {
            if (!comment.empty() && comment.size() <= 40) // longer ones explain
                aliases_.push_back(makeItem(comment, t, c));
        };
        addAlias(table.comment, -1);
        for (int c = 0; c < static_cast<int>(table.columns.size()); ++c) {
            const auto &column = table.columns[static_cast<std::size_t>(c)];
            indices.push_back(items_.size());
            auto item = makeItem(column.name, t, c);
            std::size_t own = 0;
            for (auto &part : item.parts) {
                for (const auto &other : tableItem.parts)
                    part.ownTable = part.ownTable || part.key == other.key || common(part.concepts, other.concepts) >= 0.8f;
                own += part.ownTable;
            }
            if (own == item.parts.size())
                for (auto &part : item.parts)
                    part.ownTable = false;
            items_.push_back(std::move(item));
            addAlias(column.comment, c);
        }
    }
    for (const auto &key : schema.foreignKeys)
        if (key.fromTable >= 0 && key.fromColumn >= 0)
            items_[itemOf_[static_cast<std::size_t>(key.fromTable)][static_cast<std::size_t>(key.fromColumn) + 1]].foreignKey = true;
    for (auto &item : items_)
        weigh(item);
    for (auto &item : aliases_)
        weigh(item);
}

/// The head, last of a name, says most.
void SchemaLinker::weigh(Item &item) const
{
    std::size_t asked = 0;
    for (const auto &part : item.parts)
        asked += !part.ownTable;
    std::size_t seen = 0;
    for (const auto &part : item.parts) {
        if (part.ownTable) {
            item.weights.push_back(0);
            continue;
        }
        ++seen;
        item.weights.push_back(asked == 1 ? 1.0f : seen == asked ? 0.6f : 0.4f / static_cast<float>(asked - 1));
    }
}

std::vector<SchemaLinker::Part> SchemaLinker::partsOf(const std::string &identifier) const
{
    std::vector<Part> parts;
    auto addWord = [&](const std::string &text) {
        Part part;
        part.key = lemma(text);
        part.concepts = thesaurus_.concepts(part.key);
        part.gloss = text;
        const auto &abbreviated = thesaurus_.abbreviation(text);
        if (!abbreviated.empty() && part.concepts.empty())
            part.gloss = thesaurus_.english(abbreviated.front().id);
        part.concepts.insert(part.concepts.end(), abbreviated.begin(), abbreviated.end());
        parts.push_back(std::move(part));
    };
    auto known = [&](const std::string &text) {
        return text.size() >= 2 && ((text.size() >= 3 && !thesaurus_.concepts(lemma(text)).empty()) ||
                                    !thesaurus_.abbreviation(text).empty());
    };
    for (const auto &text : identifierParts(identifier)) {
        if (!isAscii(text)) {
            for (const auto &word : splitQuestion(text, thesaurus_)) {
                Part part;
                part.key = word.key;
                part.concepts = word.concepts;
                part.gloss = word.concepts.empty() ? word.text : thesaurus_.english(word.concepts.front().id);
                parts.push_back(std::move(part));
            }
            continue;
        }
        if (known(text) || text.size() < 4) {
            addWord(text);
            continue;
        }
        // CUSTNM, lastname: the fewest known pieces that make the whole
        const auto n = text.size();
        std::vector<std::size_t> pieces(n + 1, n + 1), from(n + 1, 0);
        pieces[0] = 0;
        for (std::size_t end = 2; end <= n; ++end)
            for (std::size_t begin = 0; begin + 2 <= end; ++begin)
                if (pieces[begin] + 1 < pieces[end] && known(text.substr(begin, end - begin))) {
                    pieces[end] = pieces[begin] + 1;
                    from[end] = begin;
                }
        if (pieces[n] > 3 || pieces[n] * 2 > n) {
            addWord(text);
            continue;
        }
        std::vector<std::string> words;
        for (auto end = n; end > 0; end = from[end])
            words.insert(words.begin(), text.substr(from[end], end - from[end]));
        for (const auto &word : words)
            addWord(word);
    }
    return parts;
}

SchemaLinker::Item SchemaLinker::makeItem(const std::string &identifier, int table, int column) const
{
    Item item;
    item.table = table;
    item.column = column;
    item.folded = fold(identifier);
    item.parts = partsOf(identifier);
    if (column < 0 && item.parts.size() > 1) {
        auto kept = item.parts;
        std::erase_if(kept, [](const Part &part) { return tableAffixes.contains(part.key); });
        if (!kept.empty())
            item.parts = std::move(kept);
    }
    std::string phrase;
    for (const auto &part : item.parts) {
        if (!phrase.empty())
            phrase += ' ';
        phrase += part.key;
        item.compact += part.key;
        if (!item.gloss.empty())
            item.gloss += ' ';
        item.gloss += part.gloss;
    }
    if (item.parts.size() > 1) {
        item.phraseConcepts = thesaurus_.concepts(phrase);
        if (item.phraseConcepts.empty()) // "date birth" for "date of birth" and such
            item.phraseConcepts = thesaurus_.concepts(phraseKey(item.gloss));
    } else if (!item.parts.empty())
        item.phraseConcepts = item.parts.front().concepts;
    return item;
}

const std::string &SchemaLinker::gloss(int table, int column) const
{
    return items_[itemOf_[static_cast<std::size_t>(table)][static_cast<std::size_t>(column + 1)]].gloss;
}

void SchemaLinker::scoreItem(const Item &item, const std::vector<QuestionWord> &words, const std::vector<Gram> &grams,
                             std::vector<ItemLink> &out) const
{
    std::map<std::size_t, ItemLink> best; // by the first word
    auto offer = [&](std::size_t first, std::size_t last, float score) {
        auto &link = best[last];
        if (score > link.score)
            link = {item.table, item.column, words[first].begin, words[last].end, score};
    };
    for (const auto &gram : grams) {
        const auto last = gram.first + gram.count - 1;
        if (gram.key == item.folded || (gram.count > 1 && gram.compact == item.compact))
            offer(gram.first, last, 1.2f);
        else if (const float shared = common(gram.concepts, item.phraseConcepts);
                 shared >= partialThreshold && !gram.stop)
            offer(gram.first, last, gram.count > 1 ? shared + 0.05f : shared);
    }
    constexpr std::size_t window = 3;
    for (std::size_t j = 0; j < item.parts.size(); ++j) {
        if (item.weights[j] == 0)
            continue;
        for (std::size_t i = 0; i < words.size(); ++i) {
            const auto &word = words[i];
            if (word.number || (word.stop && word.key != item.compact))
                continue;
            const float own = strength(word, item.parts[j].key, item.parts[j].concepts);
            if (own < partialThreshold)
                continue;
            float total = own * item.weights[j];
            for (std::size_t k = 0; k < item.parts.size(); ++k) {
                if (k == j)
                    continue;
                float near = 0;
                const auto from = i > window ? i - window : 0;
                for (std::size_t w = from; w < std::min(words.size(), i + window + 1); ++w)
                    if (w != i)
                        near = std::max(near, strength(words[w], item.parts[k].key, item.parts[k].concepts));
                total += item.weights[k] > 0 ? near * item.weights[k] : 0.03f * near;
            }
            if (total >= partialThreshold)
                offer(i, i, total);
        }
    }
    float top = 0;
    for (const auto &[at, link] : best)
        top = std::max(top, link.score);
    for (const auto &[at, link] : best)
        if (link.score >= top - 0.2f)
            out.push_back(link);
}

std::vector<ItemLink> SchemaLinker::link(const std::vector<QuestionWord> &words) const
{
    std::vector<Gram> grams;
    for (std::size_t i = 0; i < words.size(); ++i)
        for (std::size_t count = 1; count <= 4 && i + count <= words.size(); ++count) {
            Gram gram{i, count, keyOf(words, i, count), {}, {}, true};
            for (auto w = i; w < i + count; ++w) {
                gram.compact += words[w].key;
                gram.stop = gram.stop && words[w].stop;
            }
            gram.concepts = count == 1 ? words[i].concepts : thesaurus_.concepts(gram.key);
            grams.push_back(std::move(gram));
        }
    std::vector<ItemLink> all;
    for (const auto &item : items_)
        scoreItem(item, words, grams, all);
    for (const auto &item : aliases_)
        scoreItem(item, words, grams, all);

    // A column whose table is named elsewhere, and a key at its home, come before their namesakes.
    std::unordered_set<int> named;
    for (const auto &link : all)
        if (link.column < 0 && link.exact())
            named.insert(link.table);
    for (auto &link : all)
        if (link.column >= 0) {
            if (named.contains(link.table))
                link.score += 0.04f;
            const auto &item = items_[itemOf_[static_cast<std::size_t>(link.table)][static_cast<std::size_t>(link.column) + 1]];
            if (item.foreignKey)
                link.score -= 0.05f;
        }

    std::stable_sort(all.begin(), all.end(), [](const ItemLink &a, const ItemLink &b) {
        return a.end != b.end ? a.end < b.end : a.score > b.score;
    });
    std::vector<ItemLink> kept;
    for (std::size_t i = 0; i < all.size();) {
        auto stop = i;
        while (stop < all.size() && all[stop].end == all[i].end)
            ++stop;
        int columns = 0, tables = 0;
        const float top = all[i].score;
        for (; i < stop; ++i) {
            const bool known = std::any_of(kept.begin(), kept.end(), [&](const ItemLink &k) {
                return k.end == all[i].end && k.table == all[i].table && k.column == all[i].column;
            });
            if (known)
                continue;
            int &count = all[i].column < 0 ? tables : columns;
            if (count < (all[i].column < 0 ? 2 : 3) && all[i].score >= top - 0.3f) {
                ++count;
                kept.push_back(all[i]);
            }
        }
    }
    return kept;
}

} // namespace mureum::datasets
