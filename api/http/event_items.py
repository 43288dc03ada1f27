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


def subject_of(stream: str) -> bytes:
    """The JSON of the subject whose events *stream* holds."""
    return orjson.dumps(stream.partition("/")[2])


def event_item(row: TupleRow, subject: bytes) -> bytes:
    """The JSON of one event about *subject*, from (…, …, type, header, payload, erased, …).

    An erased unit is null in ``data``, and ``erased`` has its commitment by its pointer. The state of another
    application's event is bytes of which nothing is known: ``data_base64``. The header's recorder is the audit trail's
    to show.
    """
    type_, header, payload, erased = row[2:6]
    # a quote inside a value is escaped, so these needles stand nowhere but between members
    recorder = header.index(_RECORDER) + 1
    source = header.index(_SOURCE, recorder) + 1
    members = header[_COMMITTED:recorder] + header[source:-1]
    digest = header[_DIGEST]
    if type_ in EVENT_TYPES and erased is None:
        return b'{"specversion":"1.0",%b,"subject":%b,"data":%b,"digest":%b}' % (members, subject, payload, digest)
    data = b'"data":' + payload if type_ in EVENT_TYPES else b'"data_base64":"%b"' % base64.b64encode(payload)
    shown = b"" if erased is None else b',"erased":' + orjson.dumps(orjson.loads(erased)["erased"])
    return b'{"specversion":"1.0",%b,"subject":%b,%b,"digest":%b%b}' % (members, subject, data, digest, shown)
