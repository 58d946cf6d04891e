"""A scripted patient through the real ears and the real voice, in virtual time, into one WAV."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

import click

from assistant.conversation import Conversation, EndOfInput, Utterance
from assistant.dialogue.actions import Listen, Outcome, Say
from assistant.dialogue.script import load_script
from assistant.ears.choose import Preference, make_listener
from assistant.ears.listener import Ended, Silence
from assistant.memory.journal import Journal
from assistant.rehearsal.noise import Noise, load_noise
from assistant.rehearsal.patient import ScriptedPatient
from assistant.rehearsal.patient_voice import PatientVoice
from assistant.rehearsal.read_back import honest
from assistant.rehearsal.script import load_patient
from assistant.rehearsal.scripted_source import ScriptedSource
from assistant.rehearsal.timeline import Timeline
from assistant.settings import Settings
from assistant.voice.manner import Change, Manner
from assistant.voice.renderer import Pyttsx3Renderer
from assistant.voice.speech import Speech
from intents.phrases import load_phrases
from intents.understand import Understander

WAIT = 8.0
"""Seconds of quiet until nobody seems to answer."""


def rehearse(
    path: Path,
    settings: Settings,
    *,
    patient_voice: str = "",
    noise: Path | None = None,
    snr: float = 10.0,
    out: Path,
    journal_path: Path | None = None,
) -> Outcome | None:
    """Play the script (a file, or the name of a shipped one) and write the WAV.

    Raises BedsideError, ContentError or ModelError with what to do.
    """
    patient_script = load_patient(shipped(path))
    script = load_script(patient_script.country or settings.country)
    understander = Understander(load_phrases())
    patient = ScriptedPatient(patient_script, honest(script, understander))
    voice = _patient_voice(patient_voice or patient_script.voice, patient_script.place)
    timeline = Timeline()
    ears = RehearsedEars(
        patient, voice, timeline, settings.recogniser, load_noise(noise, snr) if noise else None
    )
    speaker = RehearsedVoice(timeline, settings.rate)
    try:
        with Journal(journal_path, now=lambda: timeline.seconds) as journal:
            outcome = Conversation(script, understander, ears, speaker, journal).hold()
    finally:
        ears.close()
        speaker.close()
    timeline.to_wav(out)
    if outcome is not None:
        click.echo(f"Result: {outcome.level} (the script expects {patient_script.expect_level}).")
    click.echo(f"Both voices are in {out} ({timeline.seconds:.0f} seconds).")
    return outcome


def shipped(path: Path) -> Path:
    """The path itself, or that of the shipped script of this name."""
    inside = Path(str(files("assistant.rehearsal"))) / "scripts" / f"{path.name}.yaml"
    return inside if not path.exists() and path.parent == Path() and inside.is_file() else path


def _patient_voice(name: str, place: Path) -> PatientVoice:
    """The voice asked for; if none was, flite where it is installed, else espeak."""
    from shutil import which

    if not name:
        name = "flite:slt" if which("flite") else "espeak:en-us"
    return PatientVoice(name, place)


class RehearsedEars:
    """The real recognisers on the scripted patient's sound."""

    def __init__(
        self,
        patient: ScriptedPatient,
        voice: PatientVoice,
        timeline: Timeline,
        recogniser: Preference,
        noise: Noise | None,
    ) -> None:
        self._patient = patient
        self._voice = voice
        self._source = ScriptedSource(timeline, noise)
        self._listener = make_listener(self._source, recogniser)
        self.free_speech = self._listener.free_speech

    def listen(self, say: Say, wanted: Listen) -> Utterance | None:
        """What the recogniser makes of the patient's next line; nothing is said in exercises."""
        if wanted.seconds is not None:
            self._listener.listen(wanted.expect, wait=wanted.seconds)
            return None
        line = self._patient.next_line(say.asks, say.key, say.text)
        if line is not None:
            self._source.say(self._voice.clip(line), line.silence)
        said = (line.say or line.wav) if line else ""
        heard = self._listener.listen(wanted.expect, wait=WAIT)
        if isinstance(heard, Ended):
            raise EndOfInput
        if isinstance(heard, Silence):
            click.echo(f"Patient: {said or '...'}  [heard: nothing]")
            return None
        decision = "clear" if heard.clear else heard.decision
        click.echo(f"Patient: {said}  [{decision}: {heard.text}]")
        return Utterance(heard.text, heard.decision, heard.clear)

    def close(self) -> None:
        """Let the recognisers go."""
        self._listener.close()


class RehearsedVoice:
    """The real voice, into the timeline instead of a loudspeaker."""

    def __init__(self, timeline: Timeline, rate: int) -> None:
        self._renderer = Pyttsx3Renderer()
        self._speech = Speech(self._renderer, timeline, Manner(rate))

    def say(self, said: Say, question: bool = False) -> None:
        """Speak into the timeline, and print the sentence."""
        click.echo(f"Bedside: {said.text}")
        self._speech.say(said.text)

    def prepare(self, texts: Iterable[str]) -> None:
        """In virtual time nobody waits."""

    def change(self, how: Change) -> None:
        """Speak otherwise from now on."""
        self._speech.change(how)

    def close(self) -> None:
        """Delete what was rendered."""
        self._speech.close()
        self._renderer.close()
