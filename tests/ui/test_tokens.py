"""The look's figures: every pair of colours a screen may show can be read."""

import pytest

from ui import tokens


@pytest.mark.row(59, 102)
@pytest.mark.parametrize("theme", tokens.THEMES.values(), ids=list(tokens.THEMES))
def test_every_text_and_every_mark_can_be_read_on_every_ground(theme: tokens.Theme) -> None:
    assert len(list(tokens.pairs(theme))) > 80
    assert tokens.audit(theme) == []


def test_the_audit_can_fail() -> None:
    from dataclasses import replace

    faint = replace(tokens.LIGHT, text2="#C0C0C0")
    assert any("text2 on surface" in sentence for sentence in tokens.audit(faint))


def test_contrast_is_that_of_wcag() -> None:
    assert tokens.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert tokens.contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_an_unknown_tone_is_grey() -> None:
    assert tokens.LIGHT.tone("pink") == tokens.LIGHT.grey
