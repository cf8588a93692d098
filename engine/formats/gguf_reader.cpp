#include "engine/formats/gguf_reader.h"

#include "engine/core/error.h"

#include <cstring>
#include <fmt/format.h>

namespace mureum::engine {

namespace {

constexpr char magic[] = {'G', 'G', 'U', 'F'};
constexpr std::uint64_t maxKeyBytes = 65535;      // limit of the format
constexpr std::uint64_t maxTensorNameBytes = 256; // the format says 64; longer names exist
constexpr std::uint32_t maxDimensions = 4;
constexpr std::uint64_t maxAlignment = 1 << 20;
constexpr int maxArrayDepth = 4;
// What one entry takes at least: guards reservations against counts the file cannot hold.
constexpr std::uint64_t minKeyValueBytes = 8 + 4 + 1;
constexpr std::uint64_t minTensorBytes = 8 + 4 + 4 + 8;

class Cursor
{
public:
    Cursor(std::span<const std::byte> bytes, const std::string &path) : bytes_(bytes), path_(path) {}

    std::uint64_t at() const { return at_; }
    std::uint64_t left() const { return bytes_.size() - at_; }

    [[noreturn]] void fail(const std::string &what, std::uint64_t at) const
    {
        throw Error(fmt::format("{}: byte {}: {}; the file is damaged or is no GGUF file", path_, at, what));
    }

    template <typename T>
    T number()
    {
        if (left() < sizeof(T))
            fail("the file ends here, more is announced", at_);
        T value;
        std::memcpy(&value, bytes_.data() + at_, sizeof(T));
        at_ += sizeof(T);
        return value;
    }

    std::string raw(std::uint64_t count)
    {
        if (count > left())
            fail(fmt::format("{} bytes announced, {} are left", count, left()), at_);
        std::string text(reinterpret_cast<const char *>(bytes_.data()) + at_, count);
        at_ += count;
        return text;
    }

    std::string string(std::uint64_t longest, const char *what)
    {
        const std::uint64_t start = at_;
        const auto length = number<std::uint64_t>();
        if (length > longest)
            fail(fmt::format("{} of {} bytes", what, length), start);
        return raw(length);
    }

    GgufKind kind()
    {
        const std::uint64_t start = at_;
        const auto value = number<std::uint32_t>();
        if (value > static_cast<std::uint32_t>(GgufKind::F64))
            fail(fmt::format("metadata type {} does not exist", value), start);
        return static_cast<GgufKind>(value);
    }

    GgufValue value(GgufKind kind, int depth = 0)
    {
        if (kind == GgufKind::String)
            return GgufValue::string(string(left(), "string"));
        if (kind != GgufKind::Array)
            return GgufValue::scalar(kind, raw(ggufKindSize(kind)));
        const std::uint64_t start = at_;
        const GgufKind element = this->kind();
        const auto count = number<std::uint64_t>();
        const std::uint64_t smallest = element == GgufKind::String  ? 8
                                       : element == GgufKind::Array ? 12
                                                                    : ggufKindSize(element);
        if (count > left() / smallest)
            fail(fmt::format("an array of {} elements, {} bytes are left", count, left()), start);
        if (element == GgufKind::String) {
            std::vector<std::string> strings;
            strings.reserve(count);
            for (std::uint64_t i = 0; i < count; ++i)
                strings.push_back(string(left(), "string"));
            return GgufValue::strings(std::move(strings));
        }
        if (element == GgufKind::Array) {
            if (depth + 1 >= maxArrayDepth)
                fail("arrays nested too deep", start);
            std::vector<GgufValue> arrays;
            for (std::uint64_t i = 0; i < count; ++i)
                arrays.push_back(value(GgufKind::Array, depth + 1));
            return GgufValue::arrays(std::move(arrays));
        }
        return GgufValue::scalars(element, raw(count * smallest));
    }

private:
    std::span<const std::byte> bytes_;
    const std::string &path_;
    std::uint64_t at_ = 0;
};

GgufTensorInfo readTensorInfo(Cursor &cursor)
{
    GgufTensorInfo info;
    const std::uint64_t start = cursor.at();
    info.name = cursor.string(maxTensorNameBytes, "tensor name");
    const auto dimensions = cursor.number<std::uint32_t>();
    if (dimensions > maxDimensions)
        cursor.fail(fmt::format("tensor '{}' has {} dimensions, at most {} are possible", info.name,
                                dimensions, maxDimensions),
                    start);
    std::int64_t elements = 1;
    info.shape.resize(dimensions);
    for (std::uint32_t i = 0; i < dimensions; ++i) {
        const auto size = cursor.number<std::uint64_t>();
        if (size == 0 || size > static_cast<std::uint64_t>(INT64_MAX) ||
            __builtin_mul_overflow(elements, static_cast<std::int64_t>(size), &elements))
            cursor.fail(fmt::format("tensor '{}' has a dimension of {}", info.name, size), start);
        info.shape[dimensions - 1 - i] = static_cast<std::int64_t>(size);
    }
    const auto type = cursor.number<std::uint32_t>();
    info.type = findGgufType(type);
    if (!info.type)
        cursor.fail(fmt::format("tensor '{}' has type {}, which we do not know", info.name, type), start);
    const std::int64_t row = info.shape.empty() ? 1 : info.shape.back();
    if (row % info.type->blockElements != 0)
        cursor.fail(fmt::format("tensor '{}' has rows of {} elements, {} needs a multiple of {}", info.name,
                                row, info.type->name, info.type->blockElements),
                    start);
    try {
        info.bytes = static_cast<std::uint64_t>(info.type->matrixBytes(elements / row, row));
    } catch (const Error &error) {
        cursor.fail(fmt::format("tensor '{}' is impossible: {}", info.name, error.what()), start);
    }
    info.offset = cursor.number<std::uint64_t>();
    return info;
}

} // namespace

std::int64_t GgufTensorInfo::elements() const
{
    std::int64_t product = 1;
    for (const std::int64_t size : shape)
        product *= size;
    return product;
}

GgufReader::GgufReader(const std::string &path) : path_(path)
{
    const auto file = MappedFile::open(path);
    bytes_ = file->bytes();
    owner_ = file;
    parse();
}

GgufReader::GgufReader(std::span<const std::byte> bytes, std::string name, std::shared_ptr<const void> owner)
    : path_(std::move(name)), owner_(std::move(owner)), bytes_(bytes)
{
    parse();
}

void GgufReader::parse()
{
    Cursor cursor(bytes_, path_);
    if (bytes_.size() < sizeof magic || std::memcmp(bytes_.data(), magic, sizeof magic) != 0)
        cursor.fail("it does not begin with 'GGUF'", 0);
    cursor.raw(sizeof magic);
    version_ = cursor.number<std::uint32_t>();
    if (version_ != 2 && version_ != 3)
        cursor.fail(fmt::format("version {:#x}, little-endian versions 2 and 3 can be read", version_), 4);
    const auto tensorCount = cursor.number<std::uint64_t>();
    const auto valueCount = cursor.number<std::uint64_t>();
    if (valueCount > cursor.left() / minKeyValueBytes)
        cursor.fail(
            fmt::format("{} metadata entries announced, {} bytes are left", valueCount, cursor.left()), 16);
    if (tensorCount > cursor.left() / minTensorBytes)
        cursor.fail(fmt::format("{} tensors announced, {} bytes are left", tensorCount, cursor.left()), 8);

    for (std::uint64_t i = 0; i < valueCount; ++i) {
        const std::uint64_t start = cursor.at();
        std::string key = cursor.string(maxKeyBytes, "metadata key");
        const GgufKind kind = cursor.kind();
        if (!values_.emplace(key, cursor.value(kind)).second)
            cursor.fail(fmt::format("metadata key '{}' stands twice", key), start);
        keys_.push_back(std::move(key));
    }
    alignment_ = unsignedOr("general.alignment", alignment_);
    if (alignment_ == 0 || alignment_ % 8 != 0 || alignment_ > maxAlignment)
        cursor.fail(fmt::format("general.alignment is {}", alignment_), cursor.at());

    for (std::uint64_t i = 0; i < tensorCount; ++i) {
        const std::uint64_t start = cursor.at();
        tensors_.push_back(readTensorInfo(cursor));
        if (!tensorIndex_.emplace(tensors_.back().name, i).second)
            cursor.fail(fmt::format("tensor '{}' stands twice", tensors_.back().name), start);
    }
    const std::uint64_t dataStart = (cursor.at() + alignment_ - 1) / alignment_ * alignment_;
    const std::uint64_t dataBytes = bytes_.size() > dataStart ? bytes_.size() - dataStart : 0;
    for (GgufTensorInfo &info : tensors_) {
        if (info.offset % alignment_ != 0 || info.offset > dataBytes || info.bytes > dataBytes - info.offset)
            cursor.fail(fmt::format("tensor '{}' takes {} bytes at {} of a data part of {} bytes", info.name,
                                    info.bytes, info.offset, dataBytes),
                        dataStart);
        info.offset += dataStart;
    }
}

const GgufValue *GgufReader::find(const std::string &key) const
{
    const auto found = values_.find(key);
    return found == values_.end() ? nullptr : &found->second;
}

namespace {

/// Adds file and key to what the value says about its type.
template <typename Read>
auto named(const std::string &path, const std::string &key, const GgufValue *value, Read read)
{
    if (!value)
        throw Error(fmt::format("{}: metadata '{}' is missing; the file is no model we can load", path, key));
    try {
        return read(*value);
    } catch (const Error &error) {
        throw Error(fmt::format("{}: metadata '{}' {}", path, key, error.what()));
    }
}

} // namespace

std::uint64_t GgufReader::requireUnsigned(const std::string &key) const
{
    return named(path_, key, find(key), [](const GgufValue &value) { return value.asUnsigned(); });
}

double GgufReader::requireNumber(const std::string &key) const
{
    return named(path_, key, find(key), [](const GgufValue &value) { return value.asNumber(); });
}

const std::string &GgufReader::requireString(const std::string &key) const
{
    return *named(path_, key, find(key), [](const GgufValue &value) { return &value.asString(); });
}

std::uint64_t GgufReader::unsignedOr(const std::string &key, std::uint64_t fallback) const
{
    return find(key) ? requireUnsigned(key) : fallback;
}

double GgufReader::numberOr(const std::string &key, double fallback) const
{
    return find(key) ? requireNumber(key) : fallback;
}

std::string GgufReader::stringOr(const std::string &key, const std::string &fallback) const
{
    return find(key) ? requireString(key) : fallback;
}

bool GgufReader::boolOr(const std::string &key, bool fallback) const
{
    const GgufValue *value = find(key);
    return value ? named(path_, key, value, [](const GgufValue &v) { return v.asBool(); }) : fallback;
}

const GgufTensorInfo *GgufReader::findTensor(const std::string &name) const
{
    const auto found = tensorIndex_.find(name);
    return found == tensorIndex_.end() ? nullptr : &tensors_[found->second];
}

std::span<const std::byte> GgufReader::data(const GgufTensorInfo &info) const
{
    return bytes_.subspan(info.offset, info.bytes);
}

namespace {

Error unreadable(const std::string &path, const GgufTensorInfo &info)
{
    return Error(fmt::format(
        "{}: tensor '{}' is stored as {}, which we cannot compute with; convert the model to one of "
        "{}",
        path, info.name, info.type->name, writableTypeNames()));
}

} // namespace

Tensor GgufReader::tensor(const GgufTensorInfo &info) const
{
    const std::byte *source = data(info).data();
    const bool aligned = reinterpret_cast<std::uintptr_t>(source) % 8 == 0;
    if (info.type->native && aligned && owner_)
        return Tensor::view(const_cast<std::byte *>(source), info.shape, *info.type->native, owner_);
    if (!info.type->readable())
        throw unreadable(path_, info);
    Tensor values(info.shape);
    const std::int64_t columns = info.shape.empty() ? 1 : info.shape.back(), rows = info.elements() / columns;
    rowsToFloat(*info.type, source, rows, columns, 0, rows, values.f32());
    return values;
}

QuantizedMatrix GgufReader::matrix(const GgufTensorInfo &info) const
{
    if (!info.type->readable())
        throw unreadable(path_, info);
    if (info.shape.size() != 2 || !owner_)
        throw Error(fmt::format("{}: tensor '{}' {} is no matrix of a file", path_, info.name,
                                shapeText(info.shape)));
    return {*info.type, info.shape[0], info.shape[1], data(info).data(), owner_};
}

} // namespace mureum::engine
