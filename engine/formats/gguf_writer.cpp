#include "engine/formats/gguf_writer.h"

#include "engine/core/error.h"
#include "engine/formats/atomic_file.h"

#include <algorithm>
#include <fmt/format.h>

namespace mureum::engine {

namespace {

constexpr std::uint32_t version = 3;
constexpr std::uint64_t alignment = 32;

std::uint64_t aligned(std::uint64_t offset)
{
    return (offset + alignment - 1) / alignment * alignment;
}

template <typename T>
void putNumber(std::string &out, T value)
{
    out.append(reinterpret_cast<const char *>(&value), sizeof value);
}

void putString(std::string &out, const std::string &text)
{
    putNumber<std::uint64_t>(out, text.size());
    out += text;
}

void putValue(std::string &out, const GgufValue &value)
{
    if (value.kind() == GgufKind::String) {
        putString(out, value.asString());
    } else if (value.kind() != GgufKind::Array) {
        out += value.bytes();
    } else {
        putNumber(out, static_cast<std::uint32_t>(value.element()));
        putNumber<std::uint64_t>(out, value.count());
        if (value.element() == GgufKind::String)
            for (const std::string &text : value.asStrings())
                putString(out, text);
        else if (value.element() == GgufKind::Array)
            for (const GgufValue &inner : value.asArrays())
                putValue(out, inner);
        else
            out += value.bytes();
    }
}

} // namespace

void GgufWriter::add(const std::string &key, GgufValue value)
{
    const bool twice =
        std::any_of(values_.begin(), values_.end(), [&](const auto &v) { return v.first == key; });
    if (twice || key.empty() || key.size() > 65535)
        throw Error("writing GGUF: metadata key '" + key + "' is empty, too long or given twice");
    values_.emplace_back(key, std::move(value));
}

void GgufWriter::add(const std::string &name, const Tensor &tensor, const GgufTensorType &type)
{
    const bool twice =
        std::any_of(tensors_.begin(), tensors_.end(), [&](const auto &t) { return t.name == name; });
    const bool isFloat =
        tensor.dtype() == DType::F32 || tensor.dtype() == DType::BF16 || tensor.dtype() == DType::F16;
    if (twice || tensor.empty() || tensor.rank() < 1 || tensor.rank() > 4 || !isFloat || !type.fromFloat ||
        tensor.dim(-1) % type.blockElements != 0)
        throw Error(fmt::format("writing GGUF: tensor '{}' ({}) cannot be stored as {}{}", name,
                                tensor.describe(), type.name, twice ? ": it is given twice" : ""));
    const std::int64_t bytes = tensor.elements() / type.blockElements * type.blockBytes;
    tensors_.push_back({name, tensor, &type, static_cast<std::uint64_t>(bytes)});
}

void GgufWriter::write(const std::string &path) const
{
    std::string head = "GGUF";
    putNumber(head, version);
    putNumber<std::uint64_t>(head, tensors_.size());
    putNumber<std::uint64_t>(head, values_.size());
    for (const auto &[key, value] : values_) {
        putString(head, key);
        putNumber(head, static_cast<std::uint32_t>(value.kind()));
        putValue(head, value);
    }
    std::uint64_t offset = 0;
    for (const Entry &entry : tensors_) {
        putString(head, entry.name);
        putNumber(head, static_cast<std::uint32_t>(entry.tensor.rank()));
        for (int axis = entry.tensor.rank() - 1; axis >= 0; --axis)
            putNumber<std::uint64_t>(head, static_cast<std::uint64_t>(entry.tensor.dim(axis)));
        putNumber(head, entry.type->id);
        putNumber(head, offset);
        offset = aligned(offset + entry.bytes);
    }

    AtomicFile file(path);
    const auto pad = [&file] {
        const std::string zeros(aligned(file.position()) - file.position(), '\0');
        file.write(zeros.data(), zeros.size());
    };
    file.write(head.data(), head.size());
    std::vector<std::byte> converted;
    for (const Entry &entry : tensors_) {
        pad();
        if (entry.type->native == entry.tensor.dtype()) {
            file.write(entry.tensor.raw(), entry.bytes);
            continue;
        }
        const Tensor values = entry.tensor.dtype() == DType::F32 ? entry.tensor : entry.tensor.to(DType::F32);
        converted.resize(entry.bytes);
        entry.type->fromFloat(values.f32(), converted.data(), values.elements());
        file.write(converted.data(), converted.size());
    }
    pad();
    file.commit();
}

} // namespace mureum::engine
