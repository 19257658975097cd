"""What the operating system says of a file, a program or a port, in both languages."""

import errno

from domain.shared.values import BilingualText

JAPANESE = {
    errno.ENOENT: "見つかりません",
    errno.EACCES: "権限がありません",
    errno.EPERM: "権限がありません",
    errno.EEXIST: "すでにあります",
    errno.EISDIR: "フォルダーです",
    errno.ENOTDIR: "途中にフォルダーでないものがあります",
    errno.ENOSPC: "空き容量がありません",
    errno.EROFS: "書き込みのできない場所です",
    errno.ENAMETOOLONG: "名前が長すぎます",
    errno.ELOOP: "リンクが輪になっています",
    errno.EMFILE: "開いているファイルが多すぎます",
    errno.ETXTBSY: "使用中です",
    errno.ENOEXEC: "このマシンで動くプログラムではありません",
    errno.EADDRINUSE: "ほかのプログラムが使っています",
    errno.EIO: "読み書きに失敗しました",
}
"""The reasons that people meet, by their numbers."""


def reason_in_words(error: OSError) -> BilingualText:
    """Why the system refused; a rare reason is told in its own words in both languages."""
    own = error.strerror or type(error).__name__
    return BilingualText(ja=JAPANESE.get(error.errno or 0, own), en=own)
