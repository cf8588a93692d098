#!/usr/bin/env python3
"""Scores prediction pairs with Spider's official evaluator, one JSON object for each pair.

usage: official_spider.py OFFICIAL PAIRS.jsonl TABLES.json DATABASES > VERDICTS.jsonl

OFFICIAL is the folder with evaluation.py and process_sql.py of https://github.com/taoyds/spider (which need
NLTK). DATABASES has DB.sqlite or DB/DB.sqlite. Where the official evaluator stops with an error over a pair,
that is what the object says.
"""
import json
import os
import sys


def main():
    official, pairs, tables, databases = sys.argv[1:5]
    sys.path.insert(0, official)
    import evaluation
    from process_sql import Schema, get_schema, get_sql
    keys = evaluation.build_foreign_key_map_from_json(tables)
    schemas = {}
    empty = lambda: {"except": None, "from": {"conds": [], "table_units": []}, "groupBy": [], "having": [],
                     "intersect": None, "limit": None, "orderBy": [], "select": [False, []], "union": None, "where": []}

    def schema_of(name):
        if name not in schemas:
            file = os.path.join(databases, name + ".sqlite")
            if not os.path.exists(file):
                file = os.path.join(databases, name, name + ".sqlite")
            schemas[name] = Schema(get_schema(file))
        return schemas[name]

    def rebuilt(sql, schema, name):
        columns = evaluation.build_valid_col_units(sql["from"]["table_units"], schema)
        return evaluation.rebuild_sql_col(columns, evaluation.rebuild_sql_val(sql), keys[name])

    def verdict(pair):
        schema = schema_of(pair["db_id"])
        out = {"gold": False, "pred": True}
        try:
            gold = get_sql(schema, pair["gold"])
            out["hardness"] = evaluation.Evaluator().eval_hardness(gold)
            gold = rebuilt(gold, schema, pair["db_id"])
            out["gold"] = True
        except Exception:
            return out
        try:
            prediction = get_sql(schema, pair["prediction"])
        except Exception:
            prediction = empty()
            out["pred"] = False
        try:
            evaluator = evaluation.Evaluator()
            out["em"] = bool(evaluator.eval_exact_match(rebuilt(prediction, schema, pair["db_id"]), gold))
            out["clauses"] = [[s["label_total"], s["pred_total"], s["f1"] == 1]
                              for s in evaluator.partial_scores.values()]
        except Exception as error:
            out["stopped"] = repr(error)
        return out

    for line in open(pairs, encoding="utf-8"):
        print(json.dumps(verdict(json.loads(line))))


if __name__ == "__main__":
    main()
