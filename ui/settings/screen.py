"""The settings page, made from their declarations; every change is in force at once and kept in the settings file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from db.ordering import fold
from ecd_desktop.errors import Expected
from ecd_desktop.language import _
from ecd_desktop.settings import Section, Setting, SettingKind, declared
from ui import style, tokens
from ui.copying import copies
from ui.settings.copies_card import CopiesCard
from ui.settings.database import DatabaseCard
from ui.settings.editors import SettingEditor
from ui.settings.laptop_copies import LaptopCopiesCard
from ui.widgets.controls import Chip, Label, rule
from ui.widgets.page import Page
from ui.widgets.search_field import SearchField
from ui.widgets.spelling import spelling_of
from ui.widgets.surfaces import Scroll, Toolbar

if TYPE_CHECKING:
    from ui.here import Here

WIDEST = 860
STACKED_BELOW = 620  # width of a card under which the control stands below its words
ICONS = {
    Section.PERSON: "user", Section.LANGUAGE: "language", Section.APPEARANCE: "sun", Section.REPORTS: "file-analytics",
    Section.BACKUPS: "copy-check", Section.DATABASE: "database",
}  # fmt: skip


def build(here: Here) -> SettingsPage:
    return SettingsPage(here)


class SettingsPage(Page):
    """A filter, a chip for each section, and a card for each section."""

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here = here
        self.editors: dict[str, SettingEditor] = {}
        self.lines: dict[str, SettingLine] = {}
        self.cards: dict[Section, QFrame] = {}
        self.field = SearchField(_("Look for a setting"), "Ctrl+F")
        self.chips = {section: Chip(_(section.label), icon=ICONS[section]) for section in Section}
        self.copies = CopiesCard(here)
        self.laptops = LaptopCopiesCard(here)
        self.database = DatabaseCard(here)
        self._lay_out()
        self.field.searched.connect(lambda _text: self._filter())
        for section, chip in self.chips.items():
            chip.clicked.connect(lambda _on, section=section: self._choose(section))
        self.subtitle_is(_("They are in force at once, on this computer only."))
        self._build_next()

    # --- what the shell asks ------------------------------------------------------------------------------------------

    def focus(self) -> None:
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def search(self) -> None:
        self.field.begin()

    def shown(self) -> None:
        for name, editor in self.editors.items():
            editor.show_value(getattr(self.here.settings, name))
            if name.startswith("logo"):
                self._show_logo(name)
        name_field, database = self.editors["person_name"].inner, self.here.tasks.database
        if isinstance(name_field, QLineEdit) and database is not None:
            name_field.setPlaceholderText(database.who)  # what stands beside changes while it is empty
        self.copies.refresh()
        self.laptops.refresh()
        self.database.refresh()
        spelling_of(self.here).ask_whether_it_works(self._spelling_works, owner=self)

    def refresh(self) -> None:
        self.shown()

    # --- inside -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        bar = Toolbar(*self.chips.values())
        bar.lead(self.field, 120, 240, share=20)
        self._nothing = Label(_("No setting has these words."), "body", "text2")
        self._nothing.hide()
        column = QVBoxLayout()
        column.setSpacing(tokens.BETWEEN_CARDS)
        column.addWidget(self._nothing)
        self._column = column
        column.addStretch(1)
        held = QWidget()
        held.setMaximumWidth(WIDEST)
        held.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        inside = QWidget()
        inside.setObjectName("inside")
        outer = QHBoxLayout(inside)
        outer.setContentsMargins(tokens.GUTTER, 18, tokens.GUTTER, 24)
        outer.addWidget(held, 100)
        outer.addStretch(1)
        self._area = Scroll(inside)
        self._area.setAccessibleName(_("Settings"))
        self.rows.addWidget(bar)
        self.rows.addWidget(self._area, 1)

    def _build_next(self) -> None:
        """Each section's card in a turn of its own: all of them at once would hold up the window."""
        section = next(one for one in Section if one not in self.cards)
        card = self._card(section, [one for one in declared() if one.section is section and one.shown])
        self.cards[section] = card
        if (editor := self.editors.get("spelling")) is not None:
            editor.note(self._of_spelling)
        self._column.insertWidget(len(self.cards), card)  # after the sentence at the top
        self._filter()
        if not self._whole:
            self.here.tasks.later(self._build_next, self)

    @property
    def _parts(self) -> tuple[tuple[Section, CopiesCard | LaptopCopiesCard | DatabaseCard], ...]:
        """What stands in a card below its settings."""
        backups, database = Section.BACKUPS, Section.DATABASE
        return (backups, self.copies), (backups, self.laptops), (database, self.database)

    @property
    def _whole(self) -> bool:
        return len(self.cards) == len(Section)

    def _card(self, section: Section, settings: list[Setting]) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        rows = QVBoxLayout(card)
        rows.setContentsMargins(20, 16, 20, 16)
        rows.setSpacing(12)
        rows.addWidget(Label(_(section.label), "subtitle"))
        for setting in settings:
            editor = SettingEditor(setting, getattr(self.here.settings, setting.name))
            editor.changed.connect(self._changed)
            editor.picked.connect(self._picked)
            line = SettingLine(setting, editor)
            self.editors[setting.name] = editor
            self.lines[setting.name] = line
            rows.addWidget(line)
            if setting.kind is SettingKind.PICTURE:
                self._show_logo(setting.name)
        if section is Section.BACKUPS:
            rows.addWidget(self.copies)
            rows.addWidget(self.laptops)
        if section is Section.DATABASE:
            rows.addWidget(self.database)
        return card

    def show_section(self, section: Section) -> None:
        """Show this section alone, whatever was looked for before."""
        self.field.setText("")
        self.chips[section].setChecked(True)
        self._choose(section)

    def _choose(self, section: Section) -> None:
        for other, chip in self.chips.items():
            if other is not section:
                chip.setChecked(False)
        self._filter()
        self._area.verticalScrollBar().setValue(0)

    def _filter(self) -> None:
        """Show the settings of the chosen section that have the words looked for."""
        words = fold(self.field.text()).split()
        chosen = next((section for section, chip in self.chips.items() if chip.isChecked()), None)
        any_shown = False
        for section, card in self.cards.items():
            here = chosen in (None, section)
            titled = all(word in fold(_(section.label)) for word in words)
            found = False
            for setting in declared():
                line = self.lines.get(setting.name)
                if line is not None and setting.section is section:
                    fits = titled or all(word in line.words for word in words)
                    line.setVisible(fits)
                    found = found or fits
            for owner, part in self._parts:
                if section is owner:  # it stands in this card
                    fits = titled or all(word in part.words() for word in words)
                    part.setVisible(fits)
                    found = found or fits
            card.setVisible(here and found)
            any_shown = any_shown or (here and found)
        self._nothing.setVisible(self._whole and not any_shown)

    def _changed(self, name: str, value: Any) -> None:
        """Keep a value and let it act."""
        here = self.here
        if name == "language" and here.program is not None:
            here.program.change_language(value)  # which builds this page anew
            return
        try:
            here.settings.change(**{name: value})
        except Expected as exc:
            here.failed(exc)
            self.editors[name].show_value(getattr(here.settings, name))
            return
        app = QApplication.instance()
        if name in ("theme", "text_size") and isinstance(app, QApplication):
            mode: Any = here.settings.theme
            style.apply(app, mode, scale=here.settings.text_size / 100)
        if name == "density":
            here.actions.refresh()
            for page in self.window().findChildren(Page):
                page.look_changed()
        if name == "text_size" and here.program is not None:
            here.program.change_language(here.settings.language)  # labels take their font when they are built
        if name.startswith("logo"):
            self._show_logo(name)
        if name.startswith("backup"):
            copies.changed.emit()
        if name.startswith("spelling"):
            spelling_of(here).switched()

    def _picked(self, name: str, file: str) -> None:
        """Keep a picture as a logo: it is read and made smaller in the pool."""
        from ecd_desktop import logos

        self.here.tasks.work(
            logos.keep, Path(file), name.removeprefix("logo_"), self.here.settings.logos,
            then=lambda kept: self._kept(name, kept), refused=self.here.failed, owner=self,
        )  # fmt: skip

    def _kept(self, name: str, kept: str) -> None:
        self.editors[name].show_value(kept)
        self._changed(name, kept)

    def _show_logo(self, name: str) -> None:
        """The picture, or that it is gone: looked for in the pool, as its folder may be far."""
        from ecd_desktop import logos

        settings, editor = self.here.settings, self.editors.get(name)
        if editor is not None:
            self.here.tasks.work(
                logos.path_of, getattr(settings, name), settings.logos, then=editor.show_picture, owner=self
            )

    def _spelling_works(self, works: bool) -> None:
        """Say so where this computer has none."""
        self._of_spelling = "" if works else _("There is no spell checker for this system: no word is marked.")
        if (editor := self.editors.get("spelling")) is not None:
            editor.note(self._of_spelling)

    _of_spelling = ""


class SettingLine(QWidget):
    """A setting: its name and what it means at the left, its control at the right, or below where it is narrow."""

    def __init__(self, setting: Setting, editor: SettingEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = fold(f"{_(setting.label)} {_(setting.help)} {' '.join(_(label) for _v, label in setting.options)}")
        self._editor = editor
        self._stacked: bool | None = None
        self._always = setting.kind is SettingKind.LINES
        label = Label(_(setting.label), "body-medium", wrap=True)
        label.setBuddy(editor.inner)
        text = QVBoxLayout()
        text.setSpacing(1)
        text.addWidget(label)
        if setting.help:
            text.addWidget(Label(_(setting.help), "caption", "text2", wrap=True))
        text.addStretch(1)
        self._said = QWidget()
        self._said.setLayout(text)
        text.setContentsMargins(0, 0, 0, 0)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(20)
        self._grid.setVerticalSpacing(6)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        rows.addWidget(rule())
        rows.addLayout(self._grid)
        self._arrange(False)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._arrange(self.width() < STACKED_BELOW)

    def _arrange(self, stacked: bool) -> None:
        stacked = stacked or self._always
        if stacked is self._stacked:
            return
        self._stacked = stacked
        self._grid.addWidget(self._said, 0, 0)
        if stacked:
            self._grid.addWidget(self._editor, 1, 0)
            self._grid.setColumnStretch(0, 1)
            self._grid.setColumnStretch(1, 0)
        else:
            self._grid.addWidget(self._editor, 0, 1, Qt.AlignmentFlag.AlignTop)
            self._grid.setColumnStretch(0, 10)
            self._grid.setColumnStretch(1, 13)  # the decade's official name fits
