"""Safety of the conversation, whatever is heard: properties, not examples."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.dialogue.actions import Action, Done, Listen, Remember, Say
from assistant.dialogue.events import Begin, Event, Heard, Silence, Unclear
from assistant.dialogue.script import Script
from assistant.dialogue.state import State
from assistant.dialogue.step import replay, step
from intents.meaning import Expectation, Meaning, Number

YES = Heard(Meaning("yes", answer="yes", confidence=1.0))
NO = Heard(Meaning("no", answer="no", confidence=1.0))
DONT_KNOW = Heard(Meaning("don't know", answer="dont_know", confidence=1.0))
UNSURE_NO = Heard(Meaning("no", answer="no", confidence=1.0), "unsure")
UNSURE_YES = Heard(Meaning("yes", answer="yes", confidence=1.0), "unsure")
NONSENSE = Heard(Meaning("wibble", confidence=0.0))
WHY = Heard(Meaning("why", command="why", confidence=1.0))
BACK = Heard(Meaning("go back", command="back", confidence=1.0))
REPEAT = Heard(Meaning("repeat", command="repeat", confidence=1.0))
NUMBERS = [
    Heard(Meaning(str(n), number=Number(n, None), confidence=1.0)) for n in (0, 2, 30, 38, 900)
]
TOLD = [
    Heard(Meaning("my neck is stiff", facts={"stiff_neck": "yes"}, confidence=0.85)),
    Heard(Meaning("well, it burns", facts={"burning_pee": "yes"}, answer="no", confidence=0.4)),
]
ANSWERS: list[Event] = [
    YES, NO, DONT_KNOW, UNSURE_NO, UNSURE_YES, NONSENSE, Silence(), Unclear(), *NUMBERS, *TOLD,
]  # fmt: skip
COMMANDS: list[Event] = [WHY, REPEAT, BACK]

events = st.lists(st.sampled_from(ANSWERS + COMMANDS), max_size=120)
many = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def play(script: Script, heard: list[Event]) -> tuple[State, list[Action]]:
    state, actions = step(script, State(), Begin())
    done = list(actions)
    for event in heard:
        if any(isinstance(action, Done) for action in done):
            break
        state, actions = step(script, state, event)
        done += actions
    return state, done


@many
@given(heard=events)
def test_each_step_ends_by_listening_or_being_done(script: Script, heard: list[Event]) -> None:
    state, actions = step(script, State(), Begin())
    for event in heard:
        assert isinstance(actions[-1], Listen | Done)
        assert sum(isinstance(action, Listen) for action in actions) <= 1
        assert any(isinstance(action, Say) for action in actions)
        if isinstance(actions[-1], Done):
            break
        state, actions = step(script, state, event)


@many
@given(
    heard=st.lists(
        st.sampled_from([Silence(), Unclear(), NONSENSE, DONT_KNOW, REPEAT]), max_size=150
    )
)
def test_nothing_but_a_no_is_a_no(script: Script, heard: list[Event]) -> None:
    state, actions = play(script, heard)
    assert "no" not in state.facts.values()
    assert all(action.value != "no" for action in actions if isinstance(action, Remember))


@many
@given(heard=st.lists(st.sampled_from(ANSWERS), min_size=400, max_size=400))
def test_any_answers_end(script: Script, heard: list[Event]) -> None:
    state, _ = play(script, heard)
    assert state.phase == "over"
    assert state.outcome is not None


def test_the_same_answer_for_ever_ends(script: Script) -> None:
    for event in ANSWERS:
        state, _ = play(script, [event] * 400)
        assert state.phase == "over", event


@many
@given(heard=st.lists(st.sampled_from(ANSWERS), max_size=60))
def test_the_state_is_a_fold_of_its_accepted_events(script: Script, heard: list[Event]) -> None:
    state, _ = play(script, heard)
    assert replay(script, state.accepted) == state


@many
@given(
    heard=st.lists(st.sampled_from([YES, NO, DONT_KNOW, *NUMBERS[1:4]]), min_size=3, max_size=30)
)
def test_back_restores_an_earlier_state_exactly(script: Script, heard: list[Event]) -> None:
    state, _ = step(script, State(), Begin())
    earlier = [state]
    for event in heard:
        state, actions = step(script, state, event)
        earlier.append(state)
        if isinstance(actions[-1], Done):
            return
    undone, _ = step(script, state, BACK)
    facts = [(seen.facts, seen.question, seen.phase) for seen in earlier]
    assert (undone.facts, undone.question, undone.phase) in facts


@many
@given(heard=events)
def test_the_state_is_what_its_accepted_events_lead_to(script: Script, heard: list[Event]) -> None:
    """Else undo brings back something that never was."""
    state, _ = play(script, heard)
    again = replay(script, state.accepted)
    assert (again.phase, again.question) == (state.phase, state.question)
    assert again.facts == state.facts


def test_back_twice_with_failures_between(script: Script) -> None:
    """What failed at a question that was taken back does not count once more."""
    heard = [NUMBERS[0], *[NONSENSE] * 3, YES, BACK, NONSENSE, YES, YES, NO, YES, BACK]
    state, actions = play(script, heard)
    assert state.phase == "questions"
    assert state.question is not None
    assert state.facts == {"fighting_for_breath": "no"}
    assert [said.key for said in actions if isinstance(said, Say)][-1] == "ask.more_breathless"


def test_a_doubtful_no_counts_only_after_it_was_read_back(script: Script) -> None:
    state = _first_yes_no_question(script)
    doubted, actions = step(script, state, UNSURE_NO)
    assert doubted.facts == state.facts
    assert any(isinstance(action, Say) and action.key == "check_answer" for action in actions)
    denied, _ = step(script, doubted, NO)
    assert denied.facts == state.facts
    silent = doubted
    for _ in range(6):
        silent, _ = step(script, silent, Silence())
    assert "no" not in silent.facts.values()


def test_three_different_reprompts_then_dont_know(script: Script) -> None:
    state = _first_yes_no_question(script)
    texts = []
    for _ in range(3):
        state, actions = step(script, state, Unclear())
        texts.append(next(a.text for a in reversed(actions) if isinstance(a, Say)))
    assert len(set(texts)) == 3
    state, actions = step(script, state, Unclear())
    assert any(isinstance(action, Say) and action.key == "gave_up" for action in actions)


def _first_yes_no_question(script: Script) -> State:
    state, _ = step(script, State(), Begin(known={"age": 40.0}))
    state, _ = step(script, state, Heard(Meaning("", facts={"cold_symptoms": "yes"}, confidence=1)))
    assert state.question is not None
    assert state.question.kind == "yes_no"
    return state


def test_ears_that_follow_descriptions_are_given_one(script: Script) -> None:
    _, actions = step(script, State(), Begin(free_speech=True))
    assert Listen(Expectation("complaint")) in actions


def test_weak_ears_open_with_a_short_closed_question(script: Script) -> None:
    state, actions = step(script, State(), Begin(free_speech=False))
    listen = actions[-1]
    assert isinstance(listen, Listen)
    assert listen.expect.kind == "yes_no"
    assert state.question is not None
    assert "weak_ears" in [action.key for action in actions if isinstance(action, Say)]


def test_who_cannot_tell_what_is_wrong_is_asked_short_questions(script: Script) -> None:
    """A switch can only say yes, no and don't know."""
    for heard in ([DONT_KNOW], [YES, NO], [Silence(), YES]):
        state, _ = play(script, list(heard))
        assert state.phase == "questions", heard
        assert state.facts == {}
    state, _ = play(script, [NO])
    assert state.phase == "complaint"
