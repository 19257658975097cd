"""`banso timeline` and `banso events`: what happened, in three ways to read it."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from banso.cli.columns import cells, padded
from banso.cli.errors import wrong_usage
from banso.cli.happenings import event_words
from banso.cli.help import described
from banso.cli.output import USUAL, Table, View, moment, write, write_json
from banso.cli.session import WHOSE, Tenant, ask, seen, stream_of
from banso.cli.texts import language, say
from banso.cli.words import ROLES, WAITS, field_label, word

if TYPE_CHECKING:
    from banso.client import BansoClient, TimelineEntry

TOLD = (
    "milestone", "person", "premise", "believed", "into", "module", "leaves_on", "goal", "shared_decision",
    "motivation",
    "evidence", "missing", "reason", "text", "note", "fee", "due_on",
    "held_on", "paid_on", "payment_due_on", "weekly_hours_cap", "weekly_hours", "hours", "starts_on", "ends_on", "side",
    "what", "why", "grounds", "week_of", "name", "ordinal",
)  # fmt: skip
"""What of an event is worth a line in the timeline."""
MOMENTS = ("review", "review_at", "ends_at")
"""Fields that are moments; a review is told by when it begins."""
CARE = ("owner", "change", "review", "review_at")
ALSO = {
    "PostingDrafted": ("title",),
    "MilestonePlanned": ("title",),
    "DeskCoordinatorAdded": ("coordinator",),
    "DeskCoordinatorRemoved": ("coordinator",),
    "DeskContactChanged": ("contact",),
    "MembersInNewHands": ("successor",),
    "CoordinatorAppointed": ("coordinator",),
    "CoordinatorLeft": ("coordinator",),
    "CoordinatorChanged": ("coordinator",),
    "DeputyNamed": ("deputy", "stands_in_for", "ends_at"),
    "DeputyEnded": ("deputy",),
    "CompanionChanged": ("companion", "former"),
    "CompanionNoted": ("companion",),
    "AccompanistMatched": ("accompanist", "former"),
    "AccompanistLeft": ("accompanist",),
    "CommunityFounded": ("leader",),
    "Relocated": ("since",),
    "AvailabilitySet": ("since",),
    "ServicePremiseRecorded": CARE,
    "ServicePremiseChanged": CARE,
    "ServicePremiseHeld": CARE,
    "ServicePremiseEntrusted": CARE,
    "PremiseRecorded": CARE,
    "PremiseHeld": CARE,
    "PremiseChanged": CARE,
}
"""What besides is told of some events, also where it is the person who acted: who came, who left, from which day."""
LONGEST = 120


@described(
    say(
        "起きたことを順に示します。プロジェクトには、その参加者の出来事も並びます。"
        "--compact は一行ずつ、--raw は記録のままです。",
        "What happened, in order; for an engagement, what happened to its participants, too. --compact takes one line "
        "each, --raw is the record as it stands.",
    ),
    "banso timeline engagement:a",
    "banso timeline engagement:a --compact",
    "banso timeline participation:a1 --raw",
)
def timeline(
    stream: Annotated[str, Parameter(help=say("記録(種類:番号)", "Stream, as kind:id"))],
    /,
    *,
    compact: Annotated[bool, Parameter(negative="", help=say("一行ずつ", "One line each"))] = False,
    raw: Annotated[bool, Parameter(negative="", help=say("記録のまま", "The record as it stands"))] = False,
    whose: Tenant = WHOSE,
    view: View = USUAL,
) -> None:
    """What happened, in order."""
    if compact and raw:
        raise wrong_usage(
            "usage",
            say("--compact と --raw は一緒に使えません。", "--compact and --raw exclude each other."),
            say("どちらか一つにしてください。", "Choose one of them."),
        )
    tenant, reference = whose.id, stream_of(stream)

    async def question(client: "BansoClient") -> "list[TimelineEntry]":
        return await seen(client, tenant, reference, client.queries.timeline(tenant, reference))

    entries = ask(question)
    if view.json:
        write_json({"stream": reference.key, "timeline": entries})
    elif raw:
        write("\n\n".join(_raw(entry) for entry in entries))
    elif compact:
        write(_compact(entries))
    else:
        write("\n".join(line for entry in entries for line in _told(entry, reference.key)))


def _compact(entries: "list[TimelineEntry]") -> str:
    width = max((cells(one.stream) for one in entries), default=0)
    return "\n".join(
        f"{moment(one.occurred_at)}  {padded(one.stream, width)}  {event_words(one.type)}" for one in entries
    )


def _told(entry: "TimelineEntry", own: str) -> list[str]:
    """One event as a story tells it: when, what, by whom, and what matters of it."""
    role = word(ROLES, entry.actor["role"])
    by = role if entry.actor["role"] == "system" else f"{role} {entry.actor['person']}"
    where = "" if entry.stream == own else f"  [{entry.stream}]"
    lines = [f"{moment(entry.occurred_at)}  {event_words(entry.type)}{where}  ({by})"]
    if "kind" in entry.content and entry.content["kind"] in WAITS:
        lines.append(f"    {word(WAITS, entry.content['kind'])} ({entry.content['subject']})")
    content = entry.content | (entry.content.get("terms") or {})
    for name in dict.fromkeys((*ALSO.get(entry.type, ()), *TOLD)):
        own_name = name not in ALSO.get(entry.type, ()) and content.get(name) == entry.actor["person"]
        text = "" if own_name else _in_words(name, content.get(name))
        if text:
            lines.append(f"    {field_label(name, entry.type)}: {text}")
    return lines


def _in_words(name: str, value: Any) -> str:
    from domain.legal.work_permission import grounds_in_words

    if value and name in MOMENTS:
        return moment(datetime.fromisoformat(value["since"] if isinstance(value, dict) else value))
    text = gist(value)
    if name == "grounds":
        return grounds_in_words(text).of(language())
    return word(ROLES, text) if name == "side" else text


def gist(value: Any) -> str:
    """A value of an event in one line; a personal one as it may be read."""
    if isinstance(value, dict) and "personal" in value:
        value = value.get("text") or say("(消去されました)", "(erased)")
    if value is None or isinstance(value, dict | list):
        return ""
    line = " ".join(str(value).split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 3]}..."


def _raw(entry: "TimelineEntry") -> str:
    import orjson

    lead = f"{entry.stream} v{entry.version} {entry.type} {entry.event_id}"
    envelope = (
        f"occurred_at {entry.occurred_at.isoformat()}  command {entry.command_id}\n"
        f"correlation {entry.correlation_id}  causation {entry.causation_id or '-'}\nhash {entry.hash}"
    )
    content = orjson.dumps({"actor": entry.actor, "content": entry.content}, option=orjson.OPT_INDENT_2).decode()
    return f"{lead}\n{envelope}\n{content}"


@described(
    say(
        "一つの記録の出来事を、番号と送り主とともに一覧にします。",
        "The events of one stream, numbered, with who sent the commands.",
    ),
    "banso events engagement:a",
    "banso events engagement:a --after 3 --json",
)
def events(
    stream: Annotated[str, Parameter(help=say("記録(種類:番号)", "Stream, as kind:id"))],
    /,
    *,
    after: Annotated[int, Parameter(help=say("この版より後だけ", "Only those after this version"))] = 0,
    whose: Tenant = WHOSE,
    view: View = USUAL,
) -> None:
    """The events of one stream."""
    tenant, reference = whose.id, stream_of(stream)

    async def question(client: "BansoClient") -> "list[TimelineEntry]":
        return await seen(client, tenant, reference, client.queries.events(tenant, reference, max(after, 0)))

    entries = ask(question)
    if view.json:
        write_json({"stream": reference.key, "events": entries})
        return
    headings = (
        say("版", "v"),
        say("日時", "At"),
        say("出来事", "Event"),
        say("誰が", "By"),
        say("受付番号", "Command id"),
    )
    cells = [
        (
            str(one.version),
            moment(one.occurred_at),
            say(f"{event_words(one.type)} {one.type}", one.type),
            f"{word(ROLES, one.actor['role'])} {one.actor['person']}",
            one.command_id,
        )
        for one in entries
    ]
    Table(headings, cells, say("その後の出来事はありません。", "There are no later events.")).write(view)
