#!/usr/bin/env python3
"""Writes prediction pairs for the comparison of exact match with Spider's official evaluator.

usage: prediction_pairs.py TRAIN.jsonl DATABASES PAIRS.jsonl [--count N] [--seed S]

TRAIN.jsonl has db_id and query in every line; so has PAIRS.jsonl db_id, gold and prediction. Questions whose
database is not among DATABASES/DB.sqlite are left out. Predictions are
other questions' answers, and answers changed in one to three ways that models and careless writers know.
"""
import argparse
import json
import os
import random
import re

KEYWORDS = ["select", "from", "where", "group by", "order by", "having", "limit", "join", "on", "as", "and", "or",
            "not in", "in", "like", "between", "union", "intersect", "except", "distinct", "desc", "asc"]
AGGREGATES = ["max", "min", "count", "sum", "avg"]
OPERATORS = ["=", "!=", ">", "<", ">=", "<=", "<>", "! =", "> =", "LIKE", "NOT LIKE", "IN", "NOT IN", "IS", "=="]


def swap(pattern, choose):
    """A change of one random match of a pattern outside of quotes."""
    compiled = re.compile(pattern, re.I)

    def change(rng, sql, pool):
        found = list(compiled.finditer(sql))
        if not found:
            return sql
        match = rng.choice(found)
        return sql[:match.start()] + choose(rng, match, pool) + sql[match.end():]
    return change


def clause(name):
    return r"\b%s\b.*?(?=\b(?:select|from|where|group by|order by|having|limit|union|intersect|except)\b|$)" % name


def other_clause(rng, match, pool):
    name = match.group(0).split()[0]
    for _ in range(20):
        found = re.search(clause(name + (r"\s+by" if name.lower() in ("group", "order") else "")),
                          rng.choice(pool), re.I)
        if found:
            return found.group(0) + " "
    return ""


def reorder(separator, pattern):
    def choose(rng, match, pool):
        parts = re.split(separator, match.group(2), flags=re.I)
        rng.shuffle(parts)
        return match.group(1) + (", " if separator == "," else " AND ").join(p.strip() for p in parts) + " "
    return swap(pattern, choose)


def alias_all(rng, sql, pool):
    """FROM a JOIN b ON a.x = b.y with T1, T2 in the way Spider writes them, or the aliases taken away."""
    names = re.findall(r"\b(?:from|join)\s+(\w+)(?!\s+as\b)", sql, re.I)
    if names and rng.random() < 0.6:
        for i, name in enumerate(dict.fromkeys(names)):
            sql = re.sub(r"\b%s\." % name, "T%d." % (i + 1), sql, flags=re.I)
            sql = re.sub(r"\b(from|join)\s+%s\b" % name, r"\1 %s AS T%d" % (name, i + 1), sql, flags=re.I)
        return sql
    for name, alias in re.findall(r"\b(\w+)\s+as\s+(\w+)", sql, re.I):
        sql = re.sub(r"\s+as\s+%s\b" % alias, "", sql, flags=re.I)
        sql = re.sub(r"\b%s\." % alias, name + ".", sql, flags=re.I)
    return sql


def rename_aliases(rng, sql, pool):
    names = ["a", "b", "c", "d", "x1", "t9"]
    for i, alias in enumerate(dict.fromkeys(re.findall(r"\bas\s+(\w+)", sql, re.I))):
        sql = re.sub(r"\b%s\b" % alias, names[i % len(names)], sql, flags=re.I)
    return sql


def change_case(rng, sql, pool):
    parts = re.split(r"('[^']*'|\"[^\"]*\")", sql)
    how = rng.choice([str.upper, str.lower, str.title, str.swapcase])
    return "".join(p if p[:1] in "'\"" and p else how(p) for p in parts)


def quotes(rng, sql, pool):
    how = rng.randrange(5)
    if how == 0:
        return sql.replace('"', "'")
    if how == 1:
        return sql.replace("'", '"')
    if how == 2:
        return re.sub(r"['\"]([^'\"]*)['\"]", lambda m: '"%s"' % rng.choice(["x", "select", "a from b", "a.b", "it , is"]), sql)
    if how == 3:
        return re.sub(r"(=|like)\s*['\"][^'\"]*['\"]", r"\1 5", sql, flags=re.I)
    return sql + rng.choice(["'", '"', " ''"])


def spaces(rng, sql, pool):
    how = rng.randrange(7)
    if how == 0:
        return re.sub(r"\s*([=<>!]+)\s*", r"\1", sql)
    if how == 1:
        return re.sub(r"\s+", lambda m: " " * rng.randint(1, 4), sql)
    if how == 2:
        return re.sub(r"\s*,\s*", rng.choice([",", " , ", ", ", " ,"]), sql)
    if how == 3:
        return re.sub(r"\s*([()])\s*", rng.choice([r"\1", r" \1 "]), sql)
    if how == 4:
        return re.sub(r"\s*([=<>!]+)\s*", r" \1 ", sql)
    if how == 5:
        return re.sub(r"\.", rng.choice([". ", " .", " . "]), sql, count=1)
    return re.sub(r"\s+", rng.choice(["\u00a0", "  ", " "]), sql, count=rng.randint(1, 3))


def ends(rng, sql, pool):
    return rng.choice([sql + ";", sql + " ;", sql + " ; ;", "(" + sql + ")", sql + ")", "  " + sql + "  ", sql + ".",
                       sql + " LIMIT 1", sql + " LIMIT 3 OFFSET 2", sql + " LIMIT", sql + " LIMIT 1.5",
                       sql + " LIMIT 1,2", sql + " -- done", sql + " ORDER BY 1", sql + " GROUP BY 1",
                       sql + " AND", sql + " OR", sql + " LIMIT value", sql + " ORDER BY", sql + " HAVING count(*) > 1",
                       re.sub(r"\s+limit\s+\d+", "", sql, flags=re.I)])


def drop_words(rng, sql, pool):
    words = sql.split()
    for _ in range(rng.randint(1, 2)):
        if len(words) > 1:
            words.pop(rng.randrange(len(words)))
    return " ".join(words)


def move_words(rng, sql, pool):
    words = sql.split()
    i, j = rng.randrange(len(words)), rng.randrange(len(words))
    words[i], words[j] = words[j], words[i]
    return " ".join(words)


def insert_word(rng, sql, pool):
    words = sql.split()
    word = rng.choice(KEYWORDS + AGGREGATES + OPERATORS + ["(", ")", ",", "*", "-", "+", "/", "none", "cannot", "1", "-1",
                                                           "2.5", "null", "`", "«", "T1.", "exists", "is not null"])
    words.insert(rng.randrange(len(words) + 1), word)
    return " ".join(words)


def set_operation(rng, sql, pool):
    return sql + rng.choice([" UNION ", " INTERSECT ", " EXCEPT ", " UNION ALL "]) + rng.choice(pool)


def nested(rng, sql, pool):
    other = rng.choice(pool)
    how = rng.randrange(5)
    if how == 0:
        return "SELECT count(*) FROM ( %s )" % sql
    if how == 1:
        return "SELECT * FROM (%s) AS T1 " % sql
    if how == 2:
        return re.sub(r"(=|>|<)\s*(\d+|['\"][^'\"]*['\"])", lambda m: "%s ( %s )" % (m.group(1), other), sql, count=1)
    if how == 3:
        found = re.search(r"\bfrom\s+\w+", sql, re.I)
        column = re.search(r"\bselect\s+(?:distinct\s+)?([\w.]+)", sql, re.I)
        if found and column:
            return sql + " %s %s %s (%s)" % ("AND" if " where " in sql.lower() else "WHERE", column.group(1),
                                            rng.choice(["IN", "NOT IN", "=", ">"]), other)
    return "SELECT (%s)" % sql


def condition(rng, sql, pool):
    column = re.search(r"\bselect\s+(?:distinct\s+)?([\w.]+)\b(?!\s*\()", sql, re.I)
    name = column.group(1) if column else "id"
    extra = rng.choice(["{0} = 5", "{0} BETWEEN 1 AND 9", "{0} NOT BETWEEN -1 AND 2.5", "{0} LIKE '%a%'", "{0} NOT LIKE \"a\"",
                        "{0} IS NULL", "{0} IS NOT NULL", "{0} IN (1, 2)", "{0} IN (1)", "{0} IN ('a')", "NOT {0} = 3",
                        "({0} = 1)", "{0} != 'x'", "{0} ! = 4", "{0} <> 4", "{0} - 1 > 3", "{0} - {0} > 3", "{0} = {0}",
                        "{0} = {0} + 1", "{0} > -5", "{0} = - 5", "{0} = 1e3", "{0} = .5", "{0} = 5.", "{0} = 1_0",
                        "{0} = nan", "{0} = \"and\"", "count(*) > 2", "max({0}) > 2", "exists (select 1)", "{0} = NOT 5",
                        "{0} is 5", "{0} not not 5"]).format(name)
    connector = rng.choice(["AND", "OR", "AND", "OR", ""])
    if re.search(r"\bwhere\b", sql, re.I):
        return re.sub(r"\bwhere\b(.*?)(?=\b(?:group by|order by|having|limit|union|intersect|except)\b|\)|$)",
                      lambda m: "WHERE" + (m.group(1) + " %s %s " % (connector or "AND", extra) if rng.random() < 0.5 else
                                          " %s %s %s" % (extra, connector or "AND", m.group(1))), sql, count=1, flags=re.I)
    return re.sub(r"(?=\b(?:group by|order by|limit|union|intersect|except)\b|$)", " WHERE %s " % extra, sql, count=1,
                  flags=re.I)


def swap_columns(rng, sql, pool):
    mine = re.findall(r"\bT\d\.\w+|\b\w+_id\b", sql, re.I)
    theirs = re.findall(r"\bT\d\.\w+|\b\w+_id\b", rng.choice(pool), re.I)
    if not mine or not theirs:
        return sql
    return re.sub(r"\b%s\b" % re.escape(rng.choice(mine)), rng.choice(theirs + mine), sql, count=1)


def dotted(rng, sql, pool):
    mine = re.findall(r"\b(T\d)\.", sql)
    return re.sub(r"\bT\d\.(?=\w)", lambda m: rng.choice([m.group(0), rng.choice(mine) + "."]), sql) if mine else sql


CHANGES = [
    swap(clause("where"), lambda r, m, p: r.choice(["", other_clause(r, m, p)])),
    swap(clause(r"group\s+by"), lambda r, m, p: r.choice(["", other_clause(r, m, p)])),
    swap(clause(r"order\s+by"), lambda r, m, p: r.choice(["", other_clause(r, m, p)])),
    swap(clause("having"), lambda r, m, p: r.choice(["", other_clause(r, m, p)])),
    swap(clause("limit"), lambda r, m, p: r.choice(["", "LIMIT 7", "limit 1"])),
    swap(clause("select"), lambda r, m, p: other_clause(r, m, p)),
    swap(r"\b(?:max|min|count|sum|avg)\b", lambda r, m, p: r.choice(AGGREGATES)),
    swap(r"\b(?:max|min|count|sum|avg)\s*\(\s*([^()]*)\)", lambda r, m, p: r.choice([m.group(1), "( %s )" % m.group(0)])),
    swap(r"\b[\w.]+\b(?=\s*(?:,|\bfrom\b))", lambda r, m, p: "%s(%s)" % (r.choice(AGGREGATES), m.group(0))),
    swap(r"\s(?:!=|>=|<=|=|>|<|not like|like|not in|in)\s", lambda r, m, p: " %s " % r.choice(OPERATORS)),
    swap(r"\bdesc\b|\basc\b", lambda r, m, p: r.choice(["", "desc", "ASC", "DESC"])),
    swap(r"\b(?:and|or)\b", lambda r, m, p: r.choice(["and", "or", "AND", "OR", ""])),
    swap(r"\bselect\b", lambda r, m, p: r.choice(["SELECT DISTINCT", "select", "SELECT ALL"])),
    swap(r"\bdistinct\b", lambda r, m, p: ""),
    swap(r"\bcount\s*\(\s*\*\s*\)", lambda r, m, p: r.choice(["count(1)", "COUNT(*)", "count ( * )", "count(DISTINCT *)"])),
    swap(r"\bjoin\b", lambda r, m, p: r.choice(["JOIN", "INNER JOIN", "LEFT JOIN", ","])),
    swap(r"([\w.]+)\s*=\s*([\w.]+)", lambda r, m, p: "%s = %s" % (m.group(2), m.group(1))),
    swap(r"\bon\b\s+[\w.]+\s*=\s*[\w.]+", lambda r, m, p: r.choice(["", "USING (id)"])),
    swap(r"\b[\w.]+\b(?=\s*,)", lambda r, m, p: r.choice([m.group(0) + " AS x", m.group(0) + " - 1", m.group(0)])),
    swap(r"\bT\d\.\w+", lambda r, m, p: m.group(0)[3:]),
    swap(r"\b\d+\b", lambda r, m, p: r.choice(["0", "-3", "2.5", "1e2", '"5"', "five"])),
    reorder(",", r"(\bselect\s+)(.*?)(?=\bfrom\b)"),
    reorder(",", r"(\bgroup\s+by\s+)(.*?)(?=\b(?:order by|having|limit|union|intersect|except)\b|\)|$)"),
    reorder(r"\band\b", r"(\bwhere\s+)(.*?)(?=\b(?:group by|order by|having|limit|union|intersect|except)\b|\)|$)"),
    alias_all, rename_aliases, change_case, quotes, spaces, spaces, ends, drop_words, move_words, insert_word, set_operation,
    nested, condition, condition, condition, swap_columns, swap_columns, dotted,
]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("train")
    parser.add_argument("databases")
    parser.add_argument("pairs")
    parser.add_argument("--count", type=int, default=24000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    rows = [json.loads(line) for line in open(arguments.train, encoding="utf-8")]
    rows = [row for row in rows if os.path.exists(os.path.join(arguments.databases, row["db_id"] + ".sqlite"))]
    golds = {}
    for row in rows:
        golds.setdefault(row["db_id"], []).append(row["query"])
    with open(arguments.pairs, "w", encoding="utf-8") as out:
        for i in range(arguments.count):
            row = rows[i % len(rows)]
            pool = golds[row["db_id"]]
            gold = row["query"]
            prediction = rng.choice(pool) if rng.random() < 0.15 else gold
            for _ in range(rng.choice([0, 1, 1, 1, 1, 2, 2, 3])):
                prediction = rng.choice(CHANGES)(rng, prediction, pool)
            # An answer that was changed may be right too, and its hardness must agree.
            if rng.random() < 0.25:
                gold = rng.choice(CHANGES)(rng, gold, pool)
            one_line = lambda text: re.sub(r"[\t\r\n]", " ", text).strip()
            out.write(json.dumps({"db_id": row["db_id"], "gold": one_line(gold), "prediction": one_line(prediction)}) + "\n")


if __name__ == "__main__":
    main()
