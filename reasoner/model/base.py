"""What every record of the model has in common: frozen, closed to unknown keys."""

from typing import Any, Self, cast

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A frozen value that refuses keys it does not know."""

    # Validators are built when a class is first used: most runs use few of the classes, and start-up counts.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    @classmethod
    def of(cls, **values: Any) -> Self:
        """A record of values that are known to fit: made without validation, for what the program itself computes.

        Args:
            **values: each of the field's type; fields left out take their defaults.
        """
        return cast("Self", cls.model_construct(**values))
