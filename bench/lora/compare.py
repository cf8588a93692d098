#!/usr/bin/env python3
"""Sets the engine's LoRA step beside PyTorch's (Debian: python3-torch; left out where it is absent). PyTorch's fp32
products need libopenblas0 beside it: with Debian's reference BLAS they are fifteen times slower.

compare.py PATH/TO/mureum-bench-lora [threads] [S1 S3]
"""
import importlib.util
import json
import pathlib
import subprocess
import sys

program, threads, sizes = sys.argv[1], (sys.argv[2:3] or ["0"])[0], sys.argv[3:] or ["S1", "S3"]
torch = importlib.util.find_spec("torch") is not None
if not torch:
    print("PyTorch is not installed: only our own figures")
for size in sizes:
    ours = [json.loads(line) for line in subprocess.run([program, threads, size], check=True, text=True,
                                                        capture_output=True).stdout.splitlines()]
    theirs = {}
    for precision in ["fp32", "bf16"] if torch else []:
        script = pathlib.Path(__file__).with_name("torch_lora.py")
        out = subprocess.run([sys.executable, script, size, precision, threads], check=True, text=True, capture_output=True)
        theirs[precision] = json.loads(out.stdout)
        print(f"{size} PyTorch {theirs[precision]['torch']} {precision}: {theirs[precision]['tokens_per_second']} tokens/s")
    for row in ours:
        name = f"{row['tuning']} {row['precision']}" + (" checkpointing" if row["checkpointing"] else "")
        beside = "".join(f", {row['tokens_per_second'] / other['tokens_per_second']:.2f} times PyTorch {precision}"
                         for precision, other in theirs.items())
        print(f"{size} {name}: {row['tokens_per_second']} tokens/s, {row['memory_mib']} MiB{beside}")
