"""Feedback: the months of a point as a picture, for its team."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.charts import drawing
from bot.charts.drawing import Bar
from bot.feedback.reports import Report
from bot.texts import Texts
from config.organisation import ServicePoint


def of_point(t: Texts, point: ServicePoint, months: Sequence[tuple[date, Report]], *more: Bar) -> bytes:
    """Months, the oldest first, and what else belongs beside them."""
    says = t("Share of ratings that are good or very good")
    return drawing.bars(
        point.name.say(t.language), says.plain, [*(_bar(t, *each) for each in months), *more], language=t.language
    )


def _bar(t: Texts, month: date, report: Report) -> Bar:
    share = report.figures.satisfied.value
    return Bar(t.month_alone(month).plain, share, t.percent(share))
