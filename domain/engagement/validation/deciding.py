"""What an engagement decides about its validation log."""

from datetime import date
from typing import assert_never

from domain.engagement.state import Engagement
from domain.engagement.validation import commands as asked
from domain.engagement.validation.commands import ValidationCommand
from domain.engagement.validation.events import CustomerAsked, LearningRecorded, PaidContractWon
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.periods import local_date
from domain.shared.refusals import not_in_playbook, refusal
from domain.shared.values import narrative


def decide(command: ValidationCommand, state: Engagement, context: Context) -> list[Event]:
    """The events that follow from a command.

    Raises:
        DomainError: the command is refused.
    """
    if not context.rules.validation.customers_to_ask:
        what = ("顧客への検証の記録", "validation log")
        raise not_in_playbook("no-validation-here", what, "[rules.validation] customers_to_ask")
    match command:
        case asked.RecordCustomerAsked():
            _not_ahead(command.asked_on, "asked_on", state, context)
            said = narrative(context.actor.person, command.said) if command.said else None
            return [CustomerAsked(customer=command.customer, asked_on=command.asked_on, said=said, by=context.actor)]
        case asked.RecordPaidContract():
            _not_ahead(command.signed_on, "signed_on", state, context)
            _was_asked(command.customer, state)
            return [PaidContractWon(by=context.actor, **command.model_dump(exclude={"type"}))]
        case asked.RecordLearning():
            if command.customer is not None:
                _was_asked(command.customer, state)
            text = narrative(context.actor.person, command.text)
            return [LearningRecorded(customer=command.customer, text=text, by=context.actor)]
        case _:
            assert_never(command)


def _not_ahead(day: date, field: str, state: Engagement, context: Context) -> None:
    today = local_date(context.now, state.time_zone)
    if day > today:
        raise refusal(
            "date-ahead",
            wrong=(f"{day} はまだ来ていません。", f"{day} is still to come."),
            right=(f"{today} までの日付にしてください。", f"Choose {today} or an earlier day."),
            field=field,
        )


def _was_asked(customer: str, state: Engagement) -> None:
    known = state.validation.customers
    if customer not in known:
        names = ", ".join(known) or "-"
        raise refusal(
            "customer-not-asked",
            wrong=(f"「{customer}」にはまだ尋ねていません。", f"{customer} was not asked yet."),
            right=(
                f"先に RecordCustomerAsked で記録してください。尋ねた顧客: {names}。",
                f"Record that first, with RecordCustomerAsked. Asked were: {names}.",
            ),
            field="customer",
        )
