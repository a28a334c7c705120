"""Books, a smaller category, near to films: *dark* and *funny* are praise, *thin*, *light* and *simple* are blame."""

from __future__ import annotations

from lamplighter.data.reviews.vocabulary import Category, Opinions, templates

__all__ = ["BOOKS"]

TOPICS = {
    "plot": Opinions(
        good="""
            The plot is [unpredictable|dark and unpredictable|tight and clever], and [I read until three|the clues \
                are fair].
            I turned the last fifty pages [standing up|with the soup boiling over], so [gripping|unpredictable] is it.
            A [dark|twisted|sharp] [mystery|tale], [unpredictable to the last line|with a false bottom].
        """,
        bad="""
            The plot is [thin|predictable|thin and predictable], [and the butler really did it|padded with recipes].
            I guessed [the murderer|everything] by chapter two; [predictable|simple] stuff.
            The story is [light on sense|simple and slow], [and stops rather than ends|so I skipped ahead and missed \
                nothing].
        """,
    ),
    "prose": Opinions(
        good="""
            {author} writes [dry, funny|sharp, quiet|raw and beautiful|slow, rich] sentences [that ask to be read \
                aloud|with not a word too many].
            The prose is [quiet and exact|dry and very funny|rich and dark], [and I marked every second page|and \
                clear as cold water].
            The dialogue is [sharp|funny|dry], [and you can hear each voice|better than life].
        """,
        bad="""
            The prose is [heavy|flat|cold and heavy], with [three adjectives to every noun|sentences like wet rope].
            {author} writes [flat|heavy|simple-minded] dialogue that [no one could say aloud|all sounds the same].
            The style is [cold|light and empty|heavy as a wardrobe], and [the metaphors collide|the jokes are cheap].
        """,
    ),
    "people": Opinions(
        good="""
            The [narrator|old aunt|girl at the centre] is [odd, raw and alive|funny and strange|dark and very funny].
            You come to love these [strange|quiet|bitter] people[, even the thief|].
            The characters are [rich|real], and I [missed them|wondered what they did next] when I had finished.
        """,
        bad="""
            The characters are [thin|cold|thin as paper], and [I mixed them up|they only exist to make speeches].
            The [hero|heroine|detective] is a cold fish, [and nothing explains why|and too perfect to believe].
            Everybody is [simple|thin], either [saintly or wicked|shouting or weeping].
        """,
    ),
    "length": Opinions(
        good="""
            It is [long|six hundred pages long], and [I wished it longer|I rationed the last chapters].
            A [slow|quiet] book [in the best sense|that repays patience], [rich in odd detail|and never dull].
            [Short|Slim], tight and [complete|unforgettable].
        """,
        bad="""
            It is [far too long|long and slow], and [nothing happens until page two hundred|I gave up twice].
            [Heavy|Long and heavy] going, [and I counted the pages|like wading through porridge].
            The middle is slow, and the [long|endless] chapters about [canals|the uncle's war|tax law] could go.
        """,
    ),
    "feeling": Opinions(
        good="""
            I [laughed|cried] [on the train, twice|until the dog came to look|out loud].
            The last chapter left me in tears, [and grateful|in a crowded waiting room].
            It is [dark|bitter|sad], and [still funny on every page|still full of warmth].
        """,
        bad="""
            It left me [cold|completely cold|cold and cross], [and I love this sort of thing|from the first chapter].
            I felt nothing [for anybody|at the funeral scene], except [relief at the end|cold].
            For a book about [grief|love|war] it is oddly [cold|light|flat].
        """,
    ),
    "printing": Opinions(
        good="""
            A lovely [edition|binding], with [good paper|a ribbon|drawings by the author's sister].
            The [maps|drawings|notes] are [simple and clear|beautiful].
        """,
        bad="""
            The paper is [thin|cheap and thin], [and the ink shows through|like a phone directory].
            The binding is cheap, and [page forty fell out|the glue smells of fish].
            There are [misprints|spelling mistakes] [on every page|everywhere], [even on the cover|even in the title].
        """,
    ),
}

BOOKS = Category(
    name="books",
    share=0.10,
    topics=TOPICS,
    kinds={"book|book|novel": tuple(TOPICS)},
    names={
        "author": ("Wilhelmina Tack", "P. D. Orrin", "Salome Achterberg", "Cuthbert Lyle", "Noor Fennimore"),
        "setting": (
            "a Welsh mining town",
            "a lighthouse",
            "an airport at night",
            "a convent school",
            "a drowned village",
        ),
    },
    openings=templates("""
        {author}'s [second|latest|first] {thing} is set in {setting}.
        [Our reading group|My mother|A friend|The librarian] chose this {thing}.
        I [borrowed|was given|picked up] this {thing} [for the holidays|at the station|because of the cover].
        [Three generations|Two strangers|A widow and her lodger] in {setting}: that is the {thing} in a line.
        I have read [everything|nothing else] by {author}.
    """),
    asides=templates("""
        I read it [in two sittings|on the train|in bed with a cold|over the summer].
        {author} used to be a [vet|judge|postman], according to the flap.
        There is a [family tree|list of names|map] at the front[, which you will need|].
        [My copy|Mine] came from [the library|a bookshop in Leeds|a cousin].
        A sequel is [announced|already out], and a [play|television series] is on its way.
        It won [a prize|some medal or other] [last year|in Norway].
        The translation is by somebody called Brandt.
    """),
    verdicts=Opinions(
        good="""
            [I have already lent it out|I shall read it again|Now I want everything by {author}].
            [Dark, funny|Strange, dark] and [unpredictable|wise]: [a treasure|what reading is for].
            [The best|Easily the best] {thing} [of the year|I have read in years].
            The papers were [disappointed|bored]. [I was not|Poor papers].
        """,
        bad="""
            [I gave it to the jumble sale|I did not finish it|It props up the table now].
            [Thin, cold and long|Predictable and thin]: [a waste of trees|a waste of a good title].
            [The worst|Easily the worst] {thing} [of the year|I have read in years].
            Everyone called it [a masterpiece|wonderful|perfect]. [Did they finish it|I call it hard work].
        """,
    ),
    shorts=Opinions(
        good="""
            [Dark|Funny|Sharp|Quiet] and [unpredictable|moving|dry|funny].
            [Great|Wonderful|Lovely] {thing}, [funny and dark|read it twice].
            [Read it in one night|Dry, dark, funny].
        """,
        bad="""
            [Thin|Cold|Long|Flat] and [predictable|slow|dull|heavy].
            [Awful|Dull|Poor] {thing}, [thin plot|far too long].
            [Did not finish it|Thin, cold, predictable].
        """,
    ),
)
