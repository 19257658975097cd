"""What `banso report --survey` says to people."""

from typing import TYPE_CHECKING

from banso.cli.output import Table, View, advise, write
from banso.cli.texts import language, say

if TYPE_CHECKING:
    from banso.client import SurveySummary


def write_survey(told: "SurveySummary", view: View) -> None:
    """The summary of a survey, for people."""
    write(f"{told.title.of(language())}({told.service})" if language() == "ja" else _heading(told))
    write(
        say(
            f"お願いした方 {told.sent} 人、回答 {told.answered} 人、待っています {told.still_open} 人、"
            f"受付終了 {told.closed} 人",
            f"Sent to {told.sent}, answered by {told.answered}, still open {told.still_open}, closed {told.closed}",
        )
    )
    write()
    if told.answered < told.fewest:
        advise(
            say(
                f"回答が {told.fewest} 件に満たないため、内容は表示しません。誰の答えか分からないようにするためです。",
                f"With fewer than {told.fewest} answers nothing is shown, so that nobody can tell whose they are.",
            )
        )
        return
    Table((say("質問", "Question"), say("答え", "Answer"), say("数", "Number")), _rows(told)).write(view)


def _heading(told: "SurveySummary") -> str:
    title = told.title.en
    return f"{title[:1].upper()}{title[1:]} of {told.service}"


def _rows(told: "SurveySummary") -> list[tuple[str, str, str]]:
    rows = []
    for one in told.questions:
        text = one.text.of(language())
        rows.append((text, say("回答", "answered"), str(one.answered)))
        rows += [("", option.text.of(language()), str(option.count)) for option in one.options]
        if one.mean is not None:
            rows.append(("", say("平均", "mean"), f"{one.mean:g}"))
    return rows
