"""Family: two families of the same shape, and who is whose what (Hinton 1986, "Learning distributed representations of
concepts")."""

from collections.abc import Callable

COUPLES = {  # of each family: husband, wife; their children follow
    "english": (
        ("Christopher", "Penelope", ("Arthur", "Victoria")),
        ("Andrew", "Christine", ("James", "Jennifer")),
        ("Arthur", "Margaret", ()),
        ("James", "Victoria", ("Colin", "Charlotte")),
        ("Charles", "Jennifer", ()),
    ),
    "italian": (
        ("Roberto", "Maria", ("Emilio", "Lucia")),
        ("Pierro", "Francesca", ("Marco", "Angela")),
        ("Emilio", "Gina", ()),
        ("Marco", "Lucia", ("Alfonso", "Sophia")),
        ("Tomaso", "Angela", ()),
    ),
}
HUSBANDS = {wife: husband for couples in COUPLES.values() for husband, wife, _ in couples}
WIVES = {husband: wife for wife, husband in HUSBANDS.items()}
PARENTS = {child: couple[:2] for couples in COUPLES.values() for *couple, children in couples for child in children}
PEOPLE = tuple(
    dict.fromkeys(
        name
        for couples in COUPLES.values()
        for name in (*(n for *couple, _ in couples for n in couple), *(n for *_, kids in couples for n in kids))
    )
)
MEN = {*WIVES, "Colin", "Alfonso"}


def spouse(a: str) -> list[str]:
    return [table[a] for table in (HUSBANDS, WIVES) if a in table]


def parents(a: str) -> list[str]:
    return list(PARENTS.get(a, ()))


def children(a: str) -> list[str]:
    return [child for child, couple in PARENTS.items() if a in couple]


def siblings(a: str) -> list[str]:
    return [b for parent in parents(a)[:1] for b in children(parent) if b != a]


def elders(a: str) -> list[str]:
    """Siblings of the parents, and whom they married."""
    own = [b for parent in parents(a) for b in siblings(parent)]
    return [*own, *(c for b in own for c in spouse(b))]


def youngers(a: str) -> list[str]:
    """Children of the siblings, own and of the spouse."""
    return [c for side in (a, *spouse(a)) for b in siblings(side) for c in children(b)]


def of(kin: Callable[[str], list[str]], men: bool) -> Callable[[str], list[str]]:
    return lambda a: [b for b in kin(a) if (b in MEN) == men]


RELATIONS: dict[str, Callable[[str], list[str]]] = {
    "father": of(parents, True),
    "mother": of(parents, False),
    "husband": of(spouse, True),
    "wife": of(spouse, False),
    "son": of(children, True),
    "daughter": of(children, False),
    "uncle": of(elders, True),
    "aunt": of(elders, False),
    "brother": of(siblings, True),
    "sister": of(siblings, False),
    "nephew": of(youngers, True),
    "niece": of(youngers, False),
}
PAIRS = tuple(  # an English person and the Italian one in the same place
    (english, italian)
    for ours, theirs in zip(*COUPLES.values(), strict=True)
    for english, italian in zip((*ours[:2], *ours[2]), (*theirs[:2], *theirs[2]), strict=True)
)
TWINS = dict(PAIRS)
