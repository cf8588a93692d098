#include "datasets/linking/data.h"

// Plain .incbin keeps the lists as files one can edit and costs no start-up parsing of C++ literals.
#define MUREUM_EMBED(symbol, file)                                                                                     \
    __asm__(".section .rodata\n.global " #symbol "_begin\n.global " #symbol "_end\n" #symbol "_begin:\n.incbin \"" file \
            "\"\n" #symbol "_end:\n.byte 0\n.previous\n");                                                              \
    extern "C" const char symbol##_begin[];                                                                             \
    extern "C" const char symbol##_end[];

MUREUM_EMBED(mureum_thesaurus, MUREUM_LINKING_DATA "/thesaurus.tsv")
MUREUM_EMBED(mureum_stopwords, MUREUM_LINKING_DATA "/stopwords.tsv")
MUREUM_EMBED(mureum_numbers, MUREUM_LINKING_DATA "/numbers.tsv")
MUREUM_EMBED(mureum_particles, MUREUM_LINKING_DATA "/particles_ko.tsv")
MUREUM_EMBED(mureum_values, MUREUM_LINKING_DATA "/values.tsv")

namespace mureum::datasets::data {
namespace {

std::string_view between(const char *begin, const char *end)
{
    return {begin, static_cast<std::size_t>(end - begin)};
}

} // namespace

std::string_view thesaurus() { return between(mureum_thesaurus_begin, mureum_thesaurus_end); }
std::string_view stopWords() { return between(mureum_stopwords_begin, mureum_stopwords_end); }
std::string_view numbers() { return between(mureum_numbers_begin, mureum_numbers_end); }
std::string_view particles() { return between(mureum_particles_begin, mureum_particles_end); }
std::string_view values() { return between(mureum_values_begin, mureum_values_end); }

} // namespace mureum::datasets::data
