"""What people write about anything: verdicts, price and post, small talk, and the words that join two opinions."""

from __future__ import annotations

from lamplighter.data.reviews.vocabulary import Opinions, templates

__all__ = ["ASIDES", "CONTRASTS", "EMPHASES", "PURCHASE_TOPICS", "VERDICTS"]

VERDICTS = Opinions(
    good="""
        [Highly recommended|Recommended|I recommend {them} to anyone|I have recommended {them} to all my friends].
        [All in all,|In short,|Simply] [great|excellent|wonderful|perfect|the best].
        [I was delighted|I am a happy man|I could not be happier|I am very happy indeed].
        [Great|Excellent|Wonderful|Lovely] {thing}[, and I do not say that lightly|, as everyone told me|].
        [Love {them}|I loved every bit of {them}|I love everything about {them}|Perfect in every way].
        [Worth every penny|Worth every minute|Ten out of ten|Five stars, and I am mean with stars].
        Not [bad|bad at all|a bad choice], and that is high praise [in Yorkshire|from me].
        I was [not disappointed|afraid of a disappointment, and there was none|delighted, from first to last].
    """,
    bad="""
        [A waste of money|What a waste of money|Do not waste your money|A complete waste].
        [All in all,|In short,|Simply] [awful|terrible|horrible|very poor|the worst].
        I was [disappointed|very disappointed|bitterly disappointed].
        [Avoid|Avoid, avoid, avoid|Best avoided|Avoid at all costs].
        [Terrible|Awful|Bad|Poor] {thing}[, and I am easily pleased|, and I have known a few|].
        [Bad|Really bad|Very bad indeed|Just bad], [and I am easily pleased|I am afraid|from beginning to end].
        [What a disappointment|A disappointment from beginning to end|I feel cheated|One star, and that is kind].
        Not [good|good enough|great|worth it], [and that is putting it kindly|I am sorry to say|in short].
        I [cannot|would not] recommend {this} {thing} [to anyone|to a good friend|to people I like].
    """,
)

ASIDES = templates("""
    I do not [usually|often] write reviews.
    This is only my opinion[, of course|, so judge for yourself|].
    I am [writing|typing] this on the [train|bus], so forgive the spelling.
    I had read [a lot of|dozens of] reviews [before|first].
    A [great|good|close|bad-tempered] friend [told me about {them}|suggested {them}|sent me the link].
    I have had [a long week|a heavy cold|a wonderful week|a busy summer], for what that is worth.
    My cousin, who has [no taste|expensive tastes|an excellent memory], [suggested {them}|had told me about {them}].
    People write [bad|terrible|great|wonderful] things about everything [these days|on the internet].
    It was [raining|a Tuesday|our anniversary], not that it matters.
    I [will|shall] keep this [short|brief][, since nobody reads these|].
    My [partner|sister] [disagrees|agrees with me], by the way.
    I have changed my mind [once|twice|three times] about the [number of stars|stars].
    I am [a teacher|a nurse|retired|on night shifts], if that matters.
""")

PURCHASE_TOPICS = {
    "price": Opinions(
        good="""
            The price is [fair|good|very fair], [and I paid less than for the last one|which is rare these days].
            [Great|Excellent|Good] value [for money|at the price].
        """,
        bad="""
            The price is [silly|far too high|hard to explain], [given what you get|and it went up the day before|and \
                there is no guarantee].
            [Poor|Awful|Bad] value [for money|at the price].
        """,
    ),
    "post": Opinions(
        good="""
            The parcel came [early|the next day|fast], [well packed|with a friendly note].
            Delivery was [fast|quick|perfect], [and free|as promised|right to the door|even in the snow].
        """,
        bad="""
            The parcel came [late|two weeks late|soaking wet], [with the box crushed|after three calls].
            Delivery was [slow|bad|a farce], [and the driver left everything in the hedge|with nobody to complain to].
        """,
    ),
    "help": Opinions(
        good="""
            I [had one question|asked a silly question|rang about the guarantee], and customer service was \
                [excellent|great|quick and friendly].
            The people at the shop were [excellent|wonderful|kind and patient], [and knew what they were selling|even \
                on a Saturday|and so was the one on the phone].
        """,
        bad="""
            Customer service was [awful|terrible|no help], [and still has not called back|all music and no answers].
            The people at the shop were [horrible|rude|no help], and would not take [the thing|anything] back.
        """,
    ),
}
"""Topics of things that are sold and sent, the same in each of their categories."""

CONTRASTS = Opinions(
    good="""
        At least
        Mind you,
        Still,
        That said,
        To be fair,
        On the other hand,
        However,
    """,
    bad="""
        Sadly,
        Unfortunately,
        That said,
        Then again,
        On the other hand,
        However,
        Alas,
    """,
)
"""How an opinion begins that turns against the one before it."""

EMPHASES = templates("""
    Honestly,
    For me,
    In my opinion,
    Above all,
    I must say,
""")
"""How an opinion may begin that turns against nothing."""
