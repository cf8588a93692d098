#include "engine/core/error.h"
#include "engine/formats/gguf_reader.h"
#include "engine/model/gguf_model.h"
#include "engine/model/model.h"

#include <filesystem>

namespace mureum::engine {

Model loadModel(const std::string &path, LoadAs as)
{
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored))
        throw Error(path + " is a folder; give a GGUF file");
    return readGgufModel(GgufReader(path), as);
}

} // namespace mureum::engine
