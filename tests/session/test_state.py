"""The fold over events, and undoing as a law: whatever happened before, undo leaves it as it was. Of redoing: test_redo.py."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from lamplighter.session import State, fold
from lamplighter.session.events import (
    ANSWERS,
    Edited,
    Labeled,
    Learnt,
    Redone,
    Rejected,
    Skipped,
    Started,
    Suggested,
    Undone,
    Withdrawn,
    Written,
)
from lamplighter.votes import LabelingFunction

START = Started({}, "fingerprint")
documents = st.integers(0, 9)
choices = st.lists(st.tuples(st.sampled_from("swblkxeruRL"), documents, st.integers(0, 2)), max_size=30)


def step(events, choice):
    """Add an event as a session would, or none where the state does not allow it."""
    kind, document, label = choice
    state = fold(events)
    event = {
        "s": Suggested(document, 0.5, 1, state.step) if state.current is None else None,
        "w": Written(state.next_function, f"word{state.next_function}", label, document),
        "b": Written(state.next_function, f"word{state.next_function}", label, None),
        "l": Labeled(document, label),
        "k": Skipped(document),
        "x": Withdrawn(min(state.functions)) if state.functions else None,
        "e": Edited(min(state.functions), f"other{document}", label, 50.0, document > 4) if state.functions else None,
        "r": Rejected(f"word{document}", label),
        "u": Undone() if state.undoable else None,
        "R": Redone() if state.redoable else None,
        "L": Learnt(state.step, 0.5, 0.5),
    }[kind]
    return events if event is None else [*events, event]


def history(choices):
    events = [START]
    for choice in choices:
        events = step(events, choice)
    return events


def but_for_what_only_grows(state):
    return replace(state, step=0, next_function=0, curve=(), redoable=None)


@given(choices, choices.filter(bool))
def test_undoing_an_answer_leaves_the_state_as_it_was_before(before, answer):
    events = history(before)
    answered = next((after for choice in answer if (after := step(events, choice)) and is_answer(after, events)), None)
    if answered is None:
        return
    undone = fold([*answered, Undone()])
    assert but_for_what_only_grows(undone) == but_for_what_only_grows(fold(events))
    assert undone.redoable == answered[-1]


def is_answer(after, events):
    return len(after) > len(events) and isinstance(after[-1], ANSWERS) and not isinstance(after[-1], (Undone, Redone))


@given(choices)
def test_undoing_everything_gives_the_beginning(before):
    events = history(before)
    while fold(events).undoable:
        events = [*events, Undone()]
    state = fold(events)
    assert (state.functions, state.labels, state.skipped, state.written_at) == ({}, {}, frozenset(), {})
    assert state.rejected == frozenset()


@given(choices)
def test_suggestions_made_after_an_answer_go_with_it(before):
    events = history(before)
    shown = fold(events).current
    if shown is not None:
        undone = fold([*events, Skipped(shown.document), Suggested(3, 0.1, 1, 99), Learnt(99), Undone()])
        assert undone.current == shown


@given(choices)
def test_one_event_after_the_other_gives_what_the_fold_of_all_gives(before):
    events, state = [START], State()
    for choice in before:
        longer = step(events, choice)
        if len(longer) > len(events):
            again = isinstance(longer[-1], (Undone, Redone))
            state = fold(longer) if again else state.after(longer[-1])
            assert state == fold(longer)
        events = longer


@given(choices)
def test_steps_only_grow_and_function_numbers_are_never_given_twice(before):
    events = [START]
    for choice in before:
        earlier, events = fold(events), step(events, choice)
        state = fold(events)
        assert earlier.step <= state.step <= earlier.step + 1
        assert state.next_function >= earlier.next_function
    written = [event.function for event in events if isinstance(event, Written)]
    assert written == sorted(set(written))


@given(choices)
def test_folding_changes_no_state_that_was_given_before(before):
    events = history(before)
    state = fold(events)
    functions, labels, shown = dict(state.functions), dict(state.labels), state.shown
    state.after(Written(99, "word", 0, 5))
    state.after(Withdrawn(min(functions, default=0)))
    assert (dict(state.functions), dict(state.labels), state.shown) == (functions, labels, shown)


def test_answering_takes_the_document_from_the_screen():
    shown = Suggested(4, 0.5, 1, 0)
    for answer in (Written(0, "good", 1, 4), Labeled(4, 1), Skipped(4)):
        state = fold([START, shown, answer])
        assert state.current is None
        assert state.shown == {4}


def test_answering_another_document_leaves_the_one_on_screen():
    shown = Suggested(4, 0.5, 1, 0)
    assert fold([START, shown, Labeled(7, 1)]).current == shown


def test_withdrawing_leaves_the_document_on_screen_and_its_own_label_in_place():
    shown = Suggested(4, 0.5, 1, 1)
    state = fold([START, Written(0, "good", 1, 2), shown, Withdrawn(0)])
    assert (state.current, state.functions, state.labels) == (shown, {}, {2: 1})


def test_written_function_has_its_lineage_and_the_step_of_its_writing():
    state = fold([START, Skipped(1), Labeled(2, 0), Written(0, "good", 1, 7)])
    function = state.functions[0]
    assert (function.number, function.primitive, function.label, function.document) == (0, "good", 1, 7)
    assert state.written_at == {0: 3}  # the third answer


def test_step_of_writing_counts_answers_that_were_undone():
    state = fold([START, Skipped(1), Undone(), Written(0, "good", 1, 7)])
    assert (state.written_at, state.step) == ({0: 3}, 3)


def test_latest_label_of_a_document_counts_and_undo_gives_the_earlier_one():
    events = [START, Labeled(1, 0), Labeled(1, 2)]
    assert fold(events).labels == {1: 2}
    assert fold([*events, Undone()]).labels == {1: 0}


def test_curve_keeps_measurements_that_were_made_before_an_undo():
    first, second = Learnt(0, 0.5, 0.5), Learnt(1, 0.75, 0.7)
    assert fold([START, first, Skipped(1), second, Undone()]).curve == (first, second)


def test_twice_undone_goes_back_two_answers():
    state = fold([START, Labeled(1, 0), Labeled(2, 0), Labeled(3, 0), Undone(), Undone()])
    assert state.labels == {1: 0}
    assert state.undoable == Labeled(1, 0)


def test_edited_function_has_its_new_values_and_keeps_its_lineage():
    before = [START, Written(0, "good", 1, 7, 40.0), Written(1, "bad", 0, 2)]
    state = fold([*before, Edited(0, "great", 2, 60.0, enabled=False)])
    assert list(state.functions) == [0, 1]  # in the order of their writing still
    assert state.functions[0] == LabelingFunction(0, "great", 2, 7, 60.0, enabled=False)
    assert state.written_at == {0: 1, 1: 2}
    assert state.labels == {7: 1, 2: 0}  # what the person said of the document was not changed
    assert fold([*before, Edited(0, "great", 2, 60.0, enabled=False), Undone()]).functions == fold(before).functions


def test_function_from_elsewhere_says_nothing_of_any_document():
    shown = Suggested(4, 0.5, 1, 0)
    state = fold([START, shown, Written(0, "good", 1, None)])
    assert state.functions == {0: LabelingFunction(0, "good", 1, None)}
    assert (state.labels, state.shown, state.current, state.written_at) == ({}, set(), shown, {0: 1})
