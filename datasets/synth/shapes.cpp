#include "datasets/synth/shapes.h"

#include <algorithm>

namespace mureum::datasets::synth {

namespace {

/// Takes the closing mark off, to put it back after an addition.
std::string takeEnd(std::string &sentence)
{
    std::string end;
    while (!sentence.empty() && std::string_view(".?!").find(sentence.back()) != std::string_view::npos) {
        end.insert(end.begin(), sentence.back());
        sentence.pop_back();
    }
    return end;
}

} // namespace

std::string withAside(Renderer &r, std::string sentence, std::string_view en, std::string_view enShort,
                      std::string_view ko, std::string_view koShort)
{
    bool brief = r.terse() || r.title();
    if (r.korean()) {
        if (!brief && r.rng().chance(0.4))
            return sentence + (sentence.ends_with(".") || sentence.ends_with("?") ? " " : ". ") +
                   std::string(ko) + "해서";
        return sentence + " (" + std::string(r.rng().chance(0.5) ? ko : koShort) + ")";
    }
    std::string end = takeEnd(sentence);
    if (brief && r.rng().chance(0.6))
        return sentence + " (" + std::string(enShort) + ")" + end;
    return sentence + ", " + std::string(en) + end;
}

sql::ExprPtr rounded(sql::ExprPtr value, int decimals)
{
    return call("ROUND", {std::move(value), number(std::to_string(decimals))});
}

std::string withRounding(Renderer &r, std::string sentence, int decimals)
{
    bool one = decimals == 1;
    if (r.korean()) {
        std::string how = one ? r.rng().of<const char *>({"소수점 첫째 자리까지", "소수 첫째 자리까지",
                                                          "소수점 한 자리로", "소수 1자리"})
                              : r.rng().of<const char *>({"소수점 둘째 자리까지", "소수 둘째 자리까지",
                                                          "소수점 두 자리로", "소수 2자리"});
        return sentence + " (" + how + ")";
    }
    std::string how =
        one ? r.rng().of<const char *>({"rounded to one decimal", "rounded to 1 decimal place",
                                        "to one decimal place", "rounded to 1 decimal"})
            : r.rng().of<const char *>({"rounded to two decimals", "rounded to 2 decimal places",
                                        "to two decimal places", "rounded to 2 decimals"});
    std::string end = takeEnd(sentence);
    return sentence + ", " + how + end;
}

std::string withColumnsNamed(Renderer &r, std::string sentence, const std::vector<std::string> &names)
{
    bool brief = r.terse() || r.title();
    if (r.korean()) {
        std::string list = r.list(names);
        if (brief)
            return sentence + " (" + names[0] + ", " + names[1] + ")";
        std::string_view ask = r.reg() == Register::Polite   ? "도 함께 보여주세요."
                               : r.reg() == Register::Casual ? "도 같이 보여줘"
                                                             : "도 함께 보여줘.";
        std::string dot = sentence.ends_with(".") || sentence.ends_with("?") ? " " : ". ";
        return sentence + dot + names[1] + std::string(ask);
    }
    std::string end = takeEnd(sentence);
    if (brief)
        return sentence + " (" + names[0] + ", " + names[1] + ")" + end;
    return sentence + (end.empty() ? "." : end) + " Show the " + names[0] + " and the " + names[1] + ".";
}

const std::vector<Shape> &allShapes()
{
    static const std::vector<Shape> shapes = [] {
        std::vector<Shape> all;
        for (const auto *list : {&listShapes(), &aggregateShapes(), &groupShapes(), &relatedShapes(),
                                 &chainShapes(), &amountShapes(), &nestedShapes()})
            all.insert(all.end(), list->begin(), list->end());
        return all;
    }();
    return shapes;
}

} // namespace mureum::datasets::synth
