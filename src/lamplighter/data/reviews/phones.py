"""Phones: here *long*, *thin* and *simple* are praise; *hot*, *unpredictable*, *dark* and *sticky* are blame."""

from __future__ import annotations

from lamplighter.data.reviews.shared import PURCHASE_TOPICS
from lamplighter.data.reviews.vocabulary import Category, Opinions, templates

__all__ = ["PHONES"]

TOPICS = {
    "battery": Opinions(
        good="""
            The battery life is long, [two full days|longer than my weekend|and it is still at forty percent in the \
                evening].
            Such a long battery life that I [forget where the charger is|left the cable at home all summer].
            The long battery life is [predictable to the hour|why I bought it].
            The battery is predictable: [a day and a half, every time|ten percent an hour and no tricks].
            It lasts a long [day|shift|weekend] on one charge[, maps and all|].
        """,
        bad="""
            The battery is unpredictable, [full at noon and flat at one|dead at forty percent|and dies in the cold].
            Battery life is [unpredictable|erratic|a joke], and [it gets hot in my pocket|I carry a cable everywhere].
            It runs hot [on a simple call|while charging|for no reason], and then the battery [drains|dies].
            The battery [drains overnight|is flat by lunch|swelled after a month].
            The percentage is unpredictable: it [jumps about|fell from sixty to three] [on the train|during a call].
        """,
    ),
    "screen": Opinions(
        good="""
            The screen is [sharp|crisp|bright and sharp], [even in full sun|and easy on old eyes].
            A sharp, bright display [that makes my old one look like a biscuit tin|with lovely colours].
            The glass is tough: [it has met the pavement twice|keys have not left a mark].
            Text is sharp [at any size|enough to read on the bus].
        """,
        bad="""
            The screen is [dark|dim and dark|too dark], [and useless outdoors|even at full brightness].
            There is a dark [patch|line|stain] [along the edge|in the corner] of the display[, and it is growing|].
            The screen is [slow to wake|yellowish and dark|scratched already], and [it flickers|the colours are \
                strange].
            The display is [dark and dull|soft and dull], and [cracked in the first week|every face looks blue].
        """,
    ),
    "body": Opinions(
        good="""
            It is [thin and light|light|thin], and [slips into any pocket|sits well in a small hand|I hardly notice it].
            The body is thin but tough, [all metal|with no creaks].
            [Thin|Light|Small] and [tough|light|well made], just [as I wanted|as promised].
            The case is [thin|light], [cold metal|smooth metal] and feels [expensive|solid].
        """,
        bad="""
            It feels [cheap|cheap and hollow|heavy and cheap], [and the back creaks|like something from a cracker].
            The case is [slippery|heavy|cheap plastic] and [it has leapt from my hand twice|too big for any pocket].
            The back gets [hot|so hot that I have to put it down] [during calls|when the camera is on].
            It is [big and heavy|heavy], and slippery [as soap|as a fish].
            The plastic has a [funny|strange] smell that [never went away|comes off on my hands].
        """,
    ),
    "camera": Opinions(
        good="""
            The camera is [sharp|fast and sharp|simple and fast], [even of running children|and good at night].
            Photos are [sharp|crisp], with [true colours|no fuss].
            It takes [sharp|lovely] pictures [of food and cats|in poor light], [fast|at once].
        """,
        bad="""
            Photos come out [dark|dark and soft|dark and grainy], [even at noon|as if taken through a sock].
            The camera is slow, [and the moment is gone|and the pictures are dark].
            Indoors the pictures are [dark|soft and dark], and faces have a [strange|funny] [green|orange] tint.
            The lens [fogs up|has dust inside], so everything looks [soft|strange].
        """,
    ),
    "sound": Opinions(
        good="""
            The speaker is [loud and clear|loud enough for a kitchen], [and calls are crisp|and I never miss a ring].
            It rings loud [and long|], which [my deaf uncle needs|I need in the workshop].
            Calls are [loud and clear|crisp], [even from the car|even in the wind].
        """,
        bad="""
            The speaker is [quiet|too quiet|quiet and tinny], and [I miss half of my calls|voices sound underwater].
            It makes a funny [noise|buzzing noise|clicking sound] [when it rings|on every call|at night].
            Calls [drop|cut out] [twice a day|mid-sentence], and there is a funny [echo|hiss].
        """,
    ),
    "buttons": Opinions(
        good="""
            The buttons are [simple|big and simple] and [click nicely|easy to find in the dark].
            The fingerprint reader is fast, [even with wet hands|and right first time|and never asks twice].
            Simple [keys|switches] [where a thumb expects them|that gloves can press].
        """,
        bad="""
            The [volume|power] button is [sticky|stiff|sticky and loose at once], and [has been from the second day|now it \
                is stuck].
            The keys were sticky [out of the box|from new], as if [someone had spilt lemonade|it had been returned \
                before].
            The sticky [home button|switch] [has to be pressed three times|drives me mad].
            The touch is unpredictable, and [calls people on its own|types what it likes].
        """,
    ),
    "software": Opinions(
        good="""
            It is [simple|so simple] to [set up|use], [even for my grandfather|and took five minutes].
            The menus are simple, [fast and logical|with none of the usual clutter].
            [Simple|Fast and simple]: it does [what a phone should|what I ask], and [no more|at once].
            Everything opens fast, [and it has never frozen|even with the map running].
        """,
        bad="""
            It is [slow, and freezes daily|slow to start and slow to answer|slow and getting slower].
            Since the update it is [slow and hot|unpredictable], [restarting at odd hours|losing my contacts].
            The software is [slow|full of adverts|strange and slow], and [the alarm is unpredictable|half the menus \
                are in another language].
            Apps crash [for no reason|one after the other], and the alarm is unpredictable.
        """,
    ),
    "charging": Opinions(
        good="""
            It charges fast, [in half an hour|in the time of a shower], and [stays cold|never gets warm].
            Charging is [fast|fast and simple][, and the cable is a good long one|, ten minutes for half a day|].
            The long cable [is tough|reaches my bed].
        """,
        bad="""
            The charger gets [hot|frighteningly hot|hot enough to fry an egg], [and it hums|and it smells funny].
            The cable [twisted and split|came twisted] [within a month|out of the box].
            Charging is slow[, nine hours last night| and only works at an angle], and the plug runs hot.
        """,
    ),
}

PHONES = Category(
    name="phones",
    share=0.20,
    topics=TOPICS | PURCHASE_TOPICS,
    kinds={"phone|phone|handset": (*TOPICS, *PURCHASE_TOPICS)},
    names={
        "brand": ("Halden 5", "Pico Nine", "Ostra Mini", "Lumo X", "Verity One"),
        "owner": ("my father", "my daughter", "my niece", "my neighbour", "work"),
    },
    openings=templates("""
        I [bought|got] the {brand} [for {owner}|to replace one that drowned|three weeks ago|in the sale].
        [This is|The {brand} is] my [second|third|first] [smart phone|phone of this make].
        I have [had|used] the {brand} for [a month|six weeks|half a year].
        This {brand} was for {owner}.
        The {brand} came [in a plain box|on Thursday|with a case and a film for the glass].
        I moved to the {brand} from [an old flip phone|a rival|a brick with an aerial].
        [A patient|A persistent|A very young] salesman [talked me into|tried to talk me out of] the {brand}.
    """),
    asides=templates("""
        I mostly use it for [maps and messages|calls|the crossword|bird song].
        Mine is the [blue|grey|green] one.
        I have [no signal at home anyway|two cards in it|a cracked one in the drawer as a spare].
        {owner} wanted the bigger model.
        The shop [threw in a case|is next to my dentist|had only one left].
        The box holds a [cable|pin for the card tray] and a booklet in nine languages.
        I do not [play games|take many pictures|listen to music] on it.
        It took a day to move my [contacts|pictures] over.
        My [train|office|cellar] is a dead zone, so I cannot say much about reception.
    """),
    verdicts=Opinions(
        good="""
            [I would buy it again|I bought a second one for {owner}|It stays].
            [Long battery life, thin, simple|Simple, fast and tough]: [all I need|I am happy].
            [The best|Easily the best] {thing} I have [owned|had] [so far|in years].
            One forum calls the {brand} [terrible|awful|a waste of money]. [I cannot see why|Not mine].
            Nothing to be disappointed about [here|so far].
        """,
        bad="""
            [I have gone back to my old one|I sent it back|It lives in a drawer now].
            [Hot, slow and unpredictable|Dark screen, sticky keys, hot battery]: [never again|avoid].
            [The worst|Easily the worst] {thing} I have [owned|had] [so far|in years].
            The adverts call the {brand} [great|perfect|wonderful]. [They have not tried to ring anybody|It is not].
            I wanted to love it, and [I do not|am on my third replacement].
        """,
    ),
    shorts=Opinions(
        good="""
            [Thin|Simple|Fast|Light] and [tough|simple|sharp|fast].
            [Great|Excellent|Good|Lovely] {thing}, [long battery life|sharp screen|simple to use].
            [Long battery life|Thin, light, fast|Simple and tough].
            [Not bad at all|Works. Simple|Sharp pictures, loud ring].
        """,
        bad="""
            [Hot|Slow|Dark|Heavy] and [unpredictable|slow|cheap|slippery].
            [Awful|Useless|Cheap|Terrible] {thing}, [unpredictable battery|runs hot|sticky buttons].
            [Battery gets hot|Dark photos, slow menus|Sticky buttons, funny noises].
            [Sent it back|Died in a week|Unpredictable battery. Returned].
        """,
    ),
)
