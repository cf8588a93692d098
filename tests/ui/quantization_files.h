#pragma once
#include "evaluation_files.h"

/// Programs and run directories for tests of the page that makes models smaller.
namespace files {

/// A mureum-cli that forecasts, "quantizes" a layer each 30 ms until it is told to stop, and goes on after
/// the layers that are there. What it was called with stands in calls.txt beside it.
inline const char *const quantizeScript = R"sh(
here="$(dirname "$0")"
printf '%s\n' "$*" >> "$here/calls.txt"
out=""; run=""; resume=no; previous=""
for word; do
    [ "$previous" = "--out" ] && out="$word"
    [ "$previous" = "--run" ] && run="$word"
    [ "$word" = "--resume" ] && resume=yes
    previous="$word"
done
case "$*" in
*missing.gguf*) echo 'error: model: missing.gguf does not exist: check the path' >&2; exit 2 ;;
*wrong=*) echo 'error: override wrong: no matrix has that name' >&2; exit 2 ;;
*--plan*)
small=3500000
case "$*" in *--group\ 32*) small=3700000 ;; esac
cat <<END
{"model": {"file": "/models/tiny.gguf", "name": "tiny", "parameters": 5500000, "type": "f16", "bytes": 11000000, "bits_per_weight": 16.0, "memory_bytes": 14000000},
 "bytes": 5900000, "bits_per_weight": 8.5, "memory_bytes": 8900000, "needs_calibration": false, "schemes": [
 {"scheme": "q8_0", "bits": 8, "bytes": 5900000, "bits_per_weight": 8.5, "memory_bytes": 8900000, "needs_calibration": false, "error": null},
 {"scheme": "q6_K", "bits": 6, "bytes": 4600000, "bits_per_weight": 6.56, "memory_bytes": 7600000, "needs_calibration": false, "error": null},
 {"scheme": "gptq", "bits": 4, "bytes": $small, "bits_per_weight": 4.2, "memory_bytes": 6500000, "needs_calibration": true, "error": null},
 {"scheme": "q4_K", "bits": 4, "error": "blk.0.attn_q has rows of 96, which blocks of 256 do not divide"},
 {"scheme": "nf4", "bits": 4, "bytes": 3450000, "bits_per_weight": 4.1, "memory_bytes": 6450000, "needs_calibration": false, "error": null},
 {"scheme": "absmax", "bits": 4, "bytes": 3480000, "bits_per_weight": 4.1, "memory_bytes": 6480000, "needs_calibration": false, "error": null}]}
END
exit 0 ;;
esac
mkdir -p "$run/layers"
layer=0
[ $resume = yes ] && [ -e "$run/layer" ] && layer=$(cat "$run/layer")
echo "started at $layer" >&2
trap 'echo "{\"event\":\"done\",\"finished\":false}"; exit 1' TERM
while [ $layer -lt 1000 ]; do
    layer=$((layer + 1))
    echo "{\"event\":\"progress\",\"done\":$layer,\"total\":1000,\"seconds\":1,\"phase\":\"quantizing\",\"tensor\":\"blk.0.attn_q\",\"seconds_left\":9}"
    echo $layer > "$run/layer"
    [ $resume = yes ] && break
    sleep 0.03
done
echo '{"event":"progress","done":2,"total":4,"seconds":2,"phase":"after"}'
echo weights > "$out"
cp "$here/report.json" "$run/report.json" 2>/dev/null
echo '{"event":"done","finished":true}'
)sh";

inline const char *const quantizeReport = R"json({
"finished": true, "model": "/models/tiny.gguf", "out": "OUT", "run": "RUN",
"plan": {"scheme": "gptq", "bits": 4, "group": 64},
"calibration": "sample questions", "sizes": {"before": 10000000, "after": 4000000},
"speed": {"before": {"load_seconds": 0.02, "peak_bytes": 200000000, "prefill_tokens_per_second": 1000, "decode_tokens_per_second": 100},
          "after": {"load_seconds": 0.01, "peak_bytes": 100000000, "prefill_tokens_per_second": 1500, "decode_tokens_per_second": 200}},
"drift": {"answers": {"positions": 500, "perplexity_before": 1.25, "perplexity_after": 1.3, "mean_kl": 0.0123, "max_kl": 1, "same_top_token": 0.985}, "prompts": null, "text": null},
"ex": {"before": 0.7, "after": 0.675, "difference": -0.025, "ci95": [-0.06, 0.01], "p_value": 0.3, "fixed": 1, "broken": 6, "count": 200},
"flips": [
 {"db_id": "shop", "question": "How many cities?", "query": "SELECT count(DISTINCT city) FROM customers", "fixed": true, "before": "SELECT city FROM customers", "after": "SELECT count(DISTINCT city) FROM customers"},
 {"db_id": "shop", "question": "가장 비싼 상품은?", "query": "SELECT name FROM products ORDER BY price DESC LIMIT 1", "fixed": false, "before": "SELECT name FROM products ORDER BY price DESC LIMIT 1", "after": "SELECT name FROM products ORDER BY price LIMIT 1"}],
"recommendation": {"verdict": "keep", "text": "The file has 40% of its former size."},
"quantization": {"complete": true, "warnings": [], "tensors": [
 {"name": "blk.0.attn_q", "scheme": "gptq", "type": "int4_g64", "bits_per_weight": 4.375, "output_error": 0.0218, "rounding_error": 0.0591, "damping": 0.01},
 {"name": "token_embd", "scheme": "q6_K", "type": "q6_K", "bits_per_weight": 6.5625}]},
"seconds": 12.5})json";

/// A finished run as `mureum-cli quantize --out FOLDER/small.gguf --run FOLDER` leaves it.
inline void quantization(const QString &folder, QByteArray report = quantizeReport)
{
    const QByteArray out = (folder + QStringLiteral("/small.gguf")).toUtf8();
    write(folder + QStringLiteral("/config.json"),
          "{\"model\":\"/models/tiny.gguf\",\"out\":\"" + out +
              "\",\"plan\":{\"scheme\":\"gptq\",\"bits\":4},\"eval\":\"\",\"databases\":\"\"}");
    write(folder + QStringLiteral("/small.gguf"), "weights");
    write(folder + QStringLiteral("/report.json"), report.replace("OUT", out));
}

} // namespace files
