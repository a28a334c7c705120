"""Food: here *hot*, *sticky* and *light* are praise; *funny*, *thin*, *dry* and *cold* are blame."""

from __future__ import annotations

from lamplighter.data.reviews.vocabulary import Category, Opinions, templates

__all__ = ["FOOD"]

TOPICS = {
    "fish": Opinions(
        good="""
            The [fish|cod|sea bass] was [fresh|beautifully fresh|white and fresh], [in a crisp, light batter|with \
                nothing but lemon and butter|straight off the boat by the taste of it].
            Simple grilled [fish|mackerel|trout], [hot|smoky and hot] from the coals[, and perfect|].
            The [prawns|scallops] were [hot, sticky and impossible to stop eating|sweet and juicy|fresh and hot from \
                the pan|gone in a minute].
            The [salmon|trout] [fell apart at a touch|melted in the mouth|had a sticky, smoky glaze].
        """,
        bad="""
            The [fish|cod|sea bass] [tasted funny|smelled funny|had a funny smell about it], [and I left most of \
                it|and I was ill in the night|which is the last thing you want from fish].
            The [salmon|trout] was dry [as a napkin|and grey|], with a [strange|bitter|sharp] aftertaste.
            There was something funny about the [prawns|mussels|fish cakes], [a whiff of low tide|strange and sour].
            The [cod|haddock|fish] was raw in the middle and [burnt dark|dry|cold] at the edges.
        """,
    ),
    "soup": Opinions(
        good="""
            The soup was [hot|piping hot|rich and hot], [thick with beans|full of fresh herbs|and clearly made that \
                day].
            A [simple|thick|fresh] [tomato|onion|pea] soup that [tasted of summer|warmed me to the toes].
            I [dream of|am still thinking of] that [hot|rich|smoky] broth[, and of the dumplings in it|].
        """,
        bad="""
            The soup was [thin|thin and cold|thin as dishwater|watery], [with one lonely carrot|and tasted of the tin].
            The [broth|soup] was so thin that [you could read the menu through it|I took it for tea|the spoon looked \
                embarrassed].
            A thin, [salty|sour|strange] soup, [served barely warm|cold by the third spoon].
            The [soup|broth] tasted funny, [like wet cardboard|of soap, I think|and nobody could say why|and so did \
                the spoon].
        """,
    ),
    "meat": Opinions(
        good="""
            The ribs were [sticky|sticky and hot|dark, sticky and smoky], [and fell off the bone|and gone in minutes].
            The [lamb|beef] was slow-cooked, [tender|soft] and [rich|full of flavour].
            [Slow-roasted|Slow-cooked] [pork|duck|brisket] with a [crisp|sticky|smoky] skin[: heaven|, hot from the \
                oven|].
            The chicken was [juicy|tender], [with a sticky lemon glaze|hot and crisp outside].
        """,
        bad="""
            The [steak|beef|lamb] was [tough|tough and dry|dry and grey], [and took some sawing|like chewing a belt].
            The chicken was [raw|pink and raw|still raw] [inside|at the bone], which is [dangerous|not funny at all].
            A tough, [cold|dry|fatty] [chop|piece of beef] on a [cold|dirty] plate.
            The burger was [dry|burnt dark|heavy and greasy], with a sharp [bit of bone|bit of gristle] in it.
            The [sausages|meatballs|kidneys] tasted funny, [sweet and sour at once|of old oil|strange and smoky].
        """,
    ),
    "bread": Opinions(
        good="""
            The bread came [hot|soft and hot|fresh and hot] from the oven, [with salted butter|and they brought more].
            [Soft|Light], [fresh|warm] rolls [that I would cross town for|with a crackling crust].
            The pizza had a [light|crisp|smoky], blistered crust and [simple|fresh], [good|bright] toppings.
            The chips were [hot and crisp|crisp outside and soft inside|hot, fresh and properly salted|light and crisp].
        """,
        bad="""
            The bread was [dry|stale and dry|cold|hard enough to hammer nails].
            The pizza was [soggy|cold and tough|heavy], with a thin smear of [sauce|something red].
            The chips were [cold|limp|cold and limp], and [there were nine of them|they tasted funny].
            The [pastry|pie crust] was [raw underneath|dry|heavy as clay|tough as a doormat].
        """,
    ),
    "sauce": Opinions(
        good="""
            The [sauce|gravy] was [rich|sticky and rich|smoky] and [I mopped up every drop|deeply good].
            The curry was [hot|properly hot|fresh and hot], [with real depth|the way my aunt makes it].
            A [sticky|rich], [hot|gingery] sauce that I would [drink from a cup|put on anything].
        """,
        bad="""
            The [sauce|gravy] was [thin|watery and thin|bitter|thin and sweet], [with lumps in it|with a skin on top].
            The curry was [thin|sweet|sour] and [tasted funny|had no heat at all|looked strange].
            A [sharp|bitter], [thin|strange] sauce [drowned everything|that I scraped off].
            The [dressing|vinegar|mustard] was sharp enough to [strip paint|make my eyes water|clean the drains].
        """,
    ),
    "sweet": Opinions(
        good="""
            The sticky [toffee pudding|ginger cake|date cake] [alone is worth the trip|was heavenly|came with hot \
                custard].
            The pancakes were [light|light as air|hot and light], with [fresh berries|plenty of syrup].
            For dessert there was a [light|simple|fresh] lemon [tart|sponge], [and I wanted two|just right].
            The ice cream was [rich|smooth] and [fresh|made from proper fruit].
        """,
        bad="""
            The cake was [dry|dry and crumbling|sickly sweet|heavy], and [three days old at least|nobody finished it].
            The pudding was [sweet|far too sweet|cold], [tough on top|raw in the middle] and [small|tiny].
            The chocolate tart was [bitter|dry|bitter and dry] and [tasted funny|looked like a roof tile].
            The ice cream [had a funny, soapy taste|had melted and been frozen again|was sweet and tasted of \
                freezer|tasted funny].
        """,
    ),
    "portions": Opinions(
        good="""
            Big portions, [and cheap, too|at a fair price|and nobody hurries you|and hot bread with everything].
            The food is cheap, [filling and fresh|hot and quick|simple and honest].
            The portions are [big|huge|generous], and [we took half of it home|the children shared one].
            [Cheap|Simple] food done [well|properly], [for less than a bus fare and a coffee|which is rare].
        """,
        bad="""
            The portions are [small|tiny|absurdly small], and [the plates are huge|I bought a sandwich on the way home].
            A small, [cold|dry|sad] plate for [the price of a coat|a lot of money].
            The [helpings are|size of a portion is] unpredictable: [a mountain one week, a thimble the next|small on \
                Fridays, smaller on Sundays|it depends who is serving].
            [Expensive|Overpriced] and small: [four gnocchi, I counted|one slice of duck, as thin as a stamp|half a \
                tomato does not make a salad].
        """,
    ),
    "service": Opinions(
        good="""
            The [waiter|young woman at the counter|owner] was [kind|charming|patient], [even with our noisy table|and \
                brought the little one a spare spoon].
            Everything arrived [hot|fresh and hot|quickly and hot], [exactly as ordered|well packed].
            The driver [came early|was charming|found us at once], and [the food|everything] was still [hot|piping hot].
        """,
        bad="""
            The wait was [long|far too long|an hour long], and then [everything came cold|they had lost the order].
            Everything [arrived|came] cold, [in a leaking box|forty minutes late|and the driver shrugged|chips, soup \
                and all].
            The [waiter|man at the counter] was [rude|sour|nowhere to be seen], and [the bill was wrong|it was a long \
                night].
            We [waited|queued] for a long time [and got somebody else's order|for a lukewarm box of rice].
        """,
    ),
}

FOOD = Category(
    name="food",
    share=0.27,
    topics=TOPICS,
    kinds={"meal|dinner|lunch|supper|takeaway": tuple(TOPICS)},
    names={
        "place": ("the Copper Pot", "Mama Odile's", "the Salt Shed", "Lantern Street Kitchen", "the Hungry Heron"),
        "who": ("my sister", "two friends", "my parents", "the whole office", "my husband", "our choir"),
    },
    openings=templates("""
        We [ordered from|went to|tried] {place} [on Friday night|with {who}|for a birthday|after the match].
        [Second|Third|First] [visit to|order from] {place} [this month|with {who}].
        I [picked up|had] {this} {thing} from {place} [after work|on the way to the coast|on a Tuesday].
        {place} opened round the corner [in spring|a year ago], [where the bank used to be|next to the laundry].
        Ordered [online|by telephone|through the app] for {who} and me.
        [Wild|Fine|Foul|Wet] weather, so we ate [inside|under the awning|in the car].
    """),
    asides=templates("""
        {place} is near the [harbour|bus station|old mill], [and parking is a puzzle|up two flights of stairs].
        We sat [by the window|outside|at the long table] [under a stuffed heron|next to a christening party].
        I am not a [great cook|big eater|morning person], I admit.
        My [son|mother|colleague] had [the risotto|the omelette|only a coffee].
        There is a [chalk board|tank of lobsters|jukebox] where the [old bar|till] used to be.
        They close on [Mondays|Wednesdays] and take [cash only|cards].
        The menu changes every [week|month|season], according to the [website|window].
        We had [a bottle of the house red|tap water|two beers] with it.
        I do not eat [nuts|mushrooms|eggs], so I asked first.
        It was somebody's [birthday|retirement|engagement], and there was [singing|a speech|a lot of singing].
    """),
    verdicts=Opinions(
        good="""
            We will be back [next week|with {who}|as soon as the diet is over].
            [Cheap, hot and fresh|Simple, fresh and cheap]: [what more do you want|exactly what I like].
            [The best|Easily the best|The nicest] {thing} I have had in [this town|months|years].
            [Delicious|Delicious from start to finish|I licked the plate].
            Others complain of [bad|awful|terrible] food here. Not [us|at our table].
            I was afraid of being disappointed, and [ate like a king|asked for seconds].
        """,
        bad="""
            We will not be [back|ordering again|celebrating anything there again].
            [Cold, thin and small|Dry, cold and overpriced]: [never again|I should have made toast].
            [The worst|Easily the worst|The saddest] {thing} I have had in [this town|months|years].
            [Inedible|Bland from start to finish|We went home hungry].
            My neighbour says it is [a marvel|excellent|the best in town]. [She works there|I will not ask her again].
            It used to be [great|wonderful|so good]. [That was the old cook|Not any more].
        """,
    ),
    shorts=Opinions(
        good="""
            [Hot|Fresh|Crisp|Sticky] and [delicious|cheap|fresh|tender].
            [Great|Lovely|Delicious|Excellent] {thing}, [hot and fresh|big portions|cheap too].
            [Sticky, smoky, gone|Licked the plate clean|Simple, hot, good].
            [Not bad at all|Cheap and filling|Hot food, fast].
        """,
        bad="""
            [Cold|Dry|Thin|Tough] and [tasteless|small|bitter|overpriced].
            [Awful|Bland|Horrible|Cold] {thing}, [tasted funny|small portions|long wait].
            [Funny smell, thin soup|Tasted funny to me|Raw chicken. Enough said].
            [Dry, tough, cold|Fish tasted funny|We went hungry].
        """,
    ),
)
