#!/usr/bin/env python3
"""Compares perplexities with llama.cpp's on the same files: both have to read a tensor type alike.

    bench/quantize/llama_cpp.py --cli build/release/bin/mureum-cli --text TEXT MODEL.gguf [MODEL.gguf ...]

llama.cpp's `llama-perplexity` is looked for in $PATH, or named by $LLAMA_PERPLEXITY (the npm package node-llama-cpp
builds one with `npx node-llama-cpp source build`). Without it nothing is compared and the script says so. Exit status 1:
some file's perplexities differ by more than 1e-3 of their size.
"""
import argparse
import json
import os
import re
import shutil
import subprocess
import sys

TOLERANCE = 1e-3


def ours(cli, model, text, window):
    command = [cli, "perplexity", "--model", model, "--file", text, "--window", str(window), "--halves", "--bos", "--json"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)["perplexity"]


def theirs(binary, model, text, window):
    command = [binary, "-m", model, "-f", text, "-c", str(window), "-b", str(window), "--no-warmup"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found = re.search(r"Final estimate: PPL = ([0-9.]+)", done.stdout + done.stderr)
    if not found:
        raise SystemExit(f"error: {binary} printed no perplexity for {model}")
    return float(found.group(1))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cli", default="mureum-cli")
    parser.add_argument("--text", required=True)
    parser.add_argument("--window", type=int, default=512)
    parser.add_argument("models", nargs="+")
    arguments = parser.parse_args()
    binary = os.environ.get("LLAMA_PERPLEXITY") or shutil.which("llama-perplexity")
    if not binary:
        print("skipped: there is no llama-perplexity here; put it on the path or name it in LLAMA_PERPLEXITY")
        return 0
    worst = 0.0
    for model in arguments.models:
        mine, other = (f(p, model, arguments.text, arguments.window)
                       for f, p in ((ours, arguments.cli), (theirs, binary)))
        difference = abs(mine / other - 1)
        worst = max(worst, difference)
        print(f"{os.path.basename(model):32} ours {mine:10.4f}  llama.cpp {other:10.4f}  difference {difference:.2e}")
    return 1 if worst > TOLERANCE else 0


if __name__ == "__main__":
    sys.exit(main())
