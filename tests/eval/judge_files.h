#pragma once
#include "eval/suite/record.h"

#include <nlohmann/json.hpp>
#include <sqlite3.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

// Run directories and databases for tests of the judge.

inline std::string readFile(const std::filesystem::path &file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

inline void writeFile(const std::filesystem::path &file, const std::string &text)
{
    std::ofstream(file, std::ios::binary) << text;
}

inline void makeDatabase(const std::filesystem::path &file, const char *sql)
{
    sqlite3 *db = nullptr;
    if (sqlite3_open(file.c_str(), &db) != SQLITE_OK ||
        sqlite3_exec(db, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        std::abort();
    sqlite3_close(db);
}

inline mureum::eval::EvaluationRecord makeRecord(const std::string &question, const std::string &gold,
                                                 const std::string &prediction,
                                                 mureum::eval::Verdict ex = mureum::eval::Verdict::Wrong)
{
    mureum::eval::EvaluationRecord record;
    record.databaseId = "shop";
    record.question = question;
    record.query = gold;
    record.prediction = prediction;
    record.score.ex = record.score.exBird = ex;
    record.exactString = gold == prediction;
    record.hardness = "easy";
    record.language = "en";
    return record;
}

inline void writeRecords(const std::filesystem::path &run,
                         const std::vector<mureum::eval::EvaluationRecord> &records)
{
    std::filesystem::create_directories(run);
    std::string text;
    for (const auto &record : records)
        text += mureum::eval::toJson(record).dump() + "\n";
    writeFile(run / "records.jsonl", text);
}

inline std::vector<nlohmann::json> readJsonLines(const std::filesystem::path &file)
{
    std::ifstream in(file);
    std::vector<nlohmann::json> lines;
    for (std::string line; std::getline(in, line);)
        lines.push_back(nlohmann::json::parse(line));
    return lines;
}
