#pragma once
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace mureum::datasets {

/// FNV-1a, 64 bits (http://www.isthe.com/chongo/tech/comp/fnv/): tells texts apart, the same on every
/// machine; no cryptographic hash.
class Fnv1a
{
public:
    void add(std::string_view bytes)
    {
        for (const char c : bytes)
            add(static_cast<unsigned char>(c));
    }
    /// One of several texts: an end no UTF-8 text holds keeps "a", "bc" apart from "ab", "c".
    void addText(std::string_view text)
    {
        add(text);
        add(static_cast<unsigned char>(0xFF));
    }
    std::uint64_t value() const { return hash_; }
    /// 16 hexadecimal digits.
    std::string hex() const
    {
        char digits[17];
        std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(hash_));
        return digits;
    }
    static std::uint64_t of(std::string_view bytes)
    {
        Fnv1a hash;
        hash.add(bytes);
        return hash.value();
    }

private:
    void add(unsigned char byte) { hash_ = (hash_ ^ byte) * 1099511628211ULL; }

    std::uint64_t hash_ = 14695981039346656037ULL;
};

} // namespace mureum::datasets
