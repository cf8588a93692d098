#pragma once
#include "evaluation_files.h"

#include <QJsonArray>

/// Run directories of fine-tunings as mureum-cli leaves them.
namespace files {

inline QByteArray metric(int step, double loss)
{
    return QStringLiteral(
               "{\"grad_norm\":0.5,\"learning_rate\":0.001,\"loss\":%1,\"seconds_left\":3,\"step\":%2,"
               "\"steps\":60,\"tokens_per_second\":7000}\n")
        .arg(loss)
        .arg(step)
        .toUtf8();
}

inline QJsonObject score(int right, int wrong)
{
    return {{QStringLiteral("count"), right + wrong},
            {QStringLiteral("right"), right},
            {QStringLiteral("wrong"), wrong},
            {QStringLiteral("ex"), double(right) / (right + wrong)}};
}

/// A finished adaptation; `rank` goes into its configuration.
inline void training(const QString &folder, int rightBefore = 24, int rightAfter = 27, int of = 40,
                     int rank = 8)
{
    const QJsonObject config{
        {QStringLiteral("database"), QStringLiteral("/data/shop.sqlite")},
        {QStringLiteral("model"), QStringLiteral("/models/tiny.gguf")},
        {QStringLiteral("preset"), QStringLiteral("quick")},
        {QStringLiteral("languages"), QJsonArray{QStringLiteral("ko"), QStringLiteral("en")}},
        {QStringLiteral("finetune"),
         QJsonObject{{QStringLiteral("rank"), rank},
                     {QStringLiteral("rslora"), false},
                     {QStringLiteral("tuning"), QStringLiteral("lora")},
                     {QStringLiteral("train"), QJsonObject{{QStringLiteral("steps"), 60}}}}}};
    write(folder + QStringLiteral("/config.json"), QJsonDocument(config).toJson());
    write(folder + QStringLiteral("/metrics.jsonl"), metric(5, 0.75) + metric(10, 0.5) + metric(60, 0.25));
    write(folder + QStringLiteral("/evaluations.jsonl"),
          "{\"step\":20,\"ex\":0.575,\"best\":true,\"best_ex\":0.575,\"best_step\":20}\n"
          "{\"step\":40,\"ex\":0.625,\"best\":true,\"best_ex\":0.625,\"best_step\":40}\n");
    write(folder + QStringLiteral("/report.json"),
          QJsonDocument(QJsonObject{{QStringLiteral("step"), 60},
                                    {QStringLiteral("best_step"), 40},
                                    {QStringLiteral("before"), score(rightBefore, of - rightBefore)},
                                    {QStringLiteral("after"), score(rightAfter, of - rightAfter)}})
              .toJson());
    write(folder + QStringLiteral("/adapter_config.json"),
          QJsonDocument(QJsonObject{{QStringLiteral("peft_type"), QStringLiteral("LORA")},
                                    {QStringLiteral("r"), rank},
                                    {QStringLiteral("lora_alpha"), 32},
                                    {QStringLiteral("target_modules"), QJsonArray{QStringLiteral("q_proj")}}})
              .toJson());
    write(folder + QStringLiteral("/adapter_model.safetensors"), QByteArray(1000, 'x'));
    write(folder + QStringLiteral("/mureum_adapter.json"),
          "{\"base\":\"tiny\",\"base_hash\":\"0123456789abcdef\",\"base_rounding\":\"\",\"metadata\":{}}");
}

} // namespace files
