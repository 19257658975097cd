import os
from datetime import timedelta
from pathlib import Path

import psutil
import pytest
from temporalio import workflow
from temporalio.service import RPCError
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from banso.stack.errors import TestServerError
from banso.stack.process import has_ended
from banso.stack.test_server import MAIN_CLASS, VERSION, end_test_server, find_test_server, running_test_servers
from banso.stack.waiting import poll

from support.servers import PATIENCE

STARTER = """
import asyncio, os, sys
from datetime import timedelta
from temporalio.testing import WorkflowEnvironment
from banso.stack.test_server import running_test_servers
async def main():
    environment = await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=sys.argv[1], test_server_startup_timeout=timedelta(minutes=2)
    )
    print(running_test_servers(os.getpid())[0], flush=True)
    await asyncio.Event().wait()
asyncio.run(main())
"""


@workflow.defn(name="follow-up")
class FollowUp:
    @workflow.run
    async def run(self) -> str:
        begin = workflow.now()
        await workflow.sleep(timedelta(days=90))
        return f"{(workflow.now() - begin).days} days later"


@pytest.fixture(scope="module")
def server() -> Path:
    return find_test_server()


async def test_ninety_days_pass_in_a_moment(server: Path) -> None:
    async with await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=str(server), test_server_startup_timeout=PATIENCE
    ) as environment:
        begin = await environment.get_current_time()
        async with Worker(
            environment.client, task_queue="q", workflows=[FollowUp], workflow_runner=UnsandboxedWorkflowRunner()
        ):
            result = await environment.client.execute_workflow("follow-up", id="f", task_queue="q", result_type=str)
        assert result == "90 days later"
        assert (await environment.get_current_time() - begin).days == 90
    assert running_test_servers(os.getpid()) == []


async def test_it_can_be_ended_by_its_own_pid(server: Path) -> None:
    environment = await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=str(server), test_server_startup_timeout=PATIENCE
    )
    [pid] = running_test_servers(os.getpid())
    assert end_test_server(pid)
    assert running_test_servers(os.getpid()) == []
    assert not end_test_server(os.getpid())
    with pytest.raises(RPCError):
        await environment.get_current_time()


def test_it_does_not_outlive_a_killed_starter(server: Path, start_program) -> None:  # type: ignore[no-untyped-def]
    run = start_program(STARTER, server)
    pid = int(run.stdout.readline())
    java = psutil.Process(pid)
    run.kill()
    run.wait()
    assert poll(lambda: has_ended(java), limit=10)


def test_a_launcher_of_an_older_release_is_renewed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    launcher = tmp_path / f"test-server-{VERSION}" / "assembled" / "temporal-test-server"
    launcher.parent.mkdir(parents=True)
    launcher.write_text("#!/bin/sh\n# an older one\n")
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\n")
    java.chmod(0o755)
    monkeypatch.setenv("BANSO_CACHE", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_test_server() == launcher
    assert MAIN_CLASS in launcher.read_text()
    assert os.access(launcher, os.X_OK)
    assert list(launcher.parent.iterdir()) == [launcher]


def test_when_it_cannot_be_had_every_way_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANSO_CACHE", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    with pytest.raises(TestServerError) as refused:
        find_test_server()
    assert "the SDK's own download: " in str(refused.value)
    assert "Maven: needs `java` and `mvn` on PATH" in str(refused.value)
