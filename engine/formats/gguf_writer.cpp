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

bool GgufWriter::has(const std::string &name) const
{
    return std::any_of(tensors_.begin(), tensors_.end(), [&](const auto &t) { return t.name == name; });
}

void GgufWriter::add(const std::string &name, const QuantizedMatrix &matrix)
{
    if (matrix.empty() || has(name))
        throw Error(fmt::format("writing GGUF: tensor '{}' is empty or given twice", name));
    tensors_.push_back(
        {name, matrix.shape(), {}, matrix, &matrix.type(), static_cast<std::uint64_t>(matrix.bytes())});
    if (matrix.order()) {
        Tensor order({matrix.columns()}, DType::I32);
        std::copy(matrix.order()->begin(), matrix.order()->end(), static_cast<std::int32_t *>(order.raw()));
        tensors_.push_back({name + orderSuffix,
                            order.shape(),
                            order,
                            {},
                            &ggufType("i32"),
                            static_cast<std::uint64_t>(order.byteSize())});
    }
}

void GgufWriter::add(const std::string &name, const Tensor &tensor, const GgufTensorType &type)
{
    const bool twice = has(name);
    const bool isFloat =
        tensor.dtype() == DType::F32 || tensor.dtype() == DType::BF16 || tensor.dtype() == DType::F16;
    if (twice || tensor.elements() == 0 || tensor.rank() < 1 || tensor.rank() > 4 || !isFloat ||
        !type.writable() || tensor.dim(-1) % type.blockElements != 0)
        throw Error(fmt::format("writing GGUF: tensor '{}' ({}) cannot be stored as {}{}", name,
                                tensor.describe(), type.name, twice ? ": it is given twice" : ""));
    const std::int64_t bytes = type.matrixBytes(tensor.elements() / tensor.dim(-1), tensor.dim(-1));
    tensors_.push_back({name, tensor.shape(), tensor, {}, &type, static_cast<std::uint64_t>(bytes)});
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
        putNumber(head, static_cast<std::uint32_t>(entry.shape.size()));
        for (auto extent = entry.shape.rbegin(); extent != entry.shape.rend(); ++extent)
            putNumber<std::uint64_t>(head, static_cast<std::uint64_t>(*extent));
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
        if (entry.tensor.empty()) {
            file.write(entry.matrix.data(), entry.bytes);
            continue;
        }
        if (entry.type->native == entry.tensor.dtype()) {
            file.write(entry.tensor.raw(), entry.bytes);
            continue;
        }
        const Tensor values = entry.tensor.dtype() == DType::F32 ? entry.tensor : entry.tensor.to(DType::F32);
        converted.resize(entry.bytes);
        matrixFromFloat(*entry.type, values.f32(), values.elements() / values.dim(-1), values.dim(-1),
                        converted.data());
        file.write(converted.data(), converted.size());
    }
    pad();
    file.commit();
}

} // namespace mureum::engine
