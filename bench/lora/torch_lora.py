"""Tokens a second of PyTorch's LoRA step: rank 16 on all linear layers of a Llama decoder, every token a target.

python3 torch_lora.py SIZE PRECISION [threads]; SIZE: S1 or S3, PRECISION: fp32 or bf16. One JSON object on stdout.
"""
import json
import math
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

SIZES = {
    "S1": dict(vocab=16384, dim=384, layers=8, heads=6, kv=6, ffn=1024, batch=4, length=512),
    "S3": dict(vocab=16384, dim=896, layers=24, heads=14, kv=2, ffn=4864, batch=1, length=256),
}


class LoraLinear(nn.Module):
    def __init__(self, inputs, outputs, rank=16, alpha=32):
        super().__init__()
        self.base = nn.Linear(inputs, outputs, bias=False)
        self.base.weight.requires_grad_(False)
        self.a = nn.Linear(inputs, rank, bias=False)
        self.b = nn.Linear(rank, outputs, bias=False)
        nn.init.zeros_(self.b.weight)
        self.scale = alpha / rank

    def forward(self, x):
        return self.base(x) + self.b(self.a(x)) * self.scale


class Norm(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(dim), requires_grad=False)

    def forward(self, x):
        y = x.float()
        return (y * torch.rsqrt(y.pow(2).mean(-1, keepdim=True) + 1e-5)).to(x.dtype) * self.weight


def rotate(x, cos, sin):
    half = x.shape[-1] // 2
    a, b = x[..., :half], x[..., half:]
    return torch.cat([a * cos - b * sin, b * cos + a * sin], -1)


class Block(nn.Module):
    def __init__(self, s):
        super().__init__()
        self.heads, self.kv, dim = s["heads"], s["kv"], s["dim"]
        self.hd = 64
        self.n1, self.n2 = Norm(dim), Norm(dim)
        self.q = LoraLinear(dim, self.heads * self.hd)
        self.k = LoraLinear(dim, self.kv * self.hd)
        self.v = LoraLinear(dim, self.kv * self.hd)
        self.o = LoraLinear(self.heads * self.hd, dim)
        self.gate, self.up, self.down = LoraLinear(dim, s["ffn"]), LoraLinear(dim, s["ffn"]), LoraLinear(s["ffn"], dim)

    def forward(self, x, cos, sin, mask):
        b, t, _ = x.shape
        n = self.n1(x)
        q = rotate(self.q(n).view(b, t, self.heads, self.hd).transpose(1, 2), cos, sin)
        k = rotate(self.k(n).view(b, t, self.kv, self.hd).transpose(1, 2), cos, sin)
        v = self.v(n).view(b, t, self.kv, self.hd).transpose(1, 2)
        if self.kv != self.heads:
            k = k.repeat_interleave(self.heads // self.kv, 1)
            v = v.repeat_interleave(self.heads // self.kv, 1)
        if hasattr(F, "scaled_dot_product_attention"):
            y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        else:
            y = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(self.hd) + mask, -1) @ v
        x = x + self.o(y.transpose(1, 2).reshape(b, t, -1))
        n = self.n2(x)
        return x + self.down(F.silu(self.gate(n)) * self.up(n))


class Decoder(nn.Module):
    def __init__(self, s):
        super().__init__()
        self.embedding = nn.Embedding(s["vocab"], s["dim"])
        self.blocks = nn.ModuleList([Block(s) for _ in range(s["layers"])])
        self.norm = Norm(s["dim"])
        self.head = nn.Linear(s["dim"], s["vocab"], bias=False)
        self.embedding.weight.requires_grad_(False)
        self.head.weight.requires_grad_(False)

    def forward(self, tokens, cos, sin, mask):
        x = self.embedding(tokens)
        for block in self.blocks:
            x = block(x, cos, sin, mask)
        return self.head(self.norm(x))


def main():
    s = SIZES[sys.argv[1]]
    dtype = torch.bfloat16 if sys.argv[2] == "bf16" else torch.float32
    if len(sys.argv) > 3 and int(sys.argv[3]) > 0:
        torch.set_num_threads(int(sys.argv[3]))
    torch.manual_seed(1)
    model = Decoder(s).to(dtype)
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=1e-3)
    tokens = torch.randint(s["vocab"], (s["batch"], s["length"]))
    targets = torch.randint(s["vocab"], (s["batch"] * s["length"],))
    angles = torch.arange(s["length"])[:, None] * 10000.0 ** (-torch.arange(32) / 32)
    cos, sin = angles.cos().to(dtype), angles.sin().to(dtype)
    mask = torch.full((s["length"], s["length"]), float("-inf")).triu(1).to(dtype)
    rates, start_all = [], time.time()
    while len(rates) < 4 or (time.time() - start_all < 20 and len(rates) < 8):
        start = time.time()
        loss = F.cross_entropy(model(tokens, cos, sin, mask).view(-1, s["vocab"]).float(), targets)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        rates.append(tokens.numel() / (time.time() - start))
    rates = sorted(rates[1:])
    print(json.dumps({"size": sys.argv[1], "precision": sys.argv[2], "torch": torch.__version__,
                      "tokens_per_second": round(rates[len(rates) // 2]), "best": round(rates[-1])}))


if __name__ == "__main__":
    main()
