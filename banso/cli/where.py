"""`banso where`: where somebody was on a day, and what was permitted, as it was known on another day."""

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from banso.cli.help import described
from banso.cli.output import USUAL, View, write, write_json
from banso.cli.session import WHOSE, Tenant, ask, checked_day, checked_identifier, seen, stream_of
from banso.cli.texts import language, say
from banso.cli.words import STAGES, VALUES, word

if TYPE_CHECKING:
    from banso.client import BansoClient, Where


@described(
    say(
        "ある日にその人がどこにいて、何が認められていたかを示します。--as-known-on を付けると、その日に知られていた"
        "ことだけで答えます。",
        "Where somebody was on a day, and what was permitted. With --as-known-on, going only by what was known on "
        "that other day.",
    ),
    "banso where aoi --on 2026-11-30",
    "banso where aoi --on 2026-11-30 --as-known-on 2026-12-01",
)
def where(
    person: Annotated[str, Parameter(help=say("人の番号", "Id of a person"))],
    /,
    *,
    on: Annotated[str, Parameter(help=say("この日に(2026-11-30)", "On this day (2026-11-30)"))],
    as_known_on: Annotated[
        str | None,
        Parameter(help=say("この日に知られていたことで(なければ今)", "Going by what was known on this day; else now")),
    ] = None,
    whose: Tenant = WHOSE,
    view: View = USUAL,
) -> None:
    """Where somebody was, and what was permitted."""
    tenant, identifier = whose.id, checked_identifier(person.removeprefix("person:"), "PERSON")
    day = checked_day(on, "--on")
    known = checked_day(as_known_on, "--as-known-on") if as_known_on else None

    async def question(client: "BansoClient") -> "tuple[Where, dict[str, str]]":
        told = await seen(
            client, tenant, stream_of(f"person:{identifier}"), client.where(tenant, identifier, day, known)
        )
        return told, await client.queries.names(tenant, [identifier])

    told, names = ask(question)
    if view.json:
        write_json({"tenant": tenant, **told.model_dump(mode="json")})
        return
    write("\n".join(_lines(told, names.get(identifier, identifier))))


def _lines(told: "Where", name: str) -> list[str]:
    from domain.legal.work_permission import country_in_words

    place = told.place
    country = country_in_words(place.country).of(language())
    since = say("登録時から", "since the registration")
    if place.since is not None:
        move = word(VALUES, place.move or "planned")
        since = say(f"{place.since} から、{move}", f"since {place.since}, {move}")
    lines = [
        say(f"{name}({told.person}) {told.on} の居場所と就労", f"{name} ({told.person}) on {told.on}"),
        say(f"  ({told.as_known_on} に知られていたこと)", f"  (as known on {told.as_known_on})"),
        "",
        say(f"居場所: {country}({place.time_zone})、{since}", f"Place: {country} ({place.time_zone}), {since}"),
        say("動ける時間: ", "Hours: ") + _hours(place.hours),
    ]
    if place.reason is not None:
        lines.append(say("  理由: ", "  Because: ") + place.reason.shown(language()))
    if place.permit_until is not None:
        lines.append(say(f"許可の最終日: {place.permit_until}", f"Last day of the permit: {place.permit_until}"))
    lines.append(say("就労許可(規則で分かること): ", "Work permission, by rule: ") + word(VALUES, place.by_rule))
    return [*lines, *_standings(told)]


def _hours(hours: tuple[str, ...] | None) -> str:
    if hours is None:
        return say("聞いていません", "nobody has said")
    return ", ".join(hours) or say("ありません", "none")


def _standings(told: "Where") -> list[str]:
    from domain.participation.places.gates import in_words

    lines = []
    for one in told.standings:
        allowed = _allowed(one.permitted, told)
        rests = say("、休止中", ", resting") if one.rests else ""
        lines += ["", f"{one.title} [{one.participation}] {word(STAGES, one.stage)}: {allowed}{rests}"]
        if one.open_gates and one.stage in ("prepare", "work"):
            open_ = in_words(one.open_gates).of(language())
            lines.append(say(f"  まだ確かめられていないこと: {open_}", f"  Still to be settled: {open_}"))
    return lines


def _allowed(permitted: bool, told: "Where") -> str:
    """Whether somebody may work on the day, as seen from the day on which that was known: a day to come is foreseen."""
    if told.on > told.as_known_on:
        return say("働ける見込みです", "may work, as it looks") if permitted else _foreseen_not()
    if told.on == told.as_known_on:
        return say("働けます", "may work") if permitted else say("働けません", "may not work")
    return say("働けました", "could work") if permitted else say("働けませんでした", "could not work")


def _foreseen_not() -> str:
    return say("このままでは働けない見込みです", "may not work, as it looks")
