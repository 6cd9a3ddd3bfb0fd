"""Answers of people to items of the checklist (`answers` of the stack)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from ingest.declared_yaml.reader import KeyPath
from ingest.stack.types import Block, Id, Text

# The ids of the checklist: `make docs` writes them from seeds/checklist_items.csv.
_FILE = Path(__file__).with_name("checklist_items.json")

ItemId = Annotated[str, StringConstraints(pattern="^[0-9]-[0-9]{2,3}$")]
_TOGETHER = ("at", "answer", "verdict")


class Answer(Block):
    """What a person says about one item of the checklist, or that the person was asked."""

    item: ItemId = Field(
        description="Item of the checklist (`docs/checklist-items.md`), e.g. `2-058`."
    )
    asked: Id = Field(description="Person who is asked (`owners`).")
    at: date | None = Field(None, description="Day of the answer.")
    answer: Text | None = Field(
        None,
        description="The answer in words. `at`, `answer` and `verdict` belong together; without "
        "them, the question is open.",
    )
    verdict: Literal["pass", "fail", "unknown"] | None = Field(
        None,
        description="What the answer means: `pass`, the item is in order; `fail`, it is not; "
        "`unknown`, the person does not know, and the question stays open.",
    )
    evidence: Text | None = Field(
        None, description="Where the proof is, e.g. a file, a ticket or a page."
    )

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        missing = [key for key in _TOGETHER if getattr(self, key) is None]
        if missing and (len(missing) < len(_TOGETHER) or self.evidence):
            names = ", ".join(f"'{key}'" for key in missing)
            raise PydanticCustomError(
                "answer",
                f"{names} {'is' if len(missing) == 1 else 'are'} missing",
                {"allowed": "`at`, `answer` and `verdict` together; a question without all three"},
            )
        return self


@cache
def item_ids() -> tuple[str, ...]:
    """The ids of all items of the checklist."""
    return tuple(json.loads(_FILE.read_text("utf-8")))


def answer_rows(answers: list[Answer]) -> Iterator[tuple[str, KeyPath, tuple[object, ...]]]:
    """Yields table, key path and values of the declared answers."""
    for index, found in enumerate(answers):
        yield (
            "answers",
            ("answers", index),
            (found.item, found.asked, found.at, found.answer, found.verdict, found.evidence),
        )
