"""A sound card without hardware: a PulseAudio server of its own with two null sinks.

What is played into `mouth` is what the microphone hears; what the assistant says goes into
`speaker`. Debian packages: pulseaudio, pulseaudio-utils, libasound2-plugins (PortAudio reaches
PulseAudio through ALSA's plugin) and libportaudio2.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from assistant.voice.clip import Clip
from assistant.voice.legend import TOLD

RATE = 16_000
LOUD = 100
"""Samples above this are sound; the sinks are silent to the last bit otherwise."""
SINK = "module-null-sink rate=48000 channels=1 sink_name="
_START_SECONDS = 10.0
_PROGRAMS = ("pulseaudio", "pactl", "pacat", "parec")


def why_not() -> str:
    """The reason why there can be no virtual card here; "" where there can."""
    missing = [program for program in _PROGRAMS if shutil.which(program) is None]
    if missing:
        return f"no {', '.join(missing)}: apt install pulseaudio pulseaudio-utils"
    places = ("/usr/lib", "/usr/lib64", "/usr/local/lib")
    name = "libasound_module_pcm_pulse.so"
    if not any(any(Path(place).glob(f"**/alsa-lib/{name}")) for place in places):
        return "no ALSA plugin for PulseAudio: apt install libasound2-plugins"
    return ""


class Card:
    """The running card. `environment`: for processes that shall use it as their only sound card."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        socket = folder / "native"
        runtime = folder / "runtime"
        runtime.mkdir(mode=0o700)
        self.environment = {
            **os.environ,
            "PULSE_SERVER": f"unix:{socket}",
            "PULSE_SINK": "speaker",
            "PULSE_SOURCE": "mouth.monitor",
            "PULSE_RUNTIME_PATH": str(runtime),
            "XDG_RUNTIME_DIR": str(runtime),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "XDG_STATE_HOME": str(folder / "state"),
        }
        # Not the first time: the meaning of the earcons was told, and the settings asked for.
        for done in (folder / "state/bedside" / TOLD, folder / "config/bedside/settings.toml"):
            done.parent.mkdir(parents=True)
            done.touch()
        self._server = subprocess.Popen(
            [
                *("pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"),
                f"--log-target=file:{folder / 'pulseaudio.log'}",
                *("-L", f"module-native-protocol-unix auth-anonymous=1 socket={socket}"),
                *("-L", f"{SINK}mouth"),
                *("-L", f"{SINK}speaker"),
            ],
            env={**self.environment, "HOME": str(folder)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._wait_for_server()
        # Recorders with a short latency also make the null sinks work in short steps: left alone
        # they take 2 s at a time, and everything would come so late.
        self.speaker = Recorder(self, "speaker.monitor")
        self.mouth = Recorder(self, "mouth.monitor")
        for recorder in (self.speaker, self.mouth):
            recorder.wait()

    def _wait_for_server(self) -> None:
        for _ in range(round(_START_SECONDS / 0.1)):
            asked = subprocess.run(
                ["pactl", "list", "short", "sinks"],
                env=self.environment,
                capture_output=True,
                text=True,
            )
            if "speaker" in asked.stdout:
                return
            time.sleep(0.1)
        self._server.terminate()
        raise RuntimeError((self._folder / "pulseaudio.log").read_text())

    def speak(self, clip: Clip) -> None:
        """Play a clip into the virtual microphone; returns when it has been heard."""
        quiet = np.zeros(RATE // 10, dtype=np.int16)
        sound = np.concatenate([quiet, clip.at(RATE).samples, quiet]).tobytes()
        subprocess.run(
            ["pacat", "--playback", "--device=mouth", "--latency-msec=30", *_format()],
            env=self.environment,
            input=sound,
            check=True,
            timeout=clip.seconds + 30,
        )

    def take_out(self, sink: str) -> None:
        """Unplug the loudspeaker ("speaker") or the microphone ("mouth").

        It stands still instead of vanishing: PulseAudio would move its sound to the one sink that
        is left, and nobody would notice.
        """
        self._pactl("suspend-sink", sink, "1")

    def put_back(self, sink: str) -> None:
        """Plug it in again."""
        self._pactl("suspend-sink", sink, "0")

    def _pactl(self, *arguments: str) -> str:
        return subprocess.run(
            ["pactl", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=10,
        ).stdout

    def connect(self, volume: float = 1.0) -> None:
        """Let the microphone hear the loudspeaker, so much louder or softer."""
        self._pactl("load-module", "module-loopback", "source=speaker.monitor", "sink=mouth")
        for line in self._pactl("list", "short", "sink-inputs").splitlines():
            self._pactl("set-sink-input-volume", line.split()[0], str(round(65_536 * volume)))

    def unplug(self) -> None:
        """The whole card is gone at once."""
        self._server.kill()

    def close(self) -> None:
        """Stop the recorders and the server."""
        self.speaker.close()
        self.mouth.close()
        self._server.terminate()
        self._server.wait(10)


class Recorder:
    """Records a source all the time and knows since when it is silent."""

    def __init__(self, card: Card, source: str) -> None:
        self._process = subprocess.Popen(
            ["parec", f"--device={source}", "--latency-msec=20", "--raw", *_format()],
            env=card.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
        )
        self._audio = bytearray()
        self._began = float("inf")
        self.last_sound = time.monotonic()
        self._thread = threading.Thread(target=self._record, daemon=True)
        self._thread.start()

    def wait(self) -> None:
        """Return when the first sound of any kind has arrived."""
        for _ in range(round(_START_SECONDS / 0.02)):
            if self._audio:
                return
            time.sleep(0.02)
        raise RuntimeError("the virtual sound card gives no sound")

    def _record(self) -> None:
        assert self._process.stdout is not None
        while block := self._process.stdout.read(RATE // 50 * 2):
            self._audio += block
            # The block that came with the least delay tells best when the recording began.
            self._began = min(self._began, time.monotonic() - self.seconds)
            whole = np.frombuffer(block[: len(block) // 2 * 2], dtype=np.int16)
            if np.abs(whole.astype(np.int32)).max(initial=0) > LOUD:
                self.last_sound = time.monotonic()

    @property
    def silent_for(self) -> float:
        """Seconds since the last sound."""
        return time.monotonic() - self.last_sound

    @property
    def last_sound_at(self) -> float:
        """When the last sound was, to the sample; on the clock of time.monotonic."""
        loud = np.flatnonzero(np.abs(self.clip.samples.astype(np.int32)) > LOUD)
        return self._began + float(loud[-1]) / RATE if len(loud) else 0.0

    def first_sound_after(self, when: float) -> float | None:
        """When the first sound after that instant was, to the sample; None: there is none yet."""
        start = max(0, round((when - self._began) * RATE))
        loud = np.flatnonzero(np.abs(self.clip.samples[start:].astype(np.int32)) > LOUD)
        return self._began + float(start + loud[0]) / RATE if len(loud) else None

    @property
    def clip(self) -> Clip:
        """All that was recorded so far."""
        whole = bytes(self._audio[: len(self._audio) // 2 * 2])
        return Clip(np.frombuffer(whole, dtype=np.int16), RATE)

    @property
    def seconds(self) -> float:
        """How much has been recorded."""
        return len(self._audio) / 2 / RATE

    def close(self) -> None:
        """End the recording."""
        self._process.terminate()
        self._process.wait(10)
        self._thread.join(10)


def _format() -> tuple[str, ...]:
    return (f"--rate={RATE}", "--channels=1", "--format=s16le")


@contextmanager
def virtual_card(folder: Path) -> Iterator[Card]:
    """A card that is there for the time of the block."""
    card = Card(folder)
    try:
        yield card
    finally:
        card.close()
