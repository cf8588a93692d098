#include "engine/formats/safetensors.h"

#include "engine/core/error.h"
#include "engine/formats/atomic_file.h"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <optional>

namespace mureum::engine {

namespace {

constexpr std::uint64_t maxHeader = 100'000'000; // the format's limit
constexpr std::size_t headerAlignment = 64;

struct TypeRow
{
    std::string_view name;
    std::uint64_t bytes;
    std::optional<DType> native;
};

constexpr TypeRow types[] = {
    {"F32", 4, DType::F32},   {"BF16", 2, DType::BF16},     {"F16", 2, DType::F16},
    {"I8", 1, DType::I8},     {"U8", 1, DType::U8},         {"I32", 4, DType::I32},
    {"I64", 8, DType::I64},   {"F64", 8, std::nullopt},     {"BOOL", 1, std::nullopt},
    {"I16", 2, std::nullopt}, {"U16", 2, std::nullopt},     {"U32", 4, std::nullopt},
    {"U64", 8, std::nullopt}, {"F8_E4M3", 1, std::nullopt}, {"F8_E5M2", 1, std::nullopt},
};

const TypeRow *typeOf(std::string_view name)
{
    const auto found =
        std::find_if(std::begin(types), std::end(types), [&](const TypeRow &t) { return t.name == name; });
    return found == std::end(types) ? nullptr : found;
}

std::string_view nameOf(DType type)
{
    for (const TypeRow &row : types)
        if (row.native == type)
            return row.name;
    return {};
}

} // namespace

SafetensorsReader::SafetensorsReader(const std::string &path) : path_(path)
{
    const auto file = MappedFile::open(path);
    bytes_ = file->bytes();
    owner_ = file;
    parse();
}

SafetensorsReader::SafetensorsReader(std::span<const std::byte> bytes, std::string name,
                                     std::shared_ptr<const void> owner)
    : path_(std::move(name)), owner_(std::move(owner)), bytes_(bytes)
{
    parse();
}

void SafetensorsReader::fail(const std::string &what) const
{
    throw Error(fmt::format("{}: {}; the file is damaged or is no safetensors file", path_, what));
}

void SafetensorsReader::parse()
{
    std::uint64_t length = 0;
    if (bytes_.size() < sizeof length)
        fail("it has fewer than 8 bytes");
    std::memcpy(&length, bytes_.data(), sizeof length);
    if (length > maxHeader || length > bytes_.size() - sizeof length)
        fail(fmt::format("a header of {} bytes is announced", length));
    dataBegin_ = sizeof length + length;
    const auto *text = reinterpret_cast<const char *>(bytes_.data()) + sizeof length;
    const nlohmann::json header = nlohmann::json::parse(text, text + length, nullptr, false);
    if (!header.is_object())
        fail("its header is no JSON object");
    for (const auto &[name, entry] : header.items()) {
        if (name == "__metadata__") {
            if (!entry.is_object())
                fail("__metadata__ is no object");
            for (const auto &[key, value] : entry.items()) {
                if (!value.is_string())
                    fail(fmt::format("metadata '{}' is no string", key));
                metadata_.emplace(key, value.get<std::string>());
            }
            continue;
        }
        const auto bad = [&](const std::string &what) { fail(fmt::format("tensor '{}': {}", name, what)); };
        if (!entry.is_object() || !entry.contains("dtype") || !entry.contains("shape") ||
            !entry.contains("data_offsets"))
            bad("dtype, shape or data_offsets is missing");
        const auto &dtype = entry["dtype"], &shape = entry["shape"], &offsets = entry["data_offsets"];
        if (!dtype.is_string() || !shape.is_array() || !offsets.is_array() || offsets.size() != 2 ||
            !offsets[0].is_number_unsigned() || !offsets[1].is_number_unsigned())
            bad("dtype, shape or data_offsets has the wrong type");
        SafetensorInfo info{
            dtype.get<std::string>(), {}, offsets[0].get<std::uint64_t>(), offsets[1].get<std::uint64_t>()};
        const TypeRow *row = typeOf(info.dtype);
        if (!row)
            bad(fmt::format("dtype '{}' is unknown", info.dtype));
        std::uint64_t size = row->bytes;
        for (const auto &extent : shape) {
            if (!extent.is_number_unsigned() || extent.get<std::uint64_t>() > INT64_MAX)
                bad("its shape holds no sizes");
            const auto count = extent.get<std::uint64_t>();
            if (__builtin_mul_overflow(size, count, &size))
                bad("its shape is too large");
            info.shape.push_back(static_cast<std::int64_t>(count));
        }
        if (info.begin > info.end || info.end - info.begin != size)
            bad(fmt::format("{} {} takes {} bytes, data_offsets are {} .. {}", shapeText(info.shape),
                            info.dtype, size, info.begin, info.end));
        tensors_.emplace(name, std::move(info));
    }
    checkData(bytes_.size() - dataBegin_);
}

/// The data is covered without gaps or overlaps, as the format demands.
void SafetensorsReader::checkData(std::uint64_t size) const
{
    std::vector<const std::pair<const std::string, SafetensorInfo> *> order;
    for (const auto &entry : tensors_)
        order.push_back(&entry);
    std::sort(order.begin(), order.end(), [](const auto *a, const auto *b) {
        return std::pair(a->second.begin, a->second.end) < std::pair(b->second.begin, b->second.end);
    });
    std::uint64_t at = 0;
    for (const auto *entry : order) {
        if (entry->second.begin != at)
            fail(fmt::format("tensor '{}' begins at byte {} of the data, expected {}", entry->first,
                             entry->second.begin, at));
        at = entry->second.end;
    }
    if (at != size)
        fail(fmt::format("its tensors take {} bytes, {} are there", at, size));
}

Tensor SafetensorsReader::tensor(const std::string &name) const
{
    const auto found = tensors_.find(name);
    if (found == tensors_.end())
        throw Error(fmt::format("{}: tensor '{}' is missing", path_, name));
    const SafetensorInfo &info = found->second;
    const TypeRow *row = typeOf(info.dtype);
    if (!row->native)
        throw Error(fmt::format("{}: tensor '{}': dtype {} is not supported, use F32, BF16 or F16", path_,
                                name, info.dtype));
    const std::byte *data = bytes_.data() + dataBegin_ + info.begin;
    // A view where it is aligned (all writers we know pad the header), else a copy.
    if (reinterpret_cast<std::uintptr_t>(data) % row->bytes == 0)
        return Tensor::view(const_cast<std::byte *>(data), info.shape, *row->native, owner_);
    Tensor copy(info.shape, *row->native);
    if (copy.byteSize() > 0)
        std::memcpy(copy.raw(), data, static_cast<std::size_t>(copy.byteSize()));
    return copy;
}

void writeSafetensors(const std::string &path, const std::map<std::string, Tensor> &tensors,
                      const std::map<std::string, std::string> &metadata)
{
    nlohmann::ordered_json header = nlohmann::ordered_json::object();
    if (!metadata.empty())
        header["__metadata__"] = metadata;
    std::uint64_t at = 0;
    for (const auto &[name, tensor] : tensors) {
        const std::string_view type = nameOf(tensor.dtype());
        const std::uint64_t end = at + static_cast<std::uint64_t>(tensor.byteSize());
        header[name] = {{"dtype", type}, {"shape", tensor.shape()}, {"data_offsets", {at, end}}};
        at = end;
    }
    std::string text = header.dump();
    text.resize((text.size() + 8 + headerAlignment - 1) / headerAlignment * headerAlignment - 8, ' ');
    const std::uint64_t length = text.size();
    AtomicFile file(path);
    file.write(&length, sizeof length);
    file.write(text.data(), text.size());
    for (const auto &[name, tensor] : tensors)
        file.write(tensor.raw(), static_cast<std::size_t>(tensor.byteSize()));
    file.commit();
}

} // namespace mureum::engine
