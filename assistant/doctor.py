"""Is everything here that a check by voice needs? One part after another; nothing is raised."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass

import numpy as np

from assistant.errors import BedsideError
from assistant.settings import Settings
from assistant.talk import HEARD
from intents.doctor import DoctorWords, Part, load_doctor
from intents.errors import ContentError
from models.errors import ModelError

LISTEN_SECONDS = 0.5
PATIENCE_SECONDS = 20.0
"""A driver that hangs must not hang the doctor; a big model takes some seconds to load."""
LOOP_SECONDS = 60.0
"""A sentence is said, recorded and recognised in them, also by a slow machine."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one part, as a sentence."""

    part: Part
    works: bool
    text: str


class NotAsItShould(BedsideError):
    """A part works, but not well enough; the message says what to do."""


Check = Callable[[DoctorWords, Settings], str]
"""Returns what to say where the part works; raises where it does not."""


def examine(settings: Settings) -> Iterator[Finding]:
    """One finding a part, as they come."""
    checks: Mapping[Part, Check] = {
        "microphone": _microphone,
        "speaker": _speaker,
        "voice": _voice,
        "recogniser": _recogniser,
        "loop": _loop,
        "content": _content,
    }
    try:
        words = load_doctor(settings.language)
    except ContentError as error:
        yield Finding("content", False, str(error))
        return
    well = True
    for part, check in checks.items():
        if part == "loop":
            if not well or settings.language not in HEARD:
                continue
            yield Finding(part, True, words.loop.begins)
        finding = _examined(part, check, words, settings)
        well = well and finding.works
        yield finding


def _examined(part: Part, check: Check, words: DoctorWords, settings: Settings) -> Finding:
    name = words.parts[part]
    found = [Finding(part, False, words.hangs.format(part=name))]

    def look() -> None:
        try:
            found.append(Finding(part, True, check(words, settings)))
        except (BedsideError, ContentError, ModelError) as error:
            found.append(Finding(part, False, words.fails.format(part=name, problem=error)))
        except Exception as error:  # whatever it is, the other parts are still worth a look
            text = words.unexpected.format(part=name, error=str(error) or type(error).__name__)
            found.append(Finding(part, False, text))

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    looking.join(LOOP_SECONDS if part == "loop" else PATIENCE_SECONDS)
    return found[-1]


def _microphone(words: DoctorWords, settings: Settings) -> str:
    from assistant.ears.microphone import Microphone
    from assistant.voice.devices import choose, quiet_stderr

    name = choose("input", settings.microphone).name
    with quiet_stderr():
        microphone = Microphone(settings.microphone)
    with microphone:
        wanted, loudest = round(LISTEN_SECONDS * microphone.rate), 0
        while wanted > 0:
            samples = np.frombuffer(microphone.read() or b"", dtype=np.int16)
            wanted -= len(samples)
            loudest = max(loudest, int(np.abs(samples.astype(np.int32)).max(initial=0)))
    text = words.works["microphone"] if loudest else words.quiet_microphone
    return text.format(part=words.parts["microphone"], name=name)


def _speaker(words: DoctorWords, settings: Settings) -> str:
    from assistant.voice.earcons import earcon
    from assistant.voice.player import SounddevicePlayer

    with SounddevicePlayer(settings.speaker) as player:
        player.play(earcon("listening"))
        return words.works["speaker"].format(part=words.parts["speaker"], name=player.device)


def _voice(words: DoctorWords, settings: Settings) -> str:
    from assistant.voice.choice import make_renderer

    with closing(make_renderer(settings.voice)) as renderer:
        renderer.render(words.sentence, settings.rate)
    return words.works["voice"].format(part=words.parts["voice"])


def _recogniser(words: DoctorWords, settings: Settings) -> str:
    from assistant.ears.audio_file import Recording
    from assistant.ears.choose import make_listener
    from assistant.ears.recogniser import RATE
    from assistant.voice.earcons import earcon
    from intents.meaning import Expectation

    sound = earcon("alarm").at(RATE)
    listener = make_listener(Recording(sound.samples), settings.recogniser)
    try:
        listener.prepare()
        listener.listen(Expectation("yes_no"), gate=0.0)
        return words.works["recogniser"].format(part=words.parts["recogniser"], note=listener.note)
    finally:
        listener.close()


def _loop(words: DoctorWords, settings: Settings) -> str:
    from assistant.self_test import recognised, say_and_record, verdict

    loop = say_and_record(settings, words.sentence)
    heard = recognised(loop.sound, settings) if loop.heard else ""
    works, told = verdict(words.loop, loop, heard, words.sentence)
    levels = words.loop.levels.format(silence=round(loop.silence), speech=round(loop.speech))
    text = " ".join([*told, levels])
    if not works:
        raise NotAsItShould(text)
    return words.works["loop"].format(part=words.parts["loop"], told=text)


def _content(words: DoctorWords, settings: Settings) -> str:
    from assistant.dialogue.script import load_script
    from intents.hearing import load_hearing
    from intents.phrases import load_phrases

    load_script(settings.country, settings.language)
    load_phrases(settings.language)
    load_hearing()
    return words.works["content"].format(part=words.parts["content"])
