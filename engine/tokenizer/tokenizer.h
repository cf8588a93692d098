#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mureum::engine {

/// What a vocabulary entry is. The numbers are those of SentencePiece's ModelProto and of GGUF's
/// `tokenizer.ggml.token_type`.
enum class PieceKind { Normal = 1, Unknown = 2, Control = 3, Symbol = 4, Unused = 5, Byte = 6 };

/// Text to token ids and back. Implementations are immutable after construction: every method may be
/// called from several threads at once.
class Tokenizer
{
public:
    virtual ~Tokenizer() = default;

    /// Ids of `text`, which is normalised to NFC first; bytes that are not UTF-8 count as U+FFFD.
    /// Neither bos nor eos is added. Symbols given at training are always one token each.
    virtual std::vector<int> encode(std::string_view text) const = 0;

    /// Valid UTF-8: control tokens vanish, byte tokens that form no character become U+FFFD.
    /// Throws Error for an id outside the vocabulary.
    virtual std::string decode(std::span<const int> ids) const = 0;

    /// The raw bytes a token adds to the text (possibly part of a character; empty for control tokens).
    /// Throws Error for an id outside the vocabulary.
    virtual std::string tokenBytes(int id) const = 0;

    /// The vocabulary entry as stored (a space is U+2581, a byte is "<0x0A>"). Throws Error for a bad id.
    virtual const std::string &piece(int id) const = 0;

    /// Id of a vocabulary entry as stored, -1 where there is none.
    virtual int id(std::string_view piece) const = 0;

    /// Throws Error for a bad id.
    virtual PieceKind kind(int id) const = 0;

    virtual int size() const = 0;
    /// -1 where the vocabulary has none.
    virtual int bos() const = 0;
    virtual int eos() const = 0;
    virtual int pad() const = 0;
    virtual int unk() const = 0;
};

} // namespace mureum::engine
