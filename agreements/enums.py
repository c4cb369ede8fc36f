"""Closed vocabularies of the outcomes, with the words people see."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CommitmentState(models.TextChoices):
    """What is proposed binds nobody yet."""

    PROPOSED = "proposed", _("proposé, à négocier")
    WITHDRAWN = "withdrawn", _("retiré")


COMMITMENT_MOVES: dict[CommitmentState, frozenset[CommitmentState]] = {
    CommitmentState.PROPOSED: frozenset({CommitmentState.WITHDRAWN}),
    CommitmentState.WITHDRAWN: frozenset(),
}
