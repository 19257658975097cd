"""How streams tell people and other streams: the effects that reactions are made of."""

from collections.abc import Iterable
from typing import Any, Protocol

from domain.shared.effects import DeliverToStream, Effect, Notify, TellEach
from domain.shared.models import Command
from domain.shared.values import StreamKind, StreamReference
from domain.shared.waiting import Wait


class Named(Protocol):
    """What every message says of the stream that it comes from: what it is called, and who is behind it."""

    @property
    def title(self) -> str: ...

    @property
    def host(self) -> str: ...


class OfOnePerson(Named, Protocol):
    """What is known of every stream that is one person's way, such as a participation or a membership."""

    @property
    def waits(self) -> dict[str, Wait]: ...

    @property
    def time_zone(self) -> str: ...

    @property
    def person(self) -> str: ...

    @property
    def coordinator(self) -> str: ...


def tell(
    state: Named, template: str, people: Iterable[str], about: dict[str, str] | None = None, **values: Any
) -> list[Effect]:
    """One message to everybody named, once each; `values` are further fields of `Notify`."""
    said = {"title": state.title, "host": state.host, **(about or {})}
    return [Notify(template=template, to=person, about=said, **values) for person in dict.fromkeys(people)]


def to_stream(kind: str, identifier: str, command: Command) -> DeliverToStream:
    """Another stream of the same tenant is told by a command of its own."""
    target = StreamReference.model_validate({"kind": kind, "id": identifier})
    return DeliverToStream(target=target, command=command.model_dump(mode="json"))


def to_each(
    kind: StreamKind,
    command: Command,
    *,
    service: str | None = None,
    person: str | None = None,
    process: str | None = None,
) -> TellEach:
    """Every stream of this kind of a service, or about a person, is told by a command of its own."""
    values = command.model_dump(mode="json")
    return TellEach(kind=kind, service=service, person=person, command=values, process=process)
