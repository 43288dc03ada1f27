"""Events of the log as they are shown: the CloudEvent, and beside it its place.

Header and payload are canonical JSON already, so an item is joined of their bytes; nothing is decoded on the way.
"""

import base64

import orjson
from psycopg.rows import TupleRow

from domain.events import EVENT_TYPES

_COMMITTED = len('{"commitment":"sha256:') + 64 + len('",')
_DIGEST = slice(len('{"commitment":'), _COMMITTED - 1)
_RECORDER = b'","recorder":"'
_SOURCE = b'","source":"'


def event_item(row: TupleRow) -> bytes:
    """The JSON of one event, from (position, version, stream, type, header, payload, erased, …).

    An erased unit is null in ``data``, and ``erased`` has its commitment by its pointer. The state of another
    application's event is bytes of which nothing is known: ``data_base64``.
    """
    _, _, stream, type_, header, payload, erased, *_ = row
    data = b'"data":' + payload if type_ in EVENT_TYPES else b'"data_base64":"%b"' % base64.b64encode(payload)
    return b'{"specversion":"1.0",%b,"subject":%b,%b,"digest":%b%b}' % (
        _without_recorder(header[_COMMITTED:-1]),
        orjson.dumps(stream.partition("/")[2]),
        data,
        header[_DIGEST],
        b"" if erased is None else b',"erased":' + orjson.dumps(orjson.loads(erased)["erased"]),
    )


def _without_recorder(members: bytes) -> bytes:
    """The header's members but the recorder, which the audit trail shows."""
    # a quote inside a value is escaped, so these needles stand nowhere but between members
    start = members.index(_RECORDER) + 1
    return members[:start] + members[members.index(_SOURCE, start) + 1 :]
