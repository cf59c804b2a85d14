"""What every record of the model has in common: frozen, closed to unknown keys."""

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A frozen value that refuses keys it does not know."""

    # Validators are built when a class is first used: most runs use few of the classes, and start-up counts.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
