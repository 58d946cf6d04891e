"""Bedside says a sentence and listens to itself: what reaches the microphone, and is it clear?"""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from assistant.settings import Settings
from assistant.voice.clip import Clip
from intents.doctor import LoopWords

QUIET_SECONDS, TAIL_SECONDS = 1.0, 0.6
_FRAME_SECONDS = 0.05
_SETTLING_SECONDS = 0.2
"""Many microphones begin with a click."""
FLOOR = -96.0
"""dBFS; less than the last bit of 16."""
ABSENT = 6.0
"""dB over the silence; what stands out less is not there."""
LOW = -46.0
"""dBFS, 20 dB below -26 dBov, the nominal level of speech on a line (ITU-T G.191, P.56)."""
LOUD_SILENCE = -40.0
CLIPPED = 0.001
"""Share of the samples at the limit; speech that fits hardly touches it."""
UNDERSTOOD = 0.6
"""Share of the words; the ears differ by one or two of such a sentence even where all is well."""


@dataclass(frozen=True, slots=True)
class Loop:
    """What came back. Levels in dBFS: of the silence before, and of the louder parts of speech."""

    sound: Clip
    silence: float
    speech: float
    clipped: float
    """Share of samples at the limit."""

    @property
    def heard(self) -> bool:
        """Whether the voice reached the microphone at all."""
        return self.speech - self.silence >= ABSENT and self.speech > FLOOR + ABSENT


def say_and_record(settings: Settings, sentence: str) -> Loop:
    """Raises MissingError (also AudioError) as the devices and the voice do."""
    from assistant.ears.microphone import Microphone
    from assistant.voice.choice import make_renderer
    from assistant.voice.devices import quiet_stderr
    from assistant.voice.player import SounddevicePlayer

    with closing(make_renderer(settings.voice)) as renderer:
        clip = renderer.render(sentence, settings.rate).scaled(settings.volume)
    with quiet_stderr():
        microphone = Microphone(settings.microphone)
    recorded = bytearray()
    with (
        microphone,
        SounddevicePlayer(settings.speaker) as player,
        ThreadPoolExecutor(1) as speaking,
    ):

        def record(seconds: float) -> None:
            end = len(recorded) + 2 * round(seconds * microphone.rate)
            while len(recorded) < end:
                recorded.extend(microphone.read() or b"")

        record(QUIET_SECONDS)
        begun = len(recorded) // 2
        said = speaking.submit(player.play, clip)
        while not said.done():
            recorded.extend(microphone.read() or b"")
        said.result()
        record(TAIL_SECONDS)
    return measured(Clip(np.frombuffer(bytes(recorded), dtype=np.int16), microphone.rate), begun)


def measured(sound: Clip, begun: int) -> Loop:
    """The levels of a recording in which the voice begins at the sample `begun`."""
    before = sound.samples[round(_SETTLING_SECONDS * sound.rate) : begun]
    during = sound.samples[begun:]
    limit = np.abs(during.astype(np.int32)) >= 32_700
    return Loop(
        sound,
        float(np.median(_levels(before, sound.rate))),
        float(np.percentile(_levels(during, sound.rate), 80)),
        float(limit.mean()) if len(during) else 0.0,
    )


def _levels(samples: NDArray[np.int16], rate: int) -> list[float]:
    size = round(_FRAME_SECONDS * rate)
    frames = [samples[at : at + size] for at in range(0, len(samples) - size + 1, size)]
    powers = [float(np.mean((frame / 32_768.0) ** 2)) for frame in frames]
    return [max(FLOOR, 10 * math.log10(power)) if power else FLOOR for power in powers] or [FLOOR]


def recognised(sound: Clip, settings: Settings) -> str:
    """What the ears make of it. Raises ModelError, MissingError as they do."""
    from assistant.ears.audio_file import Recording
    from assistant.ears.choose import make_listener
    from assistant.ears.listener import Heard
    from assistant.ears.recogniser import RATE
    from intents.meaning import Expectation

    listener = make_listener(Recording(sound.at(RATE).samples), settings.recogniser)
    texts = []
    try:
        listener.prepare()
        while isinstance(
            event := listener.listen(
                Expectation("complaint"), wait=math.inf, flush=False, gate=0.0
            ),
            Heard,
        ):
            texts.append(event.text or event.open_text)
    finally:
        listener.close()
    return " ".join(text for text in texts if text)


def is_like(heard: str, sentence: str) -> bool:
    """Whether most words of the sentence were heard, in their order."""
    return Levenshtein.normalized_similarity(_words(heard), _words(sentence)) >= UNDERSTOOD


def _words(text: str) -> list[str]:
    plain = "".join(char if char.isalnum() or char == "'" else " " for char in text.casefold())
    return plain.split()


def verdict(words: LoopWords, loop: Loop, heard: str, sentence: str) -> tuple[bool, list[str]]:
    """Whether it will do, and the sentences to say. A headset that lets nothing through is fine."""
    if not loop.heard:
        return True, [words.absent]
    told = []
    understood = is_like(heard, sentence)
    told.append(words.understood if understood else words.misunderstood.format(text=heard or "-"))
    if loop.clipped > CLIPPED:
        told.append(words.clipped)
    elif loop.speech < LOW:
        told.append(words.quiet)
    if loop.silence > LOUD_SILENCE:
        told.append(words.noisy)
    return understood, told
