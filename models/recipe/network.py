"""The acoustic network: a time-delay network, trained with torch and handed over as plain layers.

torch is needed for training only. Vosk asks the network for every third frame; so the first layer
steps by three frames and the later ones work at that rate, with a random start each time.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from models.recipe.examples import IGNORED, Frames
from models.recipe.features import CEPSTRA
from models.recipe.kaldi_files import Layer
from models.recipe.phones import PDFS

log = logging.getLogger(__name__)
STRIDE = 3
RATE = 1.5e-3  # of learning, at first
BATCH = 20
PASSES = 2  # how often each disguise of an utterance is learnt from
SCALE = 0.3  # acoustic scale, folded into the last layer


@dataclass(frozen=True, slots=True)
class Shape:
    """Width of the hidden layers, and per layer how many frames lie between its three taps."""

    width: int = 256
    first: int = 4  # the first layer sees this many frames to each side
    steps: tuple[int, ...] = (3, 3, 6, 6)

    @property
    def context(self) -> int:
        """Frames needed on each side of the current one."""
        return self.first + sum(self.steps)


def _build(shape: Shape) -> Any:
    from torch import nn  # type: ignore[import-not-found]

    inputs, parts = CEPSTRA, []
    for layer in range(len(shape.steps) + 1):
        if layer == 0:
            conv = nn.Conv1d(inputs, shape.width, 2 * shape.first + 1, stride=STRIDE)
        else:
            conv = nn.Conv1d(shape.width, shape.width, 3, dilation=shape.steps[layer - 1] // STRIDE)
        parts += [conv, nn.ReLU(), nn.BatchNorm1d(shape.width), nn.Dropout(0.05)]
    parts.append(nn.Conv1d(shape.width, PDFS, 1))
    return nn.Sequential(*parts)


def train(
    epochs: Iterator[Frames], shape: Shape, seed: int, count: int, minutes: float, threads: int = 1
) -> list[Layer]:
    """Learn from `epochs` (at most `count`, at most `minutes` long) and return Kaldi layers.

    Each epoch's frames are gone through PASSES times. The learning rate falls to nothing along a
    cosine over the epochs; on a machine that is too slow, along the minutes instead. Then the
    result is not the same from run to run, and a warning says so.
    """
    import torch

    torch.manual_seed(seed)
    torch.set_num_threads(threads)
    random = np.random.default_rng(seed)
    net = _build(shape)
    learner = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=1e-4)
    loss_of = torch.nn.CrossEntropyLoss(ignore_index=IGNORED)
    started = time.monotonic()
    done, hurried = 0.0, False
    mean = deviation = priors = None
    for epoch, frames in enumerate(epochs):
        if mean is None:
            kept = frames.rows[frames.labels != IGNORED].astype(np.float32)
            mean, deviation = kept.mean(axis=0), kept.std(axis=0) + 1e-3
            priors = np.bincount(frames.labels[frames.labels != IGNORED], minlength=PDFS) + 1.0
        rows = torch.from_numpy((frames.rows.astype(np.float32) - mean) / deviation)
        targets = torch.from_numpy(frames.labels.astype(np.int64))
        for again in range(PASSES):
            total = right = seen = 0.0
            net.train()
            for part, x, y in _batches(rows, targets, shape, random):
                planned = (epoch + (again + part) / PASSES) / count
                clock = (time.monotonic() - started) / 60 / minutes
                done, hurried = max(planned, clock), hurried or clock > planned
                if done >= 1:
                    break
                for group in learner.param_groups:
                    group["lr"] = RATE * min(1.0, 0.01 + 0.5 * (1 + np.cos(np.pi * done)))
                out = net(x)
                loss = loss_of(out, y)
                learner.zero_grad()
                loss.backward()
                torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
                learner.step()
                counted = y != IGNORED
                number = float(counted.sum())
                total += float(loss.detach()) * number
                right += float(((out.argmax(1) == y) & counted).sum())
                seen += number
            spent = (time.monotonic() - started) / 60
            log.info("epoch %d.%d: loss %.3f, frames right %.1f %%, %.1f min", epoch, again,
                     total / max(seen, 1), 100 * right / max(seen, 1), spent)  # fmt: skip
        if done >= 1:
            break
    if hurried:
        log.warning("the clock shortened the training: another run will differ a little")
    if mean is None or deviation is None or priors is None:
        raise ValueError("no epochs to learn from")
    return fold(net, shape, mean, deviation, priors / priors.sum())


def _batches(rows: Any, targets: Any, shape: Shape, random: np.random.Generator) -> Iterator[Any]:
    """(share done, input, labels): BATCH chunks of 50 outputs, random phase and order."""
    import torch

    outputs, side, batch = 50, shape.context, BATCH
    span = (outputs - 1) * STRIDE + 1 + 2 * side
    offset = int(random.integers(0, STRIDE * outputs))
    starts = np.arange(offset, len(rows) - span, STRIDE * outputs)
    random.shuffle(starts)
    for i in range(0, len(starts) - batch + 1, batch):
        places = starts[i : i + batch]
        x = torch.stack([rows[s : s + span] for s in places]).transpose(1, 2)
        y = torch.stack([targets[s + side : s + span - side : STRIDE] for s in places])
        yield i / len(starts), x, y


def fold(
    net: Any, shape: Shape, mean: npt.NDArray[Any], deviation: npt.NDArray[Any],
    priors: npt.NDArray[Any],
) -> list[Layer]:  # fmt: skip
    """Plain affine layers: input and batch norm go into weights, priors and scale to the end."""
    net.eval()
    scale_in = 1.0 / np.asarray(deviation, np.float64)
    shift_in = -np.asarray(mean, np.float64) * scale_in
    offsets = [tuple(range(-shape.first, shape.first + 1))]
    offsets += [(-step, 0, step) for step in shape.steps] + [(0,)]
    layers: list[Layer] = []
    for number, taps in enumerate(offsets):
        conv = net[4 * number]
        weight = conv.weight.detach().numpy().astype(np.float64)  # out, in, taps
        bias = conv.bias.detach().numpy().astype(np.float64)
        bias = bias + np.einsum("oit,i->o", weight, shift_in)
        weight = weight * scale_in[None, :, None]
        flat = weight.transpose(0, 2, 1).reshape(len(bias), -1)
        if number == len(offsets) - 1:
            flat, bias = flat * SCALE, (bias - np.log(priors)) * SCALE
        else:
            norm = net[4 * number + 2]
            gain = norm.weight.detach().numpy() / np.sqrt(norm.running_var.numpy() + norm.eps)
            scale_in = gain.astype(np.float64)
            shift_in = (norm.bias.detach().numpy() - norm.running_mean.numpy() * gain).astype(
                np.float64
            )
        layers.append(Layer(taps, flat.astype(np.float32), bias.astype(np.float32)))
    return layers


def forward(layers: list[Layer], rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """What Kaldi computes: the network's output for every frame of `rows` (edges repeated)."""
    left = -sum(min(layer.offsets) for layer in layers)
    right = sum(max(layer.offsets) for layer in layers)
    hidden = np.pad(rows, ((left, right), (0, 0)), mode="edge")
    for number, layer in enumerate(layers):
        low, high = min(layer.offsets), max(layer.offsets)
        count = len(hidden) - (high - low)
        spliced = [hidden[o - low : o - low + count] for o in layer.offsets]
        hidden = np.concatenate(spliced, axis=1) @ layer.weights.T + layer.bias
        if number < len(layers) - 1:
            hidden = np.maximum(hidden, 0)
    return hidden.astype(np.float32)
