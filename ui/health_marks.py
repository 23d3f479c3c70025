"""The mark of each health of a project: tone, shape and icon, wherever the word stands."""

from __future__ import annotations

from ecd_desktop.services.projects import Health
from ui.widgets.marks import Mark

MARKS = {
    Health.ON_SCHEDULE: Mark("green", icon="filled/circle-check"),
    Health.AT_RISK: Mark("amber", icon="filled/alert-triangle"),
    Health.DELAYED: Mark("red", icon="filled/alert-octagon"),
    Health.NOT_STARTED: Mark("violet", icon="circle-dashed"),
    Health.PAUSED: Mark("grey", icon="player-pause"),
    Health.FINISHED: Mark("blue", icon="flag"),
}
