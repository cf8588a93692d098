#include "engine/tokenizer/sentencepiece_training.h"

#include "engine/core/error.h"
#include "engine/tokenizer/utf8.h"

#include <fmt/format.h>
#include <sentencepiece_trainer.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <unordered_map>

namespace mureum::engine {

namespace {

/// Sentences in NFC; control characters become spaces, because the trainer drops every sentence that has a
/// tab or a NUL in it.
class NormalSentences : public sentencepiece::SentenceIterator
{
public:
    /// `first` is given out before the sentences of `next`.
    NormalSentences(std::string first, const SentenceSource &next) : next_(next), value_(std::move(first)) {}

    bool done() const override { return done_; }
    const std::string &value() const override { return value_; }
    sentencepiece::util::Status status() const override { return {}; }

    void Next() override
    {
        std::string raw;
        done_ = !next_(raw);
        if (done_)
            return;
        value_ = normalizeNfc(raw);
        for (char &c : value_)
            if (static_cast<unsigned char>(c) < 0x20)
                c = ' ';
        any_ = any_ || value_.find_first_not_of(' ') != std::string::npos;
    }

    bool any() const { return any_; }

private:
    const SentenceSource &next_;
    std::string value_;
    bool done_ = false;
    bool any_ = false;
};

/// The trainer takes its lists as one line of comma-separated values.
std::string quoted(std::string_view text)
{
    std::string csv = "\"";
    for (const char c : text) {
        if (c == '"')
            csv += '"';
        csv += c;
    }
    csv += '"';
    return csv;
}

std::string symbolList(const std::vector<std::string> &symbols)
{
    static const std::set<std::string, std::less<>> reserved{"<unk>", "<s>", "</s>", "<pad>"};
    std::set<std::string_view> seen;
    std::string list;
    for (const std::string &symbol : symbols) {
        if (symbol.empty() || symbol.find_first_of(" \t\r\n") != std::string::npos)
            throw Error(fmt::format("tokenizer training: symbol '{}' is empty or has a space in it", symbol));
        if (reserved.contains(symbol) || !seen.insert(symbol).second)
            throw Error(fmt::format("tokenizer training: symbol '{}' is reserved or given twice", symbol));
        if (normalizeNfc(symbol) != symbol)
            throw Error(fmt::format("tokenizer training: symbol '{}' is not in NFC", sanitizeUtf8(symbol)));
        if (!list.empty())
            list += ',';
        list += quoted(symbol);
    }
    return list;
}

/// Printable ASCII that no symbol takes away.
std::string requiredCharacters(const std::vector<std::string> &symbols)
{
    std::string all;
    for (char c = 0x21; c < 0x7F; ++c)
        if (std::find(symbols.begin(), symbols.end(), std::string(1, c)) == symbols.end())
            all += c;
    return all;
}

/// The same, apart from one another: the BPE trainer ends the process when it never meets a required
/// character.
std::string spaced(const std::string &characters)
{
    std::string sentence;
    for (const char c : characters)
        sentence += {c, ' '};
    return sentence;
}

} // namespace

std::string trainSentencePiece(const SentenceSource &next, const SentencePieceOptions &options)
{
    const std::string required = requiredCharacters(options.symbols);
    std::unordered_map<std::string, std::string> arguments{
        {"model_type", "bpe"},
        {"vocab_size", std::to_string(options.vocabularySize)},
        {"character_coverage", fmt::format("{}", options.characterCoverage)},
        {"byte_fallback", "true"},
        {"split_digits", "true"},
        {"normalization_rule_name", "identity"},
        {"remove_extra_whitespaces", "false"},
        {"add_dummy_prefix", options.addDummyPrefix ? "true" : "false"},
        {"required_chars", required},
        {"unk_id", "0"},
        {"bos_id", "1"},
        {"eos_id", "2"},
        {"pad_id", "3"},
        {"max_sentence_length", "1048576"},
        {"num_threads", std::to_string(std::max(1, options.threads))},
        {"minloglevel", "2"},
    };
    if (!options.symbols.empty())
        arguments["user_defined_symbols"] = symbolList(options.symbols);

    NormalSentences sentences(spaced(required), next);
    std::string serialized;
    const auto status = sentencepiece::SentencePieceTrainer::Train(arguments, &sentences, &serialized);
    if (!sentences.any())
        throw Error("tokenizer training: there is no text to train on");
    if (!status.ok())
        throw Error(fmt::format("tokenizer training: {}; give more text or a smaller vocabulary than {}",
                                status.ToString(), options.vocabularySize));
    return serialized;
}

std::string trainSentencePiece(std::span<const std::string> sentences, const SentencePieceOptions &options)
{
    std::size_t at = 0;
    return trainSentencePiece(
        [&](std::string &sentence) {
            if (at == sentences.size())
                return false;
            sentence = sentences[at++];
            return true;
        },
        options);
}

} // namespace mureum::engine
