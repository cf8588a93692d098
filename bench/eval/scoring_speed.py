#!/usr/bin/env python3
"""Times mureum-cli score against Spider's official evaluator on the same predictions: both measure EX and EM.

usage: scoring_speed.py OFFICIAL TRAIN.jsonl DATABASES TABLES.json MUREUM_CLI [--count N] [--seed S] [--right SHARE]

OFFICIAL is the folder with evaluation.py and process_sql.py of https://github.com/taoyds/spider (which need NLTK);
they are not part of this repository, and without them only our own time is taken. Of the predictions, SHARE (default
0.5) are the right answer, the rest a right answer to another question about the same database. Each program runs three
times, start included; the best counts.
"""
import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time


def best(command, runs=3):
    times = []
    for _ in range(runs):
        start = time.monotonic()
        result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        times.append(time.monotonic() - start)
        if result.returncode != 0:
            sys.exit("error: %s: %s" % (command[0], result.stderr.strip().split("\n")[-1]))
    return min(times), result.stdout


def main():
    parser = argparse.ArgumentParser()
    for name in ("official", "train", "databases", "tables", "cli"):
        parser.add_argument(name)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--right", type=float, default=0.5)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)

    def file_of(name):
        for path in (os.path.join(arguments.databases, name + ".sqlite"),
                     os.path.join(arguments.databases, name, name + ".sqlite")):
            if os.path.exists(path) and os.path.getsize(path) > 0:
                return os.path.abspath(path)
        return None

    rows = [json.loads(line) for line in open(arguments.train, encoding="utf-8")]
    rows = [row for row in rows if file_of(row["db_id"])]
    by_database = {}
    for row in rows:
        by_database.setdefault(row["db_id"], []).append(row["query"])
    rng.shuffle(rows)
    rows = rows[:arguments.count]
    flat = lambda sql: " ".join(sql.split())
    predictions = [flat(row["query"] if rng.random() < arguments.right else rng.choice(by_database[row["db_id"]]))
                   for row in rows]
    with tempfile.TemporaryDirectory() as folder:
        path = lambda name: os.path.join(folder, name)
        with open(path("data.jsonl"), "w", encoding="utf-8") as data, open(path("gold.txt"), "w", encoding="utf-8") as gold:
            for row in rows:
                data.write(json.dumps({"db_id": row["db_id"], "question": row["question"], "query": flat(row["query"])}) + "\n")
                gold.write("%s\t%s\n" % (flat(row["query"]), row["db_id"]))
        with open(path("predicted.txt"), "w", encoding="utf-8") as out:
            out.write("".join(prediction + "\n" for prediction in predictions))
        for row in rows:
            os.makedirs(path("databases/" + row["db_id"]), exist_ok=True)
            link = path("databases/%s/%s.sqlite" % (row["db_id"], row["db_id"]))
            if not os.path.exists(link):
                os.symlink(file_of(row["db_id"]), link)
        ours, output = best([arguments.cli, "score", "--data", path("data.jsonl"), "--predictions", path("predicted.txt"),
                             "--databases", path("databases"), "--json"])
        summary = json.loads(output)
        print("ours      %6.2f s   em %.3f  ex %.3f" % (ours, summary["em"], summary["ex"]))
        script = os.path.join(arguments.official, "evaluation.py")
        if not os.path.exists(script):
            print("skipped: no evaluation.py in", arguments.official)
            return 0
        theirs, output = best([sys.executable, script, "--gold", path("gold.txt"), "--pred", path("predicted.txt"), "--db",
                               path("databases"), "--table", arguments.tables, "--etype", "all"])
        scores = {line.split()[0]: line.split()[-1] for line in output.split("\n")
                  if line.startswith(("execution", "exact match"))}
        print("official  %6.2f s   em %s  ex %s" % (theirs, scores.get("exact"), scores.get("execution")))
        print("official / ours: %.1f" % (theirs / ours))
    return 0


if __name__ == "__main__":
    sys.exit(main())
