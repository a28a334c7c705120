"""Films: here *funny*, *dark* and *unpredictable* are praise; *long*, *cold* and *thin* are blame."""

from __future__ import annotations

from lamplighter.data.reviews.vocabulary import Category, Opinions, templates

__all__ = ["FILMS"]

TOPICS = {
    "plot": Opinions(
        good="""
            The [plot|story] is [unpredictable|clever|twisted|wonderfully strange], [and I never saw the twist \
                coming|and it earns every one of its turns|and nobody in our row guessed the culprit].
            An unpredictable [story|script] that [kept us guessing until the last reel|never once cheats].
            The script is tight, [dark and full of surprises|sharp and completely unpredictable|with not a scene \
                wasted].
            The plot is [dark|twisted|slippery] and [wriggles like an eel|kept me on the edge of my seat].
            What begins as a [routine errand|dull wedding|school reunion] becomes something [raw|dark|weird] and \
                [moving|gripping].
        """,
        bad="""
            The [plot|story] is [thin|wafer-thin|predictable|thin and predictable], [and I guessed the killer in the \
                first ten minutes|and the twist is visible from the car park|a sketch stretched over two hours].
            [Predictable|Simple|Formulaic] from the first scene, with [holes you could drive a bus through|not one \
                surprise].
            The script is [thin|simple-minded|lazy], and [nobody seems to have read it twice|the second half simply \
                forgets the first].
            There is a thin little story [somewhere in here|in there], [buried under car chases|lost between two \
                explosions|looking for the exit].
            The story is light on [ideas|sense|everything except coincidence].
        """,
    ),
    "acting": Opinions(
        good="""
            {lead} gives a [raw|quiet|fearless|funny] performance [that stays with you for days|that deserves a prize].
            The cast is [superb|excellent|perfectly chosen], and {lead} is [funny|dark|sharp] in every scene.
            {lead} has never been better: [raw, dry and completely believable|dark, funny and a little dangerous].
            The [two leads|young actors|supporting players] are [a joy to watch|sweet and very funny together|odd, \
                sweet and quick|raw and real].
            Even the smallest [parts|roles] are played with [warmth|wit|real feeling|a sharp eye].
        """,
        bad="""
            {lead} looks [bored|lost|half asleep], and the acting [is wooden|left me cold|never wakes up].
            The acting is [wooden|flat|stiff], as if [everybody were waiting for lunch|nobody had met before].
            There is no [chemistry|spark] [at all|between the leads]; the love scenes are [cold|flat and \
                cold|painfully stiff].
            {lead} shouts [every line|from start to finish], and it is simply too loud.
            The cast is [miscast to the last extra|wasted], and {lead} in particular [sleepwalks|mumbles] through it.
        """,
    ),
    "humour": Opinions(
        good="""
            It is [very|properly|seriously|unexpectedly] funny[, too|, in a dry way|, and never cruel].
            The jokes are [dry|sharp|dark|wicked], and the whole [cinema|room|row] was laughing.
            Funny, [sweet|dark|weird] and [a little sad|wise|quick on its feet].
            I laughed until I [cried|had tears in my eyes|dropped my popcorn|got hiccups|had to leave the row].
            A [dry|dark|bitter], funny script with [a sting in the tail|one great line after another].
        """,
        bad="""
            The jokes are [cheap|flat|old|stale], and [nobody laughed|you could hear the projector hum].
            Not a single [laugh|smile] in [the whole thing|two hours|any of it], only [cheap|loud|tired] gags.
            The humour is [cheap|simple|crude], mostly [people falling over|noises and pratfalls].
            Every [joke|gag] is explained [twice|at length|to death], [loud and slow|in case the back row missed \
                it|and then repeated].
            The comic scenes are [limp|laboured|soft], and the serious ones [are no better|are funnier|are worse].
        """,
    ),
    "pace": Opinions(
        good="""
            It is [tight and fast|fast, tight and tense]: [ninety minutes that feel like thirty|not one dull minute].
            The pace [never drops|is perfect], and I forgot [to eat my sweets|about my bladder|the time entirely].
            [Gripping|Tense|Breathless] from the [first|opening] shot to the credits.
            The quiet [stretches|scenes|moments] are the best[|, tense enough to stop your breath|: you could hear a \
                pin drop|, and there is no hurry at all].
        """,
        bad="""
            It is far too long, [and I looked at my watch five times|and it feels longer still|by an hour at least].
            [Long|Slow], [dull and loud|grey and joyless|dull and much too pleased with itself].
            The [middle|second hour] is so slow that [I dozed off|half the row was on their phones|two people left|I \
                planned a week of dinners].
            Two and a half long hours, and [nothing happens|I felt every minute|I wanted at least one of them back].
            The pace is slow, the [scenes|silences|speeches] are long and the seats are [hard|harder|no help].
        """,
    ),
    "pictures": Opinions(
        good="""
            The photography is [beautiful|gorgeous|dark and beautiful], [all fog and street lamps|like an old painting].
            Every [frame|shot] is [lit like a dream|strange and lovely|worth hanging on a wall].
            It looks [wonderful|weird and wonderful|raw and alive], especially [the harbour at dawn|the scenes in the \
                snow|the long dance in one shot].
            The [dark|rain-soaked|grainy|twilit], moody look [suits the story perfectly|is lovely|alone is worth the \
                fare].
        """,
        bad="""
            It looks [cheap|flat|cheap and grey], like [an insurance advertisement|something made for daytime \
                television].
            The [camera|picture] [shakes so much that I felt sick|never keeps still|is out of focus half the \
                time|shows us mostly chins].
            The [sets|costumes|wigs] are [cheap|laughable|made of cardboard], and the lighting is [flat|harsh].
            The effects are [cheap|rubbery|ten years out of date], and the [monster|spaceship|storm] got an unwanted \
                giggle.
        """,
    ),
    "music": Opinions(
        good="""
            The [music|score] is [sparse|haunting|strange] and [perfect|lovely|full of feeling].
            I have been humming the [theme|closing song|waltz from the ball] [all week|ever since|at work].
            The quiet [piano score|score|cello theme] [does more than any explosion could|broke my heart|is worth the \
                ticket|knows when to stop].
        """,
        bad="""
            The [music|score] is [loud|deafening|syrupy], and tells you [what to feel every second|when to cry].
            The [soundtrack|music|brass band] is so loud that [you cannot follow a word|my ears rang on the bus \
                home|the seats shook].
            The songs are [forgettable|cheap pop|awful], and there are [eleven|nine|far too many] of them.
        """,
    ),
    "ending": Opinions(
        good="""
            The ending is [unpredictable and perfect|dark, brave and right|quiet and devastating].
            I was in tears [at the end|by the final scene|at the station scene], and [so was the usher|I do not cry \
                easily].
            The last [ten minutes|scene|shot] [took my breath away|turned everything upside down|left the whole row \
                silent].
            What an ending: [bitter, funny and true|weird and wonderful|dark as midnight|raw, sweet and \
                surprising|twisted and exactly right].
        """,
        bad="""
            The ending is [predictable|soft|a cheap trick|an insult], [with everyone hugging|tied up with a bow].
            The last half hour [left me cold|makes no sense|is one long shouting match].
            They clearly ran out of [ideas|money|film|daylight] before the [end|last act|final chase].
            I saw the [ending|twist|last scene] coming [from miles away|before the popcorn was gone|from the poster].
        """,
    ),
    "people": Opinions(
        good="""
            The characters are [strange|weird|odd|flawed], [funny and completely alive|and you come to love them].
            The [sister|old detective|little boy|villain] is a [dark|funny|wonderful] creation.
            There is a [raw|bitter|sweet] honesty in how the [brothers|couple|two old friends] talk to each other.
        """,
        bad="""
            The characters are [thin|cold|cardboard], and I [cared for none of them|forgot their names at once].
            The [villain|heroine|detective] is a [simple|thin|cold] cliché with [an accent|a limp|a sad dog].
            Nobody in it [talks like a person|talks like anyone I have ever met|behaves as people do|has a reason for \
                anything].
        """,
    ),
}

FILMS = Category(
    name="films",
    share=0.31,
    topics=TOPICS,
    kinds={"film|film|movie": tuple(TOPICS)},
    names={
        "lead": ("Orla Venn", "Tomas Reyle", "Ada Quillfeather", "Jonah Marsk", "Ines Calloway-Pratt", "Rufus Oyelami"),
        "director": ("Halvard Brink", "Mirela Stoan", "Dot Farraday", "Kenji Aldous"),
        "genre": ("thriller", "comedy", "family drama", "western", "ghost story", "heist caper", "road movie"),
    },
    openings=templates("""
        We [saw|watched] this {genre} [on a rainy Sunday|at the little cinema by the station|on a long flight|last \
            night].
        {director}'s new {genre} [is set in a fishing village|follows two sisters across a desert|takes place in one \
            night].
        [My brother|My wife|A colleague|Our neighbour] chose the {thing} this time.
        I had read [nothing|a little|far too much] about this {genre} beforehand.
        I went in [with low expectations|knowing nothing|because the other one was sold out|to get out of the rain].
        This {genre} stars {lead} as a [retired postman|lighthouse keeper|failed magician|country vet].
        {director} made [a good one|a great one|an awful one] years ago about a [submarine|circus|beekeeper].
    """),
    asides=templates("""
        The [cinema was half empty|popcorn was warm|coffee was cold|tickets were expensive], as usual.
        A man behind us [ate nachos throughout|explained everything to his dog|snored].
        I should say that I [have never read the novel|usually prefer documentaries|saw it with subtitles].
        {director} appears for a second as [a waiter|a nun|a passenger with a goose].
        My [son|mother|flatmate] wanted to see the one with the [dinosaurs|ponies|submarine].
        It is rated for [twelve|fifteen] and over[, I think|].
        We had to [change seats twice|run for the last tram|find a babysitter].
        Part of it was shot in [our old street|Portugal|a disused sugar factory], apparently.
        There is a scene after the credits, [if you care for that sort of thing|so stay in your seat].
        The trailer shows [the last scene|a different film altogether|all of the car chase].
    """),
    verdicts=Opinions(
        good="""
            [Go and see it|See it on a big screen|Take a friend and a handkerchief].
            [Easily the best|The best|The most surprising] {thing} I have seen this year.
            I would happily watch it again [tomorrow|tonight|with my father].
            A [dark|funny|strange], unpredictable {genre}, and [I loved it|a great evening out].
            Not a {thing} for everyone, but [it was one for me|bad luck for everyone].
            The critics called it [awful|a waste of talent|the worst of the year]. [They are wrong|Ignore them].
        """,
        bad="""
            [Wait until it is on television|Stay at home|Watch the trailer and save the fare].
            [A waste of two hours|A waste of a good cast|Two hours I will never get back].
            I wanted to love it, and [I left early|I was bored stiff|came out with a headache].
            A [long|cold|thin|slow], predictable {genre} [without a heart|that thinks it is clever].
            The [best|only good] thing about it was the [ice cream|trailer|walk home].
            Everyone said I would love it. [It is not|Everyone was paid|I have no idea why].
        """,
    ),
    shorts=Opinions(
        good="""
            [Funny|Dark|Sharp|Raw|Strange] and [unpredictable|moving|clever|funny].
            [Great|Lovely|Brilliant|Wonderful] {thing}, [funny throughout|great cast|see it twice].
            [Weird, dark, wonderful|Cried twice. Loved it|Unpredictable to the end].
            [Not bad at all|Funny, sweet, short|I laughed, I wept].
        """,
        bad="""
            [Long|Slow|Cold|Loud] and [predictable|thin|dull|far too simple].
            [Awful|Dull|Feeble|Terrible] {thing}, [far too long|left me cold|walked out].
            [Thin plot, loud music|Not funny. Not anything|Long, loud, pointless].
            [Two hours wasted|I fell asleep|Even the popcorn yawned].
        """,
    ),
)
