"""What is asked of a measurement, of a part of one, of its correction, and of a target of a period."""

from __future__ import annotations

from db.fields import MEMO, N_, Field
from db.records import IndicatorTarget, Measurement, fields_of

OF_MEASUREMENT, OF_TARGET = fields_of(Measurement), fields_of(IndicatorTarget)

MEASURED: dict[str, Field] = {
    name: OF_MEASUREMENT[name] for name in ("on", "value", "n", "quality", "source", "period", "method", "remarks")
}
MEASURED_ROWS = (("on", "value"), ("n", "quality"), ("source",), ("period",), ("method",), ("remarks",))

PART: dict[str, Field] = {
    name: OF_MEASUREMENT[name] for name in ("sex", "age_band", "place_id", "value", "n", "remarks")
}
PART_ROWS = (("sex", "age_band"), ("place_id",), ("value", "n"), ("remarks",))

CORRECTED: dict[str, Field] = {
    "value": OF_MEASUREMENT["value"], "n": OF_MEASUREMENT["n"],
    "reason": Field(MEMO, N_("Reason"), required=True, max=1000),
}  # fmt: skip
CORRECTED_ROWS = (("value", "n"), ("reason",))

STEP: dict[str, Field] = {"on": OF_TARGET["on"], "value": OF_TARGET["value"]}
STEP_ROWS = (("on", "value"),)
