"""The reducer: a state and an event give a new state and what to do. Pure.

Nothing in here turns silence, doubt or noise into a "no": a question that fails ends as don't know.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.dialogue import advising, commands, exercises, repair, wording
from assistant.dialogue.actions import WAIT, Action, Done, Remember, Say
from assistant.dialogue.answering import accept, check_needed, out_of_range, volunteered
from assistant.dialogue.events import Begin, Event, Heard, Silence
from assistant.dialogue.script import Script
from assistant.dialogue.state import State
from assistant.dialogue.turns import COMPLAINT, Result, ask, ask_again, changed
from assistant.triage.assess import assess
from assistant.triage.route import next_question
from intents.meaning import Meaning

CONFIDENT = 0.5
"""Below this confidence an understanding counts as not understood."""
UNANSWERED_LIMIT = 2
"""So many questions in a row without any answer end the questions."""


def step(script: Script, state: State, event: Event) -> Result:
    """The next state and the actions that follow, in order."""
    new, actions = _react(script, state, event)
    if new.accepted is not state.accepted:
        return new, actions  # undo and start over set it
    if not state.counting and (is_command(event) or state.exercise):
        return new, actions  # a command leaves no trace, nor does rest; counting is part of asking
    return replace(new, accepted=(*state.accepted, event)), actions


def is_command(event: Event) -> bool:
    """Whether the event is a command that was heard for sure."""
    return (
        isinstance(event, Heard)
        and event.decision == "heard"
        and bool(event.meaning.command)
        and not event.meaning.by_sound
    )


def _react(script: Script, state: State, event: Event) -> Result:
    if isinstance(event, Begin):
        return _begin(script, state, event)
    if state.phase == "over":
        return state, (Done(),)
    if state.exercise:
        return _in_exercise(script, state, event)
    if isinstance(event, Silence) and state.phase != "advice":
        return _silence(script, replace(state, silences=state.silences + 1))
    if not isinstance(event, Heard):
        return _not_understood(script, state)
    if state.phase != "advice":
        state = replace(state, silences=0)
    meaning = event.meaning
    if is_command(event):
        return _command(script, state, event)
    if state.check is not None:
        return _checked(script, state, state.check, event)
    if state.phase == "advice" and state.plan[0].signs:
        return advising.taught(script, state, meaning)
    answered = meaning.answer is not None and state.phase != "complaint"
    nothing = not answered and meaning.number is None and not meaning.facts
    doubtful = meaning.confidence < CONFIDENT and not meaning.by_sound
    if doubtful and volunteered(script, state, meaning):  # the symptoms are clear, the answer isn't
        told = replace(meaning, answer=None, number=None)
        return ask_again(script, replace(state, check=replace(event, meaning=told), failures=0))
    if state.phase == "complaint" and nothing and not doubtful and _cannot_tell(state, meaning):
        return _gave_up(script, state)
    if (nothing and not meaning.command) or doubtful:
        return _not_understood(script, state)
    if event.decision == "unsure" or meaning.by_sound or check_needed(script, state, meaning):
        return ask_again(script, replace(state, check=event, failures=0))
    if state.phase == "advice":
        return _in_advice(script, state, meaning)
    return _accepted(script, state, meaning)


def _cannot_tell(state: State, meaning: Meaning) -> bool:
    """Who does not know, or says just yes or no a second time, is asked short questions instead."""
    return meaning.answer == "dont_know" or (meaning.answer is not None and state.failures > 0)


def replay(script: Script, events: tuple[Event, ...]) -> State:
    """The state that these events lead to."""
    state = State()
    for event in events:
        state, _ = step(script, state, event)
    return state


def go_on(script: Script, state: State, *before: Action) -> Result:
    """The next question, or the outcome where nothing more needs asking."""
    state = replace(state, failures=0, mismatches=0, denied_good=0, numbered=False, check=None)
    bundle = repair.contradicted(script, state)
    if bundle is not None:
        again = repair.forget(script, state, bundle)
        before = (*before, *changed(state, again), wording.say(script, "contradiction"))
        state = again
    following = next_question(script.tree, state.facts, state.opened)
    if following is None or state.unanswered >= UNANSWERED_LIMIT:
        if state.unanswered >= UNANSWERED_LIMIT:
            before = (*before, wording.say(script, "no_answer"))
        return advising.begin(script, replace(state, question=None), *before)
    state = replace(state, phase="questions", question=following)
    expect = wording.expectation(script, following)
    timed = exercises.count_first(script, replace(state, expect=expect), *before)
    if timed is not None:
        return timed
    return ask(state, wording.question(script, following), expect, *before)


def _begin(script: Script, state: State, event: Begin) -> Result:
    state = replace(state, facts=dict(event.known), free_speech=event.free_speech)
    greeting = tuple(
        Say(f"greeting.{number}", text) for number, text in enumerate(script.prompts.greeting, 1)
    )[event.greeted :]
    known = tuple(Remember(fact, value) for fact, value in event.known.items())
    if assess(script.tree, state.facts).level == "emergency_ambulance":
        return advising.begin(script, state, *(() if event.resumed else greeting), *known)
    if event.resumed:
        return go_on(script, state, *known)
    if not event.free_speech:  # such ears get more of a yes or a number than of a description
        return go_on(script, state, *greeting, wording.say(script, "weak_ears"), *known)
    return ask(state, wording.complaint(script), COMPLAINT, *greeting, *known)


def _in_exercise(script: Script, state: State, event: Event) -> Result:
    """A command or a symptom ends it; anything else lets it go on."""
    quiet = replace(state, exercise=(), counting=False)
    if isinstance(event, Heard) and is_command(event):
        if event.meaning.command == "stop":
            return exercises.stop(script, state)
        return _command(script, quiet, event)
    if exercises.ended_by(state, event):
        return step(script, quiet, event)
    return exercises.go_on(script, state)


def _accepted(script: Script, state: State, meaning: Meaning, read_back: bool = False) -> Result:
    """An answer that counts: facts are set, and the route goes on."""
    refused = out_of_range(script, state, meaning)
    if refused is not None:
        return _not_understood(script, state, because=refused)
    new = accept(script, state, meaning)
    if new is None:
        return _not_understood(script, state)
    noted = () if read_back else repair.acknowledge(script, state, new, meaning)
    return go_on(script, replace(new, unanswered=0), *changed(state, new), *noted)


def _in_advice(script: Script, state: State, meaning: Meaning) -> Result:
    """An answer while advice is given; a symptom told only now is taken up, and asked on from."""
    assert state.outcome is not None
    told = volunteered(script, state, meaning)
    if not told or state.outcome.level == advising.AMBULANCE:
        return advising.heard(script, state, meaning)
    new = replace(state, facts={**state.facts, **told}, plan=(), outcome=None, unanswered=0)
    return go_on(script, new, *changed(state, new))


def _checked(script: Script, state: State, doubtful: Heard, event: Heard) -> Result:
    """The answer to a read-back."""
    answer = repair.numbered_answer(state, event.meaning)
    if answer is None or event.meaning.confidence < CONFIDENT:
        return _not_understood(script, state)
    if answer == "dont_know":
        return _unsettled(script, state, doubtful)
    state = replace(state, check=None, failures=0, numbered=False)
    if answer == "yes":
        if doubtful.meaning.command:
            return _command(script, state, doubtful)
        if state.phase == "advice":
            return _in_advice(script, state, doubtful.meaning)
        return _accepted(script, state, doubtful.meaning, read_back=True)
    if state.phase == "advice":
        return advising.silence(script, state)
    good = repair.is_good(script, state, doubtful.meaning)
    state = replace(
        state, mismatches=state.mismatches + 1, denied_good=state.denied_good + good, failures=1
    )
    if state.mismatches >= repair.MISMATCH_LIMIT:
        if state.denied_good == state.mismatches:
            return _not_good(script, state)
        return _gave_up(script, state)
    return ask_again(script, state, wording.say(script, "check_wrong"))


def _not_good(script: Script, state: State) -> Result:
    """Whoever denies the good answer each time does not mean it: the other one counts."""
    worse = repair.worse_answer(script, state)
    told = Meaning("", answer=worse, confidence=1.0, reason="the good answer was denied")
    new = accept(script, state, told) or state
    return go_on(script, new, *changed(state, new), wording.say(script, "with_care"))


def _unsettled(script: Script, state: State, doubtful: Heard) -> Result:
    """A read-back that gets no clear answer: what raises the level counts, a "no" never does."""
    state = replace(state, check=None, failures=0, numbered=False)
    meaning = doubtful.meaning
    if state.phase == "advice" or meaning.command:
        return ask_again(script, state)
    if meaning.facts or meaning.answer == "yes":
        return _accepted(script, state, meaning, read_back=True)
    return _gave_up(script, state)


def _not_understood(
    script: Script, state: State, because: Say | None = None, wait: float = WAIT
) -> Result:
    """The re-prompt ladder: plainer words, the choices, numbered choices, then don't know."""
    if state.phase == "advice" and state.check is None:
        return advising.silence(script, state)
    state = replace(state, failures=state.failures + 1)
    if state.failures > repair.REPROMPTS:
        if state.check is not None:
            return _unsettled(script, state, state.check)
        return _gave_up(script, state)
    state = replace(state, numbered=state.failures == repair.REPROMPTS)
    return ask_again(script, state, *((because,) if because else ()), wait=wait)


def _silence(script: Script, state: State) -> Result:
    """Nobody answers: plainer words, then time; then help, if something urgent is known."""
    if state.silences == 1:
        return _not_understood(script, state, wait=repair.SECOND_WAIT)
    if state.silences < repair.SILENCES:
        note = wording.say(script, "take_your_time")
        return _not_understood(script, state, because=note, wait=repair.SECOND_WAIT)
    if repair.urgent(script, state):
        note = replace(wording.say(script, "no_answer"), must_hear=True)
        silent = replace(state, check=None, unanswered=state.unanswered + 1)
        return advising.begin(script, silent, note)
    return _not_understood(script, replace(state, silences=0, failures=repair.REPROMPTS))


def _gave_up(script: Script, state: State) -> Result:
    """Every re-prompt failed: the open question counts as don't know, and that is said."""
    state = replace(state, check=None)
    if state.question is None:
        return go_on(script, state, wording.say(script, "complaint_gave_up"))
    new = repair.count_as_dont_know(state, state.question)
    new = replace(new, unanswered=state.unanswered + 1)
    return go_on(script, new, *changed(state, new), wording.say(script, "gave_up"))


def _command(script: Script, state: State, event: Heard) -> Result:
    if event.meaning.command == "back":
        return _back(script, state)
    return commands.run(script, state, event.meaning)


def _back(script: Script, state: State) -> Result:
    """Undo: replay all accepted events but those since the question before."""
    for count in range(len(state.accepted) - 1, 0, -1):
        earlier = replay(script, state.accepted[:count])
        if earlier.check is not None or earlier.failures or earlier.phase == "over":
            continue  # to where a question was new: what failed there must not count once more
        same = earlier.question == state.question and earlier.facts == state.facts
        if not (same and earlier.phase == state.phase):
            note = wording.say(script, "back")
            return ask_again(script, earlier, note, *changed(state, earlier))
    return ask_again(script, state, wording.say(script, "back_nothing"))
