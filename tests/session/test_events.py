import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamplighter.exceptions import NewerProjectError
from lamplighter.session import EVENTS, event_from_json, event_to_json
from lamplighter.session.events import (
    ANSWERS,
    Brought,
    Edited,
    Estimated,
    Labeled,
    Learnt,
    Redone,
    Rejected,
    Skipped,
    Started,
    Suggested,
    Switched,
    Undone,
    Withdrawn,
    Written,
)

numbers = st.integers(0, 10**6)
shares = st.none() | st.floats(0, 1)
reasons = st.lists(st.tuples(st.text(), st.text(), st.floats(0, 1), st.floats(allow_nan=False)), max_size=3).map(tuple)
events = st.one_of(
    st.builds(Started, st.dictionaries(st.text(), st.none() | st.booleans() | numbers | st.text()), st.text()),
    st.builds(
        *(Suggested, numbers, st.floats(allow_nan=False, allow_infinity=False), numbers, numbers, reasons),
        st.none() | st.text(),
        st.none() | numbers,
        st.none() | st.text(),
    ),
    st.builds(Switched, st.text()),
    st.builds(Written, numbers, st.text(), numbers, st.none() | numbers, st.none() | st.floats(1, 100)),
    st.builds(Brought, st.lists(st.tuples(numbers, st.text(), numbers), max_size=3).map(tuple)),
    st.builds(Labeled, numbers, numbers),
    st.builds(Skipped, numbers),
    st.builds(Withdrawn, numbers),
    st.builds(Edited, numbers, st.text(), numbers, st.none() | st.floats(1, 100), st.booleans()),
    st.builds(Rejected, st.text(), numbers),
    st.just(Undone()),
    st.just(Redone()),
    st.builds(Learnt, numbers, shares, shares),
    st.builds(Estimated, numbers, st.floats(0, 1), st.floats(0, 1), st.floats(0, 1)),
)


@given(events)
def test_an_event_comes_back_from_json_as_it_was(event):
    assert event_from_json(event.kind, json.loads(json.dumps(event_to_json(event)))) == event


def test_each_kind_has_its_class():
    assert {kind: event.kind for kind, event in EVENTS.items()} == {kind: kind for kind in EVENTS}
    assert len(EVENTS) == 14
    assert set(EVENTS.values()) == {Started, Suggested, Switched, *ANSWERS, Learnt, Estimated}


def test_function_from_before_functions_had_a_reach_is_read():
    values = {"function": 3, "primitive": "good", "label": 1, "document": 7}
    assert event_from_json("written", values) == Written(3, "good", 1, 7, percentile=None)


def test_suggestion_from_before_it_was_kept_what_chose_it_is_read():
    values = {"document": 3, "score": 0.5, "n_tied": 2, "models_step": 1, "reasons": [["good", "yes", 0.5, 1.0]]}
    event = event_from_json("suggested", values)
    assert event == Suggested(3, 0.5, 2, 1, (("good", "yes", 0.5, 1.0),), chosen_by=None)
    assert event_from_json("suggested", json.loads(json.dumps(event_to_json(event)))) == event


def test_event_of_a_later_version_is_an_error():
    message = "The project has an event 'painted', which this version does not know. Update lamplighter to open it."
    with pytest.raises(NewerProjectError, match=f"^{re.escape(message)}$"):
        event_from_json("painted", {})


def test_event_with_values_of_a_later_version_is_an_error():
    message = (
        "The project's event 'skipped' has mood, why, which this version does not know. Update lamplighter to open it."
    )
    with pytest.raises(NewerProjectError, match=f"^{re.escape(message)}$"):
        event_from_json("skipped", {"document": 1, "why": "tired", "mood": 3})
