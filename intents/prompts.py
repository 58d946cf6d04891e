"""The sentences around the questions: one field a prompt, so a missing one is an error."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from intents.yaml_file import load

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Prompts:
    """All prompts of one language. Slots stand in braces; `words` are single words by key."""

    greeting: tuple[str, ...]
    greeting_again: str
    weak_ears: str
    complaint: str
    complaint_plainer: str
    complaint_choices: str
    complaint_last: str
    complaint_gave_up: str
    noted: str
    volunteered_check: str
    check_answer: str
    check_number: str
    check_wrong: str
    number_out_of_range: str
    choices_yes_no: str
    choices_number: str
    numbered_yes_no: str
    numbered_number: str
    gave_up: str
    dont_know_noted: str
    shall_i_go_on: str
    contradiction: str
    with_care: str
    take_your_time: str
    take_your_time_keys: str
    no_answer: str
    slower: str
    faster: str
    louder: str
    quieter: str
    back: str
    back_nothing: str
    wait: str
    help_yes_no: str
    help_number: str
    help_complaint: str
    help_commands: str
    why_nothing: str
    summary_nothing: str
    summary_yes: str
    summary_no: str
    summary_unknown: str
    stopped: str
    goodbye: str
    acknowledge: str
    asked_for_emergency: str
    after_advice: str
    after_advice_calm: str
    teach_back: str
    teach_back_right: str
    teach_back_again: str
    exercise_begins: str
    exercise_stopped: str
    reasons: str
    reasons_plain: str
    unfinished: str
    words: dict[str, str]
    sounds: dict[Literal["listening", "heard", "thinking", "alarm"], str] = field(
        default_factory=dict
    )
    """What each earcon means; without them the earcons explain themselves."""
    devices: dict[Literal["speaker_gone", "microphone_gone", "device_back"], str] = field(
        default_factory=dict
    )
    """What is said when a device is unplugged, and when it is back."""
    keys: dict[Literal["yes", "no", "dont_know"], str] = field(default_factory=dict)
    """The letters that answer."""
    asleep: str = ""
    """What is said before it sleeps: how to wake it."""


def load_prompts(language: str = "en") -> Prompts:
    """Raises ContentError where a prompt is missing, unknown or broken."""
    return load(_HERE / language / "prompts.yaml", Prompts)
