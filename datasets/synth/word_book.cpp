#include "datasets/synth/word_book.h"

#include "datasets/text/fold.h"

#include <algorithm>
#include <array>
#include <set>

namespace mureum::datasets::synth {

namespace {

bool isHangulText(std::string_view text)
{
    for (char32_t c : toCodePoints(text))
        if (isHangul(c))
            return true;
    return false;
}

std::string joined(const std::vector<std::string> &words, std::size_t from, std::size_t to)
{
    std::string out;
    for (std::size_t i = from; i < to; ++i)
        out += (i > from ? " " : "") + words[i];
    return out;
}

std::string normalised(std::string_view identifier)
{
    std::string out;
    for (const std::string &part : identifierParts(identifier))
        out += part;
    return out;
}

const std::set<std::string, std::less<>> tableMarks = {"tb",  "tbl",  "t",      "mst",   "dim",    "fact",
                                                       "hdr", "info", "master", "dtl",   "lst",    "log",
                                                       "tab", "ref",  "m",      "table", "detail", "details"};

/// Words that ERP names glue to their end: ITMMST, CUSTNM.
constexpr std::array<std::string_view, 20> tails = {"nm",  "cd",  "no",  "dt",  "amt", "qty", "id",
                                                    "yn",  "sts", "typ", "cnt", "prc", "nbr", "mst",
                                                    "hdr", "dtl", "rt",  "loc", "seq", "ymd"};

} // namespace

std::string singularOf(std::string_view word)
{
    static const std::map<std::string, std::string, std::less<>> irregular = {{"people", "person"},
                                                                              {"children", "child"},
                                                                              {"men", "man"},
                                                                              {"women", "woman"},
                                                                              {"series", "series"},
                                                                              {"species", "species"},
                                                                              {"news", "news"},
                                                                              {"status", "status"},
                                                                              {"address", "address"},
                                                                              {"bus", "bus"},
                                                                              {"movies", "movie"},
                                                                              {"cookies", "cookie"},
                                                                              {"analyses", "analysis"},
                                                                              {"statuses", "status"},
                                                                              {"addresses", "address"},
                                                                              {"buses", "bus"},
                                                                              {"gas", "gas"},
                                                                              {"sales", "sale"},
                                                                              {"matches", "match"},
                                                                              {"courses", "course"},
                                                                              {"houses", "house"},
                                                                              {"purchases", "purchase"},
                                                                              {"expenses", "expense"},
                                                                              {"licenses", "license"},
                                                                              {"leaves", "leave"},
                                                                              {"warehouses", "warehouse"},
                                                                              {"nurses", "nurse"},
                                                                              {"phases", "phase"},
                                                                              {"cases", "case"},
                                                                              {"databases", "database"},
                                                                              {"responses", "response"},
                                                                              {"leases", "lease"},
                                                                              {"horses", "horse"},
                                                                              {"invoices", "invoice"},
                                                                              {"exercises", "exercise"}};
    if (auto it = irregular.find(word); it != irregular.end())
        return it->second;
    std::string w(word);
    if (w.size() > 4 && w.ends_with("ies"))
        return w.substr(0, w.size() - 3) + "y";
    for (std::string_view tail : {"sses", "shes", "ches", "xes", "zes"})
        if (w.ends_with(tail))
            return w.substr(0, w.size() - 2);
    if (w.size() > 3 && w.ends_with("s") && !w.ends_with("ss") && !w.ends_with("us") && !w.ends_with("is"))
        return w.substr(0, w.size() - 1);
    return w;
}

WordBook::WordBook(const Lexicon &lexicon, const Thesaurus &thesaurus)
    : lexicon_(lexicon), thesaurus_(thesaurus)
{
    std::map<std::string, std::map<std::string, int>> votes;
    std::map<std::string, std::vector<std::string>> koreanOf; // every Korean form of an English phrase
    auto claim = [&](const std::string &name, const LexiconEntity *e) {
        auto [it, added] = entities_.emplace(normalised(name), e);
        if (!added && it->second != e)
            it->second = nullptr; // two kinds of thing go by that name
    };
    auto align = [&](const std::vector<std::string> &names) {
        for (const std::string &full : names) {
            if (full.find('_') == std::string::npos && names.size() > 1 && &full != &names[0])
                continue;
            std::vector<std::string> words = identifierParts(full);
            for (const std::string &other : names) {
                std::vector<std::string> parts = identifierParts(other);
                if (parts.size() != words.size())
                    continue;
                for (std::size_t i = 0; i < parts.size(); ++i)
                    if (parts[i] != words[i] && parts[i][0] == words[i][0] &&
                        parts[i].size() < words[i].size())
                        ++votes[parts[i]][words[i]];
            }
        }
    };
    for (const LexiconEntity &e : lexicon.entities()) {
        align(e.tables);
        for (const auto *names : {&e.tables, &e.en, &e.ko})
            for (const std::string &name : *names)
                claim(name, &e);
        claim(e.plural, &e);
        for (const std::string &name : e.en)
            koreanOf[name].push_back(e.ko[0]);
        for (const LexiconAttribute &a : e.attributes) {
            align(a.columns);
            for (const std::string &name : a.columns) {
                auto [it, added] = attributes_.emplace(normalised(name), &a);
                if (!added && it->second && it->second->ko[0] != a.ko[0])
                    it->second = nullptr;
            }
            for (const std::string &phrase : a.en)
                koreanOf[phrase].push_back(a.ko[0]);
            for (const std::string &name : a.columns)
                if (name.find('_') != std::string::npos && std::islower(static_cast<unsigned char>(name[0])))
                    for (const std::string &part : identifierParts(name))
                        ++words_[part];
        }
    }
    for (const auto &[phrase, forms] : koreanOf)
        if (std::all_of(forms.begin(), forms.end(), [&](const std::string &f) { return f == forms[0]; }))
            koreanPhrases_.emplace(phrase, forms[0]);
    for (const auto &[shorter, full] : votes) {
        auto best = std::max_element(full.begin(), full.end(),
                                     [](const auto &a, const auto &b) { return a.second < b.second; });
        if (best->second >= 2 && !tableMarks.contains(shorter))
            abbreviations_[shorter] = best->first;
    }
    for (auto [shorter, full] : {std::pair<const char *, const char *>{"nm", "name"},
                                 {"cd", "code"},
                                 {"no", "number"},
                                 {"dt", "date"},
                                 {"ymd", "date"},
                                 {"dtm", "time"},
                                 {"tm", "time"},
                                 {"amt", "amount"},
                                 {"qty", "quantity"},
                                 {"cnt", "count"},
                                 {"typ", "type"},
                                 {"sts", "status"},
                                 {"stat", "status"},
                                 {"prc", "price"},
                                 {"addr", "address"},
                                 {"tel", "phone"},
                                 {"num", "number"},
                                 {"nbr", "number"},
                                 {"yr", "year"},
                                 {"mth", "month"},
                                 {"desc", "description"},
                                 {"dept", "department"},
                                 {"emp", "employee"},
                                 {"cust", "customer"},
                                 {"prod", "product"},
                                 {"lname", "last name"},
                                 {"fname", "first name"}})
        abbreviations_[shorter] = full;
}

std::string WordBook::expand(const std::string &part, bool &known) const
{
    if (part == "id")
        return "ID";
    static const std::set<std::string, std::less<>> plain = {"in",  "to",  "of",  "on",  "by",  "at",
                                                             "is",  "as",  "or",  "per", "for", "out",
                                                             "has", "sub", "max", "min", "avg", "lot"};
    if (plain.contains(part))
        return part;
    bool word = words_.contains(part) && part.size() > 2;
    if (auto it = abbreviations_.find(part); it != abbreviations_.end() && !word)
        return it->second;
    if (word || !thesaurus_.concepts(phraseKey(part)).empty())
        return part;
    const auto &uses = thesaurus_.abbreviation(part);
    if (uses.size() == 1)
        return thesaurus_.english(uses[0].id);
    if (std::all_of(part.begin(), part.end(), [](unsigned char c) { return std::isdigit(c); }))
        return part;
    known = known && part.size() > 4; // a long part is most likely a word nobody listed
    return part;
}

WordBook::Reading WordBook::read(std::string_view identifier) const
{
    Reading out;
    if (isHangulText(identifier)) {
        out.hangul = true;
        // 시간당강사료 is cut where known words end
        for (const std::string &part : identifierParts(identifier)) {
            std::u32string text = toCodePoints(part);
            std::u32string_view rest = text;
            std::vector<std::string> words;
            while (!rest.empty()) {
                std::size_t n = thesaurus_.longestKorean(rest);
                if (n == 0 || (rest.size() > n && rest.size() - n == 1 && isHangul(rest.back()) && n > 1 &&
                               rest.size() <= 4)) {
                    if (n == 0 || rest.back() != U'명')
                        n = rest.size();
                }
                words.push_back(toUtf8(rest.substr(0, n)));
                rest.remove_prefix(n);
            }
            for (std::string &w : words)
                out.words.push_back(w == "id" ? "ID" : w);
        }
        return out;
    }
    std::vector<std::string> parts = identifierParts(identifier);
    if (parts.size() == 1 && parts[0].size() > 4 && !words_.contains(parts[0]) &&
        thesaurus_.concepts(phraseKey(parts[0])).empty())
        for (std::string_view tail : tails)
            if (parts[0].ends_with(tail) && parts[0].size() >= tail.size() + 2) {
                parts = {parts[0].substr(0, parts[0].size() - tail.size()), std::string(tail)};
                break;
            }
    for (const std::string &part : parts) {
        std::string word = expand(part, out.known);
        std::size_t at = 0;
        while (at < word.size()) {
            std::size_t end = std::min(word.find(' ', at), word.size());
            out.words.push_back(word.substr(at, end - at));
            at = end + 1;
        }
    }
    return out;
}

WordBook::Reading WordBook::readTable(std::string_view identifier) const
{
    std::vector<std::string> parts = identifierParts(identifier);
    while (parts.size() > 1 && tableMarks.contains(parts.front()))
        parts.erase(parts.begin());
    while (parts.size() > 1 && tableMarks.contains(parts.back()) && parts.back() != "log")
        parts.pop_back();
    std::string rest;
    for (const std::string &p : parts)
        rest += (rest.empty() ? "" : "_") + p;
    Reading reading = read(rest);
    if (!reading.hangul && !reading.words.empty())
        reading.words.back() = singularOf(reading.words.back());
    return reading;
}

std::string WordBook::english(const Reading &reading) const
{
    const std::vector<std::string> &w = reading.words;
    if (w.empty())
        return {};
    static const std::set<std::string, std::less<>> counts = {"num", "number", "count", "cnt", "no"};
    if (w.size() > 1 && counts.contains(w[0]) && w[1] != "of")
        return "number of " + joined(w, 1, w.size());
    if (w.size() == 2 && w[0] == "date" && w[1] != "time" && w.back() != "of")
        return joined(w, 0, w.size());
    return joined(w, 0, w.size());
}

std::optional<std::string> WordBook::koreanWord(const std::string &phrase) const
{
    static const std::map<std::string, std::string, std::less<>> fixed = {
        {"ID", "ID"},           {"name", "이름"},     {"number", "번호"},   {"code", "코드"},
        {"date", "날짜"},       {"count", "수"},      {"yn", "여부"},       {"type", "유형"},
        {"title", "제목"},      {"status", "상태"},   {"year", "연도"},     {"month", "월"},
        {"booking", "예약"},    {"bookings", "예약"}, {"purchase", "구매"}, {"display", "표시"},
        {"time", "시간"},       {"amount", "금액"},   {"quantity", "수량"}, {"price", "가격"},
        {"description", "설명"}};
    if (auto it = fixed.find(phrase); it != fixed.end())
        return it->second;
    std::string single = phrase.find(' ') == std::string::npos ? singularOf(phrase) : phrase;
    bool several = phrase.find(' ') != std::string::npos;
    auto fromLexicon = [&]() -> std::optional<std::string> {
        for (const std::string &p : {phrase, single})
            if (auto it = koreanPhrases_.find(p); it != koreanPhrases_.end())
                return it->second;
        return std::nullopt;
    };
    if (several)
        if (auto ko = fromLexicon())
            return ko;
    const auto &uses = thesaurus_.concepts(phraseKey(phrase));
    const ConceptUse *best = nullptr;
    for (const ConceptUse &use : uses)
        if (!thesaurus_.korean(use.id).empty() && (!best || use.strength > best->strength))
            best = &use;
    if (best)
        return thesaurus_.korean(best->id);
    return several ? std::nullopt : fromLexicon();
}

std::optional<std::string> WordBook::korean(const Reading &reading) const
{
    const std::vector<std::string> &w = reading.words;
    if (reading.hangul)
        return joined(w, 0, w.size());
    if (w.empty() || !reading.known)
        return std::nullopt;
    if (auto whole = koreanWord(joined(w, 0, w.size())))
        return whole;
    static const std::set<std::string, std::less<>> counts = {"num", "number", "count", "cnt", "no"};
    if (w.size() > 1 && counts.contains(w[0])) {
        std::size_t from = w[1] == "of" ? 2 : 1;
        Reading rest{std::vector<std::string>(w.begin() + static_cast<std::ptrdiff_t>(from), w.end()), false,
                     true};
        if (auto counted = korean(rest))
            return *counted + " 수";
        return std::nullopt;
    }
    auto of = std::find(w.begin(), w.end(), "of");
    if (of != w.end() && of != w.begin() && of + 1 != w.end()) {
        Reading left{{w.begin(), of}, false, true}, right{{of + 1, w.end()}, false, true};
        auto a = korean(left), b = korean(right);
        if (a && b)
            return *b + " " + *a;
        return std::nullopt;
    }
    std::string out;
    for (std::size_t i = 0; i < w.size();) {
        std::size_t n = std::min<std::size_t>(3, w.size() - i);
        std::optional<std::string> found;
        for (; n > 0 && !found; --n)
            found = koreanWord(joined(w, i, i + n));
        if (!found)
            return std::nullopt;
        out += (out.empty() ? "" : " ") + *found;
        i += n + 1;
    }
    return out;
}

std::optional<std::string> WordBook::translated(const Reading &reading) const
{
    std::string out;
    std::vector<std::string> w = reading.words;
    for (const std::string &word : w) {
        std::string english;
        if (word == "ID") {
            english = "ID";
        } else if (word == "명" || word == "이름") {
            english = "name";
        } else if (word == "일" || word == "일자") {
            english = "date";
        } else if (word == "수") {
            english = "count";
        } else {
            const auto &uses = thesaurus_.concepts(phraseKey(word));
            if (uses.empty())
                return std::nullopt;
            english = thesaurus_.english(
                std::max_element(uses.begin(), uses.end(), [](const ConceptUse &a, const ConceptUse &b) {
                    return a.strength < b.strength;
                })->id);
        }
        out += (out.empty() ? "" : " ") + english;
    }
    if (out.empty())
        return std::nullopt;
    return out;
}

const LexiconEntity *WordBook::entity(std::string_view table, const std::vector<std::string> &columns) const
{
    std::vector<std::string> parts = identifierParts(table);
    while (parts.size() > 1 && tableMarks.contains(parts.front()))
        parts.erase(parts.begin());
    while (parts.size() > 1 && tableMarks.contains(parts.back()))
        parts.pop_back();
    std::string all;
    for (const std::string &p : parts)
        all += p;
    for (const std::string &key : {normalised(table), all, singularOf(all)})
        if (auto it = entities_.find(key); it != entities_.end() && it->second) {
            int agreeing = 0;
            for (const std::string &column : columns) {
                std::string name = normalised(column);
                agreeing += std::any_of(it->second->attributes.begin(), it->second->attributes.end(),
                                        [&](const LexiconAttribute &a) {
                                            return std::any_of(
                                                a.columns.begin(), a.columns.end(),
                                                [&](const std::string &c) { return normalised(c) == name; });
                                        });
            }
            if (agreeing >= 2)
                return it->second;
        }
    return nullptr;
}

const LexiconAttribute *WordBook::attribute(const LexiconEntity *entity, std::string_view column,
                                            const Reading &reading) const
{
    std::string key = normalised(column);
    std::string phrase = joined(reading.words, 0, reading.words.size());
    if (entity)
        for (const LexiconAttribute &a : entity->attributes) {
            for (const std::string &name : a.columns)
                if (normalised(name) == key)
                    return &a;
            if (std::find(a.en.begin(), a.en.end(), phrase) != a.en.end())
                return &a;
        }
    // elsewhere only where the words alone do not say it
    if (reading.words.size() < 2 || reading.hangul || korean(reading))
        return nullptr;
    auto it = attributes_.find(key);
    if (it == attributes_.end() || !it->second || it->second->role == "flag")
        return nullptr; // what a flag means is said by its own table
    return it->second;
}

} // namespace mureum::datasets::synth
