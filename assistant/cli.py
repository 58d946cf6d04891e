"""The commands of `bedside`: each reads its arguments, calls the room that works, prints.

Rooms are imported inside the commands, so that typed mode starts without any audio library.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import click

from assistant.cli_devices import check_devices, device_options
from assistant.cli_doctor import doctor
from assistant.cli_service import service
from assistant.cli_settings import settings
from assistant.cli_voices import voices
from assistant.errors import UsageError

Preference = Literal["auto", "vosk", "sphinx"]
LANGUAGE_HELP = "The language of questions and answers, as a code such as es."
captions_size = click.option(
    "--captions-size", type=int, metavar="1", help="How big the lines are: 1 (normal), 2 or 3."
)
EXPECT_HELP = "What the answer may be: yes_no, number, complaint, command, or a fact (id or ref)."


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--verbose", is_flag=True, help="Say more on stderr (never what was said).")
@click.version_option(package_name="bedside")
def bedside(verbose: bool) -> None:
    """An offline voice assistant for someone ill in bed: ordinary ache, or must it be seen?

    \b
    Examples:
      bedside talk                    a check by voice
      bedside talk --typed            the same with the keyboard
      bedside doctor                  is everything there that a check by voice needs?

    Not a medical device, and not reviewed by a clinician yet.
    """
    logging.basicConfig(level=logging.INFO if verbose else logging.WARNING, format="%(message)s")


bedside.add_command(doctor)
bedside.add_command(service)
bedside.add_command(settings)
bedside.add_command(voices)


@bedside.command()
@click.option(
    "--typed", is_flag=True, help="Keyboard (or a pipe) for ears, plain lines for a voice."
)
@click.option(
    "--country", metavar="GB", help="Whose emergency numbers to give; from the locale if left out."
)
@click.option("--rate", type=int, metavar="155", help="Words a minute, 100 to 250.")
@click.option("--voice", metavar="NAME", help="A voice's name or language; see: bedside voices")
@click.option(
    "--interrupt/--no-interrupt",
    default=None,
    help="Hear stop, repeat, slower, louder, emergency, yes, no while speaking (with a headset).",
)
@click.option(
    "--recogniser", type=click.Choice(["auto", "vosk", "sphinx"]), help="Which ears to use."
)
@click.option(
    "--journal",
    type=click.Path(path_type=Path),
    metavar="FILE.jsonl",
    help="Keep what was said and heard, one JSON object a line.",
)
@click.option("--language", metavar="es", help=LANGUAGE_HELP)
@click.option("--setup", is_flag=True, help="Ask the four questions of the first time.")
@captions_size
@device_options
def talk(
    typed: bool,
    country: str | None,
    rate: int | None,
    voice: str | None,
    interrupt: bool | None,
    recogniser: str | None,
    journal: Path | None,
    language: str | None,
    setup: bool,
    captions_size: int | None,
    microphone: str | None,
    speaker: str | None,
) -> None:
    """Hold a check: by voice, or typed where there is no microphone.

    \b
    Examples:
      bedside talk --country NZ
      bedside talk --rate 130 --journal tonight.jsonl
      bedside talk --typed --language es
      printf '%s\\n' "my back aches" stop | bedside talk --typed
    """
    from assistant.cli_voices import check_voice
    from assistant.settings import load_settings
    from assistant.talk import talk as hold

    flags = {
        "country": country,
        "rate": rate,
        "voice": voice,
        "interrupt": interrupt,
        "recogniser": recogniser,
        "language": language,
        "captions_size": captions_size,
        "microphone": microphone,
        "speaker": speaker,
    }
    settings = load_settings(flags)
    if voice and not typed:
        check_voice(voice)
    if not typed:
        check_devices(microphone, speaker)
    hold(settings, typed=typed, journal_path=journal, setup=setup)


@bedside.command()
@click.option("--country", metavar="GB", help="Whose emergency numbers to give.")
@click.option("--rate", type=int, metavar="155", help="Words a minute, 100 to 250.")
@captions_size
@device_options
def wait(
    country: str | None,
    rate: int | None,
    captions_size: int | None,
    microphone: str | None,
    speaker: str | None,
) -> None:
    """Sleep until somebody says hello bedside, help me, or emergency; hold a check; sleep again.

    \b
    Examples:
      bedside wait
      bedside wait --country NZ
    """
    from assistant.settings import load_settings
    from assistant.wait import wait as sleep

    flags = {
        "country": country,
        "rate": rate,
        "captions_size": captions_size,
        "microphone": microphone,
        "speaker": speaker,
    }
    check_devices(microphone, speaker)
    sleep(load_settings(flags))


@bedside.command()
@click.argument("script", type=click.Path(path_type=Path))
@click.option("--voice", help="The patient's voice: flite:NAME or espeak:NAME.")
@click.option(
    "--noise", type=click.Path(path_type=Path), help="A recording to mix under the patient."
)
@click.option("--snr", type=float, default=10.0, show_default=True, help="Speech over noise in dB.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("bedside-rehearsal.wav"),
    show_default=True,
    help="Where the WAV with both sides goes.",
)
@click.option(
    "--journal",
    type=click.Path(path_type=Path),
    metavar="FILE.jsonl",
    help="Keep what was said and heard.",
)
@click.option("--country", metavar="GB", help="Whose emergency numbers to give.")
@click.option("--rate", type=int, help="Words a minute, 100 to 250.")
@click.option(
    "--recogniser", type=click.Choice(["auto", "vosk", "sphinx"]), help="Which ears to use."
)
def rehearse(
    script: Path,
    voice: str | None,
    noise: Path | None,
    snr: float,
    out: Path,
    journal: Path | None,
    country: str | None,
    rate: int | None,
    recogniser: str | None,
) -> None:
    """Play a scripted patient through the real ears and the real voice, into a WAV.

    SCRIPT is a YAML file, or a shipped one: flu_ache, kidney_infection, cauda_equina.

    \b
    Examples:
      bedside rehearse flu_ache
      bedside rehearse mine.yaml --voice espeak:en-us --noise fan.flac --snr 10
    """
    from assistant.rehearse import rehearse as play
    from assistant.settings import load_settings

    settings = load_settings({"country": country, "rate": rate, "recogniser": recogniser})
    play(
        script,
        settings,
        patient_voice=voice or "",
        noise=noise,
        snr=snr,
        out=out,
        journal_path=journal,
    )


@bedside.command()
@click.option("--expect", help=EXPECT_HELP)
@click.option(
    "--recogniser", type=click.Choice(["auto", "vosk", "sphinx"]), help="Which ears to use."
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
def hear(expect: str | None, recogniser: Preference | None, files: tuple[Path, ...]) -> None:
    """Recognise WAV or FLAC files (any rate, mono or stereo): one JSON line each.

    \b
    Examples:
      bedside hear --expect yes_no answer.wav
      bedside hear --expect pain_score recordings/*.flac
    """
    from assistant.ears.hear import hear_files

    for line in hear_files(files, expect, recogniser or "auto"):
        _print_json(line)


@bedside.command()
@click.option("--expect", help=EXPECT_HELP)
@click.option("--explain", metavar="TEXT", help="Show each step of understanding one sentence.")
@click.option("--language", metavar="es", default="en", show_default=True, help=LANGUAGE_HELP)
def understand(expect: str | None, explain: str | None, language: str) -> None:
    """Read utterances from standard input, one a line (text, or JSON): print what each means.

    JSON lines may have id, text, expect and question.

    \b
    Examples:
      echo "not that I have noticed" | bedside understand --expect yes_no
      bedside understand --explain "no, but my neck is stiff"
      bedside understand --language es --explain "no, pero tengo el cuello rígido"
    """
    from assistant.settings import known_language
    from intents.phrases import load_phrases
    from intents.understand import Understander
    from intents.understand_lines import explain_text, understand_line

    understander = Understander(load_phrases(known_language(language)))
    if explain is not None:
        for step in explain_text(understander, explain, expect):
            click.echo(step)
        return
    for number, line in _lines(sys.stdin):
        with _line_named("standard input", number):
            _print_json(understand_line(understander, line, expect))


@bedside.command()
@click.option(
    "--others",
    type=click.Choice(["unasked", "no"]),
    default="unasked",
    show_default=True,
    help="What the facts are that a line does not name.",
)
@click.argument("file", type=click.Path(path_type=Path))
def assess(others: Literal["unasked", "no"], file: Path) -> None:
    """Read cases (JSON lines) and print the level of each with its reasons.

    \b
    Examples:
      bedside assess cases.jsonl
      bedside assess --others no vignettes.jsonl
    """
    from assistant.triage.assess_lines import assess_line
    from intents.tree import load_tree

    tree = load_tree()
    try:
        text = sys.stdin if str(file) == "-" else file.open(encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"{file} can't be read ({error.strerror}); name a file with JSON lines."
        ) from error
    with text:
        for number, line in _lines(text):
            with _line_named(str(file), number):
                _print_json(assess_line(tree, line, others))


@bedside.command()
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE.svg", help="Draw into it.")
@click.option("--facts", is_flag=True, help="One JSON line a fact: id, ref, kind, question.")
@click.option("--check", is_flag=True, help="Check the content for mistakes of meaning.")
@click.option("--paths", is_flag=True, help="How long the paths through the questions are.")
@click.option("--fhir", is_flag=True, help="Print the questions as a FHIR Questionnaire.")
@click.option("--language", metavar="es", default="en", show_default=True, help=LANGUAGE_HELP)
def tree(
    out: Path | None, facts: bool, check: bool, paths: bool, fhir: bool, language: str
) -> None:
    """Draw, list or check the question tree; without an option, print it as a Mermaid diagram.

    \b
    Examples:
      bedside tree --out tree.svg
      bedside tree --facts
      bedside tree --check --language es
    """
    from assistant.settings import known_language
    from assistant.triage import draw
    from assistant.triage import fhir as questionnaire
    from assistant.triage import paths as ways
    from intents.language_check import check_language
    from intents.languages import languages
    from intents.questions import load_questions
    from intents.tree import load_tree

    content = load_tree()
    questions = load_questions(known_language(language), content)
    if check:
        click.echo(f"The tree is sound: {len(content.facts)} facts, {len(content.rules)} rules.")
        for code in languages():
            check_language(code)
            click.echo(f"Nothing is missing in the language '{code}'.")
    if facts:
        for line in draw.facts_lines(content, questions):
            _print_json(line)
    if paths:
        for name, way in ways.named_walks(content).items():
            click.echo(f"{name}: {way.turns} turns, {way.level}")
        for (level, turns), patients in sorted(ways.sample(content).items()):
            click.echo(f"simulated: {level}, {turns} turns: {patients} patients")
    if fhir:
        _print_json(questionnaire.to_questionnaire(content, questions, language))
    if out is not None:
        draw.to_svg(content, questions, out)
        click.echo(f"The tree is drawn in {out}.")
    if not (check or facts or paths or fhir or out):
        click.echo(draw.to_mermaid(content, questions))


@bedside.group()
def models() -> None:
    """Speech models: what there is, and how to get a better one.

    \b
    Examples:
      bedside models list
      bedside models fetch
      bedside models fetch moonshine-tiny-en
    """


@models.command("list")
def models_list() -> None:
    """List the known models and which are here."""
    from models.moonshine import moonshine_line
    from models.store import list_lines

    for line in (*list_lines(), moonshine_line()):
        click.echo(line)


@models.command("fetch")
@click.argument("name", required=False)
def models_fetch(name: str | None) -> None:
    """Fetch a model (Vosk's small English one if NAME is left out): resumable, verified."""
    from models.moonshine import ENTRY, fetch_moonshine
    from models.store import fetch

    place = fetch_moonshine() if name == ENTRY.name else fetch(name)
    click.echo(f"The model is in {place}.")


@models.command("verify")
@click.argument("name", required=False)
def models_verify(name: str | None) -> None:
    """Check that a model is whole."""
    from models.moonshine import ENTRY, verify_moonshine
    from models.store import verify

    click.echo(verify_moonshine() if name == ENTRY.name else verify(name))


@models.command("path")
def models_path() -> None:
    """Say where the model in use is."""
    from models.store import in_use

    click.echo(in_use())


def _lines(source: Any) -> Iterator[tuple[int, str]]:
    try:
        for number, line in enumerate(source, 1):
            if line.strip():
                yield number, line.rstrip("\n")
    except UnicodeDecodeError as error:
        raise UsageError("The input is not UTF-8 text; save it as UTF-8 and try again.") from error


@contextmanager
def _line_named(source: str, number: int) -> Iterator[None]:
    """Puts the place before the message of an error in a line of input."""
    try:
        yield
    except (UsageError, ValueError) as error:
        raise UsageError(f"{source}, line {number}: {error}") from error


def _print_json(line: Mapping[str, Any]) -> None:
    click.echo(json.dumps(line, ensure_ascii=False))
