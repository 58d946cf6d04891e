"""Makes clean synthetic speech sound like people in rooms, on telephones, hoarse and in noise.

Each function takes and gives float32 samples at 16 kHz in the range -1..1; all chance comes from
the generator that is passed in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

RATE = 16000
Wave = npt.NDArray[np.float32]
Random = np.random.Generator


@dataclass(frozen=True, slots=True)
class Scene:
    """What may be mixed in: other talkers, and recordings of noise if there are any."""

    talkers: Sequence[npt.NDArray[np.int16]]
    noises: Sequence[npt.NDArray[np.int16]] = ()


def fast_length(count: int) -> int:
    """The next length with factors 2, 3 and 5 only: FFTs of others are six times slower."""
    while True:
        rest = count
        for factor in (2, 3, 5):
            while rest % factor == 0:
                rest //= factor
        if rest == 1:
            return count
        count += 1


def change_speed(wave: Wave, factor: float) -> Wave:
    """Play faster (above 1): shorter, higher and with a shorter vocal tract."""
    places = np.arange(0, len(wave) - 1, factor)
    played: Wave = np.interp(places, np.arange(len(wave)), wave).astype(np.float32)
    return played


def shape(wave: Wave, random: Random, telephone: bool, room: bool) -> Wave:
    """Random tone controls, band limits and reverberation, all in one FFT."""
    tail = int(RATE * random.uniform(0.15, 0.7)) if room else 0
    size = fast_length(len(wave) + tail + 1)
    hertz = np.fft.rfftfreq(size, 1 / RATE)
    response = np.ones(len(hertz), np.complex128)
    octaves = np.log2(np.maximum(hertz, 50) / 50)
    knots = np.linspace(0, octaves[-1], 7)
    decibels = np.interp(octaves, knots, random.normal(0, 4.0, 7)) + octaves * random.normal(0, 1)
    response *= 10 ** (decibels / 20)
    if telephone:
        low, high = random.uniform(180, 400), random.uniform(3000, 3900)
        response *= 1 / np.sqrt(1 + (low / np.maximum(hertz, 1)) ** 8)
        response *= 1 / np.sqrt(1 + (hertz / high) ** 40)
    elif random.random() < 0.5:
        low = random.uniform(40, 250)
        response *= 1 / np.sqrt(1 + (low / np.maximum(hertz, 1)) ** 4)
    if room:
        response *= np.fft.rfft(_impulse(tail, random), size)
    shaped = np.fft.irfft(np.fft.rfft(wave, size) * response, size)[: len(wave)]
    return shaped.astype(np.float32)


def _impulse(length: int, random: Random) -> npt.NDArray[np.float64]:
    """A room: the direct sound, a few early echoes, then decaying noise."""
    times = np.arange(length) / RATE
    reverberation = random.uniform(0.15, 0.9)  # seconds for -60 dB
    late = random.normal(0, 1, length) * 10 ** (-3 * times / reverberation)
    late[: int(0.005 * RATE)] = 0
    late *= 10 ** (-random.uniform(2, 22) / 20) / np.sqrt(np.sum(late**2) + 1e-9)
    for place in random.integers(int(0.001 * RATE), int(0.03 * RATE), 5):
        late[place] += random.normal(0, 0.2)
    late[0] += 1.0
    return late


def noise_voice(wave: Wave, random: Random, share: float) -> Wave:
    """Replace `share` of the voice by breath of the same colour: hoarse (0.5), whispered (1)."""
    size, hop = 512, 128
    window = np.hanning(size + 1)[:-1].astype(np.float32)
    padded = np.pad(wave, (size, size + hop))
    frames = np.lib.stride_tricks.sliding_window_view(padded, size)[::hop] * window
    spectra = np.fft.rfft(frames, axis=1)
    loudness = np.log(np.abs(spectra) + 1e-6)
    cepstra = np.fft.irfft(loudness, axis=1)
    cepstra[:, 24:-23] = 0  # only the envelope, without the harmonics of the voice
    envelope = np.exp(np.fft.rfft(cepstra, axis=1).real + 0.28)
    phases = np.exp(2j * np.pi * random.random(spectra.shape))
    mixed = (1 - share) * spectra + share * envelope * phases
    pieces = np.fft.irfft(mixed, axis=1) * window
    out = np.zeros(len(padded), np.float32)
    total = np.zeros(len(padded), np.float32)
    for i, piece in enumerate(pieces):
        out[i * hop : i * hop + size] += piece
        total[i * hop : i * hop + size] += window**2
    return (out / np.maximum(total, 0.1))[size : size + len(wave)].astype(np.float32)


def coloured(length: int, random: Random) -> Wave:
    """Steady noise with a random slope and a few bumps, like fans, water, engines."""
    size = fast_length(length)
    hertz = np.maximum(np.fft.rfftfreq(size, 1 / RATE), 30)
    octaves = np.log2(hertz / 30)
    decibels = -octaves * random.uniform(-1, 9)
    for _ in range(int(random.integers(0, 4))):
        centre, width = random.uniform(0.5, 8.5), random.uniform(0.05, 1.0)
        decibels += random.uniform(3, 25) * np.exp(-(((octaves - centre) / width) ** 2))
    spectrum = random.normal(size=(2, len(hertz)))
    noise = np.fft.irfft((spectrum[0] + 1j * spectrum[1]) * 10 ** (decibels / 20), size)[:length]
    if random.random() < 0.3:  # slow swell, as of traffic
        t = np.arange(length) / RATE
        noise *= 1 + 0.8 * np.sin(2 * np.pi * (random.uniform(0.1, 4) * t + random.random()))
    return noise.astype(np.float32)


def hum(length: int, random: Random) -> Wave:
    """A motor or a tone with harmonics, perhaps trembling."""
    base = random.uniform(45, 400)
    t = np.arange(length) / RATE
    tremble = random.uniform(0, 3) * np.sin(2 * np.pi * random.uniform(1, 8) * t)
    phase = 2 * np.pi * base * t + tremble
    waves = [random.random() / k * np.sin(k * phase) for k in range(1, 12)]
    made: Wave = (np.sum(waves, axis=0) + 0.1 * random.normal(size=length)).astype(np.float32)
    return made


def clatter(length: int, random: Random) -> Wave:
    """Knocks, clicks, dishes: short ringing bursts."""
    out = 0.003 * random.normal(size=length)
    for _ in range(int(random.integers(1, 8))):
        count = int(RATE * random.uniform(0.01, 0.25))
        start = int(random.integers(0, max(1, length - count)))
        t = np.arange(count) / RATE
        ring = np.sin(2 * np.pi * random.uniform(200, 6000) * t) + random.normal(size=count)
        burst = ring * np.exp(-t / random.uniform(0.003, 0.06)) * random.random()
        out[start : start + count] += burst[: length - start]
    return out.astype(np.float32)


def babble(length: int, random: Random, scene: Scene) -> Wave:
    """Several people talking at once."""
    out = np.zeros(length, np.float32)
    for _ in range(int(random.integers(3, 8))):
        voice = np.concatenate(
            [scene.talkers[int(random.integers(len(scene.talkers)))] for _ in range(4)]
        ).astype(np.float32)
        voice = np.resize(np.roll(voice, int(random.integers(len(voice)))), length)
        out += voice * random.uniform(0.3, 1) / (np.std(voice) + 1)
    return out


def background(length: int, random: Random, scene: Scene) -> Wave:
    """Any noise."""
    if scene.noises and random.random() < 0.45:
        noise = scene.noises[int(random.integers(len(scene.noises)))]
        noise = np.resize(np.roll(noise, int(random.integers(len(noise)))), length)
        return noise.astype(np.float32)
    kinds: list[Callable[[], Wave]] = [
        lambda: coloured(length, random),
        lambda: hum(length, random),
        lambda: clatter(length, random),
        lambda: babble(length, random, scene),
    ]
    return kinds[int(random.choice(4, p=[0.5, 0.14, 0.14, 0.22]))]()


def mix(wave: Wave, noise: Wave, decibels: float) -> Wave:
    """Add noise at a signal-to-noise ratio measured over the louder half of the speech."""
    blocks = np.sort(np.mean(wave[: len(wave) // 160 * 160].reshape(-1, 160) ** 2, axis=1))
    speech = np.sqrt(np.mean(blocks[len(blocks) // 2 :]) + 1e-12)
    level = np.sqrt(np.mean(noise.astype(np.float64) ** 2)) + 1e-9
    gain = np.float32(speech / level * 10 ** (-decibels / 20))
    mixed: Wave = wave + noise * gain
    return mixed


def companded(wave: Wave) -> Wave:
    """Eight bit mu-law of a telephone line, and nothing above half of its 8 kHz."""
    peak = np.max(np.abs(wave)) + 1e-9
    squeezed = np.sign(wave) * np.log1p(255 * np.abs(wave) / peak) / np.log(256)
    rounded = np.rint(squeezed * 127) / 127
    coded = np.sign(rounded) * np.expm1(np.abs(rounded) * np.log(256)) / 255 * peak
    size = fast_length(len(wave))
    spectrum = np.fft.rfft(coded, size)
    spectrum[size * 4000 // RATE :] = 0
    return np.fft.irfft(spectrum, size)[: len(wave)].astype(np.float32)


def disguise(wave: Wave, random: Random, scene: Scene) -> Wave:
    """One random life of an utterance: voice, room, line, noise, level."""
    pick = random.random()
    if pick < 0.14:
        wave = noise_voice(wave, random, 1.0 if pick < 0.05 else float(random.uniform(0.2, 0.8)))
    telephone = bool(random.random() < 0.25)
    if random.random() > 0.15:
        wave = shape(wave, random, telephone, room=bool(random.random() < 0.45))
    if random.random() > 0.2:
        noise = background(len(wave), random, scene)
        low, high = ((3, 18), (10, 45))[int(random.integers(2))]
        wave = mix(wave, noise, float(random.uniform(low, high)))
    if telephone and random.random() < 0.6:
        wave = companded(wave)
    level = 10 ** (random.uniform(-38, -4) / 20)
    wave = wave * (level / (np.max(np.abs(wave)) + 1e-6) * random.choice([1, 1, 1, 1, 2.5]))
    return np.clip(wave, -1, 1).astype(np.float32)
