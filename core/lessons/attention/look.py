"""Look: what is taken away and what is asked of a trained Transformer; nothing of it changes what is learned."""

from typing import Any

from pydantic import Field

from core.config import Config

LOOK: dict[str, Any] = {"hot": "look"}


class LookConfig(Config):
    """What is looked at, without what, and how a text goes on."""

    sample: int = Field(
        0,
        ge=0,
        le=127,
        title="Example",
        description="Which sequence of the held-out set is looked at.",
        json_schema_extra=LOOK | {"step": 1},
    )
    off: str = Field(
        "",
        pattern=r"^(\d\.\d(-\d\.\d)*)?$",
        title="Heads switched off",
        description="Heads that say nothing while one looks, as layer.head.",
        json_schema_extra=LOOK | {"allowed": "1.1-2.4"},
    )
    masked: bool = Field(
        True,
        title="Mask in use",
        description="Off: the trained network without its causal mask, or with one where it learned without.",
        json_schema_extra=LOOK,
    )
    positioned: bool = Field(
        True,
        title="Encoding in use",
        description="Off: the trained network without its positional encoding.",
        json_schema_extra=LOOK,
    )
    prompt: str = Field(
        "",
        max_length=200,
        title="Your own input",
        description="What the network reads in place of the example; a text goes on from here.",
        json_schema_extra=LOOK | {"allowed": "0 … 200"},
    )
    temperature: float = Field(
        0.8,
        ge=0,
        le=3,
        title="Temperature",
        description="Logits are divided by it: below 1 the likely becomes likelier, at 0 the likeliest is taken.",
        json_schema_extra=LOOK | {"step": 0.05},
    )
    top_k: int = Field(
        0,
        ge=0,
        le=50,
        title="Top k",
        description="Draw among the k likeliest only; 0: among all.",
        json_schema_extra=LOOK | {"step": 1},
    )
    top_p: float = Field(
        1.0,
        ge=0.05,
        le=1,
        title="Top p",
        description="Draw among the fewest of the likeliest that together reach this probability.",
        json_schema_extra=LOOK | {"step": 0.05},
    )
