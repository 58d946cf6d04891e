"""The script of a rehearsal, as data: who says what when asked what, and where it should lead."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from assistant.errors import UsageError
from intents.errors import ContentError
from intents.prompts import load_prompts
from intents.yaml_file import read, validate


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that the patient says, or stays silent for.

    `when`: a fact, a question or a prompt key that this answers; "" for the next turn, in order.
    `wav`: a recording of it, relative to the script (or to the folder with recordings).
    `silence`: seconds without a word before it.
    """

    say: str = ""
    wav: str = ""
    when: str = ""
    silence: float = 0.0


@dataclass(frozen=True, slots=True)
class PatientScript:
    """A whole patient. `voice`: flite:NAME or espeak:NAME; `otherwise`: the answer to all else.

    `agree`, `disagree`: said when an answer is read back rightly or wrongly; a plain yes or no if
    left out.
    """

    title: str
    says: tuple[Item, ...]
    expect_level: str
    otherwise: str = ""
    country: str = ""
    voice: str = ""
    agree: str = ""
    disagree: str = ""
    place: Path = field(default=Path(), kw_only=True)


@dataclass(frozen=True, slots=True)
class _Written:
    title: str
    says: list[str | Item]
    expect_level: str
    otherwise: str = ""
    country: str = ""
    voice: str = ""
    agree: str = ""
    disagree: str = ""


def load_patient(path: Path) -> PatientScript:
    """Read a script.

    Raises UsageError where it is missing; ContentError, naming file and line, where it is broken.
    """
    if not path.is_file():
        raise UsageError(f"There is no script {path}; name a YAML file, or one that is shipped.")
    data, lines = read(path)
    written = validate(data, lines, _Written, path)
    words = load_prompts().words
    items = []
    for number, said in enumerate(written.says):
        item = Item(say=said) if isinstance(said, str) else said
        if not (item.say or item.wav or item.silence > 0):
            line = lines.get(("says", number), 1)
            raise ContentError(f"{path}, line {line}: this item needs say, wav or silence.")
        items.append(item)
    return PatientScript(
        title=written.title,
        says=tuple(items),
        expect_level=written.expect_level,
        otherwise=written.otherwise,
        country=written.country,
        voice=written.voice,
        agree=written.agree or words["yes"],
        disagree=written.disagree or words["no"],
        place=path.parent,
    )
