"""Secrets of those who offer language models, and of what one uses around them."""

from __future__ import annotations

from cotw.secrets.judging import looks_random
from cotw.secrets.shapes import Shape, shapes

_END = r"(?![A-Za-z0-9])"

MODELS: tuple[Shape, ...] = (
    *shapes("anthropic", r"sk-ant-[A-Za-z0-9_-]{16,}+", "sk-ant-"),
    *shapes("openrouter", r"sk-or-v1-[a-f0-9]{64}", "sk-or-v1-"),
    *shapes("langfuse", r"sk-lf-[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}", "sk-lf-"),
    *shapes("openai", r"sk-(?!ant-|or-v1-|lf-)[A-Za-z0-9_-]{20,}+", "sk-", judge=looks_random),
    *shapes("elevenlabs", rf"sk_[a-f0-9]{{48}}{_END}", "sk_"),
    *shapes("cerebras", rf"csk-[a-z0-9]{{48}}{_END}", "csk-"),
    *shapes("groq", r"gsk_[A-Za-z0-9]{40,}+", "gsk_"),
    *shapes("xai", r"xai-[A-Za-z0-9]{40,}+", "xai-"),
    *shapes("perplexity", r"pplx-[A-Za-z0-9]{40,}+", "pplx-"),
    *shapes("together", r"tgp_v1_[A-Za-z0-9_-]{40,}+", "tgp_v1_"),
    *shapes("replicate", r"r8_[A-Za-z0-9]{37}(?![A-Za-z0-9_-])", "r8_"),
    *shapes("huggingface", r"(?:hf|api_org)_[A-Za-z0-9]{30,}+", "hf_", "api_org_"),
    *shapes("nvidia", r"nvapi-[A-Za-z0-9_-]{60,}+", "nvapi-"),
    *shapes("fireworks", rf"fw_[A-Za-z0-9]{{22,24}}{_END}", "fw_", judge=looks_random),
    *shapes("pinecone", r"pcsk_[A-Za-z0-9_]{50,}+", "pcsk_"),
    *shapes("langsmith", r"lsv2_(?:pt|sk)_[a-f0-9]{32}_[a-f0-9]{10}", "lsv2_"),
    *shapes("wandb", r"wandb_v1_[A-Za-z0-9_]{40,}+", "wandb_v1_"),
    *shapes("tavily", r"tvly-(?:dev-|prod-)?[A-Za-z0-9-]{30,}+", "tvly-", judge=looks_random),
    *shapes("firecrawl", rf"fc-[a-f0-9]{{32}}{_END}", "fc-"),
)
