"""What only the author or the machine can mend, said in a sentence and without a traceback."""

import errno
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from mkdocs.exceptions import PluginError

from nnbook.book.parse.page import PageError
from nnbook.book.vendor.packages import VendorError

P = ParamSpec("P")
T = TypeVar("T")


def plainly(step: Callable[P, T]) -> Callable[P, T]:
    """Let a step of the build end in a sentence: a page that cannot be read, no network, a full disk."""

    @wraps(step)
    def plain(*given: P.args, **named: P.kwargs) -> T:
        try:
            return step(*given, **named)
        except (PageError, VendorError) as error:
            raise PluginError(str(error)) from None
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            message = f"the disk is full ({error.filename}): make room and run the same command again."
            raise PluginError(message) from None

    return plain
