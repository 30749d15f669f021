"""How long a build waits for checks of formulas: what is not kept, and would come later, is left for the next build."""

import time
from dataclasses import dataclass


@dataclass
class Patience:
    """Until when checks are made (`time.monotonic()`; None: until all are), and how many were left out after that."""

    until: float | None = None
    left_out: int = 0

    def over(self) -> bool:
        """Tell whether to leave out the check that is to be made now, and count it then."""
        if self.until is None or time.monotonic() <= self.until:
            return False
        self.left_out += 1
        return True
