"""What the supervisor tells about its services while it runs them."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class ServiceState(StrEnum):
    """Where one service is in its life."""

    WAITING = "waiting"
    STARTING = "starting"
    HEALTHY = "healthy"
    RESTARTING = "restarting"
    STOPPING = "stopping"
    STOPPED = "stopped"


class ServiceStatus(BaseModel):
    """One service now."""

    model_config = ConfigDict(frozen=True)

    name: str
    state: ServiceState
    detail: str = ""
    """One line for people: what it waits for, why it was restarted, where it is."""
    pid: int | None = None
    """None where it has no process of its own."""
    restarts: int = 0


class StackStatus(BaseModel):
    """All services, in the order in which they start."""

    model_config = ConfigDict(frozen=True)

    services: tuple[ServiceStatus, ...]

    @property
    def healthy(self) -> bool:
        """Whether every service is."""
        return all(service.state is ServiceState.HEALTHY for service in self.services)
