#include "engine/formats/gguf_value.h"

#include "engine/core/error.h"

#include <cstring>
#include <limits>

namespace mureum::engine {

namespace {

template <typename T>
std::string packed(const T *values, std::size_t count)
{
    return std::string(reinterpret_cast<const char *>(values), count * sizeof(T));
}

template <typename T>
T loaded(const std::string &bytes, std::size_t index)
{
    T value;
    std::memcpy(&value, bytes.data() + index * sizeof(T), sizeof(T));
    return value;
}

} // namespace

std::string ggufKindName(GgufKind kind)
{
    static const char *const names[] = {"u8",   "i8",     "u16",   "i16", "u32", "i32", "f32",
                                        "bool", "string", "array", "u64", "i64", "f64"};
    const auto index = static_cast<std::uint32_t>(kind);
    return index < std::size(names) ? names[index] : "?";
}

std::size_t ggufKindSize(GgufKind kind)
{
    switch (kind) {
    case GgufKind::U8:
    case GgufKind::I8:
    case GgufKind::Bool:
        return 1;
    case GgufKind::U16:
    case GgufKind::I16:
        return 2;
    case GgufKind::U32:
    case GgufKind::I32:
    case GgufKind::F32:
        return 4;
    case GgufKind::U64:
    case GgufKind::I64:
    case GgufKind::F64:
        return 8;
    case GgufKind::String:
    case GgufKind::Array:
        return 0;
    }
    return 0;
}

GgufValue GgufValue::scalar(GgufKind kind, std::string bytes)
{
    if (ggufKindSize(kind) == 0 || bytes.size() != ggufKindSize(kind))
        throw Error("GGUF value: " + std::to_string(bytes.size()) + " bytes are no " + ggufKindName(kind));
    GgufValue value;
    value.kind_ = kind;
    value.bytes_ = std::move(bytes);
    return value;
}

GgufValue GgufValue::scalars(GgufKind element, std::string bytes)
{
    const std::size_t size = ggufKindSize(element);
    if (size == 0 || bytes.size() % size != 0)
        throw Error("GGUF value: " + std::to_string(bytes.size()) + " bytes are no array of " +
                    ggufKindName(element));
    GgufValue value;
    value.kind_ = GgufKind::Array;
    value.element_ = element;
    value.bytes_ = std::move(bytes);
    return value;
}

GgufValue GgufValue::u32(std::uint32_t value)
{
    return scalar(GgufKind::U32, packed(&value, 1));
}
GgufValue GgufValue::u64(std::uint64_t value)
{
    return scalar(GgufKind::U64, packed(&value, 1));
}
GgufValue GgufValue::i32(std::int32_t value)
{
    return scalar(GgufKind::I32, packed(&value, 1));
}
GgufValue GgufValue::f32(float value)
{
    return scalar(GgufKind::F32, packed(&value, 1));
}
GgufValue GgufValue::f64(double value)
{
    return scalar(GgufKind::F64, packed(&value, 1));
}
GgufValue GgufValue::boolean(bool value)
{
    return scalar(GgufKind::Bool, std::string(1, value ? 1 : 0));
}
GgufValue GgufValue::blob(std::string bytes)
{
    return scalars(GgufKind::U8, std::move(bytes));
}

GgufValue GgufValue::floats(std::span<const float> values)
{
    return scalars(GgufKind::F32, packed(values.data(), values.size()));
}

GgufValue GgufValue::ints(std::span<const std::int32_t> values)
{
    return scalars(GgufKind::I32, packed(values.data(), values.size()));
}

GgufValue GgufValue::string(std::string text)
{
    GgufValue value;
    value.kind_ = GgufKind::String;
    value.strings_.push_back(std::move(text));
    return value;
}

GgufValue GgufValue::strings(std::vector<std::string> values)
{
    GgufValue value;
    value.kind_ = GgufKind::Array;
    value.element_ = GgufKind::String;
    value.strings_ = std::move(values);
    return value;
}

GgufValue GgufValue::arrays(std::vector<GgufValue> values)
{
    for (const GgufValue &inner : values)
        if (inner.kind() != GgufKind::Array)
            throw Error("GGUF value: an array of arrays holds a " + ggufKindName(inner.kind()));
    GgufValue value;
    value.kind_ = GgufKind::Array;
    value.element_ = GgufKind::Array;
    value.arrays_ = std::move(values);
    return value;
}

std::size_t GgufValue::count() const
{
    if (kind_ != GgufKind::Array)
        return 1;
    if (element_ == GgufKind::String)
        return strings_.size();
    if (element_ == GgufKind::Array)
        return arrays_.size();
    return bytes_.size() / ggufKindSize(element_);
}

void GgufValue::mismatch(const char *wanted) const
{
    std::string is = ggufKindName(kind_);
    if (kind_ == GgufKind::Array)
        is += " of " + ggufKindName(element_);
    throw Error(std::string("is ") + is + " where " + wanted + " is expected");
}

std::int64_t GgufValue::integerAt(std::size_t index, GgufKind kind) const
{
    switch (kind) {
    case GgufKind::U8:
        return loaded<std::uint8_t>(bytes_, index);
    case GgufKind::I8:
        return loaded<std::int8_t>(bytes_, index);
    case GgufKind::U16:
        return loaded<std::uint16_t>(bytes_, index);
    case GgufKind::I16:
        return loaded<std::int16_t>(bytes_, index);
    case GgufKind::U32:
        return loaded<std::uint32_t>(bytes_, index);
    case GgufKind::I32:
        return loaded<std::int32_t>(bytes_, index);
    case GgufKind::I64:
        return loaded<std::int64_t>(bytes_, index);
    case GgufKind::U64: {
        const auto value = loaded<std::uint64_t>(bytes_, index);
        if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
            mismatch("an integer below 2^63");
        return static_cast<std::int64_t>(value);
    }
    default:
        mismatch("an integer");
    }
}

double GgufValue::numberAt(std::size_t index, GgufKind kind) const
{
    if (kind == GgufKind::F32)
        return static_cast<double>(loaded<float>(bytes_, index));
    if (kind == GgufKind::F64)
        return loaded<double>(bytes_, index);
    return static_cast<double>(integerAt(index, kind));
}

std::int64_t GgufValue::asInteger() const
{
    return integerAt(0, kind_);
}

std::uint64_t GgufValue::asUnsigned() const
{
    if (kind_ == GgufKind::U64)
        return loaded<std::uint64_t>(bytes_, 0);
    const std::int64_t value = asInteger();
    if (value < 0)
        mismatch("a number that is not negative");
    return static_cast<std::uint64_t>(value);
}

double GgufValue::asNumber() const
{
    return numberAt(0, kind_);
}

bool GgufValue::asBool() const
{
    if (kind_ != GgufKind::Bool)
        mismatch("bool");
    return bytes_[0] != 0;
}

const std::string &GgufValue::asString() const
{
    if (kind_ != GgufKind::String)
        mismatch("string");
    return strings_[0];
}

const std::vector<std::string> &GgufValue::asStrings() const
{
    if (kind_ != GgufKind::Array || element_ != GgufKind::String)
        mismatch("array of string");
    return strings_;
}

std::vector<float> GgufValue::asFloats() const
{
    if (kind_ != GgufKind::Array || ggufKindSize(element_) == 0)
        mismatch("array of numbers");
    std::vector<float> values(count());
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = static_cast<float>(numberAt(i, element_));
    return values;
}

std::vector<std::int64_t> GgufValue::asIntegers() const
{
    if (kind_ != GgufKind::Array || ggufKindSize(element_) == 0)
        mismatch("array of integers");
    std::vector<std::int64_t> values(count());
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = integerAt(i, element_);
    return values;
}

const std::string &GgufValue::asBlob() const
{
    if (kind_ != GgufKind::Array || ggufKindSize(element_) != 1)
        mismatch("array of u8");
    return bytes_;
}

const std::vector<GgufValue> &GgufValue::asArrays() const
{
    if (kind_ != GgufKind::Array || element_ != GgufKind::Array)
        mismatch("array of arrays");
    return arrays_;
}

} // namespace mureum::engine
