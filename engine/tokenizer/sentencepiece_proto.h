#pragma once
#include "engine/tokenizer/tokenizer.h"

#include <string>
#include <string_view>
#include <vector>

namespace mureum::engine {

/// One vocabulary entry of a SentencePiece model.
struct SentencePieceEntry
{
    std::string piece;
    float score = 0.0f;
    PieceKind kind = PieceKind::Normal;
};

/// What we read of, and write into, a serialized SentencePiece ModelProto (protobuf wire format;
/// field numbers of sentencepiece_model.proto). The library's public headers do not show the message.
struct SentencePieceProto
{
    std::vector<SentencePieceEntry> pieces;
    bool addDummyPrefix = true;
    int bos = 1;
    int eos = 2;
    int pad = -1;
    int unk = 0;
};

/// Throws Error with a byte offset where `bytes` is no ModelProto.
SentencePieceProto readSentencePieceProto(std::string_view bytes);

/// A BPE model with byte fallback, identity normalisation and spaces kept, from the entries alone: this is
/// how a vocabulary stored as plain arrays (GGUF) becomes a SentencePiece model again.
std::string writeSentencePieceProto(const SentencePieceProto &proto);

} // namespace mureum::engine
