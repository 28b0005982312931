"""Kudos: whose name somebody means, in each language and alphabet; and which compliments become thanks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.kudos import naming, rules
from storage.records.item import OPEN_STAGES, FeedbackKind, Item, Kind, Stage
from storage.records.kudos import Colleague

DAY = date(2026, 11, 23)
COMPLIMENT = Item(1, Kind.FEEDBACK, 1, Stage.RECEIVED, "", None, None, "quality", None, DAY, DAY)
COMPLIMENT = replace(COMPLIMENT, feedback_kind=FeedbackKind.COMPLIMENT)


@pytest.mark.parametrize(
    ("name", "said", "parts"),
    [
        # Swedish
        ("Elin Berg", "Elin Berg hjälpte mig så fint", 2),
        ("Elin Berg", "Tack vare Elins tålamod", 1),
        ("Elin Berg", "Fru Bergs hjälp var guld värd", 1),
        ("Åsa Öberg", "Åsas leende!", 1),
        ("Lars Ek", "Lars var snäll", 1),
        ("Bo Ek", "Bos råd hjälpte", 1),
        # Slovenian
        ("Maja Novak", "Hvala Maji Novak za pomoč", 2),
        ("Maja Novak", "Z Majo je vse lažje", 1),
        ("Maja Novak", "Gospa Novakova je bila zelo prijazna", 1),
        ("Peter Kos", "Hvala Petru s pulta 3", 1),
        ("Jure Zupan", "Juretu iskrena hvala", 1),
        ("Luka Žagar", "Hvala Luki Žagarju", 2),
        ("Ana Zajc", "Ani se zahvaljujem", 1),
        ("Matej Črnič", "Hvala Mateju Črniču", 2),
        # Ukrainian
        ("Марія Шевчук", "Щиро дякую Марії Шевчук", 2),
        ("Марія Шевчук", "З Марією все вийшло швидко", 1),
        ("Ольга Бойко", "Дякую Ользі!", 1),
        ("Андрій Мельник", "Подякуйте Андрію Мельнику", 2),
        ("Олег Коваль", "Олегові велике дякую", 1),
        ("В’ячеслав Гнатюк", "Дякую В'ячеславу", 1),
        # The other alphabet
        ("Olena Kovalenko", "Дякую Олені Коваленко", 2),
        ("Mariia Shevchuk", "Дякую Марії", 1),
        ("Марія Шевчук", "Hvala Mariji", 1),
        # Marks, case, hyphens
        ("Anna-Lena Dahl", "Anna-Lena var toppen", 2),
        ("ELIN BERG", "Elin var toppen", 1),
        # Others
        ("Elin Berg", "Elina hjälpte mig", 1),
        ("Elin Berg", "Elinor hjälpte mig", 0),
        ("Maja Novak", "Najlepši maj doslej, sredi maja", 0),
        ("Maja Novak", "Maj je lep", 0),
        ("Marko Hribar", "Martin je pomagal", 0),
        ("Марія Шевчук", "Маршрутка приїхала вчасно", 0),
        ("Ina Holm", "In potem je bilo dobro", 0),
        ("Carl de Geer", "De var så snälla", 0),
        ("🌻", "🌻 tack", 0),
    ],
)
def test_a_name_is_found_in_its_forms(name: str, said: str, parts: int) -> None:
    assert naming.occurs(name, naming.in_words(said)) == parts


def test_who_is_named_more_fully_comes_first_then_who_works_there() -> None:
    here, there, full = (
        Colleague(number, number, name, "en", (unit,))
        for number, name, unit in ((1, "Elin Holm", "library"), (2, "Elin Ask", "it"), (3, "Elin Berg", "it"))
    )
    bo = Colleague(4, 4, "Bo Ek", "en", ("library",))
    assert rules.meant("Elin Berg", [there, bo, here, full], "library") == [full, here, there]


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("kind", [*FeedbackKind, None])
def test_open_compliments_become_thanks(kind: FeedbackKind | None, stage: Stage) -> None:
    passes = kind is FeedbackKind.COMPLIMENT and stage in OPEN_STAGES
    assert rules.may_pass_on(replace(COMPLIMENT, feedback_kind=kind, stage=stage)) is passes


def test_what_is_on_a_second_look_is_decided_first() -> None:
    again = replace(COMPLIMENT, stage=Stage.IN_REVIEW, appealed_on=DAY, reason="\nNot now")
    assert not rules.may_pass_on(again)
