from collections.abc import Iterator

import pytest

from banso.cli import texts

from support.command_line import CommandLine


@pytest.fixture(scope="module")
def banso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CommandLine]:
    """The command line on a running stack with the sample in it: one for each file, whose tests go on in order."""
    line = CommandLine(tmp_path_factory.mktemp("command-line") / "data")
    with line.up("--sample", "--json") as running:
        running.wait_until_ready()
        yield line


@pytest.fixture
def alone(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """The command line on a data directory where nothing runs."""
    return CommandLine(tmp_path_factory.mktemp("alone") / "data")


@pytest.fixture(autouse=True)
def spoken() -> Iterator[None]:
    """A test that speaks another language leaves it as it was."""
    before = texts.language()
    yield
    texts.use(before)
