"""What the regional report tells people of problems from the front; nothing where there were none."""

from typing import TYPE_CHECKING

from banso.cli.texts import language, say

if TYPE_CHECKING:
    from banso.client import Report


def at_the_front(told: "Report") -> list[tuple[str, str]]:
    """The rows about problems, their answers and their causes."""
    figures = told.consultations
    if not figures.raised:
        return []
    hours = figures.median_hours_to_first_answer
    words = _words_of_kinds()
    first = say("まだありません", "none yet") if hours is None else say(f"{hours:g} 時間", f"{hours:g} hours")
    return [
        (say("現場からの相談", "Problems raised at the front"), str(figures.raised)),
        (say("両輪がそろって終わった相談", "Problems settled, both wheels turned"), str(figures.closed)),
        (say("最初の返事までの時間(中央値)", "Hours to the first answer (median)"), first),
        (say("予定に反映した回数", "Schedules that reflect a problem"), str(figures.schedules_reflected)),
        *(
            (
                say("続いている相談: ", "Still open: ") + words.get(kind, _spaced(kind)),
                say(
                    f"{count} 件(いちばん古いもので {figures.oldest_days[kind]} 日)",
                    f"{count} (the oldest for {figures.oldest_days[kind]} days)",
                ),
            )
            for kind, count in sorted(figures.open_by_kind.items())
        ),
        *(
            (say(f"くり返す原因: {_spaced(cause)}", f"Cause met again: {_spaced(cause)}"), str(times))
            for cause, times in sorted(figures.repeats.items())
        ),
    ]


def _words_of_kinds() -> dict[str, str]:
    """What the playbooks that ship with the product call their kinds."""
    from banso.playbooks import load_playbook, shipped_playbooks

    known = (load_playbook(name).rules.consultations.kinds for name in shipped_playbooks())
    return {kind: text.of(language()) for kinds in known for kind, text in kinds.items()}


def _spaced(name: str) -> str:
    return name.replace("_", " ")
