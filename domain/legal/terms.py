"""The statement of terms that a client owes a freelancer: Freelance Act, article 3.

Facts A05 and A06 of the project's legal facts list what has to be stated; the text below states each in Japanese
and English. It is a readable text; typeset papers come later.
"""

from datetime import date
from decimal import Decimal

from domain.shared.models import FrozenModel


class StatementOfTerms(FrozenModel):
    """What has to be stated. Fee in yen, hours a week; `payment_days` counts the day of receipt as day one."""

    client: str
    contractor: str
    commissioned_on: date
    title: str
    work: str
    fee: int
    weekly_hours: Decimal
    starts_on: date
    ends_on: date
    place: str
    payment_days: int
    round: int


def statement_text(terms: StatementOfTerms) -> str:
    """The whole document, the same bytes for the same terms."""
    articles = (
        ("業務の内容", "Work", terms.work),
        ("報酬の額", "Fee", f"{terms.fee:,} 円 (JPY, 税込 / tax included)"),
        (
            "支払期日",
            "Payment due",
            f"受領日を1日目として {terms.payment_days} 日以内 / by day {terms.payment_days} after receipt, "
            "the day of receipt being day one",
        ),
        ("委託者", "Client", terms.client),
        ("受託者", "Contractor", terms.contractor),
        ("委託日", "Commissioned on", terms.commissioned_on.isoformat()),
        ("業務の期間", "Term", f"{terms.starts_on.isoformat()} – {terms.ends_on.isoformat()}"),
        ("業務の時間", "Hours", f"週 {terms.weekly_hours} 時間以内 / at most {terms.weekly_hours} hours a week"),
        ("業務の場所", "Place", terms.place),
        (
            "検査の完了日",
            "Inspection",
            "納品ごとに企業が承認または修正依頼を行う。支払期日は検査を待たない / "
            "the client approves each delivery or sends it back; the payment date does not wait for that",
        ),
        ("支払方法", "Payment method", "銀行振込 / bank transfer"),
    )
    lines = [f"業務委託条件明示書 / Statement of terms (第{terms.round}回 / round {terms.round})", "", terms.title, ""]
    for number, (ja, en, value) in enumerate(articles, start=1):
        lines += [f"{number}. {ja} / {en}", *(f"   {line}" for line in value.splitlines()), ""]
    return "\n".join(lines)
