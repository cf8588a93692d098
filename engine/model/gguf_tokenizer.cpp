#include "engine/model/gguf_tokenizer.h"

#include "engine/core/error.h"
#include "engine/formats/gguf_reader.h"
#include "engine/formats/gguf_writer.h"
#include "engine/tokenizer/sentencepiece_proto.h"
#include "engine/tokenizer/sentencepiece_tokenizer.h"

#include <fmt/format.h>

namespace mureum::engine {

namespace {

constexpr const char *serializedKey = "mureum.tokenizer.sentencepiece";
constexpr const char *modelKey = "tokenizer.ggml.model";
constexpr const char *tokensKey = "tokenizer.ggml.tokens";
constexpr const char *scoresKey = "tokenizer.ggml.scores";
constexpr const char *typesKey = "tokenizer.ggml.token_type";
constexpr const char *prefixKey = "tokenizer.ggml.add_space_prefix";
constexpr const char *bosKey = "tokenizer.ggml.bos_token_id";
constexpr const char *eosKey = "tokenizer.ggml.eos_token_id";
constexpr const char *padKey = "tokenizer.ggml.padding_token_id";
constexpr const char *unkKey = "tokenizer.ggml.unknown_token_id";

/// Adds the file and the key to what a value says about its type.
template <typename Read>
auto readKey(const GgufReader &reader, const char *key, Read read)
{
    const GgufValue *value = reader.find(key);
    if (!value)
        throw Error(
            fmt::format("{}: metadata '{}' is missing; the tokenizer is incomplete", reader.path(), key));
    try {
        return read(*value);
    } catch (const Error &error) {
        throw Error(fmt::format("{}: metadata '{}' {}", reader.path(), key, error.what()));
    }
}

int specialId(const GgufReader &reader, const char *key, std::size_t vocabulary)
{
    if (!reader.find(key))
        return -1;
    const std::uint64_t id = reader.requireUnsigned(key);
    if (id >= vocabulary)
        throw Error(fmt::format("{}: metadata '{}' is {}, the vocabulary has {} tokens", reader.path(), key,
                                id, vocabulary));
    return static_cast<int>(id);
}

SentencePieceProto fromArrays(const GgufReader &reader)
{
    const auto tokens = readKey(reader, tokensKey, [](const GgufValue &v) { return v.asStrings(); });
    const auto scores = readKey(reader, scoresKey, [](const GgufValue &v) { return v.asFloats(); });
    const auto types = readKey(reader, typesKey, [](const GgufValue &v) { return v.asIntegers(); });
    if (scores.size() != tokens.size() || types.size() != tokens.size())
        throw Error(fmt::format("{}: {} tokens, {} scores and {} token types; the tokenizer is damaged",
                                reader.path(), tokens.size(), scores.size(), types.size()));
    SentencePieceProto proto;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (types[i] < 1 || types[i] > 6)
            throw Error(
                fmt::format("{}: metadata '{}': token {} has type {}", reader.path(), typesKey, i, types[i]));
        proto.pieces.push_back({tokens[i], scores[i], static_cast<PieceKind>(types[i])});
    }
    proto.addDummyPrefix = reader.boolOr(prefixKey, true);
    proto.bos = specialId(reader, bosKey, tokens.size());
    proto.eos = specialId(reader, eosKey, tokens.size());
    proto.pad = specialId(reader, padKey, tokens.size());
    proto.unk = specialId(reader, unkKey, tokens.size());
    return proto;
}

} // namespace

void addTokenizer(GgufWriter &writer, const Tokenizer &tokenizer)
{
    const auto *model = dynamic_cast<const SentencePieceTokenizer *>(&tokenizer);
    if (!model)
        throw Error(
            "saving the model: its tokenizer is no SentencePiece model and cannot be stored in a GGUF file");
    std::vector<std::string> tokens;
    std::vector<float> scores;
    std::vector<std::int32_t> types;
    for (const SentencePieceEntry &entry : model->proto().pieces) {
        tokens.push_back(entry.piece);
        scores.push_back(entry.score);
        types.push_back(static_cast<std::int32_t>(entry.kind));
    }
    writer.add(modelKey, GgufValue::string("llama"));
    writer.add("tokenizer.ggml.pre", GgufValue::string("default"));
    writer.add(tokensKey, GgufValue::strings(std::move(tokens)));
    writer.add(scoresKey, GgufValue::floats(scores));
    writer.add(typesKey, GgufValue::ints(types));
    writer.add(prefixKey, GgufValue::boolean(model->proto().addDummyPrefix));
    // Our prompts carry their own special tokens.
    writer.add("tokenizer.ggml.add_bos_token", GgufValue::boolean(false));
    writer.add("tokenizer.ggml.add_eos_token", GgufValue::boolean(false));
    const std::pair<const char *, int> special[] = {{bosKey, tokenizer.bos()},
                                                    {eosKey, tokenizer.eos()},
                                                    {padKey, tokenizer.pad()},
                                                    {unkKey, tokenizer.unk()}};
    for (const auto &[key, id] : special)
        if (id >= 0)
            writer.add(key, GgufValue::u32(static_cast<std::uint32_t>(id)));
    writer.add(serializedKey, GgufValue::blob(model->serialized()));
}

std::shared_ptr<const Tokenizer> readTokenizer(const GgufReader &reader)
{
    if (reader.find(serializedKey))
        return std::make_shared<SentencePieceTokenizer>(
            readKey(reader, serializedKey, [](const GgufValue &v) { return v.asBlob(); }));
    const std::string kind = reader.stringOr(modelKey, "");
    if (kind.empty())
        return nullptr;
    if (kind != "llama")
        throw Error(fmt::format("{}: tokenizer '{}' is not SentencePiece ('llama'), the only kind we can use",
                                reader.path(), kind));
    return std::make_shared<SentencePieceTokenizer>(writeSentencePieceProto(fromArrays(reader)));
}

} // namespace mureum::engine
