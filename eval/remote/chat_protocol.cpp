#include "eval/remote/chat_protocol.h"

#include "eval/run/utf8.h"

#include <nlohmann/json.hpp>

namespace mureum::eval {

using Json = nlohmann::json;

namespace {

/// Nothing (a null) where the text is not JSON.
Json parsed(std::string_view text)
{
    Json json = Json::parse(text, nullptr, false);
    return json.is_discarded() ? Json() : json;
}

const Json *member(const Json &object, const char *name)
{
    if (!object.is_object())
        return nullptr;
    const auto found = object.find(name);
    return found == object.end() ? nullptr : &*found;
}

std::string textOf(const Json *value)
{
    return value && value->is_string() ? value->get<std::string>() : std::string();
}

std::optional<std::int64_t> countOf(const Json *value)
{
    if (!value || !value->is_number_integer())
        return std::nullopt;
    const auto count = value->get<std::int64_t>();
    return count >= 0 ? std::optional(count) : std::nullopt;
}

std::string oneLine(std::string_view text)
{
    constexpr std::size_t enough = 300;
    std::string line;
    for (const char c : text) {
        const bool blank = static_cast<unsigned char>(c) <= ' ' || c == 0x7F;
        if (!blank)
            line += c;
        else if (!line.empty() && line.back() != ' ')
            line += ' ';
        if (line.size() >= enough) {
            line += "...";
            break;
        }
    }
    while (line.ends_with(' '))
        line.pop_back();
    return validUtf8(line);
}

/// A text, or parts of which some are text.
std::string contentText(const Json &content)
{
    if (content.is_string())
        return content.get<std::string>();
    std::string text;
    if (content.is_array())
        for (const Json &part : content)
            text += textOf(member(part, "text"));
    return text;
}

} // namespace

ChatFields wantedFields(const ChatOptions &options)
{
    return {options.jsonAnswer, options.temperature.has_value(), options.maxTokens > 0};
}

std::string chatBody(const ChatOptions &options, const ChatRequest &request, const ChatFields &fields)
{
    nlohmann::ordered_json body = {{"model", options.model}, {"messages", nlohmann::ordered_json::array()}};
    for (const ChatMessage &message : request.messages)
        body["messages"].push_back({{"role", message.role}, {"content", message.content}});
    if (fields.temperature)
        body["temperature"] = *options.temperature;
    if (fields.maxTokens)
        body["max_tokens"] = options.maxTokens;
    if (fields.responseFormat)
        body["response_format"] = {{"type", "json_object"}};
    return body.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

bool readChatBody(std::string_view text, const std::string &apiKey, ChatReply &reply)
{
    const Json body = parsed(text);
    const Json *choices = member(body, "choices");
    const Json *message =
        choices && choices->is_array() && !choices->empty() ? member(choices->front(), "message") : nullptr;
    if (!message || !message->is_object()) {
        if (!body.is_object())
            reply.error = "the server's answer is not JSON";
        else
            reply.error = member(body, "error")
                              ? "the server reports an error: " + serverMessage(text, apiKey)
                              : "the server's answer holds no choices with a message";
        return false;
    }
    if (const Json *usage = member(body, "usage")) {
        reply.promptTokens = countOf(member(*usage, "prompt_tokens"));
        reply.completionTokens = countOf(member(*usage, "completion_tokens"));
    }
    reply.cut = textOf(member(choices->front(), "finish_reason")) == "length";
    if (const Json *content = member(*message, "content"))
        reply.content = contentText(*content);
    if (reply.content.empty())
        if (const std::string refusal = textOf(member(*message, "refusal")); !refusal.empty())
            reply.error = "the model refuses: " + oneLine(withoutKey(refusal, apiKey));
    return true;
}

std::string serverMessage(std::string_view text, const std::string &apiKey)
{
    const Json body = parsed(text);
    std::string message;
    if (const Json *error = member(body, "error"))
        message = error->is_string() ? error->get<std::string>() : textOf(member(*error, "message"));
    for (const char *name : {"message", "detail"})
        if (message.empty())
            message = textOf(member(body, name));
    // The key goes before the text is cut, or half of it might stay.
    return oneLine(withoutKey(message.empty() ? std::string(text) : message, apiKey));
}

std::string serverErrorCode(std::string_view text)
{
    const Json body = parsed(text);
    const Json *error = member(body, "error");
    return error ? textOf(member(*error, "code")) + " " + textOf(member(*error, "type")) : std::string();
}

std::string withoutKey(std::string text, const std::string &apiKey)
{
    if (apiKey.empty())
        return text;
    constexpr std::string_view blot = "[key]";
    for (std::size_t at = text.find(apiKey); at != std::string::npos;
         at = text.find(apiKey, at + blot.size()))
        text.replace(at, apiKey.size(), blot);
    return text;
}

} // namespace mureum::eval
