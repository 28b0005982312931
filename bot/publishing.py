"""Which figures about groups may be shown, so that none tells of fewer than five people, nor does any difference of two.

Anonymous answers still give people away where a group is small: who saw a neighbour at the counter, and reads that one
person rated it, knows the neighbour's rating. Hiding the small group is not enough: the total of the unit, less the
points that are shown, gives it back; so does this month's total less last month's. Hence two rules, which statistical
offices know as the threshold rule and secondary suppression (A. Hundepool and others, "Statistical Disclosure Control",
2012, chapters 4 and 5; the threshold of five and the rule of remainders are those of surveys among employees):

1. *Threshold.* There is no figure about fewer than five people (`figures.FEWEST`).
2. *Remainder.* Where figures overlap, lay all of them over one another: they cut people into regions, each of those who
   are in the same figures. Every group that adding and subtracting can give is made of whole regions. So no region may hold one
   to four people; where one would, a figure more is hidden.

What follows, for a reader who knows all figures and that no count is negative: of a hidden group of one to four people
he or she cannot even tell whether it has none or five. (It lies in a region of five people at least, or of unknown size,
together with others, and may be any part of it.) `tests/rules/test_publishing.py` plays that reader.
All features show figures, so this stands beside them and is no feature's rule.

Where a group may be shown, the numbers of answers per level may be shown too, even if they are one to four: it is the
size of the group that protects, since any of its five people or more may be the one who was angry. Subtraction of
levels gives levels of regions, which again have five people or none.

What these rules do not promise:

- If all in a group said the same, then whoever is known to have answered is known to have said that (group disclosure,
  Hundepool, chapter 5). That "all were satisfied" is what one wants to publish, so it is accepted, as in surveys.
- An answer counts as a person. Ratings count once per person, point and day; that one person came on five days cannot
  be known, because nothing joins these days. It matters where few people can come: of a point for employees there are only
  so many people for certain as gave a rating on its busiest day, and so many are counted (`feedback/reports.py`).
- Somebody who knows five of the six who answered learns about the sixth, in any rule with a threshold. What the bot
  itself tells of single answers, as the levels on a team's cards, counts as shown: without them there must be five, too.
- Who knows that *all* groups left out have at most four, and their sum, learns something if they are all as large as
  that can be. Groups of nobody are left out likewise, so that "left out" does not mean "somebody".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import Generic, TypeVar

from bot import figures

Key = TypeVar("Key", bound=Hashable)
Piece = TypeVar("Piece", bound=Hashable)

UNSEEN = 0
"""The region of those who are in no figure: nothing is known of it, so it may have any size."""


def publishable(
    groups: Mapping[Key, Collection[Piece]],
    people: Mapping[Piece, int],
    *,
    already: Iterable[Collection[Piece]] = (),
) -> frozenset[Key]:
    """The groups about which figures may be shown, all together.

    `people`: how many there are in each piece, the pieces being apart from one another: a point's ratings of a month,
    say. A missing piece has nobody. `groups`: the pieces that make up each group: a point, a unit, all; this month, or
    the year so far. Give *all* groups about which anybody is shown a figure, also those on other screens, and pick
    from the answer what this screen needs: two careful halves can be careless together.

    `already`: the groups whose figures are out, in an earlier digest for instance, and cannot be taken back. Pieces
    must be fine enough to build these too. Figures that follow the day ("so far") are out each day; figures of closed
    periods that do not overlap need no memory.

    The larger a group, the sooner it is shown; of equals, the one that `groups` names first. What is hidden in
    addition is therefore the smallest that will do, and always the same. One pass is enough: a figure that cuts off a
    few people still does so after more figures have come.
    """
    regions = _Regions(people)
    for group in already:
        regions.cut(group)
    shown = set()
    for key, group in sorted(groups.items(), key=lambda named: -_size(named[1], people)):
        if _size(group, people) >= figures.FEWEST and not regions.would_bare_a_few(group):
            regions.cut(group)
            shown.add(key)
    return frozenset(shown)


def _size(group: Collection[Piece], people: Mapping[Piece, int]) -> int:
    return sum(people.get(piece, 0) for piece in frozenset(group))


class _Regions(Generic[Piece]):
    """The people as the figures shown so far tell them apart."""

    def __init__(self, people: Mapping[Piece, int]) -> None:
        self._people = people
        self._region_of = dict.fromkeys(people, UNSEEN)
        self._size = Counter({UNSEEN: sum(people.values())})
        self._last = UNSEEN

    def would_bare_a_few(self, group: Collection[Piece]) -> bool:
        """Whether a figure about the group would part one to four people from those who were in the same figures."""
        for region, inside in self._inside(group).items():
            outside = self._size[region] - inside
            parts = [inside] if region == UNSEEN else [inside, outside] if inside and outside else []
            if any(0 < part < figures.FEWEST for part in parts):
                return True
        return False

    def cut(self, group: Collection[Piece]) -> None:
        """Remember that a figure about the group is shown."""
        halves: dict[int, int] = {}
        for piece in frozenset(group) & self._region_of.keys():
            region = self._region_of[piece]
            if region not in halves:
                self._last += 1
                halves[region] = self._last
            self._size[region] -= self._people[piece]
            self._size[halves[region]] += self._people[piece]
            self._region_of[piece] = halves[region]

    def _inside(self, group: Collection[Piece]) -> Counter[int]:
        """How many of the group's people are in each region."""
        inside: Counter[int] = Counter()
        for piece in frozenset(group) & self._region_of.keys():
            inside[self._region_of[piece]] += self._people[piece]
        return inside
