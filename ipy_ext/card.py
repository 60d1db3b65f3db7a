"""The card of a plan in a notebook: drawn from the store, with buttons; it holds no state that matters."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ipy_ext import draw, plain
from ipy_ext.buttons import BUTTONS, offered
from ipy_ext.links import Links

if TYPE_CHECKING:
    from ipy_ext.view import CardView
    from journeyman.commands.result import Result

_TAIL = 2000
"""Characters of running output that are shown."""
_PAUSE = 0.1
"""Least seconds between two updates of running output."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What a card needs of its surroundings: the workspace's root, links, and where to publish.

    ``publisher()`` is the shell's display publisher of this moment (a ``%%capture`` puts in another). ``pressed`` is
    told of clicks, ``shown`` of cards put on the screen.
    """

    root: str
    links: Links
    publisher: Callable[[], Any]
    pressed: Callable[[Card, str], None]
    shown: Callable[[Card], None]


@dataclass(slots=True)
class _Live:
    """The end of the output of what runs now."""

    text: str = ""
    shown: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)


class Card:
    """One card on the screen. ``read`` returns the view from the store; any thread may call the methods."""

    def __init__(self, read: Callable[[], CardView], stage: Stage) -> None:
        import ipywidgets

        self._read = read
        self._stage = stage
        self.result: Result | None = None
        self.view = read()
        self.busy = False
        self.reflection = ""
        self._note = ""
        self._lock = threading.RLock()
        self._live = _Live()
        self._display_id = ""
        self._publisher: Any = None
        self._shown_early = False
        self._settled = False
        self._retired = False
        self._head = ipywidgets.HTML()
        self._steps = [ipywidgets.HTML() for _ in self.view.steps]
        self._output = ipywidgets.HTML()
        self._displays = ipywidgets.Output(layout={"display": "none"})
        self._buttons = {name: self._button(ipywidgets, name) for name in BUTTONS}
        self._foot = ipywidgets.HTML()
        row = ipywidgets.HBox(list(self._buttons.values()))
        steps = ipywidgets.VBox(self._steps)
        self.box = ipywidgets.VBox([self._head, steps, self._output, self._displays, row, self._foot])
        for part, name in ((self.box, "jm-card"), (steps, "jm-steps"), (row, "jm-buttons")):
            part.add_class(name)
        self._row = row
        self.refresh(self.view)

    @property
    def ended(self) -> bool:
        """True when nothing can change here any more."""
        return self.view.ended and not self.busy

    @property
    def data(self) -> Any:
        """What the verb that made this card told, as JSON values."""
        return self.result.data if self.result is not None else {}

    @property
    def exit_code(self) -> int:
        """0 done, 1 failed, 2 usage, 3 pending approval, 4 denied."""
        return self.result.exit_code if self.result is not None else 0

    def holds(self, action_id: str) -> bool:
        """Tell whether an action is on this card."""
        return any(step.action_id == action_id for step in self.view.steps)

    def refresh(self, view: CardView | None = None) -> None:
        """Draw what has changed in the store since."""
        with self._lock:
            self.view = view or self._read()
            total = len(self.view.steps)
            current = self.view.current
            root, link = self._stage.root, self._stage.links.live
            _put(self._head, draw.head(self.view))
            for widget, step in zip(self._steps, self.view.steps, strict=False):
                now = current is not None and step.number == current.number and not self.view.ended
                _put(widget, draw.step(step, total, root, link, current=now))
            self._draw_buttons()
            self._draw_foot()
            if self.view.state != "running" and not self.busy:
                self._set_output("")
            if self.ended:
                self.settle()

    def occupy(self, busy: bool) -> bool:
        """Mark the card as working, or as free again; return False when it was so already."""
        with self._lock:
            if self.busy == busy:
                return False
            self.busy = busy
            self._note = ""
            if busy:
                self._draw_buttons()
            return True

    def note(self, text: str) -> None:
        """Show one line below the buttons, until the next click."""
        with self._lock:
            self._note = text
            self._draw_foot()

    def stream(self, text: str) -> None:
        """Show output of what runs; only the end of it is kept."""
        live = self._live
        with live.lock:
            live.text = (live.text + text)[-_TAIL:]
            now = time.monotonic()
            if now - live.shown < _PAUSE:
                return
            live.shown = now
        _put(self._output, draw.live(live.text))

    def end_stream(self) -> None:
        """Forget the running output: its step has ended, and holds what matters of it."""
        self._set_output("")

    def keep(self, displays: Sequence[dict[str, Any]]) -> None:
        """Show what code displayed: figures, tables."""
        self._displays.outputs += tuple({"output_type": "display_data", **shown} for shown in displays)
        self._displays.layout.display = None

    def show(self) -> None:
        """Put the card on the screen: first a line that stays when the widget cannot be shown, then the card itself."""
        name = self.view.plan_id or self.view.steps[0].action_id
        kind = "Plan" if self.view.plan_id else "Action"
        told = f"{kind} {name}   (show it again: %agent show {name})"
        self._publisher = self._stage.publisher()
        self._publisher.publish({"text/plain": told, "text/html": f"<small>{told}</small>"})
        self._display_id = f"journeyman-{os.urandom(8).hex()}"
        self._settled = self.ended
        self._publish(self._saved() if self.ended else {**self._widget(), **self._saved()}, update=False)
        self._shown_early = True
        self._stage.shown(self)

    def publish(self) -> None:
        """Bring what a saved notebook holds of this card up to date; the widget stays."""
        if self._display_id and not self._settled:
            self._publish({**self._widget(), **self._saved()}, update=True)

    def settle(self) -> None:
        """Replace the widget by what a saved notebook can hold; displayed figures keep it alive."""
        if self._settled or not self._display_id or self._displays.outputs:
            return
        self._settled = True
        self._publish(self._saved(), update=True)

    def retire(self) -> None:
        """Stay as this card is now, without buttons, because a newer one shows the same plan."""
        with self._lock:
            self._retired = True
            self.close()

    @property
    def retirable(self) -> bool:
        """False when the card is not on the screen, is at work, or holds what only a widget can show."""
        return bool(self._display_id) and not self.busy and not self._displays.outputs

    def close(self) -> None:
        """Leave what can be saved, and take the widgets away."""
        with self._lock:
            self.settle()
            for button in self._buttons.values():
                button._click_handlers.callbacks.clear()
            parts = (*self._steps, self._head, self._output, self._displays, *self._buttons.values(), self._foot)
            for widget in (*parts, *self.box.children, self.box):
                for own in (getattr(widget, "layout", None), getattr(widget, "style", None), widget):
                    if own is not None:
                        own.close()

    def _ipython_display_(self) -> None:
        # A run shows its card when its first step begins; the cell's result must not show it twice.
        if not self._shown_early:
            self.show()
        self._shown_early = False

    def __repr__(self) -> str:
        return plain.text(self.view, self._lines(), self.reflection)

    def _publish(self, data: dict[str, Any], *, update: bool) -> None:
        self._publisher.publish(data, transient={"display_id": self._display_id}, update=update)

    def _widget(self) -> dict[str, Any]:
        return {key: value for key, value in self.box._repr_mimebundle_().items() if key != "text/plain"}

    def _saved(self) -> dict[str, str]:
        lines = self._lines()
        return {
            "text/plain": plain.text(self.view, lines, self.reflection),
            "text/markdown": plain.markdown(self.view, lines),
            "text/html": draw.whole(self.view, self._stage.root, self._stage.links.saved, lines, self.reflection),
        }

    def _lines(self) -> tuple[str, ...]:
        if self._retired:
            return ("Goes on in a newer card.",)
        hints = () if self.busy else plain.how_to_go_on(self.view)
        return (*([self._note] if self._note else []), *hints)

    def _button(self, ipywidgets: Any, name: str) -> Any:
        spec = BUTTONS[name]
        button = ipywidgets.Button(
            description=spec.label, tooltip=spec.tooltip, icon=spec.icon, button_style=spec.style
        )
        button.add_class(f"jm-{name}")
        button.on_click(lambda _: self._stage.pressed(self, name))
        return button

    def _draw_foot(self) -> None:
        _put(self._foot, draw.foot(self._lines(), self._stage.root, self._stage.links.live, self.reflection))

    def _draw_buttons(self) -> None:
        chosen = offered(self.view, working=self.busy)
        for name, button in self._buttons.items():
            button.disabled = name not in chosen or (self.busy and name != "stop")
            button.layout.display = None if name in chosen else "none"
        self._row.layout.display = None if chosen else "none"

    def _set_output(self, text: str) -> None:
        with self._live.lock:
            self._live.text = text
            self._live.shown = 0.0
        _put(self._output, draw.live(text))


def _put(widget: Any, html: str) -> None:
    if widget.value != html:
        widget.value = html
