"""`banso completion`: a script that lets a shell complete commands, verbs, options and their values."""

from typing import Annotated, Literal

from cyclopts import Parameter

from banso.cli.help import described
from banso.cli.output import USUAL, View, write, write_json
from banso.cli.texts import say


@described(
    say(
        "シェルの補完スクリプトを標準出力に書きます。シェルの設定で読み込んでください。",
        "Writes a completion script to standard output. Let your shell's settings read it.",
    ),
    'eval "$(banso completion bash)"',
    "banso completion zsh > ~/.zfunc/_banso",
    "banso completion fish > ~/.config/fish/completions/banso.fish",
)
def completion(
    shell: Annotated[Literal["bash", "zsh", "fish"], Parameter(help="bash, zsh, fish")],
    /,
    *,
    view: View = USUAL,
) -> None:
    """Write a completion script."""
    from banso.cli.app import build

    script = build().generate_completion(prog_name="banso", shell=shell)
    write_json({"shell": shell, "script": script}) if view.json else write(script.rstrip())
