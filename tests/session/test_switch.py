"""Another strategy from now on: an event, whatever is undone."""

import pytest

from lamplighter import SEU, Session, Strategy
from lamplighter.exceptions import UnknownNameError
from lamplighter.selection import STRATEGIES
from lamplighter.session import Schedule, fold
from lamplighter.session.events import Labeled, Suggested, Switched, Undone
from lamplighter.session.strategies import Offer, offers, strategy_of

AT_ONCE = Schedule(representatives_first=0)


def worked(corpus, **settings):
    session = Session(corpus, schedule=AT_ONCE, **settings)
    session.add("great", "positive", 0)
    session.add("waste", "negative", 1)
    return session


class Own(Strategy):
    """One that is in no registry."""

    title = "a way of my own"
    reads = frozenset()

    def scores(self, context, statistics):
        return -context.incidence.indices[context.incidence.indptr[:-1]].astype(float)


@pytest.mark.parametrize("name", STRATEGIES.names)
@pytest.mark.parametrize("learnt", [False, True], ids=["before learning", "after learning"])
def test_pick_after_a_switch_is_that_of_a_session_that_began_so(reviews, name, learnt):
    session, other = worked(reviews, strategy="uncertainty"), worked(reviews, strategy=name)
    if learnt:
        session.models()  # for the strategy of before
    assert session.switch(name).title == STRATEGIES[name].title
    assert session.suggest() == other.suggest()


def test_what_is_on_screen_stays_and_settings_too(reviews):
    session = worked(reviews)
    shown, settings = session.suggest(), session.settings.to_json()
    session.switch("random")
    assert session.suggest() == shown
    assert (session.state.step, session.strategy_name) == (2, "random")
    assert session.settings.to_json() == settings
    session.skip()
    assert session.suggest().chosen_by == "chance"


def test_undo_does_not_take_a_switch_back(reviews):
    session = worked(reviews)
    session.suggest()
    session.skip()
    session.switch("random")
    session.undo()
    assert session.strategy_name == "random"
    assert Session.replay(reviews, session.events).strategy_name == "random"
    session.redo()
    assert session.suggest().chosen_by == "chance"


def test_state_knows_the_last_switch_alone():
    events = [Suggested(1, 0.5, 1, 0), Switched("seu"), Labeled(1, 0), Switched("random"), Undone()]
    state = fold(events)
    assert (state.strategy, state.step, [shown.document for shown in state.pending]) == ("random", 2, [1])
    assert fold(events[:3]) == fold([*events[:1], events[2]]).after(Switched("seu"))
    assert fold([]).strategy is None


def test_switching_to_what_picks_already_is_no_event(reviews):
    session = worked(reviews)
    before = session.events
    session.switch("coverage")
    assert session.events == before


def test_switching_back_gives_the_strategy_as_it_was_set(reviews):
    mine = SEU(max_coverage=0.5)
    session = worked(reviews, strategy=mine)
    assert session.switch("random") is not mine
    assert session.switch("seu") is mine


def test_strategy_of_ones_own_can_be_left_and_taken_up_again(reviews):
    session = worked(reviews, strategy=Own())
    name = session.strategy_name
    session.switch("coverage")
    assert session.suggest().chosen_by == "new coverage"
    session.skip()
    session.switch(name)
    assert session.suggest().chosen_by == "a way of my own"
    again = Session.replay(reviews, session.events, strategy=session.settings.strategy)
    assert again.suggest() == session.suggest()


def test_replay_picks_as_the_switched_session_does(reviews, make_person):
    session, person = Session(reviews), make_person(reviews)
    for name in ("seu", "random", "end-model-uncertainty"):
        person.work(session, 4)
        session.switch(name)
    person.work(session, 2)
    again = Session.replay(reviews, session.events)
    assert (again.state, again.strategy_name) == (session.state, "end-model-uncertainty")
    person.rng = type(person.rng)(type(person.rng.bit_generator)(1))
    for one in (session, again):
        one.skip()
    assert again.suggest() == session.suggest()


def test_unknown_strategy_is_refused(reviews):
    session = Session(reviews)
    message = (
        r"^No selection strategy is called 'disagreement'\. Did you mean 'disagree'\? There are: abstain, coverage, "
        r"disagree, end-model-uncertainty, random, seu, uncertainty\.$"
    )
    with pytest.raises(UnknownNameError, match=message):
        session.switch("disagreement")
    assert session.strategy_name == "coverage"


def test_strategy_of_a_package_that_is_gone_is_asked_for(reviews):
    session = Session.replay(reviews, [*Session(reviews).events, Switched("theirs")])
    message = (
        r"^The session was switched to a selection strategy that is not registered here, theirs\. Install the package that "
        r"brings it\.$"
    )
    with pytest.raises(UnknownNameError, match=message):
        strategy_of(session)


def test_offers_say_which_strategies_need_a_model(reviews):
    session = Session(reviews, strategy=Own())
    lacking = "functions for two classes"
    found = {offer.name: offer for offer in offers(session, session.models())}
    assert found["seu"] == Offer("seu", "expected utility", lacking)
    assert found["coverage"] == Offer("coverage", "new coverage", None)
    assert {name for name, offer in found.items() if offer.lacks} == {"seu", "end-model-uncertainty"}
    assert found[session.strategy_name].title == "a way of my own"
    assert list(found) == sorted(found)
    session.add("great", "positive", 0)
    session.add("waste", "negative", 1)
    assert not [offer for offer in offers(session, session.models()) if offer.lacks]


def test_stand_ins_say_for_whom_they_stand(reviews):
    at_first = Session(reviews).suggest()
    assert (at_first.chosen_by, at_first.stood_in_for) == ("likeness to many others", "new coverage")
    drawn = Session(reviews, strategy="seu", schedule=Schedule(random_first=1)).suggest()
    assert (drawn.chosen_by, drawn.stood_in_for) == ("chance", "expected utility")
    meant = Session(reviews, strategy="random", schedule=Schedule(random_first=1)).suggest()
    assert (meant.chosen_by, meant.stood_in_for) == ("chance", None)
