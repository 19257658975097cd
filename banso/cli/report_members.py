"""What the regional report tells people of members who meet and write; nothing where there are none."""

from typing import TYPE_CHECKING

from banso.cli.texts import say

if TYPE_CHECKING:
    from banso.client import Report


def among_members(told: "Report") -> list[tuple[str, str]]:
    """The rows about members, gatherings, and reports with their answers."""
    figures = told.members
    rows = [
        (say("加わったメンバー", "Members who joined"), figures.joined),
        (say("開かれた集まり", "Gatherings held"), figures.gatherings_held),
        (say("集まりに来た人(のべ)", "Came to gatherings, in all"), figures.gatherings_attended),
        (say("集まりに来られなかった人(のべ)", "Missed gatherings, in all"), figures.gatherings_missed),
        (say("届いた便り", "Reports written"), figures.reports_written),
        (say("うち返事をしたもの", "Of those, answered"), figures.reports_answered),
        (say("サービスをふりかえった声", "Voices about a service that ended"), figures.closing_voices),
    ]
    return [(what, str(count)) for what, count in rows if count]
