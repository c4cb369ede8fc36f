"""What was proposed and agreed."""

from agreements.models.commitments import Commitment

__all__ = ["Commitment"]
