#!/usr/bin/env python3
"""Writes the validation files of the bundled model: questions on the databases its recipe leaves out of training.

    bench/model/holdout.py RECIPE OUT

RECIPE is resources/model/recipe_*.json; OUT gets spider_en.jsonl, spider_ko.jsonl, spider_syn.jsonl, business_en.jsonl
and business_ko.jsonl for `mureum-cli eval --data OUT/x.jsonl --databases ../shared/data/{spider,business}/databases`.
"""
import json
import pathlib
import sys


def main():
    recipe, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    wordings = {"question": "en", "question_alt": "en", "question_ko": "ko", "question_ko_alt": "ko", "question_syn": "syn"}
    for source in json.loads(recipe.read_text(encoding="utf-8"))["sources"]:
        if not source.get("exclude"):
            continue
        examples = recipe.parent / source["examples"]
        files = {}
        for line in examples.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["db_id"] not in source["exclude"] or "lang" in row:  # generated questions carry it
                continue
            for key, name in wordings.items():
                if row.get(key):
                    files.setdefault(name, []).append(
                        {"db_id": row["db_id"], "question": row[key], "query": row["query"],
                         "lang": "ko" if name == "ko" else "en", "difficulty": row.get("difficulty", "")})
        for name, rows in files.items():
            path = out / f"{examples.parent.name}_{name}.jsonl"
            path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
            print(f"{path}: {len(rows)} questions")


if __name__ == "__main__":
    main()
