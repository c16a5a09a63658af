"""The commands of the worklist, and of the way through it."""

from __future__ import annotations

from functools import partial

from viewer.commands import enablement as needs
from viewer.commands.command import Command
from viewer.control.controller import Controller
from viewer.state.worklist_order import WorklistOrder
from viewer.window.settings_actions import SettingsActions
from viewer.worklist.worklist_panel import WorklistPanel


def travel_commands(controller: Controller) -> dict[str, Command]:
    """Going from film to film and from study to study, and stopping what is waited for."""
    return {
        "next": Command(partial(controller.travel.go, 1), needs.next_film),
        "previous": Command(partial(controller.travel.go, -1), needs.previous_film),
        "next_study": Command(partial(controller.travel.go_to_study, 1), needs.study_below),
        "previous_study": Command(partial(controller.travel.go_to_study, -1), needs.study_above),
        "cancel": Command(controller.waiting.cancel, needs.work),
    }


def worklist_commands(controller: Controller, panel: WorklistPanel, settings: SettingsActions) -> dict[str, Command]:
    """Order, search and rows of the list, what is closed of it, and the work ahead on it."""
    worklist, rest = controller.worklist, controller.analysing.rest
    orders = {
        "worst_first": WorklistOrder.URGENT,
        "newest_first": WorklistOrder.NEWEST,
        "by_name": WorklistOrder.NAME,
        "as_opened": WorklistOrder.OPENED,
    }
    return {
        "reviewed": Command(worklist.toggle_reviewed, needs.studies, checked=worklist.is_reviewed),
        "search": Command(panel.begin_search, needs.studies),
        **{name: _order_command(controller, order) for name, order in orders.items()},
        "update_list": Command(worklist.update, needs.studies),
        "compact_list": Command(settings.toggle_compact_list, checked=settings.list_is_compact),
        "work_ahead": Command(rest.toggle, checked=lambda: controller.session.ahead.going),
        "close_film": Command(worklist.close_film, needs.listed_film),
        "close_study": Command(worklist.close_study, needs.listed_film),
        "close_all": Command(worklist.close_all, needs.studies),
    }


def _order_command(controller: Controller, order: WorklistOrder) -> Command:
    arrange = partial(controller.worklist.arrange, order)
    return Command(arrange, needs.studies, checked=lambda: controller.session.worklist.sorting == order)
