#pragma once
#include "eval/remote/chat.h"

#include <string>
#include <string_view>

namespace mureum::eval {

/// What a request may carry beyond model and messages. Servers differ in what they take: a field one refuses
/// is left out from then on.
struct ChatFields
{
    bool responseFormat = false, temperature = false, maxTokens = false;
    bool operator==(const ChatFields &) const = default;
};

/// The fields the options ask for.
ChatFields wantedFields(const ChatOptions &options);
/// The JSON body of a request.
std::string chatBody(const ChatOptions &options, const ChatRequest &request, const ChatFields &fields);

/// Takes answer and usage from a response with status 2xx. False, with `reply.error` set, where the body is
/// no chat completion.
bool readChatBody(std::string_view body, const std::string &apiKey, ChatReply &reply);

/// What the server says is wrong: the error message in its JSON, or the beginning of the text; one line,
/// short, the key blotted out.
std::string serverMessage(std::string_view body, const std::string &apiKey);
/// Its error.code and error.type, "code type"; empty where there are none.
std::string serverErrorCode(std::string_view body);

/// The text with every occurrence of the key replaced: servers echo what they were sent.
std::string withoutKey(std::string text, const std::string &apiKey);

} // namespace mureum::eval
