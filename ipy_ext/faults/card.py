"""The card below a traceback: what happened, and buttons for the fixes; what a click starts runs on the worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ipy_ext.faults import draw, plain

if TYPE_CHECKING:
    from ipy_ext.faults.plain import Shown
    from journeyman.commands.result import Result
    from journeyman.values import Fix

_MOST = 3


@dataclass(frozen=True, slots=True)
class FaultActions:
    """What the buttons do.

    ``apply(number, done)`` carries out a fix elsewhere, and calls ``done(result)``; ``approval(action_id)`` returns the
    card of an action that waits for a yes.
    """

    apply: Callable[[int, Callable[[Result], None]], None]
    explain: Callable[[], Result]
    approval: Callable[[str], Any]


class FaultCard:
    """One failure on the screen."""

    def __init__(self, shown: Shown, actions: FaultActions) -> None:
        import ipywidgets

        self._actions = actions
        self._shown = shown
        self._head = ipywidgets.HTML(shown.html)
        self._below = ipywidgets.HTML()
        self._waiting = ipywidgets.VBox([])
        offered = plain.actionable(shown.fixes)[:_MOST]
        self._buttons = [self._apply_button(ipywidgets, number, fix) for number, fix in offered]
        self._more = self._button(ipywidgets, "Explain more", "All that is known: why, and every fix", "info-circle")
        self._more.on_click(lambda _: self._explain())
        self._skip = self._button(ipywidgets, "Skip", "Leave it: take these buttons away", "times")
        self._skip.on_click(lambda _: self._leave())
        row = ipywidgets.HBox([*self._buttons, self._more, self._skip])
        row.add_class("jm-buttons")
        self.box = ipywidgets.VBox([self._head, row, self._waiting, self._below])
        self.box.add_class("jm-card")
        self.box.add_class("jm-fault-box")
        self._row = row

    def bundle(self) -> dict[str, Any]:
        """Return what to publish: the widget, and what a saved notebook holds of it."""
        return {
            **{key: value for key, value in self.box._repr_mimebundle_().items() if key != "text/plain"},
            "text/plain": self._shown.result.text,
            "text/html": self._shown.html,
        }

    def close(self) -> None:
        """Take the widgets away."""
        for widget in (*self._row.children, self._head, self._below, self._waiting, self._row, self.box):
            widget.close()

    def _apply_button(self, ipywidgets: Any, number: int, fix: Fix) -> Any:
        button = self._button(ipywidgets, draw.label(fix), str(fix), "wrench", "primary" if number == 1 else "")
        button.on_click(lambda _: self._apply(number))
        return button

    @staticmethod
    def _button(ipywidgets: Any, text: str, tooltip: str, icon: str, style: str = "") -> Any:
        made = ipywidgets.Button(description=text, tooltip=tooltip, icon=icon, button_style=style)
        made.layout.width = "auto"
        made.add_class("jm-" + text.split(":", maxsplit=1)[0].split(maxsplit=1)[0].lower())
        return made

    def _apply(self, number: int) -> None:
        self._enable(False)
        self._below.value = "<div class='jm-foot jm-dim'>working …</div>"
        self._actions.apply(number, self._applied)

    def _applied(self, result: Result) -> None:
        """Show how it ended; what waits for a yes brings its own buttons."""
        self._enable(True)
        waits = result.data.get("waits_for", "")
        if waits:
            self._waiting.children = (self._actions.approval(waits).box,)
        self._below.value = "" if waits else f"<div class='jm-foot'>{result.html}</div>"

    def _explain(self) -> None:
        self._below.value = f"<div class='jm-foot'>{self._actions.explain().html}</div>"

    def _leave(self) -> None:
        self._row.layout.display = "none"

    def _enable(self, on: bool) -> None:
        for button in (*self._buttons, self._more, self._skip):
            button.disabled = not on
