"""What a person reads who typed a command wrong. In: the error of click. Out: two lines, in Vietnamese.

It decides nothing: the exit code of wrong usage is click's own, 2.
"""

from __future__ import annotations

import click


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
    if isinstance(kind, click.DateTime):
        return "; ngày ghi theo dạng năm-tháng-ngày, ví dụ 2025-01-31"
    if isinstance(kind, click.types.IntParamType | click.types.FloatParamType):
        return "; phải là số" + _bounds(kind)
    return ""


def _bounds(kind: object) -> str:
    low, high = getattr(kind, "min", None), getattr(kind, "max", None)
    return (f" từ {low}" if low is not None else "") + (f" đến {high}" if high is not None else "")
