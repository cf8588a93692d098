#include "engine/tokenizer/sentencepiece_tokenizer.h"

#include "engine/core/error.h"
#include "engine/tokenizer/sentencepiece_proto.h"
#include "engine/tokenizer/utf8.h"

#include <fmt/format.h>
#include <sentencepiece_processor.h>

#include <cstdlib>

namespace mureum::engine {

namespace {

constexpr std::string_view spaceMark = "\xE2\x96\x81"; // U+2581

std::string spacesRestored(std::string_view piece)
{
    std::string text;
    for (std::size_t at = 0; at < piece.size();) {
        if (piece.substr(at, spaceMark.size()) == spaceMark) {
            text += ' ';
            at += spaceMark.size();
        } else {
            text += piece[at++];
        }
    }
    return text;
}

} // namespace

SentencePieceTokenizer::SentencePieceTokenizer(std::string serialized)
    : serialized_(std::move(serialized)),
      proto_(std::make_unique<SentencePieceProto>(readSentencePieceProto(serialized_))),
      processor_(std::make_unique<sentencepiece::SentencePieceProcessor>())
{
    const auto status = processor_->LoadFromSerializedProto(serialized_);
    if (!status.ok())
        throw Error("SentencePiece model: " + status.ToString() +
                    "; the tokenizer is damaged, use another model file");
    if (processor_->GetPieceSize() != static_cast<int>(proto_->pieces.size()))
        throw Error(fmt::format("SentencePiece model: {} pieces read, {} expected; the tokenizer is damaged",
                                proto_->pieces.size(), processor_->GetPieceSize()));
}

SentencePieceTokenizer::~SentencePieceTokenizer() = default;

int SentencePieceTokenizer::checked(int id) const
{
    if (id < 0 || id >= size())
        throw Error(fmt::format("tokenizer: token {} is outside the vocabulary of {}", id, size()));
    return id;
}

std::vector<int> SentencePieceTokenizer::encode(std::string_view text) const
{
    std::vector<int> ids;
    const std::string normal = normalizeNfc(text);
    const auto status = processor_->Encode(normal, &ids);
    if (!status.ok())
        throw Error("tokenizer: cannot encode text: " + status.ToString());
    return ids;
}

std::string SentencePieceTokenizer::decode(std::span<const int> ids) const
{
    std::string bytes;
    for (const int id : ids)
        bytes += tokenBytes(id);
    if (proto_->addDummyPrefix && bytes.starts_with(' '))
        bytes.erase(0, 1);
    return sanitizeUtf8(bytes);
}

std::string SentencePieceTokenizer::tokenBytes(int id) const
{
    const SentencePieceEntry &entry = proto_->pieces[static_cast<std::size_t>(checked(id))];
    switch (entry.kind) {
    case PieceKind::Control:
        return {};
    case PieceKind::Unknown:
        return " \xE2\x81\x87 "; // U+2047, SentencePiece's own surface of <unk>
    case PieceKind::Byte:
        return std::string(1,
                           static_cast<char>(std::strtol(entry.piece.c_str() + 3, nullptr, 16))); // "<0xHH>"
    default:
        return spacesRestored(entry.piece);
    }
}

const std::string &SentencePieceTokenizer::piece(int id) const
{
    return proto_->pieces[static_cast<std::size_t>(checked(id))].piece;
}

int SentencePieceTokenizer::id(std::string_view piece) const
{
    const int found = processor_->PieceToId(std::string(piece));
    return found >= 0 && found < size() && proto_->pieces[static_cast<std::size_t>(found)].piece == piece
               ? found
               : -1;
}

PieceKind SentencePieceTokenizer::kind(int id) const
{
    return proto_->pieces[static_cast<std::size_t>(checked(id))].kind;
}

int SentencePieceTokenizer::size() const
{
    return static_cast<int>(proto_->pieces.size());
}
int SentencePieceTokenizer::bos() const
{
    return processor_->bos_id();
}
int SentencePieceTokenizer::eos() const
{
    return processor_->eos_id();
}
int SentencePieceTokenizer::pad() const
{
    return processor_->pad_id();
}
int SentencePieceTokenizer::unk() const
{
    return processor_->unk_id();
}

} // namespace mureum::engine
