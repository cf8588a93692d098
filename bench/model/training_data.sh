#!/bin/bash
# Makes the synthetic training data resources/model/recipe_1.json names, under training/ (ignored by git).
#   bench/model/training_data.sh [FOLDER OF ../shared/data]
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd -P)
data=$(readlink -f "${1:-$root/../shared/data}")
cli=$root/build/release/bin/mureum-cli
training=$root/training

mkdir -p "$training/synth2" "$training/synth_real" "$training/real_databases"
"$cli" synth --invent 1500 --databases "$training/synth2/databases" --count 60 --lang ko,en --seed 2 \
    --out "$training/synth2/train.jsonl"

: >"$training/synth_real/train.jsonl"
for file in "$data"/spider/databases/*.sqlite "$data"/business/databases/*.sqlite; do
    ln -sf "$file" "$training/real_databases/"
    pairs=$(mktemp)
    "$cli" synth --db "$file" --count 40 --lang ko,en --out "$pairs" || true # a few databases give fewer pairs
    cat "$pairs" >>"$training/synth_real/train.jsonl"
    rm -f "$pairs"
done
