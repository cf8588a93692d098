#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

namespace mureum::engine {

/// Four interleaved multiply-and-rotate lanes over 8-byte words: notices damage, is no cryptographic hash. A
/// stream must be fed in multiples of 8 bytes except at its end.
class Checksum
{
public:
    void add(const void *data, std::size_t size)
    {
        const auto *bytes = static_cast<const unsigned char *>(data);
        for (; size >= 8; bytes += 8, size -= 8) {
            uint64_t word;
            std::memcpy(&word, bytes, 8);
            mix(word);
        }
        if (size > 0) {
            uint64_t word = 0;
            std::memcpy(&word, bytes, size);
            mix(word);
        }
    }

    uint64_t value() const
    {
        uint64_t result = words_;
        for (const uint64_t lane : lanes_)
            result = std::rotl((result ^ lane) * 0x9e3779b97f4a7c15ULL, 29);
        return result;
    }

private:
    void mix(uint64_t word)
    {
        uint64_t &lane = lanes_[words_++ % 4];
        lane = std::rotl((lane ^ word) * 0xbf58476d1ce4e5b9ULL, 31);
    }

    std::array<uint64_t, 4> lanes_ = {1, 2, 3, 4};
    uint64_t words_ = 0;
};

} // namespace mureum::engine
