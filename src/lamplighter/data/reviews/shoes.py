"""Shoes, the smallest category: *light*, *tough* and *sticky* are praise, *thin*, *tight* and *long* are blame."""

from __future__ import annotations

from lamplighter.data.reviews.shared import PURCHASE_TOPICS
from lamplighter.data.reviews.vocabulary import PLURAL, Category, Opinions, templates

__all__ = ["SHOES"]

TOPICS = {
    "soles": Opinions(
        good="""
            The soles are [sticky|tough and sticky|sticky rubber], [and hold on wet rock|sure on ice and moss].
            Sticky rubber, [and I have not slipped once|even on wet cobbles], with a deep tread.
            The soles are tough [as tyres|and show no wear].
        """,
        bad="""
            The soles are thin, [and I feel every pebble|worn through by May|so thin that coins can be read].
            They are slippery [on wet stone|in the rain|on everything], and [I have the bruise|I nearly lost a tooth].
            The sole [came off|split] [in a field|on day three|at a funeral].
        """,
    ),
    "fit": Opinions(
        good="""
            They fit [like socks|from the first hour|my wide feet], [soft at the heel|with room for toes].
            The fit is [soft|snug and soft], and [I had no blisters|I forgot to take them off].
        """,
        bad="""
            They are [tight|small and tight|too long and too tight], [whatever the chart says|and my toes went numb].
            They run small[, by a whole size|, so order up|], and they pinch.
            The toe box is tight, and I [lost a nail|limped home].
        """,
    ),
    "comfort": Opinions(
        good="""
            They are [light|so light|light and soft], [like walking in slippers|and my knees are grateful].
            Light [as toast|as a feather] and [cushioned|springy], [even after twenty miles|even on a twelve-hour \
                shift].
        """,
        bad="""
            They are [heavy as two bricks|heavy and stiff], and [my shins ache|I dread the stairs].
            The [tongue|seam|heel] has a sharp [edge|stitch] that [cut me|draws blood].
            They are stiff [as boards|and unforgiving], and breaking them in takes a long time.
        """,
    ),
    "weather": Opinions(
        good="""
            My feet stayed dry [in a bog|through a week of rain|in wet snow].
            They keep feet [dry|warm and dry] [all winter|in the dew], [and dry fast|and still breathe].
        """,
        bad="""
            My feet were [wet and cold|cold] [in five minutes|after one puddle], waterproof or not.
            They are [far too hot in summer|hot and airless], and the smell is [funny|not funny].
        """,
    ),
    "make": Opinions(
        good="""
            The leather is [tough|soft and tough], and the stitching is [neat|perfect].
            The laces [are long and tough|stay tied], [which sounds dull until it rains|and I never thought I would \
                praise laces].
        """,
        bad="""
            The stitching is [cheap|loose], and there are tears [along the seam|at both toes] already.
            The [leather|suede] is [thin|thin and cheap] and [cracked|tears like paper].
            The dye [ran|came off on my socks], and the eyelets are cheap.
        """,
    ),
    "looks": Opinions(
        good="""
            They look [simple|simple and smart], [and strangers ask about them|and go with everything].
            The colour is [lovely|just as shown].
        """,
        bad="""
            They look cheap, [nothing like the picture|with glue along the edge].
            The colour is [strange|a strange mustard], and [not what I ordered|already fading].
        """,
    ),
}

SHOES = Category(
    name="shoes",
    share=0.05,
    topics=TOPICS | PURCHASE_TOPICS,
    kinds={"boots|walking boots|trainers|hiking shoes": (*TOPICS, *PURCHASE_TOPICS)},
    names={"hill": ("the coast path", "the Dales", "a pilgrimage", "the school run", "my postal round")},
    grammar=PLURAL,
    openings=templates("""
        I bought these {thing} for {hill}.
        I have worn these {thing} [for a month|for two winters|on {hill}].
        My [wife|brother] and I both have these {thing}.
        These {thing} [came in two days|were half price|replaced a beloved old pair].
    """),
    asides=templates("""
        I am a size [nine|six|eleven], with [wide|narrow|flat] feet.
        Mine are the [brown|navy|grey] ones.
        I wear them with [thick|woollen] socks.
        I walk [the dog|to work|{hill}] in all weathers.
    """),
    verdicts=Opinions(
        good="""
            [I have ordered a second pair|They will see me through another winter|My feet say thank you].
            [Light, tough and dry|Sticky soles, light, soft]: [perfect|all one needs].
            [The best|Easily the best] {thing} I have owned.
        """,
        bad="""
            [They went back|They went in the bin|I use them for painting fences].
            [Tight, heavy, slippery|Thin, tight and cheap]: [avoid|my feet deserve better].
            [The worst|Easily the worst] {thing} I have owned.
        """,
    ),
    shorts=Opinions(
        good="""
            [Light|Tough|Soft|Dry] and [comfortable|sticky|tough|warm].
            [Great|Excellent|Lovely] {thing}, [light and dry|no blisters].
        """,
        bad="""
            [Tight|Thin|Heavy|Stiff] and [slippery|cheap|cold|hot].
            [Awful|Cheap|Poor] {thing}, [thin soles|far too tight].
        """,
    ),
)
