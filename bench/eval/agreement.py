#!/usr/bin/env python3
"""Compares our exact match with Spider's official evaluator, pair by pair: EM, hardness, what parses, and the
ten partial scores with their counts.

usage: agreement.py OFFICIAL TRAIN.jsonl DATABASES TABLES.json BENCH [--count N] [--seed S] [--own-keys]

OFFICIAL is the folder with evaluation.py and process_sql.py of https://github.com/taoyds/spider, which are not
part of this repository; without them nothing is compared and the exit status is 0. BENCH is
mureum-bench-exact-match. With --own-keys foreign keys come from the databases instead of TABLES.json. Exit
status 1: some pair differs.
"""
import argparse
import collections
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
CLAUSES = ["select", "select(no AGG)", "where", "where(no OP)", "group(no Having)", "group", "order", "and/or", "IUEN",
           "keywords"]


def run(output, *command):
    with open(output, "w", encoding="utf-8") as out:
        subprocess.run(command, check=True, stdout=out)
    return [json.loads(line) for line in open(output, encoding="utf-8")]


def differences(official, ours):
    # Where the official evaluator stops with an error there is no verdict to agree with.
    if not official["gold"] or "stopped" in official:
        if official["gold"] != ours["gold"]:
            yield "gold parsed"
        if ours["em"]:
            yield "em where the official evaluator stops"
        return
    if not ours["gold"]:
        yield "gold parsed"
        return
    for name in ("pred", "hardness", "em"):
        if official[name] != ours[name]:
            yield name
    for name, theirs, mine in zip(CLAUSES, official["clauses"], ours["clauses"]):
        if theirs != mine:
            yield name


def main():
    parser = argparse.ArgumentParser()
    for name in ("official", "train", "databases", "tables", "bench"):
        parser.add_argument(name)
    parser.add_argument("--count", type=int, default=24000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--own-keys", action="store_true")
    arguments = parser.parse_args()
    if not os.path.exists(os.path.join(arguments.official, "evaluation.py")):
        print("skipped: no evaluation.py in", arguments.official)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        pairs = os.path.join(folder, "pairs.jsonl")
        subprocess.run([sys.executable, os.path.join(HERE, "prediction_pairs.py"), arguments.train, arguments.databases,
                        pairs, "--count", str(arguments.count), "--seed", str(arguments.seed)], check=True)
        official = run(os.path.join(folder, "official.jsonl"), sys.executable, os.path.join(HERE, "official_spider.py"),
                       arguments.official, pairs, arguments.tables, arguments.databases)
        ours = run(os.path.join(folder, "ours.jsonl"), arguments.bench, pairs, arguments.databases,
                   *([] if arguments.own_keys else [arguments.tables]))
        texts = [json.loads(line) for line in open(pairs, encoding="utf-8")]
    found = collections.Counter()
    totals = collections.Counter()
    for text, theirs, mine in zip(texts, official, ours, strict=True):
        totals["no verdict" if not theirs["gold"] or "stopped" in theirs else
               "right" if theirs["em"] else "wrong" if theirs["pred"] else "not parsed"] += 1
        # The strict match may only be stricter.
        if mine["em_strict"] and theirs.get("em") is False and theirs["pred"]:
            totals["strict but not em"] += 1
        different = list(differences(theirs, mine))
        found.update(different)
        if different and sum(found.values()) < 40:
            print(json.dumps({"different": different, **text, "official": theirs, "ours": mine}))
    print(len(texts), "pairs:", dict(totals))
    print("differences:", dict(found) or "none")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
