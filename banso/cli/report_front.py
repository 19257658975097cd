"""What the regional report tells people of problems from the front; nothing where there were none."""

from typing import TYPE_CHECKING

from banso.cli.texts import language, say

if TYPE_CHECKING:
    from banso.client import ProjectFigures, Report


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
        *((_project(name), _board(project, words)) for name, project in sorted(figures.projects.items())),
    ]


def _project(name: str) -> str:
    return say(f"プロジェクト {name}", f"Project {name}")


def _board(project: "ProjectFigures", words: dict[str, str]) -> str:
    """One project's open problems by kind and age, the time to the first answer, and causes that come again."""
    hours = project.median_hours_to_first_answer
    parts = []
    for kind, count in sorted(project.open_by_kind.items()):
        problem, days = words.get(kind, _spaced(kind)), project.oldest_days[kind]
        parts.append(say(f"{problem} {count} 件({days} 日)", f"{problem}: {count} ({days} d)"))
    parts = parts or [say("続いている相談なし", "nothing open")]
    if hours is not None:
        parts.append(say(f"最初の返事まで {hours:g} 時間", f"first answer after {hours:g} h"))
    parts += [
        say(f"{_spaced(cause)} が {times} 回", f"{_spaced(cause)}: {times} times")
        for cause, times in sorted(project.repeats.items())
    ]
    return say("、", ", ").join(parts)


def _words_of_kinds() -> dict[str, str]:
    """What the playbooks that ship with the product call their kinds."""
    from banso.playbooks import load_playbook, shipped_playbooks

    known = (load_playbook(name).rules.consultations.kinds for name in shipped_playbooks())
    return {kind: text.of(language()) for kinds in known for kind, text in kinds.items()}


def _spaced(name: str) -> str:
    return name.replace("_", " ")
