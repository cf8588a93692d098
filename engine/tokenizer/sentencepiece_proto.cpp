#include "engine/tokenizer/sentencepiece_proto.h"

#include "engine/core/error.h"

#include <cstdint>
#include <cstring>
#include <fmt/format.h>

namespace mureum::engine {

namespace {

// Field numbers of sentencepiece_model.proto.
constexpr int modelPieces = 1, modelTrainer = 2, modelNormalizer = 3;
constexpr int pieceText = 1, pieceScore = 2, pieceType = 3;
constexpr int trainerModelType = 3, trainerByteFallback = 35;
constexpr int trainerUnk = 40, trainerBos = 41, trainerEos = 42, trainerPad = 43;
constexpr int normalizerName = 1, normalizerDummyPrefix = 3, normalizerExtraSpaces = 4, normalizerEscape = 5;
constexpr int typeVarint = 0, typeFixed64 = 1, typeBytes = 2, typeFixed32 = 5;
constexpr std::uint64_t modelTypeBpe = 2;

struct Field
{
    int number = 0;
    int type = 0;
    std::uint64_t value = 0; // varint or fixed
    std::string_view bytes;
};

class ProtoReader
{
public:
    ProtoReader(std::string_view bytes, std::size_t offset) : bytes_(bytes), offset_(offset) {}

    bool next(Field &field)
    {
        if (at_ == bytes_.size())
            return false;
        const std::uint64_t key = varint();
        field = Field{static_cast<int>((key >> 3) & 0x1FFFFFFF), static_cast<int>(key & 7), 0, {}};
        switch (field.type) {
        case typeVarint:
            field.value = varint();
            break;
        case typeFixed64:
            field.value = fixed(8);
            break;
        case typeFixed32:
            field.value = fixed(4);
            break;
        case typeBytes: {
            const std::uint64_t length = varint();
            if (length > bytes_.size() - at_)
                fail("a field runs past the end");
            field.bytes = bytes_.substr(at_, length);
            at_ += length;
            break;
        }
        default:
            fail("unknown wire type");
        }
        return true;
    }

    /// Offset in the whole file of the field just read, for messages of nested readers.
    std::size_t offset() const { return offset_ + at_; }

private:
    [[noreturn]] void fail(const char *what) const
    {
        throw Error(
            fmt::format("SentencePiece model: byte {}: {}; the file is damaged or is no SentencePiece model",
                        offset_ + at_, what));
    }

    std::uint64_t varint()
    {
        std::uint64_t value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at_ == bytes_.size())
                fail("a number is cut off");
            const auto byte = static_cast<unsigned char>(bytes_[at_++]);
            value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
            if (!(byte & 0x80))
                return value;
        }
        fail("a number is too long");
    }

    std::uint64_t fixed(std::size_t width)
    {
        if (bytes_.size() - at_ < width)
            fail("a number is cut off");
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < width; ++i)
            value |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes_[at_ + i])) << (8 * i);
        at_ += width;
        return value;
    }

    std::string_view bytes_;
    std::size_t offset_ = 0;
    std::size_t at_ = 0;
};

SentencePieceEntry readPiece(std::string_view bytes, std::size_t offset)
{
    SentencePieceEntry entry;
    ProtoReader reader(bytes, offset);
    Field field;
    while (reader.next(field)) {
        if (field.number == pieceText && field.type == typeBytes) {
            entry.piece = std::string(field.bytes);
        } else if (field.number == pieceScore && field.type == typeFixed32) {
            const auto bits = static_cast<std::uint32_t>(field.value);
            std::memcpy(&entry.score, &bits, sizeof bits);
        } else if (field.number == pieceType && field.type == typeVarint) {
            if (field.value < 1 || field.value > 6)
                throw Error(fmt::format("SentencePiece model: byte {}: piece type {} does not exist",
                                        reader.offset(), field.value));
            entry.kind = static_cast<PieceKind>(field.value);
        }
    }
    return entry;
}

void readTrainer(std::string_view bytes, std::size_t offset, SentencePieceProto &proto)
{
    ProtoReader reader(bytes, offset);
    Field field;
    while (reader.next(field)) {
        if (field.type != typeVarint)
            continue;
        const int value = static_cast<int>(static_cast<std::int64_t>(field.value));
        switch (field.number) {
        case trainerUnk:
            proto.unk = value;
            break;
        case trainerBos:
            proto.bos = value;
            break;
        case trainerEos:
            proto.eos = value;
            break;
        case trainerPad:
            proto.pad = value;
            break;
        default:
            break;
        }
    }
}

void readNormalizer(std::string_view bytes, std::size_t offset, SentencePieceProto &proto)
{
    ProtoReader reader(bytes, offset);
    Field field;
    while (reader.next(field))
        if (field.number == normalizerDummyPrefix && field.type == typeVarint)
            proto.addDummyPrefix = field.value != 0;
}

void putVarint(std::string &out, std::uint64_t value)
{
    while (value >= 0x80) {
        out += static_cast<char>(value | 0x80);
        value >>= 7;
    }
    out += static_cast<char>(value);
}

void putNumber(std::string &out, int field, std::uint64_t value)
{
    putVarint(out, static_cast<std::uint64_t>(field) << 3 | typeVarint);
    putVarint(out, value);
}

void putBytes(std::string &out, int field, std::string_view bytes)
{
    putVarint(out, static_cast<std::uint64_t>(field) << 3 | typeBytes);
    putVarint(out, bytes.size());
    out += bytes;
}

void putFloat(std::string &out, int field, float value)
{
    putVarint(out, static_cast<std::uint64_t>(field) << 3 | typeFixed32);
    std::uint32_t bits = 0;
    std::memcpy(&bits, &value, sizeof bits);
    for (int i = 0; i < 4; ++i)
        out += static_cast<char>(bits >> (8 * i));
}

/// Protobuf writes a negative int32 as its 64-bit two's complement.
std::uint64_t signedValue(int value)
{
    return static_cast<std::uint64_t>(static_cast<std::int64_t>(value));
}

} // namespace

SentencePieceProto readSentencePieceProto(std::string_view bytes)
{
    SentencePieceProto proto;
    ProtoReader reader(bytes, 0);
    Field field;
    while (reader.next(field)) {
        if (field.type != typeBytes)
            continue;
        const std::size_t start = reader.offset() - field.bytes.size();
        if (field.number == modelPieces)
            proto.pieces.push_back(readPiece(field.bytes, start));
        else if (field.number == modelTrainer)
            readTrainer(field.bytes, start, proto);
        else if (field.number == modelNormalizer)
            readNormalizer(field.bytes, start, proto);
    }
    if (proto.pieces.empty())
        throw Error(
            "SentencePiece model: no vocabulary in it; the file is empty or is no SentencePiece model");
    return proto;
}

std::string writeSentencePieceProto(const SentencePieceProto &proto)
{
    std::string out;
    bool bytes = false;
    for (const SentencePieceEntry &entry : proto.pieces) {
        std::string message;
        putBytes(message, pieceText, entry.piece);
        putFloat(message, pieceScore, entry.score);
        putNumber(message, pieceType, static_cast<std::uint64_t>(entry.kind));
        putBytes(out, modelPieces, message);
        bytes = bytes || entry.kind == PieceKind::Byte;
    }
    std::string trainer;
    putNumber(trainer, trainerModelType, modelTypeBpe);
    putNumber(trainer, trainerByteFallback, bytes ? 1 : 0);
    putNumber(trainer, trainerUnk, signedValue(proto.unk));
    putNumber(trainer, trainerBos, signedValue(proto.bos));
    putNumber(trainer, trainerEos, signedValue(proto.eos));
    putNumber(trainer, trainerPad, signedValue(proto.pad));
    putBytes(out, modelTrainer, trainer);
    std::string normalizer;
    putBytes(normalizer, normalizerName, "identity");
    putNumber(normalizer, normalizerDummyPrefix, proto.addDummyPrefix ? 1 : 0);
    putNumber(normalizer, normalizerExtraSpaces, 0);
    putNumber(normalizer, normalizerEscape, 1);
    putBytes(out, modelNormalizer, normalizer);
    return out;
}

} // namespace mureum::engine
