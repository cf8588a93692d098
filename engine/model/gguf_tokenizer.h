#pragma once
#include "engine/tokenizer/tokenizer.h"

#include <memory>

namespace mureum::engine {

class GgufReader;
class GgufWriter;

/// Adds the tokenizer twice: as the tokenizer.ggml.* arrays other programs read (model "llama") and, for
/// exact parity, as the serialized SentencePiece model in the u8 array mureum.tokenizer.sentencepiece. Throws
/// Error for a tokenizer that is no SentencePieceTokenizer.
void addTokenizer(GgufWriter &writer, const Tokenizer &tokenizer);

/// The tokenizer of a file of ours, or one built from the tokenizer.ggml.* arrays of another program's file;
/// null where there is none. Throws Error naming the key that is wrong.
std::shared_ptr<const Tokenizer> readTokenizer(const GgufReader &reader);

} // namespace mureum::engine
