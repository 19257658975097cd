"""Completing a programme: with the sessions that the playbook asks for, and every pack read."""

from domain.participation.events import WorkEnded
from domain.participation.programme.events import ProgrammeCompleted
from domain.participation.programme.sessions import require_work
from domain.participation.programme.state import Programme
from domain.participation.state import Participation
from domain.playbooks.schema import Rules
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.periods import after
from domain.shared.refusals import not_in_playbook, refusal
from domain.shared.values import BilingualText


def complete(state: Participation, context: Context) -> list[Event]:
    """Once, and with nothing missing; each thing that is missing is named. The follow-ups are planned."""
    programme = state.programme
    if programme.completed_at is not None:
        return []
    _require_programme(context.rules)
    require_work(state)
    missing = _missing(programme, context.rules)
    if missing:
        raise refusal(
            "programme-incomplete",
            wrong=(
                "修了までに足りないものがあります: " + "、".join(one.ja for one in missing) + "。",
                "Something is missing for the completion: " + "; ".join(one.en for one in missing) + ".",
            ),
            right=("すべてそろってから修了としてください。", "Complete the programme when nothing is missing."),
        )
    held = len([one for one in programme.sessions.values() if one.standing == "held"])
    moments = tuple(after(context.now, period, state.time_zone) for period in context.rules.follow_ups)
    return [ProgrammeCompleted(sessions=held, packs=len(programme.packs)), WorkEnded(follow_ups=moments)]


def _require_programme(rules: Rules) -> None:
    if not rules.sessions and not rules.packs:
        what = ("修了のあるプログラム", "programme that could be completed")
        raise not_in_playbook("no-programme-here", what, "[rules.sessions.…] / [rules] packs")


def _missing(programme: Programme, rules: Rules) -> list[BilingualText]:
    return [*_missing_sessions(programme, rules), *_open_sessions(programme), *_missing_packs(programme, rules)]


def _missing_sessions(programme: Programme, rules: Rules) -> list[BilingualText]:
    found = []
    for kind, one in rules.sessions.items():
        held = len(programme.of_kind(kind, "held"))
        if held < one.at_least:
            ja = f"{one.title.ja}({one.at_least}回以上のうち{held}回)"
            en = f"{one.title.en} ({held} of at least {one.at_least} held)"
            found.append(BilingualText(ja=ja, en=en))
    return found


def _open_sessions(programme: Programme) -> list[BilingualText]:
    """A session that nobody recorded stays in people's calendars, so it is cleared up first."""
    keys = [key for key, one in programme.sessions.items() if one.standing == "arranged"]
    return [
        BilingualText(ja=f"{key}の記録または取りやめ", en=f"a record of {key}, or its cancellation") for key in keys
    ]


def _missing_packs(programme: Programme, rules: Rules) -> list[BilingualText]:
    found = []
    for name in rules.packs:
        pack = programme.packs.get(name)
        if pack is None:
            found.append(BilingualText(ja=f"資料 {name} のお渡し", en=f"the pack {name}, to be delivered"))
        elif pack.acknowledged < pack.version:
            found.append(BilingualText(ja=f"資料 {name} の確認", en=f"the pack {name}, to be acknowledged"))
    return found
