"""A rehearsal made of recordings of real people (bare yes, no, digits), read where they lie.

`python -m tests.real_patient` prints what was heard, asked back and misheard. Age and temperature
have no recordings and are synthesised.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from assistant.rehearse import rehearse
from assistant.settings import Settings

SHARED = Path(os.environ.get("BEDSIDE_SHARED", Path(__file__).parents[2] / "shared"))
DIGITS = {"hours_since_pee": "two", "pain_score": "four", "days_ill": "three"}


@dataclass(frozen=True, slots=True)
class Counts:
    """How the answers went: accepted right, read back, accepted wrong, not heard."""

    right: int
    asked_back: int
    wrong: int
    missed: int
    yes_as_no: int
    level: str


def write_script(shared: Path, folder: Path, speaker: int) -> Path:
    """A flu patient whose every answer is the recording number `speaker` of its word."""
    manifest = (shared / "evaldata/words/dev.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in manifest]
    known = [row for row in rows if row["subset"] == "speech_commands"]

    def recording(word: str) -> str:
        files = [row["file"] for row in known if row["text"] == word]
        return str(shared / "evaldata" / files[speaker % len(files)])

    says: list[Any] = [{"when": "complaint", "say": "I have the flu and my back aches"}]
    says += [{"when": "age", "say": "thirty four"}, {"when": "temperature", "say": "thirty eight"}]
    says += [{"when": fact, "wav": recording(word)} for fact, word in DIGITS.items()]
    reassuring = ("someone_with_you", "can_drink_and_reach_toilet", "ache_all_over")
    says += [{"when": fact, "wav": recording("yes")} for fact in reassuring]
    says += [{"when": "cold_symptoms", "wav": recording("yes")}]
    says += [{"when": "volunteered_check", "wav": recording("yes")}]
    says += [{"when": "check_answer", "wav": recording("yes")}]
    says += [{"when": "check_number", "wav": recording("yes")}]
    says += [{"when": "after_advice", "wav": recording("stop")}]
    says += [{"wav": recording("no")}] * 60
    path = folder / "real.yaml"
    script = {"title": "Real voices", "country": "GB", "expect_level": "self_care", "says": says}
    path.write_text(yaml.safe_dump(script), encoding="utf-8")
    return path


def hold(shared: Path, folder: Path, speaker: int) -> Counts:
    """One rehearsal; what became of the bare recorded answers."""
    path = write_script(shared, folder, speaker)
    journal = folder / "journal.jsonl"
    outcome = rehearse(path, Settings("GB"), out=folder / "real.wav", journal_path=journal)
    events = [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()]
    counts = dict.fromkeys(("right", "asked_back", "wrong", "missed", "yes_as_no"), 0)
    said: dict[str, Any] = {"key": "", "asks": []}
    for event in events:
        if event["event"] == "said":
            said = event
        expects_yes = said["key"].startswith(("check_", "volunteered")) or any(
            fact in ("someone_with_you", "can_drink_and_reach_toilet", "cold_symptoms")
            for fact in said["asks"]
        )
        digit = next((DIGITS[fact] for fact in said["asks"] if fact in DIGITS), None)
        word = digit or ("yes" if expects_yes else "no")
        synthetic = {"age", "temperature"} & {*said["asks"]}
        if event["event"] == "heard" and not synthetic and (said["asks"] or expects_yes):
            if event["decision"] == "ignored":
                counts["missed"] += 1
            elif event["decision"] == "unsure":
                counts["asked_back"] += 1
            else:
                counts["right" if event["text"] == word else "wrong"] += 1
                counts["yes_as_no"] += word == "yes" and event["text"] == "no"
    return Counts(**counts, level=outcome.level if outcome else "")


def main() -> None:
    """Print one row for each of five speakers."""
    rows = []
    for speaker in range(5):
        with tempfile.TemporaryDirectory() as folder:
            rows.append(hold(SHARED, Path(folder), speaker))
    print("right  asked back  wrong  missed  yes as no  level", file=sys.stderr)
    for row in rows:
        print(
            f"{row.right:5}  {row.asked_back:10}  {row.wrong:5}  {row.missed:6}  "
            f"{row.yes_as_no:9}  {row.level}",
            file=sys.stderr,
        )


if __name__ == "__main__":
    main()
