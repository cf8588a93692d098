#pragma once
#include "evaluation_files.h"

/// A mureum-cli for tests of the training wizard: says what it takes and, with --plan, what would happen.
/// What it was called with stands in calls.txt beside it.
namespace files {

inline const char *const planScript = R"sh(
log="$(dirname "$0")/calls.txt"
job="$1"
case "$*" in *--help*)
cat <<'END'
Options:
  -d,--db TEXT REQUIRED           SQLite file; it is only read
  --preset TEXT:{quick,balanced,thorough}=balanced
  --tuning TEXT:{lora,qlora,full}=lora
  --rank INT                      Rank
  --alpha FLOAT=32
  --dropout FLOAT:FLOAT in [0 - 0.9]=0
  --rslora                        Count alpha / sqrt(rank) instead
  --targets TEXT                  Layers
  --steps INT:INT in [1 - 100000000]
  --learning-rate FLOAT:FLOAT in [1e-08 - 1]
  --batch-tokens INT:INT in [64 - 1048576]=2048
  --accumulation INT:INT in [1 - 4096]=1
  --checkpointing                 Twice
  --evaluate-every INT
  --patience INT:INT in [0 - 1000]=0
  --checkpoint-every INT:INT in [1 - 1000000]=50
  --candidates INT:INT in [1 - 64]=6
  --seed UINT=1
  -t,--threads INT
  --memory INT
  --plan                          Train nothing
  --teacher-endpoint URL          A server
END
[ "$job" = adapt ] && echo '  --history TEXT                  Asked before'
[ "$job" = finetune ] && echo '  --method TEXT:{sft,rejection,dpo,distill}=sft' && echo '  --beta FLOAT' && echo '  --samples INT'
exit 0 ;;
esac
printf '%s|%s\n' "$MUREUM_API_KEY" "$*" >> "$log"
case "$*" in
*missing*) echo 'warning: something' >&2; echo 'error: database: missing.sqlite does not exist: check the path' >&2; exit 2 ;;
*broken*) echo 'no json' ; exit 0 ;;
*slow*) exec sleep 60 ;;
esac
fits=false
proposal='{"changes": ["batches of 512 tokens, 4 of them a step", "activations computed twice"],
 "arguments": ["--batch-tokens", "512", "--accumulation", "4", "--checkpointing"],
 "memory": {"parameters": 1000000, "frozen": 42000000, "gradients": 1000000, "moments": 2000000,
 "activations": 90000000, "kv": 30000000, "program": 60000000, "spilled": 0, "total": 226000000}}'
activations=700000000
total=836000000
case "$*" in *--checkpointing*|*--preset\ quick*) fits=true; proposal=null; activations=90000000; total=226000000 ;; esac
cat <<END
{"questions": 2711, "validation": 300, "databases": 3, "languages": {"ko": 1411, "en": 1300},
 "left_out": [{"reason": "it has no SQL", "count": 3, "first_line": 12}],
 "sample": [{"db_id": "shop", "question": "서울에 사는 고객은 몇 명인가요?", "query": "SELECT count(*) FROM customers WHERE city = '서울'", "lang": "ko"},
  {"db_id": "shop", "question": "How many customers are there in each city?", "query": "SELECT city, count(*) FROM customers GROUP BY city", "lang": "en"}],
 "token_lengths": {"counted": 2711, "context": 1024, "longest": 812, "too_long": 0, "unusable": 5,
  "prompt": {"width": 64, "counts": [0, 12, 210, 700, 901, 520, 230, 90, 30, 12, 4, 1, 1]},
  "answer": {"width": 8, "counts": [40, 500, 1100, 700, 250, 90, 30, 1]}},
 "model": {"name": "mureum-1", "file": "/models/mureum-1.gguf", "parameters": 10500000},
 "trained_parameters": 245760,
 "memory": {"parameters": 1000000, "frozen": 42000000, "gradients": 1000000, "moments": 2000000,
  "activations": $activations, "kv": 30000000, "program": 60000000, "spilled": 0, "total": $total},
 "available": 500000000, "fits": $fits, "proposal": $proposal,
 "steps": 300, "tokens_per_step": 4096, "seconds": 190.0, "tokens_per_second": 3100.4}
END
)sh";

} // namespace files
