"""Five documents of two classes, and five of three, whose functions one can count by hand.

=====  ==============  =====     =====  =========  ======  ======
       text            class     word   documents  of pos  of neg
=====  ==============  =====     =====  =========  ======  ======
0      good film       pos       bad    3          1/3     2/3
1      good food       pos       film   3          2/3     1/3
2      bad film        neg       food   2          1/2     1/2
3      bad food        neg       good   3          3/3     0/3
4      good bad film   pos
=====  ==============  =====     =====  =========  ======  ======

=====  ===============  =====     =====  =========  ====  ====  ====
       text             class     word   documents  of a  of b  of c
=====  ===============  =====     =====  =========  ====  ====  ====
0      red round        a         red    3          2/3   1/3   0/3
1      red small        a         round  4          1/4   2/4   1/4
2      round small      b         small  4          1/4   2/4   1/4
3      red round small  b
4      small round      c
=====  ===============  =====     =====  =========  ====  ====  ====
"""

from lamplighter.session import Suggestion

TEXTS = ["good film", "good food", "bad film", "bad food", "good bad film"]
GOLD = ["pos", "pos", "neg", "neg", "pos"]

TEXTS_OF_THREE = ["red round", "red small", "round small", "red round small", "small round"]
GOLD_OF_THREE = ["a", "a", "b", "b", "c"]


class Lots:
    """A generator that draws what it is told."""

    def __init__(self, *lots):
        self.lots = list(lots)

    def random(self):
        return self.lots.pop(0)


def shown(session, document):
    words = session.engine.index.terms_of(document)
    return Suggestion(document, session.corpus.texts[document], dict.fromkeys(words, 1), (), 0.0, 1, 0, "chance")


def drawn_words(user, document, times):
    """Give what a user draws on a document who forgets each time what was used."""
    words = []
    for _ in range(times):
        user.used.clear()
        words.append(user.answer(shown(user.session, document))[0])
    return words
