#pragma once
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace mureum::engine {

struct SentencePieceOptions
{
    /// Pieces in all: <unk> 0, <s> 1, </s> 2, <pad> 3, then `symbols` in their order from id 4, 256 bytes,
    /// the rest.
    int vocabularySize = 8192;
    /// Texts that are always one token and never part of another, wherever they stand.
    std::vector<std::string> symbols;
    double characterCoverage = 0.9995;
    /// Off: a text's first word has no space in front, and texts can be concatenated token by token.
    bool addDummyPrefix = false;
    int threads = 2;
};

/// Fills its argument with the next sentence; false at the end.
using SentenceSource = std::function<bool(std::string &)>;

/// Trains a BPE SentencePiece model: byte fallback, single digits, spaces kept, printable ASCII always in the
/// vocabulary; sentences are put into NFC first. Returns the serialized model. Nothing is written to disk.
/// Throws Error (too little text for the vocabulary, a symbol that is empty or given twice, ...).
std::string trainSentencePiece(const SentenceSource &next, const SentencePieceOptions &options);
std::string trainSentencePiece(std::span<const std::string> sentences, const SentencePieceOptions &options);

} // namespace mureum::engine
