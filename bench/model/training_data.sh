#!/bin/bash
# Makes the synthetic training data resources/model/recipe_1*.json name, under training/ (ignored by git).
#   bench/model/training_data.sh [FOLDER OF ../shared/data]
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd -P)
data=$(readlink -f "${1:-$root/../shared/data}")
cli=$root/build/release/bin/mureum-cli
training=$root/training

mkdir -p "$training/synth_real" "$training/real_databases"
invent() { # NAME DATABASES SEED
    mkdir -p "$training/$1"
    "$cli" synth --invent "$2" --databases "$training/$1/databases" --count 60 --lang ko,en --seed "$3" \
        --out "$training/$1/train.jsonl"
}
invent synth2 1500 2
invent synth3 1500 3
invent synth4 2000 4

: >"$training/synth_real/train.jsonl"
for file in "$data"/spider/databases/*.sqlite "$data"/business/databases/*.sqlite; do
    ln -sf "$file" "$training/real_databases/"
    pairs=$(mktemp)
    "$cli" synth --db "$file" --count 40 --lang ko,en --out "$pairs" || true # a few databases give fewer pairs
    cat "$pairs" >>"$training/synth_real/train.jsonl"
    rm -f "$pairs"
done
