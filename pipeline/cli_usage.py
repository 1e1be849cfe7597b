"""What a person reads who asks for help or typed a command wrong, in Vietnamese. In: what click says. Out: text.

It decides nothing: the exit code of wrong usage is click's own, 2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import click

_WORDS = {"Options": "Tùy chọn", "Commands": "Lệnh", "Show this message and exit.": "Xem hướng dẫn này.",
          "Show the version and exit.": "Xem số phiên bản."}  # fmt: skip
_SIGNS = {"[OPTIONS]": "[TÙY CHỌN]", "COMMAND [ARGS]...": "LỆNH ...", "default: ": "mặc định: ",
          " INTEGER RANGE": " SỐ", " FLOAT RANGE": " SỐ", " INTEGER": " SỐ", " FLOAT": " SỐ"}  # fmt: skip
_SIGN = re.compile("|".join(map(re.escape, _SIGNS)))


class Formatter(click.HelpFormatter):
    """Help pages whose fixed words are Vietnamese too."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, _said(args), prefix or "Cách dùng: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(_said(heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        super().write_dl([(_said(term), _said(text)) for term, text in rows], col_max, col_spacing)


def _said(text: str) -> str:
    return _WORDS.get(text) or _SIGN.sub(lambda sign: _SIGNS[sign[0]], text)


def explain_usage(error: click.UsageError) -> str:
    """ "Gõ lệnh sai: thiếu FILE." and where to look it up."""
    command = error.ctx.command_path if error.ctx else "kehoach"
    return f"Gõ lệnh sai: {_what(error)}\nXem cách dùng: {command} --help"


def _what(error: click.UsageError) -> str:
    if isinstance(error, click.MissingParameter):
        return f"thiếu {_name(error)}."
    if isinstance(error, click.NoSuchOption):
        return f"không có tùy chọn {error.option_name}."
    if isinstance(error, click.BadParameter):
        return f"giá trị của {_name(error)} không dùng được{_allowed(error.param)}."
    words = error.message.split("'")
    if "command" in words[0] and len(words) > 1:
        return f"không có lệnh “{words[1]}”."
    if "argument" in error.message and "(" in error.message:
        return f"thừa {error.message[error.message.index('(') + 1 :].rstrip(').')}."
    return error.message


def _name(error: click.BadParameter) -> str:
    if error.param is None:
        return error.param_hint if isinstance(error.param_hint, str) else "một tham số"
    return " / ".join(error.param.opts) if isinstance(error.param, click.Option) else error.param.human_readable_name


def _allowed(param: click.Parameter | None) -> str:
    """The choices, or the form of a day."""
    kind = param.type if param else None
    if isinstance(kind, click.Choice):
        return f"; chọn một trong: {', '.join(map(str, kind.choices))}"
    if isinstance(kind, click.Path):
        return "; không có thư mục này"
    if isinstance(kind, click.DateTime):
        return "; ngày ghi theo dạng năm-tháng-ngày, ví dụ 2025-01-31"
    if isinstance(kind, click.types.IntParamType | click.types.FloatParamType):
        return "; phải là số" + _bounds(kind)
    return ""


def _bounds(kind: object) -> str:
    low, high = getattr(kind, "min", None), getattr(kind, "max", None)
    return (f" từ {low}" if low is not None else "") + (f" đến {high}" if high is not None else "")
