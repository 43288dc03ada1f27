"""From a refusal's pointer into the event to the field that it stands beside."""

from collections.abc import Mapping, Sequence

from api.web.forms.fields import Field, Node, fields_of


def field_at(pointer: str, nodes: Sequence[Node], rows: Mapping[str, Sequence[int]]) -> Field | None:
    """The field at *pointer*, else the one that it lies in, else the first one inside it; None where there is none.

    *rows* tells which row each element of an array came from, for rows without entries are not sent.
    """
    steps = _steps(pointer, rows)
    shown = list(fields_of(nodes))
    if not steps:
        return None
    by_steps = {one.steps: one for one in reversed(shown)}
    exact = next((by_steps[steps[:n]] for n in range(len(steps), 0, -1) if steps[:n] in by_steps), None)
    return exact or next((one for one in shown if one.steps[: len(steps)] == steps), None) or _nearest(steps, shown)


def _nearest(steps: tuple[str, ...], shown: Sequence[Field]) -> Field | None:
    """The first field of the member's parent: what is wrong with a party's id stands beside its name."""
    if len(steps) < 2:  # noqa: PLR2004 (the data itself is no field's parent)
        return None
    return next((one for one in shown if one.steps[: len(steps) - 1] == steps[:-1]), None) or _nearest(
        steps[:-1], shown
    )


def _steps(pointer: str, rows: Mapping[str, Sequence[int]]) -> tuple[str, ...]:
    """The steps within the data (of the envelope, its attribute), with each element's row for its index."""
    steps = [one.replace("~1", "/").replace("~0", "~") for one in pointer.split("/")[1:]]
    if steps[:1] == ["data"]:
        del steps[0]
    if steps[:1] == ["was"]:  # what was recorded is no field of its own: it stands beside what is right
        steps[0] = "is"
    for n, one in enumerate(steps):
        indices = rows.get(".".join(steps[:n]))
        if indices is not None and one.isdecimal() and int(one) < len(indices):
            steps[n] = str(indices[int(one)])
    return tuple(steps)
