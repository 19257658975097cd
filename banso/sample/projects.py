"""The five first projects, with what we added so that they can be lived through: people, goals, shared decisions.

Titles, themes and the companions' roles are those of the source that the data file names. All people are invented.
"""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import orjson

TENANT = "gifu"
DESK = "desk"
COORDINATOR = "coordinator"
SECOND_COORDINATOR = "coordinator-2"


@dataclass(frozen=True)
class Applicant:
    """Somebody who applied. `employment` is the person's; `employed` ones have a contact at their employer."""

    name: str
    employment: str
    motivation: str


@dataclass(frozen=True)
class Added:
    """What we wrote for one project."""

    host: str
    goal: str
    shared_decision: str
    president: str
    companion: str
    applicants: tuple[Applicant, ...]


@dataclass(frozen=True)
class Project:
    """One project; `letter` is its id in small letters."""

    letter: str
    title: str
    theme: str
    roles: tuple[str, ...]
    added: Added


ADDED = {
    "a": Added(
        host="見本旗店(架空)",
        goal="染物の技と旗に込められた思いが若い世代に届き、旗を初めて注文する人が生まれる。",
        shared_decision="誰に何を伝えるか、どの発信から始めるかを、店主・社員・参加者で話し合って決める。",
        president="見本 一郎(旗店の店主)",
        companion="見本 友子(ONE X)",
        applicants=(
            Applicant(
                "見本 あおい",
                "employed",
                "祭りで見た大漁旗が忘れられません。本業の広報の経験を、この旗に生かしたいです。",
            ),
            Applicant("見本 かえで", "self_employed", "生まれ育った町の仕事に、写真で関わりたいと思いました。"),
        ),
    ),
    "b": Added(
        host="見本美容室(架空)",
        goal="常連のお客さまの「やってみたい」が、美容室の空き時間と場所で実際に一つ形になる。",
        shared_decision="最初に誰のどの夢を形にするか、場所の使い方の決まりを、美容師と参加者で決める。",
        president="見本 二葉(美容室の店主)",
        companion="見本 進(ONE X)",
        applicants=(
            Applicant(
                "見本 ひなた",
                "employed",
                "論点を整理する仕事をしています。人の夢が集まる場所づくりを一緒に考えたいです。",
            ),
        ),
    ),
    "c": Added(
        host="見本工務店(架空)",
        goal="地域の人が立ち寄り、また来たいと思うマルシェを開き、工務店の若手が企画をやりきる。",
        shared_decision="マルシェの目的と出店の顔ぶれ、やめてもよいことを、若手社員と参加者で決める。",
        president="見本 三平(工務店の社長)",
        companion="見本 恵(ONE X)",
        applicants=(
            Applicant(
                "見本 みのる", "employed", "催しの裏方が好きです。作り手の見える場を、地元の工務店と作ってみたいです。"
            ),
            Applicant("見本 つむぎ", "student", "大学でまちづくりを学んでいます。実践の場に加わりたいです。"),
        ),
    ),
    "d": Added(
        host="見本ファンクラブ(架空)",
        goal="会員が飛騨市を訪れる、手伝う、誰かを誘うという次の一歩を、自分から踏み出すようになる。",
        shared_decision="どの会員のどんな一歩を応援するか、何をもって活性化と呼ぶかを、事務局と参加者で決める。",
        president="見本 四季(ファンクラブの事務局)",
        companion="見本 涼(ONE X)",
        applicants=(
            Applicant(
                "見本 いぶき", "employed", "旅行で訪れて会員になりました。好きな町に、客ではない形で関わりたいです。"
            ),
        ),
    ),
    "e": Added(
        host="見本クレソン園(架空)",
        goal="新しいパッケージとともに、岐阜のクレソンを名指しで選ぶ人と店が生まれる。",
        shared_decision="誰に最初に味わってほしいか、どの媒体に話を持っていくかを、生産者と参加者で決める。",
        president="見本 五月(クレソン園の園主)",
        companion="見本 光(ONE X)",
        applicants=(
            Applicant(
                "見本 なぎさ", "employed", "食品の広報をしています。作り手の隣で、一つの野菜をきちんと伝えたいです。"
            ),
            Applicant("見本 そら", "self_employed", "料理の仕事をしています。この香りを伝える役をしてみたいです。"),
        ),
    ),
}


@cache
def projects() -> tuple[Project, ...]:
    """The five projects, in the order of the source."""
    text = resources.files("banso").joinpath("sample", "onex_projects.json").read_bytes()
    return tuple(_project(entry) for entry in orjson.loads(text)["projects"])


def _project(entry: dict[str, Any]) -> Project:
    letter = entry["id"].lower()
    return Project(letter, entry["title_ja"], entry["theme_ja"], tuple(entry["companion_role_ja"]), ADDED[letter])
