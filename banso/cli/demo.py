"""`banso demo`: five projects from posting to last follow-up, on the system that runs, a year in minutes."""

import asyncio
import signal
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from banso.cli.errors import INTERRUPTED, OK, REFUSED, UNAVAILABLE, Problem, nothing_changed, wrong_usage
from banso.cli.help import INDENT, described
from banso.cli.output import USUAL, View, advise, write, write_json
from banso.cli.session import nothing_runs
from banso.cli.texts import language, say

if TYPE_CHECKING:
    from banso.demo.main import Ended, Wish
    from banso.demo.screen import Screen
    from banso.settings import Settings

FASTEST = 400.0

OTHERS = {
    2: ("お試しのプログラム。十席に 133 件の応募", "a trial programme, ten seats for 133 applications"),
    3: ("九つの時間帯のチーム。次に引っ越すのは誰か", "a team in nine time zones, never sure who moves next"),
    4: ("海外赴任。頼りにしていた前提が崩れます", "an assignment abroad whose premises fall"),
    5: ("毎日そばにいる伴走。窓口が終わる日まで", "people beside people until their service ends"),
    6: ("最前線の五つの製品。誰も一人にしません", "five products at the front, where nobody is alone"),
    7: ("博物館の一か月。自分で書いたプレイブックで", "a month for a museum, by a playbook of its own"),
}
"""What the stories besides the first are, by their numbers."""


def _others() -> str:
    lead = say("ほかの物語(--story):", "The other stories (--story):")
    return "\n".join(["", "", lead, *(f"{INDENT}{number}  {say(*words)}" for number, words in OTHERS.items())])


@described(
    say(
        "見本のプロジェクト五つを、募集から最後の近況まで、早回しで見せます。催促も遅れも、そのままに。本物の記録とは別の"
        "データベースで演じます。Ctrl-C で止めても、もう一度打てば続きからです。--break は途中でワーカーと Temporal を"
        "強制終了し、何も失われないことを確かめます。--story で、ほかの物語も演じます。先に `banso up` が要ります。",
        "Plays the five sample projects from posting to last follow-up in quick motion, reminders and delays included, "
        "in a database of its own, apart from real records. After Ctrl-C the next call goes on from there. --break "
        "kills worker and Temporal in the middle and shows that nothing was lost. --story plays the others. "
        "`banso up` has to run.",
    )
    + _others(),
    "banso demo",
    "banso demo --break",
    "banso demo --projects a --speed 40 --plain",
    "banso demo --story 3 --reset",
)
def demo(
    *,
    story: Annotated[
        int | None,
        Parameter(help=say("どの物語か(なければ途中のもの、または 1)", "Which story; else the interrupted one, or 1")),
    ] = None,
    speed: Annotated[
        float | None, Parameter(help=say("何も起きない間、1 秒に進む日数", "Days a second while nothing happens"))
    ] = None,
    projects: Annotated[
        str | None, Parameter(help=say("どのプロジェクトか(例: ac)", "Which projects, by their letters, such as ac"))
    ] = None,
    break_: Annotated[
        bool,
        Parameter(
            name="--break",
            negative="",
            help=say("途中でワーカーと Temporal を強制終了します", "Kill worker and Temporal in the middle"),
        ),
    ] = False,
    reset: Annotated[bool, Parameter(negative="", help=say("初めからやり直します", "Begin anew"))] = False,
    view: View = USUAL,
) -> int:
    """Five projects, a year in minutes."""
    from banso.demo.main import SPEED, STORIES, Wish
    from banso.stack.errors import AlreadyRunningError

    number = _checked_story(story, reset)
    letters = _checked_letters(projects, STORIES[number].letters)
    wish = Wish(_checked_speed(SPEED if speed is None else speed), letters, break_, reset, number)
    stack, own_mail = _running(wish)
    if not reset and (projects is not None or story is not None):
        _refuse_others(stack, wish, projects is not None)
    onlooker = _onlooker(view)
    try:
        ended = asyncio.run(_until_stopped(stack, wish, onlooker, own_mail))
    except AlreadyRunningError:
        raise _plays_already() from None
    finally:
        onlooker.close()
    if ended is None:
        advise(
            say(
                "ここで止めました。物語の時間も止まっています。`banso demo` で続きから始まります。",
                "Stopped here, and the story's time stands still. `banso demo` goes on from there.",
            )
        )
        return INTERRUPTED
    _write_end(ended, view)
    if not own_mail:
        advise(say("皆さんに届いたメールは、`banso mail` で読めます。", "`banso mail` shows what everybody was told."))
    if break_ and ended.page.broken is None:
        advise(
            say(
                "もう半ばを過ぎていて、強制終了はしませんでした。`banso demo --reset --break` で初めから試せます。",
                "It was too late to kill anything. `banso demo --reset --break` begins anew.",
            )
        )
    return OK if ended.verdict.right else REFUSED


async def _until_stopped(stack: "Settings", wish: "Wish", onlooker: "Screen", own_mail: bool) -> "Ended | None":
    """None when Ctrl-C came first; everything is put down in order."""
    from banso.demo.main import play

    playing = asyncio.create_task(play(stack, wish, onlooker, own_mail=own_mail))

    def stop() -> None:
        # Only the first one counts: putting things down is never cut short.
        if not playing.cancelling():
            playing.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop)
    try:
        return await playing
    except asyncio.CancelledError:
        return None


def _running(wish: "Wish") -> "tuple[Settings, bool]":
    """How the running stack is reached, and whether it really sends its mail.

    Raises:
        Problem: none runs here, or it has no Temporal of its own to be killed.
    """
    import os

    from banso.settings import Settings, settings_from
    from banso.stack.running import find_running

    given = Settings.from_environment()
    running = find_running(given.data_directory)
    if running is None:
        raise nothing_runs(given.data_directory)
    if wish.breaks and running.temporal_ui is None:
        raise Problem(
            "demo-cannot-break",
            say("この Temporal は Banso が起動したものではありません。", "This Temporal was not started by Banso."),
            say("--break なしで試してください。", "Try it without --break: we kill only what is ours."),
            UNAVAILABLE,
            outcome=nothing_changed(),
        )
    reached = settings_from({**os.environ, **running.environment(given)}, given.data_directory)
    return reached, given.smtp_url is not None


def _checked_speed(speed: float) -> float:
    if 0 < speed <= FASTEST:
        return speed
    raise wrong_usage(
        "demo-speed",
        say(f"速さ {speed:g} は使えません。", f"A speed of {speed:g} cannot be used."),
        say(f"1 秒に進む日数を、{FASTEST:g} までで書いてください。", f"Give days a second, up to {FASTEST:g}."),
        "--speed",
    )


def _checked_story(story: int | None, reset: bool) -> int:
    """The story that is meant: the one that is named, else the interrupted one, else the first."""
    from banso.demo.main import FIRST, STORIES, remembered
    from banso.settings import Settings

    if story in STORIES:
        return story
    if story is None:
        page = None if reset else remembered(Settings.from_environment().data_directory)
        return FIRST if page is None or page.over or page.story not in STORIES else page.story
    known = ", ".join(str(number) for number in STORIES)
    raise wrong_usage(
        "demo-story",
        say(f"物語 {story} はありません。", f"There is no story {story}."),
        say(f"あるのは: {known}。", f"There are: {known}."),
        "--story",
    )


def _checked_letters(projects: str | None, known: str) -> str:
    if projects is None:
        return known
    if projects and set(projects) <= set(known):
        return "".join(sorted(set(projects)))
    raise wrong_usage(
        "demo-projects",
        say(f"「{projects}」というプロジェクトはありません。", f"There are no projects {projects!r}."),
        say(f"この物語にあるのは {known} です。その文字を並べてください。", f"Name them by their letters, of {known}."),
        "--projects",
    )


def _refuse_others(stack: "Settings", wish: "Wish", projects: bool) -> None:
    """An interrupted demo goes on with the story and the projects that it began with.

    Raises:
        Problem: others are asked for.
    """
    from banso.demo.main import remembered

    page = remembered(stack.data_directory)
    if page is None or page.over or (page.story == wish.story and (not projects or page.letters == wish.letters)):
        return
    raise wrong_usage(
        "demo-other-projects",
        say(
            f"途中のデモは物語 {page.story} の {page.letters} です。",
            f"The interrupted demo tells of {page.letters} in story {page.story}.",
        ),
        say(
            "--story と --projects を付けずに続けるか、--reset で初めからにしてください。",
            "Go on without --story and --projects, or begin anew with --reset.",
        ),
        "--projects" if projects else "--story",
    )


def _plays_already() -> Problem:
    return Problem(
        "demo-plays",
        say("デモはもう別の端末で動いています。", "The demo plays already, in another terminal."),
        say("そちらをご覧になるか、Ctrl-C で止めてください。", "Watch it there, or stop it with Ctrl-C."),
        UNAVAILABLE,
        outcome=nothing_changed(),
    )


def _onlooker(view: View) -> "Screen":
    from banso.demo.screen import Screen

    decorated = view.decorated and not view.json
    return Screen(language(), _silent if view.json else _line, decorated=decorated)


def _silent(_: str) -> None:
    return


def _line(text: str) -> None:
    write(text)
    sys.stdout.flush()


def _write_end(ended: "Ended", view: View) -> None:
    from banso.demo.notebook import days_since_the_first
    from banso.demo.summary import summary

    page, verdict = ended.page, ended.verdict
    days = days_since_the_first(page.stretch.since)
    if view.json:
        broken = page.broken.model_dump(mode="json", exclude={"heads"}) if page.broken else None
        refused = len(page.refused)
        said = {"right": verdict.right, "days": days, "seconds": round(page.seconds, 1), "refused": refused}
        write_json({**said, "verdict": asdict(verdict), "broken": broken})
        return
    write()
    write("\n".join(summary(ended.page, ended.verdict, days, language())))
