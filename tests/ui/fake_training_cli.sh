#!/bin/sh
# Stands for mureum-cli in tests: "trains" until it is told to stop, and goes on after its checkpoint.
out=""; resume=no; previous=""
for word; do
    [ "$previous" = "--out" ] && out="$word"
    [ "$word" = "--resume" ] && resume=yes
    [ "$word" = "--help" ] || [ "$word" = "--plan" ] && exit 0
    previous="$word"
done
echo "$@" >> "$out/calls.txt"
step=0
[ $resume = yes ] && [ -e "$out/checkpoint" ] && step=$(cat "$out/checkpoint")
echo "started at $step" >&2
trap 'echo $step > "$out/checkpoint"; echo "{\"event\":\"done\",\"finished\":false,\"step\":$step}"; exit 1' TERM
while [ $step -lt 1000 ]; do
    step=$((step + 1))
    echo "{\"event\":\"progress\",\"phase\":\"training\",\"done\":$step,\"total\":1000,\"seconds\":1,\"seconds_left\":9}"
    echo "{\"loss\":0.5,\"learning_rate\":0.001,\"grad_norm\":1,\"tokens_per_second\":5,\"step\":$step}" >> "$out/metrics.jsonl"
    [ $((step % 10)) = 0 ] && echo $step > "$out/checkpoint"
    [ $resume = yes ] && break
    sleep 0.03
done
echo '{"event":"done","finished":true}'
