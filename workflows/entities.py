"""One workflow for each kind of stream."""

from temporalio import workflow

from workflows.contracts import Follow
from workflows.following import Following


class Entity(Following):
    """What all have in common: they follow their stream until nothing more is expected of it."""

    async def follow_to_the_end(self) -> None:
        """Look, rest, look again; end when nothing is expected of the stream. A later event starts it again."""
        while not self.follower.finished:
            await self.follower.turn()


@workflow.defn(name="ServiceWorkflow")
class ServiceWorkflow(Entity):
    """A regional desk's standing service."""

    @workflow.run
    async def run(self, _: Follow) -> None:
        """Open until the service is closed."""
        await self.follow_to_the_end()


@workflow.defn(name="PersonWorkflow")
class PersonWorkflow(Entity):
    """One person; it sleeps in no workflow as long as nothing about them is due."""

    @workflow.run
    async def run(self, _: Follow) -> None:
        """Until nothing about the person is due."""
        await self.follow_to_the_end()


@workflow.defn(name="MembershipWorkflow")
class MembershipWorkflow(Entity):
    """One person's way through one service, for as long as they belong to it."""

    @workflow.run
    async def run(self, _: Follow) -> None:
        """Until the membership has ended and nothing about it is due."""
        await self.follow_to_the_end()


@workflow.defn(name="EngagementWorkflow")
class EngagementWorkflow(Entity):
    """The life of an engagement, from its posting to its last follow-up."""

    @workflow.run
    async def run(self, _: Follow) -> None:
        """Go by the recorded stage; stages may be skipped, and left backwards."""
        stages = {
            "enquire": self.enquire,
            "recruit": self.recruit,
            "prepare": self.prepare,
            "accompany": self.accompany,
            "look_back": self.look_back,
            "stay_connected": self.stay_connected,
        }
        await self.follower.look()
        while not self.follower.finished:
            stage = stages.get(self.follower.stage, self.settle)
            await stage()

    async def enquire(self) -> None:
        """A company asks for help before it knows what for; a coordinator answers."""
        await self.follower.during("enquire")

    async def recruit(self) -> None:
        """A posting is drafted and published; people apply and are selected."""
        await self.follower.during("recruit")

    async def prepare(self) -> None:
        """Seats are filled; each participant passes the gates in a workflow of their own."""
        await self.follower.during("prepare")

    async def accompany(self) -> None:
        """Months of work: each delivery that waits for the company has a MilestoneApproval."""
        await self.follower.during("accompany")

    async def look_back(self) -> None:
        """Everybody's voice is asked for, in a Retrospective."""
        await self.follower.during("look_back")

    async def stay_connected(self) -> None:
        """A FollowUp after one, three and six months, or whatever the playbook says."""
        await self.follower.during("stay_connected")

    async def settle(self) -> None:
        """Over, but for what is still owed or under way."""
        await self.follower.turn()


@workflow.defn(name="ParticipationWorkflow")
class ParticipationWorkflow(Entity):
    """One person's way through one engagement."""

    @workflow.run
    async def run(self, _: Follow) -> None:
        """Go by the recorded stage."""
        stages = {
            "apply": self.apply,
            "prepare": self.prepare,
            "work": self.work,
            "stay_connected": self.stay_connected,
        }
        await self.follower.look()
        while not self.follower.finished:
            stage = stages.get(self.follower.stage, self.settle)
            await stage()

    async def apply(self) -> None:
        """Application and interview, until a seat or a kind no."""
        await self.follower.during("apply")

    async def prepare(self) -> None:
        """Employer's consent, a ContractRound, a WorkPermissionCheck."""
        await self.follower.during("prepare")

    async def work(self) -> None:
        """Weekly reports, each answered."""
        await self.follower.during("work")

    async def stay_connected(self) -> None:
        """A FollowUp after one, three and six months, or whatever the playbook says."""
        await self.follower.during("stay_connected")

    async def settle(self) -> None:
        """Over, but for what is still under way."""
        await self.follower.turn()
