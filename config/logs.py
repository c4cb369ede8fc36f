"""What the terminal shows: a line for each refusal, a trace for each fault."""

import copy
import logging


class OneLineRefusals(logging.Filter):
    """Leave out the trace of a request that was refused or wrong (4xx).

    Django joins it to every 403, though nothing is to be mended: the person asked for
    what they may not do. A copy, since another handler may want the whole record.
    """

    def filter(self, record: logging.LogRecord) -> bool | logging.LogRecord:
        status = getattr(record, "status_code", None)
        if record.exc_info is None or not isinstance(status, int) or status >= 500:
            return True
        short = copy.copy(record)
        short.exc_info = short.exc_text = None
        return short
