#include "engine/train/checkpoint.h"

#include "engine/core/checksum.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace mureum::engine {

namespace {

constexpr std::string_view magic = "MUREUMT1";
constexpr uint64_t maxHeader = 1 << 26;

class File
{
public:
    File(const std::filesystem::path &path, int flags, const std::string &action)
        : path_(path), handle_(::open(path.c_str(), flags | O_CLOEXEC, 0644))
    {
        if (handle_ < 0)
            fail(action);
    }
    ~File()
    {
        if (handle_ >= 0)
            ::close(handle_);
    }
    File(const File &) = delete;
    File &operator=(const File &) = delete;

    void write(const void *data, std::size_t size)
    {
        checksum_.add(data, size);
        writeRaw(data, size);
    }

    void writeRaw(const void *data, std::size_t size)
    {
        const char *bytes = static_cast<const char *>(data);
        while (size > 0) {
            const ssize_t written = ::write(handle_, bytes, size);
            if (written < 0 && errno == EINTR)
                continue;
            if (written <= 0)
                fail("cannot write");
            bytes += written;
            size -= static_cast<std::size_t>(written);
        }
    }

    void syncAndClose()
    {
        if (::fsync(handle_) != 0)
            fail("cannot sync");
        const int handle = handle_;
        handle_ = -1;
        if (::close(handle) != 0)
            fail("cannot close");
    }

    void read(void *data, std::size_t size)
    {
        readRaw(data, size);
        checksum_.add(data, size);
    }

    void readRaw(void *data, std::size_t size)
    {
        char *bytes = static_cast<char *>(data);
        while (size > 0) {
            const ssize_t got = ::read(handle_, bytes, size);
            if (got < 0 && errno == EINTR)
                continue;
            if (got < 0)
                fail("cannot read");
            if (got == 0)
                throw Error("checkpoint " + path_.string() +
                            ": the file is truncated; restore it from a copy");
            bytes += got;
            size -= static_cast<std::size_t>(got);
        }
    }

    uint64_t checksum() const { return checksum_.value(); }

private:
    [[noreturn]] void fail(const std::string &action) const
    {
        throw Error("checkpoint " + path_.string() + ": " + action + ": " + std::strerror(errno));
    }

    std::filesystem::path path_;
    int handle_;
    Checksum checksum_;
};

struct Header
{
    CheckpointState state;
    nlohmann::json tensors;
    uint64_t floats = 0;
};

Header readHeader(File &file, const std::filesystem::path &path)
{
    const auto damaged = [&](const std::string &why) {
        return Error("checkpoint " + path.string() + ": " + why + "; not a checkpoint of this program");
    };
    std::array<char, 16> start = {};
    file.read(start.data(), start.size());
    if (std::string_view(start.data(), magic.size()) != magic)
        throw damaged("wrong first bytes");
    uint64_t length;
    std::memcpy(&length, start.data() + 8, 8);
    if (length > maxHeader || (length + 16) % 64 != 0)
        throw damaged("impossible header length " + std::to_string(length));
    std::string text(length, ' ');
    file.read(text.data(), text.size());
    try {
        const nlohmann::json json = nlohmann::json::parse(text);
        Header header;
        header.state.model = modelConfigFromJson(json.at("model"));
        header.state.step = json.at("step").get<int64_t>();
        header.state.tokens = json.at("tokens").get<int64_t>();
        header.state.targetTokens = json.at("targetTokens").get<int64_t>();
        header.state.objective = json.value("objective", std::string());
        header.state.bestScore = json.value("bestScore", 0.0);
        header.state.bestStep = json.value("bestStep", int64_t{0});
        header.state.evaluationsSinceBest = json.value("evaluationsSinceBest", int64_t{0});
        header.tensors = json.at("tensors");
        header.floats = json.at("floats").get<uint64_t>();
        if (header.floats > std::filesystem::file_size(path) / 4)
            throw Error("checkpoint " + path.string() + ": the file is truncated; restore it from a copy");
        return header;
    } catch (const nlohmann::json::exception &error) {
        throw damaged(std::string("unreadable header: ") + error.what());
    }
}

/// Moves one array as stored to the places `layout` wants.
void place(const Header &header, const FlatLayout &layout, const std::vector<float> &stored, float *flat,
           const std::filesystem::path &path)
{
    std::size_t found = 0;
    try {
        for (const nlohmann::json &entry : header.tensors) {
            const auto name = entry.at("name").get<std::string>();
            const ParameterSlot *slot = layout.find(name);
            const auto offset = entry.at("offset").get<uint64_t>();
            if (!slot || entry.at("shape").get<std::vector<int64_t>>() != slot->shape ||
                offset > stored.size() || stored.size() - offset < static_cast<std::size_t>(slot->elements))
                throw Error("checkpoint " + path.string() + ": tensor \"" + name +
                            "\" does not fit the model");
            std::memcpy(flat + slot->offset, stored.data() + offset,
                        static_cast<std::size_t>(slot->elements) * sizeof(float));
            ++found;
        }
    } catch (const nlohmann::json::exception &error) {
        throw Error("checkpoint " + path.string() + ": unreadable tensor list: " + error.what());
    }
    if (found != layout.slots().size())
        throw Error("checkpoint " + path.string() + ": tensors are missing");
}

} // namespace

void writeCheckpoint(const std::filesystem::path &path, const CheckpointState &state,
                     const TrainConfig &train, const FlatLayout &layout, const float *parameters,
                     const float *moment1, const float *moment2)
{
    nlohmann::json header = {{"model", toJson(state.model)},
                             {"train", toJson(train)},
                             {"step", state.step},
                             {"tokens", state.tokens},
                             {"targetTokens", state.targetTokens},
                             {"floats", layout.total()},
                             {"tensors", nlohmann::json::array()}};
    if (!state.objective.empty())
        header["objective"] = state.objective;
    if (state.bestStep > 0) {
        header["bestScore"] = state.bestScore;
        header["bestStep"] = state.bestStep;
        header["evaluationsSinceBest"] = state.evaluationsSinceBest;
    }
    for (const ParameterSlot &slot : layout.slots())
        header["tensors"].push_back({{"name", slot.name}, {"shape", slot.shape}, {"offset", slot.offset}});
    std::string text = header.dump();
    text.resize((text.size() + 16 + 63) / 64 * 64 - 16, ' ');

    std::filesystem::path temporary = path;
    temporary += ".tmp";
    try {
        File file(temporary, O_WRONLY | O_CREAT | O_TRUNC, "cannot create");
        const uint64_t length = text.size();
        std::string start(magic);
        start.append(reinterpret_cast<const char *>(&length), sizeof length);
        file.write(start.data(), start.size());
        file.write(text.data(), text.size());
        const std::size_t bytes = static_cast<std::size_t>(layout.total()) * sizeof(float);
        for (const float *array : {parameters, moment1, moment2})
            file.write(array, bytes);
        const uint64_t checksum = file.checksum();
        file.writeRaw(&checksum, sizeof checksum);
        file.syncAndClose();
        std::filesystem::rename(temporary, path);
    } catch (const std::exception &error) {
        std::error_code ignored;
        std::filesystem::remove(temporary, ignored);
        throw Error(std::string(error.what()) + "; the checkpoint before it is unchanged");
    }
    // The rename itself must survive a power cut.
    File directory(path.has_parent_path() ? path.parent_path() : ".", O_RDONLY | O_DIRECTORY, "cannot open");
    directory.syncAndClose();
}

CheckpointState readCheckpointState(const std::filesystem::path &path)
{
    File file(path, O_RDONLY, "cannot open");
    return readHeader(file, path).state;
}

CheckpointState readCheckpoint(const std::filesystem::path &path, const FlatLayout &layout, float *parameters,
                               float *moment1, float *moment2)
{
    File file(path, O_RDONLY, "cannot open");
    const Header header = readHeader(file, path);
    std::vector<std::vector<float>> arrays(3);
    for (std::vector<float> &array : arrays) {
        array.resize(header.floats);
        file.read(array.data(), array.size() * sizeof(float));
    }
    const uint64_t expected = file.checksum();
    uint64_t stored;
    file.readRaw(&stored, sizeof stored);
    if (stored != expected)
        throw Error("checkpoint " + path.string() + ": the checksum does not match; restore it from a copy");
    place(header, layout, arrays[0], parameters, path);
    place(header, layout, arrays[1], moment1, path);
    place(header, layout, arrays[2], moment2, path);
    return header.state;
}

std::map<std::string, Tensor> readCheckpointTensors(const std::filesystem::path &path)
{
    const CheckpointState state = readCheckpointState(path);
    if (!state.objective.empty())
        throw Error("checkpoint " + path.string() +
                    ": it holds an adapter, not a model; use the adapter's folder");
    const ParameterLayout layout(state.model);
    Tensor parameters({layout.total()}), moment1({layout.total()}), moment2({layout.total()});
    readCheckpoint(path, layout, parameters.f32(), moment1.f32(), moment2.f32());
    std::map<std::string, Tensor> tensors;
    for (const ParameterSlot &slot : layout.slots())
        tensors.emplace(slot.name, parameters.rows(slot.offset, slot.elements).reshaped(slot.shape));
    return tensors;
}

} // namespace mureum::engine
