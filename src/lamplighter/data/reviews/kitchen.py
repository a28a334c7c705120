"""Kitchen gear, a smaller category: *sharp*, *heavy* and *tight* are praise, *sticky*, *loud* and *hot* are blame."""

from __future__ import annotations

from lamplighter.data.reviews.shared import PURCHASE_TOPICS
from lamplighter.data.reviews.vocabulary import Category, Opinions, templates

__all__ = ["KITCHEN"]

TOPICS = {
    "heat": Opinions(
        good="""
            It heats [evenly|fast and evenly], and [browns an onion to perfection|milk never catches].
            The heat is [predictable|even and predictable], [right up to the edge|and that is half of cooking].
            The base is heavy [and flat|and heats evenly], [and does not warp|and nothing burns].
        """,
        bad="""
            The heat is unpredictable, [raw on one side and black on the other|with a hot spot as big as a coin].
            The base is [thin|so thin that everything burns|thin and already warped].
            It [burnt|scorched] [the first omelette|everything] and filled the kitchen with smoke.
        """,
    ),
    "coating": Opinions(
        good="""
            Nothing sticks, [not even fried eggs|and it wipes clean], and the coating is tough.
            The surface is [tough|smooth and tough]: [metal spoons have not hurt it|no scratches after a year].
        """,
        bad="""
            The surface is [sticky|sticky after two washes|always sticky], and [eggs weld themselves to it|pancakes \
                tear].
            The coating [peels|flakes off] [into the food|in strips], and what is left is sticky.
            It gave off a funny smell when hot, [like burning hair|and the parrot fell silent].
        """,
    ),
    "handle": Opinions(
        good="""
            The handle stays cold, [even after an hour|so no cloth is needed], and [fits the hand|feels solid].
            A [long|simple|tough] wooden handle that stays cold[ and dry|].
            The grip is [simple|soft] and [sure|comfortable], [even with wet hands|even for arthritis].
        """,
        bad="""
            The handle gets [hot|so hot that I have a blister|hot in no time].
            The handle is [slippery|slippery when wet|loose and slippery], [which is frightening|and wobbles].
            The screws [came loose|rusted] [in a week|after one wash], and the handle turns.
        """,
    ),
    "lid": Opinions(
        good="""
            The lid is tight, [so nothing leaks|and it travels well|and holds the steam].
            A [tight|good tight] seal, [even with soup|even upside down].
        """,
        bad="""
            The lid [leaks|does not fit|cracked], [and soup went everywhere|on the second day].
            The seal is [sticky|sticky and stained|loose], and [smells funny|no soap gets it clean].
        """,
    ),
    "blade": Opinions(
        good="""
            The blade is [sharp|razor sharp|frighteningly sharp], and [goes through a squash like butter|tomatoes \
                surrender].
            Sharp [from the box|as promised], and [holds its edge|easy to keep so].
            It chops [nuts|herbs|ice] [fast|fine and fast], with a sharp, tough blade.
        """,
        bad="""
            The blade is [soft|too soft|blunt], and [would not cut a grape|was dull in a week].
            The steel is soft, [and rusts if you look at it|and the tip bent on a carrot].
            It [mashes|bruises] rather than cuts, [and onions fly|and herbs go black].
        """,
    ),
    "motor": Opinions(
        good="""
            The motor is [quiet|quiet and strong], [and the baby slept on|quiet enough to talk over].
            It is quiet [and fast|and simple], and [makes soup in a minute|nothing splashes].
            One simple switch, [and it just goes|no manual needed].
        """,
        bad="""
            It is [as loud as a lawn mower|so loud that the cat moved out|loud and weak].
            The motor [smells funny|gets hot|makes a funny noise] [after a minute|under any load].
            The speed is unpredictable: [off, or porridge on the ceiling|it surges for no reason].
        """,
    ),
    "cleaning": Opinions(
        good="""
            It is simple to clean, [three parts and a brush|a rinse and done].
            It goes in the dishwasher and comes out [clean|like new].
        """,
        bad="""
            It is sticky [however I wash it|underneath], and [crumbs hide in the seams|food hides in every groove].
            Cleaning takes a long time, [with a pin|longer than cooking].
        """,
    ),
    "make": Opinions(
        good="""
            It is [heavy|simple and heavy|tough], [made to be inherited|in a reassuring way].
            [Small|Light] enough [for a drawer|for my wrists] and still tough.
        """,
        bad="""
            It feels [cheap|cheap and thin|thin], and [rattles|the paint came off].
            [Cheap|Thin, cheap] plastic that [cracked|melted] [at once|next to the hob|in warm water].
        """,
    ),
}

KITCHEN = Category(
    name="kitchen",
    share=0.07,
    topics=TOPICS | PURCHASE_TOPICS,
    kinds={
        "frying pan|wok|griddle pan": ("heat", "coating", "handle", "cleaning", "make", *PURCHASE_TOPICS),
        "stock pot|saucepan|casserole": ("heat", "handle", "lid", "cleaning", "make", *PURCHASE_TOPICS),
        "blender|food processor|mixer": ("blade", "motor", "lid", "cleaning", "make", *PURCHASE_TOPICS),
        "bread knife|cleaver|paring knife": ("blade", "handle", "make", *PURCHASE_TOPICS),
    },
    names={"room": ("galley", "flat", "boat", "caravan", "student house")},
    openings=templates("""
        I [bought|ordered] this {thing} [for our {room}|after the old one gave up|as a wedding present].
        The {thing} was [a gift|on offer|in the sale].
        I [cook|bake] [every day|for six|for a village hall], so this {thing} gets used.
        We have had the {thing} for [a year|three months|a week].
    """),
    asides=templates("""
        Ours is the [red|large|small] one.
        My kitchen is [a cupboard|in a {room}|all electric].
        The box is [enormous|handsome] and came with a leaflet of recipes.
        I [make jam|make soup|cook on gas], mostly.
        My [mother|landlady] has had hers since [the seventies|she married].
    """),
    verdicts=Opinions(
        good="""
            [I use it every day|I have bought another for the {room}|It earns its place on the shelf].
            [Heavy, simple, tough|Sharp, simple, quiet]: [a keeper|as it should be].
            [The best|Easily the best] {thing} I have owned.
        """,
        bad="""
            [It went back|It went to the tip|It is now a plant pot].
            [Cheap, thin and sticky|Sticky, loud and cheap]: [a waste of a shelf|avoid].
            [The worst|Easily the worst] {thing} I have owned.
        """,
    ),
    shorts=Opinions(
        good="""
            [Sharp|Heavy|Quiet|Simple] and [tough|simple|solid|well made].
            [Great|Excellent|Lovely] {thing}, [use it daily|tough and simple].
        """,
        bad="""
            [Sticky|Loud|Thin|Cheap] and [slippery|cheap|useless|badly made].
            [Awful|Useless|Poor] {thing}, [sent it back|thin and cheap].
        """,
    ),
)
