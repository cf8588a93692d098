#pragma once
#include "engine/tokenizer/tokenizer.h"

#include <memory>
#include <string>
#include <string_view>

namespace sentencepiece {
class SentencePieceProcessor;
}

namespace mureum::engine {

struct SentencePieceProto;

/// A SentencePiece model (Kudo and Richardson, 2018) behind the Tokenizer interface. Our own models are
/// trained without a dummy prefix and with every space kept, so that decode(encode(x)) is x in NFC and
/// decode(a) + decode(b) is decode(a + b); the one exception is U+2581 in the text, which comes back as a
/// space.
class SentencePieceTokenizer : public Tokenizer
{
public:
    /// `serialized`: the bytes of a `.model` file. Throws Error where they are none.
    explicit SentencePieceTokenizer(std::string serialized);
    ~SentencePieceTokenizer() override;

    std::vector<int> encode(std::string_view text) const override;
    std::string decode(std::span<const int> ids) const override;
    std::string tokenBytes(int id) const override;
    const std::string &piece(int id) const override;
    int id(std::string_view piece) const override;
    PieceKind kind(int id) const override;
    int size() const override;
    int bos() const override;
    int eos() const override;
    int pad() const override;
    int unk() const override;

    /// The model's bytes, as given.
    const std::string &serialized() const { return serialized_; }
    /// Vocabulary with scores.
    const SentencePieceProto &proto() const { return *proto_; }

private:
    int checked(int id) const;

    std::string serialized_;
    std::unique_ptr<SentencePieceProto> proto_;
    std::unique_ptr<sentencepiece::SentencePieceProcessor> processor_;
};

} // namespace mureum::engine
