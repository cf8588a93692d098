#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace mureum::engine {

/// Metadata types, numbered as in the file.
enum class GgufKind : std::uint32_t {
    U8 = 0,
    I8 = 1,
    U16 = 2,
    I16 = 3,
    U32 = 4,
    I32 = 5,
    F32 = 6,
    Bool = 7,
    String = 8,
    Array = 9,
    U64 = 10,
    I64 = 11,
    F64 = 12
};

/// "u32", "string", ...
std::string ggufKindName(GgufKind kind);
/// Bytes of one scalar in the file, 0 for strings and arrays.
std::size_t ggufKindSize(GgufKind kind);

/// One metadata value. Scalars, and arrays of them, are kept as the file's own bytes.
class GgufValue
{
public:
    GgufValue() = default;

    static GgufValue u32(std::uint32_t value);
    static GgufValue u64(std::uint64_t value);
    static GgufValue i32(std::int32_t value);
    static GgufValue f32(float value);
    static GgufValue f64(double value);
    static GgufValue boolean(bool value);
    static GgufValue string(std::string value);
    static GgufValue strings(std::vector<std::string> values);
    static GgufValue floats(std::span<const float> values);
    static GgufValue ints(std::span<const std::int32_t> values);
    /// An array of u8.
    static GgufValue blob(std::string bytes);
    /// Any scalar from its little-endian bytes; the size must fit.
    static GgufValue scalar(GgufKind kind, std::string bytes);
    /// Any array of scalars from its packed little-endian bytes.
    static GgufValue scalars(GgufKind element, std::string bytes);
    static GgufValue arrays(std::vector<GgufValue> values);

    GgufKind kind() const { return kind_; }
    /// Of an array.
    GgufKind element() const { return element_; }
    /// Elements of an array, 1 otherwise.
    std::size_t count() const;

    /// Value as the asked type; any integer kind converts where it fits. Throws Error naming both types.
    std::uint64_t asUnsigned() const;
    std::int64_t asInteger() const;
    double asNumber() const;
    bool asBool() const;
    const std::string &asString() const;
    const std::vector<std::string> &asStrings() const;
    std::vector<float> asFloats() const;
    std::vector<std::int64_t> asIntegers() const;
    /// Bytes of a u8 or i8 array.
    const std::string &asBlob() const;
    const std::vector<GgufValue> &asArrays() const;

    /// The value's bytes as they stand in the file, scalars and scalar arrays only.
    const std::string &bytes() const { return bytes_; }

private:
    [[noreturn]] void mismatch(const char *wanted) const;
    std::int64_t integerAt(std::size_t index, GgufKind kind) const;
    double numberAt(std::size_t index, GgufKind kind) const;

    GgufKind kind_ = GgufKind::U8;
    GgufKind element_ = GgufKind::U8;
    std::string bytes_;
    std::vector<std::string> strings_;
    std::vector<GgufValue> arrays_;
};

} // namespace mureum::engine
