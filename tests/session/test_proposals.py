"""Words in the order of their use, and functions that are proposed, by hand on ten documents.

The end model is one that knows: documents with "sun" are fine with certainty, those with "rain" foul. Two functions stand:
"beach" votes fine, written on document 0, "wet" votes foul, written on 8. Both classes are as common.

==  ===============  =====     ====  =========  =====  ====  ===============  ===  ======================
    text             vote      word  documents  fine   foul  accuracy         new  utility
==  ===============  =====     ====  =========  =====  ====  ===============  ===  ======================
0   sun warm beach   fine      cold  5 6 7      0      3     foul (3 + 5)/13  2    foul √2 · 3/13 = .326
1   sun warm walk              rain  5–9        0      5     foul 10/15       2    foul √2 / 3    = .471
2   sun warm                   sun   0–4        5      0     fine 10/15       3    fine √3 / 3    = .577
3   sun beach        fine      walk  1 5 8      1      2     foul (2 + 5)/13  2    foul √2 / 13   = .109
4   sun                        warm  0 1 2      3      0     fine (3 + 5)/13  2    fine √2 · 3/13 = .326
5   rain cold walk
6   rain cold
7   rain cold beach  fine
8   rain wet walk    foul
9   rain wet         foul
==  ===============  =====     ====  =========  =====  ====  ===============  ===  ======================
"""

import json
import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamplighter import Corpus, Session
from lamplighter.engine.learner import Learner, voted_classes
from lamplighter.exceptions import InputError, LabelError, PrimitiveError, SessionError
from lamplighter.learning import Linear
from lamplighter.linalg import row_blocks
from lamplighter.session import Schedule, event_from_json, event_to_json, fold
from lamplighter.session.events import Labeled, Rejected, Skipped, Started, Suggested, Undone, Withdrawn, Written

WEATHER = [
    "sun warm beach",
    "sun warm walk",
    "sun warm",
    "sun beach",
    "sun",
    "rain cold walk",
    "rain cold",
    "rain cold beach",
    "rain wet walk",
    "rain wet",
]
ALL = 10**6


class Knowing(Learner):
    """Tells sun from rain as soon as functions vote for both classes."""

    def __init__(self, certainty=1e4):
        self.certainty = certainty

    def classify(self, engine, evidence, recipe, beliefs):
        if len(voted_classes(engine, beliefs)) < 2:
            return None
        weights = np.zeros((1, len(engine.index.space) + 1))
        terms = engine.index.vocabulary.terms
        weights[0, terms.index("sun")] = -self.certainty
        weights[0, terms.index("rain")] = self.certainty
        return Linear(weights, (0, 1), evidence.n_classes)


def begun(**settings):
    """Give a session on the weather in which nothing was said."""
    settings = {"labels": ["fine", "foul"], "learner": Knowing(), "class_balance": [0.5, 0.5], **settings}
    return Session(Corpus.from_texts(WEATHER, name="weather"), **settings)


def told(**settings):
    """Give the session of the table."""
    session = begun(**settings)
    session.add("beach", "fine", document=0)
    session.add("wet", "foul", document=8)
    return session


def pairs(proposals):
    return [(proposal.primitive, proposal.label) for proposal in proposals]


def failing(error, message):
    return pytest.raises(error, match=f"^{re.escape(message)}$")


BEST = [("sun", "fine"), ("rain", "foul"), ("cold", "foul"), ("warm", "fine"), ("walk", "foul")]

GREAT = [("great", "positive"), ("love", "positive"), ("waste", "negative"), ("disappointed", "negative")]


@pytest.fixture
def reviewed(reviews):
    """A session on reviews with the learner that sessions have, and four functions."""
    session = Session(reviews)
    for primitive, label in GREAT:
        session.add(primitive, label, document=examples(session, primitive)[0])
    return session


def examples(session, primitive):
    return [d for d in range(len(session.corpus)) if primitive in session.engine.index.terms_of(d)]


# ------------------------------------------------------------------ words of a document, by hand


def test_words_come_in_the_order_of_their_use_for_the_class():
    session = told()
    assert session.rank("fine", 1) == ["sun", "warm", "walk"]
    assert session.rank("foul", 5) == ["rain", "cold", "walk"]


def test_of_equally_useful_words_those_that_add_more_votes_come_first():
    assert told().rank("foul", 1) == ["walk", "sun", "warm"]  # for foul only the first is any use; 3 and 2 new votes
    assert told().rank("fine", 5) == ["cold", "rain", "walk"]  # none is any use, each has 2: by the alphabet


@pytest.mark.parametrize("label", ["fine", "foul"])
def test_without_an_end_model_the_words_that_add_the_most_votes_come_first_then_the_alphabet_decides(label):
    session = begun()
    assert session.rank(label, 1) == ["sun", "walk", "warm"]  # in 5, 3 and 3 documents
    session.add("warm", "fine", document=0)
    assert session.rank(label, 1) == ["sun", "walk"]  # 2 and 2 documents without a vote
    session.add("sun", "fine", document=3)
    assert session.rank(label, 5) == ["rain", "cold", "walk"]  # 5, 3, 2


@pytest.mark.parametrize("balance", [None, [0.5, 0.5], [0.6, 0.4], [0.7, 0.3]], ids=str)
@pytest.mark.parametrize("corpus", ["weather", "reviews"])
def test_without_an_end_model_the_class_balance_changes_nothing_in_the_order(reviews, balance, corpus):
    session = begun(class_balance=balance) if corpus == "weather" else Session(reviews, class_balance=balance)
    session.label(9, session.labels[1])  # of which the balance is estimated where it is not given
    vocabulary = session.engine.index.vocabulary
    counts = dict(zip(vocabulary.terms, vocabulary.document_counts.tolist(), strict=True))
    for document in range(10):
        expected = sorted(session.engine.index.terms_of(document), key=lambda term: (-counts[term], term))
        for label in session.labels:
            assert session.rank(label, document) == expected


def test_words_that_have_functions_are_left_out_for_every_class_until_these_are_withdrawn():
    session = told()
    assert session.rank("fine", 3) == session.rank("foul", 3) == ["sun"]
    session.withdraw(0)
    assert set(session.rank("fine", 3)) == {"beach", "sun"}


def test_rejected_word_may_still_be_clicked():
    session = told()
    session.reject("sun", "fine")
    assert session.rank("fine", 1) == ["sun", "warm", "walk"]


def test_document_without_a_word_that_is_left_has_no_order():
    session = told()
    session.add("sun", "fine", document=4)
    assert session.rank("fine", 4) == []


def test_document_that_is_left_out_is_the_one_on_screen():
    session = told()
    document = session.suggest().document
    assert session.rank("fine") == session.rank("fine", document)
    assert set(session.rank("fine")) <= set(session.suggest().candidates)


def test_words_for_no_class_are_an_error():
    with failing(LabelError, "No class is called 'fin'. Did you mean 'fine'? There are: fine, foul."):
        told().rank("fin", 1)


def test_words_of_no_document_are_an_error():
    with failing(SessionError, "There is no document 10; they are numbered 0 to 9."):
        told().rank("fine", 10)
    with failing(SessionError, "No document is suggested. Call suggest() first, or name a document."):
        told().rank("fine")


# ------------------------------------------------------------------ words of a document, in general


def test_order_holds_exactly_the_words_of_the_document_that_have_no_function(reviewed):
    used = {primitive for primitive, _ in GREAT}
    for document in range(0, 300, 7):
        words = set(reviewed.engine.index.terms_of(document)) - used
        for label in reviewed.labels:
            ranked = reviewed.rank(label, document)
            assert len(ranked) == len(words)
            assert set(ranked) == words


def test_order_is_that_of_the_worth_of_models(reviewed):
    worth, numbers = reviewed.models().worth, reviewed.engine.index.vocabulary.numbers
    for document in range(0, 300, 29):
        for code, label in enumerate(reviewed.labels):
            ranked = [numbers[word] for word in reviewed.rank(label, document)]
            utility, new = worth.utility[ranked, code], worth.new[ranked]
            assert (np.diff(utility) <= 0).all()
            assert (np.diff(new)[np.diff(utility) == 0] <= 0).all()


def test_newest_models_rank_at_once_and_leave_out_what_they_have_not_seen():
    session = told()
    session.models()
    session.add("sun", "fine", document=4)
    assert session.rank("fine", 1, fresh=False) == ["warm", "walk"]
    # Had they seen it: on documents 1 and 2 "warm" adds nothing now, nor does it on 0, so all is 0 but what "walk" adds.
    assert session.rank("fine", 1) == ["walk", "warm"]


# ------------------------------------------------------------------ proposals, by hand


def test_functions_are_proposed_the_most_useful_first():
    assert pairs(told().propose(ALL)) == BEST


def test_proposal_says_what_is_expected_of_it():
    sun, rain, cold, warm, walk = told().propose(5)
    found = np.array([(p.accuracy, p.n_votes, p.n_new, p.utility) for p in (sun, rain, cold, warm, walk)])
    expected = [
        (10 / 15, 5, 3, np.sqrt(3) / 3),
        (10 / 15, 5, 2, np.sqrt(2) / 3),
        (8 / 13, 3, 2, np.sqrt(2) * 3 / 13),
        (8 / 13, 3, 2, np.sqrt(2) * 3 / 13),
        (7 / 13, 3, 2, np.sqrt(2) / 13),
    ]
    assert found == pytest.approx(np.array(expected))
    assert [type(value) for value in sun] == [str, str, float, int, int, float, tuple]


def test_documents_contain_the_primitive_and_were_not_shown():
    shown = {proposal.primitive: proposal.documents for proposal in told().propose(5)}
    assert shown == {
        "sun": (1, 2, 3, 4),  # 0 was shown
        "rain": (5, 6, 7, 9),  # 8 was
        "cold": (5, 6, 7),
        "warm": (1, 2),
        "walk": (5, 1),  # "walk" is for foul: 5 is foul, 1 is fine
    }


def test_documents_that_look_most_like_the_class_come_first():
    session = told(learner=Knowing(1.0))
    predictions = session.predict_proba()
    for proposal in session.propose(ALL):
        likely = predictions[list(proposal.documents), session.labels.index(proposal.label)]
        assert (np.diff(likely) <= 0).all()
    sun = session.propose(1)[0]
    assert (sun.primitive, sun.documents[0]) == ("sun", 4)  # which has no other word


def test_labeled_and_skipped_documents_were_shown():
    session = told()
    session.label(2, "fine")
    session.skip(4)
    assert session.propose(1)[0].documents == (1, 3)


def test_word_all_of_whose_documents_were_shown_is_not_proposed():
    session = told()
    for document in (1, 2):
        session.skip(document)
    assert pairs(session.propose(ALL)) == [pair for pair in BEST if pair[0] != "warm"]


@pytest.mark.parametrize("n", range(1, 7))
def test_at_most_so_many_are_proposed(n):
    assert pairs(told().propose(n)) == BEST[:n]


@pytest.mark.parametrize("n", [0, -1])
def test_number_of_proposals_is_one_or_more(n):
    with pytest.raises(InputError, match=f"^n is {n}; expected a whole number of proposals, 1 or more\\.$"):
        told().propose(n)


def test_five_are_proposed_when_nothing_is_said(reviewed):
    assert len(reviewed.propose()) == 5


def test_newest_models_propose_at_once_but_nothing_that_was_written_since():
    session = told()
    before = session.propose(ALL)
    session.add("sun", "fine", document=4)
    session.reject("walk", "foul")
    at_once = session.propose(ALL, fresh=False)
    assert pairs(at_once) == [("rain", "foul"), ("cold", "foul"), ("warm", "fine")]
    assert [proposal.utility for proposal in at_once] == [proposal.utility for proposal in before[1:4]]
    assert pairs(session.propose(ALL)) == [("rain", "foul"), ("cold", "foul")]  # "warm" would add nothing


def test_first_models_are_learnt_even_where_the_newest_will_do():
    assert pairs(told().propose(2, fresh=False)) == BEST[:2]


@pytest.mark.parametrize("functions", [[], [("beach", "fine", 0)]], ids=["no function", "one class"])
@pytest.mark.parametrize("balance", [None, [0.5, 0.5], [0.7, 0.3]], ids=str)
def test_without_an_end_model_nothing_is_proposed(functions, balance):
    session = begun(class_balance=balance)
    for function in functions:
        session.add(*function)
    assert session.propose(ALL) == session.propose(ALL, fresh=False) == []


def test_word_of_one_document_or_of_very_many_is_not_proposed():
    """Of 600 documents, 60 are a tenth: "few" stands in 60, "many" in 61, "once" in one."""
    texts = ["sun few many"] * 60 + ["sun many once"] + ["sun"] * 239 + ["rain"] * 300
    texts = [f"{text} x{number} beach" if number == 299 else text for number, text in enumerate(texts)]
    texts[599] = "rain wet"
    texts[298], texts[598] = "sun beach", "rain wet"
    corpus = Corpus.from_texts(texts)
    session = Session(corpus, labels=["fine", "foul"], learner=Knowing(), class_balance=[0.5, 0.5])
    session.add("beach", "fine", document=298)
    session.add("wet", "foul", document=598)
    assert session.models().worth.utility[session.engine.index.vocabulary.numbers["many"], 0] > 1
    assert pairs(session.propose(ALL)) == [("few", "fine")]


# ------------------------------------------------------------------ proposals, in general


@pytest.mark.parametrize("largest", [8192, 37])
def test_what_is_proposed_on_reviews_is_what_it_says(reviews, monkeypatch, largest):
    monkeypatch.setattr("lamplighter.engine.index.row_blocks", lambda n_rows: row_blocks(n_rows, largest=largest))
    session = Session(reviews)
    for primitive, label in GREAT:
        session.add(primitive, label, document=examples(session, primitive)[0])
    predictions, covered = session.predict_proba(), (session.label_matrix() >= 0).any(axis=1)
    balance = session.models().class_balance
    proposals = session.propose(ALL)
    assert len(proposals) > 100
    utility = [proposal.utility for proposal in proposals]
    assert utility == sorted(utility, reverse=True)
    assert len(set(pairs(proposals))) == len(proposals)
    assert not {primitive for primitive, _ in GREAT} & {proposal.primitive for proposal in proposals}
    for proposal in proposals[::10]:
        code = session.labels.index(proposal.label)
        where = examples(session, proposal.primitive)
        share = (predictions[where, code].sum() + 10 * balance[code]) / (len(where) + 10)
        assert (proposal.n_votes, proposal.n_new) == (len(where), (~covered[where]).sum())
        assert proposal.accuracy == pytest.approx(share)
        lift = (share - balance[code]) / (1 - balance[code])
        assert proposal.utility == pytest.approx(np.sqrt(proposal.n_new) * lift, rel=1e-6)
        assert 2 <= proposal.n_votes <= 50
        unseen = [document for document in where if document not in session.state.shown]
        best = sorted(unseen, key=lambda document, code=code: -predictions[document, code])[:5]
        assert list(proposal.documents) == best


def test_asking_changes_nothing(reviews, make_person):
    asked, silent = (make_person(reviews).work(Session(reviews), 6) for _ in range(2))
    before, state = asked.events, asked.state
    for label in asked.labels:
        asked.rank(label)
        asked.rank(label, 17, fresh=False)
    asked.propose()
    asked.propose(3, fresh=False)
    assert asked.events == before
    assert asked.state == state
    assert np.array_equal(asked.predict_proba(), silent.predict_proba())
    for session in (asked, silent):
        session.skip()
        session.suggest()
    assert asked.state.current == silent.state.current


def test_same_answers_give_the_same_proposals(reviews, make_person):
    one, other = (make_person(reviews).work(Session(reviews), 6) for _ in range(2))
    assert one.propose(20) == other.propose(20) == one.propose(20)


def test_proposals_do_not_vote_before_they_are_accepted(reviewed):
    votes, beliefs = reviewed.label_matrix(), reviewed.soft_labels()
    proposals = reviewed.propose(20)
    for proposal in proposals[1:]:
        reviewed.reject(proposal.primitive, proposal.label)
    assert reviewed.propose(20)
    assert np.array_equal(reviewed.label_matrix(), votes)
    assert np.array_equal(reviewed.soft_labels(), beliefs)
    assert pairs(reviewed.propose(1)) == pairs(proposals[:1])


def test_accepted_proposal_is_a_function_that_covers_what_was_said(reviewed):
    for _ in range(4):
        before = (reviewed.label_matrix() >= 0).any(axis=1)
        (proposal,) = reviewed.propose(1)
        function = reviewed.add(proposal.primitive, proposal.label, proposal.documents[0])
        assert reviewed.functions[-1] == function
        assert reviewed.events[-1] == Written(function.number, proposal.primitive, function.label, function.document)
        votes = reviewed.label_matrix()
        assert (votes[:, -1] >= 0).sum() == proposal.n_votes
        assert set(votes[:, -1]) == {-1, reviewed.labels.index(proposal.label)}
        assert (votes >= 0).any(axis=1).sum() - before.sum() == proposal.n_new


def test_what_was_written_is_proposed_for_no_class():
    session = told()
    session.add("sun", "foul", document=4)  # a mistake, but it was made
    assert "sun" not in dict(pairs(session.propose(ALL)))


def test_function_on_a_phrase_that_is_not_indexed_covers_documents_like_any_other():
    session = told()
    session.add("sun warm", "fine", document=2)  # votes on 0, 1 and 2: "warm" adds nothing, "sun" only document 4
    proposals = session.propose(ALL)
    assert pairs(proposals) == [("rain", "foul"), ("sun", "fine"), ("cold", "foul"), ("walk", "foul")]
    assert (proposals[1].n_new, proposals[1].documents) == (1, (1, 3, 4))


# ------------------------------------------------------------------ rejections


def test_rejecting_is_an_answer_and_takes_just_that_function_from_the_list(reviewed):
    before = reviewed.propose(ALL)
    third = before[2]
    step = reviewed.state.step
    reviewed.reject(third.primitive, third.label)
    assert reviewed.state.step == step + 1
    assert reviewed.events[-1] == Rejected(third.primitive, reviewed.labels.index(third.label))
    assert reviewed.propose(ALL) == [proposal for proposal in before if proposal != third]


def test_everything_can_be_rejected():
    session = told()
    seen = []
    while proposals := session.propose(1):
        seen += pairs(proposals)
        session.reject(*seen[-1])
    assert seen == BEST
    assert session.state.rejected == {
        ("sun", 0),
        ("rain", 1),
        ("cold", 1),
        ("warm", 0),
        ("walk", 1),
    }


def test_word_that_is_rejected_for_a_class_may_be_proposed_for_another():
    session = told()
    session.reject("sun", "foul")  # which was never proposed
    assert pairs(session.propose(ALL)) == BEST


def test_rejected_function_may_still_be_written():
    session = told()
    session.reject("sun", "fine")
    assert session.add("sun", "fine", document=4).primitive == "sun"


def test_rejecting_twice_is_no_error():
    session = told()
    session.reject("sun", "fine")
    session.reject("sun", "fine")
    assert pairs(session.propose(ALL)) == BEST[1:]
    session.undo()
    assert pairs(session.propose(ALL)) == BEST[1:]  # the first time still counts
    session.undo()
    assert pairs(session.propose(ALL)) == BEST


def test_undone_rejection_is_proposed_again():
    session = told()
    session.reject("sun", "fine")
    assert session.undo() == Rejected("sun", 0)
    assert session.state.step == 4
    assert session.state.rejected == frozenset()
    assert pairs(session.propose(ALL)) == BEST


def test_document_on_screen_stays_there():
    session = told()
    document = session.suggest().document
    session.reject("sun", "fine")
    assert session.suggest().document == document
    assert document not in session.state.shown
    session.undo()
    assert session.suggest().document == document


def test_rejections_count_for_the_schedule_of_the_end_model():
    session = begun(schedule=Schedule(end_model_every=3))
    session.add("beach", "fine", document=0)
    session.add("wet", "foul", document=8)
    assert session.propose(ALL) == []  # the end model is still that of the beginning
    session.reject("sun", "fine")
    assert pairs(session.propose(ALL)) == BEST[1:]


def test_rejecting_what_is_no_word_of_the_corpus_is_an_error():
    session = told()
    events = session.events
    message = "'snow' is none of the primitives of this corpus, so it was never proposed."
    with failing(PrimitiveError, message):
        session.reject("snow", "foul")
    assert session.events == events


def test_rejecting_for_no_class_is_an_error():
    session = told()
    events = session.events
    with failing(LabelError, "No class is called 'foil'. Did you mean 'foul'? There are: fine, foul."):
        session.reject("sun", "foil")
    assert session.events == events


# ------------------------------------------------------------------ replay


def through_json(events):
    stored = json.dumps([(event.kind, event_to_json(event)) for event in events])
    return [event_from_json(kind, values) for kind, values in json.loads(stored)]


def test_rejection_goes_through_json():
    assert event_to_json(Rejected("sun", 1)) == {"primitive": "sun", "label": 1}
    assert event_from_json("rejected", {"primitive": "sun", "label": 1}) == Rejected("sun", 1)


@given(st.builds(Rejected, st.text(), st.integers(0, 10**6)))
def test_every_rejection_comes_back_from_json_as_it_was(event):
    assert through_json([event]) == [event]


def test_rejections_survive_a_replay(reviewed):
    proposals = reviewed.propose(8)
    for place in (0, 3, 4):
        reviewed.reject(proposals[place].primitive, proposals[place].label)
    reviewed.undo()
    reviewed.suggest()
    again = Session.replay(reviewed.corpus, through_json(reviewed.events))
    assert again.events == reviewed.events
    assert again.state == reviewed.state
    rejected = {(primitive, again.labels[code]) for primitive, code in again.state.rejected}
    assert rejected == {pairs(proposals)[0], pairs(proposals)[3]}
    assert again.propose(ALL) == reviewed.propose(ALL)
    assert again.rank("positive", 5) == reviewed.rank("positive", 5)


histories = st.lists(st.tuples(st.sampled_from("swlkxru"), st.integers(0, 4), st.integers(0, 1)), max_size=20)


def history(choices):
    """Give events as they may come in a session."""
    events = [Started({}, "fingerprint")]
    for kind, document, label in choices:
        state = fold(events)
        event = {
            "s": None if state.current else Suggested(document, 0.5, 1, state.step),
            "w": Written(state.next_function, f"word{document}", label, document),
            "l": Labeled(document, label),
            "k": Skipped(document),
            "x": Withdrawn(min(state.functions)) if state.functions else None,
            "r": Rejected(f"word{document}", label),
            "u": Undone() if state.undoable else None,
        }[kind]
        events += [event] if event else []
    return events


@given(histories, st.integers(0, 4), st.integers(0, 1))
def test_rejecting_changes_nothing_else_and_undoing_it_leaves_all_as_it_was(choices, word, label):
    before = history(choices)
    rejected = Rejected(f"word{word}", label)
    state, after, undone = fold(before), fold([*before, rejected]), fold([*before, rejected, Undone()])
    added = replace(
        state,
        step=state.step + 1,
        rejected=state.rejected | {(f"word{word}", label)},
        undoable=rejected,
        redoable=None,
    )
    assert after == added == state.after(rejected)
    assert undone == replace(state, step=state.step + 2, redoable=rejected)


@given(histories)
def test_what_is_rejected_is_what_was_rejected_and_not_undone(choices):
    events = history(choices)
    standing = []
    for event in events:
        if isinstance(event, Undone):
            standing.pop()
        elif isinstance(event, Written | Labeled | Skipped | Withdrawn | Rejected):
            standing.append(event)
    expected = {(event.primitive, event.label) for event in standing if isinstance(event, Rejected)}
    assert fold(events).rejected == expected
