#!/usr/bin/env python3
"""Times scoring: `mureum-cli score` against Spider's official evaluator (--etype all: execution and exact match)
on the same predictions, one after the other, the best of some rounds each.

usage: score_speed.py TRAIN.jsonl DATABASES TABLES.json MUREUM_CLI [--official DIR] [--count N] [--rounds N]

DIR has evaluation.py and process_sql.py of https://github.com/taoyds/spider, which are not part of this
repository and need NLTK with its punkt data; without them only our own time is measured. Half of the
predictions are right, half are another question's answer for the same database, so that all of them end.
"""
import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time

# The official evaluator stops over an answer it cannot parse, and over text that is not UTF-8.
LEFT_OUT = {"assets_maintenance", "wta_1"}


def best(rounds, command, **options):
    """Seconds by the clock and of all processors, and the last run."""
    times = []
    for _ in range(rounds):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.monotonic()
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)
        clock = time.monotonic() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append((clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime))
        if done.returncode not in (0, 1):
            sys.exit("%s failed: %s" % (command[0], done.stderr[-500:]))
    return min(clock for clock, _ in times), min(processor for _, processor in times), done


def main():
    parser = argparse.ArgumentParser()
    for name in ("train", "databases", "tables", "cli"):
        parser.add_argument(name)
    parser.add_argument("--official")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    database = lambda name: os.path.abspath(os.path.join(arguments.databases, name + ".sqlite"))
    rows = [json.loads(line) for line in open(arguments.train, encoding="utf-8")]
    rows = [row for row in rows if row["db_id"] not in LEFT_OUT and os.path.exists(database(row["db_id"]))]
    rng = random.Random(1)
    answers = {}
    for row in rows:
        answers.setdefault(row["db_id"], []).append(row["query"])
    # As in Spider's development set: about twenty databases, one after the other.
    rows = rows[:arguments.count]
    one_line = lambda text: " ".join(text.split())
    with tempfile.TemporaryDirectory() as folder:
        path = lambda name: os.path.join(folder, name)
        with open(path("data.jsonl"), "w", encoding="utf-8") as data, open(path("gold.sql"), "w", encoding="utf-8") as gold, \
                open(path("predictions.sql"), "w", encoding="utf-8") as predictions:
            for i, row in enumerate(rows):
                data.write(json.dumps({name: row[name] for name in ("db_id", "question", "query")}) + "\n")
                gold.write("%s\t%s\n" % (one_line(row["query"]), row["db_id"]))
                predictions.write(one_line(row["query"] if i % 2 else rng.choice(answers[row["db_id"]])) + "\n")
        for name in answers:
            os.makedirs(path("databases/" + name))
            os.symlink(database(name), path("databases/%s/%s.sqlite" % (name, name)))
        ours, processor, _ = best(arguments.rounds, [arguments.cli, "score", "--data", path("data.jsonl"), "--predictions",
                                          path("predictions.sql"), "--databases", path("databases"), "--json"])
        print("mureum-cli score: %d predictions in %.2f s (%.2f s of processor time)" % (len(rows), ours, processor))
        if not arguments.official or not os.path.exists(os.path.join(arguments.official, "evaluation.py")):
            print("official evaluator: skipped, not installed")
            return
        official, theirs, report = best(arguments.rounds, [sys.executable, "evaluation.py", "--gold", path("gold.sql"), "--pred",
                                                   path("predictions.sql"), "--db", path("databases"), "--table",
                                                   os.path.abspath(arguments.tables), "--etype", "all"],
                                cwd=arguments.official)
        if "exact match" not in report.stdout:
            sys.exit("the official evaluator gave no scores: " + report.stderr[-500:])
        print("official evaluator: %.2f s (%.2f s of processor time): %.1f times as long" % (official, theirs, official / ours))


if __name__ == "__main__":
    main()
