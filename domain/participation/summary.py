"""What the sending employer gets at the end: hours against what was agreed, the main job, what was learned, who stayed.

Nothing that anybody wrote is in it, and nothing of other people.
"""

from domain.participation.state import Participation
from domain.shared.values import BilingualText
from domain.shared.wording import day_in_words

MAIN_JOB = {
    "well": BilingualText(ja="順調", en="well"),
    "strained": BilingualText(ja="やや無理があった", en="somewhat strained"),
    "suffering": BilingualText(ja="支障があった", en="suffering"),
}
NO_VOICE = BilingualText(ja="ふりかえりの声はまだありません", en="there is no voice in a retrospective yet")


def summary(state: Participation) -> dict[str, BilingualText]:
    """The words of the mail: weeks, main_job, stayed, and learned where nothing was; else the playbook words that."""
    said = {"weeks": _weeks(state), "main_job": _main_job(state), "stayed": _stayed(state)}
    return said if state.gained else {**said, "learned": NO_VOICE}


def _weeks(state: Participation) -> BilingualText:
    reports = sorted(state.check_ins.values(), key=lambda one: one.week_of)
    if not reports:
        return BilingualText(ja="報告はありませんでした", en="no week was reported")
    weeks = [(one, day_in_words(one.week_of)) for one in reports]
    ja = [f"{day.ja}の週：{one.hours} 時間（同意の上限 {one.cap} 時間）" for one, day in weeks]
    en = [f"week of {day.en}: {one.hours} hours (agreed: up to {one.cap})" for one, day in weeks]
    return BilingualText(ja="\n".join(ja), en="\n".join(en))


def _main_job(state: Participation) -> BilingualText:
    told = [one.main_job for one in state.check_ins.values()]
    counts = [(words, told.count(name)) for name, words in MAIN_JOB.items() if told.count(name)]
    if not counts:
        return BilingualText(ja="報告はありませんでした", en="nothing was reported")
    return BilingualText(
        ja="、".join(f"{words.ja} {count} 週" for words, count in counts),
        en=", ".join(f"{words.en}: {count} week(s)" for words, count in counts),
    )


def _stayed(state: Participation) -> BilingualText:
    if state.left_early and state.leaving is not None:
        day = day_in_words(state.leaving.last_day)
        return BilingualText(ja=f"{day.ja}に途中で終えました", en=f"ended early, on {day.en}")
    return BilingualText(ja="最後まで参加しました", en="stayed to the end")
