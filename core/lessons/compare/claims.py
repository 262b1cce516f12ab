"""Claims: what is often said of brains and networks, and what is known."""

CLAIMS: tuple[tuple[str, str, str], ...] = (  # what is said, what is known, who found it
    (
        "The brain has 10 (or 100) billion neurons.",
        "About 86 billion, most of them in the cerebellum; the cortex has about 16 billion.",
        "Azevedo et al. 2009",
    ),
    (
        "Nerve fibres of a million kilometres run through the brain.",
        "The myelinated fibres of a young adult's white matter are 149,000 km (women) to 176,000 km (men) long, and "
        "get fewer with age.",
        "Marner et al. 2003",
    ),
    (
        "Artificial networks work by electrochemical signals, as the brain does.",
        "They multiply and add numbers. Nothing in them is chemical, and the electricity of the chip is not the "
        "signal.",
        "Goodfellow et al. 2016",
    ),
    (
        "We use only a tenth of our brain.",
        "Every region is at work in the course of a day, and damage to almost any of them shows.",
        "Beyerstein 1999",
    ),
    (
        "There are ten glial cells to each neuron.",
        "About one: 85 billion other cells to 86 billion neurons.",
        "Azevedo et al. 2009; von Bartheld et al. 2016",
    ),
    (
        "A unit of a network is a neuron.",
        "To predict one cortical pyramidal cell millisecond by millisecond took a network of five to eight layers.",
        "Beniaguev, Segev & London 2021",
    ),
    (
        "The brain learns by backpropagation.",
        "Nobody has found it there: it needs the same weights backwards, and errors sent apart from signals. What "
        "comes close to it is being looked for.",
        "Crick 1989; Lillicrap et al. 2020",
    ),
    (
        "A computer is faster, so it is cleverer.",
        "Cells send a few signals a second, chips a billion; yet tens of thousands of synapses of a cell work at once, "
        "and memory and computing are in one place.",
        "von Neumann 1958; Lennie 2003",
    ),
)

WIRING: tuple[tuple[str, str, str], ...] = (  # what is compared, in the brain, in a network
    (
        "Wiring",
        "Sparse, recurrent, with feedback between almost all areas that are linked (Felleman & Van Essen 1991)",
        "Dense layers, one way; recurrent ones and skips are the exception",
    ),
    (
        "Sign of a connection",
        "One neuron excites or inhibits, not both (Dale's law; Eccles 1954, with exceptions)",
        "Any weight may have any sign, and change it",
    ),
    (
        "Learning signal",
        "Local activity, spike times, and diffuse signals such as dopamine (Schultz et al. 1997)",
        "The exact gradient of one loss, for every weight",
    ),
    (
        "When it learns",
        "All life long, while it acts; sleep takes part (Diekelmann & Born 2010)",
        "In training; afterwards most are frozen",
    ),
    (
        "Examples it needs",
        "Often one for a new character or word (Lake et al. 2015; Carey & Bartlett 1978), on top of a life's "
        "experience",
        "Many thousands; few only after much training on others",
    ),
    (
        "Damage",
        "Slow loss can stay hidden: in Parkinson's disease about half of the dopamine cells are gone when movement "
        "suffers (Fearnley & Lees 1991); a small stroke in the wrong place takes speech (Broca 1861)",
        "Above: a share taken at random does little, the most important few do much; nothing heals by itself",
    ),
    (
        "Energy",
        "Spent mostly on synapses and spikes, so that silence saves it (Attwell & Laughlin 2001)",
        "Spent on every multiplication, and more on moving numbers (Horowitz 2014)",
    ),
)
