"""Which gates are open, by name and in words."""

from typing import TYPE_CHECKING

from domain.playbooks.schema import Gate
from domain.shared.values import BilingualText

if TYPE_CHECKING:
    from domain.participation.state import Participation

GATE_WORDS: dict[Gate, BilingualText] = {
    "employer_consent": BilingualText(ja="勤務先の同意", en="the employer's consent"),
    "contract": BilingualText(ja="契約", en="the contract"),
    "work_permission": BilingualText(
        ja="いまの居住地での就労の確認", en="the work permission at the place of residence"
    ),
    "tax_treatment": BilingualText(ja="税務上の取り扱い", en="the tax treatment"),
}


def tax_settled(state: "Participation") -> bool:
    """Whether it is known how the pay is taxed, or nobody has to ask."""
    return state.places.tax == "settled" or "tax_treatment" not in state.gates


def open_gates(state: "Participation") -> tuple[Gate, ...]:
    """The gates of this participation that are not passed now, in the order of its playbook."""
    settled = {
        "employer_consent": state.consent_settled,
        "contract": _contract_holds(state),
        "work_permission": state.permission_settled,
        "tax_treatment": tax_settled(state),
    }
    return tuple(gate for gate in state.gates if not settled[gate])


def _contract_holds(state: "Participation") -> bool:
    """Whether both sides signed terms that keep to what the employer agrees to now."""
    contract, cap = state.contract, state.weekly_hours_cap
    return contract is not None and contract.concluded and (cap is None or contract.terms.weekly_hours <= cap)


def in_words(gates: tuple[Gate, ...]) -> BilingualText:
    """Gates as people read them."""
    words = [GATE_WORDS[gate] for gate in gates]
    return BilingualText(ja="、".join(one.ja for one in words), en=", ".join(one.en for one in words))
